#include "tocsin/track/gating.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/track/small_matrix.hpp"

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

/// Products of small matrices against their sums, symmetric by construction: m·(w·mᵀ)ᵀ with w diagonal.
template <int R, int K>
void expect_symmetric_product() {
  Random random(R, "matrices");
  std::array<double, static_cast<std::size_t>(R) * K> m{};
  std::array<double, static_cast<std::size_t>(R) * K> weighted{};
  for (std::size_t i = 0; i < m.size(); ++i) {
    m[i] = random.normal();
    weighted[i] = m[i] * (1.0 + static_cast<double>(i % K));
  }
  std::array<double, static_cast<std::size_t>(R) * R> product{};
  multiply_symmetric<R, K>(weighted.data(), m.data(), product.data());
  for (std::size_t i = 0; i < R; ++i) {
    for (std::size_t j = 0; j < R; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < K; ++k) sum += weighted[K * i + k] * m[K * j + k];
      EXPECT_NEAR(product[R * i + j], sum, 1e-12) << R << " " << K << ": " << i << " " << j;
      EXPECT_EQ(product[R * i + j], product[R * j + i]);
    }
  }
}

TEST(SmallMatrices, HaveSymmetricProductsOfEverySize) {
  expect_symmetric_product<2, 6>();
  expect_symmetric_product<3, 3>();
  expect_symmetric_product<4, 9>();
  expect_symmetric_product<6, 6>();
  expect_symmetric_product<9, 9>();
}

}  // namespace
}  // namespace tocsin::track::test
