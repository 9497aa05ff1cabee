#include "tocsin/event/events.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "scene.hpp"

namespace tocsin::event {
namespace {

using message::EventClass;
using message::Level;
using namespace test;

TEST(Events, ABallisticFlightIsFirstPossibleThenProbableAndWithRadarConfirmed) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.radar_from_s = flight.burnout_s() + 40.0;
  std::optional<double> possible, probable, confirmed;
  play(theatre, {scene}, 0.0, flight.burnout_s() + 160.0, [&](double t, const auto& out) {
    for (const message::Event& e : out) {
      if (!possible) possible = t;
      if (e.level >= Level::probable && !probable) probable = t;
      if (e.level == Level::confirmed && !confirmed) confirmed = t;
      if (t < flight.burnout_s()) {
        EXPECT_LE(probability(e, "ballistic"), 0.9) << t;
        EXPECT_FALSE(e.impact) << "no impact while thrust lasts, " << t;
      }
      double sum = 0.0;
      for (const auto& [name, p] : e.class_probabilities) sum += p;
      EXPECT_NEAR(sum, 1.0, 1e-9);
      EXPECT_EQ(e.class_probabilities.size(), 13U);
    }
  });
  ASSERT_EQ(theatre.events().size(), 1U);
  const message::Event& e = theatre.event("E0001");
  ASSERT_TRUE(possible && probable && confirmed);
  EXPECT_LE(*possible, *probable);
  EXPECT_GT(*confirmed, scene.radar_from_s);
  EXPECT_LT(*confirmed, scene.radar_from_s + 10.0);
  EXPECT_EQ(e.event_class, EventClass::ballistic);
  EXPECT_GT(probability(e, "ballistic"), 0.9);
  ASSERT_TRUE(e.launch);
  const Geodetic place{e.launch->lat_deg * kRadiansPerDegree, e.launch->lon_deg * kRadiansPerDegree, 0.0};
  EXPECT_LT(earth::inverse(place, kSite).distance_m, 6e3);
  ASSERT_TRUE(e.impact);
  const Geodetic fell{e.impact->lat_deg * kRadiansPerDegree, e.impact->lon_deg * kRadiansPerDegree, 0.0};
  const Geodetic truth = earth::to_geodetic(flight.at(flight.impact_s()).position);
  EXPECT_LT(earth::inverse(fell, truth).distance_m, 150e3);
  EXPECT_NEAR(*e.apogee_km, flight.apogee_m() * 1e-3, 40.0);
  EXPECT_NEAR(e.radar_seconds, seconds_between(kLiftOff + seconds(scene.radar_from_s), e.time), 2.0);
  EXPECT_EQ(e.phenomenologies.size(), 2U);
  EXPECT_EQ(e.contributions.size(), 3U);
  EXPECT_TRUE(says(e, "Confirmed: infrared and radar"));
  EXPECT_TRUE(says(e, "prior 0.27"));
}

TEST(Events, WithoutRadarTheSameFlightIsNeverConfirmed) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  play(theatre, {scene}, 0.0, flight.burnout_s() + 160.0, [&](double, const auto& out) {
    for (const auto& e : out) EXPECT_LT(e.level, Level::confirmed);
  });
  const message::Event& e = theatre.event("E0001");
  EXPECT_EQ(e.level, Level::probable);
  EXPECT_TRUE(says(e, "For confirmed a radar must see the same object"));
}

TEST(Events, OneSatelliteNeedsManyConsistentLooksForProbable) {
  const Flight flight(ballistic_vehicle(), 100.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.satellites = {"ir-60"};
  std::optional<double> possible, probable;
  play(theatre, {scene}, 0.0, flight.burnout_s(), [&](double t, const auto& out) {
    for (const message::Event& e : out) {
      if (!possible) possible = t;
      if (e.level == Level::probable && !probable) probable = t;
      EXPECT_FALSE(e.impact);
    }
  });
  ASSERT_TRUE(possible && probable);
  EXPECT_GE(*probable, *possible + 30.0) << "three looks more";
  const message::Event& e = theatre.event("E0001");
  ASSERT_TRUE(e.launch);
  EXPECT_GT(e.launch->ellipse90.semi_major_km, 2.0);
  EXPECT_TRUE(says(e, "one direction"));
}

TEST(Events, AnAscentToOrbitIsASpaceLaunchAfterItsLastBurnoutAndNotBallisticBefore) {
  const Flight flight(test::orbital_vehicle(kSite, 1.3), 200.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.radar_from_s = 300.0;
  play(theatre, {scene}, 0.0, flight.burnout_s() + 60.0, [&](double t, const auto& out) {
    for (const message::Event& e : out) {
      if (t >= flight.burnout_s()) continue;
      EXPECT_LE(probability(e, "ballistic"), 0.9) << t;
      EXPECT_LE(probability(e, "space_launch"), 0.9) << t;
      EXPECT_FALSE(e.impact) << t;
    }
  });
  const message::Event& e = theatre.event("E0001");
  EXPECT_GE(probability(e, "space_launch"), 0.9);
  EXPECT_EQ(e.event_class, EventClass::space_launch);
  EXPECT_FALSE(e.impact);
}

TEST(Events, AStageThatSeparatesJoinsAndASecondLaunchDoesNot) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Vehicle first_stage_only = ballistic_vehicle();
  first_stage_only.stages.resize(1);
  const Flight stage(first_stage_only, 3000.0);
  Vehicle elsewhere = ballistic_vehicle();
  elsewhere.site.lon_rad += 0.1;
  const Flight other(elsewhere, 3000.0);

  for (const bool with_parent : {true, false}) {
    Theatre theatre(sky());
    Scene scene;
    scene.flight = &flight;
    scene.radar_from_s = 100.0;
    Scene second;
    second.flight = &other;
    second.lift_off = kLiftOff + seconds(20.0);
    second.track = 7;
    Random random(8, "stage");
    const double end = flight.burnout_s() + 120.0;
    for (double t = 0.0; t <= end; t += 1.0) {
      const Instant now = kLiftOff + seconds(t);
      auto tracks = scene.second(theatre, now, random);
      for (auto& track : second.second(theatre, now, random)) tracks.push_back(track);
      if (t > 110.0) {
        theatre.plot("radar-1", now, 2);
        TrackMaker maker;
        maker.id = 2;
        maker.flight = &stage;
        maker.lift_off = kLiftOff;
        maker.sigma_mps = 3.0;
        message::Track piece = maker.at(t, random);
        if (with_parent) piece.parent = 1;
        tracks.push_back(piece);
      }
      theatre.tick(now, tracks);
    }
    const message::Event& e = theatre.event("E0001");
    EXPECT_EQ(e.tracks, (std::vector<std::int64_t>{1, 2})) << with_parent;
    EXPECT_NEAR(e.objects.estimate, 2.0, 0.1);
    EXPECT_FALSE(e.ended);
    // The payload leads: its arc gives the impact, not that of the stage.
    const Geodetic fell{e.impact->lat_deg * kRadiansPerDegree, e.impact->lon_deg * kRadiansPerDegree, 0.0};
    const Geodetic truth = earth::to_geodetic(flight.at(flight.impact_s()).position);
    EXPECT_LT(earth::inverse(fell, truth).distance_m, 150e3);
    std::size_t live = 0;
    for (const auto& [id, event] : theatre.events()) live += event.ended ? 0 : 1;
    EXPECT_EQ(live, 2U) << "the other launch is an event of its own";
  }
}

/// As long as it is not known to climb it might be what comes down there.
TEST(Events, ALaunchFromWhereAndWhenAnotherComesDownIsALaunchOfItsOwn) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Vehicle there = ballistic_vehicle();
  there.site = earth::to_geodetic(flight.at(flight.impact_s()).position);
  there.site.height_m = 0.0;
  const Flight other(there, 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.lost_after_burnout_s = 30.0;
  const double lift_off_s = flight.impact_s() - 40.0;
  Random random(9, "launch from an impact");
  for (double t = 0.0; t <= lift_off_s + 100.0; t += 1.0) {
    const Instant now = kLiftOff + seconds(t);
    std::vector<message::Track> tracks = scene.second(theatre, now, random);
    TrackMaker maker;
    maker.id = 7;
    maker.flight = &other;
    maker.lift_off = kLiftOff + seconds(lift_off_s);
    const State<Itrf> state = other.at(std::max(0.0, t - lift_off_s));
    const bool seen = t > lift_off_s && earth::height_above_ellipsoid_m(state.position) > 10e3;
    if (seen && static_cast<int>(t) % 10 == 0) theatre.bearing("ir--20", now, state.position, 7);
    if (seen && static_cast<int>(t) % 10 == 4) theatre.bearing("ir-60", now, state.position, 7);
    // two satellites know little of a velocity before they have seen it change
    maker.sigma_mps = theatre.with_hits(maker.at(1.0, random)).infrared_hits < 6 ? 700.0 : 30.0;
    const message::Track track = theatre.with_hits(maker.at(std::max(1.0, t - lift_off_s), random));
    if (track.infrared_hits >= 3) tracks.push_back(track);
    theatre.tick(now, tracks);
  }
  EXPECT_EQ(theatre.event("E0001").tracks, (std::vector<std::int64_t>{1}));
  ASSERT_TRUE(theatre.events().contains("E0002"));
  EXPECT_EQ(theatre.event("E0002").tracks, (std::vector<std::int64_t>{7}));
}

TEST(Events, ATrackOfOneSatelliteThatPointsAtAKnownObjectIsNoSecondLaunch) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Vehicle elsewhere = ballistic_vehicle();
  elsewhere.site.lat_rad += 0.05;
  const Flight other(elsewhere, 3000.0);
  for (const bool same : {true, false}) {
    auto three = std::make_shared<Sky>(std::vector<int>{-20, 60, 20});
    Theatre theatre(three);
    Scene scene;
    scene.flight = &flight;
    Scene alone;
    alone.flight = same ? &flight : &other;
    alone.track = 5;
    alone.satellites = {"ir-20"};
    play(theatre, {scene, alone}, 0.0, flight.burnout_s());
    std::size_t live = 0;
    for (const auto& [id, event] : theatre.events()) live += event.ended ? 0 : 1;
    EXPECT_EQ(live, same ? 1U : 2U);
    if (!same) continue;
    const message::Event& survivor = theatre.event("E0001");
    EXPECT_EQ(survivor.tracks, (std::vector<std::int64_t>{1, 5}));
    EXPECT_LT(survivor.objects.estimate, 1.5);
    if (theatre.events().size() > 1) {
      EXPECT_TRUE(theatre.event("E0002").ended);
      EXPECT_TRUE(says(theatre.event("E0002"), "same launch as event E0001"));
    }
  }
}

/// Late records, processed in their places, may show that a measurement was the neighbour's.
TEST(Events, OneMeasurementThatGoesToAnotherLiveTrackMakesNoOneEvent) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Vehicle elsewhere = ballistic_vehicle();
  elsewhere.site.lon_rad += 0.01;
  const Flight other(elsewhere, 3000.0);
  Theatre theatre(sky());
  Scene a;
  a.flight = &flight;
  Scene b = a;
  b.flight = &other;
  b.track = 2;
  const double middle = 95.0;
  play(theatre, {a, b}, 0.0, middle);
  ASSERT_EQ(theatre.events().size(), 2U);
  const std::int64_t newest = theatre.sequence("ir-60") - 1;
  theatre.hand_over("ir-60", newest, newest, 1);
  theatre.hand_over("ir-60", newest - 1, newest - 1, 2);
  play(theatre, {a, b}, middle, middle + 30.0);
  EXPECT_FALSE(theatre.event("E0001").ended);
  EXPECT_FALSE(theatre.event("E0002").ended);
  EXPECT_GT(theatre.event("E0002").own_launch_probability, 0.9);
}

TEST(Events, TracksThatTheTrackerMakesOneBecomeOneEvent) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene a;
  a.flight = &flight;
  a.satellites = {"ir--20"};
  Scene b = a;
  b.track = 2;
  b.satellites = {"ir-60"};
  const double middle = 95.0;
  play(theatre, {a, b}, 0.0, middle);
  ASSERT_EQ(theatre.events().size(), 2U);
  theatre.hand_over("ir-60", 0, theatre.sequence("ir-60") - 1, 1);
  b.tracked = false;
  a.satellites = {"ir--20", "ir-60"};
  play(theatre, {a, b}, middle + 1.0, middle + 30.0);
  EXPECT_FALSE(theatre.event("E0001").ended);
  EXPECT_TRUE(theatre.event("E0002").ended);
  EXPECT_TRUE(says(theatre.event("E0001"), "took over the measurements of track 2"));
  EXPECT_EQ(theatre.event("E0001").level, Level::probable);
  for (const auto& c : theatre.event("E0001").contributions) EXPECT_GE(c.hits, 3) << c.sensor;
}

TEST(Events, ARadarThatFindsTheObjectLaterContinuesTheEventAndAStrangerDoesNot) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Vehicle elsewhere = ballistic_vehicle();
  elsewhere.site.lat_rad += 0.12;
  elsewhere.azimuth_rad += 1.0;
  const Flight other(elsewhere, 3000.0);
  for (const bool same : {true, false}) {
    for (const bool stereo : {true, false}) {
      Theatre theatre(sky());
      Scene infrared;
      infrared.flight = &flight;
      infrared.lost_after_burnout_s = 5.0;
      if (!stereo) infrared.satellites = {"ir-60"};
      Scene radar;
      radar.flight = same ? &flight : &other;
      radar.track = 9;
      radar.satellites = {};
      radar.radar_from_s = flight.burnout_s() + 60.0;
      play(theatre, {infrared, radar}, 0.0, flight.burnout_s() + 120.0);
      const message::Event& e = theatre.event("E0001");
      if (same) {
        EXPECT_EQ(e.level, Level::confirmed) << stereo;
        EXPECT_FALSE(e.ended);
        EXPECT_TRUE(e.impact) << stereo;
      } else {
        EXPECT_LT(e.level, Level::confirmed) << stereo;
        EXPECT_TRUE(e.ended) << stereo;
        ASSERT_TRUE(theatre.events().contains("E0002"));
        EXPECT_EQ(theatre.event("E0002").level, Level::probable);  // one radar, a minute on an arc to the ground
      }
    }
  }
}

TEST(Events, LooksThatShouldHaveSeenItAreNamed) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  for (const bool hit : {false, true}) {
    Theatre theatre(sky());
    Scene scene;
    scene.flight = &flight;
    if (hit) scene.radar_from_s = 100.0;
    Random random(4, "looks");
    for (double t = 0.0; t <= 150.0; t += 1.0) {
      const Instant now = kLiftOff + seconds(t);
      const auto tracks = scene.second(theatre, now, random);
      if (t > 105.0) {
        message::Look fence;
        fence.mode = "fence";
        fence.field.horizontal_rad = {0.0, 2.0 * kPi};
        fence.field.vertical_rad = {0.0, 1.5};
        fence.begin = now;
        theatre.look("radar-1", now, fence);
      }
      theatre.tick(now, tracks);
    }
    const message::Event& e = theatre.event("E0001");
    const auto radar = std::find_if(e.contributions.begin(), e.contributions.end(),
                                    [](const auto& c) { return c.sensor == "radar-1"; });
    ASSERT_NE(radar, e.contributions.end());
    EXPECT_EQ(radar->misses > 0, !hit);
    EXPECT_EQ(says(e, "Should have been seen and was not: radar-1"), !hit);
  }
}

}  // namespace
}  // namespace tocsin::event
