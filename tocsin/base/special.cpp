#include <cmath>
#include <limits>

#include "tocsin/base/incomplete_gamma.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::inline base {
double log_gamma(double x) {
  TOCSIN_REQUIRE(x > 0.0, "log_gamma takes positive numbers");
  // Recurrence up to where the Stirling series is exact to rounding (Abramowitz & Stegun 6.1.41).
  double product = 1.0;
  while (x < 16.0) {
    product *= x;
    x += 1.0;
  }
  const double r = 1.0 / x;
  const double r2 = r * r;
  const double series = r * (1.0 / 12.0 - r2 * (1.0 / 360.0 - r2 * (1.0 / 1260.0 - r2 * (1.0 / 1680.0 - r2 / 1188.0))));
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2.0 * kPi) + series - std::log(product);
}

double chi_squared_cdf(double x, int dof) {
  TOCSIN_REQUIRE(dof >= 1, "a chi-squared variable has at least one degree of freedom");
  if (!(x > 0.0)) return x <= 0.0 ? 0.0 : std::numeric_limits<double>::quiet_NaN();
  return incomplete_gamma(0.5 * dof, 0.5 * x).lower;
}

double chi_squared_quantile(double probability, int dof) {
  TOCSIN_REQUIRE(probability >= 0.0 && probability < 1.0, "a quantile's probability is from 0 to below 1");
  if (probability == 0.0) return 0.0;
  double low = 0.0;
  double high = 1.0;
  while (chi_squared_cdf(high, dof) < probability) {
    low = high;
    high *= 2.0;
  }
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return high;
    (chi_squared_cdf(middle, dof) < probability ? low : high) = middle;
  }
}

}  // namespace tocsin::inline base
