#include "tocsin/event/events.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

#include "flight.hpp"
#include "sky.hpp"
#include "theatre.hpp"

namespace tocsin::event {
namespace {

using message::EventClass;
using message::Level;
using test::Flight;
using test::Sky;
using test::Theatre;
using test::TrackMaker;
using test::Vehicle;

const Instant kLiftOff = Instant::from_tai_ns(700'000'000'000'000'000);
const Geodetic kSite{0.6, 0.5, 0.0};

std::shared_ptr<const Sky> sky() {
  return std::make_shared<Sky>(
      std::vector<int>{-20, 60},
      std::vector<sense::Radar>{test::radar("radar-1", 38.0, 34.0), test::radar("radar-2", 50.0, 30.0)});
}

Vehicle ballistic_vehicle() {
  Vehicle v = test::short_range_vehicle(kSite, 0.9);
  v.stages = {{70.0, 1.9, 2500.0, 0.0}, {60.0, 1.9, 2800.0, 2.0}};
  v.last_pitch_rad = 0.85;
  return v;
}

/// One launch: bearings of both satellites every 10 s, a track of one satellite from three bearings on, of both from
/// two each, plots every second from `radar_from_s` on.
struct Scene {
  const Flight* flight = nullptr;
  Instant lift_off = kLiftOff;
  std::int64_t track = 1;
  std::vector<std::string> satellites{"ir--20", "ir-60"};
  double radar_from_s = 1e9;
  double lost_after_burnout_s = 1e9;  ///< of a track without plots
  bool tracked = true;                ///< tracks are reported

  std::vector<message::Track> second(Theatre& theatre, Instant now, Random& random) const {
    const double t = seconds_between(lift_off, now);
    std::vector<message::Track> out;
    if (t < 0.0) return out;
    const State<Itrf> state = flight->at(t);
    const bool seen = flight->burning(t) && earth::height_above_ellipsoid_m(state.position) > 10e3;
    int phase = 0;
    for (const std::string& s : satellites) {
      if (seen && (static_cast<int>(t) + 4 * phase++) % 10 == 0) theatre.bearing(s, now, state.position, track);
    }
    if (t >= radar_from_s) theatre.plot("radar-1", now, track);
    TrackMaker maker;
    maker.id = track;
    maker.flight = flight;
    maker.lift_off = lift_off;
    message::Track made = theatre.with_hits(maker.at(t, random));
    const bool stereo =
        made.hits_by_sensor.size() >= 2 && std::all_of(made.hits_by_sensor.begin(), made.hits_by_sensor.end(),
                                                       [](const auto& h) { return h.second >= 2; });
    if (!stereo && made.radar_hits < 3) {
      made.kind = message::TrackKind::single_satellite;
      if (made.infrared_hits < 3) made.state = message::TrackState::tentative;
      if (made.infrared_hits < 1) return out;
    }
    const bool lost = made.radar_hits == 0 && t > flight->burnout_s() + lost_after_burnout_s;
    if (tracked && !lost) out.push_back(made);
    return out;
  }
};

/// Runs scenes together for some seconds; `each` sees every output.
void play(Theatre& theatre, const std::vector<Scene>& scenes, double from_s, double to_s,
          const std::function<void(double, const std::vector<message::Event>&)>& each = {}, std::uint64_t seed = 3) {
  Random random = Random(seed, "play").substream(static_cast<std::uint64_t>(from_s));
  for (double t = from_s; t <= to_s; t += 1.0) {
    std::vector<message::Track> tracks;
    for (const Scene& scene : scenes) {
      for (auto& track : scene.second(theatre, kLiftOff + seconds(t), random)) tracks.push_back(track);
    }
    const auto out = theatre.tick(kLiftOff + seconds(t), tracks);
    if (each) each(t, out);
  }
}

double probability(const message::Event& e, const char* name) {
  return e.class_probabilities.at(name);
}

bool says(const message::Event& e, const std::string& words) {
  return std::any_of(e.explanation.begin(), e.explanation.end(),
                     [&](const std::string& s) { return s.find(words) != std::string::npos; });
}

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
  EXPECT_NEAR(e.radar_seconds, 120.0, 2.0);
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
        EXPECT_EQ(theatre.event("E0002").level, Level::possible);
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

TEST(Events, DragOnAFallingBodyIsNotTakenForThrust) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  scene.radar_from_s = flight.burnout_s() + 20.0;
  double low = flight.impact_s();
  while (earth::height_above_ellipsoid_m(flight.at(low).position) < 60e3) low -= 1.0;
  play(theatre, {scene}, 0.0, low);
  const message::Event before = theatre.event("E0001");
  ASSERT_TRUE(before.impact);
  ASSERT_EQ(before.event_class, EventClass::ballistic);
  Random random(3, "drag");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
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

TEST(Events, TracksWithImpossibleNumbersAndTentativeOnesMakeNoEvent) {
  const Flight flight(ballistic_vehicle(), 100.0);
  Theatre theatre(sky());
  Random random(1, "bad");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  for (double t = 80.0; t < 90.0; t += 1.0) {
    message::Track bad = maker.at(t, random);
    bad.covariance(0, 0) = std::numeric_limits<double>::quiet_NaN();
    message::Track tentative = maker.at(t, random);
    tentative.id = 2;
    tentative.state = message::TrackState::tentative;
    theatre.tick(kLiftOff + seconds(t), {bad, tentative});
  }
  EXPECT_TRUE(theatre.events().empty());
  theatre.tick(kLiftOff + seconds(91.0), {maker.at(91.0, random)});
  EXPECT_EQ(theatre.events().size(), 1U) << "the twin";
}

TEST(Events, ATrackThatTurnsImpossibleKeepsItsEventAndIsCounted) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  play(theatre, {scene}, 0.0, 100.0);
  Random random(1, "bad");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  for (double t = 101.0; t < 125.0; t += 1.0) {
    message::Track bad = maker.at(t, random);
    bad.velocity_mps.x = std::numeric_limits<double>::infinity();
    theatre.tick(kLiftOff + seconds(t), {bad});
  }
  EXPECT_FALSE(theatre.event("E0001").ended);
  EXPECT_TRUE(says(theatre.event("E0001"), "impossible numbers"));
}

TEST(Events, SavedAndLoadedAtAnySecondTheyGiveTheSameBytes) {
  const Flight flight(ballistic_vehicle(), 3000.0);
  Vehicle elsewhere = ballistic_vehicle();
  elsewhere.site.lat_rad += 0.05;
  const Flight other(elsewhere, 3000.0);
  Scene a;
  a.flight = &flight;
  a.radar_from_s = 150.0;
  Scene b;
  b.flight = &other;
  b.track = 2;
  b.satellites = {"ir-60"};
  b.lift_off = kLiftOff + seconds(15.0);
  const auto run = [&](int restart_every) {
    Theatre theatre(sky());
    std::string text;
    play(theatre, {a, b}, 0.0, 200.0, [&](double t, const auto& out) {
      text += test::bytes(out);
      if (restart_every > 0 && static_cast<int>(t) % restart_every == 0) {
        const std::string state = theatre.stage.save();
        Events fresh({}, sky());
        ASSERT_TRUE(fresh.load(state));
        EXPECT_EQ(fresh.save(), state);
        theatre.stage = std::move(fresh);
      }
    });
    return text;
  };
  const std::string whole = run(0);
  EXPECT_GT(whole.size(), 10000U);
  EXPECT_EQ(whole, run(1));
  EXPECT_EQ(whole, run(17));
}

TEST(Events, DamagedStatesAreRefused) {
  const Flight flight(ballistic_vehicle(), 100.0);
  Theatre theatre(sky());
  Scene scene;
  scene.flight = &flight;
  play(theatre, {scene}, 0.0, 90.0);
  const std::string state = theatre.stage.save();
  Events fresh({}, sky());
  EXPECT_FALSE(fresh.load(""));
  EXPECT_FALSE(fresh.load(state.substr(0, state.size() / 2)));
  EXPECT_FALSE(fresh.load(state + "x"));
  std::string other_version = state;
  other_version[0] = 99;
  EXPECT_FALSE(fresh.load(other_version));
  EXPECT_TRUE(fresh.load(state));
}

TEST(Evidence, ForgetsWhatNobodyClaims) {
  const auto world = sky();
  Evidence evidence(60.0, 100);
  for (int i = 0; i < 500; ++i) {
    const Instant t = kLiftOff + seconds(i);
    message::Bearing b;
    b.sigma_rad = 20e-6;
    evidence.take({{"ir-60", i, message::RecordStatus::test, true, t, t, {}}, b}, *world);
    evidence.forget(t, {});
    EXPECT_LE(evidence.waiting(), 62U);
  }
}

TEST(Evidence, RefusesBearingsThatAreNotNumbersOrOfUnknownSensors) {
  const auto world = sky();
  Evidence evidence(60.0, 100);
  message::Bearing b;
  b.sigma_rad = 20e-6;
  b.east_rad = std::numeric_limits<double>::quiet_NaN();
  evidence.take({{"ir-60", 1, message::RecordStatus::test, true, kLiftOff, kLiftOff, {}}, b}, *world);
  b.east_rad = 0.0;
  evidence.take({{"ir-99", 2, message::RecordStatus::test, true, kLiftOff, kLiftOff, {}}, b}, *world);
  EXPECT_EQ(evidence.waiting(), 0U);
  evidence.take({{"ir-60", 3, message::RecordStatus::test, true, kLiftOff, kLiftOff, {}}, b}, *world);
  EXPECT_EQ(evidence.waiting(), 1U);
}

}  // namespace
}  // namespace tocsin::event
