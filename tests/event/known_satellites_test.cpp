#include "tocsin/event/known_satellites.hpp"

#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "tocsin/earth/orientation.hpp"

#include "scene.hpp"

namespace tocsin::event {
namespace {

using namespace test;

/// A circular orbit of 60° inclination whose satellite is about at a place at `t`, going north.
motion::ElementSet over(const Position<Itrf>& place, Instant t, std::int32_t number = 90001) {
  const Vec3 r = (earth::Orientation().at(t).itrf_from_teme.inverse() * place).m;
  motion::ElementSet set;
  set.catalogue_number = number;
  set.name = "EXAMPLE";
  set.epoch = t;
  const JulianDate jd = julian_utc(t);
  set.epoch_jd_midnight = std::floor(jd.jd1 + jd.jd2 - 0.5) + 0.5;
  set.epoch_day_fraction = (jd.jd1 - set.epoch_jd_midnight) + jd.jd2;
  set.inclination_rad = 60.0 * kRadiansPerDegree;
  const double radius = norm(r);
  const double u = std::asin(std::clamp(r.z / radius / std::sin(set.inclination_rad), -1.0, 1.0));
  set.node_rad = std::remainder(
      std::atan2(r.y, r.x) - std::atan2(std::cos(set.inclination_rad) * std::sin(u), std::cos(u)), 2.0 * kPi);
  if (set.node_rad < 0.0) set.node_rad += 2.0 * kPi;
  set.mean_anomaly_rad = u;
  set.mean_motion_rad_min = 60.0 * std::sqrt(earth::kGravitationalParameter / (radius * radius * radius));
  return set;
}

State<Itrf> predicted(const motion::ElementSet& set, Instant t) {
  return earth::to_itrf(*motion::Sgp4::from(set).state_at(t), t);
}

GaussianState<Itrf> known(const State<Itrf>& state, double sigma_m = 300.0, double sigma_mps = 8.0) {
  GaussianState<Itrf> out{state, {}};
  for (int i = 0; i < 6; ++i) out.covariance(i, i) = i < 3 ? sigma_m * sigma_m : sigma_mps * sigma_mps;
  return out;
}

State<Itrf> moved_along(State<Itrf> state, double by_m) {
  state.position.m += by_m * unit(state.velocity.mps);
  return state;
}

const motion::ElementSet kSet = over(earth::to_itrf({0.6, 0.5, 500e3}), kLiftOff);

std::optional<SatelliteMatch> match(const GaussianState<Itrf>& state, double after_s,
                                    const KnownOptions& options = {}) {
  CataloguePlaces places;
  std::vector<motion::ElementSet> sets{over(earth::to_itrf({-0.3, 2.0, 800e3}), kLiftOff, 90002), kSet};
  return KnownSatellites(sets).match(state, kLiftOff + seconds(after_s), options, places);
}

TEST(KnownSatellites, NamesTheOneThatIsThere) {
  const State<Itrf> state = predicted(kSet, kLiftOff + seconds(3600.0));
  const auto found = match(known(moved_along(state, 500.0)), 3600.0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->number, 90001);
  EXPECT_EQ(found->name, "EXAMPLE");
  EXPECT_NEAR(found->distance_m, 500.0, 1.0);
  EXPECT_NEAR(found->age_days, 1.0 / 24.0, 1e-9);
}

TEST(KnownSatellites, NamesNobodyWhoIsNearButNotThere) {
  State<Itrf> state = predicted(kSet, kLiftOff);
  EXPECT_TRUE(match(known(state), 0.0));
  EXPECT_FALSE(match(known(moved_along(state, 50e3)), 0.0)) << "50 km ahead on the same orbit";
  state.velocity.mps = 0.96 * state.velocity.mps;
  EXPECT_FALSE(match(known(state), 0.0)) << "at its place, 300 m/s slower";
}

TEST(KnownSatellites, AllowForTheAgeOfASet) {
  const double days4_s = 4.0 * 86400.0;
  const GaussianState<Itrf> now = known(moved_along(predicted(kSet, kLiftOff), 15e3));
  const GaussianState<Itrf> later = known(moved_along(predicted(kSet, kLiftOff + seconds(days4_s)), 15e3));
  EXPECT_FALSE(match(now, 0.0));
  EXPECT_TRUE(match(later, days4_s));
  EXPECT_FALSE(match(later, days4_s, {.elements = {}, .max_age_days = 3.0})) << "older sets are not used";
}

TEST(KnownSatellites, AreAskedForOneTimeOnce) {
  const KnownSatellites satellites({kSet});
  CataloguePlaces places;
  EXPECT_TRUE(satellites.match(known(predicted(kSet, kLiftOff)), kLiftOff, {}, places));
  EXPECT_EQ(places.time, kLiftOff);
  const Instant later = kLiftOff + seconds(60.0);
  EXPECT_TRUE(satellites.match(known(predicted(kSet, later)), later, {}, places));
  EXPECT_EQ(places.time, later);
}

/// Two radars follow a satellite for a minute.
message::Event seen_by_two_radars(const std::shared_ptr<const KnownSatellites>& satellites, double ahead_m) {
  Theatre theatre(sky(), {}, satellites);
  Random random(3, "satellite");
  for (int s = 0; s < 60; ++s) {
    const Instant now = kLiftOff + seconds(s);
    theatre.plot("radar-1", now, 1);
    theatre.plot("radar-2", now, 1);
    const State<Itrf> state = moved_along(predicted(kSet, now), ahead_m);
    message::Track track;
    track.id = 1;
    track.time = now;
    track.state = message::TrackState::confirmed;
    track.position_m = state.position.m + 300.0 * Vec3{random.normal(), random.normal(), random.normal()};
    track.velocity_mps = state.velocity.mps + 8.0 * Vec3{random.normal(), random.normal(), random.normal()};
    track.covariance = known(state).covariance;
    track.existence = 0.999;
    track.boost_probability = 0.02;
    track.normalised_innovation = 1.0;
    theatre.tick(now, {track});
  }
  return theatre.event("E0001");
}

TEST(KnownSatellites, StayPossibleWhoeverSeesThem) {
  const auto satellites = std::make_shared<const KnownSatellites>(std::vector<motion::ElementSet>{kSet});
  const message::Event named = seen_by_two_radars(satellites, 0.0);
  EXPECT_EQ(named.level, message::Level::possible);
  EXPECT_EQ(named.event_class, message::EventClass::satellite);
  EXPECT_TRUE(says(named, "It is catalogued object 90001 (EXAMPLE), predicted within "));
  EXPECT_FALSE(named.impact);
  // the twins: nobody knows it, or it is another one on the same orbit
  EXPECT_GE(seen_by_two_radars({}, 0.0).level, message::Level::probable);
  EXPECT_GE(seen_by_two_radars(satellites, 50e3).level, message::Level::probable);
}

TEST(KnownSatellites, ALaunchThatPassesOneIsWarnedOf) {
  const Flight flight(ballistic_vehicle());
  const double passes_s = 220.0;
  ASSERT_GT(passes_s, flight.burnout_s());
  for (const double beside_m : {0.0, 50e3}) {
    Position<Itrf> place = flight.at(passes_s).position;
    place.m += beside_m * any_perpendicular(place.m);
    const Instant then = kLiftOff + seconds(passes_s);
    const motion::ElementSet set = over(place, then);
    ASSERT_LT(norm(predicted(set, then).position.m - place.m), 25e3);
    Theatre theatre(sky(), {}, std::make_shared<const KnownSatellites>(std::vector<motion::ElementSet>{set}));
    const Scene scene{.flight = &flight, .satellites = {}, .radar_from_s = 160.0};
    play(theatre, {scene}, 160.0, 260.0);
    const message::Event& event = theatre.event("E0001");
    EXPECT_GE(event.level, message::Level::probable) << beside_m;
    EXPECT_NE(event.event_class, message::EventClass::satellite);
    EXPECT_TRUE(event.impact);
    EXPECT_FALSE(says(event, "catalogued"));
  }
}

TEST(KnownSatellites, InfraredIsNeverExplainedByThem) {
  const Flight flight(ballistic_vehicle());
  Theatre theatre(sky(), {}, std::make_shared<const KnownSatellites>(std::vector<motion::ElementSet>{kSet}));
  play(theatre, {Scene{.flight = &flight}}, 0.0, 120.0);
  EXPECT_GE(theatre.event("E0001").level, message::Level::probable);
}

TEST(KnownSatellites, ASavedStageGoesOnAsIfNothingHadHappened) {
  const auto satellites = std::make_shared<const KnownSatellites>(std::vector<motion::ElementSet>{kSet});
  const auto second = [&](Theatre& theatre, int s) {
    const Instant now = kLiftOff + seconds(s);
    theatre.plot("radar-1", now, 1);
    const State<Itrf> state = predicted(kSet, now);
    message::Track track;
    track.id = 1;
    track.time = now;
    track.state = message::TrackState::confirmed;
    track.position_m = state.position.m;
    track.velocity_mps = state.velocity.mps;
    track.covariance = known(state).covariance;
    track.existence = 0.999;
    return bytes(theatre.tick(now, {track}));
  };
  Theatre whole(sky(), {}, satellites);
  for (int s = 0; s < 15; ++s) second(whole, s);
  Events restored({}, sky(), satellites);
  ASSERT_TRUE(restored.load(whole.stage.save()));
  EXPECT_EQ(restored.save(), whole.stage.save());
  whole.stage = std::move(restored);
  Theatre unbroken(sky(), {}, satellites);
  for (int s = 0; s < 15; ++s) second(unbroken, s);
  for (int s = 15; s < 45; ++s) EXPECT_EQ(second(whole, s), second(unbroken, s)) << s;
}

}  // namespace
}  // namespace tocsin::event
