#include "tocsin/sense/infrared.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::sense {
namespace {

Position<Itrf> over(double lat_deg, double lon_deg, double height_m) {
  return earth::to_itrf({degrees(lat_deg).value(), degrees(lon_deg).value(), height_m});
}
const Position<Itrf> kGeo{{42'164.2e3, 0.0, 0.0}};

TEST(Transmission, HasTheStatedValuesAtTwoPointSevenMicrometres) {
  // the table of the model's source: 0.06, 0.20, 0.50, 0.84 at 5, 7, 10, 15 km straight up
  EXPECT_NEAR(transmission(5e3, 0.0, 2.7), 0.06, 0.005);
  EXPECT_NEAR(transmission(7e3, 0.0, 2.7), 0.20, 0.005);
  EXPECT_NEAR(transmission(10e3, 0.0, 2.7), 0.50, 0.005);
  EXPECT_NEAR(transmission(15e3, 0.0, 2.7), 0.84, 0.005);
  EXPECT_NEAR(transmission(100e3, 0.0, 2.7), 1.0, 1e-9);
}

TEST(Transmission, FallsWithTheRootOfTheAirMassAndGrowsWithHeight) {
  const double upright = std::log(transmission(10e3, 0.0, 2.7));
  const double at_60_deg = std::log(transmission(10e3, degrees(60.0).value(), 2.7));
  EXPECT_NEAR(at_60_deg / upright, std::sqrt(2.0), 1e-12);
  for (const double band : {2.7, 4.3}) {
    double below = 0.0;
    for (double height = 0.0; height < 120e3; height += 1e3) {
      const double here = transmission(height, 0.5, band);
      EXPECT_GE(here, below);
      below = here;
    }
  }
  EXPECT_GT(transmission(5e3, 0.3, 4.3), transmission(5e3, 0.3, 2.7));
}

TEST(Transmission, StaysANumberAtTheHorizon) {
  const double grazing = transmission(0.0, 0.5 * kPi, 2.7);
  EXPECT_GE(grazing, 0.0);
  EXPECT_LT(grazing, 1e-9);
}

TEST(InfraredView, ReachesAsFarAsGeometrySays) {
  // from geostationary height the ground is seen at 0, 5 and 10 degrees elevation out to 81.3, 76.3 and 71.4 degrees of
  // arc
  InfraredSensor sensor;
  for (const auto& [elevation_deg, arc_deg] : {std::pair{0.01, 81.3}, std::pair{5.0, 76.3}, std::pair{10.0, 71.4}}) {
    sensor.max_zenith_rad = degrees(90.0 - elevation_deg).value();
    EXPECT_TRUE(view(sensor, kGeo, over(0.0, arc_deg - 0.15, 0.0)).visible) << arc_deg;
    EXPECT_FALSE(view(sensor, kGeo, over(0.0, arc_deg + 0.15, 0.0)).visible) << arc_deg;
  }
}

TEST(InfraredView, NeverSeesTheOtherSideOfTheEarth) {
  InfraredSensor sensor;
  sensor.max_zenith_rad = degrees(90.0).value();
  EXPECT_FALSE(view(sensor, kGeo, over(0.0, 180.0, 300e3)).visible);
  EXPECT_FALSE(view(sensor, kGeo, over(0.0, 100.0, 0.0)).visible);
  EXPECT_TRUE(view(sensor, kGeo, over(0.0, 0.0, 0.0)).visible);
}

TEST(InfraredSensor, NoiseGrowsWithTheSquareOfRange) {
  const InfraredSensor sensor;
  EXPECT_DOUBLE_EQ(noise_equivalent_intensity(sensor, sensor.nei_range_m), sensor.nei_w_sr);
  EXPECT_NEAR(noise_equivalent_intensity(sensor, 2.0 * sensor.nei_range_m), 4.0 * sensor.nei_w_sr, 1e-9);
}

TEST(InfraredSensor, BearingErrorIsLineOfSightAndCentroidTogether) {
  InfraredSensor sensor;
  sensor.los_sigma_rad = 20e-6;
  sensor.pixel_rad = 56e-6;
  EXPECT_NEAR(bearing_sigma(sensor, 5.0), std::hypot(20e-6, 5.6e-6), 1e-15);
  EXPECT_NEAR(bearing_sigma(sensor, 1e9), 20e-6, 1e-12);
  EXPECT_GE(bearing_sigma(sensor, 0.0), sensor.pixel_rad);
}

TEST(InfraredSensor, DetectionProbabilityIsTheGaussianTail) {
  const InfraredSensor sensor;
  EXPECT_DOUBLE_EQ(detection_probability(sensor, sensor.threshold_snr), 0.5);
  EXPECT_NEAR(detection_probability(sensor, sensor.threshold_snr + 1.0), 0.841344746068543, 1e-12);
  EXPECT_NEAR(detection_probability(sensor, 0.0), 2.866515718791933e-07, 1e-18);
}

TEST(ScanField, StripsCoverTheDiscFromNorthToSouthWithoutGaps) {
  const InfraredSensor sensor;
  Random random(1, "strips");
  for (int strip = 1; strip < sensor.strips; ++strip) {
    EXPECT_DOUBLE_EQ(scan_field(sensor, kGeo, strip).vertical_rad[1],
                     scan_field(sensor, kGeo, strip - 1).vertical_rad[0]);
  }
  const NadirFrame frame = nadir_frame(kGeo);
  int seen = 0;
  for (int i = 0; i < 2000; ++i) {
    const Position<Itrf> place =
        over(random.uniform(-90.0, 90.0), random.uniform(-90.0, 90.0), random.uniform(0.0, 400e3));
    if (!view(sensor, kGeo, place).visible) continue;
    int strips = 0;
    for (int strip = 0; strip < sensor.strips; ++strip) {
      strips += inside(scan_field(sensor, kGeo, strip), tangent_angles(frame, place)) ? 1 : 0;
    }
    EXPECT_EQ(strips, 1);
    ++seen;
  }
  EXPECT_GT(seen, 1000);
}

TEST(ScanField, OfAStarerIsAroundItsPointOrEmpty) {
  InfraredSensor sensor;
  sensor.mode = InfraredMode::starer;
  sensor.fov_rad = degrees(3.0).value();
  sensor.stare_at = Geodetic{degrees(40.0).value(), degrees(20.0).value(), 0.0};
  const message::Field field = scan_field(sensor, kGeo, 0);
  EXPECT_TRUE(inside(field, tangent_angles(nadir_frame(kGeo), over(40.0, 20.0, 0.0))));
  EXPECT_TRUE(inside(field, tangent_angles(nadir_frame(kGeo), over(43.0, 24.0, 50e3))));
  EXPECT_FALSE(inside(field, tangent_angles(nadir_frame(kGeo), over(10.0, 20.0, 0.0))));
  EXPECT_NEAR(field.horizontal_rad[1] - field.horizontal_rad[0], sensor.fov_rad, 1e-15);
  sensor.stare_at = Geodetic{0.0, degrees(170.0).value(), 0.0};
  const message::Field empty = scan_field(sensor, kGeo, 0);
  EXPECT_GT(empty.vertical_rad[0], empty.vertical_rad[1]);
}

TEST(ScanField, StaysWithinTangentAnglesAtALowPerigee) {
  const InfraredSensor sensor;
  const message::Field field = scan_field(sensor, {{6'900e3, 0.0, 0.0}}, 0);
  EXPECT_LT(field.vertical_rad[1], 1.5);
  EXPECT_LT(field.horizontal_rad[1], 1.5);
}

TEST(InfraredSensor, SaysHowLateABearingCanBe) {
  InfraredSensor sensor;  // a strip of one second, and the latency
  EXPECT_DOUBLE_EQ(max_delay_s(sensor), 2.0);
  sensor.mode = InfraredMode::starer;
  sensor.revisit_s = 0.5;
  EXPECT_DOUBLE_EQ(max_delay_s(sensor), 1.5);
}

}  // namespace
}  // namespace tocsin::sense
