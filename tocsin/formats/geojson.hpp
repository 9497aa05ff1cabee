#pragma once

#include <string>

#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// Map of a run (`map.geojson`): launch points and their 90 % regions, impact regions with their history, areas of
/// warnings, track ground lines with heights, sensor sites and radar sectors. RFC 7946: WGS-84 longitude, latitude and
/// height in metres, exterior rings anticlockwise, geometries cut at the antimeridian. Colours by the `simplestyle`
/// property names that map viewers know.
[[nodiscard]] std::string geojson(const Products& products);

}  // namespace tocsin::formats
