#include "tocsin/sim/plume.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

LaunchScript a_launch() {
  LaunchScript launch;
  launch.id = "a";
  launch.time = parse_utc("2023-01-01T00:00:00Z").value();
  return launch;
}

TEST(Plume, FlickersWithTheStatedStrengthAndCorrelation) {
  LaunchScript launch = a_launch();
  launch.flicker = 0.07;
  const double length_s = 9000.0;
  const Plume plume(launch, length_s, 1);
  double sum = 0.0;
  double square = 0.0;
  double product = 0.0;
  int n = 0;
  // on the grid of its draws: between them it is interpolated
  for (double s = 0.0; s + 1.0 < length_s; s += 0.1, ++n) {
    const double now = plume.flicker(launch.time + seconds(s));
    sum += now;
    square += now * now;
    product += now * plume.flicker(launch.time + seconds(s + 1.0));
  }
  // 4,500 independent seconds or so
  EXPECT_NEAR(sum / n, 0.0, 4.0 * 0.07 / std::sqrt(4500.0));
  EXPECT_NEAR(std::sqrt(square / n), 0.07, 4.0 * 0.07 / std::sqrt(2.0 * 4500.0));
  EXPECT_NEAR(product / square, std::exp(-1.0), 0.06);
}

TEST(Plume, DimsInTheTroughAndGrowsAsItExpands) {
  LaunchScript launch = a_launch();
  launch.flicker = 0.0;
  const Plume plume(launch, 100.0, 1);
  const auto at = [&](double height_m) { return plume.intensity_w_sr(1e5, height_m, launch.time); };
  EXPECT_NEAR(at(0.0), 0.4e5, 1.0);
  EXPECT_GT(at(30e3), 2.0 * at(0.0));
  EXPECT_NEAR(at(80e3), 0.1e5, 0.01e5);
  EXPECT_LT(at(75e3), 0.5 * at(60e3));
  EXPECT_NEAR(at(150e3), 1e5, 10.0);
}

TEST(Plume, FollowsItsScriptAndNeverGoesOutByFlickering) {
  LaunchScript launch = a_launch();
  launch.intensity_scale = 3.0;
  launch.trough_depth = 0.0;
  launch.flicker = 0.5;
  const Plume plume(launch, 3000.0, 1);
  double lowest = 1e9;
  for (double s = 0.0; s < 3000.0; s += 0.1) {
    lowest = std::min(lowest, plume.intensity_w_sr(1e5, 150e3, launch.time + seconds(s)));
  }
  EXPECT_GE(lowest, 0.1 * 3e5 * 0.999);
}

TEST(Plume, DependsOnSeedAndLaunchAlone) {
  LaunchScript other = a_launch();
  other.id = "b";
  const Instant t = a_launch().time + seconds(30.05);
  EXPECT_EQ(Plume(a_launch(), 60.0, 1).flicker(t), Plume(a_launch(), 90.0, 1).flicker(t));
  EXPECT_NE(Plume(a_launch(), 60.0, 1).flicker(t), Plume(a_launch(), 60.0, 2).flicker(t));
  EXPECT_NE(Plume(a_launch(), 60.0, 1).flicker(t), Plume(other, 60.0, 1).flicker(t));
}

TEST(Plume, FlickersSlowerWhenItsScriptSaysSo) {
  LaunchScript launch = a_launch();
  launch.plume.flicker_s = 5.0;
  const Plume plume(launch, 9000.0, 1);
  double square = 0.0;
  double product = 0.0;
  for (double s = 0.0; s + 5.0 < 9000.0; s += 0.5) {
    const double now = plume.flicker(launch.time + seconds(s));
    square += now * now;
    product += now * plume.flicker(launch.time + seconds(s + 5.0));
  }
  EXPECT_NEAR(product / square, std::exp(-1.0), 0.12);
}

TEST(Plume, ShiftsToTheLongerBandAsItCools) {
  const Plume plume(a_launch(), 100.0, 1);
  EXPECT_DOUBLE_EQ(plume.band_ratio(0.0, 4.3), 1.0);
  EXPECT_NEAR(plume.band_ratio(400e3, 4.3), 2.0, 1e-3);
  EXPECT_GT(plume.band_ratio(50e3, 4.3), plume.band_ratio(20e3, 4.3));
  EXPECT_DOUBLE_EQ(plume.band_ratio(50e3, 2.7), 1.0);
}

/// Two stages of 60 and 40 s with a coast of 6 s between them.
motion::Flight two_stages(const LaunchScript& launch) {
  motion::Vehicle vehicle;
  vehicle.name = "two";
  vehicle.stages = {{1500.0, 12'000.0, 12'000.0 * 9.80665 * 250.0 / 60.0, 250.0, 1.0, 0.0, 6.0, 3e5},
                    {500.0, 3'000.0, 3'000.0 * 9.80665 * 270.0 / 40.0, 270.0, 1.0, 0.0, 2.0, 4e4}};
  vehicle.payload_mass_kg = 500.0;
  motion::LaunchPlan plan;
  plan.time = launch.time;
  return motion::fly(vehicle, plan).value();
}

TEST(Plume, GoesOutBetweenItsStagesOrFadesAndRisesAsItsScriptSays) {
  LaunchScript launch = a_launch();
  const motion::Flight flight = two_stages(launch);
  const auto at = [&](const Plume& plume, double s) {
    return plume.stage_intensity_w_sr(flight, launch.time + seconds(s));
  };
  const Plume sudden(launch, 110.0, 1);
  EXPECT_DOUBLE_EQ(at(sudden, 59.9), 3e5);
  EXPECT_DOUBLE_EQ(at(sudden, 63.0), 0.0);
  EXPECT_DOUBLE_EQ(at(sudden, 66.1), 4e4);
  EXPECT_DOUBLE_EQ(at(sudden, 107.0), 0.0);
  launch.plume.ignition_s = 0.5;
  launch.plume.tail_off_s = 2.0;
  const Plume soft(launch, 110.0, 1);
  EXPECT_NEAR(at(soft, 62.0), 3e5 * std::exp(-1.0), 3e3);
  EXPECT_NEAR(at(soft, 66.5), 4e4 * (1.0 - std::exp(-1.0)), 4e2);
  EXPECT_NEAR(at(soft, 59.9), 3e5, 1.0);
  EXPECT_DOUBLE_EQ(at(soft, 107.0), 0.0);
  EXPECT_DOUBLE_EQ(at(soft, -1.0), 0.0);
}

}  // namespace
}  // namespace tocsin::sim
