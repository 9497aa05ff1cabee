#include "tocsin/formats/rings.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"

namespace tocsin::formats {
namespace {

constexpr double kLatKm = 111.2;  // of a degree

double area_deg2(const LatLonRing& ring) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) sum += ring[i][1] * ring[i + 1][0] - ring[i + 1][1] * ring[i][0];
  return 0.5 * sum;
}

bool holds(const LatLonRing& ring, double lat, double lon) {
  bool in = false;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[i + 1];
    if ((a[0] > lat) != (b[0] > lat) && lon < a[1] + (lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1])) in = !in;
  }
  return in;
}

/// What every part must be, wherever the ring lies.
void expect_drawable(const std::vector<LatLonRing>& parts) {
  ASSERT_FALSE(parts.empty());
  for (const LatLonRing& part : parts) {
    ASSERT_GE(part.size(), 4U);
    EXPECT_EQ(part.front(), part.back());
    EXPECT_GT(area_deg2(part), 0.0);  // anticlockwise
    for (std::size_t i = 0; i < part.size(); ++i) {
      EXPECT_LE(std::abs(part[i][0]), 90.0);
      EXPECT_LE(std::abs(part[i][1]), 180.0);
      if (i > 0) {
        EXPECT_TRUE(part[i] != part[i - 1]);
      }
      // an edge of half the Earth is only allowed along the pole
      if (i > 0 && std::abs(part[i][0]) < 90.0) {
        EXPECT_LT(std::abs(part[i][1] - part[i - 1][1]), 180.0);
      }
    }
  }
}

bool any_holds(const std::vector<LatLonRing>& parts, double lat, double lon) {
  for (const LatLonRing& part : parts) {
    if (holds(part, lat, lon)) return true;
  }
  return false;
}

TEST(Rings, ARingAwayFromTheEdgesStaysWhole) {
  const auto parts = cut_ring(ellipse_ring({100.0, 50.0, 90.0}, 10.0, 20.0));
  expect_drawable(parts);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_NEAR(area_deg2(parts[0]), kPi * 100.0 * 50.0 / kLatKm / kLatKm / std::cos(10.0 * kRadiansPerDegree), 0.01);
  EXPECT_TRUE(holds(parts[0], 10.0, 20.8));
  EXPECT_FALSE(holds(parts[0], 10.8, 20.0));
}

TEST(Rings, AcrossTheAntimeridianTwoPartsWithTheSameArea) {
  for (const double lon : {179.9, -179.9, 180.0, -180.0, 179.2}) {
    const auto parts = cut_ring(ellipse_ring({100.0, 50.0, 90.0}, 10.0, lon));
    expect_drawable(parts);
    ASSERT_EQ(parts.size(), 2U) << lon;
    EXPECT_NEAR(area_deg2(parts[0]) + area_deg2(parts[1]),
                kPi * 100.0 * 50.0 / kLatKm / kLatKm / std::cos(10.0 * kRadiansPerDegree), 0.01);
    EXPECT_TRUE(any_holds(parts, 10.0, 179.95));
    EXPECT_TRUE(any_holds(parts, 10.0, -179.95));
    EXPECT_FALSE(any_holds(parts, 10.0, 0.0));
  }
}

TEST(Rings, AroundAPoleTheAreaReachesThePoleAtEveryLongitude) {
  for (const double pole : {90.0, -90.0}) {
    for (const double centre : {pole, pole * 0.99}) {
      for (const double lon : {0.0, 77.0, 180.0}) {
        const auto parts = cut_ring(ellipse_ring({400.0, 300.0, 20.0}, centre, lon));
        expect_drawable(parts);
        for (double at = -179.5; at < 180.0; at += 15.0) {
          EXPECT_TRUE(any_holds(parts, pole * 0.999, at)) << pole << " " << centre << " " << lon << " " << at;
          EXPECT_FALSE(any_holds(parts, pole * 0.9, at));
        }
      }
    }
  }
}

TEST(Rings, BesideAPoleItDoesNotHoldIt) {
  const auto parts = cut_ring(ellipse_ring({100.0, 100.0, 0.0}, 85.0, 30.0));
  expect_drawable(parts);
  EXPECT_FALSE(any_holds(parts, 89.9, 30.0));
  EXPECT_TRUE(any_holds(parts, 85.0, 30.0));
}

TEST(Rings, ManySizesAndPlacesAreDrawable) {
  for (double lat = -88.0; lat <= 88.0; lat += 11.0) {
    for (double lon = -180.0; lon <= 180.0; lon += 22.5) {
      for (const double km : {0.0, 1.0, 300.0, 3000.0}) {
        const auto parts = cut_ring(ellipse_ring({km, km / 5.0, 40.0}, lat, lon));
        expect_drawable(parts);
        if (km >= 1.0) {
          EXPECT_TRUE(any_holds(parts, lat + 1e-4, lon > 0.0 ? lon - 1e-4 : lon + 1e-4))
              << lat << " " << lon << " " << km;
        }
      }
    }
  }
}

TEST(Rings, AClockwiseRingIsTurnedAndAnOpenOneClosed) {
  const auto parts = cut_ring({{0.0, 0.0}, {1.0, 0.0}, {1.0, 1.0}, {0.0, 1.0}});
  expect_drawable(parts);
  EXPECT_NEAR(area_deg2(parts.at(0)), 1.0, 1e-9);
}

TEST(Rings, WhatHasNoInsideGivesNothing) {
  EXPECT_TRUE(cut_ring({}).empty());
  EXPECT_TRUE(cut_ring({{1.0, 2.0}, {1.0, 2.0}, {1.0, 2.0}, {1.0, 2.0}}).empty());
  EXPECT_TRUE(cut_ring({{0.0, 0.0}, {1.0, 1.0}, {2.0, 2.0}, {0.0, 0.0}}).empty());
  EXPECT_TRUE(cut_ring({{0.0, 0.0}, {1e-9, 1e-9}, {0.0, 1e-9}, {0.0, 0.0}}).empty());
}

TEST(Rings, ALineIsCutAtTheAntimeridianAndMeetsThere) {
  const auto parts = cut_line({{10.0, 178.0, 0.0}, {12.0, -178.0, 400.0}, {14.0, -174.0, 800.0}});
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].back(), (LatLonHeight{11.0, 180.0, 200.0}));
  EXPECT_EQ(parts[1].front(), (LatLonHeight{11.0, -180.0, 200.0}));
  EXPECT_EQ(parts[1].size(), 3U);
  EXPECT_EQ(cut_line({{1.0, 2.0, 3.0}}).size(), 0U);
  EXPECT_EQ(cut_line({}).size(), 0U);
  EXPECT_EQ(cut_line({{0.0, 10.0, 0.0}, {0.0, 20.0, 0.0}}).size(), 1U);
}

TEST(Rings, ASectorRunsFromTheSiteAroundAndBack) {
  const Geodetic site{degrees(40.0).value(), degrees(10.0).value(), 0.0};
  const LatLonRing fan = sector_outline(site, {degrees(350.0).value(), degrees(20.0).value(), 1e6});
  EXPECT_EQ(fan.front(), fan.back());
  EXPECT_NEAR(fan.front()[0], 40.0, 1e-9);
  double north = 0.0;
  for (const auto& p : fan) {
    EXPECT_GE(p[0], 40.0 - 1e-9);
    north = std::max(north, p[0]);
  }
  EXPECT_NEAR(north, 49.0, 0.02);
  const LatLonRing circle = sector_outline(site, {0.0, 0.0, 1e6});
  EXPECT_NEAR(circle.front()[0], circle.back()[0], 1e-9);
  EXPECT_NEAR(circle.front()[1], circle.back()[1], 1e-9);
  for (const auto& p : circle) EXPECT_GT(std::abs(p[0] - 40.0) + std::abs(p[1] - 10.0), 5.0);
}

TEST(Rings, RoundedHasNoNegativeZero) {
  EXPECT_FALSE(std::signbit(rounded(-1e-9, 6)));
  EXPECT_EQ(rounded(1.23456789, 6), 1.234568);
}

}  // namespace
}  // namespace tocsin::formats
