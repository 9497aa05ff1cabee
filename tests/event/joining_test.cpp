#include "tocsin/event/joining.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

#include "plain_track.hpp"

namespace tocsin::event {
namespace {

const Instant kThen = Instant::from_tai_ns(700'000'000'000'000'000);
const Geodetic kSeparation{0.5, -1.3, 100e3};

/// An event whose object was 100 km high at `kThen`.
EventState flown() {
  EventState event;
  event.path.push_back({kThen, earth::to_itrf(kSeparation).m, {}, 500.0, 50.0});
  return event;
}

/// A track first seen `after_s` later and `away_m` to the east, 40 km high.
message::Track seen(double after_s, double away_m, double climb_mps, double sigma_mps) {
  Geodetic place = earth::direct(kSeparation, 0.5 * kPi, away_m);
  place.height_m = 40e3;
  const State<Itrf> state{earth::to_itrf(place), {climb_mps * earth::ellipsoid_normal(place).u}};
  message::Track track = test::plain_track(2, kThen + seconds(after_s), state, std::sqrt(3.0) * 1e3, sigma_mps);
  track.first_seen = track.time;
  return track;
}

bool may_fall(const message::Track& track) {
  return may_be_falling(track, flown(), {});
}

TEST(Joining, AStageThatFallsWithinReachIsAPieceOfItsLaunch) {
  EXPECT_EQ(kinship_of_falling(seen(200.0, 100e3, -900.0, 200.0), flown(), {}), Kinship::piece);
  EXPECT_EQ(kinship_of_falling(seen(200.0, 100e3, 900.0, 200.0), flown(), {}), Kinship::none);
  EXPECT_EQ(kinship_of_falling(seen(200.0, 900e3, -900.0, 200.0), flown(), {}), Kinship::none);
}

TEST(Joining, WhatMayYetTurnOutToFallIsNotToldBeforeItsClimbIsKnown) {
  EXPECT_TRUE(may_fall(seen(200.0, 100e3, -900.0, 900.0)));
  EXPECT_TRUE(may_fall(seen(200.0, 100e3, 400.0, 900.0)));
  EXPECT_EQ(kinship_of_falling(seen(200.0, 100e3, -900.0, 900.0), flown(), {}), Kinship::none);
  EXPECT_FALSE(may_fall(seen(200.0, 100e3, 400.0, 100.0))) << "it climbs: a launch of its own";
  EXPECT_FALSE(may_fall(seen(200.0, 900e3, -900.0, 900.0))) << "out of reach";
  EXPECT_FALSE(may_fall(seen(-10.0, 1e3, -900.0, 900.0))) << "seen before";
  EXPECT_FALSE(may_fall(seen(2000.0, 100e3, -900.0, 900.0))) << "too late";
}

/// A track under thrust from its first bearing, 20 s ago, to now.
message::Track burning(double height_m, double climb_mps) {
  message::Track track = seen(0.0, 0.0, climb_mps, 30.0);
  Geodetic place = kSeparation;
  place.height_m = height_m;
  track.position_m = earth::to_itrf(place).m;
  return track;
}

TrackEvidence since(double before_s) {
  TrackEvidence out;
  for (const double ago : {before_s, 0.0}) {
    Sighting sighting;
    sighting.time = kThen - seconds(ago);
    out.sightings.push_back(sighting);
  }
  return out;
}

TEST(Joining, WhatWasLowWhenItWasFirstSeenAndClimbsHasTakenOffByItself) {
  EXPECT_TRUE(rises_from_low(burning(40e3, 900.0), since(20.0), {}));
  EXPECT_FALSE(rises_from_low(burning(90e3, 900.0), since(20.0), {})) << "first seen higher than stages separate";
  EXPECT_FALSE(rises_from_low(burning(30e3, 40.0), since(20.0), {})) << "whether it climbs is not known";
  EXPECT_FALSE(rises_from_low(burning(30e3, -900.0), since(20.0), {})) << "it comes down";
}

}  // namespace
}  // namespace tocsin::event
