#pragma once

namespace tocsin::inline base {

/// Regularised incomplete gamma functions of one pair of arguments; both to full relative accuracy, lower + upper = 1.
/// With a whole number a, `upper` is the probability that a sum of a exponential variables of mean 1 exceeds x, and
/// also that a Poisson variable of mean x stays below a.
struct IncompleteGamma {
  double lower = 0.0;  ///< P(a, x)
  double upper = 1.0;  ///< Q(a, x)
};
/// Preconditions: a > 0, x >= 0. Relative error below 1e-13 for a up to 1e5 (Abramowitz & Stegun 6.5.29, 6.5.31).
[[nodiscard]] IncompleteGamma incomplete_gamma(double a, double x);

/// x with Q(a, x) = `probability`. Preconditions: a >= 1, 0 < probability <= 1.
[[nodiscard]] double inverse_upper_gamma(double a, double probability);

/// x^a e^(−x) / Γ(a + 1); of a whole number a the probability that a Poisson variable of mean x is a. Full relative
/// accuracy also where the powers themselves have hundreds of digits. Preconditions: a >= 0, x >= 0.
/// Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
[[nodiscard]] double poisson_probability(double a, double x);

/// Probability of `k` failures before the m-th success, the probability of a failure being q = 1 − p: Γ(k + m)/(k!
/// Γ(m)) q^k p^m. The two are given apart so that either may be tiny. Preconditions: k >= 0, m > 0, p > 0, q >= 0.
[[nodiscard]] double negative_binomial_probability(double k, double m, double p, double q);

}  // namespace tocsin::inline base
