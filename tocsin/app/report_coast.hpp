#pragma once

#include <string_view>
#include <vector>

namespace tocsin::app::report {

/// Coastline rings in the packed form of tools/make_coastline.py.
extern const std::string_view kCoastText;

/// Point of a coast, degrees; longitudes run on without jumps in a ring, so they may pass 180.
struct CoastPoint {
  double lat_deg = 0.0;
  double lon_deg = 0.0;
};

/// Shores of land larger than 400 km², to about 10 km: closed rings (the last point is not repeated), lakes as rings in
/// rings, so that a point is on land when an odd number of rings surrounds it. Natural Earth 1:50m, public domain.
[[nodiscard]] const std::vector<std::vector<CoastPoint>>& coast_rings();

}  // namespace tocsin::app::report
