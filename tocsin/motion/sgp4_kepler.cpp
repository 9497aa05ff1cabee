#include <algorithm>
#include <cmath>

#include "tocsin/motion/sgp4_theory.hpp"

// From mean elements to position and velocity (Spacetrack Report No. 3, section 6, from "long-period periodic terms"
// on).

namespace tocsin::motion::sgp4 {
namespace {

struct SinCos {
  double sin, cos;
};

/// Solves Kepler's equation in equinoctial form for E + omega, by Newton steps limited to 0.95 rad.
/// The sine and cosine are those of the last iterate before its final, negligible correction, as in the report.
SinCos solve_kepler(double longitude, double axn, double ayn) {
  constexpr double tolerance = 1.0e-12;
  constexpr double largest_step = 0.95;
  constexpr int most_iterations = 10;
  double x = longitude;
  SinCos result{};
  for (int i = 0; i < most_iterations; ++i) {
    result = {std::sin(x), std::cos(x)};
    const double slope = 1.0 - result.cos * axn - result.sin * ayn;
    const double step = (longitude - ayn * result.cos + axn * result.sin - x) / slope;
    x += std::clamp(step, -largest_step, largest_step);
    if (std::abs(step) < tolerance) break;
  }
  return result;
}

/// Osculating quantities in the orbital plane, Earth radii and Earth radii per minute over ke.
struct PlaneState {
  double radius, argument_of_latitude, radial_rate, transverse_rate;
  double sin_2u, cos_2u, semilatus, beta;
};

PlaneState plane_state(const SinCos& e, double axn, double ayn, double a, double semilatus) {
  const double e_cos = axn * e.cos + ayn * e.sin;
  const double e_sin = axn * e.sin - ayn * e.cos;
  PlaneState p{};
  p.semilatus = semilatus;
  p.radius = a * (1.0 - e_cos);
  p.radial_rate = std::sqrt(a) * e_sin / p.radius;
  p.transverse_rate = std::sqrt(semilatus) / p.radius;
  p.beta = std::sqrt(1.0 - (axn * axn + ayn * ayn));
  const double t = e_sin / (1.0 + p.beta);
  const double sin_u = a / p.radius * (e.sin - ayn - axn * t);
  const double cos_u = a / p.radius * (e.cos - axn + ayn * t);
  p.argument_of_latitude = std::atan2(sin_u, cos_u);
  p.sin_2u = 2.0 * cos_u * sin_u;
  p.cos_2u = 1.0 - 2.0 * sin_u * sin_u;
  return p;
}

/// Short-period terms of J2, then the turn from the orbital plane into TEME.
Sgp4State to_teme(const EarthModel& earth, const PlaneState& p, const MeanElements& now, double motion) {
  const double cos_i = std::cos(now.inclination_rad);
  const double sin_i = std::sin(now.inclination_rad);
  const double c2 = cos_i * cos_i;
  const double k1 = 0.5 * earth.j2 / p.semilatus;
  const double k2 = k1 / p.semilatus;

  const double radius = p.radius * (1.0 - 1.5 * k2 * p.beta * (3.0 * c2 - 1.0)) + 0.5 * k1 * (1.0 - c2) * p.cos_2u;
  const double u = p.argument_of_latitude - 0.25 * k2 * (7.0 * c2 - 1.0) * p.sin_2u;
  const double node = now.node_rad + 1.5 * k2 * cos_i * p.sin_2u;
  const double inclination = now.inclination_rad + 1.5 * k2 * cos_i * sin_i * p.cos_2u;
  const double radial_rate = p.radial_rate - motion * k1 * (1.0 - c2) * p.sin_2u / earth.ke_per_min;
  const double transverse_rate =
      p.transverse_rate + motion * k1 * ((1.0 - c2) * p.cos_2u + 1.5 * (3.0 * c2 - 1.0)) / earth.ke_per_min;

  const SinCos su{std::sin(u), std::cos(u)};
  const SinCos sn{std::sin(node), std::cos(node)};
  const SinCos si{std::sin(inclination), std::cos(inclination)};
  const Vec3 along_node{sn.cos, sn.sin, 0.0};
  const Vec3 across_node{-sn.sin * si.cos, sn.cos * si.cos, si.sin};
  const Vec3 radial = su.sin * across_node + su.cos * along_node;
  const Vec3 transverse = su.cos * across_node - su.sin * along_node;
  const double km_s = earth.radius_km * earth.ke_per_min / 60.0;

  Sgp4State state;
  state.position_km = (radius * earth.radius_km) * radial;
  state.velocity_km_s = km_s * (radial_rate * radial + transverse_rate * transverse);
  if (radius < 1.0) state.error = Sgp4Error::Decayed;
  return state;
}

}  // namespace

Sgp4State osculating_state(const EarthModel& earth, const MeanElements& now, const LongPeriodTerms& long_period,
                           double semi_major) {
  const double e = now.eccentricity;
  const double a = semi_major;
  const double axn = e * std::cos(now.perigee_rad);
  const double per_p = 1.0 / (a * (1.0 - e * e));
  const double ayn = e * std::sin(now.perigee_rad) + per_p * long_period.aycof;
  const double longitude = now.anomaly_rad + now.perigee_rad + now.node_rad + per_p * long_period.xlcof * axn;
  const double semilatus = a * (1.0 - (axn * axn + ayn * ayn));
  if (semilatus < 0.0) return {{}, {}, Sgp4Error::SemilatusRectum};

  const SinCos eccentric = solve_kepler(std::fmod(longitude - now.node_rad, two_pi), axn, ayn);
  return to_teme(earth, plane_state(eccentric, axn, ayn, a, semilatus), now, earth.ke_per_min / (a * std::sqrt(a)));
}

}  // namespace tocsin::motion::sgp4
