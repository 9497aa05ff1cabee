#pragma once

#include <string>

#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// The map of a run (what `geojson` shows, with the same colours) as KML 2.2 (OGC 07-147r2) for globes: folders by
/// kind, tracks at their heights, times for the time slider. Longitude, latitude and height on WGS-84.
[[nodiscard]] std::string kml(const Products& products);

}  // namespace tocsin::formats
