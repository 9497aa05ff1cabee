#pragma once

#include <string>

#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// The map of a run (what `geojson` shows, with the same colours) as KML 2.2 (OGC 07-147r2) for globes: folders by
/// kind, tracks at their heights, times for the time slider. Longitude and latitude on WGS-84; heights are
/// those above its ellipsoid, which viewers take as above the geoid: tracks stand up to 100 m too high or low. Points
/// lie on the ground.
[[nodiscard]] std::string kml(const Products& products);

}  // namespace tocsin::formats
