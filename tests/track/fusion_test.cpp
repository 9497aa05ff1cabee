#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

using message::TrackKind;
using message::TrackState;

/// Two stages that fly towards RAD-1, and the spent first stage.
struct Scene {
  SyntheticBody vehicle;
  SyntheticBody stage;
};

Scene two_stages() {
  SyntheticLaunch plan;
  plan.site = {degrees(40.5).value(), degrees(128.0).value(), 100.0};
  plan.azimuth_rad = degrees(75.0).value();
  plan.stages = {{115.0, 15.0, 0.28, 4.0}, {90.0, 13.0, 0.25, 0.0}};
  Scene out;
  out.vehicle = launch(plan, 420.0);
  State<Itrf> separated = out.vehicle.state(plan.launch_s + 117.0);
  separated.velocity.mps -= 15.0 * unit(separated.velocity.mps);
  out.stage = coast(separated, plan.launch_s + 117.0, 420.0);
  return out;
}

const message::Track* nearest(const std::vector<message::Track>& tracks, const State<Itrf>& truth) {
  const message::Track* out = nullptr;
  for (const message::Track& track : tracks) {
    if (track.state != TrackState::confirmed) continue;
    if (out == nullptr || position_error_m(track, truth) < position_error_m(*out, truth)) out = &track;
  }
  return out;
}

TEST(InfraredAndRadar, MakeOneTrackOfOneObject) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const Scene scene = two_stages();
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    StreamOptions options;
    options.infrared = {"GEO-1", "GEO-2"};
    options.radars = {"RAD-1"};
    options.end_s = 330.0;
    Tracker tracker({}, sensors);
    const Told told = run(tracker, stream({scene.vehicle, scene.stage}, *sensors, options, seed));
    const message::Track* vehicle = nearest(told.ticks.back(), scene.vehicle.state(330.0));
    ASSERT_NE(vehicle, nullptr) << seed;
    EXPECT_EQ(vehicle->id, 1) << seed;  // the number of the first sight
    EXPECT_GT(vehicle->infrared_hits, 20);
    EXPECT_GT(vehicle->radar_hits, 80);
    EXPECT_GT(vehicle->radar_seconds, 100.0);
    EXPECT_EQ(vehicle->sensors, (std::vector<std::string>{"GEO-1", "GEO-2", "RAD-1"}));
    EXPECT_FALSE(vehicle->parent);
    EXPECT_LT(position_error_m(*vehicle, scene.vehicle.state(330.0)), 2e3);
    ASSERT_TRUE(vehicle->burnout_time);
    EXPECT_NEAR(seconds_between(at(scene.vehicle.burnout_s), *vehicle->burnout_time), 0.0, 6.0);
    EXPECT_LT(vehicle->boost_probability, 0.05);
    // The spent stage is its own object and knows where it came from.
    const message::Track* stage = nearest(told.ticks.back(), scene.stage.state(330.0));
    ASSERT_NE(stage, nullptr);
    EXPECT_NE(stage->id, vehicle->id);
    EXPECT_EQ(stage->infrared_hits, 0);
    ASSERT_TRUE(stage->parent) << seed;
    EXPECT_EQ(*stage->parent, vehicle->id);
  }
}

TEST(OneSatelliteAndRadar, MakeOneTrackUnderTheOlderNumber) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const Scene scene = two_stages();
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    StreamOptions options;
    options.infrared = {"GEO-1"};
    options.radars = {"RAD-1"};
    options.end_s = 280.0;
    Tracker tracker({}, sensors);
    const Told told = run(tracker, stream({scene.vehicle}, *sensors, options, seed));
    const message::Track* vehicle = nearest(told.ticks.back(), scene.vehicle.state(280.0));
    ASSERT_NE(vehicle, nullptr) << seed;
    EXPECT_EQ(vehicle->id, 1) << seed;
    EXPECT_EQ(vehicle->kind, TrackKind::full);
    EXPECT_GT(vehicle->infrared_hits, 8);
    EXPECT_GT(vehicle->radar_hits, 50);
    EXPECT_LT(position_error_m(*vehicle, scene.vehicle.state(280.0)), 3e3);
    int live = 0;
    for (const message::Track& track : told.ticks.back()) live += track.state == TrackState::confirmed ? 1 : 0;
    EXPECT_EQ(live, 1) << seed;
  }
}

TEST(Radar, ThatComesAfterMinutesOfCoastFindsTheInfraredTrack) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const Scene scene = two_stages();
  StreamOptions infrared;
  infrared.infrared = {"GEO-1", "GEO-2"};
  infrared.end_s = 330.0;
  const auto records = stream({scene.vehicle}, *sensors, infrared, 5);
  StreamOptions late;
  late.radars = {"RAD-1"};
  late.begin_s = 290.0;
  late.end_s = 330.0;
  sense::World world = synthetic_world();
  world.radars[0].fence_height_rad = degrees(40.0).value();  // it is high above the usual fence by now
  const auto wide = synthetic_sensors(world);
  std::vector<message::Record> all = records;
  for (const message::Record& record : stream({scene.vehicle}, *wide, late, 5)) {
    if (!std::holds_alternative<message::Tick>(record.payload)) all.push_back(record);
  }
  std::stable_sort(all.begin(), all.end(), [](const message::Record& a, const message::Record& b) {
    return a.header.received < b.header.received;
  });
  Tracker tracker({}, wide);
  const Told told = run(tracker, all);
  const message::Track* vehicle = nearest(told.ticks.back(), scene.vehicle.state(330.0));
  ASSERT_NE(vehicle, nullptr);
  EXPECT_EQ(vehicle->id, 1);
  EXPECT_GT(vehicle->radar_hits, 20);
  EXPECT_LT(position_error_m(*vehicle, scene.vehicle.state(330.0)), 3e3);
  EXPECT_EQ(told.ticks.back().size(), 1U);
}

/// Four crossings of two rays each: two launches 60 km apart and their two ghosts.
TEST(TwoLaunches, SeenByTwoSatellitesAreTwoTracksWithoutGhosts) {
  const auto sensors = synthetic_sensors(synthetic_world());
  int right = 0;
  constexpr int kRuns = 12;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    SyntheticLaunch north;
    north.azimuth_rad = 1.2;
    SyntheticLaunch south = north;
    const double bearing = 0.5 * static_cast<double>(seed);
    south.site = earth::direct(north.site, bearing, 60e3);
    south.launch_s = north.launch_s + 4.0;
    const SyntheticBody a = launch(north, 200.0);
    const SyntheticBody b = launch(south, 200.0);
    StreamOptions options;
    options.infrared = {"GEO-1", "GEO-2"};
    options.end_s = 110.0;
    Tracker tracker({}, sensors);
    const Told told = run(tracker, stream({a, b}, *sensors, options, seed));
    std::set<std::int64_t> confirmed;
    for (const message::Track& track : told.ticks.back()) {
      if (track.state == TrackState::confirmed && track.kind == TrackKind::full) confirmed.insert(track.id);
    }
    const message::Track* track_a = nearest(told.ticks.back(), a.state(110.0));
    const message::Track* track_b = nearest(told.ticks.back(), b.state(110.0));
    const bool good = confirmed.size() == 2 && track_a != nullptr && track_b != nullptr && track_a != track_b &&
                      position_error_m(*track_a, a.state(110.0)) < 8e3 &&
                      position_error_m(*track_b, b.state(110.0)) < 8e3;
    if (good) ++right;
  }
  std::printf("two launches: two right tracks and no ghost in %d of %d runs\n", right, kRuns);
  EXPECT_GE(right, kRuns - 1);
}

TEST(Evidence, OfAPairGoesToTheTrackThatStays) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const SyntheticBody body = launch({}, 200.0);
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2", "GEO-3"};
  options.clutter_factor = 0.0;
  options.end_s = 120.0;
  Tracker tracker({}, sensors);
  const auto records = stream({body}, *sensors, options, 4);
  const Told told = run(tracker, records);
  std::set<std::pair<std::string, std::int64_t>> bearings;
  std::int64_t before_last_tick = 0;
  for (const message::Record& record : records) {
    if (std::holds_alternative<message::Bearing>(record.payload)) {
      bearings.insert({record.header.source, record.header.sequence});
      if (record.header.received < at(options.end_s)) ++before_last_tick;
    }
  }
  std::set<std::pair<std::string, std::int64_t>> assigned;
  for (const message::Assignment& assignment : told.assignments) {
    if (assignment.track == 1) assigned.insert({assignment.source, assignment.sequence});
  }
  EXPECT_EQ(assigned, bearings);
  const message::Track* track = told.find(told.ticks.size() - 1, 1);
  ASSERT_NE(track, nullptr);
  EXPECT_EQ(track->infrared_hits, before_last_tick);
  std::int64_t sum = 0;
  for (const auto& [name, count] : track->hits_by_sensor) sum += count;
  EXPECT_EQ(sum, track->infrared_hits);
}

}  // namespace
}  // namespace tocsin::track::test
