#pragma once

#include <array>
#include <cstddef>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// The part of space that a sensor looks into at one moment: what is inside of planes and cones through its apex, near
/// enough, and not behind the Earth. Metres. Directions are in the volume's own frame, which moves in TEME.
struct ViewVolume {
  static constexpr std::size_t kPlanes = 4;
  struct Cone {
    double sin = 0.0;  ///< of the half-angle around the third axis; sine and cosine 0: no cone
    double cos = 0.0;
  };

  Vec3 apex_m;      ///< TEME
  Vec3 apex_mps;    ///< TEME
  Mat3 frame;       ///< rows: east, north, and up of a site or down of a satellite, in TEME
  Vec3 spin_rad_s;  ///< of the frame, in TEME

  std::array<Vec3, kPlanes> planes{};  ///< unit normals, pointing inwards
  std::size_t plane_count = 0;
  bool any_plane = false;  ///< a sector of more than half a circle: inside of one plane is enough
  Cone outer;              ///< places are inside of this one
  Cone inner;              ///< and outside of this one
  double max_range_m = 1e15;
  Cone limb;                  ///< of the Earth; places are outside, or nearer than
  double limb_range_m = 0.0;  ///< the tangent point

  /// How fast planes and limb change, per second: zero but for a satellite whose distance changes. Set by whoever knows
  /// the volume at several times.
  std::array<Vec3, kPlanes> plane_rates{};
  Cone limb_rate;
  double limb_range_rate_mps = 0.0;
  bool is_empty = false;

  /// A place of TEME in the volume's frame.
  [[nodiscard]] Vec3 local(const Vec3& place_m) const { return frame * (place_m - apex_m); }
  [[nodiscard]] Vec3 local_rate(const Vec3& place_m, const Vec3& velocity_mps) const {
    return frame * (velocity_mps - apex_mps - cross(spin_rad_s, place_m - apex_m));
  }
};

/// Distances of one place to each surface of a volume, positive on the inner side. None changes by more than the place
/// moves against the volume, so that what is far from the edge cannot have crossed it.
struct ViewDistances {
  static constexpr std::size_t kRange = ViewVolume::kPlanes, kOuter = kRange + 1, kInner = kOuter + 1,
                               kLimbRange = kInner + 1, kLimbSide = kLimbRange + 1, kCount = kLimbSide + 1;
  std::array<double, kCount> m{};
  double range_m = 0.0;
  double across_m = 0.0;  ///< from the axis
};
/// `local_m` in the volume's frame.
[[nodiscard]] ViewDistances view_distances(const ViewVolume& volume, const Vec3& local_m);
/// Distance to the edge of the whole volume, positive inside. Precondition: the volume is not empty.
[[nodiscard]] double margin_m(const ViewVolume& volume, const ViewDistances& distances);

/// Sector, elevation limits and instrumented range of a radar.
[[nodiscard]] ViewVolume view_volume(const Radar& radar, const earth::Attitude& attitude);

/// Field of regard of an infrared sensor (all strips of a scanner; the frame of a starer, empty while its point is not
/// in view) on a satellite, without what the Earth (a sphere of the equatorial radius) hides.
[[nodiscard]] ViewVolume view_volume(const InfraredSensor& sensor, const State<Itrf>& satellite,
                                     const earth::Attitude& attitude);

/// Sets the rates of `now` from its neighbours, each `step_s` away.
void set_rates(const ViewVolume& before, const ViewVolume& after, double step_s, ViewVolume& now);

/// Planes and limb of `before` at a part u of the way to `after`, `step_s` later, by Hermite's cubic. Apex and frame
/// stay.
[[nodiscard]] ViewVolume between(const ViewVolume& before, const ViewVolume& after, double u, double step_s);

}  // namespace tocsin::sense
