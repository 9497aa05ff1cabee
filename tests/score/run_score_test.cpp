#include "tocsin/score/run_score.hpp"

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::score {
namespace {

Instant at(double s) {
  return *parse_utc("2022-10-03T22:22:00Z") + seconds(s);
}

message::TruthObject truth(const std::string& launch, double lat_deg) {
  return {.id = launch + ".payload",
          .launch = launch,
          .kind = "payload",
          .vehicle_class = "ballistic",
          .begin = at(0),
          .end = at(1300),
          .launch_lat_deg = lat_deg,
          .launch_lon_deg = 126.0,
          .launch_azimuth_deg = 358.0,
          .launch_time = at(0),
          .burnouts = {},
          .apogee_km = 1000.0,
          .impact_time = at(1300),
          .impact_lat_deg = 40.0,
          .impact_lon_deg = 170.0,
          .ground_range_km = 1000.0};
}

message::Event event(const std::string& id, double lat_deg) {
  message::Event e;
  e.id = id;
  e.time = at(100);
  e.first_report_time = at(70);
  e.launch = message::LaunchEstimate{.time = at(3),
                                     .time_sigma_s = 5,
                                     .lat_deg = lat_deg,
                                     .lon_deg = 126.0,
                                     .ellipse90 = {20.0, 5.0, 0.0},
                                     .azimuth_deg = 2.0,
                                     .azimuth_sigma_deg = 3.0};
  return e;
}

message::ImpactEstimate impact(double lat_deg, double radar_seconds) {
  return {.time = at(1310),
          .time_sigma_s = 5,
          .lat_deg = lat_deg,
          .lon_deg = 170.0,
          .ellipse90 = {30.0, 10.0, 0.0},
          .made_at = at(200 + radar_seconds),
          .apogee_km = 990.0,
          .radar_seconds = radar_seconds};
}

TEST(RunScore, GivesErrorsBesideTheStatedRegions) {
  message::Event first = event("E0001", 40.1);
  first.impact = impact(40.5, 30.0);
  message::Event second = first;
  second.impact = impact(40.1, 65.0);
  const RunScore score = score_run({truth("a", 40.0)}, {first, second});
  ASSERT_EQ(score.launches.size(), 1U);
  const LaunchScore& launch = score.launches[0];
  EXPECT_EQ(launch.event, "E0001");
  EXPECT_DOUBLE_EQ(*launch.first_report_s, 70.0);
  EXPECT_NEAR(*launch.launch_error_km, 11.1, 0.1);
  EXPECT_TRUE(*launch.launch_inside_ellipse90) << "11 km north lies inside 20 km along north";
  EXPECT_NEAR(*launch.launch_time_error_s, 3.0, 1e-9);
  EXPECT_NEAR(*launch.azimuth_error_deg, 4.0, 1e-9) << "across north";
  EXPECT_NEAR(launch.impact_30s->error_km, 55.5, 0.2);
  EXPECT_FALSE(launch.impact_30s->inside_ellipse90);
  EXPECT_NEAR(launch.impact_60s->error_km, 11.1, 0.1);
  EXPECT_TRUE(launch.impact_60s->inside_ellipse90);
  EXPECT_FALSE(launch.impact_100s) << "there never were 100 s of radar";
  EXPECT_NEAR(launch.impact_final->time_error_s, 10.0, 1e-9);
  EXPECT_NEAR(launch.impact_final->apogee_error_km, -10.0, 1e-9);
  EXPECT_NEAR(launch.impact_60s->error_share_of_range, 0.0111, 1e-4);
}

TEST(RunScore, OneEventStandsForOneLaunch) {
  const RunScore score =
      score_run({truth("a", 40.0), truth("b", 41.0)}, {event("E0001", 41.02), event("E0002", 40.01)});
  ASSERT_EQ(score.launches.size(), 2U);
  EXPECT_EQ(score.launches[0].event, "E0002");
  EXPECT_EQ(score.launches[1].event, "E0001");
  EXPECT_EQ(score.missed, 0);
}

TEST(RunScore, CountsMissedLaunchesAndFalseEvents) {
  message::Event far = event("E0001", -30.0);
  far.level = message::Level::probable;
  const RunScore score = score_run({truth("a", 40.0)}, {far});
  EXPECT_EQ(score.missed, 1);
  EXPECT_EQ(score.false_probable, 1);
  EXPECT_EQ(score.false_confirmed, 0);
  EXPECT_NE(to_text(score).find("MISSED"), std::string::npos);
}

TEST(RunScore, TheEndOfAFlightTellsVehiclesApartThatRoseSideBySide) {
  message::TruthObject far = truth("b", 40.05);
  far.impact_lat_deg = 43.0;
  message::Event one = event("E0001", 40.04);  // rises nearer to b, comes down where a does
  one.impact = impact(40.01, 100.0);
  message::Event other = event("E0002", 40.01);
  other.impact = impact(43.02, 100.0);
  const RunScore score = score_run({truth("a", 40.0), far}, {one, other});
  ASSERT_EQ(score.launches.size(), 2U);
  EXPECT_EQ(score.launches[0].event, "E0001");
  EXPECT_EQ(score.launches[1].event, "E0002");
}

TEST(RunScore, AnEventThatWasMergedStandsForNothing) {
  message::Event merged = event("E0002", 41.0);
  merged.merged_into = "E0001";
  const RunScore score = score_run({truth("a", 40.0), truth("b", 41.0)}, {event("E0001", 40.01), merged});
  EXPECT_EQ(score.missed, 1);
  EXPECT_EQ(score.events, 1);
  EXPECT_EQ(score.merged, 1);
}

TEST(RunScore, AnEventBeforeTheLaunchIsNotThatLaunch) {
  message::Event early = event("E0001", 40.0);
  early.first_report_time = at(-5);
  EXPECT_EQ(score_run({truth("a", 40.0)}, {early}).missed, 1);
}

}  // namespace
}  // namespace tocsin::score
