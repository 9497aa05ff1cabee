#include "tocsin/sense/radar_scheduler.hpp"

#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::sense {
namespace {

using message::DwellMode;
using message::Plot;
using message::Tasking;

const Instant kBegin = parse_utc("2023-01-01T00:00:00Z").value();

Radar a_radar() {
  Radar radar;
  radar.id = "R";
  radar.site = {degrees(40).value(), degrees(140).value(), 0.0};
  radar.elevation_min_rad = degrees(1).value();
  radar.elevation_max_rad = degrees(88).value();
  radar.fence_elevation_rad = degrees(1).value();
  radar.range_rcs1_m = 3000e3;
  radar.range_sigma_m = 60.0;
  radar.azimuth_sigma_rad = degrees(0.1).value();
  radar.elevation_sigma_rad = degrees(0.1).value();
  radar.range_rate_sigma_mps = 5.0;
  radar.beam_rad = degrees(2.2).value();
  return radar;
}

/// A plot of a state, with the radar's stated noise.
Plot plot_of(const Radar& radar, const State<Itrf>& state, Random& random) {
  const RadarView view = radar_view(radar, state.position, state.velocity);
  const PlotSigma sigma = plot_sigma(radar, 1e3, view.elevation_rad);
  Plot plot;
  plot.range_m = view.range_m + sigma.range_m * random.normal();
  plot.azimuth_rad = wrap_two_pi(view.azimuth_rad + sigma.azimuth_rad * random.normal());
  plot.elevation_rad = view.elevation_rad + sigma.elevation_rad * random.normal();
  plot.range_rate_mps = view.range_rate_mps + sigma.range_rate_mps * random.normal();
  plot.range_sigma_m = sigma.range_m;
  plot.azimuth_sigma_rad = sigma.azimuth_rad;
  plot.elevation_sigma_rad = sigma.elevation_rad;
  plot.range_rate_sigma_mps = sigma.range_rate_mps;
  plot.snr_db = 30.0;
  return plot;
}

/// Falls freely from a place over the radar's horizon.
motion::Arc ballistic_arc(const Radar& radar) {
  State<Itrf> state;
  state.position = radar_position(radar, 1500e3, degrees(300).value(), degrees(4).value());
  const Vec3 up = unit(state.position.m);
  const Vec3 east = unit(cross(Vec3{0, 0, 1}, up));
  state.velocity.mps = 3000.0 * up + 3500.0 * east;
  return motion::propagate(state, kBegin, kBegin + whole_seconds(400)).value();
}

/// Runs a scheduler against one object; calls `note` for each dwell with the distance of its beam from the object.
struct Bench {
  Radar radar = a_radar();
  RadarScheduler scheduler{radar, kBegin};
  Random random{1, "bench"};
  std::function<std::optional<State<Itrf>>(Instant)> object;
  std::map<DwellMode, int> dwells;
  double worst_miss_rad = 0.0;
  double detection = 1.0;

  void run_until(Instant end) {
    while (scheduler.next_at() < end) {
      const Tasking tasking = scheduler.next();
      ++dwells[tasking.mode];
      const std::optional<State<Itrf>> state = object(tasking.at);
      if (tasking.mode == DwellMode::fence) {
        // the beam passes the whole sector in no time; only an object in the fence is hit
        if (state && elevation(*state) < radar.fence_elevation_rad + radar.fence_height_rad &&
            elevation(*state) > radar.fence_elevation_rad) {
          scheduler.see_fence(tasking.at, plot_of(radar, *state, random));
        }
        continue;
      }
      std::vector<Plot> plots;
      if (state) {
        const RadarView view = radar_view(radar, state->position, state->velocity);
        const double miss = std::hypot(std::cos(view.elevation_rad) * wrap_pi(view.azimuth_rad - tasking.azimuth_rad),
                                       view.elevation_rad - tasking.elevation_rad);
        if (tasking.mode == DwellMode::track) worst_miss_rad = std::max(worst_miss_rad, miss);
        if (miss < 0.5 * radar.beam_rad && random.uniform() < detection)
          plots.push_back(plot_of(radar, *state, random));
      }
      scheduler.see_dwell(tasking, plots);
    }
  }
  [[nodiscard]] double elevation(const State<Itrf>& state) const {
    return radar_view(radar, state.position, state.velocity).elevation_rad;
  }
};

TEST(RadarScheduler, SweepsItsFenceInTimeWhenNothingIsThere) {
  Bench bench;
  bench.object = [](Instant) { return std::nullopt; };
  bench.run_until(kBegin + whole_seconds(60));
  EXPECT_EQ(bench.dwells[DwellMode::fence], 12);
  EXPECT_EQ(bench.dwells.size(), 1U);
}

TEST(RadarScheduler, ConfirmsAHitATenthOfASecondLater) {
  const Radar radar = a_radar();
  RadarScheduler scheduler(radar, kBegin);
  Random random(3, "confirm");
  static_cast<void>(scheduler.next());
  const Instant hit = kBegin + seconds(1.25);
  scheduler.see_fence(hit, plot_of(radar, ballistic_arc(radar).state_at(hit), random));
  const Tasking dwell = scheduler.next();
  EXPECT_EQ(dwell.mode, DwellMode::confirm);
  EXPECT_EQ(dwell.at, hit + seconds(0.1));
  EXPECT_EQ(scheduler.track_count(), 0U);
  scheduler.see_dwell(dwell, {plot_of(radar, ballistic_arc(radar).state_at(dwell.at), random)});
  EXPECT_EQ(scheduler.track_count(), 1U);
  EXPECT_EQ(scheduler.next().mode, DwellMode::track);
}

TEST(RadarScheduler, ForgetsAHitThatIsNotConfirmed) {
  const Radar radar = a_radar();
  RadarScheduler scheduler(radar, kBegin);
  Random random(4, "false hit");
  static_cast<void>(scheduler.next());
  scheduler.see_fence(kBegin + seconds(1.0), plot_of(radar, ballistic_arc(radar).state_at(kBegin), random));
  const Tasking dwell = scheduler.next();
  scheduler.see_dwell(dwell, {});
  EXPECT_EQ(scheduler.track_count(), 0U);
  EXPECT_EQ(scheduler.next().mode, DwellMode::fence);
}

TEST(RadarScheduler, KeepsItsBeamOnABallisticObjectFromTheFirstDwell) {
  Bench bench;
  const motion::Arc arc = ballistic_arc(bench.radar);
  bench.object = [&](Instant t) { return arc.state_at(t); };
  bench.run_until(kBegin + whole_seconds(120));
  EXPECT_EQ(bench.dwells[DwellMode::confirm], 1);
  EXPECT_EQ(bench.scheduler.track_count(), 1U);
  // twice a second for ten seconds, then once a second
  EXPECT_NEAR(bench.dwells[DwellMode::track], 130, 4);
  EXPECT_LT(bench.worst_miss_rad, 0.25 * bench.radar.beam_rad);
}

TEST(RadarScheduler, KeepsItsBeamOnABoosterThatPullsAndStops) {
  Bench bench;
  const Vec3 start = radar_position(bench.radar, 900e3, degrees(300).value(), degrees(5).value()).m;
  const Vec3 up = unit(start);
  const Vec3 thrust = 60.0 * unit(up + cross(Vec3{0, 0, 1}, up));
  // 60 m/s² for 40 s, then none, at four times the usual errors of a still object's prediction
  bench.object = [&](Instant t) {
    const double s = seconds_between(kBegin, t);
    const double burn = std::min(s, 40.0);
    const Vec3 v = 1500.0 * up + burn * thrust;
    return State<Itrf>{{start + 1500.0 * s * up + (0.5 * burn * burn + (s - burn) * burn) * thrust}, {v}};
  };
  bench.run_until(kBegin + whole_seconds(60));
  EXPECT_EQ(bench.scheduler.track_count(), 1U);
  EXPECT_LT(bench.worst_miss_rad, 0.5 * bench.radar.beam_rad);
}

TEST(RadarScheduler, GoesOnThroughMissedEchoesAndGivesUpAfterFiveInARow) {
  Bench bench;
  bench.detection = 0.8;
  const motion::Arc arc = ballistic_arc(bench.radar);
  const Instant gone = kBegin + whole_seconds(100);
  bench.object = [&](Instant t) { return t < gone ? std::optional(arc.state_at(t)) : std::nullopt; };
  bench.run_until(gone);
  EXPECT_EQ(bench.scheduler.track_count(), 1U);
  bench.run_until(gone + seconds(2.5));
  EXPECT_EQ(bench.scheduler.track_count(), 1U);
  bench.run_until(gone + seconds(7.0));
  EXPECT_EQ(bench.scheduler.track_count(), 0U);
}

TEST(RadarScheduler, GivesUpWhatSetsBelowItsSky) {
  Bench bench;
  State<Itrf> state;
  state.position = radar_position(bench.radar, 800e3, degrees(300).value(), degrees(4).value());
  state.velocity.mps = -2000.0 * unit(state.position.m);
  bench.object = [&](Instant t) {
    return State<Itrf>{{state.position.m + seconds_between(kBegin, t) * state.velocity.mps}, state.velocity};
  };
  bench.run_until(kBegin + whole_seconds(10));
  EXPECT_EQ(bench.scheduler.track_count(), 1U);
  bench.run_until(kBegin + whole_seconds(40));
  EXPECT_EQ(bench.scheduler.track_count(), 0U);
}

TEST(RadarScheduler, FollowsTwoObjectsInOneBeam) {
  const Radar radar = a_radar();
  RadarScheduler scheduler(radar, kBegin);
  Random random(6, "two");
  const motion::Arc arc = ballistic_arc(radar);
  const auto state_of = [&](double which, Instant t) {
    State<Itrf> state = arc.state_at(t);
    const Vec3 ahead = unit(state.velocity.mps);
    state.position.m += which * (5000.0 + 50.0 * seconds_between(kBegin, t)) * ahead;
    state.velocity.mps += which * 50.0 * ahead;
    return state;
  };
  while (scheduler.next_at() < kBegin + whole_seconds(60)) {
    const Tasking tasking = scheduler.next();
    if (tasking.mode == DwellMode::fence) {
      if (tasking.at == kBegin) scheduler.see_fence(tasking.at, plot_of(radar, state_of(0, tasking.at), random));
      continue;
    }
    scheduler.see_dwell(
        tasking, {plot_of(radar, state_of(0, tasking.at), random), plot_of(radar, state_of(1, tasking.at), random)});
  }
  EXPECT_EQ(scheduler.track_count(), 2U);
}

TEST(RadarScheduler, DropsASecondTrackOfTheSameObject) {
  const Radar radar = a_radar();
  RadarScheduler scheduler(radar, kBegin);
  Random random(8, "twins");
  const motion::Arc arc = ballistic_arc(radar);
  static_cast<void>(scheduler.next());
  // two hits so far apart that neither explains the other, on an object that is between them
  for (const double off : {-900.0, 900.0}) {
    Plot plot = plot_of(radar, arc.state_at(kBegin), random);
    plot.range_m = radar_view(radar, arc.state_at(kBegin).position, {}).range_m + off;
    plot.range_sigma_m = 200.0;
    scheduler.see_fence(kBegin, plot);
  }
  std::size_t most = 0;
  while (scheduler.next_at() < kBegin + whole_seconds(60)) {
    const Tasking tasking = scheduler.next();
    if (tasking.mode == DwellMode::fence) continue;
    scheduler.see_dwell(tasking, {plot_of(radar, arc.state_at(tasking.at), random)});
    most = std::max(most, scheduler.track_count());
  }
  EXPECT_EQ(most, 2U);
  EXPECT_EQ(scheduler.track_count(), 1U);
}

TEST(RadarScheduler, NeverHasMoreTracksThanItsRadarCanCarry) {
  Radar radar = a_radar();
  radar.max_tracks = 3;
  RadarScheduler scheduler(radar, kBegin);
  Random random(9, "many");
  std::map<std::int64_t, Plot> fixed;
  static_cast<void>(scheduler.next());
  for (int i = 0; i < 10; ++i) {
    const State<Itrf> state{radar_position(radar, 800e3 + 50e3 * i, 0.3 * i, 0.05), {}};
    scheduler.see_fence(kBegin, plot_of(radar, state, random));
  }
  int confirms = 0;
  while (scheduler.next_at() < kBegin + seconds(0.2)) confirms += scheduler.next().mode == DwellMode::confirm ? 1 : 0;
  EXPECT_EQ(confirms, 3);
}

TEST(RadarScheduler, LeavesEnoughTimeBetweenDwellsForTheErrorsOfItsRadar) {
  // a sharp beam on a near object: visits come early until the direction is predicted within a quarter of the beam
  Radar radar = a_radar();
  radar.beam_rad = degrees(0.5).value();
  RadarScheduler scheduler(radar, kBegin);
  Random random(10, "sharp");
  const State<Itrf> state{radar_position(radar, 300e3, 5.0, 0.05), {{2000.0, 1000.0, 3000.0}}};
  static_cast<void>(scheduler.next());
  scheduler.see_fence(kBegin, plot_of(radar, state, random));
  const Tasking confirm = scheduler.next();
  scheduler.see_dwell(confirm,
                      {plot_of(radar, {{state.position.m + 0.1 * state.velocity.mps}, state.velocity}, random)});
  EXPECT_LT(seconds_between(confirm.at, scheduler.next_at()), 0.3);
}

TEST(RadarScheduler, GoesOnFromItsSavedStateByteForByte) {
  const motion::Arc arc = ballistic_arc(a_radar());
  Bench whole;
  whole.detection = 0.9;
  whole.object = [&](Instant t) { return arc.state_at(t); };
  Bench cut = whole;
  cut.object = whole.object;
  whole.run_until(kBegin + whole_seconds(30));
  cut.run_until(kBegin + whole_seconds(17));
  RadarScheduler resumed(cut.radar, kBegin);
  ASSERT_TRUE(resumed.load(cut.scheduler.save()));
  EXPECT_EQ(resumed.save(), cut.scheduler.save());
  cut.scheduler = resumed;
  cut.run_until(kBegin + whole_seconds(30));
  EXPECT_EQ(cut.scheduler.save(), whole.scheduler.save());
}

TEST(RadarScheduler, RefusesBytesThatItDidNotSave) {
  RadarScheduler scheduler(a_radar(), kBegin);
  const std::string state = scheduler.save();
  EXPECT_FALSE(scheduler.load(""));
  for (std::size_t n = 0; n < state.size(); ++n) EXPECT_FALSE(scheduler.load(state.substr(0, n))) << n;
  EXPECT_FALSE(scheduler.load(state + "x"));
  Radar other = a_radar();
  other.id = "Q";
  EXPECT_FALSE(RadarScheduler(other, kBegin).load(state));
  EXPECT_EQ(scheduler.save(), state);
}

}  // namespace
}  // namespace tocsin::sense
