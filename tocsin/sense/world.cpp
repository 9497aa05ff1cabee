#include "tocsin/sense/world.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/sense/config_reading.hpp"
#include "tocsin/sense/radar_signal.hpp"
#include "tocsin/sense/world_infrared.hpp"

namespace tocsin::sense {
namespace {

constexpr double kMicro = 1e-6;
constexpr double kKilo = 1e3;

/// Ids go into file names, tables and other formats: short, printable, without separators of lists.
Result<std::string> read_id(ConfigTable& table) {
  TOCSIN_TRY(std::string id, table.string("id"));
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '+';
  };
  if (id.empty() || id.size() > 64 || !std::all_of(id.begin(), id.end(), allowed)) {
    return fail(table.error_at("id", id, "1 to 64 letters, digits or any of - _ . +"));
  }
  if (id == "clock") return fail(table.error_at("id", id, "another id: clock names the source of ticks"));
  return id;
}

/// For people: nothing is weighed with it.
Result<std::string> read_confidence(ConfigTable& table) {
  return table.choice_or("confidence", "", {"high", "medium", "low"});
}

Result<GeoSlot> read_geostationary(ConfigTable& table) {
  TOCSIN_TRY(const double lon_deg, table.number("lon_deg", -180, 360));
  return GeoSlot{lon_deg};
}

Result<MolniyaSlot> read_molniya(ConfigTable& table) {
  const MolniyaSlot usual;
  MolniyaSlot slot;
  TOCSIN_TRY(slot.a_km, table.number_or("semi_major_axis_km", usual.a_km, 20000, 60000));
  TOCSIN_TRY(slot.eccentricity, table.number_or("eccentricity", usual.eccentricity, 0, 0.9));
  TOCSIN_TRY(slot.inclination_deg, table.number_or("inclination_deg", usual.inclination_deg, 1, 179));
  TOCSIN_TRY(slot.argument_of_perigee_deg,
             table.number_or("argument_of_perigee_deg", usual.argument_of_perigee_deg, -360, 360));
  TOCSIN_TRY(slot.apogee_lon_deg, table.number("apogee_lon_deg", -180, 360));
  TOCSIN_TRY(slot.phase_deg, table.number_or("phase_deg", usual.phase_deg, -360, 360));
  return slot;
}

using Slot = std::variant<GeoSlot, MolniyaSlot>;

Result<Slot> read_slot(ConfigTable& table, const std::string& kind) {
  if (kind == "geostationary") {
    TOCSIN_TRY(const GeoSlot slot, read_geostationary(table));
    return Slot(slot);
  }
  TOCSIN_TRY(const MolniyaSlot slot, read_molniya(table));
  return Slot(slot);
}

Result<PublishedOrbit> read_published(ConfigTable& table) {
  PublishedOrbit orbit;
  TOCSIN_TRY(orbit.epoch, table.time("epoch"));
  TOCSIN_TRY(orbit.inclination_deg, table.number("inclination_deg", 0, 180));
  TOCSIN_TRY(orbit.raan_deg, table.number("raan_deg", 0, 360));
  TOCSIN_TRY(orbit.eccentricity, table.number("eccentricity", 0, 0.99));
  TOCSIN_TRY(orbit.argument_of_perigee_deg, table.number("argument_of_perigee_deg", 0, 360));
  TOCSIN_TRY(orbit.mean_anomaly_deg, table.number("mean_anomaly_deg", 0, 360));
  TOCSIN_TRY(orbit.mean_motion_rev_day, table.number("mean_motion_rev_day", 0.01, 18));
  TOCSIN_TRY(orbit.bstar_per_earth_radius, table.number_or("bstar_per_earth_radius", 0.0, -1, 1));
  TOCSIN_TRY(orbit.max_age_days, table.number_or("max_age_days", orbit.max_age_days, 0, 1000));
  TOCSIN_TRY(ConfigTable fallback, table.table("fallback"));
  TOCSIN_TRY(const std::string kind, fallback.choice("orbit", {"geostationary", "molniya"}));
  TOCSIN_TRY(orbit.fallback, read_slot(fallback, kind));
  if (Status known = fallback.finish(); !known) return fail(known.error());
  return orbit;
}

Result<Satellite> read_satellite(ConfigTable& table) {
  Satellite satellite;
  TOCSIN_TRY(satellite.id, read_id(table));
  TOCSIN_TRY(satellite.name, table.string_or("name", satellite.id));
  TOCSIN_TRY(satellite.source, table.string_or("source", ""));
  TOCSIN_TRY(satellite.confidence, read_confidence(table));
  TOCSIN_TRY(const std::string kind, table.choice("orbit", {"geostationary", "molniya", "published"}));
  if (kind == "published") {
    TOCSIN_TRY(satellite.orbit, read_published(table));
  } else {
    TOCSIN_TRY(const Slot slot, read_slot(table, kind));
    std::visit([&](const auto& found) { satellite.orbit = found; }, slot);
  }
  if (Status known = table.finish(); !known) return fail(known.error());
  return satellite;
}

/// What sensors and types of sensors have in common; keys that are not there leave what the type said.
Status read_infrared_figures(ConfigTable& table, InfraredSensor& s) {
  const auto scaled = [&](std::string_view key, double unit, double low, double high, double& field) {
    return scaled_step(table, key, unit, low, high, field);
  };
  const char* mode = s.mode == InfraredMode::scanner ? "scanner" : "starer";
  TOCSIN_TRY(const std::string word, table.choice_or("mode", mode, {"scanner", "starer"}));
  s.mode = word == "scanner" ? InfraredMode::scanner : InfraredMode::starer;
  TOCSIN_TRY(s.bands_um, table.numbers_or("bands_um", s.bands_um, 1, 8, 0.5, 20));
  TOCSIN_TRY(const std::int64_t strips, table.integer_or("strips", s.strips, 1, 1000));
  s.strips = static_cast<int>(strips);
  Status read = run_steps(
      scaled("revisit_s", 1.0, 0.02, 3600, s.revisit_s), scaled("los_sigma_urad", kMicro, 0.1, 10000, s.los_sigma_rad),
      scaled("nei_w_sr", 1.0, 1e-3, 1e9, s.nei_w_sr), scaled("nei_range_km", kKilo, 100, 1e6, s.nei_range_m),
      scaled("pixel_urad", kMicro, 0.1, 1e5, s.pixel_rad),
      scaled("max_zenith_deg", kRadiansPerDegree, 0, 90, s.max_zenith_rad),
      scaled("fov_deg", kRadiansPerDegree, 0.01, 60, s.fov_rad), scaled("threshold_snr", 1.0, 1, 100, s.threshold_snr),
      scaled("false_per_look", 1.0, 0, 1000, s.false_per_look), scaled("latency_s", 1.0, 0, 600, s.latency_s));
  if (!read) return read;
  return read_infrared_details(table, s);
}

struct InfraredType {
  std::string id;
  InfraredSensor figures;
};

Result<InfraredType> read_infrared_type(ConfigTable& table) {
  InfraredType type;
  TOCSIN_TRY(type.id, read_id(table));
  if (Status read = read_infrared_figures(table, type.figures); !read) return fail(read.error());
  if (Status known = table.finish(); !known) return fail(known.error());
  return type;
}

Result<InfraredSensor> read_infrared(ConfigTable& table, const std::vector<InfraredType>& types) {
  TOCSIN_TRY(std::string id, read_id(table));
  TOCSIN_TRY(std::string satellite, table.string("satellite"));
  TOCSIN_TRY(const std::string type_id, table.string_or("type", ""));
  InfraredSensor sensor;
  if (!type_id.empty()) {
    const auto type = std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.id == type_id; });
    if (type == types.end()) return fail(table.error_at("type", type_id, "the id of an [[infrared_type]]"));
    sensor = type->figures;
  }
  sensor.id = std::move(id);
  sensor.satellite = std::move(satellite);
  if (Status read = read_infrared_figures(table, sensor); !read) return fail(read.error());
  if (Status read = read_stare_points(table, sensor); !read) return fail(read.error());
  if (Status settled = settle_infrared(table, sensor); !settled) return fail(settled.error());
  if (Status known = table.finish(); !known) return fail(known.error());
  return sensor;
}

Status read_radar_site(ConfigTable& table, Radar& radar) {
  TOCSIN_TRY(const double lat_deg, table.number("lat_deg", -90, 90));
  TOCSIN_TRY(const double lon_deg, table.number("lon_deg", -180, 180));
  TOCSIN_TRY(const double height_m, table.number_or("height_m", 0.0, -500, 9000));
  radar.site = {degrees(lat_deg).value(), degrees(lon_deg).value(), height_m};
  TOCSIN_TRY(const std::vector<double> azimuth_deg, table.numbers("azimuth_deg", 2, 2, 0, 360));
  radar.azimuth_start_rad = degrees(std::fmod(azimuth_deg[0], 360.0)).value();
  radar.azimuth_end_rad = degrees(std::fmod(azimuth_deg[1], 360.0)).value();
  TOCSIN_TRY(const std::vector<double> elevation_deg, table.numbers("elevation_deg", 2, 2, 0, 90));
  if (elevation_deg[0] >= elevation_deg[1]) {
    return fail(table.error_at("elevation_deg", shortest(elevation_deg[0]) + ", " + shortest(elevation_deg[1]),
                               "the lower limit first"));
  }
  radar.elevation_min_rad = degrees(elevation_deg[0]).value();
  radar.elevation_max_rad = degrees(elevation_deg[1]).value();
  return {};
}

Status read_radar_fence(ConfigTable& table, Radar& radar) {
  radar.fence_elevation_rad = radar.elevation_min_rad;
  Status read =
      run_steps(scaled_step(table, "fence_elevation_deg", kRadiansPerDegree, 0, 90, radar.fence_elevation_rad),
                scaled_step(table, "fence_height_deg", kRadiansPerDegree, 0.1, 90, radar.fence_height_rad),
                scaled_step(table, "fence_revisit_s", 1.0, 0.1, 600, radar.fence_revisit_s));
  if (!read) return read;
  if (radar.fence_elevation_rad < radar.elevation_min_rad || radar.fence_elevation_rad >= radar.elevation_max_rad) {
    return fail(table.error_at("fence_elevation_deg", shortest(in_degrees(Radians(radar.fence_elevation_rad))),
                               "an elevation within elevation_deg"));
  }
  // looks of about a second: what the fence finds is not older than that when it is reported
  const auto usual = static_cast<std::int64_t>(std::clamp(std::round(radar.fence_revisit_s), 1.0, 100.0));
  TOCSIN_TRY(const std::int64_t parts, table.integer_or("fence_parts", usual, 1, 1000));
  radar.fence_parts = static_cast<int>(parts);
  return {};
}

Status read_radar_figures(ConfigTable& table, Radar& r) {
  const auto scaled = [&](std::string_view key, double unit, double low, double high, double& field) {
    return scaled_step(table, key, unit, low, high, field);
  };
  // the errors have no defaults: a radar whose errors nobody stated cannot be used
  TOCSIN_TRY(const double range_km, table.number("range_rcs1_km", 1, 100000));
  r.range_rcs1_m = range_km * kKilo;
  r.range_max_m = 1.5 * r.range_rcs1_m;
  TOCSIN_TRY(r.range_sigma_m, table.number("range_sigma_m", 0.01, 1e5));
  TOCSIN_TRY(const double azimuth_deg, table.number("azimuth_sigma_deg", 1e-5, 30));
  TOCSIN_TRY(const double elevation_deg, table.number("elevation_sigma_deg", 1e-5, 30));
  TOCSIN_TRY(r.range_rate_sigma_mps, table.number("range_rate_sigma_mps", 1e-4, 1e4));
  r.azimuth_sigma_rad = degrees(azimuth_deg).value();
  r.elevation_sigma_rad = degrees(elevation_deg).value();
  TOCSIN_TRY(const std::int64_t max_tracks, table.integer_or("max_tracks", r.max_tracks, 0, 100000));
  r.max_tracks = static_cast<int>(max_tracks);
  return run_steps(
      scaled("frequency_mhz", 1e6, 1, 1e6, r.frequency_hz), scaled("range_max_km", kKilo, 1, 100000, r.range_max_m),
      scaled("reference_snr_db", 1.0, -20, 100, r.reference_snr_db),
      scaled("beam_deg", kRadiansPerDegree, 0.01, 60, r.beam_rad),
      scaled("track_interval_s", 1.0, 0.05, 600, r.track_interval_s),
      scaled("threshold_snr_db", 1.0, 0, 60, r.threshold_snr_db),
      scaled("detection_probability_rcs1", 1.0, 0.01, 0.9999, r.detection_probability_rcs1),
      scaled("false_per_look", 1.0, 0, 1000, r.false_per_look),
      scaled("false_per_dwell", 1.0, 0, 1000, r.false_per_dwell), scaled("latency_s", 1.0, 0, 600, r.latency_s));
}

Result<Radar> read_radar(ConfigTable& table) {
  Radar radar;
  TOCSIN_TRY(radar.id, read_id(table));
  TOCSIN_TRY(radar.name, table.string_or("name", radar.id));
  TOCSIN_TRY(radar.band, table.string_or("band", ""));
  TOCSIN_TRY(radar.source, table.string_or("source", ""));
  TOCSIN_TRY(radar.confidence, read_confidence(table));
  Status read =
      run_steps([&] { return read_radar_site(table, radar); }, [&] { return read_radar_figures(table, radar); },
                [&] { return read_radar_fence(table, radar); }, [&] { return read_radar_signal(table, radar); },
                [&] { return table.finish(); });
  if (!read) return fail(read.error());
  return radar;
}

/// Sorts by id and refuses an id that stands twice; `taken` holds ids that must not come again.
template <class T>
Status sort_by_id(std::vector<T>& elements, std::vector<ConfigTable>& tables, std::set<std::string>& taken) {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (taken.insert(elements[i].id).second) continue;
    return fail(tables[i].error_at("id", elements[i].id, "an id that no other has"));
  }
  std::sort(elements.begin(), elements.end(), [](const T& a, const T& b) { return a.id < b.id; });
  return {};
}

Status read_satellites(ConfigTable& root, World& world) {
  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("satellite"));
  for (ConfigTable& table : tables) {
    TOCSIN_TRY(Satellite satellite, read_satellite(table));
    world.satellites.push_back(std::move(satellite));
  }
  std::set<std::string> taken;
  return sort_by_id(world.satellites, tables, taken);
}

Status read_infrareds(ConfigTable& root, World& world, std::set<std::string>& taken) {
  std::vector<InfraredType> types;
  TOCSIN_TRY(std::vector<ConfigTable> type_tables, root.tables("infrared_type"));
  for (ConfigTable& table : type_tables) {
    TOCSIN_TRY(InfraredType type, read_infrared_type(table));
    types.push_back(std::move(type));
  }
  std::set<std::string> type_ids;
  if (Status unique = sort_by_id(types, type_tables, type_ids); !unique) return unique;

  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("infrared"));
  for (ConfigTable& table : tables) {
    TOCSIN_TRY(InfraredSensor sensor, read_infrared(table, types));
    const bool found = std::any_of(world.satellites.begin(), world.satellites.end(),
                                   [&](const Satellite& satellite) { return satellite.id == sensor.satellite; });
    if (!found) {
      std::vector<std::string> ids;
      for (const Satellite& satellite : world.satellites) ids.push_back(satellite.id);
      const std::string near = nearest_word(sensor.satellite, ids);
      return fail(
          table.error_at("satellite", sensor.satellite, near.empty() ? "the id of a [[satellite]]" : "'" + near + "'"));
    }
    world.infrared.push_back(std::move(sensor));
  }
  return sort_by_id(world.infrared, tables, taken);
}

Status read_radars(ConfigTable& root, World& world, std::set<std::string>& taken) {
  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("radar"));
  for (ConfigTable& table : tables) {
    TOCSIN_TRY(Radar radar, read_radar(table));
    world.radars.push_back(std::move(radar));
  }
  return sort_by_id(world.radars, tables, taken);
}

}  // namespace

Result<World> read_world(ConfigTable& root) {
  World world;
  TOCSIN_TRY(world.name, root.string("name"));
  TOCSIN_TRY(world.description, root.string_or("description", ""));
  std::set<std::string> taken;  // sensors share one list of ids: they name the sources of records
  Status read =
      run_steps([&] { return read_satellites(root, world); }, [&] { return read_infrareds(root, world, taken); },
                [&] { return read_radars(root, world, taken); });
  if (!read) return fail(read.error());
  TOCSIN_TRY(const std::optional<ConfigTable> policy, root.optional_table("policy"));
  TOCSIN_TRY(const std::optional<ConfigTable> exposure, root.optional_table("exposure"));
  TOCSIN_TRY(const std::optional<ConfigTable> estimation, root.optional_table("estimation"));
  TOCSIN_TRY(const std::optional<ConfigTable> catalogue, root.optional_table("catalogue"));
  // event/estimation_config.hpp reads these two, warn/policy.hpp and warn/exposure.hpp the others
  static_cast<void>(estimation);
  static_cast<void>(catalogue);
  static_cast<void>(policy);
  static_cast<void>(exposure);
  if (Status known = root.finish(); !known) return fail(known.error());
  return world;
}

Result<World> parse_world(std::string_view text, const std::string& source) {
  TOCSIN_TRY(ConfigTable root, parse_config(text, source));
  return read_world(root);
}

}  // namespace tocsin::sense
