#include "tocsin/base/incomplete_gamma.hpp"

#include <cmath>
#include <limits>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::inline base {
namespace {

/// log Γ(a + 1) without its leading terms (a + ½) log a − a + ½ log 2π: Stirling's series, small a by recurrence.
double stirling_rest(double a) {
  if (a < 16.0) return log_gamma(a + 1.0) - ((a + 0.5) * std::log(a) - a + 0.5 * std::log(2.0 * kPi));
  const double r2 = 1.0 / (a * a);
  return (1.0 / 12.0 - r2 * (1.0 / 360.0 - r2 * (1.0 / 1260.0 - r2 * (1.0 / 1680.0 - r2 / 1188.0)))) / a;
}

/// a log(a / x) + x − a, which is small where a is near x and must not be a difference of large numbers there.
double deviance(double a, double x) {
  const double v = (a - x) / (a + x);
  if (std::abs(v) > 0.1) return a * std::log(a / x) + x - a;
  // log(a / x) = 2 (v + v³/3 + v⁵/5 …)
  double sum = (a - x) * v;
  double power = 2.0 * a * v;
  for (int k = 3; k < 100; k += 2) {
    power *= v * v;
    const double next = sum + power / k;
    if (next == sum) break;
    sum = next;
  }
  return sum;
}

double lower_by_series(double a, double x) {
  double term = 1.0;
  double sum = term;
  for (double n = a + 1.0; term > sum * 1e-17; n += 1.0) {
    term *= x / n;
    sum += term;
  }
  return sum * poisson_probability(a, x);
}

/// Lentz's evaluation of the continued fraction, for x >= a + 1.
double upper_by_fraction(double a, double x) {
  constexpr double kTiny = 1e-300;
  constexpr int kLongest = 1'000'000;  // of the order of √a terms are needed where x is near a
  double b = x + 1.0 - a;
  double c = 1.0 / kTiny;
  double d = 1.0 / b;
  double h = d;
  for (int i = 1; i < kLongest; ++i) {
    const double an = -i * (i - a);
    b += 2.0;
    d = an * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + an / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1.0 / d;
    const double factor = d * c;
    h *= factor;
    if (std::abs(factor - 1.0) < 4e-16) break;
  }
  return h * a * poisson_probability(a, x);  // x^a e^(−x) / Γ(a)
}

}  // namespace

double poisson_probability(double a, double x) {
  TOCSIN_REQUIRE(a >= 0.0 && x >= 0.0, "a Poisson probability takes a count and a mean that are not negative");
  if (x == 0.0) return a == 0.0 ? 1.0 : 0.0;
  if (a == 0.0) return std::exp(-x);
  return std::exp(-stirling_rest(a) - deviance(a, x)) / std::sqrt(2.0 * kPi * a);
}

double negative_binomial_probability(double k, double m, double p, double q) {
  TOCSIN_REQUIRE(k >= 0.0 && m > 0.0 && p > 0.0 && q >= 0.0, "a negative binomial takes a count and probabilities");
  if (k == 0.0) return std::exp(p < 0.5 ? m * std::log(p) : m * std::log1p(-q));
  if (q == 0.0) return 0.0;
  // m/(m+k) times the binomial probability of m successes among n = m + k
  const double n = m + k;
  const double rest = stirling_rest(n) - stirling_rest(m) - stirling_rest(k);
  const double shares = deviance(m, n * p) + deviance(k, n * q);
  return m / n * std::exp(rest - shares) * std::sqrt(n / (2.0 * kPi * m * k));
}

IncompleteGamma incomplete_gamma(double a, double x) {
  TOCSIN_REQUIRE(a > 0.0 && x >= 0.0, "an incomplete gamma function takes a > 0 and x >= 0");
  if (x == 0.0) return {0.0, 1.0};
  if (x == std::numeric_limits<double>::infinity()) return {1.0, 0.0};
  if (x < a + 1.0) {
    const double lower = lower_by_series(a, x);
    return {lower, 1.0 - lower};
  }
  const double upper = upper_by_fraction(a, x);
  return {1.0 - upper, upper};
}

double inverse_upper_gamma(double a, double probability) {
  TOCSIN_REQUIRE(a >= 1.0 && probability > 0.0 && probability <= 1.0, "a probability is above 0 and at most 1");
  if (probability == 1.0) return 0.0;
  // Newton on log Q, which is concave for a >= 1: after its first step it comes from the right. Where Q underflows
  // the bracket is halved instead.
  double low = 0.0;
  double high = std::numeric_limits<double>::infinity();
  double x = a;
  for (int i = 0; i < 200; ++i) {
    const double upper = incomplete_gamma(a, x).upper;
    (upper >= probability ? low : high) = x;
    const double density = poisson_probability(a, x) * a / x;
    double next = x + upper * std::log(upper / probability) / density;
    if (std::abs(next - x) <= 2e-16 * x) return next;
    if (!(next > low && next < high))
      next = high < std::numeric_limits<double>::infinity() ? 0.5 * (low + high) : 2.0 * x;
    if (next == x || next == low || next == high) break;
    x = next;
  }
  return x;
}

}  // namespace tocsin::inline base
