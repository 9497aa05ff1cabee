#include "tocsin/sim/scenario.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/motion/vehicle_file.hpp"
#include "tocsin/sense/config_reading.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sim {
namespace {

constexpr double kMicro = 1e-6;
constexpr double kRootHour = 60.0;  // √3600 s
constexpr std::int64_t kMaxDebris = 200;
constexpr double kLeadS = 120.0;  // a run without `begin` shows the quiet before its first launch

/// The classes that truth may have; those of the pipeline's answers (message/event.hpp), kept here as words because
/// truth is not an answer.
const std::vector<std::string>& vehicle_classes() {
  static const std::vector<std::string> kClasses{"ballistic",   "space_launch", "sounding_rocket",
                                                 "manoeuvring", "aircraft",     "unknown"};
  return kClasses;
}

Instant earliest() {
  static const Instant kEarliest = parse_utc("1960-01-01T00:00:00Z").value_or(Instant{});
  return kEarliest;
}

std::vector<std::string> family_names(const motion::VehicleSet& vehicles) {
  std::vector<std::string> names;
  for (const motion::VehicleFamily& family : vehicles.families) names.push_back(family.vehicle.name);
  return names;
}

Status read_vehicles(ConfigTable& root, const FileSource& files, Scenario& scenario) {
  if (!root.has("vehicles")) return {};
  TOCSIN_TRY(const NamedFile file, read_named_file(root, "vehicles", files, motion::VehicleFileLimits{}.max_bytes));
  TOCSIN_TRY(scenario.vehicles, motion::parse_vehicles(file.text, file.path));
  return {};
}

Status read_vehicle(ConfigTable& table, const motion::VehicleSet& vehicles, LaunchScript& launch) {
  TOCSIN_TRY(launch.vehicle_class, table.choice_or("vehicle_class", launch.vehicle_class, vehicle_classes()));
  if (table.has("vehicle")) {
    TOCSIN_TRY(launch.vehicle, table.choice("vehicle", family_names(vehicles)));
  }
  if (Status read = read_plume(table, {launch.flicker, launch.trough_depth, launch.plume}); !read) return read;
  TOCSIN_TRY(launch.stages_are_bodies, table.boolean_or("stages_are_bodies", launch.stages_are_bodies));
  TOCSIN_TRY(const std::int64_t debris, table.integer_or("debris", launch.debris, 0, kMaxDebris));
  launch.debris = static_cast<int>(debris);
  const auto scaled = [&](std::string_view key, double low, double high, double& field) {
    return sense::scaled_step(table, key, 1.0, low, high, field);
  };
  return sense::run_steps(
      scaled("intensity_scale", 0, 1e4, launch.intensity_scale), scaled("flicker", 0, 0.5, launch.flicker),
      scaled("trough_depth", 0, 1, launch.trough_depth), scaled("trough_height_km", 20, 200, launch.trough_height_km),
      scaled("rcs_m2", 1e-6, 1e6, launch.rcs_m2), scaled("stage_rcs_m2", 1e-6, 1e6, launch.stage_rcs_m2));
}

/// What the payload does with lift; the figures belong to a manoeuvre and are refused without one.
Status read_manoeuvre(ConfigTable& table, LaunchScript& launch) {
  motion::Manoeuvre& m = launch.manoeuvre;
  if (!table.has("maneuver")) {
    for (const char* key : {"lift_to_drag", "below_km", "pull_up_to_deg"}) {
      if (table.has(key)) return fail(table.error_at(key, "a value", "nothing without maneuver, which it belongs to"));
    }
    return {};
  }
  TOCSIN_TRY(const std::string word, table.choice("maneuver", {"pullup", "glide"}));
  m.kind = word == "glide" ? motion::ManoeuvreKind::glide : motion::ManoeuvreKind::pullup;
  launch.vehicle_class = "manoeuvring";
  if (m.kind == motion::ManoeuvreKind::glide && table.has("pull_up_to_deg")) {
    return fail(table.error_at("pull_up_to_deg", "a value", "nothing with a glide, which does not climb"));
  }
  return sense::run_steps(sense::scaled_step(table, "lift_to_drag", 1.0, 0.1, 5, m.lift_to_drag),
                          sense::scaled_step(table, "below_km", 1e3, 10, 100, m.below_m),
                          sense::scaled_step(table, "pull_up_to_deg", kRadiansPerDegree, 0.1, 45, m.pull_up_to_rad));
}

Result<LaunchScript> read_launch(ConfigTable& table, const motion::VehicleSet& vehicles, bool single) {
  LaunchScript launch;
  if (single) {
    TOCSIN_TRY(launch.id, table.string_or("id", "launch"));
  } else {
    TOCSIN_TRY(launch.id, table.string("id"));
  }
  if (launch.id.empty() || launch.id.size() > 64) {
    return fail(table.error_at("id", launch.id, "1 to 64 characters"));
  }
  TOCSIN_TRY(launch.time, table.time("time"));
  TOCSIN_TRY(launch.lat_deg, table.number("lat_deg", -90, 90));
  TOCSIN_TRY(launch.lon_deg, table.number("lon_deg", -180, 180));
  TOCSIN_TRY(launch.height_m, table.number_or("height_m", launch.height_m, -500, 9000));
  TOCSIN_TRY(launch.orbit_km, table.optional_number("orbit_km", 100, 1e6));
  if (launch.orbit_km) {
    launch.vehicle_class = "space_launch";
    for (const char* key : {"telemetry", "apogee_km", "range_km", "vehicle", "maneuver"}) {
      if (table.has(key)) return fail(table.error_at(key, "a value", "nothing beside orbit_km, which says it"));
    }
  }
  if (table.has("telemetry")) {
    TOCSIN_TRY(launch.telemetry, named_path(table, "telemetry"));
    launch.vehicle_class = "space_launch";
    TOCSIN_TRY(launch.bearing_deg, table.number("azimuth_deg", 0, 360));
    for (const char* key : {"bearing_deg", "apogee_km", "range_km", "vehicle", "maneuver"}) {
      if (table.has(key)) return fail(table.error_at(key, "a value", "nothing beside telemetry, which says it"));
    }
  } else {
    const bool ascent = table.has("azimuth_deg") && !table.has("bearing_deg");
    TOCSIN_TRY(launch.bearing_deg, table.number(ascent ? "azimuth_deg" : "bearing_deg", 0, 360));
  }
  // whether a flight of these figures exists is for physics to say, which gives its reason
  TOCSIN_TRY(launch.apogee_km, table.optional_number("apogee_km", 0, 1e6));
  TOCSIN_TRY(launch.range_km, table.optional_number("range_km", 0, 1e6));
  if (Status read = read_manoeuvre(table, launch); !read) return fail(read.error());
  if (Status read = read_vehicle(table, vehicles, launch); !read) return fail(read.error());
  if (Status known = table.finish(); !known) return fail(known.error());
  return launch;
}

Status read_launches(ConfigTable& root, Scenario& scenario) {
  const motion::VehicleSet& vehicles = vehicles_of(scenario);
  TOCSIN_TRY(std::optional<ConfigTable> single, root.optional_table("launch"));
  if (single) {
    TOCSIN_TRY(LaunchScript launch, read_launch(*single, vehicles, true));
    scenario.launches.push_back(std::move(launch));
  }
  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("launches"));
  std::set<std::string> taken;
  if (single) taken.insert(scenario.launches.front().id);
  for (ConfigTable& table : tables) {
    TOCSIN_TRY(LaunchScript launch, read_launch(table, vehicles, false));
    if (!taken.insert(launch.id).second) return fail(table.error_at("id", launch.id, "an id that no other launch has"));
    scenario.launches.push_back(std::move(launch));
  }
  std::sort(scenario.launches.begin(), scenario.launches.end(),
            [](const LaunchScript& a, const LaunchScript& b) { return a.id < b.id; });
  return {};
}

Status read_clouds(ConfigTable& root, Scenario& scenario) {
  TOCSIN_TRY(const std::string background, root.choice_or("background", "stated", {"stated", "sun"}));
  scenario.background_by_sun = background == "sun";
  TOCSIN_TRY(scenario.cloud_top_km, root.number_or("cloud_top_km", scenario.cloud_top_km, 0, 25));
  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("cloud"));
  for (ConfigTable& table : tables) {
    CloudScript cloud;
    TOCSIN_TRY(cloud.lat_deg, table.number("lat_deg", -90, 90));
    TOCSIN_TRY(cloud.lon_deg, table.number("lon_deg", -180, 180));
    TOCSIN_TRY(cloud.radius_km, table.number("radius_km", 0.1, 20000));
    TOCSIN_TRY(cloud.top_km, table.number("top_km", 0, 25));
    if (Status known = table.finish(); !known) return known;
    scenario.clouds.push_back(cloud);
  }
  return {};
}

/// `NAME_from` and `NAME_until`, each of which may be missing.
Status read_window(ConfigTable& table, const std::string& name, std::optional<Instant>& from,
                   std::optional<Instant>& until) {
  if (table.has(name + "_from")) {
    TOCSIN_TRY(from, table.time(name + "_from"));
  }
  if (table.has(name + "_until")) {
    TOCSIN_TRY(until, table.time(name + "_until"));
  }
  if (from && until && *until <= *from) {
    return fail(table.error_at(name + "_until", format_utc(*until), "a time after " + name + "_from"));
  }
  return {};
}

Result<FaultScript> read_fault(ConfigTable& table) {
  FaultScript fault;
  TOCSIN_TRY(fault.sensor, table.string("sensor"));
  TOCSIN_TRY(fault.off, table.boolean_or("off", fault.off));
  if (Status read = read_window(table, "off", fault.off_from, fault.off_until); !read) return fail(read.error());
  if (Status read = read_window(table, "delay", fault.delay_from, fault.delay_until); !read) return fail(read.error());
  const auto scaled = [&](std::string_view key, double unit, double low, double high, double& field) {
    return sense::scaled_step(table, key, unit, low, high, field);
  };
  Status read = sense::run_steps(scaled("los_bias_east_urad", kMicro, -1e5, 1e5, fault.los_bias_east_rad),
                                 scaled("los_bias_north_urad", kMicro, -1e5, 1e5, fault.los_bias_north_rad),
                                 scaled("los_drift_urad_rt_h", kMicro / kRootHour, 0, 1e4, fault.los_drift_rad_rt_s),
                                 scaled("range_bias_m", 1.0, -1e6, 1e6, fault.range_bias_m),
                                 scaled("azimuth_bias_deg", kRadiansPerDegree, -30, 30, fault.azimuth_bias_rad),
                                 scaled("elevation_bias_deg", kRadiansPerDegree, -30, 30, fault.elevation_bias_rad),
                                 scaled("ambiguous_range_km", 1e3, 1, 1e5, fault.ambiguous_range_m),
                                 scaled("clock_bias_s", 1.0, -10, 10, fault.clock_bias_s),
                                 scaled("missed_look_probability", 1.0, 0, 1, fault.missed_look_probability),
                                 scaled("clutter_scale", 1.0, 0, 1e4, fault.clutter_scale),
                                 scaled("delay_s", 1.0, 0, 3600, fault.delay_s), [&] { return table.finish(); });
  if (!read) return fail(read.error());
  return fault;
}

template <class E>
Result<E> read_enum(ConfigTable& table, std::string_view key, E fallback) {
  std::vector<std::string> names;
  for (const auto& [value, name] : EnumNames<E>::kNames) names.emplace_back(name);
  TOCSIN_TRY(const std::string word, table.choice_or(key, std::string(name_of(fallback)), names));
  return enum_from_name<E>(word).value_or(fallback);
}

Result<OperatorScript> read_operator(ConfigTable& table) {
  OperatorScript script;
  TOCSIN_TRY(script.by, table.string("by"));
  const bool printable_id =
      std::all_of(script.by.begin(), script.by.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (script.by.empty() || script.by.size() > 64 || !printable_id) {
    return fail(table.error_at("by", script.by, "1 to 64 printable characters without spaces"));
  }
  TOCSIN_TRY(script.action, read_enum(table, "action", script.action));
  TOCSIN_TRY(script.on, read_enum(table, "on", script.on));
  TOCSIN_TRY(script.delay_s, table.number_or("delay_s", script.delay_s, 0, 86400));
  TOCSIN_TRY(script.reason, table.string_or("reason", ""));
  if (Status known = table.finish(); !known) return fail(known.error());
  return script;
}

Status read_scripts(ConfigTable& root, Scenario& scenario) {
  TOCSIN_TRY(std::vector<ConfigTable> faults, root.tables("fault"));
  for (ConfigTable& table : faults) {
    TOCSIN_TRY(FaultScript fault, read_fault(table));
    scenario.faults.push_back(std::move(fault));
  }
  TOCSIN_TRY(std::vector<ConfigTable> operators, root.tables("operator"));
  for (ConfigTable& table : operators) {
    TOCSIN_TRY(OperatorScript script, read_operator(table));
    scenario.operators.push_back(std::move(script));
  }
  return {};
}

/// Begin and duration; without them they follow the launches.
Status read_span(ConfigTable& root, Scenario& scenario) {
  if (root.has("begin")) {
    TOCSIN_TRY(scenario.begin, root.time("begin"));
  } else if (!scenario.launches.empty()) {
    const auto first = std::min_element(scenario.launches.begin(), scenario.launches.end(),
                                        [](const auto& a, const auto& b) { return a.time < b.time; });
    // the first launch that there can be has no lead
    scenario.begin = std::max(first->time - seconds(kLeadS), std::min(first->time, earliest()));
  } else {
    return fail(root.error_at("begin", "nothing", "UTC time YYYY-MM-DDThh:mm:ssZ, or a launch to start from"));
  }
  TOCSIN_TRY(scenario.duration_s, root.number_or("duration_s", 0.0, 1, 40 * 86400.0));
  if (scenario.duration_s == 0.0 && scenario.launches.empty()) {
    return fail(root.error_at("duration_s", "nothing", "seconds, or a launch to end with"));
  }
  return {};
}

}  // namespace

const motion::VehicleSet& vehicles_of(const Scenario& scenario) {
  return scenario.vehicles ? *scenario.vehicles : motion::generic_vehicles();
}

Result<Scenario> read_scenario(ConfigTable& root, const FileSource& files) {
  Scenario scenario;
  TOCSIN_TRY(scenario.name, root.string("name"));
  TOCSIN_TRY(scenario.description, root.string_or("description", ""));
  TOCSIN_TRY(scenario.world, named_path(root, "world"));
  // simulated data are never actual
  TOCSIN_TRY(const std::string status, root.choice_or("status", "exercise", {"exercise", "test"}));
  scenario.status = status == "test" ? message::RecordStatus::test : message::RecordStatus::exercise;
  TOCSIN_TRY(const std::int64_t seed, root.integer_or("seed", 1, 0, std::int64_t{1} << 53));
  scenario.seed = static_cast<std::uint64_t>(seed);
  TOCSIN_TRY(scenario.refraction, read_refraction(root));
  TOCSIN_TRY(scenario.sky, read_sky(root, files));
  Status read = sense::run_steps(
      [&] { return read_vehicles(root, files, scenario); }, [&] { return read_launches(root, scenario); },
      [&] { return read_clouds(root, scenario); }, [&] { return read_sources(root, scenario.sources); },
      [&] { return read_scripts(root, scenario); }, [&] { return read_span(root, scenario); },
      [&] { return root.finish(); });
  if (!read) return fail(read.error());
  return scenario;
}

Status check_scenario(const Scenario& scenario, const sense::World& world) {
  if (Status clear = check_refraction(scenario.refraction, world); !clear) return clear;
  std::vector<std::string> sensors;
  for (const sense::InfraredSensor& sensor : world.infrared) sensors.push_back(sensor.id);
  for (const sense::Radar& radar : world.radars) sensors.push_back(radar.id);
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const std::string& wanted = scenario.faults[i].sensor;
    if (std::find(sensors.begin(), sensors.end(), wanted) != sensors.end()) continue;
    const std::string near = nearest_word(wanted, sensors);
    return fail_field("fault." + std::to_string(i) + ".sensor", wanted,
                      near.empty() ? "the id of a sensor of world " + world.name : "'" + near + "'");
  }
  for (std::size_t i = 0; i < scenario.operators.size(); ++i) {
    const std::string& by = scenario.operators[i].by;
    if (by != "clock" && std::find(sensors.begin(), sensors.end(), by) == sensors.end()) continue;
    return fail_field("operator." + std::to_string(i) + ".by", by,
                      "a name that is not that of a sensor or of the clock");
  }
  return {};
}

}  // namespace tocsin::sim
