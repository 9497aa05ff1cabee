#pragma once

#include <span>
#include <vector>

#include "tocsin/base/frame.hpp"

namespace tocsin::bench {

/// A normal component of the density of the launch place, east and north of `origin`, metres.
struct PlaceComponent {
  double east_m = 0.0;
  double north_m = 0.0;
  double var_east_m2 = 0.0;
  double var_north_m2 = 0.0;
  double cov_m2 = 0.0;
};

/// Smallest region that holds a share of a density.
struct DenseRegion {
  double area_km2 = 0.0;
  bool holds = false;  ///< the point that was asked for
};

/// The region that holds `probability` of the sum of all components, on a grid; the components' offsets are from
/// `origin`, and `place` is the point that `holds` is about.
[[nodiscard]] DenseRegion dense_region(std::span<const std::vector<PlaceComponent>> parts, double probability,
                                       const Geodetic& origin, const Geodetic& place);

}  // namespace tocsin::bench
