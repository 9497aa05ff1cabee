#include "tocsin/warn/areas.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/earth/ground_ring.hpp"

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

message::ImpactEstimate impact(double lat_deg, double lon_deg, double major_km, double minor_km, double azimuth_deg) {
  return {.time = at_second(600.0),
          .time_sigma_s = 10.0,
          .lat_deg = lat_deg,
          .lon_deg = lon_deg,
          .ellipse90 = {.semi_major_km = major_km, .semi_minor_km = minor_km, .azimuth_deg = azimuth_deg},
          .made_at = at_second(0.0)};
}

/// Directed angle swept around a point by a ring, in turns: +1 inside an anticlockwise ring.
double turns_around(const std::vector<std::array<double, 2>>& ring, double lat_deg, double lon_deg) {
  double sum = 0.0;
  double before = 0.0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const double azimuth = earth::inverse({degrees(lat_deg).value(), degrees(lon_deg).value(), 0.0},
                                          {degrees(ring[i][0]).value(), degrees(ring[i][1]).value(), 0.0})
                               .azimuth_start_rad;
    if (i > 0) sum += std::remainder(before - azimuth, 2.0 * kPi);
    before = azimuth;
  }
  return sum / (2.0 * kPi);
}

TEST(Areas, TheRingIsClosedAnticlockwiseAndHoldsTheRegionWithItsMargin) {
  for (const double lat : {0.0, 40.0, -75.0, 89.5, -90.0}) {
    for (const double lon : {0.0, 179.9, -180.0, 126.0}) {
      const message::WarningArea area = impact_area(impact(lat, lon, 150.0, 20.0, 70.0), 20.0, "E0001");
      ASSERT_GE(area.ring_deg.size(), 40U);
      EXPECT_EQ(area.ring_deg.front(), area.ring_deg.back());
      for (const auto& p : area.ring_deg) {
        EXPECT_LE(std::abs(p[0]), 90.0);
        EXPECT_LE(std::abs(p[1]), 180.0);
        const double km = ground_distance_km(lat, lon, p[0], p[1]);
        EXPECT_GT(km, 39.9);
        EXPECT_LT(km, 170.1);
      }
      EXPECT_NEAR(turns_around(area.ring_deg, lat, lon), 1.0, 1e-6) << lat << " " << lon;
    }
  }
}

TEST(Areas, TheMajorAxisPointsAlongItsAzimuth) {
  const message::WarningArea area = impact_area(impact(10.0, 20.0, 150.0, 20.0, 70.0), 20.0, "E0001");
  double farthest = 0.0;
  double azimuth_deg = 0.0;
  for (const auto& p : area.ring_deg) {
    const earth::GeodesicLine line = earth::inverse({degrees(10.0).value(), degrees(20.0).value(), 0.0},
                                                    {degrees(p[0]).value(), degrees(p[1]).value(), 0.0});
    if (line.distance_m <= farthest) continue;
    farthest = line.distance_m;
    azimuth_deg = in_degrees(Radians(line.azimuth_start_rad));
  }
  EXPECT_NEAR(farthest / 1000.0, 170.0, 0.01);
  EXPECT_NEAR(std::remainder(azimuth_deg - 70.0, 180.0), 0.0, 0.1);
}

TEST(Areas, EveryPointOfTheRegionIsAtLeastTheMarginInside) {
  // against points of the ellipse itself, drawn by eccentric anomaly
  const double margin_km = 20.0;
  for (const double minor_km : {0.0, 1.0, 10.0, 150.0}) {
    const message::ImpactEstimate e = impact(35.0, 60.0, 150.0, minor_km, 30.0);
    const message::WarningArea area = impact_area(e, margin_km, "E0001");
    for (double anomaly = 0.0; anomaly < 6.3; anomaly += 0.05) {
      const double along = e.ellipse90.semi_major_km * std::cos(anomaly);
      const double left = e.ellipse90.semi_minor_km * std::sin(anomaly);
      const Geodetic p =
          earth::direct({degrees(35.0).value(), degrees(60.0).value(), 0.0},
                        degrees(30.0).value() - std::atan2(left, along), 1000.0 * std::hypot(along, left));
      double nearest = 1e9;
      for (const auto& q : area.ring_deg) {
        nearest = std::min(
            nearest, ground_distance_km(in_degrees(Radians(p.lat_rad)), in_degrees(Radians(p.lon_rad)), q[0], q[1]));
      }
      EXPECT_GT(nearest, 0.97 * margin_km) << minor_km << " " << anomaly;
      EXPECT_NEAR(turns_around(area.ring_deg, in_degrees(Radians(p.lat_rad)), in_degrees(Radians(p.lon_rad))), 1.0,
                  1e-6);
    }
  }
}

TEST(Areas, TheWindowHoldsNinetyPercentOfTheTimes) {
  const message::WarningArea area = impact_area(impact(0.0, 0.0, 10.0, 10.0, 0.0), 0.0, "E0001");
  ASSERT_TRUE(area.earliest && area.latest);
  EXPECT_NEAR(seconds_between(*area.earliest, *area.latest), 2.0 * 16.4485, 1e-3);
  EXPECT_NEAR(std::erf(16.4485 / 10.0 / std::sqrt(2.0)), 0.9, 1e-4);
}

TEST(Areas, AHugeRegionStopsAtAHemisphere) {
  const message::WarningArea area = impact_area(impact(40.0, 10.0, 1e6, 5e5, 0.0), 20.0, "E0001");
  EXPECT_EQ(area.ring_deg.front(), area.ring_deg.back());
  for (const auto& p : area.ring_deg) EXPECT_LE(ground_distance_km(40.0, 10.0, p[0], p[1]), 9000.1);
}

TEST(Areas, InsideFollowsTheEllipse) {
  const message::Ellipse e{.semi_major_km = 100.0, .semi_minor_km = 10.0, .azimuth_deg = 90.0};
  EXPECT_TRUE(inside(e, 0.0, 179.9, 0.0, -179.9));  // 22 km east, across the antimeridian
  EXPECT_FALSE(inside(e, 0.0, 179.9, 0.2, 179.9));  // 22 km north
}

}  // namespace
}  // namespace tocsin::warn
