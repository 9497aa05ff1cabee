#include "tocsin/sense/pointing.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::sense {
namespace {

Position<Itrf> over(double lat_deg, double lon_deg, double height_m) {
  return earth::to_itrf({degrees(lat_deg).value(), degrees(lon_deg).value(), height_m});
}

TEST(NadirFrame, HasRightHandedAxesThatPointWhereTheirNamesSay) {
  const NadirFrame frame = nadir_frame(over(0.0, 75.0, 35'786e3));
  EXPECT_NEAR(dot(frame.east.u, frame.north.u), 0.0, 1e-15);
  EXPECT_NEAR(norm(cross(frame.east.u, frame.north.u) + frame.down.u), 0.0, 1e-15);
  EXPECT_NEAR(frame.north.u.z, 1.0, 1e-15);
  const TangentAngles northeast = tangent_angles(frame, over(30.0, 90.0, 0.0));
  EXPECT_GT(northeast.east_rad, 0.0);
  EXPECT_GT(northeast.north_rad, 0.0);
}

TEST(TangentAngles, AreThoseOfTheTangentPlane) {
  // a point 1 degree of tangent east and 2 degrees north of nadir, by construction
  const NadirFrame frame = nadir_frame({{42'164e3, 0.0, 0.0}});
  const double depth = 36'000e3;
  const Position<Itrf> target{
      {42'164e3 - depth, depth * std::tan(degrees(1.0).value()), depth * std::tan(degrees(2.0).value())}};
  const TangentAngles angles = tangent_angles(frame, target);
  EXPECT_NEAR(angles.east_rad, degrees(1.0).value(), 1e-15);
  EXPECT_NEAR(angles.north_rad, degrees(2.0).value(), 1e-15);
}

TEST(TangentAngles, AndLineOfSightAreInverse) {
  Random random(1, "line of sight");
  for (int i = 0; i < 200; ++i) {
    const NadirFrame frame =
        nadir_frame(over(random.uniform(-63.0, 63.0), random.uniform(-180.0, 180.0), random.uniform(600e3, 40'000e3)));
    const TangentAngles angles{random.uniform(-0.9, 0.9), random.uniform(-0.9, 0.9)};
    const Direction<Itrf> line = line_of_sight(frame, angles);
    const TangentAngles back = tangent_angles(frame, {frame.origin.m + random.uniform(1e3, 1e7) * line.u});
    EXPECT_NEAR(back.east_rad, angles.east_rad, 1e-12);
    EXPECT_NEAR(back.north_rad, angles.north_rad, 1e-12);
  }
}

TEST(TangentAngles, JacobianIsTheNumericOne) {
  Random random(2, "jacobian");
  for (int i = 0; i < 50; ++i) {
    const NadirFrame frame = nadir_frame(over(random.uniform(-60.0, 60.0), 10.0, 36'000e3));
    const Geodetic below = earth::to_geodetic(frame.origin);
    const Position<Itrf> target = over(in_degrees(Radians(below.lat_rad)) + random.uniform(-50.0, 50.0),
                                       10.0 + random.uniform(-50.0, 50.0), random.uniform(0.0, 500e3));
    const TangentAnglesJacobian jacobian = tangent_angles_jacobian(frame, target);
    for (int axis = 0; axis < 3; ++axis) {
      const double step = 100.0;
      Vec3 move{};
      (axis == 0 ? move.x : (axis == 1 ? move.y : move.z)) = step;
      const TangentAngles ahead = tangent_angles(frame, {target.m + move});
      const TangentAngles behind = tangent_angles(frame, {target.m - move});
      EXPECT_NEAR(jacobian.d_east[axis], (ahead.east_rad - behind.east_rad) / (2 * step), 1e-16);
      EXPECT_NEAR(jacobian.d_north[axis], (ahead.north_rad - behind.north_rad) / (2 * step), 1e-16);
    }
    EXPECT_EQ(jacobian.angles.east_rad, tangent_angles(frame, target).east_rad);
  }
}

TEST(TangentAngles, RefuseATargetBehindTheSatellite) {
  const NadirFrame frame = nadir_frame({{42'164e3, 0.0, 0.0}});
  EXPECT_DEATH(static_cast<void>(tangent_angles(frame, {{50'000e3, 0.0, 0.0}})), "Earth's side");
}

TEST(Field, ContainsItsLimitsAndNothingBeyond) {
  const message::Field field{{-0.1, 0.1}, {0.05, 0.06}};
  EXPECT_TRUE(inside(field, {0.1, 0.05}));
  EXPECT_TRUE(inside(field, {0.0, 0.055}));
  EXPECT_FALSE(inside(field, {0.0, 0.0601}));
  EXPECT_FALSE(inside(field, {-0.1001, 0.055}));
}

}  // namespace
}  // namespace tocsin::sense
