#include "tocsin/sim/clouds.hpp"

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::sim {
namespace {

Position<Itrf> over(double lat_deg, double lon_deg, double height_m) {
  return earth::to_itrf({degrees(lat_deg).value(), degrees(lon_deg).value(), height_m});
}
const Position<Itrf> kGeo{{42'164.2e3, 0.0, 0.0}};

TEST(Clouds, HideWhatIsBelowTheirTop) {
  const Clouds clouds(7.0, {});
  EXPECT_TRUE(clouds.hides(over(40.0, 10.0, 6.9e3), kGeo));
  EXPECT_FALSE(clouds.hides(over(40.0, 10.0, 7.1e3), kGeo));
  EXPECT_FALSE(Clouds(0.0, {}).hides(over(40.0, 10.0, 10.0), kGeo));
}

TEST(Clouds, OfHeightZeroHideNothingAlsoOnTheGroundItself) {
  const Clouds clear(0.0, {});
  const Clouds hole(7.0, {{.lat_deg = 15, .lon_deg = 10, .radius_km = 500, .top_km = 0}});
  for (double lat_deg = 12.0; lat_deg < 18.0; lat_deg += 0.37) {
    for (const double height_m : {0.0, -30.0}) {
      EXPECT_FALSE(clear.hides(over(lat_deg, 10.0, height_m), kGeo)) << lat_deg << ' ' << height_m;
      EXPECT_FALSE(hole.hides(over(15.0, 10.0 + 0.1 * (lat_deg - 15.0), height_m), kGeo)) << lat_deg << ' ' << height_m;
    }
  }
}

TEST(Clouds, MayHaveHolesAndTowers) {
  const Clouds clouds(7.0, {{.lat_deg = 40, .lon_deg = 10, .radius_km = 100, .top_km = 2},
                            {.lat_deg = 0, .lon_deg = 20, .radius_km = 50, .top_km = 15}});
  EXPECT_FALSE(clouds.hides(over(40.2, 10.0, 3e3), kGeo));
  EXPECT_TRUE(clouds.hides(over(40.2, 10.0, 1.9e3), kGeo));
  EXPECT_TRUE(clouds.hides(over(42.0, 10.0, 3e3), kGeo));
  EXPECT_TRUE(clouds.hides(over(0.0, 20.0, 14e3), kGeo));
  EXPECT_FALSE(clouds.hides(over(0.0, 20.0, 15.1e3), kGeo));
  EXPECT_FALSE(clouds.hides(over(0.0, 25.0, 14e3), kGeo));
}

TEST(Clouds, WhereTheyOverlapTheHighestHolds) {
  const CloudScript low{.lat_deg = 0, .lon_deg = 0, .radius_km = 200, .top_km = 3};
  const CloudScript high{.lat_deg = 0, .lon_deg = 1, .radius_km = 200, .top_km = 9};
  const Position<Itrf> place = over(0.0, 0.5, 8e3);
  EXPECT_TRUE(Clouds(7.0, {low, high}).hides(place, kGeo));
  EXPECT_TRUE(Clouds(7.0, {high, low}).hides(place, kGeo));
  EXPECT_FALSE(Clouds(7.0, {low}).hides(place, kGeo));
}

TEST(Clouds, StandInTheLineOfSightOfASlantingView) {
  // seen from the equator at longitude 0, a source at longitude 70 is looked at from the west under 18 degrees: a cloud
  // of 15 km whose near edge is within some 20 km to the west hides it, one in the east does not
  const Position<Itrf> source = over(0.0, 70.0, 9e3);
  const Clouds west(0.0, {{.lat_deg = 0, .lon_deg = 69.8, .radius_km = 15, .top_km = 15}});
  const Clouds east(0.0, {{.lat_deg = 0, .lon_deg = 70.2, .radius_km = 15, .top_km = 15}});
  EXPECT_TRUE(west.hides(source, kGeo));
  EXPECT_FALSE(east.hides(source, kGeo));
}

}  // namespace
}  // namespace tocsin::sim
