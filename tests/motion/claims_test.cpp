#include "tocsin/motion/claims.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::motion {
namespace {

struct Row {
  double lat, lon, bearing, apogee_km, range_km, computed_s, reported_s;
};
// Publicly reported flights, with the time of the ballistic arc by an independent computation.
constexpr Row kRows[] = {
    {40.0, 125.2, 65.0, 2111.5, 787.0, 1685.0, 1800.0},     {40.6, 126.4, 74.0, 3724.9, 998.0, 2605.0, 2832.0},
    {39.3, 125.9, 70.0, 4475.0, 950.0, 3039.0, 3180.0},     {39.2, 125.67, 70.0, 6040.9, 999.2, 3979.0, 4135.0},
    {39.03, 125.9, 70.0, 6648.4, 1001.2, 4356.0, 4491.0},   {39.03, 125.9, 70.0, 7687.5, 1001.2, 5019.0, 5156.0},
    {40.611, 126.426, 80.0, 970.0, 4500.0, 1226.0, 1320.0}, {34.77, -120.60, 267.42, 1200.0, 7798.8, 1564.0, 0.0}};

Claim claim_of(const Row& row) {
  Claim c;
  c.apogee_m = row.apogee_km * 1e3;
  c.range_m = row.range_km * 1e3;
  c.site = degrees_at(row.lat, row.lon);
  c.bearing_rad = row.bearing * kRadiansPerDegree;
  if (row.reported_s > 0.0) c.time_s = row.reported_s;
  return c;
}

TEST(Claims, ComputedTimesAreThoseOfTheReferenceWithinThreeSeconds) {
  for (const Row& row : kRows) {
    const ClaimCheck check = check_claim(claim_of(row)).value();
    ASSERT_TRUE(check.flight);
    EXPECT_NEAR(check.flight->time_s, row.computed_s, 3.0) << row.apogee_km;
    EXPECT_NEAR(check.flight->apogee_m, row.apogee_km * 1e3, 1.0);
    const earth::GeodesicLine line = earth::inverse(degrees_at(row.lat, row.lon), check.flight->impact);
    EXPECT_NEAR(line.distance_m, row.range_km * 1e3, 1.5);
    EXPECT_NEAR(line.azimuth_start_rad, row.bearing * kRadiansPerDegree, 1e-5);
    if (row.reported_s > 0.0) {
      EXPECT_EQ(check.verdict, ClaimVerdict::plausible) << check.explanation;
      EXPECT_NEAR(*check.residual_low_s, row.reported_s - row.computed_s, 3.0);
      EXPECT_EQ(check.residual_low_s, check.residual_high_s);
    } else {
      EXPECT_EQ(check.verdict, ClaimVerdict::no_time);
    }
  }
}

TEST(Claims, ATimeShorterThanTheArcIsImpossibleAndSaysWhy) {
  Claim c = claim_of(kRows[0]);
  c.time_s = 1600.0;
  const ClaimCheck check = check_claim(c).value();
  EXPECT_EQ(check.verdict, ClaimVerdict::impossible);
  EXPECT_NE(check.explanation.find("1600"), std::string::npos) << check.explanation;
  EXPECT_NE(check.explanation.find("85 s shorter"), std::string::npos) << check.explanation;
  c.site.reset();
  c.bearing_rad.reset();
  EXPECT_EQ(check_claim(c).value().verdict, ClaimVerdict::impossible) << "wherever it started";
  c.time_s = 1688.0;
  EXPECT_EQ(check_claim(c).value().verdict, ClaimVerdict::unusual)
      << "possible from some places, but without a powered phase";
}

TEST(Claims, ALongTimeIsUnusualButNotImpossible) {
  Claim c = claim_of(kRows[0]);
  c.time_s = 2200.0;
  EXPECT_EQ(check_claim(c).value().verdict, ClaimVerdict::unusual);
}

TEST(Claims, WithoutSiteAndBearingTheAnswerIsAnInterval) {
  for (const Row& row : kRows) {
    Claim c = claim_of(row);
    const double exact = check_claim(c).value().shortest_s;
    c.bearing_rad.reset();
    const ClaimCheck no_bearing = check_claim(c).value();
    c.site.reset();
    const ClaimCheck nothing = check_claim(c).value();
    EXPECT_FALSE(nothing.flight);
    EXPECT_LT(nothing.shortest_s, nothing.longest_s);
    EXPECT_LE(nothing.shortest_s, no_bearing.shortest_s + 1.0);
    EXPECT_GE(nothing.longest_s, no_bearing.longest_s - 1.0);
    EXPECT_LE(no_bearing.shortest_s, exact + 1.0);
    EXPECT_GE(no_bearing.longest_s, exact - 1.0);
    EXPECT_LT(nothing.longest_s - nothing.shortest_s, 0.12 * exact);
  }
}

TEST(Claims, TheIntervalHoldsPlacesBetweenItsGridPoints) {
  Claim c;
  c.apogee_m = 970e3;
  c.range_m = 4500e3;
  const ClaimCheck all = check_claim(c).value();
  for (const double lat : {-83.0, -38.0, 3.0, 21.0, 52.0, 88.0}) {
    for (const double bearing : {7.0, 83.0, 98.0, 187.0, 263.0, 277.0}) {
      const ImpulsiveFlight f =
          impulsive_flight(degrees_at(lat, 30.0), bearing * kRadiansPerDegree, c.apogee_m, c.range_m).value();
      EXPECT_GT(f.time_s, all.shortest_s - 2.0) << lat << ' ' << bearing;
      EXPECT_LT(f.time_s, all.longest_s + 2.0) << lat << ' ' << bearing;
    }
  }
}

TEST(Claims, SaysThatFlatArcsDoNotGetThroughTheAir) {
  Claim c;
  c.apogee_m = 50e3;
  c.range_m = 2000e3;
  c.site = degrees_at(10.0, 10.0);
  c.bearing_rad = 1.0;
  EXPECT_NE(check_claim(c).value().explanation.find("air"), std::string::npos);
}

TEST(Claims, RefusesFiguresThatAreNone) {
  Claim c = claim_of(kRows[0]);
  c.apogee_m = -1.0;
  ASSERT_FALSE(check_claim(c));
  EXPECT_EQ(check_claim(c).error().field, "apogee_km");
  c = claim_of(kRows[0]);
  c.range_m = 25000e3;
  EXPECT_EQ(check_claim(c).error().field, "range_km");
  c = claim_of(kRows[0]);
  c.site->lat_rad = 2.0;
  EXPECT_EQ(check_claim(c).error().field, "site.lat_deg");
  c = claim_of(kRows[0]);
  c.time_s = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(check_claim(c).error().field, "time_s");
}

}  // namespace
}  // namespace tocsin::motion
