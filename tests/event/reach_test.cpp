#include "tocsin/event/reach.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/lifting.hpp"

namespace tocsin::event {
namespace {

const Instant kStart = Instant::from_tai_ns(700'000'000'000'000'000);
const ManoeuvreOptions kOptions;

State<Itrf> northwards(double height_m, double speed_mps, double down_deg) {
  const Geodetic place{0.6, 0.5, height_m};
  const Mat3 enu = earth::enu_from_itrf(place).m;
  const double down = down_deg * kRadiansPerDegree;
  return {earth::to_itrf(place), {speed_mps * (std::cos(down) * enu.rows[1] - std::sin(down) * enu.rows[2])}};
}

/// Whether a place lies in an ellipse on the ground.
bool holds(const message::ImpactEstimate& e, const Geodetic& place) {
  const Geodetic centre{e.lat_deg * kRadiansPerDegree, e.lon_deg * kRadiansPerDegree, 0.0};
  const earth::GeodesicLine line = earth::inverse(centre, place);
  const double turn = line.azimuth_start_rad - e.ellipse90.azimuth_deg * kRadiansPerDegree;
  const double along = line.distance_m * 1e-3 * std::cos(turn) / e.ellipse90.semi_major_km;
  const double across = line.distance_m * 1e-3 * std::sin(turn) / e.ellipse90.semi_minor_km;
  return along * along + across * across <= 1.0;
}

TEST(Reach, HoldsWhereGlidesAndPullUpsEndFromAnywhereOnTheirWay) {
  int regions = 0;
  for (const motion::ManoeuvreKind kind : {motion::ManoeuvreKind::glide, motion::ManoeuvreKind::pullup}) {
    for (const double lift_to_drag : {0.3, 1.0, 2.0, 2.5}) {
      for (const double speed : {1200.0, 2000.0, 3000.0}) {
        motion::Manoeuvre how{.kind = kind};
        how.lift_to_drag = lift_to_drag;
        const auto flown =
            motion::fly_lifting(northwards(70e3, speed, 10.0), kStart, kStart + seconds(5000.0), 5000.0, how, 1e-2);
        ASSERT_TRUE(flown);
        const Geodetic end = earth::to_geodetic(flown->arc.state_at(flown->arc.end()).position);
        for (Instant t = kStart; t < flown->arc.end() - seconds(20.0); t = t + seconds(20.0)) {
          const auto region = reach_region(flown->arc.state_at(t), 100.0, t, kOptions);
          ASSERT_TRUE(region) << speed;
          ++regions;
          EXPECT_TRUE(holds(*region, end)) << speed << " m/s, " << lift_to_drag << ", " << seconds_between(kStart, t);
          EXPECT_LT(std::abs(seconds_between(region->time, flown->arc.end())), 1.8 * region->time_sigma_s + 30.0);
        }
      }
    }
  }
  EXPECT_GT(regions, 250);
}

TEST(Reach, WidensTheRegionOfAnArcAroundItsMiddle) {
  message::ImpactEstimate ballistic;
  const State<Itrf> entry = northwards(80e3, 2000.0, 20.0);
  const Geodetic middle = earth::direct({0.6, 0.5, 0.0}, 0.0, 200e3);
  ballistic.lat_deg = middle.lat_rad / kRadiansPerDegree;
  ballistic.lon_deg = middle.lon_rad / kRadiansPerDegree;
  ballistic.ellipse90 = {6.0, 2.0, 90.0};
  ballistic.time_sigma_s = 2.0;
  const auto wide = widened(ballistic, entry, kOptions);
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->lat_deg, ballistic.lat_deg);
  EXPECT_EQ(wide->lon_deg, ballistic.lon_deg);
  const auto reach = reach_of(entry, kOptions);
  ASSERT_TRUE(reach);
  EXPECT_NEAR(wide->ellipse90.semi_major_km, 6.0 + reach->ahead_m * 1e-3 - 200.0, 2.0);
  EXPECT_GT(wide->time_sigma_s, 60.0);
  EXPECT_TRUE(holds(*wide, earth::direct({0.6, 0.5, 0.0}, 0.0, 0.99 * reach->ahead_m)));
  EXPECT_FALSE(holds(ballistic, earth::direct({0.6, 0.5, 0.0}, 0.0, 0.99 * reach->ahead_m)));
}

TEST(Reach, OfWhatIsNearlyASatelliteIsNotStated) {
  EXPECT_TRUE(reach_of(northwards(80e3, 5000.0, 3.0), kOptions));
  EXPECT_FALSE(reach_of(northwards(80e3, 7700.0, 3.0), kOptions));
  EXPECT_FALSE(reach_region(northwards(80e3, 5000.0, 3.0), 100.0, kStart, kOptions)) << "too wide to be of use";
}

}  // namespace
}  // namespace tocsin::event
