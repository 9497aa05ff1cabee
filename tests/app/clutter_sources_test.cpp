// Heat and light that is no launch, through the whole chain: nothing of it is believed, while a launch from the same
// place in front of the same sensors is.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/base/config.hpp"
#include "tocsin/sim/scenario.hpp"
#include "tocsin/sim/simulation.hpp"

namespace tocsin::app {
namespace {

/// Two geostationary scanners that use both bands: the ground is open to them at 4.3 µm. No radar.
const std::string& world() {
  static const std::string kText = R"(name = "two scanners"
[[satellite]]
id = "W"
orbit = "geostationary"
lon_deg = -75
[[satellite]]
id = "E"
orbit = "geostationary"
lon_deg = 0
[[infrared_type]]
id = "scanner"
bands_um = [2.7, 4.3]
band_use = "best"
[[infrared]]
id = "W-scanner"
satellite = "W"
type = "scanner"
[[infrared]]
id = "E-scanner"
satellite = "E"
type = "scanner"
)";
  return kText;
}

std::string scenario(const std::string& what) {
  return "name = \"s\"\nworld = \"w\"\nseed = 3\nbegin = \"2023-03-21T13:58:00Z\"\nduration_s = 600\n"
         "cloud_top_km = 0\n" +
         what;
}

const std::string& launch() {
  static const std::string kText =
      "[launch]\nid = \"a\"\ntime = \"2023-03-21T14:00:00Z\"\nlat_deg = 15.0\nlon_deg = -40.0\nbearing_deg = 330\n"
      "apogee_km = 900\nrange_km = 3500\n";
  return kText;
}

std::string source(const std::string& kind, double intensity_w_sr, const std::string& more = "") {
  return "[[source]]\nid = \"x\"\nkind = \"" + kind +
         "\"\nbegin = \"2023-03-21T14:00:00Z\"\nlat_deg = 15.0\nlon_deg = -40.0\nintensity_w_sr = " +
         std::to_string(intensity_w_sr) + "\n" + more;
}

struct Seen {
  std::map<std::string, message::Event> events;  ///< newest revision
  std::map<std::string, int> bearings;           ///< of what is no clutter, by sensor

  [[nodiscard]] message::Level highest() const {
    message::Level level = message::Level::possible;
    for (const auto& [id, event] : events) level = std::max(level, event.level);
    return level;
  }
};

Seen seen_of(const std::string& what) {
  Seen out;
  Result<ConfigTable> root = parse_config(scenario(what), "s.toml");
  EXPECT_TRUE(root);
  Result<sim::Scenario> script = sim::read_scenario(*root);
  EXPECT_TRUE(script) << script.error().to_string();
  Result<Centre> centre = make_centre(world(), "w.toml", script->begin);
  EXPECT_TRUE(centre) << centre.error().to_string();
  auto simulation = sim::Simulation::create(*script, centre->sensors, script->seed);
  EXPECT_TRUE(simulation) << simulation.error().to_string();
  Pipeline pipeline(*centre);
  while (std::optional<message::Record> record = (*simulation)->next()) {
    for (const message::Event& event : pipeline.step(*record).events) out.events[event.id] = event;
    for (const message::TruthOrigin& origin : (*simulation)->take_origins()) {
      if (!origin.body.empty()) ++out.bearings[origin.source];
    }
  }
  return out;
}

TEST(ClutterSources, ALaunchInFrontOfTwoScannersIsProbable) {
  const Seen seen = seen_of(launch());
  EXPECT_EQ(seen.highest(), message::Level::probable);
}

TEST(ClutterSources, AStaticFiringInViewOfTwoScannersIsNotBelievedToBeALaunch) {
  const Seen seen = seen_of(source("static_fire", 3e6, "duration_s = 120\n"));
  ASSERT_EQ(seen.bearings.size(), 2U) << "both scanners must see it";
  for (const auto& [sensor, count] : seen.bearings) EXPECT_GE(count, 11) << sensor;
  for (const auto& [id, event] : seen.events) {
    EXPECT_EQ(event.level, message::Level::possible) << id << ' ' << name_of(event.event_class);
  }
}

TEST(ClutterSources, AFireAndAVolcanoInViewOfTwoScannersAreNotBelievedToBeLaunches) {
  for (const char* kind : {"fire", "volcano"}) {
    const Seen seen = seen_of(source(kind, 1e7, "duration_s = 400\n"));
    ASSERT_EQ(seen.bearings.size(), 2U) << kind;
    EXPECT_EQ(seen.highest(), message::Level::possible) << kind;
  }
}

TEST(ClutterSources, AFlashAFireballAndAGlintAreNotBelievedToBeLaunches) {
  for (const char* kind : {"lightning", "fireball", "satellite_glint"}) {
    const Seen seen = seen_of(source(kind, 1e8, "duration_s = 12\nbearing_deg = 40\n"));
    EXPECT_GE(seen.bearings.size(), 1U) << kind;
    EXPECT_EQ(seen.highest(), message::Level::possible) << kind;
  }
}

TEST(ClutterSources, ALaunchBesideAFireIsStillProbable) {
  EXPECT_EQ(seen_of(launch() + source("fire", 1e7, "duration_s = 400\n")).highest(), message::Level::probable);
}

}  // namespace
}  // namespace tocsin::app
