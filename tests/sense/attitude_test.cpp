#include "tocsin/sense/attitude.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"

namespace tocsin::sense {
namespace {

NadirFrame frame_over(double lat_deg, double lon_deg) {
  return nadir_frame(earth::to_itrf({degrees(lat_deg).value(), degrees(lon_deg).value(), 35'786e3}));
}

const Instant kTime = parse_utc("2023-03-21T14:00:00Z").value();

/// Vector part of the product q v q*: what the quaternion makes of a vector, written out on its own.
Vec3 turned_by(const message::FrameRef& q, const Vec3& v) {
  const Vec3 r{q.x, q.y, q.z};
  return (q.w * q.w - dot(r, r)) * v + 2.0 * dot(r, v) * r + 2.0 * q.w * cross(r, v);
}

TEST(Attitude, TurnsTheSensorsAxesToGcrf) {
  for (const double lon_deg : {-170.0, -60.0, 10.0, 75.0, 150.0}) {
    const NadirFrame frame = frame_over(3.0, lon_deg);
    const message::FrameRef reference = attitude_with_offset(frame, {}, kTime);
    const Mat3 gcrf = earth::Orientation().at(kTime).itrf_from_gcrf.inverse().m;
    EXPECT_NEAR(norm(turned_by(reference, {1.0, 0.0, 0.0}) - gcrf * frame.east.u), 0.0, 1e-14);
    EXPECT_NEAR(norm(turned_by(reference, {0.0, -1.0, 0.0}) - gcrf * frame.north.u), 0.0, 1e-14);
    EXPECT_NEAR(norm(turned_by(reference, {0.0, 0.0, 1.0}) - gcrf * frame.down.u), 0.0, 1e-14);
    EXPECT_GE(reference.w, 0.0);
  }
}

TEST(Attitude, AnOffsetIsReadBackFromIt) {
  Random random(1, "offsets");
  for (int i = 0; i < 100; ++i) {
    const NadirFrame frame = frame_over(random.uniform(-60.0, 60.0), random.uniform(-180.0, 180.0));
    const TangentAngles offset{random.uniform(-1e-3, 1e-3), random.uniform(-1e-3, 1e-3)};
    const TangentAngles back = pointing_offset(attitude_with_offset(frame, offset, kTime), frame, kTime).value();
    EXPECT_NEAR(back.east_rad, offset.east_rad, 1e-12);
    EXPECT_NEAR(back.north_rad, offset.north_rad, 1e-12);
  }
}

TEST(Attitude, OffsetIsHowFarASourcesAnglesAreWrong) {
  // a source 5 degrees from the nadir: seen from the turned sensor it is off by the offset, up to sec² of that
  const NadirFrame frame = frame_over(0.0, 40.0);
  const TangentAngles offset{50e-6, -30e-6};
  const message::FrameRef reference = attitude_with_offset(frame, offset, kTime);
  const TangentAngles source{degrees(5.0).value(), degrees(-4.0).value()};
  const Vec3 gcrf = earth::Orientation().at(kTime).itrf_from_gcrf.inverse().m * line_of_sight(frame, source).u;
  const Vec3 seen{dot(turned_by(reference, {1.0, 0.0, 0.0}), gcrf), dot(turned_by(reference, {0.0, 1.0, 0.0}), gcrf),
                  dot(turned_by(reference, {0.0, 0.0, 1.0}), gcrf)};
  EXPECT_NEAR(std::atan(seen.x / seen.z) - source.east_rad, offset.east_rad, 1e-6);
  EXPECT_NEAR(std::atan(-seen.y / seen.z) - source.north_rad, offset.north_rad, 1e-6);
}

TEST(Attitude, NoiseAboutAnAxisMovesTheNadirAcrossIt) {
  const NadirFrame frame = frame_over(0.0, 40.0);
  const message::FrameRef straight = attitude_with_offset(frame, {}, kTime);
  const TangentAngles seen = pointing_offset(turned(straight, {10e-6, 0.0, 0.0}), frame, kTime).value();
  EXPECT_NEAR(seen.east_rad, 0.0, 1e-12);
  EXPECT_NEAR(std::abs(seen.north_rad), 10e-6, 1e-12);
  const TangentAngles rolled = pointing_offset(turned(straight, {0.0, 0.0, 10e-6}), frame, kTime).value();
  EXPECT_NEAR(std::hypot(rolled.east_rad, rolled.north_rad), 0.0, 1e-12);
}

TEST(Attitude, RefusesWhatIsNoRotation) {
  const NadirFrame frame = frame_over(0.0, 0.0);
  const auto short_one = pointing_offset({0.5, 0.0, 0.0, 0.0, 0.0}, frame, kTime);
  ASSERT_FALSE(short_one);
  EXPECT_NE(short_one.error().to_string().find("length 0.5, expected a unit quaternion"), std::string::npos);
  // turned by half a circle about its x axis: away from the Earth
  const message::FrameRef straight = attitude_with_offset(frame, {}, kTime);
  const message::FrameRef away{-straight.x, straight.w, straight.z, -straight.y, 0.0};
  const auto behind = pointing_offset(away, frame, kTime);
  ASSERT_FALSE(behind);
  EXPECT_NE(behind.error().to_string().find("nadir behind the sensor"), std::string::npos);
  EXPECT_DEATH(static_cast<void>(turned({0.5, 0.0, 0.0, 0.0, 0.0}, {})), "unit quaternion");
}

}  // namespace
}  // namespace tocsin::sense
