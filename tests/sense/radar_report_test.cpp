#include "tocsin/sense/radar_report.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/config.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/sense/detection_statistics.hpp"
#include "tocsin/sense/radar_filter.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::sense {
namespace {

/// A radar of a world file with some keys more.
Radar radar_with(const std::string& keys) {
  const std::string text = R"(name = "w"
[[radar]]
id = "R"
lat_deg = 43.5
lon_deg = 143.5
height_m = 120
azimuth_deg = [230, 350]
elevation_deg = [2, 85]
range_rcs1_km = 1500
range_sigma_m = 30
azimuth_sigma_deg = 0.1
elevation_sigma_deg = 0.1
range_rate_sigma_mps = 5
)";
  const Result<World> world = parse_world(text + keys, "w.toml");
  EXPECT_TRUE(world) << world.error().to_string();
  return world ? *Sensors::create(*world, Instant{}).value()->radar("R") : Radar{};
}

const char* const kChirp = "chirp = \"up\"\nbandwidth_mhz = 1\npulse_ms = 8\n";
const char* const kMedium = "troposphere_n0 = 315\nionosphere_tecu = 30\n";

struct Target {
  Position<Itrf> position;
  Velocity<Itrf> velocity;
};
Target target_of(const Radar& radar, Random& random) {
  return {radar_position(radar, random.uniform(2e5, 4e6), random.uniform(4.1, 6.0), random.uniform(0.02, 1.4)),
          {{random.uniform(-5e3, 5e3), random.uniform(-5e3, 5e3), random.uniform(-5e3, 5e3)}}};
}

TEST(RadarReport, WithoutSignalKeysIsTheGeometry) {
  const Radar radar = radar_with("");
  EXPECT_EQ(radar.coupling_s, 0.0);
  EXPECT_EQ(radar.refraction, nullptr);
  Random random(1, "plain");
  for (int i = 0; i < 50; ++i) {
    const Target t = target_of(radar, random);
    const RadarView a = radar_view(radar, t.position, t.velocity);
    const RadarView b = reported_view(radar, t.position, t.velocity);
    EXPECT_EQ(a.range_m, b.range_m);
    EXPECT_EQ(a.elevation_rad, b.elevation_rad);
    EXPECT_EQ(pattern_gain(radar, a.azimuth_rad, a.elevation_rad), 1.0);
    EXPECT_EQ(geometric_place(radar, 1e6, 0.3, 100.0).range_m, 1e6);
    EXPECT_EQ(stated_sigma(radar, 50.0, 1e6, 0.3).range_m, plot_sigma(radar, 50.0, 0.3).range_m);
  }
}

TEST(RadarReport, CouplingIsCarrierTimesLengthOverBandwidth) {
  // 24 km at 435 MHz, 8 ms, 1 MHz and 7 km/s; what recedes looks farther with a rising chirp
  const Radar up = radar_with(kChirp);
  EXPECT_NEAR(up.coupling_s * 7000.0, 24.36e3, 1.0);
  const Radar down = radar_with("chirp = \"down\"\nbandwidth_mhz = 1\npulse_ms = 8\n");
  EXPECT_EQ(down.coupling_s, -up.coupling_s);
  const Position<Itrf> place = radar_position(up, 1e6, 5.0, 0.5);
  const Velocity<Itrf> away{1000.0 * unit(place.m - radar_position(up, 1e3, 5.0, 0.5).m)};
  EXPECT_NEAR(reported_view(up, place, away).range_m, 1e6 + 3480.0, 0.1);
  EXPECT_NEAR(reported_view(down, place, away).range_m, 1e6 - 3480.0, 0.1);
}

TEST(RadarReport, JacobianIsTheNumericOne) {
  for (const std::string& keys : {std::string(kChirp), std::string(kMedium), std::string(kChirp) + kMedium}) {
    const Radar radar = radar_with(keys);
    Random random(3, "reported");
    for (int i = 0; i < 60; ++i) {
      const Target t = target_of(radar, random);
      const ReportedJacobian at = reported_jacobian(radar, t.position, t.velocity);
      const RadarView view = reported_view(radar, t.position, t.velocity);
      EXPECT_NEAR(at.rows.view.range_m, view.range_m, 1e-6);
      EXPECT_NEAR(at.rows.view.elevation_rad, view.elevation_rad, 1e-12);
      for (int axis = 0; axis < 3; ++axis) {
        Vec3 e{};
        (axis == 0 ? e.x : (axis == 1 ? e.y : e.z)) = 1.0;
        const RadarView ahead = reported_view(radar, {t.position.m + 10.0 * e}, t.velocity);
        const RadarView behind = reported_view(radar, {t.position.m - 10.0 * e}, t.velocity);
        EXPECT_NEAR(at.rows.d_range[axis], (ahead.range_m - behind.range_m) / 20.0, 1e-6);
        EXPECT_NEAR(at.rows.d_elevation[axis], (ahead.elevation_rad - behind.elevation_rad) / 20.0, 2e-11);
        EXPECT_NEAR(at.rows.d_azimuth[axis], wrap_pi(ahead.azimuth_rad - behind.azimuth_rad) / 20.0, 2e-11);
        const RadarView faster = reported_view(radar, t.position, {t.velocity.mps + e});
        EXPECT_NEAR(at.d_range_velocity[axis], faster.range_m - view.range_m, 1e-6);
      }
    }
  }
}

TEST(RadarReport, GeometricPlaceUndoesIt) {
  const Radar radar = radar_with(std::string(kChirp) + kMedium);
  Random random(5, "undo");
  for (int i = 0; i < 100; ++i) {
    const Target t = target_of(radar, random);
    const RadarView truth = radar_view(radar, t.position, t.velocity);
    const RadarView seen = reported_view(radar, t.position, t.velocity);
    EXPECT_GT(seen.elevation_rad, truth.elevation_rad);
    const GeometricPlace place = geometric_place(radar, seen.range_m, seen.elevation_rad, seen.range_rate_mps);
    EXPECT_NEAR(place.range_m, truth.range_m, 1e-3);
    EXPECT_NEAR(place.elevation_rad, truth.elevation_rad, 1e-10);
  }
}

TEST(RadarReport, StatedErrorsHoldWhatTheModelsMayBeOff) {
  const Radar sure = radar_with(kMedium);
  const Radar unsure = radar_with(std::string(kMedium) + "ionosphere_tecu_sigma = 10\ntroposphere_n0_sigma = 20\n");
  const double low = degrees(3.0).value();
  EXPECT_EQ(stated_sigma(sure, 1e3, 3e6, low).range_m, 30.0);
  // 10 TECU at 3 degrees and 435 MHz: 66 m, nearly all of it within 3000 km
  EXPECT_GT(stated_sigma(unsure, 1e3, 3e6, low).range_m, 50.0);
  EXPECT_LT(stated_sigma(unsure, 1e3, 3e6, degrees(60.0).value()).range_m, 45.0);
  EXPECT_GT(stated_sigma(unsure, 1e3, 3e6, low).elevation_rad, sure.elevation_sigma_rad);
}

TEST(RadarPattern, LosesTheCosineEachWayOffBoresight) {
  const Radar radar = radar_with("scan_loss_exponent = 1.5\nboresight_elevation_deg = 20\nbeam_loss_db = 3\n");
  const double on = std::pow(10.0, -0.3);
  EXPECT_NEAR(pattern_gain(radar, degrees(290.0).value(), degrees(20.0).value()), on, 1e-12);
  EXPECT_NEAR(pattern_gain(radar, degrees(290.0).value(), degrees(80.0).value()), on * std::pow(0.5, 3.0), 1e-12);
  EXPECT_EQ(pattern_gain(radar, degrees(110.0).value(), degrees(20.0).value()), 0.0);
}

TEST(RadarPower, FindsOneSquareMetreAtItsRangeInEveryCase) {
  for (int c = 0; c < 5; ++c) {
    for (const int pulses : {1, 8}) {
      const Radar radar = radar_with("swerling = " + std::to_string(c) + "\npulses = " + std::to_string(pulses) + "\n");
      EXPECT_NEAR(detection_probability(radar, radar.range_rcs1_m, 1.0), 0.9, 1e-10);
      // signal and noise have the mean 1 + S: the threshold in the same units keeps its false alarms
      EXPECT_NEAR(false_alarm_probability(threshold_snr(radar) + pulses - 1, pulses), std::exp(-std::pow(10.0, 1.14)),
                  1e-12);
      EXPECT_LT(detection_probability(radar, 2.0 * radar.range_rcs1_m - 1.0, 1.0), 0.9);
    }
  }
}

TEST(RadarFilter, StartsAndUpdatesWithWhatACoupledRadarReports) {
  const Radar radar = radar_with(std::string(kChirp) + kMedium);
  Random random(7, "filter");
  double nees = 0.0;
  constexpr int kRuns = 300;
  for (int run = 0; run < kRuns; ++run) {
    const Target t = target_of(radar, random);
    const RadarView seen = reported_view(radar, t.position, t.velocity);
    message::Plot plot;
    const double sigma_deg = 0.1;
    plot.range_sigma_m = 30.0;
    plot.elevation_sigma_rad = degrees(sigma_deg).value();
    plot.azimuth_sigma_rad = plot.elevation_sigma_rad / std::cos(seen.elevation_rad);
    plot.range_rate_sigma_mps = 5.0;
    plot.range_m = seen.range_m + 30.0 * random.normal();
    plot.azimuth_rad = seen.azimuth_rad + plot.azimuth_sigma_rad * random.normal();
    plot.elevation_rad = seen.elevation_rad + plot.elevation_sigma_rad * random.normal();
    plot.range_rate_mps = seen.range_rate_mps + 5.0 * random.normal();
    const RadarFilter filter = start_filter(radar, {}, Instant{}, plot);
    // along the line of sight: the error of the range must be as large as stated
    const Vec3 line = unit(t.position.m - radar_position(radar, 1.0, 0.0, 0.5).m);
    const Vec3 error = Vec3{filter.x[0], filter.x[1], filter.x[2]} - t.position.m;
    double variance = 0.0;
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) variance += line[i] * line[j] * filter.p[static_cast<std::size_t>(9 * i + j)];
    }
    const double along = norm(t.position.m + error - radar_position(radar, 1.0, 0.0, 0.5).m) -
                         norm(t.position.m - radar_position(radar, 1.0, 0.0, 0.5).m);
    nees += along * along / variance;
    // and the reported plot fits the filter that it started
    EXPECT_LT(squared_distance(radar, filter, plot), 1e-3);
  }
  EXPECT_NEAR(nees / kRuns, 1.0, 0.35);
}

}  // namespace
}  // namespace tocsin::sense
