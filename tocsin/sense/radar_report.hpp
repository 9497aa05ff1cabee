#pragma once

#include <optional>

#include "tocsin/sense/radar.hpp"

// What a radar reports of a place, as the centre believes: apparent elevation and group range (refraction of
// Radar::medium), and the range shifted by range-Doppler coupling. Without a medium and a chirp these are the functions
// of radar.hpp, bit by bit.
namespace tocsin::sense {

/// What is reported of a place that is seen so geometrically.
[[nodiscard]] RadarView as_reported(const Radar& radar, RadarView geometric);
/// Reported range, azimuth, elevation and range rate of a target. The change of the delay with time (below 0.3 m/s) is
/// not in the range rate.
[[nodiscard]] RadarView reported_view(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity);

/// The same with its derivatives; with a chirp the range depends on velocity.
struct ReportedJacobian {
  RadarJacobian rows;     ///< `rows.view` is the reported one
  Vec3 d_range_velocity;  ///< s
  double true_range_m = 0.0;
};
[[nodiscard]] ReportedJacobian reported_jacobian(const Radar& radar, const Position<Itrf>& target,
                                                 const Velocity<Itrf>& velocity);

/// Geometric range and elevation of what a radar reported. Without a range rate a coupled range stays as it is.
struct GeometricPlace {
  double range_m = 0.0;
  double elevation_rad = 0.0;
};
[[nodiscard]] GeometricPlace geometric_place(const Radar& radar, double range_m, double elevation_rad,
                                             std::optional<double> range_rate_mps);

/// Standard deviations that a radar states for a plot: those of its noise, and of the correction that it leaves to the
/// centre, whose models are uncertain.
[[nodiscard]] PlotSigma stated_sigma(const Radar& radar, double snr, double range_m, double elevation_rad);

/// Share of the power on boresight that a direction gets and returns: cos^(2 p) off boresight, 0 behind the face, and
/// the mean loss of the beam's shape.
[[nodiscard]] double pattern_gain(const Radar& radar, double azimuth_rad, double elevation_rad);

}  // namespace tocsin::sense
