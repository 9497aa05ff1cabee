#include "tocsin/base/gaussian.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"

namespace tocsin {
namespace {

TEST(GroundEllipse, MajorAxisPointsAlongTheLargerVariance) {
  EXPECT_NEAR(ellipse_of(1.0, 4.0, 0.0, 0.5).azimuth_rad, 0.0, 1e-15);
  EXPECT_NEAR(ellipse_of(4.0, 1.0, 0.0, 0.5).azimuth_rad, kPi / 2, 1e-15);
  EXPECT_NEAR(ellipse_of(2.0, 2.0, 1.0, 0.5).azimuth_rad, kPi / 4, 1e-15);
  EXPECT_NEAR(ellipse_of(2.0, 2.0, -1.0, 0.5).azimuth_rad, 3 * kPi / 4, 1e-15);
}

TEST(GroundEllipse, AgreesWithEigenvaluesAndTheChiSquaredDistribution) {
  Random random(1, "ellipse");
  for (int i = 0; i < 200; ++i) {
    const double a = random.uniform(-3, 3);
    const double b = random.uniform(-3, 3);
    const double c = random.uniform(-3, 3);
    DynamicMatrix m(2, 2);
    m(0, 0) = a * a + b * b;
    m(1, 1) = c * c + 1e-3;
    m(0, 1) = m(1, 0) = a * c;
    const GroundEllipse ellipse = ellipse_of(m(0, 0), m(1, 1), m(0, 1), 0.9);
    const SymmetricEigen eigen = eigen_symmetric(m);
    const double scale = std::sqrt(chi_squared_quantile(0.9, 2));
    EXPECT_NEAR(ellipse.semi_minor_m, scale * std::sqrt(eigen.values[0]), 1e-9);
    EXPECT_NEAR(ellipse.semi_major_m, scale * std::sqrt(eigen.values[1]), 1e-9);
    const double azimuth = std::atan2(eigen.vectors(0, 1), eigen.vectors(1, 1));
    EXPECT_NEAR(std::sin(azimuth - ellipse.azimuth_rad), 0.0, 1e-6);
    EXPECT_GE(ellipse.azimuth_rad, 0.0);
    EXPECT_LT(ellipse.azimuth_rad, kPi);
  }
}

TEST(GroundEllipse, HoldsTheStatedProbability) {
  Random random(2, "coverage");
  const double slope = 0.7;  // north = slope * east + noise
  const GroundEllipse ellipse = ellipse_of(4e6, 4e6 * slope * slope + 1e6, 4e6 * slope, 0.9);
  const int n = 20000;
  int inside = 0;
  for (int i = 0; i < n; ++i) {
    const double east = 2000.0 * random.normal();
    const double north = slope * east + 1000.0 * random.normal();
    inside += contains(ellipse, east, north) ? 1 : 0;
  }
  // 99.9 % interval of a binomial variable
  EXPECT_NEAR(inside / static_cast<double>(n), 0.9, 3.3 * std::sqrt(0.09 / n));
}

TEST(GroundEllipse, MayBeALineOrAPoint) {
  const GroundEllipse line = ellipse_of(0.0, 1.0, 0.0, 0.5);
  EXPECT_EQ(line.semi_minor_m, 0.0);
  EXPECT_TRUE(contains(line, 0.0, 0.5));
  EXPECT_FALSE(contains(line, 0.1, 0.5));
  EXPECT_FALSE(contains(line, 0.0, 2.0));
  const GroundEllipse point = ellipse_of(0.0, 0.0, 0.0, 0.5);
  EXPECT_TRUE(contains(point, 0.0, 0.0));
  EXPECT_FALSE(contains(point, 0.0, 1e-9));
  EXPECT_EQ(ellipse_of(1.0, 1.0, 1.0, 0.5).semi_minor_m, 0.0) << "rounding never makes a negative variance";
}

TEST(GroundEllipseDeathTest, ACertainRegionHasNoEllipse) {
  EXPECT_DEATH((void)ellipse_of(1, 1, 0, 1.0), "probability");
}

}  // namespace
}  // namespace tocsin
