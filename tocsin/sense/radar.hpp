#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// Place and axes of a radar.
[[nodiscard]] inline earth::SiteFrame site_frame(const Radar& radar) {
  return radar.placed ? *radar.placed : earth::SiteFrame(radar.site);
}

/// Where a target is seen from a radar.
struct RadarView {
  double range_m = 0.0;
  double azimuth_rad = 0.0;    ///< clockwise from north, in [0, 2 pi)
  double elevation_rad = 0.0;  ///< geometric
  double range_rate_mps = 0.0;
};
[[nodiscard]] RadarView radar_view(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity);
[[nodiscard]] Position<Itrf> radar_position(const Radar& radar, double range_m, double azimuth_rad,
                                            double elevation_rad);

/// Derivatives of range, azimuth, elevation and range rate by position (1/m …) and of range rate by velocity.
struct RadarJacobian {
  RadarView view;
  Vec3 d_range;
  Vec3 d_azimuth;
  Vec3 d_elevation;
  Vec3 d_range_rate;           ///< by position
  Vec3 d_range_rate_velocity;  ///< by velocity
};
[[nodiscard]] RadarJacobian radar_jacobian(const Radar& radar, const Position<Itrf>& target,
                                           const Velocity<Itrf>& velocity);

/// Whether the radar can point there: sector, elevation limits.
[[nodiscard]] bool covers(const Radar& radar, double azimuth_rad, double elevation_rad);
[[nodiscard]] bool inside(const message::Field& field, double azimuth_rad, double elevation_rad);

/// Power ratios of a dwell are those of its added pulses, less the noise of all but one: signal and noise together have
/// the mean 1 + S whatever the number of pulses.
///
/// Detection threshold: of one pulse as stated; of more, the one with the same probability of a false alarm.
[[nodiscard]] double threshold_snr(const Radar& radar);
/// Thresholds and powers of a radar, by its other fields.
[[nodiscard]] RadarSignal signal_of(const Radar& radar);
/// Mean power ratio of one dwell on a target of cross-section `rcs_m2`: (range_rcs1/R)^4 scaled so that 1 m² at
/// range_rcs1 gives the stated detection probability; 0 beyond the instrumented range.
[[nodiscard]] double mean_snr(const Radar& radar, double range_m, double rcs_m2);
/// Exact for the radar's Swerling case and pulses (detection_statistics.hpp); with case 1 and one pulse
/// exp(−T / (1 + S)), T the threshold. 0 beyond the instrumented range.
[[nodiscard]] double detection_probability(const Radar& radar, double range_m, double rcs_m2);
[[nodiscard]] double instrumented_range_m(const Radar& radar);

/// Standard deviations of one plot of power ratio `snr`: the stated ones, times √(reference / snr) below the reference.
struct PlotSigma {
  double range_m = 0.0;
  double azimuth_rad = 0.0;  ///< of the azimuth angle: divided by cos elevation, at most pi
  double elevation_rad = 0.0;
  double range_rate_mps = 0.0;
};
[[nodiscard]] PlotSigma plot_sigma(const Radar& radar, double snr, double elevation_rad);

/// Field of look `part` of a fence sweep (0 is the first, from the start of the sector clockwise).
[[nodiscard]] message::Field fence_field(const Radar& radar, int part);
/// Field of one confirm or track dwell: a beam around a direction.
[[nodiscard]] message::Field dwell_field(const Radar& radar, double azimuth_rad, double elevation_rad);

/// Length of one fence look, seconds.
[[nodiscard]] double fence_look_length_s(const Radar& radar);
/// Longest time between the measurement of a plot and its receipt: the rest of its look, and the latency.
[[nodiscard]] double max_delay_s(const Radar& radar);

}  // namespace tocsin::sense
