#include "tocsin/earth/atmosphere.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace tocsin::earth {
namespace {

TEST(Atmosphere, HasTheDensitiesOfTheUsStandardAtmosphere1976) {
  // NOAA-S/T 76-1562, table 1.
  const struct {
    double km, kg_m3;
  } rows[] = {{0, 1.2250},      {1, 1.1117},      {5, 0.73643},     {10, 0.41351},    {11, 0.36480},
              {15, 0.19476},    {20, 0.088910},   {25, 0.040084},   {30, 0.018410},   {40, 3.9957e-3},
              {50, 1.0269e-3},  {60, 3.0968e-4},  {70, 8.2829e-5},  {80, 1.8458e-5},  {86, 6.958e-6},
              {90, 3.416e-6},   {100, 5.604e-7},  {120, 2.222e-8},  {150, 2.076e-9},  {200, 2.541e-10},
              {300, 1.916e-11}, {400, 2.803e-12}, {500, 5.215e-13}, {1000, 3.561e-15}};
  for (const auto& row : rows) EXPECT_NEAR(density(row.km * 1e3).kg_m3 / row.kg_m3, 1.0, 4e-4) << row.km << " km";
}

TEST(Atmosphere, StaysNearTheStandardBetweenItsKnots) {
  const struct {
    double km, kg_m3;
  } rows[] = {{0.5, 1.1673},    {11.5, 0.33743},  {86.5, 6.366e-6}, {92.5, 2.188e-6},
              {103, 3.300e-7},  {115, 4.289e-8},  {165, 9.750e-10}, {250, 6.073e-11},
              {310, 1.552e-11}, {420, 1.975e-12}, {575, 1.637e-13}, {875, 6.664e-15}};
  for (const auto& row : rows) EXPECT_NEAR(density(row.km * 1e3).kg_m3 / row.kg_m3, 1.0, 4e-3) << row.km << " km";
}

TEST(Atmosphere, RoundsTheCornersOfTheLayersByLessThanAQuarterOfAPercent) {
  // The equations of the standard, written down a second time.
  const double base[] = {0.0, 11.0, 20.0, 32.0, 47.0, 51.0, 71.0, 1e9};
  const double lapse[] = {-6.5, 0.0, 1.0, 2.8, 0.0, -2.8, -2.0};
  const double gas = 8314.32 / 28.9644;
  for (double z = 0.05; z < 86.0; z += 0.1) {
    const double h = 6356.766 * z / (6356.766 + z);
    double t = 288.15;
    double p = 101325.0;
    for (int i = 0; i < 7 && h > base[i]; ++i) {
      const double dh = std::min(h, base[i + 1]) - base[i];
      const double warmer = t + lapse[i] * dh;
      p *= lapse[i] == 0.0 ? std::exp(-9806.65 / gas * dh / t) : std::pow(warmer / t, -9806.65 / gas / lapse[i]);
      t = warmer;
    }
    EXPECT_NEAR(density(z * 1e3).kg_m3 / (p / (gas * t)), 1.0, 2.5e-3) << z;
    EXPECT_NEAR(pressure_pa(z * 1e3) / p, 1.0, 3e-4) << z;
    EXPECT_NEAR(temperature_k(z * 1e3), t, 1e-9) << z;
  }
}

TEST(Atmosphere, PressureTemperatureAndSoundAreTheStandardOnes) {
  EXPECT_NEAR(pressure_pa(0.0), 101325.0, 1.0);
  EXPECT_NEAR(pressure_pa(11000.0), 22699.0, 10.0);
  EXPECT_NEAR(pressure_pa(50000.0), 79.779, 0.05);
  EXPECT_NEAR(pressure_pa(86000.0), 0.37338, 5e-4);
  EXPECT_NEAR(temperature_k(0.0), 288.15, 1e-9);
  EXPECT_NEAR(temperature_k(30000.0), 226.51, 0.01);
  EXPECT_NEAR(temperature_k(60000.0), 247.02, 0.01);
  EXPECT_NEAR(temperature_k(85999.9), 186.95, 0.02);
  EXPECT_NEAR(speed_of_sound_mps(0.0), 340.294, 0.01);
  EXPECT_NEAR(speed_of_sound_mps(20000.0), 295.07, 0.01);
}

TEST(Atmosphere, DensityFallsSmoothlyFromBelowGroundToSpace) {
  double before = density(-5000.0).kg_m3;
  for (double h = -4900.0; h < 1.4e6; h += 100.0) {
    const Density d = density(h);
    ASSERT_LT(d.kg_m3, before) << h;
    ASSERT_TRUE(std::isfinite(d.kg_m3));
    const double numeric = std::log(density(h + 1.0).kg_m3 / density(h - 1.0).kg_m3) / 2.0;
    ASSERT_NEAR(d.log_slope_per_m, numeric, 2e-9 + 1e-4 * std::abs(numeric)) << h;
    before = d.kg_m3;
  }
  EXPECT_GE(density(1e8).kg_m3, 0.0);
}

}  // namespace
}  // namespace tocsin::earth
