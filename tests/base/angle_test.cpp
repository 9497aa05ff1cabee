#include "tocsin/base/angle.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tocsin {
namespace {

TEST(Angle, WrapsToTheHalfOpenIntervals) {
  EXPECT_EQ(wrap_pi(kPi), kPi);
  EXPECT_EQ(wrap_pi(-kPi), kPi);
  EXPECT_EQ(wrap_180(-180.0), 180.0);
  EXPECT_EQ(wrap_180(180.0), 180.0);
  EXPECT_EQ(wrap_180(540.0), 180.0);
  EXPECT_EQ(wrap_180(-190.0), 170.0);
  EXPECT_EQ(wrap_360(360.0), 0.0);
  EXPECT_EQ(wrap_360(-90.0), 270.0);
  EXPECT_EQ(wrap_360(725.0), 5.0);
}

TEST(Angle, ATinyNegativeAngleIsNotAFullTurn) {
  EXPECT_EQ(wrap_two_pi(-1e-300), 0.0);
  EXPECT_EQ(wrap_360(-1e-300), 0.0);
  EXPECT_FALSE(std::signbit(wrap_360(-0.0)));
  EXPECT_FALSE(std::signbit(wrap_360(-720.0)));
}

TEST(Angle, NotANumberStaysOne) {
  EXPECT_TRUE(std::isnan(wrap_pi(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_TRUE(std::isnan(wrap_360(std::numeric_limits<double>::infinity())));
}

RC_GTEST_PROP(Angle, WrappedAnglesPointTheSameWay, (std::int32_t thousandths)) {
  const double angle_deg = thousandths * 0.001;
  const double azimuth = wrap_360(angle_deg);
  const double longitude = wrap_180(angle_deg);
  RC_ASSERT(azimuth >= 0.0 && azimuth < 360.0);
  RC_ASSERT(longitude > -180.0 && longitude <= 180.0);
  RC_ASSERT(std::abs(std::remainder(azimuth - angle_deg, 360.0)) < 1e-9);
  RC_ASSERT(std::abs(std::remainder(longitude - angle_deg, 360.0)) < 1e-9);
}

TEST(Angle, ASectorMayCrossNorth) {
  const auto in = [](double azimuth, double start, double end) {
    return in_sector(azimuth * kRadiansPerDegree, start * kRadiansPerDegree, end * kRadiansPerDegree);
  };
  EXPECT_TRUE(in(10, 350, 20));
  EXPECT_TRUE(in(355, 350, 20));
  EXPECT_FALSE(in(30, 350, 20));
  EXPECT_TRUE(in(30, 20, 350));
  EXPECT_FALSE(in(0, 20, 350));
  EXPECT_TRUE(in(-5, 350, 20));
  EXPECT_TRUE(in(123, 40, 40)) << "equal limits are the full circle";
}

}  // namespace
}  // namespace tocsin
