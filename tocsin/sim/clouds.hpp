#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::sim {

/// Opaque cloud: one top everywhere, and circles with tops of their own (also lower ones: holes). Where circles overlap
/// the highest holds.
class Clouds {
 public:
  Clouds(double top_km, const std::vector<CloudScript>& circles);

  /// Height of the cloud top over a place, metres.
  [[nodiscard]] double top_m(const Position<Itrf>& place) const;
  /// Whether cloud stands between a source and an observer high above: over the source itself, or where the line of
  /// sight leaves the height of a neighbouring cloud's top.
  [[nodiscard]] bool hides(const Position<Itrf>& source, const Position<Itrf>& observer) const;

 private:
  struct Circle {
    Vec3 normal;  ///< of the ellipsoid at its centre
    double cos_radius = 1.0;
    double top_m = 0.0;
  };
  double top_m_ = 0.0;
  double highest_m_ = 0.0;
  std::vector<Circle> circles_;
};

}  // namespace tocsin::sim
