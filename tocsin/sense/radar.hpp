#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// Where a target is seen from a radar.
struct RadarView {
  double range_m = 0.0;
  double azimuth_rad = 0.0;    ///< clockwise from north, in [0, 2 pi)
  double elevation_rad = 0.0;  ///< geometric
  double range_rate_mps = 0.0;
};
[[nodiscard]] RadarView radar_view(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity);
[[nodiscard]] Position<Itrf> radar_position(const Radar& radar, double range_m, double azimuth_rad, double elevation_rad);

/// Derivatives of range, azimuth, elevation and range rate by position (1/m …) and of range rate by velocity.
struct RadarJacobian {
  RadarView view;
  Vec3 d_range;
  Vec3 d_azimuth;
  Vec3 d_elevation;
  Vec3 d_range_rate;           ///< by position
  Vec3 d_range_rate_velocity;  ///< by velocity
};
[[nodiscard]] RadarJacobian radar_jacobian(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity);

/// Whether the radar can point there: sector, elevation limits.
[[nodiscard]] bool covers(const Radar& radar, double azimuth_rad, double elevation_rad);
[[nodiscard]] bool inside(const message::Field& field, double azimuth_rad, double elevation_rad);

/// Mean power ratio of one dwell on a target of cross-section `rcs_m2`: (range_rcs1/R)^4 scaled so that 1 m² at range_rcs1 gives
/// the stated detection probability for Swerling 1.
[[nodiscard]] double mean_snr(const Radar& radar, double range_m, double rcs_m2);
/// Swerling 1, one pulse: Pd = exp(−T / (1 + S)), T the threshold over mean noise power.
[[nodiscard]] double detection_probability(const Radar& radar, double range_m, double rcs_m2);

/// Field of one whole fence look.
[[nodiscard]] message::Field fence_field(const Radar& radar);

}  // namespace tocsin::sense
