#include "tocsin/motion/space_launch.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/impact.hpp"
#include "tocsin/motion/vehicles.hpp"

namespace tocsin::motion {
namespace {

const Instant lift_off = Instant::from_tai_ns(700'000'000'000'000'000);
const Geodetic site{12.0 * kRadiansPerDegree, -50.0 * kRadiansPerDegree, 0.0};
constexpr double kAzimuth = 60.0 * kRadiansPerDegree;

Result<Flight> launch_to(double height_m) {
  return fly_space_launch(generic_launcher(), site, kAzimuth, lift_off, height_m);
}

double climb(const State<Itrf>& s) {
  return dot(earth::ellipsoid_normal(earth::to_geodetic(s.position)).u, s.velocity.mps);
}

TEST(SpaceLaunch, EndsLevelAndFastEnoughAtTheHeightOfTheOrbit) {
  for (const double height_m : {200e3, 300e3, 500e3}) {
    const auto flight = launch_to(height_m);
    ASSERT_TRUE(flight) << flight.error().to_string();
    const State<Itrf> inserted = flight->state_at(flight->final_burnout());
    EXPECT_NEAR(earth::height_above_ellipsoid_m(inserted.position), height_m, 100.0);
    EXPECT_NEAR(climb(inserted), 0.0, 25.0);  // level is at right angles to the radius, not to the ellipsoid
    const double perigee_m = osculating_orbit(inserted).perigee_height_m;
    EXPECT_GT(perigee_m, height_m - 40e3);
    EXPECT_FALSE(flight->payload().reaches_ground);
    EXPECT_FALSE(flight->impact());
  }
}

TEST(SpaceLaunch, LeavesTheSiteAlongItsAzimuth) {
  const auto flight = launch_to(300e3);
  ASSERT_TRUE(flight) << flight.error().to_string();
  const State<Itrf> low = flight->state_at(lift_off + seconds(120.0));
  Geodetic below = earth::to_geodetic(low.position);
  below.height_m = 0.0;
  EXPECT_NEAR(earth::inverse(site, below).azimuth_start_rad, kAzimuth, 0.03);  // the turning Earth bends it
  EXPECT_GT(earth::height_above_ellipsoid_m(low.position), 20e3);
}

TEST(SpaceLaunch, DropsItsFirstStageWhichFallsToTheGround) {
  const auto flight = launch_to(300e3);
  ASSERT_TRUE(flight) << flight.error().to_string();
  ASSERT_EQ(flight->bodies().size(), 2U);
  const FlightBody& stage = flight->bodies()[1];
  EXPECT_EQ(stage.kind, BodyKind::stage);
  EXPECT_EQ(stage.stage, 0);
  EXPECT_TRUE(stage.reaches_ground);
  const State<Itrf> begin = stage.arc.state_at(stage.arc.begin());
  EXPECT_LT(norm(begin.position.m - flight->state_at(stage.arc.begin()).position.m), 1.0);
}

TEST(SpaceLaunch, IsContinuousAndBurnsOnlyInItsBurns) {
  const auto flight = launch_to(300e3);
  ASSERT_TRUE(flight) << flight.error().to_string();
  for (double t = 1.0; t < 1000.0; t += 1.0) {
    const State<Itrf> a = flight->state_at(lift_off + seconds(t));
    const State<Itrf> b = flight->state_at(lift_off + seconds(t + 1.0));
    const Vec3 mean = 0.5 * (a.velocity.mps + b.velocity.mps);
    ASSERT_LT(norm(b.position.m - a.position.m - mean), 20.0) << t;
  }
  const double burnout_s = seconds_between(lift_off, flight->final_burnout());
  EXPECT_TRUE(flight->burning_at(lift_off + seconds(10.0)));
  EXPECT_TRUE(flight->burning_at(lift_off + seconds(burnout_s - 1.0)));
  EXPECT_FALSE(flight->burning_at(lift_off + seconds(burnout_s + 1.0)));
  const double first_s = generic_launcher().stages.front().burn_s();
  EXPECT_FALSE(flight->burning_at(lift_off + seconds(first_s + 2.0)));
  EXPECT_LT(burnout_s, first_s + 11.0 + generic_launcher().stages.back().burn_s() + 1e-6);
}

TEST(SpaceLaunch, SaysWhyAnOrbitIsOutOfReach) {
  const auto high = launch_to(36e6);
  ASSERT_FALSE(high);
  EXPECT_NE(high.error().to_string().find("second stage"), std::string::npos) << high.error().to_string();
  Vehicle heavy = generic_launcher();
  heavy.payload_mass_kg = 500e3;
  EXPECT_FALSE(fly_space_launch(heavy, site, kAzimuth, lift_off, 300e3));
}

}  // namespace
}  // namespace tocsin::motion
