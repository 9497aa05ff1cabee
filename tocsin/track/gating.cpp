#include "tocsin/track/gating.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::track {
namespace {

constexpr double kSigmas = 8.0;
constexpr double kNearest_m = 100.0;  // closer than this nothing is measured

/// How one coordinate of a measurement depends on the place, and how well it is known.
void open(Window& window, std::size_t k, double centre, const Vec3& by_place, double sigma, const Options& options) {
  window.centre[k] = centre;
  window.half[k] = kSigmas * sigma;
  window.rate[k] = options.radar.max_speed_mps * norm(by_place);
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
  TOCSIN_REQUIRE(!look.is_radar(), "the window of a radar's look is made from what the radar would report");
  Window out;
  out.time = time;
  const Position<Itrf> place = state_of<6>(estimate.mean).position;
  if (!(dot(place.m - look.frame.origin.m, look.frame.down.u) > kNearest_m)) return out;
  const sense::TangentAnglesJacobian seen = sense::tangent_angles_jacobian(look.frame, place);
  out.reachable = true;
  open(out, 0, seen.angles.east_rad, seen.d_east, std::sqrt(variance_along(estimate, seen.d_east)), options);
  open(out, 1, seen.angles.north_rad, seen.d_north, std::sqrt(variance_along(estimate, seen.d_north)), options);
  return out;
}

Window window_of(const std::optional<RadarSight>& sight, Instant time, const Options& options) {
  Window out;
  out.time = time;
  if (!sight) return out;
  out.reachable = true;
  out.azimuth_wraps = true;
  const sense::RadarJacobian& rows = sight->reported.rows;
  open(out, 0, rows.view.range_m, rows.d_range, sight->sigma[0], options);
  open(out, 1, rows.view.azimuth_rad, rows.d_azimuth, sight->sigma[1], options);
  open(out, 2, rows.view.elevation_rad, rows.d_elevation, sight->sigma[2], options);
  return out;
}

namespace {

/// Whether a measurement of these numbers, so wide, and taken so long from the time of the window may lie in it. The
/// last coordinate is tried first: it needs no wrapping.
bool lies_in(const Window& window, const std::array<double, kMaxMeasured>& value, const std::array<double, 3>& wide,
             std::size_t size, double apart_s) {
  for (std::size_t k = size; k-- > 0;) {
    double difference = value[k] - window.centre[k];
    if (window.azimuth_wraps && k == 1) difference = wrap_pi(difference);
    if (std::abs(difference) > window.half[k] + wide[k] + window.rate[k] * apart_s) return false;
  }
  return true;
}

std::size_t windowed_size(const Measurement& measurement) {
  return measurement.is_plot() ? 3 : 2;
}

std::array<double, 3> width_of(const Measurement& measurement) {
  std::array<double, 3> out{};
  for (std::size_t k = 0; k < windowed_size(measurement); ++k) out[k] = kSigmas * std::sqrt(measurement.variance[k]);
  return out;
}

}  // namespace

bool may_contain(const Window& window, const Measurement& measurement) {
  return window.reachable && lies_in(window, measurement.value, width_of(measurement), windowed_size(measurement),
                                     std::abs(seconds_between(window.time, measurement.time)));
}

void SortedMeasurements::add(const Measurement& measurement, std::size_t place) {
  if (entries_.empty()) earliest_ = latest_ = measurement.time;
  earliest_ = std::min(earliest_, measurement.time);
  latest_ = std::max(latest_, measurement.time);
  size_ = windowed_size(measurement);
  entries_.push_back({width_of(measurement), place, &measurement});
  widest_first_ = std::max(widest_first_, entries_.back().wide[0]);
  widest_last_ = std::max(widest_last_, entries_.back().wide[size_ - 1]);
}

void SortedMeasurements::sort() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.measurement->value[0], a.place) < std::pair(b.measurement->value[0], b.place);
  });
  keys_.reserve(entries_.size());
  for (const Entry& e : entries_) keys_.push_back({e.measurement->value[0], e.measurement->value[size_ - 1]});
}

std::size_t SortedMeasurements::first_from(double low) const {
  // by sums, not by jumps that nobody can foresee
  const Key* at = keys_.data();
  for (std::size_t left = keys_.size(); left > 0;) {
    const std::size_t half = (left + 1) / 2;
    at += at[half - 1].first < low ? half : 0;
    left -= half;
  }
  return static_cast<std::size_t>(at - keys_.data());
}

template <class Take>
bool SortedMeasurements::visit(const Window& window, const Take& take) const {
  if (!window.reachable || entries_.empty()) return false;
  const double apart_s =
      std::max(std::abs(seconds_between(window.time, earliest_)), std::abs(seconds_between(window.time, latest_)));
  const std::size_t last = size_ - 1;
  const double half = window.half[0] + widest_first_ + window.rate[0] * apart_s;
  const double half_last = window.half[last] + widest_last_ + window.rate[last] * apart_s;
  for (std::size_t i = first_from(window.centre[0] - half);
       i < keys_.size() && keys_[i].first <= window.centre[0] + half; ++i) {
    if (std::abs(keys_[i].last - window.centre[last]) > half_last) continue;
    const Entry& entry = entries_[i];
    const double at_s = std::abs(seconds_between(window.time, entry.measurement->time));
    if (lies_in(window, entry.measurement->value, entry.wide, size_, at_s) && take(entry)) return true;
  }
  return false;
}

bool SortedMeasurements::any_in(const Window& window) const {
  return visit(window, [](const Entry&) { return true; });
}

const std::vector<SortedMeasurements::Entry>& SortedMeasurements::in(const Window& window) {
  found_.clear();
  visit(window, [&](const Entry& entry) {
    found_.push_back(entry);
    return false;
  });
  if (found_.size() > 1) {
    std::sort(found_.begin(), found_.end(), [](const Entry& a, const Entry& b) { return a.place < b.place; });
  }
  return found_;
}

}  // namespace tocsin::track
