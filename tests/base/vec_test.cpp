#include "tocsin/base/vec.hpp"

#include <gtest/gtest.h>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/quantity.hpp"

namespace tocsin {
namespace {

TEST(Vec3, SmallAnglesKeepTheirDigits) {
  const Vec3 a{1.0, 0.0, 0.0};
  EXPECT_NEAR(angle_between(a, Vec3{1.0, 1e-9, 0.0}), 1e-9, 1e-24);
  EXPECT_NEAR(angle_between(a, Vec3{-1.0, 0.0, 0.0}), kPi, 1e-15);
}

TEST(Vec3, AnyPerpendicularIsPerpendicular) {
  for (const Vec3& v : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}, Vec3{0, 0, -7e6}, Vec3{1e-3, 2, 3e5}}) {
    EXPECT_NEAR(norm(any_perpendicular(v)), 1.0, 1e-15);
    EXPECT_NEAR(dot(any_perpendicular(v), unit(v)), 0.0, 1e-15);
  }
  EXPECT_EQ(unit(Vec3{}), Vec3{});
}

TEST(Frames, RotationsChainAndInvert) {
  // 90 degrees about z: x of the Earth frame is y of the inertial frame
  const Rotation<Gcrf, Itrf> r{Mat3{{Vec3{0, -1, 0}, Vec3{1, 0, 0}, Vec3{0, 0, 1}}}};
  const Position<Itrf> p{{7e6, 0, 1}};
  EXPECT_EQ((r * p).m, (Vec3{0, 7e6, 1}));
  EXPECT_EQ(r.inverse() * (r * p), p);
  EXPECT_EQ((r.inverse() * r).m, Mat3{});
  const Displacement<Itrf> d = p - Position<Itrf>{{7e6, 0, 0}};
  EXPECT_EQ(d.m, (Vec3{0, 0, 1}));
  EXPECT_EQ((Position<Itrf>{} + d).m, d.m);
}

TEST(Quantities, ConvertOnlyByName) {
  EXPECT_EQ(kilometres(1.5).value(), 1500.0);
  EXPECT_NEAR(in_degrees(degrees(33.0)), 33.0, 1e-14);
  EXPECT_EQ(Metres(3.0) / Metres(2.0), 1.5);
  EXPECT_LT(Metres(1.0), kilometres(1.0));
  static_assert(!std::is_convertible_v<double, Metres> && !std::is_convertible_v<Metres, double>);
}

}  // namespace
}  // namespace tocsin
