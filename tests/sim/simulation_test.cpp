#include "tocsin/sim/simulation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"

#include "tests/sim/rig.hpp"

namespace tocsin::sim {
namespace {

using message::Look;
using message::Record;

const Outcome& atlantic() {
  static const Outcome kOutcome = run_generic(scenario_of(atlantic_launch(), {"duration_s=700"}));
  return kOutcome;
}

TEST(Simulation, GivesRecordsInTheOrderOfReceipt) {
  const Outcome& outcome = atlantic();
  ASSERT_GT(outcome.records.size(), 5000U);
  std::map<std::string, std::int64_t> next;
  const Record* before = nullptr;
  for (const Record& record : outcome.records) {
    EXPECT_EQ(record.header.sequence, next[record.header.source]++);
    EXPECT_GE(record.header.received, record.header.measured);
    EXPECT_GE(record.header.received, outcome.begin);
    EXPECT_LE(record.header.received, outcome.end);
    EXPECT_TRUE(record.header.simulated);
    EXPECT_EQ(record.header.status, message::RecordStatus::exercise);
    const auto key = [](const Record& r) {  // ticks come after everything of their second
      const bool tick = std::holds_alternative<message::Tick>(r.payload);
      return std::make_tuple(r.header.received, tick, r.header.source, r.header.sequence);
    };
    if (before != nullptr) {
      EXPECT_LT(key(*before), key(record));
    }
    before = &record;
  }
}

TEST(Simulation, TicksAtEveryWholeSecond) {
  const Outcome& outcome = atlantic();
  std::int64_t ticks = 0;
  for (const Record& record : outcome.records) {
    if (const auto* tick = std::get_if<message::Tick>(&record.payload)) {
      EXPECT_EQ(tick->time, outcome.begin + whole_seconds(ticks++));
      EXPECT_EQ(tick->time, record.header.received);
      EXPECT_EQ(record.header.source, "clock");
    }
  }
  EXPECT_EQ(ticks, 701);
  EXPECT_TRUE(std::holds_alternative<message::Tick>(outcome.records.back().payload));
}

TEST(Simulation, LooksFollowWhatTheyContainAndCountIt) {
  const Outcome& outcome = atlantic();
  std::map<std::string, std::vector<const Record*>> open;
  int full = 0;
  for (const Record& record : outcome.records) {
    std::vector<const Record*>& waiting = open[record.header.source];
    const auto* look = std::get_if<Look>(&record.payload);
    if (look == nullptr) {
      const bool belongs = std::holds_alternative<message::Bearing>(record.payload) ||
                           std::holds_alternative<message::Plot>(record.payload);
      if (belongs) waiting.push_back(&record);
      continue;
    }
    EXPECT_EQ(look->hits, static_cast<std::int64_t>(waiting.size()));
    EXPECT_LT(look->begin, record.header.measured);
    for (const Record* inside : waiting) {
      const auto* bearing = std::get_if<message::Bearing>(&inside->payload);
      const std::int64_t named = bearing != nullptr ? bearing->look : std::get<message::Plot>(inside->payload).look;
      EXPECT_EQ(named, record.header.sequence);
      EXPECT_GE(inside->header.measured, look->begin);
      EXPECT_LE(inside->header.measured, record.header.measured);
      EXPECT_EQ(inside->header.received, record.header.received);
    }
    full += waiting.empty() ? 0 : 1;
    waiting.clear();
  }
  EXPECT_GT(full, 100);
}

TEST(Simulation, EverySensorLooksAllTheTime) {
  const Outcome& outcome = atlantic();
  std::map<std::pair<std::string, std::string>, int> looks;
  for (const Record& record : outcome.records) {
    if (const auto* look = std::get_if<Look>(&record.payload)) ++looks[{record.header.source, look->mode}];
  }
  const auto sensors = sensors_of("worlds/generic.toml", outcome.begin);
  for (const sense::InfraredSensor& sensor : sensors->world().infrared) {
    const bool scans = sensor.mode == sense::InfraredMode::scanner;
    EXPECT_NEAR((looks[{sensor.id, scans ? "scan" : "stare"}]), 700, 12) << sensor.id;
  }
  for (const sense::Radar& radar : sensors->world().radars)
    EXPECT_NEAR((looks[{radar.id, "fence"}]), 700, 8) << radar.id;
}

TEST(Simulation, SeesTheLaunchAfterItsCloudBreakAndTheRadarLater) {
  const Outcome& outcome = atlantic();
  const Instant launch = parse_utc("2023-03-21T14:00:00Z").value();
  std::map<std::pair<std::string, std::int64_t>, std::string> body;
  for (const message::TruthOrigin& origin : outcome.origins) body[{origin.source, origin.sequence}] = origin.body;
  std::map<std::string, double> first;
  for (const Record& record : outcome.records) {
    const auto origin = body.find({record.header.source, record.header.sequence});
    if (origin == body.end() || origin->second.empty()) continue;
    first.try_emplace(record.header.source, seconds_between(launch, record.header.measured));
  }
  for (const char* scanner : {"GEO-A-scanner", "GEO-B-scanner"}) {
    ASSERT_TRUE(first.contains(scanner)) << scanner;
    EXPECT_GT(first[scanner], 20.0);
    EXPECT_LT(first[scanner], 80.0);
  }
  ASSERT_TRUE(first.contains("UHF-E"));
  EXPECT_GT(first["UHF-E"], first["GEO-A-scanner"]);
  EXPECT_FALSE(first.contains("GEO-D-scanner"));
  EXPECT_FALSE(first.contains("X-T"));
}

TEST(Simulation, NamesABodyForEveryMeasurementOnce) {
  const Outcome& outcome = atlantic();
  std::set<std::pair<std::string, std::int64_t>> origins;
  for (const message::TruthOrigin& origin : outcome.origins)
    EXPECT_TRUE((origins.emplace(origin.source, origin.sequence).second));
  std::size_t measurements = 0;
  for (const Record& record : outcome.records) {
    if (!std::holds_alternative<message::Bearing>(record.payload) &&
        !std::holds_alternative<message::Plot>(record.payload))
      continue;
    ++measurements;
    EXPECT_TRUE((origins.contains({record.header.source, record.header.sequence})));
  }
  EXPECT_EQ(measurements, origins.size());
}

TEST(Simulation, TruthTellsWhatTheScenarioAskedFor) {
  const Outcome& outcome = atlantic();
  const auto payload = std::find_if(outcome.objects.begin(), outcome.objects.end(),
                                    [](const auto& object) { return object.kind == "payload"; });
  ASSERT_NE(payload, outcome.objects.end());
  EXPECT_EQ(payload->id, "a");
  EXPECT_NEAR(payload->apogee_km.value_or(0.0), 900.0, 1.0);
  EXPECT_NEAR(payload->ground_range_km.value_or(0.0), 3500.0, 1.0);
  EXPECT_FALSE(payload->burnouts.empty());
  ASSERT_TRUE(payload->impact_lat_deg && payload->impact_lon_deg);
  const Geodetic expected =
      earth::direct({degrees(15).value(), degrees(-40).value(), 0.0}, degrees(330).value(), 3500e3);
  EXPECT_NEAR(*payload->impact_lat_deg, in_degrees(Radians(expected.lat_rad)), 0.02);
  EXPECT_NEAR(*payload->impact_lon_deg, in_degrees(Radians(expected.lon_rad)), 0.02);
  for (const message::TruthObject& object : outcome.objects) EXPECT_EQ(object.launch, "a");
}

TEST(Simulation, StatesFollowTheBodiesAtTheirStep) {
  const Scenario scenario = scenario_of(atlantic_launch(), {"duration_s=700"});
  const auto simulation = Simulation::create(scenario, sensors_of("worlds/generic.toml", scenario.begin), 1).value();
  int payload = 0;
  int burning = 0;
  const Status given = simulation->each_state(10.0, [&](const message::TruthState& state) -> Status {
    if (state.id != "a") return {};
    EXPECT_EQ((state.time - simulation->begin()).nanoseconds() % 10'000'000'000, 0);
    EXPECT_GT(norm(state.position_m), 6.3e6);
    ++payload;
    burning += state.burning ? 1 : 0;
    return {};
  });
  EXPECT_TRUE(given);
  EXPECT_EQ(payload, 59);  // from launch at 120 s to 700 s
  EXPECT_GT(burning, 8);
  EXPECT_LT(burning, 40);
}

TEST(Simulation, GivesTheSameBytesAgain) {
  const Scenario scenario = scenario_of(atlantic_launch(), {"duration_s=300"});
  const std::string once = bytes_of(run_generic(scenario));
  EXPECT_EQ(once, bytes_of(run_generic(scenario)));
  EXPECT_NE(once, bytes_of(run_generic(scenario_of(atlantic_launch(), {"duration_s=300", "seed=12"}))));
}

const std::string& two_launches() {
  static const std::string kText = R"(name = "two"
world = "worlds/generic.toml"
duration_s = 600
begin = "2023-06-10T02:58:00Z"
[[launches]]
id = "p"
time = "2023-06-10T03:00:00Z"
lat_deg = 15.0
lon_deg = -40.0
bearing_deg = 330
apogee_km = 900
range_km = 3500
[[launches]]
id = "q"
time = "2023-06-10T03:00:30Z"
lat_deg = 19.0
lon_deg = -35.0
bearing_deg = 320
apogee_km = 1000
range_km = 3800
)";
  return kText;
}

TEST(Simulation, DoesNotCareForTheOrderOfTheTruth) {
  std::string permuted = two_launches();
  const std::size_t p = permuted.find("[[launches]]");
  const std::size_t q = permuted.find("[[launches]]", p + 1);
  permuted = permuted.substr(0, p) + permuted.substr(q) + permuted.substr(p, q - p);
  EXPECT_EQ(bytes_of(run_generic(scenario_of(two_launches()))), bytes_of(run_generic(scenario_of(permuted))));
}

/// Bearings of one body as one scanner measured them, without their numbers.
std::set<std::tuple<Instant, double, double, double>> bearings_of(const Outcome& outcome, const std::string& sensor,
                                                                  const std::string& wanted) {
  std::map<std::int64_t, std::string> body;
  for (const message::TruthOrigin& origin : outcome.origins) {
    if (origin.source == sensor) body[origin.sequence] = origin.body;
  }
  std::set<std::tuple<Instant, double, double, double>> out;
  for (const Record& record : outcome.records) {
    const auto* bearing = std::get_if<message::Bearing>(&record.payload);
    if (bearing == nullptr || record.header.source != sensor || body[record.header.sequence] != wanted) continue;
    out.emplace(record.header.measured, bearing->east_rad, bearing->north_rad, bearing->snr);
  }
  return out;
}

TEST(Simulation, AnotherLaunchOrSensorDoesNotChangeWhatElseIsMeasured) {
  const Scenario both = scenario_of(two_launches());
  Scenario one = both;
  one.launches.pop_back();
  const Outcome with_both = run_generic(both);
  const Outcome with_one = run_generic(one);
  EXPECT_GT(bearings_of(with_one, "GEO-A-scanner", "p").size(), 8U);
  EXPECT_EQ(bearings_of(with_both, "GEO-A-scanner", "p"), bearings_of(with_one, "GEO-A-scanner", "p"));
  EXPECT_EQ(bearings_of(with_both, "GEO-A-scanner", ""), bearings_of(with_one, "GEO-A-scanner", ""));

  Scenario fewer_sensors = one;
  fewer_sensors.faults.push_back({.sensor = "GEO-B-scanner", .off = true});
  const Outcome lost = run_generic(fewer_sensors);
  EXPECT_TRUE(bearings_of(lost, "GEO-B-scanner", "p").empty());
  EXPECT_EQ(bearings_of(lost, "GEO-A-scanner", "p"), bearings_of(with_one, "GEO-A-scanner", "p"));
}

/// Receipt of every look of one sensor, by the end of the look.
std::map<Instant, Instant> receipts(const Outcome& outcome, const std::string& sensor) {
  std::map<Instant, Instant> out;
  for (const Record& record : outcome.records) {
    if (record.header.source == sensor && std::holds_alternative<Look>(record.payload)) {
      out[record.header.measured] = record.header.received;
    }
  }
  return out;
}

TEST(Simulation, ADelayedLinkChangesReceiptAndNothingElse) {
  const Scenario plain = scenario_of(atlantic_launch(), {"duration_s=400"});
  Scenario delayed = plain;
  delayed.faults.push_back({.sensor = "GEO-A-scanner", .delay_s = 12.5});
  const Outcome on_time = run_generic(plain);
  const Outcome late = run_generic(delayed);
  const std::map<Instant, Instant> wanted = receipts(on_time, "GEO-A-scanner");
  const std::map<Instant, Instant> found = receipts(late, "GEO-A-scanner");
  ASSERT_GT(found.size(), 300U);
  for (const auto& [measured, received] : found) EXPECT_EQ(received, wanted.at(measured) + seconds(12.5));
  EXPECT_EQ(receipts(late, "GEO-B-scanner"), receipts(on_time, "GEO-B-scanner"));
  const auto same = bearings_of(late, "GEO-A-scanner", "a");
  const auto all = bearings_of(on_time, "GEO-A-scanner", "a");
  EXPECT_GT(same.size(), 8U);
  EXPECT_TRUE(std::includes(all.begin(), all.end(), same.begin(), same.end()));
  for (std::size_t i = 1; i < late.records.size(); ++i) {
    ASSERT_GE(late.records[i].header.received, late.records[i - 1].header.received);
  }
}

TEST(Simulation, ALinkThatStallsGivesItsQueueInOrderWhenItRecovers) {
  Scenario stalled = scenario_of(atlantic_launch(), {"duration_s=400"});
  const Outcome on_time = run_generic(stalled);
  const Instant from = stalled.begin + seconds(100.0);
  const Instant until = stalled.begin + seconds(130.0);
  stalled.faults.push_back({.sensor = "GEO-A-scanner", .delay_s = 30.0, .delay_from = from, .delay_until = until});
  const Outcome late = run_generic(stalled);
  const std::map<Instant, Instant> wanted = receipts(on_time, "GEO-A-scanner");
  Instant newest = stalled.begin;
  int held_back = 0;
  for (const auto& [measured, received] : receipts(late, "GEO-A-scanner")) {
    const Instant due = wanted.at(measured);
    EXPECT_GE(received, newest);  // in the order of measuring: nothing overtakes
    newest = received;
    if (due < from || due >= until + seconds(30.0)) {
      EXPECT_EQ(received, due);
    } else {
      held_back += received > due ? 1 : 0;
      EXPECT_GE(received, due);  // the queue is empty a little before its newest look would have come
      EXPECT_LE(received, due + seconds(30.0));
    }
  }
  EXPECT_GT(held_back, 50);
}

TEST(Simulation, AnEarlierBeginDoesNotChangeWhatIsMeasured) {
  const Scenario usual = scenario_of(atlantic_launch(), {"duration_s=300"});
  Scenario early = usual;
  early.begin = usual.begin - seconds(333.0);
  early.duration_s = 633.0;
  EXPECT_EQ(bearings_of(run_generic(usual), "GEO-A-scanner", "a"),
            bearings_of(run_generic(early), "GEO-A-scanner", "a"));
}

TEST(Simulation, RefusesAFlightThatIsNotDetermined) {
  const Scenario scenario = scenario_of(text_of("scenarios/reported-flight.toml"));
  const auto made = Simulation::create(scenario, sensors_of("worlds/generic.toml", scenario.begin), 1);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().to_string().find("apogee is not reported"), std::string::npos) << made.error().to_string();
  Scenario flat = scenario_of(atlantic_launch(), {"launch.apogee_km=100"});
  const auto impossible = Simulation::create(flat, sensors_of("worlds/generic.toml", flat.begin), 1);
  ASSERT_FALSE(impossible);
  EXPECT_NE(impossible.error().to_string().find("launch a"), std::string::npos) << impossible.error().to_string();
}

TEST(Simulation, EndsWhenThePayloadHasComeDown) {
  const Scenario scenario = scenario_of(atlantic_launch());
  const auto simulation = Simulation::create(scenario, sensors_of("worlds/generic.toml", scenario.begin), 1).value();
  const auto payload = std::find_if(simulation->objects().begin(), simulation->objects().end(),
                                    [](const auto& object) { return object.kind == "payload"; });
  ASSERT_NE(payload, simulation->objects().end());
  ASSERT_TRUE(payload->impact_time);
  EXPECT_NEAR(seconds_between(*payload->impact_time, simulation->end()), 120.0, 1.0);
}

TEST(Simulation, FollowsASpaceLaunchIntoItsOrbitAndItsFirstStageDown) {
  const Scenario scenario = scenario_of(space_launch());
  const auto simulation = Simulation::create(scenario, sensors_of("worlds/generic.toml", scenario.begin), 1).value();
  ASSERT_EQ(simulation->objects().size(), 2U);
  const message::TruthObject& payload = simulation->objects()[0];
  EXPECT_EQ(payload.kind, "payload");
  EXPECT_EQ(payload.vehicle_class, "space_launch");
  EXPECT_EQ(payload.burnouts.size(), 2U);
  EXPECT_FALSE(payload.impact_time);
  EXPECT_GT(seconds_between(*payload.launch_time, payload.end), 3600.0);
  const message::TruthObject& stage = simulation->objects()[1];
  EXPECT_EQ(stage.id, "s-stage-1");
  EXPECT_TRUE(stage.impact_time);
  Scenario far = scenario;
  far.launches[0].orbit_km = 40000.0;
  const auto refused = Simulation::create(far, sensors_of("worlds/generic.toml", far.begin), 1);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().to_string().find("launch s"), std::string::npos) << refused.error().to_string();
}

}  // namespace
}  // namespace tocsin::sim
