#include "tocsin/sense/radar.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::sense {
namespace {

Radar a_radar() {
  Radar radar;
  radar.id = "R";
  radar.site = {degrees(43.5).value(), degrees(143.5).value(), 120.0};
  radar.azimuth_start_rad = degrees(230).value();
  radar.azimuth_end_rad = degrees(350).value();
  radar.elevation_min_rad = degrees(2).value();
  radar.elevation_max_rad = degrees(85).value();
  radar.fence_elevation_rad = degrees(2).value();
  radar.range_rcs1_m = 1500e3;
  radar.range_sigma_m = 30.0;
  radar.azimuth_sigma_rad = degrees(0.1).value();
  radar.elevation_sigma_rad = degrees(0.1).value();
  radar.range_rate_sigma_mps = 5.0;
  return radar;
}

TEST(RadarView, SeesAnObjectUnderTheAnglesItIsPlacedAt) {
  const Radar radar = a_radar();
  Random random(1, "radar view");
  for (int i = 0; i < 100; ++i) {
    const double range = random.uniform(1e3, 5e6);
    const double azimuth = random.uniform(0.0, 2.0 * kPi);
    const double elevation = random.uniform(-0.1, 1.5);
    const RadarView view = radar_view(radar, radar_position(radar, range, azimuth, elevation), {{100.0, -50.0, 20.0}});
    EXPECT_NEAR(view.range_m, range, 1e-6);
    EXPECT_NEAR(wrap_pi(view.azimuth_rad - azimuth), 0.0, 1e-9);
    EXPECT_NEAR(view.elevation_rad, elevation, 1e-9);
  }
}

TEST(RadarView, RangeRateIsPositiveWhenReceding) {
  const Radar radar = a_radar();
  const Position<Itrf> near = radar_position(radar, 500e3, 5.0, 0.5);
  const Position<Itrf> far = radar_position(radar, 501e3, 5.0, 0.5);
  EXPECT_NEAR(radar_view(radar, near, {far.m - near.m}).range_rate_mps, 1000.0, 1e-6);
}

TEST(RadarView, JacobianIsTheNumericOne) {
  const Radar radar = a_radar();
  Random random(3, "radar jacobian");
  for (int i = 0; i < 50; ++i) {
    const Position<Itrf> p =
        radar_position(radar, random.uniform(2e5, 4e6), random.uniform(0.0, 6.2), random.uniform(0.05, 1.4));
    const Velocity<Itrf> v{{random.uniform(-7e3, 7e3), random.uniform(-7e3, 7e3), random.uniform(-7e3, 7e3)}};
    const RadarJacobian jacobian = radar_jacobian(radar, p, v);
    EXPECT_NEAR(jacobian.view.azimuth_rad, radar_view(radar, p, v).azimuth_rad, 1e-12);
    EXPECT_NEAR(jacobian.view.elevation_rad, radar_view(radar, p, v).elevation_rad, 1e-12);
    for (int axis = 0; axis < 3; ++axis) {
      Vec3 e{};
      (axis == 0 ? e.x : (axis == 1 ? e.y : e.z)) = 1.0;
      const RadarView ahead = radar_view(radar, {p.m + 10.0 * e}, v);
      const RadarView behind = radar_view(radar, {p.m - 10.0 * e}, v);
      EXPECT_NEAR(jacobian.d_range[axis], (ahead.range_m - behind.range_m) / 20.0, 1e-8);
      EXPECT_NEAR(jacobian.d_azimuth[axis], wrap_pi(ahead.azimuth_rad - behind.azimuth_rad) / 20.0, 1e-12);
      EXPECT_NEAR(jacobian.d_elevation[axis], (ahead.elevation_rad - behind.elevation_rad) / 20.0, 1e-12);
      EXPECT_NEAR(jacobian.d_range_rate[axis], (ahead.range_rate_mps - behind.range_rate_mps) / 20.0, 1e-8);
      const RadarView faster = radar_view(radar, p, {v.mps + e});
      EXPECT_NEAR(jacobian.d_range_rate_velocity[axis], faster.range_rate_mps - jacobian.view.range_rate_mps, 1e-8);
    }
  }
}

TEST(Radar, FindsOneSquareMetreAtItsStatedRangeWithItsStatedProbability) {
  const Radar radar = a_radar();
  EXPECT_NEAR(detection_probability(radar, radar.range_rcs1_m, 1.0), radar.detection_probability_rcs1, 1e-12);
  // 21.1 dB are needed for 0.9 at a false alarm probability of 1e-6 (Swerling 1)
  EXPECT_NEAR(std::exp(-threshold_snr(radar)), 1e-6, 0.03e-6);
  EXPECT_NEAR(10.0 * std::log10(mean_snr(radar, radar.range_rcs1_m, 1.0)), 21.1, 0.1);
}

TEST(Radar, SignalFallsWithTheFourthPowerOfRangeUpToItsInstrumentedRange) {
  const Radar radar = a_radar();
  EXPECT_NEAR(mean_snr(radar, 500e3, 1.0) / mean_snr(radar, 1000e3, 1.0), 16.0, 1e-9);
  EXPECT_NEAR(mean_snr(radar, 500e3, 3.0) / mean_snr(radar, 500e3, 1.0), 3.0, 1e-12);
  EXPECT_EQ(mean_snr(radar, 1.51 * radar.range_rcs1_m, 100.0), 0.0);
  EXPECT_EQ(detection_probability(radar, 1.51 * radar.range_rcs1_m, 100.0), 0.0);
}

TEST(Radar, DetectionProbabilityIsThatOfASwerlingOneTarget) {
  // signal and noise together: the power of a complex Gaussian of variance 1 + S
  const Radar radar = a_radar();
  Random random(5, "swerling");
  for (const double range : {1000e3, 1500e3, 2200e3}) {
    const double signal = mean_snr(radar, range, 1.0);
    const int n = 40000;
    int hits = 0;
    for (int i = 0; i < n; ++i) {
      const double amplitude = std::sqrt(0.5 * signal);
      const double re = amplitude * random.normal() + std::sqrt(0.5) * random.normal();
      const double im = amplitude * random.normal() + std::sqrt(0.5) * random.normal();
      hits += re * re + im * im > threshold_snr(radar) ? 1 : 0;
    }
    const double p = detection_probability(radar, range, 1.0);
    EXPECT_NEAR(static_cast<double>(hits) / n, p, 3.5 * std::sqrt(p * (1.0 - p) / n)) << range;
  }
}

TEST(Radar, ErrorsAreNeverBetterThanStatedAndGrowWhenTheEchoIsWeak) {
  const Radar radar = a_radar();
  EXPECT_DOUBLE_EQ(plot_sigma(radar, 1e6, 0.0).range_m, radar.range_sigma_m);
  EXPECT_DOUBLE_EQ(plot_sigma(radar, 100.0, 0.0).elevation_rad, radar.elevation_sigma_rad);
  EXPECT_NEAR(plot_sigma(radar, 25.0, 0.0).range_m, 2.0 * radar.range_sigma_m, 1e-12);
  EXPECT_NEAR(plot_sigma(radar, 1e6, degrees(60.0).value()).azimuth_rad, 2.0 * radar.azimuth_sigma_rad, 1e-12);
  EXPECT_LE(plot_sigma(radar, 1e6, 0.5 * kPi).azimuth_rad, kPi);
}

TEST(Radar, SectorMayCrossNorth) {
  Radar radar = a_radar();
  radar.azimuth_start_rad = degrees(250).value();
  radar.azimuth_end_rad = degrees(10).value();
  EXPECT_TRUE(covers(radar, degrees(355).value(), 0.5));
  EXPECT_TRUE(covers(radar, degrees(5).value(), 0.5));
  EXPECT_FALSE(covers(radar, degrees(15).value(), 0.5));
  EXPECT_FALSE(covers(radar, degrees(355).value(), degrees(1.9).value()));
  EXPECT_FALSE(covers(radar, degrees(355).value(), degrees(85.1).value()));
}

TEST(Fence, PartsCoverTheSectorOnce) {
  Radar radar = a_radar();
  Random random(9, "fence");
  for (const auto& [start_deg, end_deg] : {std::pair{230.0, 350.0}, std::pair{347.0, 227.0}, std::pair{90.0, 90.0}}) {
    radar.azimuth_start_rad = degrees(start_deg).value();
    radar.azimuth_end_rad = degrees(end_deg).value();
    for (const int parts : {1, 5}) {
      radar.fence_parts = parts;
      for (int i = 0; i < 500; ++i) {
        const double azimuth = random.uniform(0.0, 2.0 * kPi);
        int in_parts = 0;
        for (int part = 0; part < parts; ++part) {
          in_parts += inside(fence_field(radar, part), azimuth, degrees(4.0).value()) ? 1 : 0;
        }
        EXPECT_EQ(in_parts, covers(radar, azimuth, degrees(4.0).value()) ? 1 : 0) << start_deg << " " << parts;
      }
    }
  }
}

TEST(Fence, SeesAnObjectFromWhereGeometrySays) {
  // without refraction an object at height h stands at elevation e over a distance of R (acos(R cos e / (R + h)) − e)
  Radar radar = a_radar();
  radar.site.height_m = 0.0;
  for (const auto& [height_m, ground_m] : {std::pair{200e3, 1277e3}, std::pair{1000e3, 3037e3}}) {
    Geodetic place = earth::direct(radar.site, degrees(290).value(), ground_m);
    place.height_m = height_m;
    EXPECT_NEAR(in_degrees(Radians(radar_view(radar, earth::to_itrf(place), {}).elevation_rad)), 3.0, 0.1);
  }
}

TEST(Dwell, FieldHoldsItsBeamAlsoNearTheZenith) {
  const Radar radar = a_radar();
  const double half = 0.5 * radar.beam_rad;
  for (const double elevation_deg : {5.0, 60.0, 84.0, 89.5, 90.0}) {
    const double elevation = degrees(elevation_deg).value();
    const message::Field field = dwell_field(radar, 6.2, elevation);
    EXPECT_TRUE(inside(field, 6.2, std::min(elevation, 0.5 * kPi)));
    EXPECT_TRUE(inside(field, 6.2, elevation - 0.9 * half));
    EXPECT_FALSE(inside(field, 6.2, elevation - 1.1 * half));
    EXPECT_LE(field.vertical_rad[1], 0.5 * kPi);
  }
  EXPECT_FALSE(inside(dwell_field(radar, 6.2, 0.3), 6.2 + 1.2 * half, 0.3));
}

}  // namespace
}  // namespace tocsin::sense
