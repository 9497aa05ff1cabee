#include "tocsin/track/pointing_bias.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::track {
namespace {

constexpr std::int64_t kFewestAgreeing = 2;
constexpr double kCertain = 50.0;              // log odds
constexpr double kLargestVariance_rad2 = 1.0;  // more than a walk of centuries

double determinant(const Covariance<2>& p) {
  return p(0, 0) * p(1, 1) - p(0, 1) * p(1, 0);
}

Covariance<2> diagonal(double variance) {
  Covariance<2> out;
  out(0, 0) = out(1, 1) = variance;
  return out;
}

Covariance<2> sum(const Covariance<2>& a, const Covariance<2>& b) {
  Covariance<2> out;
  for (std::size_t i = 0; i < out.a.size(); ++i) out.a[i] = a.a[i] + b.a[i];
  return out;
}

std::array<double, 2> difference(const PointingOffset& a, const PointingOffset& b) {
  return {a.angles_rad[0] - b.angles_rad[0], a.angles_rad[1] - b.angles_rad[1]};
}

Covariance<2> inverse(const Covariance<2>& p) {
  const double det = determinant(p);
  Covariance<2> out;
  out(0, 0) = p(1, 1) / det;
  out(1, 1) = p(0, 0) / det;
  out(0, 1) = out(1, 0) = -p(0, 1) / det;
  return out;
}

double squared_distance(const PointingOffset& a, const PointingOffset& b) {
  const std::array<double, 2> d = difference(a, b);
  const Covariance<2> s = inverse(sum(a.covariance, b.covariance));
  return d[0] * d[0] * s(0, 0) + 2.0 * d[0] * d[1] * s(0, 1) + d[1] * d[1] * s(1, 1);
}

/// The walk between two moments, in either direction: a late reference is one with the walk since then as further
/// noise. That this walk is also part of the estimate's error is neglected; two that change places make 1 % of the
/// variance.
Covariance<2> walked(Instant from, Instant to, const PointingOptions& options) {
  const double rate = options.walk_rad_rt_s * options.walk_rad_rt_s;
  return diagonal(rate * std::abs(seconds_between(from, to)));
}

PointingOffset carried(PointingOffset offset, Instant t, const PointingOptions& options) {
  offset.covariance = sum(offset.covariance, walked(offset.time, t, options));
  offset.time = t;
  return offset;
}

/// Kalman update, Joseph form: (I − K) P (I − K)ᵀ + K R Kᵀ with K = P (P + R)⁻¹.
PointingOffset combined(const PointingOffset& known, const PointingOffset& measured) {
  const Covariance<2>& p = known.covariance;
  const Covariance<2>& r = measured.covariance;
  const Covariance<2> s = inverse(sum(p, r));
  std::array<std::array<double, 2>, 2> gain{};
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      gain[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] = p(i, 0) * s(0, j) + p(i, 1) * s(1, j);
    }
  }
  const std::array<double, 2> d = difference(measured, known);
  PointingOffset out = known;
  for (std::size_t i = 0; i < 2; ++i) {
    out.angles_rad[i] += gain[i][0] * d[0] + gain[i][1] * d[1];
    for (std::size_t j = 0; j <= i; ++j) {
      double value = 0.0;
      for (std::size_t k = 0; k < 2; ++k) {
        for (std::size_t l = 0; l < 2; ++l) {
          const double left = (i == k ? 1.0 : 0.0) - gain[i][k];
          const double right = (j == l ? 1.0 : 0.0) - gain[j][l];
          const auto row = static_cast<int>(k);
          const auto column = static_cast<int>(l);
          value += left * p(row, column) * right + gain[i][k] * r(row, column) * gain[j][l];
        }
      }
      out.covariance(static_cast<int>(i), static_cast<int>(j)) = value;
      out.covariance(static_cast<int>(j), static_cast<int>(i)) = value;
    }
  }
  return out;
}

/// The estimate at the later of both times.
PointingOffset updated(const PointingOffset& estimate, const PointingOffset& reference,
                       const PointingOptions& options) {
  const Instant t = std::max(estimate.time, reference.time);
  return combined(carried(estimate, t, options), carried(reference, t, options));
}

/// Mean and covariance of a mixture, by weights that need not sum to one.
template <std::size_t N>
PointingOffset mixture(const std::array<PointingOffset, N>& cases, const std::array<double, N>& weights) {
  double sum = 0.0;
  for (const double weight : weights) sum += weight;
  PointingOffset out{cases[0].time, {}, {}};
  for (std::size_t k = 0; k < N; ++k) {
    for (std::size_t i = 0; i < 2; ++i) out.angles_rad[i] += weights[k] / sum * cases[k].angles_rad[i];
  }
  for (std::size_t k = 0; k < N; ++k) {
    const std::array<double, 2> d = difference(cases[k], out);
    for (std::size_t i = 0; i < 4; ++i) {
      out.covariance.a[i] += weights[k] / sum * (cases[k].covariance.a[i] + d[i / 2] * d[i % 2]);
    }
  }
  return out;
}

/// Whether a case starts from the wide prior, and whether it takes references to be worse than they state.
bool has_wide_prior(std::size_t which) {
  return which % 2 == 1;
}
bool has_wide_errors(std::size_t which) {
  return which >= 2;
}

/// A reference as a case takes it.
PointingOffset as_taken(const PointingOffset& reference, std::size_t which, const PointingOptions& options) {
  PointingOffset out = reference;
  if (has_wide_errors(which)) {
    for (double& value : out.covariance.a) value *= options.understated_factor * options.understated_factor;
  }
  return out;
}

double log_prior_of_errors(std::size_t which, const PointingOptions& options) {
  return std::log(has_wide_errors(which) ? options.understated_probability : 1.0 - options.understated_probability);
}

/// Of a reference where the offset is expected to be so, up to a constant.
double log_density(const PointingOffset& reference, const PointingOffset& expected) {
  return -0.5 * (squared_distance(reference, expected) +
                 std::log(determinant(sum(reference.covariance, expected.covariance))));
}

bool is_sound_offset(const PointingOffset& offset, const PointingOptions& options) {
  for (const double angle : offset.angles_rad) {
    if (!(std::abs(angle) <= 2.0 * options.max_offset_rad)) return false;
  }
  const Covariance<2>& p = offset.covariance;
  for (int i = 0; i < 2; ++i) {
    if (!(p(i, i) > 0.0 && p(i, i) <= kLargestVariance_rad2)) return false;
  }
  // also says that the element beside the diagonal is finite
  return p(0, 1) == p(1, 0) && determinant(p) > 1e-9 * p(0, 0) * p(1, 1);
}

}  // namespace

PointingOffset offset_by_stars(Instant t, const sense::TangentAngles& offset, double sigma_rad) {
  return {t, {offset.east_rad, offset.north_rad}, diagonal(sigma_rad * sigma_rad)};
}

PointingOffset offset_by_object(Instant t, const message::Bearing& measured, const sense::TangentAngles& predicted,
                                const Covariance<2>& predicted_covariance) {
  return {t,
          {measured.east_rad - predicted.east_rad, measured.north_rad - predicted.north_rad},
          sum(predicted_covariance, diagonal(measured.sigma_rad * measured.sigma_rad))};
}

void PointingBias::begin(Instant t, const PointingOptions& options) {
  for (std::size_t k = 0; k < kCases; ++k) {
    const double wide = options.wide_prior_probability;
    const double sigma = options.prior_sigma_rad * (has_wide_prior(k) ? options.wide_prior_factor : 1.0);
    cases_[k] = {t, {0.0, 0.0}, diagonal(sigma * sigma)};
    log_weights_[k] = std::log(has_wide_prior(k) ? wide : 1.0 - wide) + log_prior_of_errors(k, options);
  }
}

PointingOffset PointingBias::expected(Instant t, const PointingOptions& options) const {
  if (references_ > 0) return mixed(t, options);
  PointingBias unknown;
  unknown.begin(t, options);
  return unknown.mixed(t, options);
}

PointingOffset PointingBias::mixed(Instant t, const PointingOptions& options) const {
  Cases then;
  std::array<double, kCases> weights{};
  for (std::size_t k = 0; k < kCases; ++k) {
    then[k] = carried(cases_[k], t, options);
    weights[k] = std::exp(log_weights_[k]);
  }
  return mixture(then, weights);
}

void PointingBias::use(const PointingOffset& reference, const PointingOptions& options) {
  if (references_ == 0) begin(reference.time, options);
  for (std::size_t k = 0; k < kCases; ++k) {
    const PointingOffset taken = as_taken(reference, k, options);
    log_weights_[k] += log_density(taken, carried(cases_[k], reference.time, options));
    cases_[k] = updated(cases_[k], taken, options);
  }
  const double largest = *std::max_element(log_weights_.begin(), log_weights_.end());
  for (double& weight : log_weights_) weight = std::max(weight - largest, -kCertain);
  references_ = std::min<std::int64_t>(references_ + 1, options.restart_references);
}

double PointingBias::distance_sigmas(const PointingOffset& reference, const PointingOptions& options) const {
  return std::sqrt(squared_distance(reference, expected(reference.time, options)));
}

ReferenceUse PointingBias::take(const PointingOffset& reference, const PointingOptions& options) {
  // late, and of how the sensor pointed before it moved
  if (moved_at_ && reference.time < *moved_at_) return ReferenceUse::refused;
  const double gate = options.gate_sigmas * options.gate_sigmas;
  if (squared_distance(reference, expected(reference.time, options)) <= gate) {
    use(reference, options);
    doubtful_ = 0;
    return ReferenceUse::used;
  }
  const bool agrees = doubtful_ > 0 && squared_distance(reference, carried(other_, reference.time, options)) <= gate;
  other_ = agrees ? updated(other_, reference, options) : reference;
  other_since_ = agrees ? std::min(other_since_, reference.time) : reference.time;
  doubtful_ = agrees ? doubtful_ + 1 : 1;
  const std::int64_t enough = std::clamp<std::int64_t>(
      references_ + 1, kFewestAgreeing, std::max<std::int64_t>(kFewestAgreeing, options.restart_references));
  if (doubtful_ < enough) return ReferenceUse::refused;
  for (std::size_t k = 0; k < kCases; ++k) {
    cases_[k] = as_taken(other_, k, options);
    log_weights_[k] = log_prior_of_errors(k, options);
  }
  references_ = doubtful_;
  doubtful_ = 0;
  moved_at_ = other_since_;
  return ReferenceUse::restarted;
}

std::optional<PointingOffset> PointingBias::at(Instant t, const PointingOptions& options) const {
  if (references_ == 0) return std::nullopt;
  // of the time before the sensor moved the references since then say nothing
  if (moved_at_ && t < *moved_at_) return PointingBias{}.expected(t, options);
  return expected(t, options);
}

bool PointingBias::is_sound(const PointingOptions& options) const {
  const std::int64_t most = std::max<std::int64_t>(kFewestAgreeing, options.restart_references);
  if (references_ < 0 || references_ > most || doubtful_ < 0 || doubtful_ > most) return false;
  if (doubtful_ > 0 && !is_sound_offset(other_, options)) return false;
  if (references_ == 0) return true;
  for (std::size_t k = 0; k < kCases; ++k) {
    if (!(std::abs(log_weights_[k]) <= kCertain) || !is_sound_offset(cases_[k], options)) return false;
    if (cases_[k].time != cases_[0].time) return false;
  }
  return true;
}

message::Bearing without_offset(const message::Bearing& bearing, const PointingOffset& offset) {
  message::Bearing out = bearing;
  out.east_rad -= offset.angles_rad[0];
  out.north_rad -= offset.angles_rad[1];
  out.sigma_rad =
      std::sqrt(bearing.sigma_rad * bearing.sigma_rad + std::max(offset.covariance(0, 0), offset.covariance(1, 1)));
  return out;
}

}  // namespace tocsin::track
