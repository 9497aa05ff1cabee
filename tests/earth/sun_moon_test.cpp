#include "tocsin/earth/sun_moon.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {
namespace {

Instant utc(const char* text) {
  return parse_utc(text).value();
}

double declination_deg(const Direction<Itrf>& d) {
  return std::asin(d.u.z) / kRadiansPerDegree;
}

TEST(Sun, StandsOverTheTropicsAtTheSolsticesAndOverTheEquatorAtTheEquinoxes) {
  EXPECT_NEAR(declination_deg(sun_direction_itrf(utc("2023-06-21T14:58:00Z"))), 23.44, 0.005);
  EXPECT_NEAR(declination_deg(sun_direction_itrf(utc("2023-12-22T03:27:00Z"))), -23.44, 0.005);
  EXPECT_NEAR(declination_deg(sun_direction_itrf(utc("2023-03-20T21:24:00Z"))), 0.0, 0.003);
  EXPECT_NEAR(declination_deg(sun_direction_itrf(utc("2023-09-23T06:50:00Z"))), 0.0, 0.003);
}

TEST(Sun, SolarNoonAtGreenwichFollowsTheEquationOfTime) {
  // 2023-11-03: the Sun is 16 min 26 s ahead of the mean Sun, noon at 11:43:34 UTC.
  const Direction<Itrf> d = sun_direction_itrf(utc("2023-11-03T11:43:34Z"));
  EXPECT_NEAR(std::atan2(d.u.y, d.u.x) / kRadiansPerDegree, 0.0, 0.02);
}

TEST(Sun, DistanceAtPerihelionAndAphelion) {
  EXPECT_NEAR(norm(sun_place(utc("2023-01-04T16:17:00Z")).m) / 1.495978707e11, 0.98330, 2e-5);
  EXPECT_NEAR(norm(sun_place(utc("2023-07-06T20:06:00Z")).m) / 1.495978707e11, 1.01668, 2e-5);
}

TEST(Moon, IsInFrontOfTheSunInATotalEclipse) {
  // Greatest eclipse of 2017-08-21 at 18:25:32 UTC; the Moon's shadow passes 0.4367 Earth radii from the centre.
  const Instant t = utc("2017-08-21T18:25:32Z");
  const Vec3 moon = moon_place(t).m;
  const Vec3 sun = sun_place(t).m;
  const Vec3 axis = unit(moon - sun);
  const double miss = norm(moon - dot(moon, axis) * axis);
  EXPECT_NEAR(miss / kEquatorialRadiusM, 0.4367, 0.03);
  EXPECT_NEAR(norm(moon), 372.0e6, 2.0e6);
}

TEST(Moon, IsOppositeToTheSunInALunarEclipse) {
  // 2022-11-08, greatest at 10:59:11 UTC, gamma 0.257 Earth radii.
  const Instant t = utc("2022-11-08T10:59:11Z");
  const Vec3 moon = moon_place(t).m;
  const double miss = norm(moon) * std::sin(angle_between(moon, -sun_place(t).m));
  EXPECT_NEAR(miss / kEquatorialRadiusM, 0.257, 0.02);
}

TEST(Sun, ShadowOfTheEarth) {
  const Direction<Itrf> sun{{1.0, 0.0, 0.0}};
  EXPECT_EQ(sunlit_fraction({{4.2e7, 0, 0}}, sun), 1.0);
  EXPECT_EQ(sunlit_fraction({{0, 4.2e7, 0}}, sun), 1.0);
  EXPECT_EQ(sunlit_fraction({{-4.2e7, 0, 0}}, sun), 0.0);
  EXPECT_EQ(sunlit_fraction({{-7.0e6, 1e6, 2e6}}, sun), 0.0);
  const double half = sunlit_fraction({{-4.2e7, kEquatorialRadiusM, 0}}, sun);
  EXPECT_NEAR(half, 0.5, 0.05);
  double before = 0.0;
  for (double y = 6.0e6; y < 6.8e6; y += 1e4) {
    const double share = sunlit_fraction({{-4.2e7, y, 0}}, sun);
    EXPECT_GE(share, before);
    before = share;
  }
  EXPECT_EQ(before, 1.0);
}

}  // namespace
}  // namespace tocsin::earth
