#pragma once

#include <cmath>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::motion {

/// Two-body motion in inertial axes in closed form, by universal variables (Bate, Mueller & White, chapter 4): the
/// reference that shares nothing with the integrator.
inline State<Gcrf> kepler(const State<Gcrf>& start, double dt_s) {
  const double mu = earth::kGravitationalParameter;
  const Vec3 r0 = start.position.m;
  const Vec3 v0 = start.velocity.mps;
  const double r = norm(r0);
  const double rv = dot(r0, v0) / std::sqrt(mu);
  const double alpha = 2.0 / r - squared_norm(v0) / mu;
  const auto stumpff = [](double z, double& c, double& s) {
    if (z > 1e-6) {
      const double q = std::sqrt(z);
      c = (1.0 - std::cos(q)) / z;
      s = (q - std::sin(q)) / (q * z);
    } else if (z < -1e-6) {
      const double q = std::sqrt(-z);
      c = (1.0 - std::cosh(q)) / z;
      s = (std::sinh(q) - q) / (q * -z);
    } else {
      c = 0.5 - z / 24.0;
      s = 1.0 / 6.0 - z / 120.0;
    }
  };
  double x = std::sqrt(mu) * std::abs(alpha) * dt_s;
  double c = 0.0;
  double s = 0.0;
  for (int i = 0; i < 60; ++i) {
    const double z = alpha * x * x;
    stumpff(z, c, s);
    const double f = rv * x * x * c + (1.0 - alpha * r) * x * x * x * s + r * x - std::sqrt(mu) * dt_s;
    const double slope = rv * x * (1.0 - z * s) + (1.0 - alpha * r) * x * x * c + r;
    const double step = f / slope;
    x -= step;
    if (std::abs(step) < 1e-10 * (1.0 + std::abs(x))) break;
  }
  stumpff(alpha * x * x, c, s);
  const double f = 1.0 - x * x / r * c;
  const double g = dt_s - x * x * x / std::sqrt(mu) * s;
  const Vec3 place = f * r0 + g * v0;
  const double r1 = norm(place);
  const double f_rate = std::sqrt(mu) / (r1 * r) * x * (alpha * x * x * s - 1.0);
  const double g_rate = 1.0 - x * x / r1 * c;
  return {{place}, {f_rate * r0 + g_rate * v0}};
}

/// Axes that stand still and agree with Itrf at time zero.
inline State<Gcrf> inertial_at(const State<Itrf>& s, double t_s) {
  const Vec3 w{0.0, 0.0, earth::kRotationRateRadS};
  const double c = std::cos(w.z * t_s);
  const double d = std::sin(w.z * t_s);
  const auto turn = [&](const Vec3& v) { return Vec3{c * v.x - d * v.y, d * v.x + c * v.y, v.z}; };
  return {{turn(s.position.m)}, {turn(s.velocity.mps + cross(w, s.position.m))}};
}
inline State<Itrf> rotating_at(const State<Gcrf>& s, double t_s) {
  const Vec3 w{0.0, 0.0, earth::kRotationRateRadS};
  const double c = std::cos(w.z * t_s);
  const double d = std::sin(w.z * t_s);
  const auto turn = [&](const Vec3& v) { return Vec3{c * v.x + d * v.y, -d * v.x + c * v.y, v.z}; };
  const Vec3 r = turn(s.position.m);
  return {{r}, {turn(s.velocity.mps) - cross(w, r)}};
}

/// State at a place with a speed, elevation and azimuth relative to the ground.
inline State<Itrf> thrown(const Geodetic& from, double speed_mps, double elevation_deg, double azimuth_deg) {
  const double d = 0.017453292519943295;
  const Mat3 enu = earth::enu_from_itrf(from).m;
  const double h = speed_mps * std::cos(elevation_deg * d);
  return {earth::to_itrf(from),
          {transposed(enu) * Vec3{h * std::sin(azimuth_deg * d), h * std::cos(azimuth_deg * d),
                                  speed_mps * std::sin(elevation_deg * d)}}};
}

inline Geodetic degrees_at(double lat, double lon, double height_m = 0.0) {
  return {lat * 0.017453292519943295, lon * 0.017453292519943295, height_m};
}

}  // namespace tocsin::motion
