#pragma once

#include <string>

#include "tocsin/base/json.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// Map of a run (`map.geojson`): launch points and their 90 % regions, impact regions with their history, areas of
/// warnings, track ground lines with heights, sensor sites and radar sectors. RFC 7946: WGS-84 longitude, latitude and
/// height in metres, exterior rings anticlockwise, geometries cut at the antimeridian. Colours by the `simplestyle`
/// property names that map viewers know.
[[nodiscard]] std::string geojson(const Products& products);

/// The same before it is text: a FeatureCollection, for writers of other forms of the map.
[[nodiscard]] Json geojson_map(const Products& products);

}  // namespace tocsin::formats
