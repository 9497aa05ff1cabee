#include "tocsin/event/joining.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/pointing.hpp"

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

/// The same whose speed along one axis is known ten times worse than across it.
message::Track badly_known_along(const Vec3& axis, message::Track track) {
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) track.covariance(3 + i, 3 + j) += 1e6 * axis[i] * axis[j];
  }
  return track;
}

TEST(Joining, OnlyTheErrorOfTheClimbHidesThatItClimbs) {
  EventState event = flown();
  event.product.impact = message::ImpactEstimate{.time = kThen + seconds(200.0),
                                                 .lat_deg = kSeparation.lat_rad / kRadiansPerDegree,
                                                 .lon_deg = kSeparation.lon_rad / kRadiansPerDegree};
  const message::Track rising = seen(200.0, 20e3, 400.0, 100.0);
  const Vec3 up = earth::ellipsoid_normal(kSeparation).u;
  const Vec3 east = unit(cross(Vec3{0.0, 0.0, 1.0}, up));
  EXPECT_EQ(kinship_at_impact(badly_known_along(east, rising), event, {}), Kinship::none) << "a launch, not its impact";
  EXPECT_EQ(kinship_at_impact(badly_known_along(up, rising), event, {}), Kinship::same) << "nobody knows";
  const message::Track falling = seen(200.0, 100e3, -900.0, 100.0);
  EXPECT_EQ(kinship_of_falling(badly_known_along(east, falling), flown(), {}), Kinship::piece);
  EXPECT_EQ(kinship_of_falling(badly_known_along(up, falling), flown(), {}), Kinship::none);
}

/// Kinship of a one-satellite track whose bearings point 60 km away from a path that is known so well.
Kinship beside_path(double sigma_m, double away_m) {
  EventState event;
  TrackEvidence bearings;
  for (double t = 0.0; t <= 20.0; t += 10.0) {
    Geodetic place = kSeparation;
    place.height_m += 500.0 * t;
    event.path.push_back({kThen + seconds(t), earth::to_itrf(place).m, {}, sigma_m, 50.0});
    Sighting s;
    s.time = kThen + seconds(t);
    s.sensor = "GEO-A-scanner";
    s.satellite_m = earth::to_itrf({0.0, -1.3, 35786e3}).m;
    s.sigma_rad = 20e-6;
    Geodetic seen_place = earth::direct(place, 0.5 * kPi, away_m);
    seen_place.height_m = place.height_m;
    const sense::TangentAngles angles =
        sense::tangent_angles(sense::nadir_frame({s.satellite_m}), earth::to_itrf(seen_place));
    s.east_rad = angles.east_rad;
    s.north_rad = angles.north_rad;
    bearings.sightings.push_back(s);
  }
  return kinship_by_bearings(bearings, true, {}, event, {});
}

TEST(Joining, BearingsThatPointToWhatIsKnownAreOfTheSameObjectAndAPathThatIsAnywhereTellsNothing) {
  EXPECT_EQ(beside_path(2e3, 1e3), Kinship::same);
  EXPECT_EQ(beside_path(2e3, 60e3), Kinship::none);
  EXPECT_EQ(beside_path(400e3, 60e3), Kinship::none) << "it has not been seen for ten minutes";
  EXPECT_EQ(beside_path(400e3, 1e3), Kinship::none);
}

TEST(Joining, WhatFallsIsNoStageOfWhatMayBeAnywhere) {
  EventState event = flown();
  event.path.back().sigma_m = 400e3;
  EXPECT_EQ(kinship_of_falling(seen(200.0, 100e3, -900.0, 200.0), event, {}), Kinship::none);
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
  EXPECT_FALSE(rises_from_low(burning(30e3, 30.0), since(20.0), {})) << "whether it climbs is not known";
  EXPECT_FALSE(rises_from_low(burning(30e3, -900.0), since(20.0), {})) << "it comes down";
}

}  // namespace
}  // namespace tocsin::event
