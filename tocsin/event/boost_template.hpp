#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"

namespace tocsin::event {

/// What the estimator assumes about a powered ascent: vertical rise, a pitch-over in which the thrust is tilted step by
/// step, then thrust along the velocity relative to the Earth (gravity turn). Mass is burnt at a constant rate, and the
/// thrust grows as the air thins, T = T_vacuum − p·A_e (Sutton & Biblarz, Rocket Propulsion Elements, 9th ed., section
/// 2.2). Drag rises near the speed of sound, as that of slender bodies does (ibid., section 4.2).
struct AscentParameters {
  Geodetic site;
  double thrust_to_weight = 1.7;  ///< at lift-off, at sea level, on standard gravity
  double exhaust_mps = 2800.0;    ///< effective exhaust speed in vacuum
  double vacuum_ratio = 1.12;     ///< thrust in vacuum over that at sea level
  double vertical_s = 9.0;        ///< until the pitch-over begins
  double pitch_over_s = 12.0;     ///< its duration
  double tilt_east_rad = 0.0;     ///< largest tilt of the thrust from the vertical, towards east…
  double tilt_north_rad = 0.0;    ///< …and north
  double drag_m2_kg = 3e-5;       ///< Cd·A over the mass at lift-off, well below the speed of sound
};

/// Path of the template in Itrf, seconds after lift-off.
class Ascent {
 public:
  /// Integrates from lift-off to `end_s`, classical fourth-order Runge–Kutta, steps of at most `step_s` that meet the
  /// changes of phase. Gravity with J2, rotating frame, drag in the standard atmosphere. Precondition: end_s > 0,
  /// step_s > 0.
  Ascent(const AscentParameters& parameters, double end_s, double step_s);

  /// State `t_s` after lift-off (cubic Hermite between steps); before it, at rest on the site; after `end_s` a straight
  /// line.
  [[nodiscard]] State<Itrf> at(double t_s) const;
  [[nodiscard]] Position<Itrf> place_at(double t_s) const;
  [[nodiscard]] double end_s() const { return nodes_.back().t_s; }

 private:
  struct Node {
    double t_s = 0.0;
    Vec3 r;
    Vec3 v;
  };
  [[nodiscard]] const Node* segment(double t_s) const;
  std::vector<Node> nodes_;
};

}  // namespace tocsin::event
