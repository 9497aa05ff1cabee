#pragma once

#include <array>
#include <limits>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// The part of space that a sensor looks into at one moment, in TEME: what is inside of planes and cones through its
/// apex, near enough, and not behind the Earth. Metres.
struct ViewVolume {
  static constexpr std::size_t kPlanes = 4;

  Vec3 apex_m;
  Vec3 apex_mps;
  Mat3 frame;  ///< rows: east, north, and the axis of the cones: vertical of a site, nadir of a satellite
  std::array<Vec3, kPlanes> planes{};  ///< unit normals, pointing inwards
  std::size_t plane_count = 0;
  bool any_plane = false;  ///< a sector of more than half a circle: inside of one plane is enough
  struct Cone {
    double sin = 0.0;  ///< of the half-angle around the axis; sine and cosine 0: no cone
    double cos = 0.0;
  };
  Cone outer;  ///< places are inside of this one
  Cone inner;  ///< and outside of this one
  double max_range_m = std::numeric_limits<double>::infinity();
  double blocking_radius_m = 0.0;  ///< of the Earth; 0: nothing is behind it (the apex stands on it)
  bool is_empty = false;

  [[nodiscard]] const Vec3& axis() const { return frame.rows[2]; }
  /// Distance to the edge, positive inside. Never changes by more than the place moves against the volume, so that what
  /// is far from the edge cannot have crossed it.
  [[nodiscard]] double margin_m(const Vec3& place_m) const;
  /// How fast the edge moves with its apex at most, over the apex's speed.
  [[nodiscard]] double edge_per_apex_speed() const;
};

/// Sector, elevation limits and instrumented range of a radar.
[[nodiscard]] ViewVolume view_volume(const Radar& radar, const earth::Attitude& attitude);

/// Field of regard of an infrared sensor (all strips of a scanner; the frame of a starer, empty while its point is not
/// in view) on a satellite, without what the Earth (a sphere of the equatorial radius) hides.
[[nodiscard]] ViewVolume view_volume(const InfraredSensor& sensor, const State<Itrf>& satellite,
                                     const earth::Attitude& attitude);

/// The volume at a part `u` of the way from `before` to `after`, `step_s` apart, which must be of one sensor. Apex by
/// Hermite's cubic, directions by turning at a constant rate.
[[nodiscard]] ViewVolume between(const ViewVolume& before, const ViewVolume& after, double u, double step_s);

}  // namespace tocsin::sense
