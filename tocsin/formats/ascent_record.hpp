#pragma once

#include <string>
#include <string_view>

#include "tocsin/base/result.hpp"
#include "tocsin/motion/recorded_ascent.hpp"

namespace tocsin::formats {

/// The three texts of one recorded ascent, as the public collection of webcast telemetry has them
/// (github.com/shahar603/Telemetry-Data): series at 1 Hz, moments of the flight, and which stage is shown from when.
struct AscentTexts {
  std::string_view analysed;  ///< `analysed.json`: time s, altitude km, velocity_x and velocity_y m/s
  std::string_view events;    ///< `events.json`: meco, ses1, seco1, boostback, entry and landing burns, s
  std::string_view stages;    ///< `stages.json`: {"1": [s …], "2": [s …]}
};

/// Reads a recorded ascent. `source` is the folder's name, for messages. Errors: file, field, value and what was
/// expected; series of different lengths or of more than 7,200 samples; no `meco`.
[[nodiscard]] Result<motion::AscentRecord> read_ascent_record(const AscentTexts& texts, const std::string& source);

}  // namespace tocsin::formats
