#include "tocsin/sense/world_infrared.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/config_reading.hpp"
#include "tocsin/sense/infrared.hpp"

namespace tocsin::sense {
namespace {

constexpr double kMicro = 1e-6;
constexpr double kMilli = 1e-3;
constexpr std::size_t kMaxStarePoints = 1000;

// All of them describe one instrument: none means anything without its aperture.
constexpr std::array<std::string_view, 10> kOpticsKeys{
    "ifov_urad",    "bandwidth_um", "optics_transmission", "quantum_efficiency", "ensquared_energy", "integration_ms",
    "read_noise_e", "dark_e_s",     "jitter_px",           "background_contrast"};

Status read_optics(ConfigTable& table, InfraredSensor& sensor) {
  Optics& optics = *sensor.optics;
  const auto scaled = [&](std::string_view key, double unit, double low, double high, double& field) {
    return scaled_step(table, key, unit, low, high, field);
  };
  if (table.has("integration_ms")) sensor.integration_stated = true;
  Status read = run_steps(
      scaled("aperture_m", 1.0, 1e-3, 100, optics.aperture_m), scaled("ifov_urad", kMicro, 0.1, 1e5, optics.ifov_rad),
      scaled("bandwidth_um", 1.0, 1e-3, 10, optics.bandwidth_um),
      scaled("optics_transmission", 1.0, 1e-3, 1, optics.transmission),
      scaled("quantum_efficiency", 1.0, 1e-3, 1, optics.quantum_efficiency),
      scaled("ensquared_energy", 1.0, 1e-3, 1, optics.ensquared_energy),
      scaled("integration_ms", kMilli, 1e-3, 1e5, optics.integration_s),
      scaled("read_noise_e", 1.0, 0, 1e6, optics.read_noise_e), scaled("dark_e_s", 1.0, 0, 1e12, optics.dark_e_s),
      scaled("jitter_px", 1.0, 0, 10, optics.jitter_px),
      scaled("background_contrast", 1.0, 0, 10, optics.background_contrast));
  if (!read) return read;
  // one element is one pixel, unless something else is said of how well sources are told apart
  const bool states_element = table.has("aperture_m") || table.has("ifov_urad");
  if (states_element && !table.has("pixel_urad")) sensor.pixel_rad = optics.ifov_rad;
  TOCSIN_TRY(sensor.backgrounds_w_m2_sr_um,
             table.numbers_or("background_w_m2_sr_um", sensor.backgrounds_w_m2_sr_um, 1, 8, 0, 1e3));
  return {};
}

Status read_noise(ConfigTable& table, InfraredSensor& sensor) {
  const bool states_noise = table.has("nei_w_sr") || table.has("band_nei_w_sr");
  if (table.has("nei_w_sr") && table.has("band_nei_w_sr")) {
    return fail(table.error_at("band_nei_w_sr", "both", "nei_w_sr or band_nei_w_sr, not both"));
  }
  if (states_noise && table.has("aperture_m")) {
    return fail(table.error_at("aperture_m", "both", "optics or a noise-equivalent intensity, not both"));
  }
  if (states_noise) {
    sensor.optics.reset();
    sensor.band_nei_w_sr.clear();
  }
  TOCSIN_TRY(sensor.band_nei_w_sr, table.numbers_or("band_nei_w_sr", sensor.band_nei_w_sr, 1, 8, 1e-3, 1e9));
  if (table.has("aperture_m") && !sensor.optics) sensor.optics = Optics{};
  if (sensor.optics) return read_optics(table, sensor);
  for (const std::string_view key : kOpticsKeys) {
    if (table.has(key)) return fail(table.error_at(key, "optics without aperture_m", "aperture_m beside it"));
  }
  return {};
}

Status settle_optics(ConfigTable& table, InfraredSensor& sensor) {
  Optics& optics = *sensor.optics;
  if (!sensor.integration_stated) optics.integration_s = usual_integration_s(sensor);
  if (sensor.mode == InfraredMode::starer && optics.integration_s > sensor.revisit_s) {
    return fail(table.error_at("integration_ms", shortest(optics.integration_s / kMilli), "at most revisit_s"));
  }
  std::vector<double>& backgrounds = sensor.backgrounds_w_m2_sr_um;
  if (backgrounds.empty()) {
    for (const double band_um : sensor.bands_um) backgrounds.push_back(stated_background(band_um));
  }
  if (backgrounds.size() != sensor.bands_um.size()) {
    return fail(table.error_at("background_w_m2_sr_um", std::to_string(backgrounds.size()) + " numbers",
                               "one for each of bands_um"));
  }
  sensor.band_nei_w_sr.clear();
  for (std::size_t i = 0; i < backgrounds.size(); ++i) {
    sensor.band_nei_w_sr.push_back(
        noise_equivalent_intensity(optics, sensor.bands_um[i], backgrounds[i], sensor.nei_range_m));
  }
  return {};
}

}  // namespace

Status read_infrared_details(ConfigTable& table, InfraredSensor& sensor) {
  const auto scaled = [&](std::string_view key, double unit, double low, double high, double& field) {
    return scaled_step(table, key, unit, low, high, field);
  };
  const char* use = sensor.band_use == BandUse::first ? "first" : "best";
  TOCSIN_TRY(const std::string word, table.choice_or("band_use", use, {"first", "best"}));
  sensor.band_use = word == "first" ? BandUse::first : BandUse::best;
  return run_steps([&] { return read_noise(table, sensor); },
                   scaled("star_interval_s", 1.0, 0, 86400, sensor.star_interval_s),
                   scaled("star_sigma_urad", kMicro, 0.01, 1e4, sensor.star_sigma_rad),
                   scaled("sun_exclusion_deg", kRadiansPerDegree, 0, 90, sensor.sun_exclusion_rad));
}

Status read_stare_points(ConfigTable& table, InfraredSensor& sensor) {
  if (sensor.mode == InfraredMode::scanner) return {};
  if (sensor.fov_rad <= 0.0) return fail(table.error_at("fov_deg", "nothing", "the full width of the starer's field"));
  TOCSIN_TRY(std::vector<ConfigTable> points, table.tables("stare"));
  if (points.empty()) {
    TOCSIN_TRY(const double lat_deg, table.number("stare_lat_deg", -90, 90));
    TOCSIN_TRY(const double lon_deg, table.number("stare_lon_deg", -180, 180));
    sensor.stare_at = Geodetic{degrees(lat_deg).value(), degrees(lon_deg).value(), 0.0};
    return {};
  }
  if (points.size() > kMaxStarePoints) {
    return fail(table.error_at("stare", std::to_string(points.size()) + " points", "at most 1000"));
  }
  for (ConfigTable& point : points) {
    TOCSIN_TRY(const double lat_deg, point.number("lat_deg", -90, 90));
    TOCSIN_TRY(const double lon_deg, point.number("lon_deg", -180, 180));
    TOCSIN_TRY(const double dwell_s, point.number("dwell_s", 0.02, 86400));
    if (Status known = point.finish(); !known) return known;
    if (dwell_s < sensor.revisit_s) {
      return fail(point.error_at("dwell_s", shortest(dwell_s), "at least revisit_s, the length of one frame"));
    }
    sensor.schedule.push_back({{degrees(lat_deg).value(), degrees(lon_deg).value(), 0.0}, dwell_s});
  }
  sensor.stare_at = sensor.schedule.front().place;
  return {};
}

Status settle_infrared(ConfigTable& table, InfraredSensor& sensor) {
  if (sensor.optics) {
    if (Status settled = settle_optics(table, sensor); !settled) return settled;
  }
  if (!sensor.band_nei_w_sr.empty() && sensor.band_nei_w_sr.size() != sensor.bands_um.size()) {
    return fail(table.error_at("band_nei_w_sr", std::to_string(sensor.band_nei_w_sr.size()) + " numbers",
                               "one for each of bands_um"));
  }
  if (!sensor.band_nei_w_sr.empty()) sensor.nei_w_sr = sensor.band_nei_w_sr.front();
  return {};
}

}  // namespace tocsin::sense
