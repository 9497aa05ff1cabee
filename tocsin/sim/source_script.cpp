#include "tocsin/sim/source_script.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "tocsin/sense/config_reading.hpp"
#include "tocsin/sense/radiometry.hpp"

namespace tocsin::sim {
namespace {

constexpr double kKilo = 1e3;

/// Colour of a black body: brightness at 4.3 over that at 2.7 µm.
double black_body_ratio(double temperature_k) {
  return sense::planck_radiance(temperature_k, 4.3) / sense::planck_radiance(temperature_k, 2.7);
}

Result<SourceScript> read_source(ConfigTable& table) {
  std::vector<std::string> names;
  for (const auto& [kind, name] : EnumNames<SourceKind>::kNames) names.emplace_back(name);
  TOCSIN_TRY(const std::string word, table.choice("kind", names));
  SourceScript source = usual_source(enum_from_name<SourceKind>(word).value_or(SourceKind::fire));
  TOCSIN_TRY(source.id, table.string("id"));
  if (source.id.empty() || source.id.size() > 64) return fail(table.error_at("id", source.id, "1 to 64 characters"));
  TOCSIN_TRY(source.begin, table.time("begin"));
  if (source.duration_s > 0.0) {
    TOCSIN_TRY(source.duration_s, table.number_or("duration_s", source.duration_s, 1e-3, 40 * 86400.0));
  } else {
    TOCSIN_TRY(source.duration_s, table.number("duration_s", 1e-3, 40 * 86400.0));
  }
  TOCSIN_TRY(source.lat_deg, table.number("lat_deg", -90, 90));
  TOCSIN_TRY(source.lon_deg, table.number("lon_deg", -180, 180));
  TOCSIN_TRY(source.intensity_w_sr, table.number("intensity_w_sr", 0, 1e12));
  if (source.speed_mps > 0.0) {
    TOCSIN_TRY(source.bearing_deg, table.number("bearing_deg", 0, 360));
  } else {
    TOCSIN_TRY(source.bearing_deg, table.number_or("bearing_deg", 0.0, 0, 360));
  }
  TOCSIN_TRY(const std::optional<double> height_km, table.optional_number("height_km", -0.5, 5000));
  if (height_km) source.height_m = *height_km * kKilo;
  const auto plain = [&](std::string_view key, double low, double high, double& field) {
    return sense::scaled_step(table, key, 1.0, low, high, field);
  };
  Status read =
      sense::run_steps(plain("speed_mps", 0, 1e5, source.speed_mps), plain("climb_mps", -1e5, 1e5, source.climb_mps),
                       plain("band_ratio", 1e-3, 1e3, source.band_ratio), plain("flicker", 0, 0.5, source.flicker),
                       plain("flicker_s", 0.01, 3600, source.flicker_s), [&] { return table.finish(); });
  if (!read) return fail(read.error());
  return source;
}

}  // namespace

SourceScript usual_source(SourceKind kind) {
  SourceScript source;
  source.kind = kind;
  switch (kind) {
    case SourceKind::static_fire:  // an engine on its stand burns like a plume at the ground
      source.flicker = 0.07;
      break;
    case SourceKind::fire:
      source.band_ratio = black_body_ratio(1000.0);
      source.flicker = 0.1;
      source.flicker_s = 30.0;
      break;
    case SourceKind::volcano:
      source.band_ratio = black_body_ratio(1200.0);
      source.flicker = 0.1;
      source.flicker_s = 60.0;
      break;
    case SourceKind::fireball:
      source.duration_s = 3.0;
      source.height_m = 40e3;
      source.speed_mps = 15e3;
      source.climb_mps = -7e3;
      source.band_ratio = black_body_ratio(4000.0);
      source.flicker = 0.1;
      source.flicker_s = 0.2;
      break;
    case SourceKind::aircraft:  // afterburner
      source.height_m = 10e3;
      source.speed_mps = 400.0;
      source.flicker = 0.05;
      break;
    case SourceKind::lightning:
      source.duration_s = 0.3;
      source.height_m = 12e3;
      source.band_ratio = black_body_ratio(20'000.0);
      break;
    case SourceKind::satellite_glint:
      source.duration_s = 5.0;
      source.height_m = 500e3;
      source.speed_mps = 7000.0;
      source.band_ratio = sense::solar_irradiance(4.3) / sense::solar_irradiance(2.7);
      break;
  }
  return source;
}

Status read_sources(ConfigTable& root, std::vector<SourceScript>& sources) {
  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("source"));
  std::set<std::string> taken;
  for (ConfigTable& table : tables) {
    TOCSIN_TRY(SourceScript source, read_source(table));
    if (!taken.insert(source.id).second) return fail(table.error_at("id", source.id, "an id that no other source has"));
    sources.push_back(std::move(source));
  }
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return {};
}

}  // namespace tocsin::sim
