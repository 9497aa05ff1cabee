#include "tocsin/event/arc_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/impact.hpp"

#include "flight.hpp"
#include "theatre.hpp"

namespace tocsin::event {
namespace {

using test::Flight;
using test::TrackMaker;
using test::Vehicle;

const Instant kLiftOff = Instant::from_tai_ns(700'000'000'000'000'000);
const Geodetic kSite{0.6, 0.9, 0.0};

Geodetic ground(double lat_deg, double lon_deg) {
  return {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, 0};
}

/// Whether a place is in the 90 % ellipse of an estimate.
bool holds(const message::Ellipse& e, double lat_deg, double lon_deg, const Geodetic& truth) {
  const earth::GeodesicLine line = earth::inverse(ground(lat_deg, lon_deg), truth);
  const GroundEllipse ellipse{e.semi_major_km * 1e3, e.semi_minor_km * 1e3, e.azimuth_deg * kRadiansPerDegree};
  return contains(ellipse, line.distance_m * std::sin(line.azimuth_start_rad),
                  line.distance_m * std::cos(line.azimuth_start_rad));
}

struct Coverage {
  int runs = 0;
  int place = 0;
  int time = 0;
  int apogee = 0;
  double miss_km = 0.0;
};

/// Impact from a tracked state some time after burnout, against the flight that the tests integrate by themselves.
Coverage impacts(const Vehicle& vehicle, double after_burnout_s, std::uint64_t seed, bool falling = false) {
  Coverage out;
  for (int i = 0; i < 200; ++i) {
    Random random = Random(seed, "arc").substream(static_cast<std::uint64_t>(i));
    // Half of the mass is burnt: so much area per mass gives the empty body a coefficient around 5000 kg/m².
    Vehicle drawn = vehicle;
    drawn.drag_m2_kg = 0.5 / (5000.0 * std::exp(0.42 * random.normal()));
    const Flight flight(drawn, 3000.0);
    const Geodetic end = earth::to_geodetic(flight.at(flight.impact_s()).position);
    TrackMaker maker;
    maker.flight = &flight;
    maker.lift_off = kLiftOff;
    const message::Track track = maker.at(flight.burnout_s() + after_burnout_s, random);
    std::optional<Top> known;
    if (falling) known = Top{kLiftOff + seconds(0.5 * flight.impact_s()), 0.0, 1.0};
    const ArcFit fit = fit_arc(track, *state_of(track), known, {});
    if (!fit.impact || !fit.top) continue;
    ++out.runs;
    out.place += holds(fit.impact->ellipse90, fit.impact->lat_deg, fit.impact->lon_deg, end);
    out.time += std::abs(seconds_between(kLiftOff + seconds(flight.impact_s()), fit.impact->time)) <
                1.645 * fit.impact->time_sigma_s;
    out.apogee += std::abs(fit.top->height_m - flight.apogee_m()) < 1.645 * fit.top->sigma_m;
    out.miss_km += earth::inverse(ground(fit.impact->lat_deg, fit.impact->lon_deg), end).distance_m * 1e-3 / 200.0;
  }
  return out;
}

// 99 % interval of 200 draws at 0.9.
#define EXPECT_NINETY_PERCENT(n) \
  EXPECT_GE(n, 168);             \
  EXPECT_LE(n, 191)

TEST(Arc, ImpactAndApogeeLieInTheirNinetyPercentRegions) {
  const Coverage c = impacts(test::short_range_vehicle(kSite, 1.2), 30.0, 1);
  ASSERT_EQ(c.runs, 200);
  EXPECT_NINETY_PERCENT(c.place);
  EXPECT_NINETY_PERCENT(c.time);
  EXPECT_NINETY_PERCENT(c.apogee);
  std::printf("impact: mean miss %.2f km\n", c.miss_km);
}

TEST(Arc, AFallingBodysArcIsCarriedBackToItsTop) {
  const Coverage c = impacts(test::short_range_vehicle(kSite, 4.0), 180.0, 2, true);
  ASSERT_EQ(c.runs, 200);
  EXPECT_NINETY_PERCENT(c.place);
  EXPECT_NINETY_PERCENT(c.apogee);
}

TEST(Arc, ABodyThatTheAirHasSlowedKeepsTheTopItHad) {
  const Flight flight(test::short_range_vehicle(kSite, 1.2), 3000.0);
  double low = flight.impact_s();
  while (earth::height_above_ellipsoid_m(flight.at(low).position) < 12e3) low -= 0.5;
  Random random(8, "air");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  const message::Track track = maker.at(low, random);
  const Top known{kLiftOff + seconds(0.5 * flight.impact_s()), flight.apogee_m(), 500.0};
  const ArcFit fit = fit_arc(track, *state_of(track), known, {});
  ASSERT_TRUE(fit.top);
  EXPECT_EQ(fit.top->height_m, known.height_m);
  // High up, the arc itself is asked.
  while (earth::height_above_ellipsoid_m(flight.at(low).position) < 100e3) low -= 0.5;
  const message::Track high = maker.at(low, random);
  EXPECT_NE(fit_arc(high, *state_of(high), known, {}).top->height_m, known.height_m);
}

TEST(Arc, AnOrbitHasNoImpactAndItsSuborbitalTwinHas) {
  Random random(3, "orbit");
  const auto track_at = [&](double speed) {
    message::Track t;
    t.time = kLiftOff;
    t.position_m = {6378e3 + 300e3, 0.0, 0.0};
    t.velocity_mps = {0.0, speed - 487.0, 0.0};  // the Earth turns with 487 m/s there
    for (int i = 0; i < 6; ++i) t.covariance(i, i) = i < 3 ? 1e4 : 1.0;
    return t;
  };
  const message::Track orbit = track_at(7760.0);
  const ArcFit up = fit_arc(orbit, *state_of(orbit), {}, {});
  EXPECT_FALSE(up.impact);
  EXPECT_GT(up.orbit.orbit_probability, 0.99);
  const message::Track arc = track_at(5500.0);
  const ArcFit down = fit_arc(arc, *state_of(arc), {}, {});
  EXPECT_TRUE(down.impact);
  EXPECT_LT(down.orbit.orbit_probability, 0.01);
}

TEST(Arc, ARegionThatHelpsNobodyIsNotGiven) {
  const Flight flight(test::short_range_vehicle(kSite, 1.2), 3000.0);
  Random random(4, "wide");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  maker.sigma_mps = 3000.0;
  message::Track track = maker.at(flight.burnout_s() + 30.0, random);
  track.velocity_mps = flight.at(flight.burnout_s() + 30.0).velocity.mps;
  EXPECT_FALSE(fit_arc(track, *state_of(track), {}, {}).impact);
  for (int i = 3; i < 6; ++i) track.covariance(i, i) = 1.0;
  EXPECT_TRUE(fit_arc(track, *state_of(track), {}, {}).impact);
}

TEST(Arc, RadarAloneGivesAWideLaunchRegionThatHoldsTheLaunch) {
  int inside = 0;
  int time_inside = 0;
  int given = 0;
  for (int i = 0; i < 60; ++i) {
    Random random = Random(5, "backward").substream(static_cast<std::uint64_t>(i));
    Vehicle vehicle = test::short_range_vehicle(kSite, random.uniform(0.0, 2.0 * kPi));
    vehicle.stages[0].burn_s += random.uniform(-15.0, 30.0);
    if (i % 2 == 0) vehicle.stages.push_back({60.0 + 30.0 * random.uniform(), 1.6, 2700.0, 3.0});
    vehicle.last_pitch_rad = random.uniform(0.6, 1.0);
    const Flight flight(vehicle, 120.0);
    TrackMaker maker;
    maker.flight = &flight;
    maker.lift_off = kLiftOff;
    const message::Track track = maker.at(flight.burnout_s() + 60.0, random);
    const auto launch = backward_launch(*state_of(track), track.time, {});
    if (!launch) continue;
    ++given;
    inside += holds(launch->ellipse90, launch->lat_deg, launch->lon_deg, vehicle.site);
    time_inside += std::abs(seconds_between(kLiftOff, launch->time)) < 1.645 * launch->time_sigma_s;
  }
  std::printf("backward: given %d, place inside %d, time inside %d\n", given, inside, time_inside);
  EXPECT_GE(given, 50);
  EXPECT_GE(inside, given * 8 / 10);
  EXPECT_GE(time_inside, given * 8 / 10);
}

TEST(Arc, PerigeeSpreadMatchesDraws) {
  const Flight flight(test::orbital_vehicle(kSite, 1.0), 10.0);
  Random random(6, "perigee");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  const double t = flight.burnout_s() + 5.0;
  double sum = 0.0;
  double squares = 0.0;
  const int n = 400;
  for (int i = 0; i < n; ++i) {
    const auto track = maker.at(t, random);
    const double p = motion::osculating_orbit(state_of(track)->mean).perigee_height_m;
    sum += p;
    squares += p * p;
  }
  const double spread = std::sqrt(squares / n - sum / n * (sum / n));
  const auto track = maker.at(t, random);
  EXPECT_NEAR(orbit_figures(*state_of(track), 100e3).perigee_sigma_m / spread, 1.0, 0.15);
}

TEST(Arc, TracksWithImpossibleNumbersAreRefused) {
  const Flight flight(test::short_range_vehicle(kSite, 1.2), 10.0);
  Random random(7, "bad");
  TrackMaker maker;
  maker.flight = &flight;
  maker.lift_off = kLiftOff;
  const message::Track good = maker.at(60.0, random);
  EXPECT_TRUE(state_of(good));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (int what = 0; what < 5; ++what) {
    message::Track bad = good;
    if (what == 0) bad.position_m.x = nan;
    if (what == 1) bad.velocity_mps.z = std::numeric_limits<double>::infinity();
    if (what == 2) bad.covariance(2, 2) = nan;
    if (what == 3) bad.covariance(4, 4) = -1.0;
    if (what == 4) bad.position_m = {};
    EXPECT_FALSE(state_of(bad)) << what;
  }
}

}  // namespace
}  // namespace tocsin::event
