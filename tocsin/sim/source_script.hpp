#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/describe.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::sim {

/// Heat and light that is no launch.
enum class SourceKind { static_fire, fire, volcano, fireball, aircraft, lightning, satellite_glint };

/// One source as a scenario tells of it. Speed is relative to the ground, along the geodesic of the bearing.
struct SourceScript {
  std::string id;
  SourceKind kind = SourceKind::fire;
  Instant begin;
  double duration_s = 0.0;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  double height_m = 0.0;
  double speed_mps = 0.0;
  double bearing_deg = 0.0;
  double climb_mps = 0.0;
  double intensity_w_sr = 0.0;  ///< at 2.7 µm before the atmosphere; of a source that flares up, at its brightest
  double band_ratio = 1.0;      ///< brightness at 4.3 µm over that at 2.7 µm
  double flicker = 0.0;         ///< relative standard deviation of the brightness
  double flicker_s = 1.0;       ///< its correlation time
};

/// A source of a kind with what such sources are usually like: height, speed, colour, flicker. Engineering defaults.
[[nodiscard]] SourceScript usual_source(SourceKind kind);

/// Reads every `[[source]]` of a scenario, sorted by id. Refuses an id that stands twice.
[[nodiscard]] Status read_sources(ConfigTable& root, std::vector<SourceScript>& sources);

}  // namespace tocsin::sim

template <>
struct tocsin::EnumNames<tocsin::sim::SourceKind> {
  using E = tocsin::sim::SourceKind;
  static constexpr std::array kNames{std::pair{E::static_fire, std::string_view("static_fire")},
                                     std::pair{E::fire, std::string_view("fire")},
                                     std::pair{E::volcano, std::string_view("volcano")},
                                     std::pair{E::fireball, std::string_view("fireball")},
                                     std::pair{E::aircraft, std::string_view("aircraft")},
                                     std::pair{E::lightning, std::string_view("lightning")},
                                     std::pair{E::satellite_glint, std::string_view("satellite_glint")}};
};
