// Simulated infrared sensors against the formulas they are described by: over 10,000 looks and more, within 5 % where
// the amplitude ratio is at least 4.5.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"

#include "tests/sim/infrared_rig.hpp"

namespace tocsin::sim {
namespace {

constexpr double kHours = 3.5;  // 12,600 frames of one second

double range_to(const InfraredRig& rig, const Position<Itrf>& place) {
  return norm(place.m - rig.sensors->satellite_state(rig.sensor(), rig.scenario.begin).position.m);
}

Position<Itrf> source_place() {
  return earth::to_itrf({degrees(5.0).value(), degrees(10.0).value(), 80e3});
}

/// Intensity that gives a mean amplitude ratio to the starer (noise 1,000 W/sr at 35,786 km).
double intensity_for(double snr) {
  const InfraredRig probe(starer() + "nei_w_sr = 1000\n");
  return snr * sense::noise_equivalent_intensity(probe.sensor(), range_to(probe, source_place()));
}

struct Moments {
  int n = 0;
  double sum = 0.0;
  double square = 0.0;
  void add(double x) {
    ++n;
    sum += x;
    square += x * x;
  }
  [[nodiscard]] double mean() const { return sum / n; }
  [[nodiscard]] double sigma() const { return std::sqrt(square / n - mean() * mean()); }
};

TEST(InfraredStatistics, AngularErrorsAreThoseOfTheFormulaAtEverySignalToNoiseRatio) {
  for (const double snr : {8.0, 10.0, 15.0, 30.0, 100.0}) {
    const InfraredRig rig(starer() + "nei_w_sr = 1000\nthreshold_snr = 4.5\n", steady_source(intensity_for(snr)),
                          kHours);
    Moments east;
    Moments north;
    Moments normalised;
    Moments measured;
    rig.each<message::Bearing>([&](const LookItem& item, const message::Bearing& bearing) {
      const sense::TangentAngles truth = rig.true_angles(source_place(), item.measured);
      east.add(bearing.east_rad - truth.east_rad);
      north.add(bearing.north_rad - truth.north_rad);
      normalised.add((bearing.east_rad - truth.east_rad) / bearing.sigma_rad);
      normalised.add((bearing.north_rad - truth.north_rad) / bearing.sigma_rad);
      measured.add(bearing.snr);
    });
    ASSERT_GT(east.n, 12'000) << snr;
    const double expected = std::hypot(10e-6, 28e-6 / (2.0 * snr));
    EXPECT_NEAR(east.sigma() / expected, 1.0, 0.05) << snr;
    EXPECT_NEAR(north.sigma() / expected, 1.0, 0.05) << snr;
    EXPECT_NEAR(east.mean(), 0.0, 4.0 * expected / std::sqrt(east.n)) << snr;
    EXPECT_NEAR(normalised.sigma(), 1.0, 0.02) << snr;
    EXPECT_NEAR(measured.mean() / snr, 1.0, 0.01) << snr;
    EXPECT_NEAR(measured.sigma(), 1.0, 0.03) << snr;
  }
}

TEST(InfraredStatistics, CentroidErrorFallsWithTheSignalToNoiseRatio) {
  // without line-of-sight noise to speak of: half a pixel over the ratio
  for (const double snr : {8.0, 16.0, 32.0}) {
    std::string keys = starer();
    keys.replace(keys.find("los_sigma_urad = 10"), 19, "los_sigma_urad = 0.1");
    const InfraredRig rig(keys + "nei_w_sr = 1000\nthreshold_snr = 4.5\n", steady_source(intensity_for(snr)), kHours);
    Moments error;
    rig.each<message::Bearing>([&](const LookItem& item, const message::Bearing& bearing) {
      error.add(bearing.east_rad - rig.true_angles(source_place(), item.measured).east_rad);
    });
    ASSERT_GT(error.n, 12'000);
    EXPECT_NEAR(error.sigma() / (0.5 * 28e-6 / snr), 1.0, 0.05) << snr;
  }
}

TEST(InfraredStatistics, DetectionHasTheProbabilityOfTheGaussianTail) {
  for (const double snr : {3.0, 4.5, 5.0, 5.5, 6.5, 8.0}) {
    const InfraredRig rig(starer() + "nei_w_sr = 1000\n", steady_source(intensity_for(snr)), kHours);
    int hits = 0;
    int looks = 0;
    rig.each<message::Look>([&](const LookItem&, const message::Look& look) {
      hits += static_cast<int>(look.hits);
      ++looks;
    });
    ASSERT_GT(looks, 12'000);
    const double expected = sense::detection_probability(rig.sensor(), snr);
    EXPECT_NEAR(static_cast<double>(hits) / looks, expected, 3.5 * std::sqrt(expected * (1.0 - expected) / looks))
        << snr;
    if (snr >= 4.5) {
      EXPECT_NEAR(static_cast<double>(hits) / looks / expected, 1.0, 0.05) << snr;
    }
  }
}

TEST(InfraredStatistics, FalseBearingsComeAtTheStatedRateWithAndWithoutTheSun) {
  for (const char* background : {"stated", "sun"}) {
    std::string keys = starer();
    keys.replace(keys.find("false_per_look = 0"), 18, "false_per_look = 0.3");
    const InfraredRig rig(keys, std::string("background = \"") + background + "\"\n", kHours);
    double count = 0.0;
    double looks = 0.0;
    rig.each<message::Look>([&](const LookItem&, const message::Look& look) {
      count += static_cast<double>(look.hits);
      ++looks;
    });
    ASSERT_GT(looks, 12'000.0);
    EXPECT_NEAR(count / looks / 0.3, 1.0, 0.05) << background;
  }
}

TEST(InfraredStatistics, OpticsGiveTheSignalToNoiseRatioOfTheirFormula) {
  const std::string keys = starer() + "aperture_m = 0.5\nifov_urad = 20\n";
  const InfraredRig probe(keys);
  const double range_m = range_to(probe, source_place());
  for (const double intensity : {300.0, 2e3, 1e5}) {
    const InfraredRig rig(keys, steady_source(intensity), kHours);
    const double expected = sense::signal_to_noise(sense::Optics{}, 2.7, 0.06, intensity, range_m);
    Moments snr;
    Moments measured;
    rig.each<message::Bearing>([&](const LookItem&, const message::Bearing& bearing) {
      snr.add(bearing.snr);
      measured.add((bearing.intensity_w_sr - intensity) / bearing.intensity_sigma_w_sr);
    });
    ASSERT_GT(snr.n, 12'000);
    EXPECT_NEAR(snr.mean() / expected, 1.0, 0.01) << intensity;
    EXPECT_NEAR(measured.sigma(), 1.0, 0.05) << intensity;
  }
}

TEST(InfraredStatistics, TheBestOfTwoBandsIsFoundAsOftenAsEitherWouldBe) {
  // 4.3 µm with the same noise and a source of ratio 1.1: Pd = 1 − (1 − P(S)) (1 − P(1.1 S))
  for (const double snr : {4.5, 5.0, 6.0}) {
    const InfraredRig rig(starer() + "nei_w_sr = 1000\nbands_um = [2.7, 4.3]\nband_use = \"best\"\n",
                          steady_source(intensity_for(snr), "band_ratio = 1.1\n"), kHours);
    int hits = 0;
    int second = 0;
    rig.each<message::Bearing>([&](const LookItem&, const message::Bearing& bearing) {
      ++hits;
      second += bearing.band_um == 4.3 ? 1 : 0;
    });
    // 80 km up the air takes 6 parts in a million of the light at 4.3 µm
    const double missed = (1.0 - sense::detection_probability(rig.sensor(), snr)) *
                          (1.0 - sense::detection_probability(rig.sensor(), 1.1 * snr));
    EXPECT_NEAR(hits / 12'600.0 / (1.0 - missed), 1.0, 0.05) << snr;
    EXPECT_GT(second, hits / 2);
    EXPECT_LT(second, hits);
  }
}

}  // namespace
}  // namespace tocsin::sim
