#include "tocsin/track/pointing_bias.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::track {
namespace {

constexpr std::int64_t kFewestAgreeing = 2;
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

PointingOffset PointingBias::expected(Instant t, const PointingOptions& options) const {
  if (references_ > 0) return carried(estimate_, t, options);
  return {t, {0.0, 0.0}, diagonal(options.prior_sigma_rad * options.prior_sigma_rad)};
}

double PointingBias::distance_sigmas(const PointingOffset& reference, const PointingOptions& options) const {
  return std::sqrt(squared_distance(reference, expected(reference.time, options)));
}

ReferenceUse PointingBias::take(const PointingOffset& reference, const PointingOptions& options) {
  const double gate = options.gate_sigmas * options.gate_sigmas;
  if (squared_distance(reference, expected(reference.time, options)) <= gate) {
    estimate_ = references_ > 0 ? updated(estimate_, reference, options)
                                : combined(expected(reference.time, options), reference);
    references_ = std::min<std::int64_t>(references_ + 1, options.restart_references);
    doubtful_ = 0;
    return ReferenceUse::used;
  }
  const bool agrees = doubtful_ > 0 && squared_distance(reference, carried(other_, reference.time, options)) <= gate;
  other_ = agrees ? updated(other_, reference, options) : reference;
  doubtful_ = agrees ? doubtful_ + 1 : 1;
  const std::int64_t enough = std::clamp<std::int64_t>(
      references_ + 1, kFewestAgreeing, std::max<std::int64_t>(kFewestAgreeing, options.restart_references));
  if (doubtful_ < enough) return ReferenceUse::refused;
  estimate_ = other_;
  references_ = doubtful_;
  doubtful_ = 0;
  return ReferenceUse::restarted;
}

std::optional<PointingOffset> PointingBias::at(Instant t, const PointingOptions& options) const {
  if (references_ == 0) return std::nullopt;
  return carried(estimate_, t, options);
}

bool PointingBias::is_sound(const PointingOptions& options) const {
  if (references_ < 0 || doubtful_ < 0) return false;
  return (references_ == 0 || is_sound_offset(estimate_, options)) &&
         (doubtful_ == 0 || is_sound_offset(other_, options));
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
