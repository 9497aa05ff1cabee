#pragma once

#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {

/// Latitude and height in the meridian plane, for kernels that need the normal without angles.
struct Meridian {
  double sin_lat = 0.0;
  double cos_lat = 1.0;
  double height_m = 0.0;
};

/// From the distance from the axis `p_m` and `z_m`, `rounds` times Bowring's formula (Survey Review 28, 1985) with its
/// improved start: 1 gives the height to 1e-6 m, 2 the latitude to the last digit. Precondition: above 5000 km.
[[nodiscard]] inline Meridian on_meridian(double p_m, double z_m, int rounds) {
  constexpr double kSecondEccentricitySquared = kEccentricitySquared / (1.0 - kEccentricitySquared);
  const double r = std::sqrt(p_m * p_m + z_m * z_m);
  double num = (1.0 - kFlattening) * z_m * (1.0 + kSecondEccentricitySquared * kPolarRadiusM / r);
  double den = p_m;
  double s = 0.0;
  double c = 1.0;
  for (int i = 0; i < rounds; ++i) {
    const double u = 1.0 / std::sqrt(num * num + den * den);
    const double sin_u = num * u;
    const double cos_u = den * u;
    const double y = z_m + kSecondEccentricitySquared * kPolarRadiusM * sin_u * sin_u * sin_u;
    const double x = p_m - kEccentricitySquared * kEquatorialRadiusM * cos_u * cos_u * cos_u;
    const double n = 1.0 / std::sqrt(x * x + y * y);
    s = y * n;
    c = x * n;
    num = (1.0 - kFlattening) * s;
    den = c;
  }
  return {s, c, p_m * c + z_m * s - kEquatorialRadiusM * std::sqrt(1.0 - kEccentricitySquared * s * s)};
}

/// Height above the ellipsoid and the unit normal there, which is the gradient of the height.
struct HeightAndNormal {
  double height_m = 0.0;
  Vec3 normal{0.0, 0.0, 1.0};
};

/// To 1e-6 m and 1e-9 rad, without trigonometric functions. Precondition: more than 5000 km from the centre.
[[nodiscard]] inline HeightAndNormal height_and_normal(const Vec3& place_m) {
  const double p = std::sqrt(place_m.x * place_m.x + place_m.y * place_m.y);
  const Meridian m = on_meridian(p, place_m.z, 1);
  const double c = p > 0.0 ? m.cos_lat / p : 0.0;
  return {m.height_m, Vec3{c * place_m.x, c * place_m.y, m.sin_lat}};
}

}  // namespace tocsin::earth
