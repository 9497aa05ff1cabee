#include "tocsin/earth/horizon.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"

namespace tocsin::earth {
namespace {

Geodetic at_degrees(double lat, double lon, double height_m = 0.0) {
  return {lat * kRadiansPerDegree, lon * kRadiansPerDegree, height_m};
}

struct FirstSight {
  double ground_km = 0.0;
  double slant_km = 0.0;
};

// Where a site first sees an object of a height at an elevation, by bisection along a geodesic.
FirstSight first_sight(double height_km, double elevation_deg) {
  const SiteFrame site(at_degrees(45.0, 10.0));
  double near_m = 0.0;
  double far_m = 9e6;
  LookAngles look;
  for (int i = 0; i < 60; ++i) {
    const double mid = 0.5 * (near_m + far_m);
    Geodetic g = direct(site.geodetic(), 0.7, mid);
    g.height_m = height_km * 1e3;
    look = site.look_angles(to_itrf(g));
    (look.elevation_rad > elevation_deg * kRadiansPerDegree ? near_m : far_m) = mid;
  }
  return {near_m / 1e3, look.range_m / 1e3};
}

TEST(Horizon, ARadarAtThreeDegreesFirstSeesObjectsAtThePublishedRanges) {
  const struct {
    double height_km, slant_km;
  } rows[] = {{100.0, 848.0}, {200.0, 1310.0}, {500.0, 2262.0}, {1000.0, 3390.0}, {1500.0, 4303.0}};
  for (const auto& row : rows) {
    const FirstSight sight = first_sight(row.height_km, 3.0);
    EXPECT_NEAR(sight.slant_km / row.slant_km, 1.0, 3e-3) << row.height_km;
    // On a sphere the ground range is R·(acos(R cos e/(R + h)) − e).
    const double e = 3.0 * kRadiansPerDegree;
    const double r = kMeanRadiusM / 1e3;
    EXPECT_NEAR(sight.ground_km, r * (std::acos(r * std::cos(e) / (r + row.height_km)) - e), 0.004 * sight.ground_km);
  }
}

TEST(Horizon, AGeostationarySatelliteReachesThePublishedEarthAngles) {
  const Position<Itrf> satellite{{42164e3, 0.0, 0.0}};
  for (const auto& [elevation_deg, angle_deg] : {std::pair{0.0, 81.3}, std::pair{5.0, 76.3}, std::pair{10.0, 71.4}}) {
    // Along the equator the ellipsoid's section is a circle: the angle is the longitude.
    const SiteFrame site(at_degrees(0.0, angle_deg));
    EXPECT_NEAR(site.look_angles(satellite).elevation_rad / kRadiansPerDegree, elevation_deg, 0.06);
  }
  EXPECT_TRUE(line_of_sight_clear(satellite, to_itrf(at_degrees(0.0, 81.2))));
  EXPECT_FALSE(line_of_sight_clear(satellite, to_itrf(at_degrees(0.0, 81.4))));
  EXPECT_FALSE(line_of_sight_clear(satellite, to_itrf(at_degrees(0.0, 180.0, 1e6))));
}

TEST(Horizon, MarginRaisesWhatBlocks) {
  const Position<Itrf> satellite{{42164e3, 0.0, 0.0}};
  const Position<Itrf> behind = to_itrf(at_degrees(0.0, 100.0, 500e3));
  const double grazing = grazing_height_m(satellite, behind);
  ASSERT_GT(grazing, 0.0);
  EXPECT_TRUE(line_of_sight_clear(satellite, behind, grazing - 100.0));
  EXPECT_FALSE(line_of_sight_clear(satellite, behind, grazing + 100.0));
  EXPECT_LT(grazing_height_m(satellite, to_itrf(at_degrees(0.0, 179.0))), -1e6);
}

TEST(Horizon, GrazingHeightIsTheSmallestOnTheLine) {
  const Position<Itrf> a{{3e7, 1e7, 2.5e7}};
  const Position<Itrf> b{{-2.0e7, 1.2e7, -1.0e7}};
  double smallest = 1e12;
  for (int i = 0; i <= 20000; ++i) {
    smallest = std::min(smallest, height_above_ellipsoid_m({a.m + (i / 20000.0) * (b.m - a.m)}));
  }
  EXPECT_NEAR(grazing_height_m(a, b), smallest, 100.0);
}

TEST(Horizon, ASiteSeesItsSkyAndNotTheGround) {
  const SiteFrame site(at_degrees(52.0, 13.0, -30.0));
  EXPECT_TRUE(line_of_sight_clear(site.origin(), site.place_at({1.0, 0.01, 2e6})));
  EXPECT_FALSE(line_of_sight_clear(site.origin(), site.place_at({1.0, -0.01, 2e5})));
  EXPECT_TRUE(line_of_sight_clear(site.origin(), site.place_at({1.0, kPi / 2.0, 100.0})));
}

TEST(Horizon, ARayMeetsTheSurfaceWhereItShould) {
  for (const double height : {0.0, 10e3, 100e3}) {
    const Position<Itrf> from{{4.2164e7, 0.0, 1.0e6}};
    const Position<Itrf> target = to_itrf(at_degrees(38.0, 40.0, height));
    const auto hit = intersect_ellipsoid(from, direction_of(target - from), height);
    ASSERT_TRUE(hit);
    const Geodetic g = to_geodetic(*hit);
    EXPECT_NEAR(g.height_m, height, 1e-5 * height + 1e-6);
    EXPECT_LT(norm(hit->m - target.m), 3.0);
  }
  EXPECT_FALSE(intersect_ellipsoid({{4.2e7, 0, 0}}, {{1, 0, 0}})) << "away from the Earth";
  EXPECT_FALSE(intersect_ellipsoid({{4.2e7, 0, 0}}, {{0, 1, 0}})) << "past the Earth";
  const auto out = intersect_ellipsoid({{6.4e6, 0, 0}}, {{1, 0, 0}}, 100e3);
  ASSERT_TRUE(out) << "from inside the raised surface to where the ray leaves it";
  EXPECT_NEAR(out->m.x, kEquatorialRadiusM + 100e3, 1e-6);
}

TEST(Horizon, LookAnglesComeBack) {
  const SiteFrame site(at_degrees(66.0, 40.0, 120.0));
  for (const LookAngles& look : {LookAngles{0.1, 0.05, 3e6}, LookAngles{6.0, 1.2, 5e5}, LookAngles{3.3, -0.2, 1e4}}) {
    const LookAngles back = site.look_angles(site.place_at(look));
    EXPECT_NEAR(back.azimuth_rad, look.azimuth_rad, 1e-11);
    EXPECT_NEAR(back.elevation_rad, look.elevation_rad, 1e-11);
    EXPECT_NEAR(back.range_m, look.range_m, 1e-6);
  }
  EXPECT_NEAR(zenith_angle_rad(site.origin(), site.place_at({2.0, 0.3, 1e6})), kPi / 2.0 - 0.3, 1e-6);
}

}  // namespace
}  // namespace tocsin::earth
