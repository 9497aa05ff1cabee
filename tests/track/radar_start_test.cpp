#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

/// An arc that rises through the fence of RAD-1.
SyntheticBody rising_arc(const sense::Radar& radar, Random random, double until_s) {
  const Position<Itrf> place = sense::radar_position(radar, random.uniform(1000e3, 2200e3), random.uniform(0.0, 6.28),
                                                     degrees(random.uniform(1.0, 3.0)).value());
  const Vec3 up = unit(place.m);
  const Vec3 side = unit(cross(up, earth::to_itrf(radar.site).m - place.m));
  const Vec3 level = cross(side, up);
  const double heading = random.uniform(-0.7, 0.7);
  const double climb = random.uniform(0.1, 0.7);
  const double speed = random.uniform(2500.0, 6500.0);
  const Vec3 v =
      speed * (std::cos(climb) * (std::cos(heading) * level + std::sin(heading) * side) + std::sin(climb) * up);
  return coast({place, {v}}, 3.0, until_s);
}

struct Bin {
  double nees = 0.0;
  int inside = 0;
  double position_m = 0.0;
  double velocity_mps = 0.0;
  int n = 0;
};

TEST(RadarAlone, ConfirmsAnArcInSecondsAndStatesItsErrors) {
  const auto sensors = synthetic_sensors(synthetic_world());
  std::map<std::int64_t, Bin> bins;
  constexpr std::uint64_t kSeeds = 200;
  int confirmed = 0;
  double seconds_to_confirm = 0.0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const SyntheticBody body = rising_arc(*sensors->radar("RAD-1"), Random(seed, "arc"), 75.0);
    StreamOptions options;
    options.radars = {"RAD-1"};
    options.end_s = 70.0;
    Tracker tracker({}, sensors);
    const Told told = run(tracker, stream({body}, *sensors, options, seed));
    std::set<std::int64_t> ids;
    bool is_confirmed = false;
    for (std::size_t k = 0; k < told.ticks.size(); ++k) {
      const double t = static_cast<double>(k) + 1.0;
      for (const message::Track& track : told.ticks[k]) {
        if (track.state == message::TrackState::ended) continue;
        ids.insert(track.id);
        if (!is_confirmed && track.state == message::TrackState::confirmed) {
          is_confirmed = true;
          ++confirmed;
          seconds_to_confirm += seconds_between(track.first_seen, track.time);
        }
        for (const std::int64_t hits : {5, 10, 20, 40}) {
          if (track.radar_hits != hits) continue;
          Bin& bin = bins[hits];
          const double squared = nees(track, body.state(t));
          bin.nees += squared;
          bin.inside += squared < 10.645 ? 1 : 0;
          bin.position_m += position_error_m(track, body.state(t));
          bin.velocity_mps += norm(track.velocity_mps - body.state(t).velocity.mps);
          ++bin.n;
        }
      }
    }
    EXPECT_LE(ids.size(), 1U) << seed;
  }
  EXPECT_EQ(confirmed, static_cast<int>(kSeeds));
  std::printf("radar alone: confirmed after %.1f s\n", seconds_to_confirm / confirmed);
  EXPECT_LT(seconds_to_confirm / confirmed, 6.0);
  for (const auto& [hits, bin] : bins) {
    std::printf("plots %3lld  n %3d  NEES(6) %5.2f  inside 90 %%: %.2f  position %5.2f km  velocity %5.0f m/s\n",
                static_cast<long long>(hits), bin.n, bin.nees / bin.n, 1.0 * bin.inside / bin.n,
                1e-3 * bin.position_m / bin.n, bin.velocity_mps / bin.n);
    ASSERT_GE(bin.n, 100);
    // The first plots lean on a prior that these arcs are not drawn from.
    EXPECT_LT(bin.nees / bin.n, hits < 10 ? 9.0 : 7.5);
    EXPECT_GT(bin.nees / bin.n, 4.5);
    EXPECT_GT(1.0 * bin.inside / bin.n, hits < 10 ? 0.75 : 0.82);
  }
}

TEST(RadarAlone, KeepsTheNumbersOfTwoObjectsThatCross) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const sense::Radar& radar = *sensors->radar("RAD-1");
  int kept = 0;
  constexpr int kRuns = 10;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    // Two objects 400 m apart at 60 s, 60 m/s apart in velocity: what two stages or two warheads do.
    const Position<Itrf> place = sense::radar_position(radar, 900e3, 5.2, degrees(14.0).value());
    const Vec3 up = unit(place.m);
    const Vec3 side = unit(cross(up, earth::to_itrf(radar.site).m - place.m));
    const Vec3 v = 2600.0 * (0.9 * cross(side, up) + 0.44 * up);
    const double angle = 0.6 * static_cast<double>(seed);
    const Vec3 apart = std::cos(angle) * side + std::sin(angle) * up;
    const SyntheticBody middle_a = coast({place, {v}}, 60.0, 130.0);
    const SyntheticBody middle_b = coast({{place.m + 400.0 * side}, {v - 60.0 * apart}}, 60.0, 130.0);
    // Started 57 s before the meeting by flying the mirrored velocity, which gravity alone brings back.
    const auto before = [](const SyntheticBody& body) {
      const State<Itrf> meeting = body.state(60.0);
      State<Itrf> start = meeting;
      for (int i = 0; i < 6; ++i) {
        const State<Itrf> end = coast(start, 3.0, 61.0).state(60.0);
        start.position.m += meeting.position.m - end.position.m;
        start.velocity.mps += meeting.velocity.mps - end.velocity.mps;
      }
      return coast(start, 3.0, 130.0);
    };
    const SyntheticBody a = before(middle_a);
    const SyntheticBody b = before(middle_b);
    ASSERT_LT(norm(a.state(60.0).position.m - place.m), 500.0);
    StreamOptions options;
    options.radars = {"RAD-1"};
    options.end_s = 125.0;
    options.clutter_factor = 0.0;
    sense::World world = synthetic_world();
    world.radars[0].fence_elevation_rad = degrees(2.0).value();
    world.radars[0].fence_height_rad = degrees(30.0).value();
    const auto wide = synthetic_sensors(world);
    Tracker tracker({}, wide);
    const Told told = run(tracker, stream({a, b}, *wide, options, seed));
    const auto nearest = [&](std::size_t tick, const SyntheticBody& body) {
      std::int64_t id = -1;
      double best = 1e9;
      for (const message::Track& track : told.ticks[tick]) {
        const double error = norm(track.velocity_mps - body.state(static_cast<double>(tick) + 1.0).velocity.mps);
        if (track.state == message::TrackState::confirmed && error < best) {
          best = error;
          id = track.id;
        }
      }
      return id;
    };
    const bool distinct = nearest(40, a) != nearest(40, b);
    if (distinct && nearest(40, a) == nearest(115, a) && nearest(40, b) == nearest(115, b)) ++kept;
  }
  std::printf("crossing objects: numbers kept in %d of %d runs\n", kept, kRuns);
  EXPECT_GE(kept, kRuns - 2);
}

}  // namespace
}  // namespace tocsin::track::test
