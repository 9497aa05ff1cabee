#pragma once

#include <string>

#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// Scene of a run in space and time (`scene.czml`) for Cesium: clock, satellites, radars and tracks as sampled paths in
/// the FIXED frame, launch and impact regions with the times during which they were believed. CZML guide,
/// AnalyticalGraphicsInc/czml-writer.
[[nodiscard]] std::string czml(const Products& products);

}  // namespace tocsin::formats
