#include "tocsin/earth/gravity.hpp"

#include <cmath>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {
namespace {

const Position<Itrf> kPlaces[] = {
    {{6.5e6, 1.0e6, 2.0e6}}, {{-3.0e6, 5.0e6, -4.5e6}}, {{1.0e3, 2.0e3, 7.0e6}}, {{4.2e7, 1.0e6, 3.0e6}}};

TEST(Gravity, IsThePullOfAPointMassWithoutZonalTerms) {
  for (const Position<Itrf>& place : kPlaces) {
    const double r = norm(place.m);
    const Vec3 expected = -kGravitationalParameter / (r * r * r) * place.m;
    EXPECT_LT(norm(gravity(place, 0) - expected), 1e-15 * norm(expected) * 4);
  }
}

TEST(Gravity, J2AgreesWithItsTextbookForm) {
  // Vallado, Fundamentals of Astrodynamics, 4th ed., equation 8-30.
  for (const Position<Itrf>& place : kPlaces) {
    const double r = norm(place.m);
    const double k =
        -1.5 * kZonal[2] * kGravitationalParameter * kEquatorialRadiusM * kEquatorialRadiusM / std::pow(r, 5);
    const double w = 5.0 * place.m.z * place.m.z / (r * r);
    const Vec3 expected{k * place.m.x * (1.0 - w), k * place.m.y * (1.0 - w), k * place.m.z * (3.0 - w)};
    EXPECT_LT(norm(gravity(place, 2) - gravity(place, 0) - expected), 2e-15);
  }
}

TEST(Gravity, IsTheGradientOfItsPotential) {
  for (const Position<Itrf>& place : kPlaces) {
    for (const int degree : {0, 2, 4, 6}) {
      const Vec3 a = gravity(place, degree);
      const double h = 30.0;
      for (int axis = 0; axis < 3; ++axis) {
        const Vec3 step = h * Vec3{axis == 0 ? 1.0 : 0.0, axis == 1 ? 1.0 : 0.0, axis == 2 ? 1.0 : 0.0};
        const double slope =
            (gravity_potential({place.m + step}, degree) - gravity_potential({place.m - step}, degree)) / (2.0 * h);
        EXPECT_NEAR(a[axis], slope, 2e-9);
      }
    }
  }
}

TEST(Gravity, GradientIsTheNumericDerivativeSymmetricAndTraceless) {
  for (const Position<Itrf>& place : kPlaces) {
    for (const int degree : {0, 2, 3, 6}) {
      const GravityAndGradient g = gravity_and_gradient(place, degree);
      EXPECT_LT(norm(g.acceleration_mps2 - gravity(place, degree)), 1e-14);
      const double scale = kGravitationalParameter / std::pow(norm(place.m), 3);
      const double h = 200.0;
      for (int axis = 0; axis < 3; ++axis) {
        const Vec3 step = h * Vec3{axis == 0 ? 1.0 : 0.0, axis == 1 ? 1.0 : 0.0, axis == 2 ? 1.0 : 0.0};
        const Vec3 column = (gravity({place.m + step}, degree) - gravity({place.m - step}, degree)) / (2.0 * h);
        for (int row = 0; row < 3; ++row) {
          EXPECT_NEAR(g.gradient_s2.rows[static_cast<std::size_t>(row)][axis], column[row], 1e-8 * scale);
          EXPECT_EQ(g.gradient_s2.rows[static_cast<std::size_t>(row)][axis],
                    g.gradient_s2.rows[static_cast<std::size_t>(axis)][row]);
        }
      }
      const double trace = g.gradient_s2.rows[0].x + g.gradient_s2.rows[1].y + g.gradient_s2.rows[2].z;
      EXPECT_NEAR(trace, 0.0, 1e-14 * scale) << "Laplace's equation";
    }
  }
}

TEST(Gravity, NormalGravityAtTheEquatorAndThePole) {
  // With the centrifugal force: 9.7803253359 and 9.8321849378 m/s² on WGS-84; zonal terms above J6 and odd ones remain.
  const Position<Itrf> equator = to_itrf(Geodetic{});
  const double centrifugal = kRotationRateRadS * kRotationRateRadS * kEquatorialRadiusM;
  EXPECT_NEAR(norm(gravity(equator)) - centrifugal, 9.7803253359, 2e-4);
  const Position<Itrf> pole = to_itrf(Geodetic{kPi / 2.0, 0.0, 0.0});
  EXPECT_NEAR(norm(gravity(pole)), 9.8321849378, 2e-4);
}

TEST(Gravity, CoefficientsAreThoseOfThePublishedField) {
  std::ifstream file("../shared/data/frames_time/EGM-08norm100.txt");
  if (!file) GTEST_SKIP() << "the published coefficients are not here (../shared/data/frames_time)";
  int seen = 0;
  int n = 0;
  int m = 0;
  double c = 0.0;
  double s = 0.0;
  while (file >> n >> m >> c >> s) {
    if (m != 0 || n > kMaxZonalDegree) continue;
    EXPECT_NEAR(kZonal[static_cast<std::size_t>(n)], -c * std::sqrt(2.0 * n + 1.0), 1e-18) << n;
    ++seen;
  }
  EXPECT_EQ(seen, 5);
}

}  // namespace
}  // namespace tocsin::earth
