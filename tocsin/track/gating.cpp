#include "tocsin/track/gating.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/linalg.hpp"

namespace tocsin::track {
namespace {

constexpr double kSigmas = 8.0;

/// Measurement of no noise at the place itself: gives the projection of the estimate into the sensor's coordinates.
Measurement probe(const LookView& look, Instant time) {
  Measurement out;
  out.time = time;
  out.size = look.is_radar() ? 3 : 2;
  out.frame = look.frame;
  out.radar = look.radar;
  return out;
}

}  // namespace

Gates::Gates(const Options& options)
    : merge_(chi_squared_quantile(options.merge.gate_probability, 6)),
      parent_(chi_squared_quantile(options.merge.parent_gate_probability, 6)) {
  for (int size = 1; size <= kMaxMeasured; ++size) {
    threshold_[static_cast<std::size_t>(size)] = chi_squared_quantile(options.gate.probability, size);
  }
}

Window window_of(const LookView& look, const CoastState& estimate, Instant time, const Options& options) {
  Window out;
  out.time = time;
  const std::optional<Projection<6>> seen = project(probe(look, time), state_of<6>(estimate.mean));
  if (!seen) return out;
  out.reachable = true;
  out.azimuth_wraps = look.is_radar();
  const std::size_t size = look.is_radar() ? 3 : 2;
  for (std::size_t k = 0; k < size; ++k) {
    out.centre[k] = -seen->residual[k];
    double variance = 0.0;
    double steepness = 0.0;
    for (int i = 0; i < 3; ++i) {
      const double hi = seen->jacobian[6 * k + static_cast<std::size_t>(i)];
      steepness += hi * hi;
      for (int j = 0; j < 3; ++j) {
        variance += hi * estimate.covariance(i, j) * seen->jacobian[6 * k + static_cast<std::size_t>(j)];
      }
    }
    out.half[k] = kSigmas * std::sqrt(std::max(variance, 0.0));
    out.rate[k] = options.radar.max_speed_mps * std::sqrt(steepness);
  }
  return out;
}

bool may_contain(const Window& window, const Measurement& measurement) {
  if (!window.reachable) return false;
  const double apart_s = std::abs(seconds_between(window.time, measurement.time));
  const std::size_t size = measurement.is_plot() ? 3 : 2;
  for (std::size_t k = 0; k < size; ++k) {
    double difference = measurement.value[k] - window.centre[k];
    if (window.azimuth_wraps && k == 1) difference = wrap_pi(difference);
    const double half = window.half[k] + kSigmas * std::sqrt(measurement.variance[k]) + window.rate[k] * apart_s;
    if (std::abs(difference) > half) return false;
  }
  return true;
}

void SortedMeasurements::add(const Measurement& measurement, std::size_t place) {
  if (entries_.empty()) earliest_ = latest_ = measurement.time;
  earliest_ = std::min(earliest_, measurement.time);
  latest_ = std::max(latest_, measurement.time);
  largest_sigma_ = std::max(largest_sigma_, std::sqrt(measurement.variance[0]));
  entries_.push_back({measurement.value[0], place, &measurement});
}

void SortedMeasurements::sort() {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return std::pair(a.first, a.place) < std::pair(b.first, b.place); });
}

void SortedMeasurements::find(const Window& window) {
  if (!window.reachable || entries_.empty()) return;
  const double apart_s =
      std::max(std::abs(seconds_between(window.time, earliest_)), std::abs(seconds_between(window.time, latest_)));
  const double half = window.half[0] + kSigmas * largest_sigma_ + window.rate[0] * apart_s;
  const auto begin = std::partition_point(entries_.begin(), entries_.end(),
                                          [&](const Entry& e) { return e.first < window.centre[0] - half; });
  for (auto at = begin; at != entries_.end() && at->first <= window.centre[0] + half; ++at) {
    if (may_contain(window, *at->measurement)) found_.push_back(at->place);
  }
  std::sort(found_.begin(), found_.end());
}

}  // namespace tocsin::track
