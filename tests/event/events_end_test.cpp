#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/event/events.hpp"
#include "tocsin/motion/ballistic.hpp"

#include "scene.hpp"

namespace tocsin::event {
namespace {

using message::EventClass;
using message::Level;
using namespace test;

TrackMaker maker_of(const Flight& flight) {
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  return maker;
}

/// The last whole second before impact at which it is so high, after lift-off.
double last_above(const Flight& flight, double height_m) {
  double t = flight.impact_s();
  while (earth::height_above_ellipsoid_m(flight.at(t).position) < height_m) t -= 1.0;
  return t;
}

TEST(Events, EndWhenTheirTracksEndAndReportRegularlyBefore) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.lost_after_burnout_s = 3.0;
  double last = -1.0;
  double longest = 0.0;
  const double end = flight.burnout_s() + 3.0;
  play(theatre, {scene}, 0.0, end + 60.0, [&](double t, const auto& out) {
    if (out.empty()) return;
    if (last > 0.0 && t < end) longest = std::max(longest, t - last);
    last = t;
  });
  EXPECT_LE(longest, 10.0);
  EXPECT_TRUE(theatre.event("E0001").ended);
  EXPECT_LT(last, end + 35.0) << "silent after its end";
}

TEST(Events, DoNotEndBeforeTheirPredictedImpactAndKeepIt) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.lost_after_burnout_s = 40.0;
  std::optional<double> ended;
  play(theatre, {scene}, 0.0, flight.impact_s() + 150.0, [&](double t, const auto& out) {
    for (const auto& e : out) {
      if (e.ended && !ended) ended = t;
    }
  });
  ASSERT_TRUE(ended);
  EXPECT_GT(*ended, flight.impact_s());
  EXPECT_TRUE(theatre.event("E0001").impact);
}

TEST(Events, WhatWasKnownInOrbitIsNoBallisticFlightWhenItsTrackEnds) {
  Theatre theatre(sky());
  State<Itrf> state{{{6378e3 + 400e3, 0.0, 0.0}}, {{0.0, 7670.0 - 494.0, 0.0}}};
  const auto track_at = [&](double t) {
    message::Track track;
    track.id = 1;
    track.kind = message::TrackKind::full;
    track.state = message::TrackState::confirmed;
    track.time = kLiftOff + seconds(t);
    track.first_seen = kLiftOff;
    track.last_hit = track.time;
    track.existence = 0.99;
    const auto there = motion::propagate_state(state, kLiftOff, track.time);
    track.position_m = there->position.m;
    track.velocity_mps = there->velocity.mps;
    for (int i = 0; i < 6; ++i) track.covariance(i, i) = i < 3 ? 1e4 : 1.0;
    return track;
  };
  for (double t = 1.0; t < 30.0; t += 1.0) {
    theatre.plot("radar-1", kLiftOff + seconds(t), 1);
    theatre.tick(kLiftOff + seconds(t), {track_at(t)});
  }
  const message::Event before = theatre.event("E0001");
  ASSERT_GT(probability(before, "satellite"), 0.4);
  ASSERT_LT(probability(before, "ballistic"), 0.01);
  for (double t = 30.0; t < 80.0; t += 1.0) theatre.tick(kLiftOff + seconds(t), {});
  const message::Event& after = theatre.event("E0001");
  EXPECT_TRUE(after.ended);
  EXPECT_NEAR(probability(after, "satellite"), probability(before, "satellite"), 0.01);
  EXPECT_LT(probability(after, "ballistic"), 0.01);
}

TEST(Events, AMomentOfSeemingThrustInALongCoastChangesNothingAndLastingThrustDoes) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  for (const double lasts_s : {1.0, 15.0}) {
    Theatre theatre(sky());
    Scene scene;
    scene.flight = &flight;
    scene.radar_from_s = flight.burnout_s() + 20.0;
    const double begin = flight.burnout_s() + 120.0;
    play(theatre, {scene}, 0.0, begin);
    ASSERT_EQ(theatre.event("E0001").event_class, EventClass::ballistic);
    ASSERT_TRUE(theatre.event("E0001").impact);
    Random random(5, "relit");
    TrackMaker maker = maker_of(flight);
    bool kept = true;
    for (double t = begin + 1.0; t < begin + 30.0; t += 1.0) {
      theatre.plot("radar-1", kLiftOff + seconds(t), 1);
      message::Track track = maker.at(t, random);
      track.boost_probability = t <= begin + lasts_s ? 0.9 : 0.0;
      theatre.tick(kLiftOff + seconds(t), {track});
      const message::Event& now = theatre.event("E0001");
      kept = kept && now.impact && probability(now, "ballistic") > 0.8;
    }
    EXPECT_EQ(kept, lasts_s < 2.0) << lasts_s;
  }
}

TEST(Events, InTheAirTheRegionDoesNotGrow) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.radar_from_s = flight.burnout_s() + 20.0;
  const double low = last_above(flight, 79e3);
  play(theatre, {scene}, 0.0, low);
  ASSERT_TRUE(theatre.event("E0001").impact);
  double semi_major_km = theatre.event("E0001").impact->ellipse90.semi_major_km;
  Random random(3, "air");
  TrackMaker maker = maker_of(flight);
  for (double t = low + 1.0; t < flight.impact_s() - 3.0; t += 1.0) {
    theatre.plot("radar-1", kLiftOff + seconds(t), 1);
    // a tracker allows for what the air may do: it knows less and less
    maker.sigma_mps = 8.0 + 20.0 * (t - low);
    theatre.tick(kLiftOff + seconds(t), {maker.at(t, random)});
    const message::Event& now = theatre.event("E0001");
    ASSERT_TRUE(now.impact) << t;
    EXPECT_LE(now.impact->ellipse90.semi_major_km, 1.2 * semi_major_km) << t;
    semi_major_km = std::min(semi_major_km, now.impact->ellipse90.semi_major_km);
  }
}

TEST(Events, DragOnAFallingBodyIsNotTakenForThrust) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.radar_from_s = flight.burnout_s() + 20.0;
  const double low = last_above(flight, 60e3);
  play(theatre, {scene}, 0.0, low);
  const message::Event before = theatre.event("E0001");
  ASSERT_TRUE(before.impact);
  ASSERT_EQ(before.event_class, EventClass::ballistic);
  ASSERT_TRUE(before.burnout_time);
  Random random(3, "drag");
  TrackMaker maker = maker_of(flight);
  for (double t = low + 1.0; t < flight.impact_s() - 1.0; t += 1.0) {
    theatre.plot("radar-1", kLiftOff + seconds(t), 1);
    message::Track track = maker.at(t, random);
    track.boost_probability = 0.9;  // the tracker's model with thrust explains the deceleration best
    track.burnout_time.reset();
    theatre.tick(kLiftOff + seconds(t), {track});
    const message::Event& now = theatre.event("E0001");
    ASSERT_EQ(now.event_class, EventClass::ballistic) << t;
    ASSERT_TRUE(now.impact) << t;
    ASSERT_NEAR(now.apogee_km.value_or(0.0), before.apogee_km.value(), 0.1) << t;
    ASSERT_EQ(now.burnout_time, before.burnout_time) << t;
  }
  // On the way up the same track under thrust has no impact.
  Theatre rising(sky());
  play(rising, {scene}, 0.0, flight.burnout_s() + 45.0);
  ASSERT_TRUE(rising.event("E0001").impact);
  message::Track again = maker.at(flight.burnout_s() + 46.0, random);
  again.boost_probability = 0.9;
  rising.tick(kLiftOff + seconds(flight.burnout_s() + 46.0), {again});
  rising.tick(kLiftOff + seconds(flight.burnout_s() + 60.0), {again});
  EXPECT_FALSE(rising.event("E0001").impact);
}

TEST(Events, WhatAppearsAtTheImpactIsAPartOfTheEventAndElsewhereIsNot) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  for (const bool near : {true, false}) {
    Theatre theatre(sky());
    Scene scene;
    scene.flight = &flight;
    scene.lost_after_burnout_s = 40.0;
    play(theatre, {scene}, 0.0, flight.burnout_s() + 45.0);
    const double t = flight.impact_s() - 20.0;
    Random random(2, "end");
    TrackMaker maker;
    maker.id = 9;
    maker.flight = &flight;
    maker.lift_off = kLiftOff;
    message::Track track = maker.at(t, random);
    if (!near) {
      const double angle = 0.1;  // 600 km
      track.position_m = {track.position_m.x * std::cos(angle) - track.position_m.y * std::sin(angle),
                          track.position_m.x * std::sin(angle) + track.position_m.y * std::cos(angle),
                          track.position_m.z};
    }
    track.velocity_mps = 0.05 * track.velocity_mps;  // slowed down by the air
    track.first_seen = track.time - seconds(9.0);    // older than a track must be beside another event
    theatre.tick(kLiftOff + seconds(t), {track});
    EXPECT_EQ(theatre.events().size(), near ? 1U : 2U);
  }
}

}  // namespace
}  // namespace tocsin::event
