#include "tocsin/event/flown_arc.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/motion/impact.hpp"

#include "plain_track.hpp"

namespace tocsin::event {
namespace {

const Instant kNow = *parse_utc("2023-09-14T05:11:49Z");

/// A body at this height with this climb, known as well as a radar knows it.
message::Track body(double height_m, double climb_mps, double sigma_mps, double boost_probability) {
  const Geodetic place{0.69, -1.14, height_m};
  const State<Itrf> state{earth::to_itrf(place), {climb_mps * earth::ellipsoid_normal(place).u}};
  message::Track track = test::plain_track(1, kNow, state, std::sqrt(3.0) * 100.0, sigma_mps);
  track.radar_hits = 600;
  track.boost_probability = boost_probability;
  return track;
}

EventState event_of(const message::Track& track, bool fell) {
  EventState event;
  event.members.push_back({track});
  event.leading_track = track.id;
  event.extremes.height_m = 300e3;
  if (fell) event.extremes.fell_into_air = kNow - seconds(30.0);
  return event;
}

bool thrusts_now(const message::Track& track, bool fell) {
  EventState event = event_of(track, fell);
  return thrusts_for_long(event, kNow, {});
}

TEST(FlownArc, WhatIsBrakedNearTheGroundDoesNotThrust) {
  EXPECT_FALSE(thrusts_now(body(4e3, -300.0, 60.0, 0.95), true));
  EXPECT_FALSE(thrusts_now(body(4e3, 90.0, 60.0, 0.95), true)) << "for its filter it climbs, within its errors";
  EXPECT_TRUE(thrusts_now(body(4e3, 900.0, 60.0, 0.95), true)) << "it does climb";
  EXPECT_TRUE(thrusts_now(body(4e3, 90.0, 60.0, 0.95), false)) << "it has not come down yet";
  EXPECT_TRUE(thrusts_now(body(120e3, -300.0, 60.0, 0.95), true)) << "there is no air";
}

/// An event that coasts, whose impact was known to be so far away and so long ago; and what its leader says now.
EventState after_impact(double away_m, double ago_s, double lost_j_kg = 2e6) {
  const message::Track track = body(20e3, -150.0, 10.0, 0.01);
  EventState event = event_of(track, true);
  event.extremes.energy_m2_s2 = motion::osculating_orbit(state_of(track)->mean).energy_m2_s2 + lost_j_kg;
  const Geodetic place = earth::direct({0.69, -1.14, 0.0}, 0.4, away_m);
  event.unpowered = message::ImpactEstimate{.time = kNow - seconds(ago_s),
                                            .lat_deg = place.lat_rad / kRadiansPerDegree,
                                            .lon_deg = place.lon_rad / kRadiansPerDegree,
                                            .ellipse90 = {1.5, 1.0, 0.0}};
  event.posterior.probability[static_cast<std::size_t>(message::EventClass::ballistic)] = 1.0;
  update_arc(event, *event.leader(), *state_of(track), 100.0, {});
  return event;
}

TEST(FlownArc, AStageThatFallsLaterElsewhereDoesNotMoveTheImpact) {
  EXPECT_EQ(after_impact(15e3, 20.0).unpowered->time, kNow - seconds(20.0));
  EXPECT_GT(after_impact(0.5e3, 20.0).unpowered->time, kNow) << "the same body, later than was thought";
  EXPECT_GT(after_impact(15e3, -20.0).unpowered->time, kNow) << "it is not down yet: known better now";
  EXPECT_GT(after_impact(15e3, 20.0, 0.0).unpowered->time, kNow) << "as fast as ever: it has been powered since";
}

TEST(FlownArc, AnApogeeOfWhichNothingIsKnownIsNotSaid) {
  for (const double sigma_mps : {20.0, 10e3}) {
    const message::Track track = body(150e3, 1500.0, sigma_mps, 0.01);
    EventState event = event_of(track, false);
    update_arc(event, *event.leader(), *state_of(track), 100.0, {});
    EXPECT_EQ(event.product.apogee_km.has_value(), sigma_mps < 1000.0);
    EXPECT_EQ(event.product.apogee_sigma_km.has_value(), sigma_mps < 1000.0);
  }
}

}  // namespace
}  // namespace tocsin::event
