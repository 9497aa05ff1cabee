#include "tocsin/motion/recorded_ascent.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/vehicles.hpp"

namespace tocsin::motion {
namespace {

const Instant lift_off = Instant::from_tai_ns(700'000'000'000'000'000);
const Geodetic site{28.6 * kRadiansPerDegree, -80.6 * kRadiansPerDegree, 0.0};
constexpr double kAzimuth = 1.5;

/// An ascent of constant accelerations, shown in steps of 100 m and, above 100 km, of 1 km.
AscentRecord stepped_record() {
  AscentRecord record;
  record.name = "made";
  for (int i = 0; i <= 500; ++i) {
    const double t = i;
    const double height =
        t < 160.0 ? 2.6 * t * t : 2.6 * 160 * 160 + 832.0 * (t - 160.0) - 1.2 * (t - 160.0) * (t - 160.0);
    const double step = height < 100e3 ? 100.0 : 1000.0;
    record.time_s.push_back(t);
    record.height_m.push_back(step * std::round(height / step));
    record.climb_mps.push_back(t < 160.0 ? 5.2 * t : 832.0 - 2.4 * (t - 160.0));
    record.forward_mps.push_back(t < 160.0 ? 0.06 * t * t : 1536.0 + 17.3 * (t - 160.0));
  }
  record.first_burnout_s = 160.0;
  record.second_ignition_s = 171.0;
  return record;
}

double climb(const State<Itrf>& s) {
  return dot(earth::ellipsoid_normal(earth::to_geodetic(s.position)).u, s.velocity.mps);
}

TEST(RecordedAscent, SmoothingTakesTheStepsOutOfTheHeights) {
  const AscentRecord record = stepped_record();
  const AscentRecord smooth = smoothed(record, {});
  double roughest = 0.0;
  for (std::size_t i = 200; i + 3 < smooth.height_m.size(); ++i) {
    const auto& h = smooth.height_m;
    roughest = std::max(roughest, std::abs(h[i + 3] - 3 * h[i + 2] + 3 * h[i + 1] - h[i]));
    EXPECT_LT(std::abs(h[i] - record.height_m[i]), 600.0);
    EXPECT_NEAR(smooth.climb_mps[i], record.climb_mps[i], 12.0) << i;
  }
  EXPECT_LT(roughest, 3.0);  // m/s³; the steps alone have thousands
}

TEST(RecordedAscent, FlightGoesThroughTheRecord) {
  const AscentRecord record = stepped_record();
  const auto flight = fly_record(record, generic_launcher(), site, kAzimuth, lift_off);
  ASSERT_TRUE(flight) << flight.error().to_string();
  for (const double t : {20.0, 60.0, 120.0, 250.0, 450.0}) {
    const State<Itrf> state = flight->state_at(lift_off + seconds(t));
    const auto i = static_cast<std::size_t>(t);
    EXPECT_NEAR(earth::height_above_ellipsoid_m(state.position), record.height_m[i], 600.0) << t;
    EXPECT_NEAR(norm(state.velocity.mps), std::hypot(record.climb_mps[i], record.forward_mps[i]), 8.0) << t;
    const State<Itrf> later = flight->state_at(lift_off + seconds(t + 0.01));
    EXPECT_NEAR(norm((later.position.m - state.position.m) / 0.01 - state.velocity.mps), 0.0, 3.0) << t;
  }
  const earth::GeodesicLine line =
      earth::inverse(site, earth::to_geodetic(flight->state_at(lift_off + seconds(300)).position));
  EXPECT_NEAR(line.azimuth_start_rad, kAzimuth, 1e-6);
}

TEST(RecordedAscent, StandsOnThePadAndStagesAsTheRecordSays) {
  const auto flight = fly_record(stepped_record(), generic_launcher(), site, kAzimuth, lift_off);
  ASSERT_TRUE(flight) << flight.error().to_string();
  EXPECT_LT(norm(flight->state_at(lift_off).velocity.mps), 1e-9);
  EXPECT_EQ(flight->burning_at(lift_off + seconds(100))->stage, 0);
  EXPECT_FALSE(flight->burning_at(lift_off + seconds(165)));
  EXPECT_EQ(flight->burning_at(lift_off + seconds(300))->stage, 1);
  EXPECT_EQ(flight->final_burnout(), lift_off + seconds(500));
  ASSERT_EQ(flight->bodies().size(), 2U);
  const FlightBody& first = flight->bodies()[1];
  EXPECT_EQ(first.arc.begin(), lift_off + seconds(164));
  EXPECT_TRUE(first.reaches_ground);
  EXPECT_TRUE(first.burns.empty());
}

TEST(RecordedAscent, RecordOfTheFirstStageGivesASecondOneThatReachesOrbit) {
  AscentRecord record = stepped_record();
  record.follows_first_stage = true;
  record.second_ignition_s.reset();
  record.first_stage_burns = {{200.0, 230.0, 1.0 / 3.0}};
  for (std::size_t i = 161; i < record.time_s.size(); ++i)
    record.forward_mps[i] = 1536.0 - 6.0 * (record.time_s[i] - 160.0);
  const auto flight = fly_record(record, generic_launcher(), site, kAzimuth, lift_off);
  ASSERT_TRUE(flight) << flight.error().to_string();
  const Instant burnout = flight->final_burnout();
  const State<Itrf> orbit = flight->state_at(burnout);
  EXPECT_NEAR(earth::height_above_ellipsoid_m(orbit.position), 170e3, 1e3);
  EXPECT_NEAR(climb(orbit), 0.0, 30.0);  // level over the sphere, not over the ellipsoid
  EXPECT_FALSE(flight->payload().reaches_ground);
  EXPECT_GT(earth::height_above_ellipsoid_m(flight->state_at(burnout + seconds(1800)).position), 120e3);
  const FlightBody& first = flight->bodies()[1];
  ASSERT_EQ(first.burns.size(), 1U);
  EXPECT_EQ(first.burns[0].begin, lift_off + seconds(200));
  EXPECT_NEAR(norm(first.arc.state_at(first.arc.begin()).position.m - flight->state_at(first.arc.begin()).position.m),
              0.0, 1e-6);
}

TEST(RecordedAscent, StagesPartBeforeTheSecondOneLightsHoweverSoonThatIs) {
  for (const double pause_s : {0.2, 1.0, 4.0, 4.1}) {
    AscentRecord record = stepped_record();
    record.follows_first_stage = true;
    record.second_ignition_s = record.first_burnout_s + pause_s;
    const auto flight = fly_record(record, generic_launcher(), site, kAzimuth, lift_off);
    ASSERT_TRUE(flight) << flight.error().to_string();
    const Instant parted = flight->bodies()[1].arc.begin();
    EXPECT_GT(parted, lift_off + seconds(record.first_burnout_s));
    EXPECT_LT(parted, lift_off + seconds(*record.second_ignition_s));
  }
}

TEST(RecordedAscent, RefusesRecordsThatAreNoAscent) {
  const auto refusal = [](auto&& change) {
    AscentRecord record = stepped_record();
    change(record);
    const auto flight = fly_record(record, generic_launcher(), site, kAzimuth, lift_off);
    return flight ? std::string() : flight.error().field;
  };
  EXPECT_EQ(refusal([](AscentRecord& r) { r.time_s.resize(3); }), "time");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.height_m.pop_back(); }), "altitude");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.time_s[7] = 9.0; }), "time");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.height_m[0] = 20e3; }), "altitude");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.first_burnout_s = 900.0; }), "meco");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.second_ignition_s = 100.0; }), "ses1");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.second_burnout_s = 120.0; }), "seco1");
  EXPECT_EQ(refusal([](AscentRecord& r) { r.first_stage_burns = {{50.0, 60.0, 1.0}}; }), "burns");
}

}  // namespace
}  // namespace tocsin::motion
