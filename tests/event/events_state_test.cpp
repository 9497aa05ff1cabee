#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/event/events.hpp"

#include "scene.hpp"

namespace tocsin::event {
namespace {

using message::EventClass;
using message::Level;
using namespace test;

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

TEST(Evidence, KeepsBearingsAsTheTrackerUsesThem) {
  const auto world = sky();
  Evidence evidence(60.0, 100);
  message::Bearing raw;
  raw.sigma_rad = 20e-6;
  raw.east_rad = 0.01;
  message::Bearing corrected = raw;
  corrected.east_rad = 0.01 - 40e-6;
  const auto record = [&](std::int64_t sequence) {
    return message::Record{{"ir-60", sequence, message::RecordStatus::test, true, kLiftOff, kLiftOff, {}}, raw};
  };
  evidence.take(record(1), *world, &corrected);
  evidence.take(record(2), *world);
  EXPECT_FALSE(evidence.assign({7, "ir-60", 1}, kLiftOff));
  EXPECT_FALSE(evidence.assign({7, "ir-60", 2}, kLiftOff));
  const TrackEvidence& track = *evidence.of(7);
  ASSERT_EQ(track.sightings.size(), 2U);
  EXPECT_EQ(track.sightings[0].east_rad, corrected.east_rad);
  EXPECT_EQ(track.sightings[1].east_rad, raw.east_rad);
}

}  // namespace
}  // namespace tocsin::event
