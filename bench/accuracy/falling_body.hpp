#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"

namespace tocsin::bench {

/// Air that a body really falls through.
struct RealAir {
  double density_factor = 1.0;  ///< times the standard atmosphere
  double wind_east_mps = 0.0;   ///< of the jet stream, strongest at 11 km
  double wind_north_mps = 0.0;
};

/// A body that falls, with dynamics of its own: Newton's law in the inertial frame that coincides with Itrf at time 0,
/// point mass and J2, drag below 120 km. The estimators work in the rotating frame with zonal terms to degree 6.
class FallingBody {
 public:
  /// From a state in Itrf at time 0 to the ground. `beta_kg_m2` is m/(Cd·A).
  FallingBody(const State<Itrf>& start, double beta_kg_m2, const RealAir& air);

  [[nodiscard]] State<Itrf> at(double t_s) const;
  /// Where the ellipsoid is met, and when; nothing is met (`meets_ground` false) within half an hour.
  [[nodiscard]] bool meets_ground() const { return meets_ground_; }
  [[nodiscard]] const Position<Itrf>& impact() const { return impact_; }
  [[nodiscard]] double impact_s() const { return impact_s_; }

 private:
  struct Node {
    double t_s = 0.0;
    Vec3 r;  ///< inertial
    Vec3 v;
  };
  std::vector<Node> nodes_;
  Position<Itrf> impact_;
  double impact_s_ = 0.0;
  bool meets_ground_ = false;
};

}  // namespace tocsin::bench
