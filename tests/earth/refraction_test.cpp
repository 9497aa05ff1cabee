#include "tocsin/earth/refraction.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"

namespace tocsin::earth {
namespace {

constexpr double kTecu = 1e16;

double in_rad(double deg) {
  return degrees(deg).value();
}
double in_deg(double rad) {
  return rad / kRadiansPerDegree;
}

RefractiveMedium medium(double frequency_mhz, double tecu, double refractivity = 315.0) {
  RefractiveMedium out;
  out.frequency_hz = frequency_mhz * 1e6;
  out.ionosphere.electrons_m2 = tecu * kTecu;
  out.troposphere.refractivity = refractivity;
  return out;
}

/// The same medium written out again, and the ray as a curve in a plane: d/ds (n dr/ds) = grad n, by Runge and Kutta.
/// No invariant, no layers' integrals.
class CurvedRay {
 public:
  CurvedRay(const RefractiveMedium& m, double site_height_m) : m_(m), site_m_(m.radius_m + site_height_m) {}

  [[nodiscard]] TracedRay to_height(double apparent_rad, double target_height_m) const {
    const double target_m = m_.radius_m + target_height_m;
    // x level, y up at the radar; direction; group path
    Ray at{0.0, site_m_, std::cos(apparent_rad), std::sin(apparent_rad), 0.0};
    while (true) {
      const double height = std::hypot(at[0], at[1]) - m_.radius_m;
      const double ds = height < 30e3 ? 40.0 : (height < 120e3 ? 400.0 : 1500.0);
      const Ray next = step(at, ds);
      if (std::hypot(next[0], next[1]) < target_m) {
        at = next;
        continue;
      }
      double low = 0.0;
      double high = ds;
      for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        const Ray there = step(at, middle);
        (std::hypot(there[0], there[1]) < target_m ? low : high) = middle;
      }
      at = step(at, high);
      break;
    }
    TracedRay out;
    out.apparent_elevation_rad = apparent_rad;
    out.elevation_rad = std::atan2(at[1] - site_m_, at[0]);
    out.range_m = std::hypot(at[0], at[1] - site_m_);
    out.group_range_m = at[4];
    return out;
  }

 private:
  using Ray = std::array<double, 5>;

  [[nodiscard]] double electrons(double h) const {  // plasma frequency over frequency, squared
    const IonosphereModel& i = m_.ionosphere;
    const double z = (h - i.peak_height_m) / i.scale_height_m;
    const double content = std::sqrt(2.0 * kPi * std::exp(1.0)) * i.scale_height_m;
    const double density = i.electrons_m2 / content * std::exp(0.5 * (1.0 - z - std::exp(-z)));
    const double e = 1.602176634e-19;
    return density * e * e /
           (4.0 * kPi * kPi * 8.8541878128e-12 * 9.1093837015e-31 * m_.frequency_hz * m_.frequency_hz);
  }
  [[nodiscard]] double air(double h) const {
    return 1e-6 * m_.troposphere.refractivity * std::exp(-h / m_.troposphere.scale_height_m);
  }
  [[nodiscard]] double index(double h) const { return air(h) + std::sqrt(1.0 - electrons(h)); }
  [[nodiscard]] Ray derivative(const Ray& at) const {
    const double r = std::hypot(at[0], at[1]);
    const double h = r - m_.radius_m;
    const double n = index(h);
    const double slope = (index(h + 1.0) - index(h - 1.0)) / 2.0;
    const double gx = slope * at[0] / r;
    const double gy = slope * at[1] / r;
    const double along = gx * at[2] + gy * at[3];
    return {at[2], at[3], (gx - along * at[2]) / n, (gy - along * at[3]) / n,
            air(h) + 1.0 / std::sqrt(1.0 - electrons(h))};
  }
  [[nodiscard]] Ray step(const Ray& at, double ds) const {
    const auto moved = [&](const Ray& by, double share) {
      Ray out = at;
      for (std::size_t i = 0; i < 5; ++i) out[i] += share * by[i];
      return out;
    };
    const Ray k1 = derivative(at);
    const Ray k2 = derivative(moved(k1, 0.5 * ds));
    const Ray k3 = derivative(moved(k2, 0.5 * ds));
    const Ray k4 = derivative(moved(k3, ds));
    Ray out = at;
    for (std::size_t i = 0; i < 5; ++i) out[i] += ds / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    return out;
  }

  RefractiveMedium m_;
  double site_m_;
};

TEST(Refraction, TracedRaysAreCurvesOfTheEikonalEquation) {
  for (const RefractiveMedium& m : {medium(160, 50), medium(435, 10), medium(10000, 100), medium(435, 0, 400)}) {
    for (const double site_m : {0.0, 1500.0}) {
      const CurvedRay curve(m, site_m);
      for (const double elevation_deg : {0.2, 1.0, 3.0, 10.0, 45.0, 88.0}) {
        for (const double height_m : {10e3, 300e3, 2000e3}) {
          const TracedRay a = trace_ray(m, site_m, in_rad(elevation_deg), height_m);
          const TracedRay b = curve.to_height(in_rad(elevation_deg), height_m);
          EXPECT_NEAR(a.elevation_rad, b.elevation_rad, 1e-3 * std::abs(b.bending_rad()) + 1e-9)
              << m.frequency_hz << " " << elevation_deg << " " << height_m;
          EXPECT_NEAR(a.range_m, b.range_m, 1e-6 * b.range_m);
          EXPECT_NEAR(a.delay_m(), b.delay_m(), 1e-3 * b.delay_m() + 1e-3)
              << m.frequency_hz << " " << elevation_deg << " " << height_m;
        }
      }
    }
  }
}

TEST(Refraction, OfTheTroposphereIsThePublishedOne) {
  const RefractiveMedium m = medium(10000, 0);
  const TracedRay low = trace_ray(m, 0.0, in_rad(3.0), 2000e3);
  const TracedRay high = trace_ray(m, 0.0, in_rad(10.0), 2000e3);
  EXPECT_NEAR(in_deg(low.bending_rad()), 0.277, 0.28 * 0.06);
  EXPECT_NEAR(in_deg(high.bending_rad()), 0.099, 0.1 * 0.06);
  EXPECT_NEAR(low.delay_m(), 36.0, 2.0);
  EXPECT_NEAR(high.delay_m(), 13.0, 0.5);
}

TEST(Refraction, IonosphereDelaysByItsContent) {
  // 40.3 TEC / f² upwards: 21 m for 10 TECU at 435 MHz, 3.1 times that at 3 degrees
  const RefractiveMedium m = medium(435, 10, 0.0);
  const double up = trace_ray(m, 0.0, 0.5 * kPi - 1e-6, 4000e3).delay_m();
  EXPECT_NEAR(up, 40.308 * 10 * kTecu / (435e6 * 435e6), 1e-3 * up);
  EXPECT_NEAR(trace_ray(m, 0.0, in_rad(3.0), 4000e3).delay_m() / up, 3.1, 0.2);
}

TEST(Refraction, RayToATargetMeetsIt) {
  const RefractiveMedium m = medium(435, 30);
  for (const double elevation_deg : {0.0, 1.0, 5.0, 30.0, 89.0}) {
    for (const double height_m : {1e3, 80e3, 1000e3}) {
      const TracedRay ray = trace_ray_to(m, 200.0, in_rad(elevation_deg), height_m);
      EXPECT_NEAR(ray.elevation_rad, in_rad(elevation_deg), 1e-11);
      EXPECT_GE(ray.bending_rad(), 0.0);
    }
  }
}

TEST(Refraction, PartsOfTheModelsAreDerivatives) {
  const RefractiveMedium m = medium(435, 20);
  RefractiveMedium more_air = m;
  more_air.troposphere.refractivity *= 1.01;
  RefractiveMedium more_electrons = m;
  more_electrons.ionosphere.electrons_m2 *= 1.01;
  for (const double elevation_deg : {2.0, 10.0, 40.0}) {
    const double e = in_rad(elevation_deg);
    const TracedRay ray = trace_ray_to(m, 0.0, e, 800e3);
    const TracedRay air = trace_ray_to(more_air, 0.0, e, 800e3);
    const TracedRay electrons = trace_ray_to(more_electrons, 0.0, e, 800e3);
    EXPECT_NEAR(100.0 * (air.delay_m() - ray.delay_m()), ray.troposphere_delay_m, 0.05 * ray.troposphere_delay_m);
    EXPECT_NEAR(100.0 * (electrons.delay_m() - ray.delay_m()), ray.ionosphere_delay_m, 0.05 * ray.ionosphere_delay_m);
    EXPECT_NEAR(100.0 * (air.bending_rad() - ray.bending_rad()), ray.troposphere_bending_rad,
                0.12 * ray.troposphere_bending_rad);
    EXPECT_NEAR(100.0 * (electrons.bending_rad() - ray.bending_rad()), ray.ionosphere_bending_rad,
                0.12 * std::abs(ray.ionosphere_bending_rad) + 1e-7);
  }
}

/// Height of a place seen from `site_m` above a sphere.
double range_to(const RefractiveMedium& m, double site_m, double elevation_rad, double height_m) {
  const double r0 = m.radius_m + site_m;
  const double r = m.radius_m + height_m;
  const double s = r0 * std::sin(elevation_rad);
  return std::sqrt(s * s + (r - r0) * (r + r0)) - s;
}

TEST(RefractionTable, IsWithinOnePercentOfTheTracedRay) {
  for (const RefractiveMedium& m : {medium(160, 60), medium(435, 10), medium(1300, 100), medium(10000, 30)}) {
    const double site_m = 300.0;
    const RefractionTable table(m, site_m);
    for (double elevation_deg = 1.0; elevation_deg < 89.5; elevation_deg *= 1.37) {
      for (double height_m = 10.3e3; height_m < 2000e3; height_m *= 1.23) {
        const double e = in_rad(elevation_deg);
        const TracedRay ray = trace_ray_to(m, site_m, e, height_m);
        const RefractionAt fast = table.at(e, range_to(m, site_m, e, height_m));
        EXPECT_NEAR(fast.bending_rad, ray.bending_rad(), 0.01 * ray.bending_rad())
            << m.frequency_hz << " " << elevation_deg << " " << height_m;
        EXPECT_NEAR(fast.delay_m, ray.delay_m(), 0.01 * ray.delay_m())
            << m.frequency_hz << " " << elevation_deg << " " << height_m;
      }
    }
  }
}

TEST(RefractionTable, DerivativesAreTheNumericOnes) {
  const RefractionTable table(medium(435, 20), 0.0);
  for (const double elevation_deg : {-1.0, 0.6, 2.3, 11.0, 47.0, 85.0}) {
    for (const double range_m : {40e3, 700e3, 2900e3}) {
      const double e = in_rad(elevation_deg);
      const RefractionAt at = table.at(e, range_m);
      const auto up = table.at(e + 1e-6, range_m);
      const auto down = table.at(e - 1e-6, range_m);
      const auto far = table.at(e, range_m + 1.0);
      const auto near = table.at(e, range_m - 1.0);
      EXPECT_NEAR(at.bending_by_elevation, (up.bending_rad - down.bending_rad) / 2e-6, 1e-8);
      EXPECT_NEAR(at.delay_by_elevation, (up.delay_m - down.delay_m) / 2e-6, 1e-3);
      EXPECT_NEAR(at.bending_by_range, (far.bending_rad - near.bending_rad) / 2.0, 1e-14);
      EXPECT_NEAR(at.delay_by_range, (far.delay_m - near.delay_m) / 2.0, 1e-9);
    }
  }
}

TEST(RefractionTable, TruePlaceComesBack) {
  const RefractionTable table(medium(435, 40), 100.0);
  for (const double elevation_deg : {0.4, 1.0, 3.0, 20.0, 80.0}) {
    for (const double range_m : {20e3, 600e3, 3000e3}) {
      const double e = in_rad(elevation_deg);
      const RefractionAt at = table.at(e, range_m);
      const RefractionTable::Place place = table.true_place(e + at.bending_rad, range_m + at.delay_m);
      EXPECT_NEAR(place.elevation_rad, e, 1e-11);
      EXPECT_NEAR(place.range_m, range_m, 1e-5);
    }
  }
}

TEST(RefractionTable, SpreadIsThatOfUncertainModels) {
  const RefractiveMedium m = medium(435, 20);
  const RefractionTable table(m, 0.0, {20.0, 4 * kTecu});
  RefractiveMedium air = m;
  air.troposphere.refractivity += 20.0;
  RefractiveMedium electrons = m;
  electrons.ionosphere.electrons_m2 += 4 * kTecu;
  const RefractionTable with_air(air, 0.0);
  const RefractionTable with_electrons(electrons, 0.0);
  for (const double elevation_deg : {2.0, 8.0, 50.0}) {
    const double e = in_rad(elevation_deg);
    const RefractionAt at = table.at(e, 1500e3);
    const RefractionAt a = with_air.at(e, 1500e3);
    const RefractionAt b = with_electrons.at(e, 1500e3);
    const double delay = std::hypot(a.delay_m - at.delay_m, b.delay_m - at.delay_m);
    const double bending = std::hypot(a.bending_rad - at.bending_rad, b.bending_rad - at.bending_rad);
    EXPECT_NEAR(at.delay_sigma_m, delay, 0.1 * delay);
    EXPECT_NEAR(at.bending_sigma_rad, bending, 0.15 * bending);
  }
}

TEST(RefractionTable, GivesNothingInAVacuumOrBelowTheRadar) {
  const RefractionTable vacuum(medium(435, 0, 0.0), 0.0);
  EXPECT_NEAR(vacuum.at(0.1, 1e6).delay_m, 0.0, 1e-6);
  EXPECT_NEAR(vacuum.at(0.1, 1e6).bending_rad, 0.0, 1e-10);
  EXPECT_EQ(RefractionTable(medium(435, 10), 0.0).at(-0.1, 1e3).delay_m, 0.0);
}

}  // namespace
}  // namespace tocsin::earth
