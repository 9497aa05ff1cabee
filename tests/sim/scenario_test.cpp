#include "tocsin/sim/scenario.hpp"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/sim/truth.hpp"

#include "tests/sim/rig.hpp"

namespace tocsin::sim {
namespace {

std::string refusal(const std::string& text, const std::vector<std::string>& sets = {}) {
  std::vector<Override> overrides;
  for (const std::string& set : sets) overrides.push_back(parse_override(set).value());
  Result<ConfigTable> root = parse_config(text, "s.toml", overrides);
  if (!root) return root.error().to_string();
  const Result<Scenario> scenario = read_scenario(*root);
  EXPECT_FALSE(scenario) << text;
  return scenario ? "" : scenario.error().to_string();
}

void expect_refused(const std::string& message, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    EXPECT_NE(message.find(word), std::string::npos) << message << " lacks " << word;
}

TEST(Scenario, FollowsItsLaunchWhenBeginAndDurationAreNotGiven) {
  const Scenario scenario = scenario_of(atlantic_launch());
  EXPECT_EQ(format_utc(scenario.begin), "2023-03-21T13:58:00Z");
  EXPECT_EQ(scenario.duration_s, 0.0);
  EXPECT_EQ(scenario.status, message::RecordStatus::exercise);
  ASSERT_EQ(scenario.launches.size(), 1U);
  EXPECT_EQ(scenario.launches[0].apogee_km, 900.0);
}

TEST(Scenario, AnOrbitMakesASpaceLaunch) {
  const Scenario scenario = scenario_of(space_launch());
  ASSERT_EQ(scenario.launches.size(), 1U);
  EXPECT_EQ(scenario.launches[0].orbit_km, 300.0);
  EXPECT_EQ(scenario.launches[0].vehicle_class, "space_launch");
  EXPECT_EQ(scenario_of(space_launch(), {"launch.vehicle_class=unknown"}).launches[0].vehicle_class, "unknown");
}

TEST(Scenario, TakesSeveralLaunchesInAnyOrder) {
  const std::string text = R"(name = "two"
world = "w"
duration_s = 100
[[launches]]
id = "b"
time = "2023-03-21T14:00:00Z"
lat_deg = 1
lon_deg = 2
bearing_deg = 3
[[launches]]
id = "a"
time = "2023-03-21T13:00:00Z"
lat_deg = 1
lon_deg = 2
bearing_deg = 3
)";
  const Scenario scenario = scenario_of(text);
  ASSERT_EQ(scenario.launches.size(), 2U);
  EXPECT_EQ(scenario.launches[0].id, "a");
  EXPECT_EQ(format_utc(scenario.begin), "2023-03-21T12:58:00Z");
  EXPECT_FALSE(scenario.launches[0].range_km);
  expect_refused(refusal(text, {"launches.0.id=a"}), {"launches.1.id", "no other"});
  EXPECT_DOUBLE_EQ(scenario_of(text, {"launches.0.range_km=1200"}).launches[1].range_km.value_or(0.0), 1200.0);
}

TEST(Scenario, TakesValuesFromTheCommandLine) {
  const Scenario scenario =
      scenario_of(text_of("scenarios/reported-flight.toml"),
                  {"launch.time=2017-11-28T18:17:00Z", "launch.lat_deg=39.3", "launch.lon_deg=125.9",
                   "launch.bearing_deg=70", "launch.apogee_km=4475", "launch.range_km=950", "seed=4"});
  EXPECT_EQ(format_utc(scenario.launches[0].time), "2017-11-28T18:17:00Z");
  EXPECT_EQ(format_utc(scenario.begin), "2017-11-28T18:15:00Z");
  EXPECT_EQ(scenario.launches[0].range_km, 950.0);
  EXPECT_EQ(scenario.seed, 4U);
}

TEST(Scenario, SaysWhatThePayloadDoesWithLift) {
  const std::string& ballistic = atlantic_launch();
  EXPECT_EQ(scenario_of(ballistic).launches[0].manoeuvre.kind, motion::ManoeuvreKind::none);
  EXPECT_EQ(scenario_of(ballistic).launches[0].vehicle_class, "ballistic");
  const LaunchScript glide =
      scenario_of(ballistic, {"launch.maneuver=glide", "launch.lift_to_drag=2.5", "launch.below_km=40"}).launches[0];
  EXPECT_EQ(glide.manoeuvre.kind, motion::ManoeuvreKind::glide);
  EXPECT_EQ(glide.manoeuvre.lift_to_drag, 2.5);
  EXPECT_EQ(glide.manoeuvre.below_m, 40e3);
  EXPECT_EQ(glide.vehicle_class, "manoeuvring");
  EXPECT_EQ(scenario_of(ballistic, {"launch.maneuver=pullup"}).launches[0].manoeuvre.kind,
            motion::ManoeuvreKind::pullup);
  expect_refused(refusal(ballistic, {"launch.maneuver=weave"}), {"launch.maneuver", "weave", "pullup, glide"});
  expect_refused(refusal(ballistic, {"launch.lift_to_drag=2"}), {"launch.lift_to_drag", "without maneuver"});
  expect_refused(refusal(ballistic, {"launch.maneuver=glide", "launch.lift_to_drag=20"}), {"lift_to_drag", "20"});
  expect_refused(refusal(ballistic, {"launch.maneuver=glide", "launch.pull_up_to_deg=5"}), {"pull_up_to_deg"});
}

TEST(Scenario, RefusesBadFiguresByName) {
  const std::string& good = atlantic_launch();
  expect_refused(refusal(good, {"launch.lat_deg=95"}), {"launch.lat_deg", "95", "-90"});
  expect_refused(refusal(good, {"launch.lat_deg=nan"}), {"launch.lat_deg", "nan"});
  expect_refused(refusal(good, {"launch.apogee_km=high"}), {"launch.apogee_km", "high"});
  expect_refused(refusal(good, {"launch.time=0000-03-21T14:00:00Z"}), {"launch.time", "0000"});
  expect_refused(refusal(good, {"launch.time=yesterday"}), {"launch.time", "yesterday"});
  expect_refused(refusal(good, {"launch.apoge_km=900"}), {"launch.apoge_km", "unknown key", "'apogee_km'"});
  expect_refused(refusal(good, {"launch.vehicle=rocket"}), {"launch.vehicle", "generic short-range"});
  expect_refused(refusal(good, {"launch.orbit_km=300"}), {"launch.apogee_km", "nothing beside orbit_km"});
  expect_refused(refusal(good, {"launch.debris=201"}), {"launch.debris", "201", "200"});
  expect_refused(refusal(space_launch(), {"launch.orbit_km=99"}), {"launch.orbit_km", "99", "100"});
  expect_refused(refusal(space_launch(), {"launch.vehicle=generic long-range, three stages"}), {"launch.vehicle"});
  expect_refused(refusal(space_launch(), {"launch.telemetry=folder"}), {"launch.telemetry"});
  expect_refused(refusal(good, {"status=actual"}), {"status", "actual", "exercise, test"});
  expect_refused(refusal(good, {"cloud_top_km=-1"}), {"cloud_top_km", "-1"});
  expect_refused(refusal(good, {"seed=-3"}), {"seed", "-3"});
  expect_refused(refusal(good + "[refraction]\nionosphere_tecu = -1\n"), {"refraction.ionosphere_tecu", "-1"});
  expect_refused(refusal(good + "[refraction]\ntec = 1\n"), {"refraction.tec", "unknown key"});
  expect_refused(refusal(good + "[[fault]]\nsensor = \"x\"\nclock_bias_s = 11\n"), {"fault.0.clock_bias_s", "11"});
  expect_refused(refusal(good + "[[fault]]\nsensor = 3\n"), {"s.toml:13", "fault.0.sensor", "text"});
  expect_refused(
      refusal(good +
              "[[fault]]\nsensor = \"x\"\noff_from = \"2023-01-02T00:00:00Z\"\noff_until = \"2023-01-01T00:00:00Z\"\n"),
      {"fault.0.off_until", "after off_from"});
  expect_refused(
      refusal(
          good +
          "[[fault]]\nsensor = \"x\"\ndelay_from = \"2023-01-02T00:00:00Z\"\ndelay_until = \"2023-01-01T00:00:00Z\"\n"),
      {"fault.0.delay_until", "after delay_from"});
  expect_refused(refusal(good + "[[fault]]\nsensor = \"x\"\ndelay_s = -1\n"), {"fault.0.delay_s", "-1"});
  expect_refused(refusal(good + "[[operator]]\nby = \"a b\"\n"), {"operator.0.by", "without spaces"});
  expect_refused(refusal(good + "[[operator]]\nby = \"a\"\naction = \"relaese\"\n"),
                 {"operator.0.action", "release, reject"});
  expect_refused(refusal(good + "[[operators]]\nby = \"a\"\n"), {"operators", "'operator'"});
  expect_refused(refusal("name = \"x\"\nworld = \"w\"\n"), {"begin", "a launch to start from"});
  expect_refused(refusal("name = \"x\"\nworld = \"w\"\nbegin = \"2023-01-01T00:00:00Z\"\n"), {"duration_s"});
  expect_refused(refusal(""), {"name"});
  expect_refused(refusal("launch = 3\nname = \"x\"\nworld = \"w\""), {"launch", "a table"});
}

/// A source of one file, which is all that there is.
FileSource only(const std::string& path, const std::string& text) {
  return [=](const std::string& wanted, std::uint64_t) -> Result<std::string> {
    if (wanted != path) return fail(Error{.source = wanted, .message = "there is no such file"});
    return text;
  };
}

TEST(Scenario, FliesTheVehiclesOfAFileOfItsOwn) {
  std::string vehicles = text_of("data/vehicles.toml");
  vehicles.replace(vehicles.find("generic intermediate-range"), 26, "my own intermediate-range");
  const std::string text = "vehicles = \"../my.toml\"\n" + atlantic_launch();
  ConfigTable root = parse_config(text, "folder/x/s.toml").value();
  const Scenario scenario = read_scenario(root, only("folder/my.toml", vehicles)).value();
  ASSERT_TRUE(scenario.vehicles);
  const Truth truth = Truth::create(scenario, 1).value();
  EXPECT_EQ(truth.launches()[0]->flight.vehicle().name, "my own intermediate-range, two stages");

  ConfigTable again = parse_config(text, "folder/x/s.toml", {parse_override("vehicles=here.toml").value()}).value();
  EXPECT_TRUE(read_scenario(again, only("here.toml", vehicles))) << "a path by hand is from the current folder";
  ConfigTable missing = parse_config(text, "folder/x/s.toml").value();
  const Result<Scenario> refused = read_scenario(missing, only("my.toml", vehicles));
  ASSERT_FALSE(refused);
  expect_refused(refused.error().to_string(), {"folder/x/s.toml:1", "vehicles", "../my.toml", "no such file"});
  ConfigTable spoiled = parse_config(text, "folder/x/s.toml").value();
  const Result<Scenario> bad = read_scenario(spoiled, only("folder/my.toml", "\n[launcher]\n"));
  ASSERT_FALSE(bad);
  expect_refused(bad.error().to_string(), {"folder/my.toml", "family"});
}

TEST(Scenario, MustFitItsWorld) {
  const std::string& good = atlantic_launch();
  const auto sensors = sensors_of("worlds/generic.toml", Instant{});
  EXPECT_TRUE(check_scenario(scenario_of(good), sensors->world()));
  const Status opaque = check_scenario(
      scenario_of(good + "[refraction]\nionosphere_tecu = 500\nionosphere_scale_km = 20\n"), sensors->world());
  ASSERT_FALSE(opaque);
  expect_refused(opaque.error().to_string(), {"refraction.ionosphere_tecu", "500", "radar"});
  const Status unknown = check_scenario(scenario_of(good + "[[fault]]\nsensor = \"UHF-W\"\n"), sensors->world());
  ASSERT_FALSE(unknown);
  expect_refused(unknown.error().to_string(), {"fault.0.sensor", "UHF-W", "'UHF-E'"});
  EXPECT_FALSE(check_scenario(scenario_of(good + "[[operator]]\nby = \"X-T\"\n"), sensors->world()));
  EXPECT_FALSE(check_scenario(scenario_of(good + "[[operator]]\nby = \"clock\"\n"), sensors->world()));
}

TEST(Scenario, OfTheRepositoryIsReadAndFitsItsWorld) {
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator("scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    const std::string name = entry.path().stem().string();
    ConfigTable root = parse_config(text_of(entry.path().string()), entry.path().string()).value();
    const Scenario scenario = read_scenario(root).value();
    EXPECT_EQ(scenario.name, name);
    EXPECT_TRUE(check_scenario(scenario, sensors_of(scenario.world, scenario.begin)->world())) << name;
    ++read;
  }
  EXPECT_GT(read, 15);
}

TEST(Scenario, OfTheOverflightHasATwinThatDiffersInPeopleOnly) {
  const Scenario alone = scenario_of(text_of("scenarios/overflight-2022-10-03.toml"));
  const Scenario released = scenario_of(text_of("scenarios/overflight-released.toml"));
  EXPECT_TRUE(alone.operators.empty());
  EXPECT_EQ(released.operators.size(), 5U);
  EXPECT_EQ(alone.launches[0].apogee_km, released.launches[0].apogee_km);
  EXPECT_EQ(alone.seed, released.seed);
}

TEST(Scenario, OfAnyTextIsReadOrRefusedButNeverBreaks) {
  const std::string& text = atlantic_launch();
  for (std::size_t length = 0; length < text.size(); length += 5) {
    Result<ConfigTable> root = parse_config(text.substr(0, length), "cut");
    if (root) static_cast<void>(read_scenario(*root));
  }
}

}  // namespace
}  // namespace tocsin::sim
