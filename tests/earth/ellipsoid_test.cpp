#include "tocsin/earth/ellipsoid.hpp"

#include <cmath>

#include <GeographicLib/Geocentric.hpp>
#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"

namespace tocsin::earth {
namespace {

Geodetic at_degrees(double lat, double lon, double height_m = 0.0) {
  return {lat * kRadiansPerDegree, lon * kRadiansPerDegree, height_m};
}

TEST(Ellipsoid, GeodeticCoordinatesComeBackFromTheCoreToBeyondGeostationaryHeight) {
  for (double lat = -90.0; lat <= 90.0; lat += 7.5) {
    for (const double height : {-5.0e6, -2.0e6, -1000.0, 0.0, 1e4, 1e6, 7.7e6, 3.6e7, 4e8}) {
      const Geodetic g = at_degrees(lat, 123.4, height);
      const Geodetic back = to_geodetic(to_itrf(g));
      EXPECT_NEAR(back.lat_rad, g.lat_rad, 2e-15 * (1.0 + std::abs(height) / 1e6)) << lat << ' ' << height;
      EXPECT_NEAR(back.height_m, g.height_m, 1e-8 + 1e-15 * std::abs(height)) << lat << ' ' << height;
      if (std::abs(lat) < 90.0) {
        EXPECT_NEAR(back.lon_rad, g.lon_rad, 1e-15);
      }
    }
  }
}

TEST(Ellipsoid, AgreesWithGeographicLibEverywhere) {
  for (int i = 0; i < 400; ++i) {
    const double a = 0.37 * i;
    const Vec3 place =
        (5.0e6 + 1e5 * i) * Vec3{std::cos(a) * std::cos(2.3 * a), std::sin(a) * std::cos(2.3 * a), std::sin(2.3 * a)};
    double lat = 0.0;
    double lon = 0.0;
    double height = 0.0;
    GeographicLib::Geocentric::WGS84().Reverse(place.x, place.y, place.z, lat, lon, height);
    const Geodetic g = to_geodetic({place});
    EXPECT_NEAR(g.lat_rad, lat * kRadiansPerDegree, 1e-14);
    EXPECT_NEAR(g.height_m, height, 2e-8);
    EXPECT_NEAR(height_above_ellipsoid_m({place}), height, 1e-6);
  }
}

TEST(Ellipsoid, TheUpAxisOfASiteIsTheNormalAndItsAxesAreRightHanded) {
  const Geodetic site = at_degrees(-33.0, 151.0, 40.0);
  const Mat3 r = enu_from_itrf(site).m;
  EXPECT_EQ(r.rows[2], ellipsoid_normal(site).u);
  EXPECT_LT(norm(cross(r.rows[0], r.rows[1]) - r.rows[2]), 1e-15);
  const Geodetic north = at_degrees(-32.9, 151.0, 40.0);
  const Vec3 e = r * (to_itrf(north).m - to_itrf(site).m);
  EXPECT_NEAR(e.x, 0.0, 1e-6);
  EXPECT_GT(e.y, 11000.0);
}

TEST(Ellipsoid, KnownGeodesics) {
  // The example of the GeodSolve manual: JFK to Singapore Changi, Karney (2013): 15 347 628 m or so by this ellipsoid.
  const GeodesicLine jfk_sin = inverse(at_degrees(40.6, -73.8), at_degrees(1.3666666666666667, 103.98333333333333));
  EXPECT_NEAR(jfk_sin.distance_m, 15347628.0, 5000.0);
  // Karney (2013), table 2: a geodesic from latitude 40°, azimuth 30°, 10 000 km long.
  const Geodetic end = direct(at_degrees(40.0, 0.0), 30.0 * kRadiansPerDegree, 1e7);
  EXPECT_NEAR(end.lat_rad / kRadiansPerDegree, 41.79331020506, 1e-10);
  EXPECT_NEAR(end.lon_rad / kRadiansPerDegree, 137.84490004377, 1e-10);
  // One degree of latitude at the equator and a quarter meridian on WGS-84.
  EXPECT_NEAR(inverse(at_degrees(0.0, 0.0), at_degrees(1.0, 0.0)).distance_m, 110574.389, 1e-3);
  EXPECT_NEAR(inverse(at_degrees(0.0, 0.0), at_degrees(90.0, 0.0)).distance_m, 10001965.729, 1e-3);
}

TEST(Ellipsoid, DirectAndInverseAreEachOthersReverse) {
  const Geodetic start = at_degrees(40.611, 126.426);
  const Geodetic end = direct(start, 80.0 * kRadiansPerDegree, 4.5e6);
  const GeodesicLine line = inverse(start, end);
  EXPECT_NEAR(line.distance_m, 4.5e6, 1e-6);
  EXPECT_NEAR(line.azimuth_start_rad, 80.0 * kRadiansPerDegree, 1e-13);
  EXPECT_GT(line.azimuth_end_rad, line.azimuth_start_rad);
  const GeodesicLine west = inverse(at_degrees(0.0, 10.0), at_degrees(0.0, 5.0));
  EXPECT_NEAR(west.azimuth_start_rad, 1.5 * kPi, 1e-12) << "azimuths run clockwise from 0 to 2 pi";
}

}  // namespace
}  // namespace tocsin::earth
