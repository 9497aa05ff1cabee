#include "tocsin/track/gating.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/random.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

std::vector<std::size_t> places(const std::vector<SortedMeasurements::Entry>& entries) {
  std::vector<std::size_t> out;
  for (const auto& each : entries) out.push_back(each.place);
  return out;
}

TEST(SortedMeasurements, FindsThoseThatLieInAWindow) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const sense::Radar& radar = *sensors->radar("RAD-1");
  Random random(1, "windows");
  std::size_t found = 0;
  for (int round = 0; round < 200; ++round) {
    const bool plots = round % 2 == 0;
    std::vector<Measurement> measurements(random.poisson(40.0));
    for (Measurement& m : measurements) {
      m.size = plots ? 3 : 2;
      m.radar = plots ? &radar : nullptr;
      m.time = at(random.uniform(-1.0, 1.0));
      m.value = {random.uniform(0.0, 100.0), random.uniform(0.0, 2.0 * kPi), random.uniform(-1.0, 1.0), 0.0};
      m.variance = {random.uniform(0.0, 0.1), random.uniform(0.0, 1e-3), random.uniform(0.0, 1e-4), 0.0};
    }
    SortedMeasurements sorted;
    for (std::size_t i = 0; i < measurements.size(); ++i) sorted.add(measurements[i], i);
    sorted.sort();
    for (int n = 0; n < 50; ++n) {
      Window window;
      window.time = at(0.0);
      window.reachable = random.uniform() < 0.95;
      window.azimuth_wraps = plots;
      window.centre = {random.uniform(-10.0, 110.0), random.uniform(-0.1, 2.0 * kPi), random.uniform(-1.0, 1.0)};
      window.half = {random.uniform(0.0, 20.0), random.uniform(0.0, 3.0), random.uniform(0.0, 0.5)};
      window.rate = {random.uniform(0.0, 10.0), random.uniform(0.0, 0.1), random.uniform(0.0, 0.1)};
      std::vector<std::size_t> expected;
      for (std::size_t i = 0; i < measurements.size(); ++i) {
        if (may_contain(window, measurements[i])) expected.push_back(i);
      }
      EXPECT_EQ(places(sorted.in(window)), expected);
      EXPECT_EQ(sorted.any_in(window), !expected.empty());
      found += expected.size();
    }
  }
  EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace tocsin::track::test
