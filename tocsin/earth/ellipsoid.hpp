#pragma once

#include "tocsin/base/frame.hpp"

namespace tocsin::earth {

// WGS-84 (NGA.STND.0036, 2014). The rotation rate is the value of the GPS interface specification, which is also
// the rate of the Earth rotation angle, so that rotating-frame dynamics and orientation agree to the last digit.
inline constexpr double kEquatorialRadiusM = 6378137.0;
inline constexpr double kFlattening = 1.0 / 298.257223563;
inline constexpr double kPolarRadiusM = kEquatorialRadiusM * (1.0 - kFlattening);
inline constexpr double kEccentricitySquared = kFlattening * (2.0 - kFlattening);
inline constexpr double kGravitationalParameter = 3.986004418e14;  ///< m³/s²
inline constexpr double kRotationRateRadS = 7.2921151467e-5;
inline constexpr double kMeanRadiusM = 6371008.7714;  ///< (2a + b)/3, for rules of thumb only

/// Geodetic latitude, longitude and height of a place, to the last digits from the core to beyond geostationary height.
/// On the axis the longitude is 0. Precondition: finite. Bowring, Survey Review 28 (1985); near the centre
/// GeographicLib.
[[nodiscard]] Geodetic to_geodetic(const Position<Itrf>& place);

/// Place of geodetic coordinates.
[[nodiscard]] Position<Itrf> to_itrf(const Geodetic& geodetic);

/// Height above the ellipsoid, metres: `to_geodetic(place).height_m` to 1e-6 m, at a third of its cost.
[[nodiscard]] double height_above_ellipsoid_m(const Position<Itrf>& place);

/// Unit outward normal of the ellipsoid at a latitude and longitude.
[[nodiscard]] Direction<Itrf> ellipsoid_normal(const Geodetic& site);

/// Rotation from Itrf to the east, north, up axes of a site.
[[nodiscard]] Rotation<Enu, Itrf> enu_from_itrf(const Geodetic& site);

/// Shortest path between two points on the ellipsoid.
struct GeodesicLine {
  double distance_m = 0.0;
  double azimuth_start_rad = 0.0;  ///< clockwise from north, in [0, 2 pi)
  double azimuth_end_rad = 0.0;    ///< direction of travel at the end, in [0, 2 pi)
  friend bool operator==(const GeodesicLine&, const GeodesicLine&) = default;
};

/// Geodesic from `a` to `b`, heights ignored, to 15 nm. Karney, J. Geodesy 87 (2013), by GeographicLib.
[[nodiscard]] GeodesicLine inverse(const Geodetic& a, const Geodetic& b);

/// Point at `distance_m` along the geodesic that leaves `start` at `azimuth_rad`; its height is that of `start`.
[[nodiscard]] Geodetic direct(const Geodetic& start, double azimuth_rad, double distance_m);

}  // namespace tocsin::earth
