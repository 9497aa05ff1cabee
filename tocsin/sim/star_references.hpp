#pragma once

#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/sim/infrared_scene.hpp"
#include "tocsin/sim/pointing_errors.hpp"
#include "tocsin/sim/sensor_stream.hpp"

namespace tocsin::sim {

/// References to stars that a sensor makes during one look, at moments that hang on absolute time: its true attitude,
/// pointing errors included, with the stated noise about each axis.
[[nodiscard]] std::vector<LookItem> star_references(const sense::InfraredSensor& sensor, const sense::Sensors& sensors,
                                                    const PointingErrors& errors, const InfraredFrame& frame,
                                                    const Random& random);

}  // namespace tocsin::sim
