#include "tocsin/earth/horizon.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"

namespace tocsin::earth {
namespace {

// Coordinates in which the raised ellipsoid is the unit sphere.
Vec3 scaled(const Vec3& v, double height_m) {
  const double a = 1.0 / (kEquatorialRadiusM + height_m);
  return {v.x * a, v.y * a, v.z / (kPolarRadiusM + height_m)};
}

// Share of the way from `a` to `b` (scaled places) at which the line is closest to the centre.
double closest_share(const Vec3& a, const Vec3& b) {
  const Vec3 d = b - a;
  const double length2 = squared_norm(d);
  return length2 > 0.0 ? std::clamp(-dot(a, d) / length2, 0.0, 1.0) : 0.0;
}

}  // namespace

std::optional<Position<Itrf>> intersect_ellipsoid(const Position<Itrf>& from, const Direction<Itrf>& direction,
                                                  double height_m) {
  const Vec3 o = scaled(from.m, height_m);
  const Vec3 d = scaled(direction.u, height_m);
  const double a = squared_norm(d);
  const double b = dot(o, d);
  const double c = squared_norm(o) - 1.0;
  // The discriminant from the closest point instead of b² − ac: no cancellation for distant observers.
  const Vec3 closest = o - (b / a) * d;
  const double inside = 1.0 - squared_norm(closest);
  if (inside < 0.0 || a == 0.0) return std::nullopt;
  const double half_chord = std::sqrt(inside / a);
  const double s = c > 0.0 ? -b / a - half_chord : -b / a + half_chord;
  if (s < 0.0) return std::nullopt;
  return Position<Itrf>{from.m + s * direction.u};
}

bool line_of_sight_clear(const Position<Itrf>& a, const Position<Itrf>& b, double margin_m) {
  Vec3 p = scaled(a.m, margin_m);
  Vec3 q = scaled(b.m, margin_m);
  if (squared_norm(p) < 1.0) p = unit(p);
  if (squared_norm(q) < 1.0) q = unit(q);
  const Vec3 closest = p + closest_share(p, q) * (q - p);
  constexpr double kRounding = 1e-13;  // a site on the surface looks along its horizon: 1 mm
  return squared_norm(closest) >= 1.0 - kRounding;
}

double grazing_height_m(const Position<Itrf>& a, const Position<Itrf>& b) {
  double height_m = 0.0;
  for (int i = 0; i < 2; ++i) {  // the second round knows how high the line passes
    const double s = closest_share(scaled(a.m, height_m), scaled(b.m, height_m));
    height_m = std::max(height_above_ellipsoid_m({a.m + s * (b.m - a.m)}), -kPolarRadiusM / 2.0);
  }
  return height_m;
}

SiteFrame::SiteFrame(const Geodetic& site)
    : geodetic_(site), origin_(earth::to_itrf(site)), rotation_(earth::enu_from_itrf(site)) {}

SiteFrame::SiteFrame(const Geodetic& site, const Position<Itrf>& origin, const Rotation<Enu, Itrf>& level)
    : geodetic_(site), origin_(origin), rotation_(level) {}

Position<Enu> SiteFrame::to_enu(const Position<Itrf>& place) const {
  return {rotation_.m * (place.m - origin_.m)};
}

Position<Itrf> SiteFrame::to_itrf(const Position<Enu>& place) const {
  return {origin_.m + transposed(rotation_.m) * place.m};
}

LookAngles SiteFrame::look_angles(const Position<Itrf>& place) const {
  const Vec3 e = to_enu(place).m;
  return {wrap_two_pi(std::atan2(e.x, e.y)), std::atan2(e.z, std::sqrt(e.x * e.x + e.y * e.y)), norm(e)};
}

Direction<Itrf> SiteFrame::direction_at(double azimuth_rad, double elevation_rad) const {
  const double c = std::cos(elevation_rad);
  return {transposed(rotation_.m) *
          Vec3{c * std::sin(azimuth_rad), c * std::cos(azimuth_rad), std::sin(elevation_rad)}};
}

Position<Itrf> SiteFrame::place_at(const LookAngles& look) const {
  return {origin_.m + look.range_m * direction_at(look.azimuth_rad, look.elevation_rad).u};
}

double zenith_angle_rad(const Position<Itrf>& ground, const Position<Itrf>& observer) {
  return angle_between(ellipsoid_normal(to_geodetic(ground)).u, observer.m - ground.m);
}

}  // namespace tocsin::earth
