#include "tocsin/motion/vehicle_file.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "tocsin/base/config.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::motion {
namespace {

constexpr std::size_t kMaxStages = 8;  // as fly() has it
constexpr std::size_t kLauncherStages = 2;
constexpr std::size_t kMaxName = 128;
constexpr std::size_t kMaxWords = 1000;

Result<std::string> words(ConfigTable& table, std::string_view key, std::size_t longest) {
  TOCSIN_TRY(std::string text, table.string(key));
  if (text.empty() || text.size() > longest) {
    return fail(table.error_at(key, text, "1 to " + std::to_string(longest) + " characters"));
  }
  return text;
}

Result<Stage> read_stage(ConfigTable& table, const VehicleFileLimits& limits) {
  Stage stage;
  TOCSIN_TRY(stage.dry_mass_kg, table.number("dry_kg", 1, 1e7));
  TOCSIN_TRY(stage.propellant_kg, table.number("propellant_kg", 1, 1e7));
  TOCSIN_TRY(stage.thrust_vacuum_n, table.number("thrust_vacuum_n", 1, 1e9));
  TOCSIN_TRY(stage.isp_vacuum_s, table.number("isp_vacuum_s", 50, 1000));
  TOCSIN_TRY(stage.area_m2, table.number("drag_area_m2", 1e-3, 1e3));
  TOCSIN_TRY(stage.exit_area_m2, table.number("exit_area_m2", 0, 1e3));
  TOCSIN_TRY(stage.coast_after_s, table.number("coast_after_s", 0, 3600));
  TOCSIN_TRY(stage.radiant_intensity_w_sr, table.number("plume_w_sr", 0, 1e9));
  if (stage.burn_s() > limits.max_burn_s) {
    return fail(table.error_at("thrust_vacuum_n", shortest(stage.thrust_vacuum_n),
                               "a thrust that burns the propellant in at most " + fixed(limits.max_burn_s, 0) + " s"));
  }
  if (Status known = table.finish(); !known) return fail(known.error());
  return stage;
}

/// What families and the launcher share.
Status read_vehicle(ConfigTable& table, const VehicleFileLimits& limits, VehicleFamily& family) {
  Vehicle& vehicle = family.vehicle;
  TOCSIN_TRY(vehicle.name, words(table, "name", kMaxName));
  TOCSIN_TRY(family.source, words(table, "source", kMaxWords));
  TOCSIN_TRY(family.confidence, words(table, "confidence", kMaxWords));
  TOCSIN_TRY(vehicle.payload_mass_kg, table.number("payload_kg", 1, 1e6));
  TOCSIN_TRY(vehicle.payload_beta_kg_m2, table.number("payload_beta_kg_m2", 10, 1e6));
  TOCSIN_TRY(std::vector<ConfigTable> stages, table.tables("stage"));
  if (stages.empty() || stages.size() > kMaxStages) {
    return fail(table.error_at("stage", std::to_string(stages.size()), "1 to " + std::to_string(kMaxStages)));
  }
  for (ConfigTable& one : stages) {
    TOCSIN_TRY(Stage stage, read_stage(one, limits));
    vehicle.stages.push_back(stage);
  }
  return {};
}

Result<VehicleFamily> read_family(ConfigTable& table, const VehicleFileLimits& limits) {
  VehicleFamily family;
  if (Status read = read_vehicle(table, limits, family); !read) return fail(read.error());
  TOCSIN_TRY(const std::string kind, table.choice("kind", {"ballistic", "sounding_rocket"}));
  family.kind = kind == "ballistic" ? FamilyKind::ballistic : FamilyKind::sounding_rocket;
  TOCSIN_TRY(family.min_payload_kg, table.number("min_payload_kg", 1, 1e6));
  TOCSIN_TRY(family.max_payload_kg, table.number("max_payload_kg", family.min_payload_kg, 1e6));
  TOCSIN_TRY(family.reach_mps, table.number("reach_mps", 1, 11180));
  if (Status known = table.finish(); !known) return fail(known.error());
  return family;
}

}  // namespace

Result<VehicleSet> parse_vehicles(std::string_view text, const std::string& source, const VehicleFileLimits& limits) {
  TOCSIN_TRY(ConfigTable root,
             parse_config(text, source, {}, {.max_bytes = limits.max_bytes, .max_depth = limits.max_depth}));
  TOCSIN_TRY(std::vector<ConfigTable> tables, root.tables("family"));
  if (tables.empty() || tables.size() > limits.max_families) {
    return fail(
        root.error_at("family", std::to_string(tables.size()) + " [[family]] tables",
                      "a file of vehicles: 1 to " + std::to_string(limits.max_families) + " of them and a [launcher]"));
  }
  VehicleSet set;
  std::set<std::string> names;
  for (ConfigTable& table : tables) {
    TOCSIN_TRY(VehicleFamily family, read_family(table, limits));
    if (!names.insert(family.vehicle.name).second) {
      return fail(table.error_at("name", family.vehicle.name, "a name that no other family has"));
    }
    set.families.push_back(std::move(family));
  }
  std::stable_sort(set.families.begin(), set.families.end(),
                   [](const VehicleFamily& a, const VehicleFamily& b) { return a.reach_mps < b.reach_mps; });
  TOCSIN_TRY(ConfigTable table, root.table("launcher"));
  VehicleFamily launcher;
  if (Status read = read_vehicle(table, limits, launcher); !read) return fail(read.error());
  if (launcher.vehicle.stages.size() != kLauncherStages) {
    return fail(table.error_at("stage", std::to_string(launcher.vehicle.stages.size()), "2, as space launches have"));
  }
  if (Status known = table.finish(); !known) return fail(known.error());
  set.launcher = std::move(launcher.vehicle);
  if (Status known = root.finish(); !known) return fail(known.error());
  return set;
}

}  // namespace tocsin::motion
