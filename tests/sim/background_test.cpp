#include "tocsin/sim/background.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/sense/radiometry.hpp"

#include "tests/sim/infrared_rig.hpp"

namespace tocsin::sim {
namespace {

constexpr double kNightZenith = 2.0;

TEST(Background, IsTheOneUnderWhichSensorsStateTheirFiguresByDay) {
  EXPECT_NEAR(Background::radiance(2.7, 7e3, 0.0, 0.0), sense::stated_background(2.7), 0.002);
  EXPECT_NEAR(Background::radiance(4.3, 7e3, 0.0, 0.0), sense::stated_background(4.3), 0.004);
}

TEST(Background, RunsFromNightToHighCloudInTheSun) {
  // 0.005 by night, about 0.5 over high cloud in the Sun at 2.7 µm
  EXPECT_NEAR(Background::radiance(2.7, 7e3, kNightZenith, 0.0), 0.005, 0.001);
  EXPECT_NEAR(Background::radiance(2.7, 18e3, 0.0, 0.0), 0.5, 0.1);
  // the air itself shines at 4.3 µm by day and night
  EXPECT_GT(Background::radiance(4.3, 7e3, kNightZenith, 0.0), 0.06);
  double before = Background::radiance(2.7, 12e3, kNightZenith, 0.5);
  for (double zenith = 1.6; zenith > 0.0; zenith -= 0.05) {
    const double now = Background::radiance(2.7, 12e3, zenith, 0.5);
    EXPECT_GE(now, before);
    before = now;
  }
  for (double top_m = 0.0; top_m < 20e3; top_m += 1e3) {
    EXPECT_LT(Background::radiance(2.7, top_m, 0.3, 0.3), Background::radiance(2.7, top_m + 1e3, 0.3, 0.3));
  }
}

TEST(Background, IsDarkPastTheLimb) {
  const Clouds clouds(7.0, {});
  const Background background(clouds);
  const Position<Itrf> satellite{{42'164e3, 0.0, 0.0}};
  const Direction<Itrf> sun{{1.0, 0.0, 0.0}};
  EXPECT_EQ(background.radiance(2.7, satellite, {{-std::cos(0.2), std::sin(0.2), 0.0}}, sun), 0.0);
  EXPECT_NEAR(background.radiance(2.7, satellite, {{-1.0, 0.0, 0.0}}, sun), 0.06, 0.002);
  EXPECT_NEAR(background.radiance(2.7, satellite, {{-1.0, 0.0, 0.0}}, {{-1.0, 0.0, 0.0}}), 0.005, 0.001);
}

/// Mean amplitude ratio of the steady source in one hour of the day.
double mean_snr(const std::string& keys, const std::string& scenario, const char* begin) {
  InfraredRig rig(keys, scenario);
  rig.around.begin = parse_utc(begin).value();
  rig.around.end = rig.around.begin + seconds(1800.0);
  double sum = 0.0;
  int n = 0;
  rig.each<message::Bearing>([&](const LookItem&, const message::Bearing& bearing) {
    sum += bearing.snr;
    ++n;
  });
  EXPECT_GT(n, 1000);
  return sum / n;
}

TEST(Background, MakesASourceStandOutMoreByNightThanByDay) {
  const std::string keys = starer() + "nei_w_sr = 1000\n";
  const std::string source = steady_source(50e3);
  const char* noon = "2023-03-21T11:15:00Z";
  const char* midnight = "2023-03-21T23:15:00Z";
  const double stated = mean_snr(keys, source, noon);
  EXPECT_NEAR(mean_snr(keys, source, midnight) / stated, 1.0, 0.01);  // nothing asked for, nothing changes
  const std::string cloudy =
      "background = \"sun\"\n" + source + "[[cloud]]\nlat_deg = 5\nlon_deg = 10\nradius_km = 500\ntop_km = 7\n";
  const std::string high =
      "background = \"sun\"\n" + source + "[[cloud]]\nlat_deg = 5\nlon_deg = 10\nradius_km = 500\ntop_km = 16\n";
  EXPECT_NEAR(mean_snr(keys, cloudy, noon) / stated, 1.0, 0.05);
  const double dark = mean_snr(keys, cloudy, midnight);
  // noise of textbook optics: 36.5 W/sr by day, 11.5 by night, 105 over high cloud in the Sun
  EXPECT_NEAR(dark / stated, 36.5 / 11.5, 0.15);
  EXPECT_NEAR(mean_snr(keys, high, noon) / stated, 36.5 / 105.0, 0.07);
  EXPECT_NEAR(mean_snr(keys, high, midnight) / stated, 36.5 / 11.5, 0.15);
}

}  // namespace
}  // namespace tocsin::sim
