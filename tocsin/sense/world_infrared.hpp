#pragma once

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/sense/world.hpp"

// Parts of the reader of worlds: what an infrared sensor states beyond its plain figures. Private to this folder.
namespace tocsin::sense {

/// Use of the bands, noise of each, optics, star references and the Sun's neighbourhood, from a sensor's table or that
/// of its type. Keys that are not there leave what the type said. Optics and a stated noise-equivalent intensity
/// replace each other, and are refused in one table.
[[nodiscard]] Status read_infrared_details(ConfigTable& table, InfraredSensor& sensor);

/// Where a starer looks: `stare_lat_deg` and `stare_lon_deg`, or a schedule of `[[infrared.stare]]`.
[[nodiscard]] Status read_stare_points(ConfigTable& table, InfraredSensor& sensor);

/// Works out what follows from all keys together: exposure of a scanner, noise-equivalent intensity of each band.
/// Refuses lists that do not have one figure for each band.
[[nodiscard]] Status settle_infrared(ConfigTable& table, InfraredSensor& sensor);

}  // namespace tocsin::sense
