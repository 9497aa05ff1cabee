#include <set>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

struct Counted {
  std::set<std::int64_t> tracks;
  std::set<std::int64_t> confirmed;
  std::size_t measurements = 0;
};

Counted count(const std::vector<message::Record>& records, const std::shared_ptr<const sense::Sensors>& sensors) {
  Tracker tracker({}, sensors);
  const Told told = run(tracker, records);
  Counted out;
  for (const auto& tick : told.ticks) {
    for (const message::Track& track : tick) {
      out.tracks.insert(track.id);
      if (track.state == message::TrackState::confirmed) out.confirmed.insert(track.id);
    }
  }
  for (const message::Record& record : records) {
    out.measurements += std::holds_alternative<message::Bearing>(record.payload) ||
                        std::holds_alternative<message::Plot>(record.payload);
  }
  return out;
}

TEST(Clutter, OfHoursConfirmsNothing) {
  const auto sensors = synthetic_sensors(synthetic_world());
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2", "GEO-3", "HEO-1"};
  options.radars = {"RAD-1", "RAD-2"};
  options.end_s = 4.0 * 3600.0;
  const Counted counted = count(stream({}, *sensors, options, 1), sensors);
  std::printf("4 h: %zu false measurements, %zu tentative tracks, %zu confirmed\n", counted.measurements,
              counted.tracks.size(), counted.confirmed.size());
  EXPECT_GT(counted.measurements, 1500U);
  EXPECT_TRUE(counted.confirmed.empty());
  EXPECT_LE(counted.tracks.size(), 3U);
}

TEST(Clutter, TwentyTimesWorseThanStatedStillConfirmsNothing) {
  const auto sensors = synthetic_sensors(synthetic_world());
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.radars = {"RAD-1"};
  options.end_s = 1200.0;
  options.clutter_factor = 20.0;
  const Counted counted = count(stream({}, *sensors, options, 2), sensors);
  EXPECT_GT(counted.measurements, 1000U);
  EXPECT_TRUE(counted.confirmed.empty());
}

TEST(Clutter, DoesNotKeepALaunchFromBeingConfirmed) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const SyntheticBody body = launch({}, 160.0);
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.end_s = 120.0;
  options.clutter_factor = 20.0;
  const Counted counted = count(stream({body}, *sensors, options, 2), sensors);
  EXPECT_EQ(counted.confirmed.size(), 1U);
}

/// A fire burns in one place for an hour: two satellites see it, and it stays what it is.
TEST(Clutter, AFireIsNoObjectThatMoves) {
  const auto sensors = synthetic_sensors(synthetic_world());
  SyntheticBody fire;
  fire.begin_s = 0.0;
  fire.intensity_w_sr = 2e5;
  const State<Itrf> place{earth::to_itrf({0.6, 2.0, 300.0}), {}};
  fire.samples.assign(36000, {place, true});
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.end_s = 1800.0;
  options.visible_above_m = 0.0;
  options.clutter_factor = 0.0;
  const Counted counted = count(stream({fire}, *sensors, options, 3), sensors);
  EXPECT_TRUE(counted.confirmed.empty());
  EXPECT_FALSE(counted.tracks.empty());
}

/// Heat that stands clearly in the air is confirmed by the first bearings of two satellites, the same on the ground is
/// not.
TEST(Clutter, HeatAloftIsConfirmedBeforeItHasMovedAndOnAMountainItIsNot) {
  const auto sensors = synthetic_sensors(synthetic_world());
  for (const double height_m : {12e3, 3e3}) {
    SyntheticBody heat;
    heat.begin_s = 0.0;
    heat.intensity_w_sr = 2e5;
    heat.samples.assign(1000, {State<Itrf>{earth::to_itrf({0.6, 2.0, height_m}), {}}, true});
    StreamOptions options;
    options.infrared = {"GEO-1", "GEO-2"};
    options.end_s = 30.0;
    options.visible_above_m = 0.0;
    options.clutter_factor = 0.0;
    const Counted counted = count(stream({heat}, *sensors, options, 4), sensors);
    EXPECT_EQ(counted.confirmed.size(), height_m > 6e3 ? 1U : 0U) << height_m;
  }
}

}  // namespace
}  // namespace tocsin::track::test
