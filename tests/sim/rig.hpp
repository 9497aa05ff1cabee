#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/config.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/message/codec.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/sim/scenario.hpp"
#include "tocsin/sim/simulation.hpp"

// What the tests of the simulator share: worlds and scenarios in a few lines, and all that a run gives.
namespace tocsin::sim {

inline std::string text_of(const std::string& file) {
  const Result<std::string> text = read_file(file, 1U << 20U);
  EXPECT_TRUE(text) << file;
  return text.value_or("");
}

inline Scenario scenario_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  std::vector<Override> overrides;
  for (const std::string& set : sets) overrides.push_back(parse_override(set).value());
  Result<ConfigTable> root = parse_config(text, "test.toml", overrides);
  EXPECT_TRUE(root) << root.error().to_string();
  if (!root) return {};
  Result<Scenario> scenario = read_scenario(*root);
  EXPECT_TRUE(scenario) << scenario.error().to_string();
  return scenario.value_or(Scenario{});
}

inline std::shared_ptr<const sense::Sensors> sensors_of(const std::string& world_file, Instant reference) {
  const Result<sense::World> world = sense::parse_world(text_of(world_file), world_file);
  EXPECT_TRUE(world) << world.error().to_string();
  return sense::Sensors::create(*world, reference).value();
}

/// A run from begin to end.
struct Outcome {
  std::vector<message::Record> records;
  std::vector<message::TruthOrigin> origins;
  std::vector<message::TruthObject> objects;
  Instant begin;
  Instant end;
};

inline Outcome run(const Scenario& scenario, std::shared_ptr<const sense::Sensors> sensors) {
  Outcome out;
  Result<std::unique_ptr<Simulation>> made = Simulation::create(scenario, std::move(sensors), scenario.seed);
  EXPECT_TRUE(made) << made.error().to_string();
  if (!made) return out;
  Simulation& simulation = **made;
  while (std::optional<message::Record> record = simulation.next()) {
    out.records.push_back(*std::move(record));
    for (message::TruthOrigin& origin : simulation.take_origins()) out.origins.push_back(std::move(origin));
  }
  out.objects = simulation.objects();
  out.begin = simulation.begin();
  out.end = simulation.end();
  return out;
}

inline Outcome run_generic(const Scenario& scenario) {
  return run(scenario, sensors_of("worlds/generic.toml", scenario.begin));
}

/// All records as text, one a line: what a centre gets, byte for byte.
inline std::string bytes_of(const Outcome& outcome) {
  std::string bytes;
  for (const message::Record& record : outcome.records) bytes += message::to_json(record).dump() + "\n";
  return bytes;
}

inline const std::string& atlantic_launch() {
  static const std::string kText = R"(name = "atlantic"
world = "worlds/generic.toml"
seed = 11
[launch]
id = "a"
time = "2023-03-21T14:00:00Z"
lat_deg = 15.0
lon_deg = -40.0
bearing_deg = 330
apogee_km = 900
range_km = 3500
)";
  return kText;
}

/// A launch from the sea into an orbit 300 km high.
inline const std::string& space_launch() {
  static const std::string kText = R"(name = "orbit"
world = "worlds/generic.toml"
seed = 11
[launch]
id = "s"
time = "2023-03-21T14:00:00Z"
lat_deg = 15.0
lon_deg = -40.0
bearing_deg = 60
orbit_km = 300
)";
  return kText;
}

}  // namespace tocsin::sim
