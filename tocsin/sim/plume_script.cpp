#include "tocsin/sim/plume_script.hpp"

#include <string>
#include <string_view>

#include "tocsin/sense/config_reading.hpp"

namespace tocsin::sim {
namespace {

/// Hot particles glow on where gas has stopped burning: a shallower trough, less flicker, and less of the light in the
/// carbon dioxide band.
void make_solid(const PlumeFigures& figures) {
  figures.flicker = 0.05;
  figures.trough_depth = 0.6;
  figures.more.ground_brightness = 0.5;
  figures.more.band_ratio = 0.6;
  figures.more.band_ratio_high = 0.9;
}

}  // namespace

Status read_plume(ConfigTable& table, const PlumeFigures& figures) {
  TOCSIN_TRY(const std::string kind, table.choice_or("plume", "liquid", {"liquid", "solid"}));
  if (kind == "solid") make_solid(figures);
  PlumeScript& more = figures.more;
  const auto plain = [&](std::string_view key, double low, double high, double& field) {
    return sense::scaled_step(table, key, 1.0, low, high, field);
  };
  return sense::run_steps(
      plain("flicker_s", 0.01, 60, more.flicker_s), plain("trough_width_km", 0.1, 100, more.trough_width_km),
      plain("ground_brightness", 0, 10, more.ground_brightness), plain("growth_km", 0.1, 1000, more.growth_km),
      plain("band_ratio", 0.001, 1000, more.band_ratio), plain("band_ratio_high", 0.001, 1000, more.band_ratio_high),
      plain("ignition_s", 0, 60, more.ignition_s), plain("tail_off_s", 0, 60, more.tail_off_s));
}

}  // namespace tocsin::sim
