#include "tocsin/sense/detection_statistics.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/incomplete_gamma.hpp"
#include "tocsin/base/require.hpp"

// With signal of total power λ (N pulses together) the sum is a gamma variable of order N + k, k a Poisson variable of
// mean λ. A gamma-distributed λ of shape m and mean N S makes k negative binomial: m is 1 and 2 for cases 1 and 3, N
// and 2N for cases 2 and 4, and infinite for a steady target. So in every case
//   P(miss) = Σ w_k P(N + k, T)   and   P(detection) = Σ w_k Q(N + k, T)
// with terms that are all positive: nothing cancels. P falls faster than exponentially beyond N + k = T, which bounds
// the first sum; the second one is for small probabilities of detection, where the first one would lose digits.

namespace tocsin::sense {
namespace {

constexpr int kMostPulses = 100'000;
constexpr double kNegligible = 1e-18;  // of a sum
constexpr double kRounding = 1e-16;    // below this share a difference is nothing but rounding

/// The weights w_k: Poisson, or negative binomial of shape m.
class Weights {
 public:
  Weights(Swerling target, double snr, int pulses) : mean_(snr * pulses) {
    switch (target) {
      case Swerling::steady:
        return;
      case Swerling::case_1:
        shape_ = 1.0;
        break;
      case Swerling::case_2:
        shape_ = pulses;
        break;
      case Swerling::case_3:
        shape_ = 2.0;
        break;
      case Swerling::case_4:
        shape_ = 2.0 * pulses;
        break;
    }
    share_ = mean_ / (shape_ + mean_);
    rest_ = shape_ / (shape_ + mean_);
  }

  [[nodiscard]] double at(double k) const {
    return is_poisson() ? poisson_probability(k, mean_) : negative_binomial_probability(k, shape_, rest_, share_);
  }
  /// w_(k+1) / w_k.
  [[nodiscard]] double step(double k) const {
    return is_poisson() ? mean_ / (k + 1.0) : share_ * (k + shape_) / (k + 1.0);
  }
  [[nodiscard]] double mode() const {
    return std::floor(is_poisson() ? mean_ : std::max(mean_ * (shape_ - 1.0) / shape_, 0.0));
  }

 private:
  [[nodiscard]] bool is_poisson() const { return shape_ == 0.0; }

  double mean_ = 0.0;
  double shape_ = 0.0;
  double share_ = 0.0;  ///< q of the negative binomial
  double rest_ = 1.0;   ///< 1 − q
};

/// Σ w_k P(N + k, T), from the most probable k upwards and downwards. P is below 1e-20 from k = `beyond` on.
double miss_sum(const Weights& weights, double threshold, int pulses) {
  const double beyond = std::ceil(std::max(threshold - pulses, 0.0) + 10.0 * std::sqrt(threshold) + 40.0);
  const double start = std::min(weights.mode(), beyond);
  const double lower = incomplete_gamma(pulses + start, threshold).lower;
  const double jump = poisson_probability(pulses + start, threshold);  // P(a, T) − P(a + 1, T)
  const double weight = weights.at(start);
  double sum = 0.0;
  double w = weight;
  double p = lower;
  double f = jump;
  for (double k = start; k <= beyond; k += 1.0) {
    const double term = w * p;
    sum += term;
    p -= f;
    f *= threshold / (pulses + k + 1.0);
    const double ratio = weights.step(k);
    w *= ratio;
    if (p <= kRounding * lower || (ratio < 1.0 && term <= kNegligible * sum)) break;
  }
  w = weight;
  p = lower;
  f = jump;
  for (double k = start; k > 0.0; k -= 1.0) {
    w /= weights.step(k - 1.0);
    f *= (pulses + k) / threshold;
    p += f;
    const double term = w * std::min(p, 1.0);
    sum += term;
    if (term <= kNegligible * sum) break;
  }
  return sum;
}

/// Σ w_k Q(N + k, T), from the most probable k upwards and downwards.
double detection_sum(const Weights& weights, double threshold, int pulses) {
  const double start = weights.mode();
  const double upper = incomplete_gamma(pulses + start, threshold).upper;
  const double jump = poisson_probability(pulses + start, threshold);  // Q(a + 1, T) − Q(a, T)
  const double weight = weights.at(start);
  double sum = 0.0;
  double w = weight;
  double q = upper;
  double f = jump;
  for (double k = start;; k += 1.0) {
    sum += w * q;
    q = std::min(q + f, 1.0);
    f *= threshold / (pulses + k + 1.0);
    const double ratio = weights.step(k);
    w *= ratio;
    // q is at most 1 and the ratio falls: what is left is less than a geometric series
    if (ratio < 1.0 && w <= kNegligible * sum * (1.0 - ratio)) break;
  }
  w = weight;
  q = upper;
  f = jump;
  for (double k = start; k > 0.0; k -= 1.0) {
    w /= weights.step(k - 1.0);
    f *= (pulses + k) / threshold;
    q -= f;
    if (q <= 0.0) break;
    sum += w * q;
    if (w * q <= kNegligible * sum) break;
  }
  return sum;
}

}  // namespace

Swerling swerling_from_number(int number) {
  TOCSIN_REQUIRE(number >= 0 && number <= 4, "Swerling's cases are 0 to 4");
  return static_cast<Swerling>(number);
}

double detection_threshold(double false_alarm, int pulses) {
  TOCSIN_REQUIRE(pulses >= 1, "a detector adds at least one pulse");
  return pulses == 1 ? -std::log(false_alarm) : inverse_upper_gamma(pulses, false_alarm);
}

double false_alarm_probability(double threshold, int pulses) {
  TOCSIN_REQUIRE(pulses >= 1, "a detector adds at least one pulse");
  return pulses == 1 ? std::exp(-threshold) : incomplete_gamma(pulses, threshold).upper;
}

double detection_probability(Swerling target, double snr, double threshold, int pulses) {
  TOCSIN_REQUIRE(pulses >= 1 && pulses <= kMostPulses, "a detector adds 1 to 100,000 pulses");
  TOCSIN_REQUIRE(snr >= 0.0 && threshold >= 0.0, "power ratios are not negative");
  if (threshold == 0.0) return 1.0;
  if (snr == 0.0) return false_alarm_probability(threshold, pulses);
  // independent pulses of exponential power are noise of mean 1 + S
  if (target == Swerling::case_2 || (target == Swerling::case_1 && pulses == 1)) {
    return false_alarm_probability(threshold / (1.0 + snr), pulses);
  }
  const Weights weights(target, snr, pulses);
  const double miss = miss_sum(weights, threshold, pulses);
  if (miss < 0.9) return 1.0 - miss;
  return std::min(detection_sum(weights, threshold, pulses), 1.0);
}

double snr_for_detection(Swerling target, double probability, double threshold, int pulses) {
  TOCSIN_REQUIRE(probability > false_alarm_probability(threshold, pulses) && probability < 1.0,
                 "a target is detected more often than noise, and not always");
  // bisection on log S
  const auto excess = [&](double log_snr) {
    return detection_probability(target, std::exp(log_snr), threshold, pulses) - probability;
  };
  double low = -1.0;
  double high = 1.0;
  while (excess(low) > 0.0) low -= 2.0;
  while (excess(high) < 0.0) high += 2.0;
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high || high - low < 1e-15 * std::max(std::abs(high), 1.0)) break;
    (excess(middle) < 0.0 ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

}  // namespace tocsin::sense
