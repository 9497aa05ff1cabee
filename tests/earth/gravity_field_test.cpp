#include "tocsin/earth/gravity_field.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::earth {
namespace {

using Coefficients = std::vector<HarmonicCoefficient>;
constexpr GravityField::Constants wgs84{kGravitationalParameter, kEquatorialRadiusM};

/// The zonal terms of gravity.hpp, normalised.
Coefficients zonal_terms() {
  Coefficients out;
  for (int n = 2; n <= kMaxZonalDegree; ++n)
    out.push_back({n, 0, -kZonal[static_cast<std::size_t>(n)] / std::sqrt(2.0 * n + 1.0), 0.0});
  return out;
}

/// Those, and terms of every order up to a degree, as large as the Earth's are by Kaula's rule.
Coefficients all_terms(int degree, std::uint64_t seed) {
  Random random(seed, "field");
  Coefficients out = zonal_terms();
  for (int n = 2; n <= degree; ++n) {
    for (int m = n <= kMaxZonalDegree ? 1 : 0; m <= n; ++m) {
      const double size = 1e-5 / (n * n);
      out.push_back({n, m, size * random.normal(), size * random.normal()});  // of order 0 it has to be passed over
    }
  }
  return out;
}

Vec3 somewhere(Random& random) {
  const Vec3 direction = unit({random.normal(), random.normal(), random.normal()});
  return random.uniform(6.4e6, 9e6) * direction;
}

TEST(GravityField, ZonalTermsAloneAreTheZonalField) {
  const GravityField field = GravityField::from(zonal_terms(), 6, wgs84).value();
  Random random(1, "places");
  for (int i = 0; i < 200; ++i) {
    const Position<Itrf> p{somewhere(random)};
    EXPECT_LT(norm(field.acceleration(p) - gravity(p)), 1e-13 * norm(gravity(p)));
    EXPECT_NEAR(field.potential(p) / gravity_potential(p), 1.0, 1e-14);
  }
}

TEST(GravityField, IsTheGradientOfItsPotentialAtEveryDegree) {
  Random random(2, "places");
  for (const int degree : {2, 3, 8, 20, 60}) {
    const GravityField field = GravityField::from(all_terms(degree, 3), degree).value();
    for (int i = 0; i < 20; ++i) {
      const Vec3 r = somewhere(random);
      const Vec3 a = field.acceleration({r});
      constexpr double h = 50.0;
      const auto slope = [&](const Vec3& e) {
        // Fourth order: the potential has 14 digits.
        const auto u = [&](double k) { return field.potential({r + k * h * e}); };
        return (8.0 * (u(1.0) - u(-1.0)) - (u(2.0) - u(-2.0))) / (12.0 * h);
      };
      EXPECT_LT(norm(a - Vec3{slope({1, 0, 0}), slope({0, 1, 0}), slope({0, 0, 1})}), 2e-8) << degree;
    }
  }
}

TEST(GravityField, IsRegularAtThePoles) {
  const GravityField field = GravityField::from(all_terms(20, 4), 20).value();
  for (const double z : {6.5e6, -6.5e6}) {
    const Vec3 pole = field.acceleration({{0.0, 0.0, z}});
    EXPECT_TRUE(is_finite(pole));
    EXPECT_LT(norm(pole - field.acceleration({{1e-3, -1e-3, z}})), 1e-8);
  }
}

TEST(GravityField, LowerDegreesAreTheSameFieldCut) {
  const Coefficients all = all_terms(20, 5);
  const Position<Itrf> p{{5e6, -3e6, 4e6}};
  const Vec3 whole = GravityField::from(all, 20).value().acceleration(p);
  double last = 1e9;
  for (const int degree : {2, 6, 12, 18}) {
    const double left = norm(GravityField::from(all, degree).value().acceleration(p) - whole);
    EXPECT_LT(left, last);
    last = left;
  }
  EXPECT_GT(last, 0.0);
}

TEST(GravityField, RefusesWhatIsNoEarth) {
  const auto reason = [](const Coefficients& c, int degree, const GravityField::Constants& k = {}) {
    const auto field = GravityField::from(c, degree, k);
    return field ? std::string() : field.error().to_string();
  };
  EXPECT_EQ(reason(zonal_terms(), 6), "");
  EXPECT_NE(reason(zonal_terms(), 1).find("degree"), std::string::npos);
  EXPECT_NE(reason(zonal_terms(), 61).find("degree"), std::string::npos);
  EXPECT_NE(reason({}, 6).find("C20"), std::string::npos);
  EXPECT_NE(reason(zonal_terms(), 6, {.mu_m3_s2 = 4.9e12}).find("mu"), std::string::npos);
  EXPECT_NE(reason(zonal_terms(), 6, {.radius_m = 1.7e6}).find("radius"), std::string::npos);
  Coefficients twice = zonal_terms();
  twice.push_back(twice.front());
  EXPECT_NE(reason(twice, 6).find("record 6"), std::string::npos);
  Coefficients bad = zonal_terms();
  bad.push_back({3, 4, 0.0, 0.0});
  EXPECT_NE(reason(bad, 6).find("order"), std::string::npos);
  bad.back() = {3, 1, std::numeric_limits<double>::quiet_NaN(), 0.0};
  EXPECT_NE(reason(bad, 6).find("finite"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::earth
