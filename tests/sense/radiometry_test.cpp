#include "tocsin/sense/radiometry.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {
namespace {

constexpr double kRangeM = 37e6;
constexpr double kNight = 0.005;  // W/m²/sr/µm at 2.7 µm
constexpr double kDay = 0.06;
constexpr double kHighCloud = 0.5;

TEST(Radiometry, GivesThePublishedFiguresOfATextbookStarer) {
  // 50 ms, 0.5 m, 20 µrad, 2.6 to 2.8 µm at 37,000 km: 37 W/sr by day, 11 by night, 105 over high cloud in the sun
  const Optics optics;
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kDay, kRangeM), 37.0, 0.6);
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kNight, kRangeM), 11.0, 0.6);
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kHighCloud, kRangeM), 105.0, 0.6);
  EXPECT_NEAR(signal_to_noise(optics, 2.7, kDay, 1e3, kRangeM), 27.0, 0.5);
}

TEST(Radiometry, GivesThePublishedFiguresOfAScannerAndASpinner) {
  Optics optics;
  // the same optics swept over 19 degrees in 10 s: 500 by day, 1,040 over high cloud
  optics.integration_s = optics.ifov_rad * 10.0 / (19.0 * kRadiansPerDegree);
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kDay, kRangeM), 500.0, 25.0);
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kHighCloud, kRangeM), 1040.0, 40.0);
  // at six turns a minute hardly more than the read noise counts: 6,700 to 7,800
  optics.integration_s = optics.ifov_rad / (2.0 * kPi * 6.0 / 60.0);
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kDay, kRangeM), 6700.0, 60.0);
  EXPECT_NEAR(noise_equivalent_intensity(optics, 2.7, kHighCloud, kRangeM), 7800.0, 60.0);
}

TEST(Radiometry, AddsUpEveryTermOfTheNoise) {
  // by hand at 2.7 µm: hc/λ = 7.3572e-20 J, so 5.6085e16 electrons for each joule that enters 0.19635 m²
  const Optics optics;
  const double per_joule = 0.6 * 0.7 / (6.62607015e-34 * 299'792'458.0 / 2.7e-6);
  const double area_m2 = kPi / 16.0;
  EXPECT_NEAR(background_electrons(optics, 2.7, kDay), kDay * 0.2 * 4e-10 * area_m2 * per_joule * 0.05, 1.0);
  EXPECT_NEAR(signal_electrons(optics, 2.7, 1e3, kRangeM), 1e3 / 1.369e15 * area_m2 * per_joule * 0.05 * 0.35, 1.0);
  const double background = background_electrons(optics, 2.7, kDay);
  EXPECT_NEAR(noise_electrons(optics, 2.7, kDay, 5e4), std::sqrt(5e4 + background + 1e3 + 3600.0), 1e-6);
  Optics shaken = optics;
  shaken.jitter_px = 0.1;
  shaken.background_contrast = 0.05;
  EXPECT_NEAR(std::pow(noise_electrons(shaken, 2.7, kDay), 2.0) - std::pow(noise_electrons(optics, 2.7, kDay), 2.0),
              std::pow(0.1 * 0.05 * background, 2.0), 1e-3);
}

TEST(Radiometry, IntensityAtASignalToNoiseRatioIsItsInverse) {
  const Optics optics;
  for (const double snr : {0.0, 0.5, 5.0, 80.0, 3000.0}) {
    const double intensity = intensity_at_snr(optics, 2.7, kDay, snr, kRangeM);
    EXPECT_NEAR(signal_to_noise(optics, 2.7, kDay, intensity, kRangeM), snr, 1e-9 * (1.0 + snr));
  }
  // faint sources follow the noise-equivalent intensity, bright ones the root of their own light
  const double nei = noise_equivalent_intensity(optics, 2.7, kDay, kRangeM);
  EXPECT_NEAR(intensity_at_snr(optics, 2.7, kDay, 1.0, kRangeM) / nei, 1.0, 2e-3);
  EXPECT_NEAR(signal_to_noise(optics, 2.7, kDay, 4e8, kRangeM) / signal_to_noise(optics, 2.7, kDay, 1e8, kRangeM), 2.0,
              0.01);
}

TEST(BlackBody, HasTheStatedSunlightAndStefanBoltzmannsTotal) {
  // 37 W/m²/µm at 2.7 µm; 1 km² of white cloud of albedo 0.5 is 1.2e6 W/sr at 2.7 and 2.2e5 at 4.3 in 0.2 µm
  EXPECT_NEAR(solar_irradiance(2.7), 37.0, 0.5);
  EXPECT_NEAR(0.5 / kPi * solar_irradiance(2.7) * 0.2 * 1e6, 1.2e6, 0.05e6);
  EXPECT_NEAR(0.5 / kPi * solar_irradiance(4.3) * 0.2 * 1e6, 2.2e5, 0.05e5);
  double total = 0.0;
  for (double wavelength = 0.05; wavelength < 400.0; wavelength += 0.01)
    total += 0.01 * planck_radiance(1000.0, wavelength);
  EXPECT_NEAR(kPi * total, 5.670374419e-8 * 1e12, 20.0);
}

constexpr const char* kWorld = R"(name = "optics"
[[satellite]]
id = "G"
orbit = "geostationary"
lon_deg = 10
[[infrared_type]]
id = "starer"
mode = "starer"
bands_um = [2.7, 4.3]
revisit_s = 1
fov_deg = 3
nei_range_km = 37000
aperture_m = 0.5
ifov_urad = 20
[[infrared]]
id = "s"
satellite = "G"
type = "starer"
stare_lat_deg = 10
stare_lon_deg = 20
)";

std::string with(const std::string& after, const std::string& added) {
  std::string text = kWorld;
  const std::size_t at = text.find(after);
  EXPECT_NE(at, std::string::npos) << after;
  return text.insert(at + after.size(), added);
}

InfraredSensor sensor_of(const std::string& text) {
  const Result<World> world = parse_world(text, "w.toml");
  EXPECT_TRUE(world) << world.error().to_string();
  return world ? world->infrared.front() : InfraredSensor{};
}

std::string refusal(const std::string& text) {
  const Result<World> world = parse_world(text, "w.toml");
  EXPECT_FALSE(world) << text;
  return world ? "" : world.error().to_string();
}

TEST(WorldOptics, GiveTheNoiseEquivalentIntensityOfEachBand) {
  const InfraredSensor sensor = sensor_of(kWorld);
  EXPECT_NEAR(sensor.nei_w_sr, 37.0, 0.6);
  ASSERT_EQ(sensor.band_nei_w_sr.size(), 2U);
  EXPECT_DOUBLE_EQ(sensor.nei_w_sr, sensor.band_nei_w_sr[0]);
  EXPECT_DOUBLE_EQ(sensor.band_nei_w_sr[1],
                   noise_equivalent_intensity(Optics{}, 4.3, stated_background(4.3), 37'000e3));
  EXPECT_DOUBLE_EQ(noise_equivalent_intensity(sensor, 74'000e3, 1), 4.0 * sensor.band_nei_w_sr[1]);
  EXPECT_DOUBLE_EQ(sensor.pixel_rad, 20e-6);  // one element, since nothing else is said
  EXPECT_DOUBLE_EQ(sensor_of(with("ifov_urad = 20", "\npixel_urad = 30")).pixel_rad, 30e-6);
  const InfraredSensor night = sensor_of(with("ifov_urad = 20", "\nbackground_w_m2_sr_um = [0.005, 0.08]"));
  EXPECT_NEAR(night.nei_w_sr, 11.0, 0.6);
}

TEST(WorldOptics, OfAScannerCollectLightWhileAPointCrossesAnElement) {
  std::string text = with("stare_lon_deg = 20\n", "mode = \"scanner\"\nrevisit_s = 10\n");
  text.erase(text.find("stare_lat_deg"), text.find("mode = \"scanner\"") - text.find("stare_lat_deg"));
  const InfraredSensor sensor = sensor_of(text);
  EXPECT_NEAR(sensor.optics->integration_s, 20e-6 * 10.0 / (18.247 * kRadiansPerDegree), 1e-7);
  EXPECT_NEAR(sensor.nei_w_sr, 475.0, 25.0);
}

TEST(WorldOptics, AndAStatedIntensityReplaceEachOther) {
  const InfraredSensor stated = sensor_of(with("stare_lon_deg = 20\n", "band_nei_w_sr = [700, 900]\n"));
  EXPECT_FALSE(stated.optics);
  EXPECT_DOUBLE_EQ(stated.nei_w_sr, 700.0);
  EXPECT_DOUBLE_EQ(noise_equivalent_intensity(stated, stated.nei_range_m, 1), 900.0);
  EXPECT_NE(refusal(with("ifov_urad = 20", "\nnei_w_sr = 500")).find("not both"), std::string::npos);
  EXPECT_NE(refusal(with("stare_lon_deg = 20\n", "band_nei_w_sr = [700, 900, 1]\n")).find("one for each of bands_um"),
            std::string::npos);
  EXPECT_NE(refusal(with("ifov_urad = 20", "\nbackground_w_m2_sr_um = [0.1]")).find("one for each of bands_um"),
            std::string::npos);
  EXPECT_NE(refusal(with("ifov_urad = 20", "\nintegration_ms = 1500")).find("at most revisit_s"), std::string::npos);
  std::string bare = kWorld;
  bare.erase(bare.find("aperture_m = 0.5\n"), std::string("aperture_m = 0.5\n").size());
  EXPECT_NE(refusal(bare).find("aperture_m beside it"), std::string::npos);
}

TEST(StareSchedule, RepeatsItsPointsOnAbsoluteTime) {
  std::string text = kWorld;
  text.erase(text.find("stare_lat_deg"));
  text += "[[infrared.stare]]\nlat_deg = 10\nlon_deg = 20\ndwell_s = 5\n";
  text += "[[infrared.stare]]\nlat_deg = -5\nlon_deg = 0\ndwell_s = 15\n";
  const InfraredSensor sensor = sensor_of(text);
  ASSERT_EQ(sensor.schedule.size(), 2U);
  EXPECT_DOUBLE_EQ(sensor.stare_at->lat_rad, sensor.schedule[0].place.lat_rad);
  int first = 0;
  const Instant t0 = parse_utc("2023-03-21T00:00:00Z").value();
  for (int s = 0; s < 200; ++s) {
    const Geodetic now = stare_point(sensor, t0 + whole_seconds(s));
    first += now.lat_rad > 0.0 ? 1 : 0;
    EXPECT_EQ(now.lon_rad, stare_point(sensor, t0 + whole_seconds(s + 20)).lon_rad);
  }
  EXPECT_EQ(first, 50);  // 5 of every 20 seconds
  text.replace(text.find("dwell_s = 5\n"), 11, "dwell_s = 0.5");
  EXPECT_NE(refusal(text).find("the length of one frame"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::sense
