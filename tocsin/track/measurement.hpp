#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "tocsin/base/instant.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/mode_state.hpp"

namespace tocsin::track {

inline constexpr int kMaxMeasured = 4;

/// What a bearing or plot measured: angles in rad, range in m, range rate in m/s.
struct Measured {
  std::int64_t sequence = 0;  ///< of the bearing or plot
  Instant time;
  int size = 0;  ///< 2 for a bearing; 3 or 4 (range rate) for a plot
  std::array<double, kMaxMeasured> value{};
  std::array<double, kMaxMeasured> variance{};
  double snr_db = 0.0;  ///< plots
};

/// That part of something that holds more.
[[nodiscard]] inline const Measured& measured(const Measured& of) {
  return of;
}
[[nodiscard]] inline Measured& measured(Measured& of) {
  return of;
}

/// One bearing or plot made ready for filters, independent of any track.
struct Measurement : Measured {
  std::string source;
  std::int64_t look = 0;
  double intensity_w_sr = 0.0;          ///< bearings
  sense::NadirFrame frame;              ///< bearings: of the satellite at the measured time
  const sense::Radar* radar = nullptr;  ///< plots
  [[nodiscard]] bool is_plot() const { return radar != nullptr; }
};

[[nodiscard]] Measurement prepare(const std::string& source, std::int64_t sequence, Instant time,
                                  const message::Bearing& bearing, const sense::NadirFrame& frame);
[[nodiscard]] Measurement prepare(const std::string& source, std::int64_t sequence, Instant time,
                                  const message::Plot& plot, const sense::Radar& radar);

/// Measured minus predicted, and the derivative of the prediction by the state, row after row.
template <int N>
struct Projection {
  std::array<double, kMaxMeasured> residual{};
  std::array<double, static_cast<std::size_t>(kMaxMeasured) * N> jacobian{};
  double range_m = 0.0;  ///< from the sensor
};

/// A place and velocity as a radar would report them. Nothing where it cannot measure: upon it, or in its zenith.
[[nodiscard]] std::optional<sense::ReportedJacobian> radar_sight(const sense::Radar& radar, const State<Itrf>& state);

/// Projection of a place and velocity at the measured time. Nothing where the sensor cannot see it at all: behind the
/// satellite, at or in the zenith of the radar.
[[nodiscard]] std::optional<Projection<6>> project(const Measurement& measurement, const State<Itrf>& state);
/// The same of a plot, where `sight` is how its radar would report that place and velocity.
[[nodiscard]] Projection<6> project(const Measurement& plot, const sense::ReportedJacobian& sight);

}  // namespace tocsin::track
