#include "tocsin/earth/ellipsoid.hpp"

#include <cmath>

#include <GeographicLib/Geocentric.hpp>
#include <GeographicLib/Geodesic.hpp>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/meridian.hpp"

namespace tocsin::earth {
namespace {

// Bowring's series loses its accuracy near the evolute of the ellipse (43 km around the centre); far above that it is
// exact.
constexpr double kBowringMinRadiusM = 5.0e6;

double full_circle(double azimuth_deg) {
  return wrap_two_pi(azimuth_deg * kRadiansPerDegree);
}

}  // namespace

Geodetic to_geodetic(const Position<Itrf>& place) {
  const Vec3& m = place.m;
  if (squared_norm(m) < kBowringMinRadiusM * kBowringMinRadiusM) {
    double lat_deg = 0.0;
    double lon_deg = 0.0;
    double height_m = 0.0;
    GeographicLib::Geocentric::WGS84().Reverse(m.x, m.y, m.z, lat_deg, lon_deg, height_m);
    return {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, height_m};
  }
  const double p = std::sqrt(m.x * m.x + m.y * m.y);
  const Meridian meridian = on_meridian(p, m.z, 2);
  return {std::atan2(meridian.sin_lat, meridian.cos_lat), p > 0.0 ? std::atan2(m.y, m.x) : 0.0, meridian.height_m};
}

double height_above_ellipsoid_m(const Position<Itrf>& place) {
  if (squared_norm(place.m) < kBowringMinRadiusM * kBowringMinRadiusM) return to_geodetic(place).height_m;
  return on_meridian(std::sqrt(place.m.x * place.m.x + place.m.y * place.m.y), place.m.z, 1).height_m;
}

Position<Itrf> to_itrf(const Geodetic& geodetic) {
  const double s = std::sin(geodetic.lat_rad);
  const double c = std::cos(geodetic.lat_rad);
  const double n = kEquatorialRadiusM / std::sqrt(1.0 - kEccentricitySquared * s * s);
  const double p = (n + geodetic.height_m) * c;
  return {{p * std::cos(geodetic.lon_rad), p * std::sin(geodetic.lon_rad),
           (n * (1.0 - kEccentricitySquared) + geodetic.height_m) * s}};
}

Direction<Itrf> ellipsoid_normal(const Geodetic& site) {
  const double c = std::cos(site.lat_rad);
  return {{c * std::cos(site.lon_rad), c * std::sin(site.lon_rad), std::sin(site.lat_rad)}};
}

Rotation<Enu, Itrf> enu_from_itrf(const Geodetic& site) {
  const double sin_lat = std::sin(site.lat_rad);
  const double cos_lat = std::cos(site.lat_rad);
  const double sin_lon = std::sin(site.lon_rad);
  const double cos_lon = std::cos(site.lon_rad);
  return {Mat3{{Vec3{-sin_lon, cos_lon, 0.0}, Vec3{-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat},
                Vec3{cos_lat * cos_lon, cos_lat * sin_lon, sin_lat}}}};
}

GeodesicLine inverse(const Geodetic& a, const Geodetic& b) {
  double distance_m = 0.0;
  double start_deg = 0.0;
  double end_deg = 0.0;
  GeographicLib::Geodesic::WGS84().Inverse(a.lat_rad / kRadiansPerDegree, a.lon_rad / kRadiansPerDegree,
                                           b.lat_rad / kRadiansPerDegree, b.lon_rad / kRadiansPerDegree, distance_m,
                                           start_deg, end_deg);
  return {distance_m, full_circle(start_deg), full_circle(end_deg)};
}

Geodetic direct(const Geodetic& start, double azimuth_rad, double distance_m) {
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  GeographicLib::Geodesic::WGS84().Direct(start.lat_rad / kRadiansPerDegree, start.lon_rad / kRadiansPerDegree,
                                          azimuth_rad / kRadiansPerDegree, distance_m, lat_deg, lon_deg);
  return {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, start.height_m};
}

}  // namespace tocsin::earth
