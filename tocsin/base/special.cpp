#include <cmath>
#include <limits>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::inline base {
namespace {

/// Regularised lower incomplete gamma function P(a, x) by its power series, for x < a + 1 (Abramowitz & Stegun 6.5.29).
double gamma_p_by_series(double a, double x) {
  double term = 1.0 / a;
  double sum = term;
  for (double n = a + 1.0; std::abs(term) > std::abs(sum) * 1e-17; n += 1.0) {
    term *= x / n;
    sum += term;
  }
  return sum * std::exp(a * std::log(x) - x - log_gamma(a));
}

/// Upper function Q(a, x) by Lentz's evaluation of its continued fraction, for x >= a + 1 (Abramowitz & Stegun 6.5.31).
double gamma_q_by_fraction(double a, double x) {
  constexpr double kTiny = 1e-300;
  double b = x + 1.0 - a;
  double c = 1.0 / kTiny;
  double d = 1.0 / b;
  double h = d;
  for (int i = 1; i < 1000; ++i) {
    const double an = -i * (i - a);
    b += 2.0;
    d = an * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + an / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1.0 / d;
    const double factor = d * c;
    h *= factor;
    if (std::abs(factor - 1.0) < 1e-16) break;
  }
  return h * std::exp(a * std::log(x) - x - log_gamma(a));
}

}  // namespace

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
  const double a = 0.5 * dof;
  const double half = 0.5 * x;
  if (half > a + 800.0) return 1.0;
  return half < a + 1.0 ? gamma_p_by_series(a, half) : 1.0 - gamma_q_by_fraction(a, half);
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
