#include "tocsin/earth/sun_moon.hpp"

#include <algorithm>
#include <cmath>

#include <erfa.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"

namespace tocsin::earth {
namespace {

constexpr double kSunRadiusM = 6.957e8;
constexpr double kAstronomicalUnitM = 149597870700.0;
constexpr double kAuPerDayOfLight = 173.14463267424034;

Vec3 vector_of(const double* v) {
  return {v[0], v[1], v[2]};
}

// Share of a disc of radius `a` that a disc of radius `b` at distance `c` of their centres leaves free (angles, a, b >
// 0).
double free_share(double a, double b, double c) {
  if (c >= a + b) return 1.0;
  if (c <= b - a) return 0.0;
  if (c <= a - b) return 1.0 - b * b / (a * a);
  const double x = (c * c + a * a - b * b) / (2.0 * c);
  const double y = std::sqrt(std::max(0.0, a * a - x * x));
  const double covered =
      a * a * std::acos(std::clamp(x / a, -1.0, 1.0)) + b * b * std::acos(std::clamp((c - x) / b, -1.0, 1.0)) - c * y;
  return std::clamp(1.0 - covered / (kPi * a * a), 0.0, 1.0);
}

}  // namespace

Position<Gcrf> sun_place(Instant t) {
  const JulianDate tt = julian_tt(t);
  double heliocentric[2][3];
  double barycentric[2][3];
  eraEpv00(tt.jd1, tt.jd2, heliocentric, barycentric);  // TT for TDB: 2 ms, 60 m of the Earth's way
  const Vec3 to_sun = -vector_of(heliocentric[0]);
  const Vec3 aberrated = unit(unit(to_sun) + vector_of(barycentric[1]) / kAuPerDayOfLight);
  return {kAstronomicalUnitM * norm(to_sun) * aberrated};
}

Position<Gcrf> moon_place(Instant t) {
  const JulianDate tt = julian_tt(t);
  double pv[2][3];
  eraMoon98(tt.jd1, tt.jd2, pv);
  return {kAstronomicalUnitM * vector_of(pv[0])};
}

Direction<Gcrf> sun_direction(Instant t) {
  return {unit(sun_place(t).m)};
}
Direction<Gcrf> moon_direction(Instant t) {
  return {unit(moon_place(t).m)};
}
Direction<Itrf> sun_direction_itrf(Instant t) {
  return itrf_from_gcrf(t) * sun_direction(t);
}
Direction<Itrf> moon_direction_itrf(Instant t) {
  return itrf_from_gcrf(t) * moon_direction(t);
}

double sunlit_fraction(const Position<Itrf>& place, const Direction<Itrf>& sun) {
  // Stretched along the axis the ellipsoid is a sphere; the Sun's disc hardly changes its shape by 0.3 %.
  const double stretch = 1.0 / (1.0 - kFlattening);
  const Vec3 p{place.m.x, place.m.y, place.m.z * stretch};
  const Vec3 s = unit(Vec3{sun.u.x, sun.u.y, sun.u.z * stretch});
  const double earth_angle = std::asin(std::min(1.0, kEquatorialRadiusM / norm(p)));
  return free_share(kSunRadiusM / kAstronomicalUnitM, earth_angle, angle_between(s, -p));
}

}  // namespace tocsin::earth
