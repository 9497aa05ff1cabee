#include "tocsin/sim/random_walk.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

const Instant kBegin = parse_utc("2023-03-21T00:00:00Z").value();

TEST(RandomWalk, SpreadsWithTheRootOfTime) {
  for (const double span_s : {1.0, 60.0, 3600.0, 86400.0}) {
    double square = 0.0;
    const int n = 4000;
    for (int i = 0; i < n; ++i) {
      const RandomWalk walk(Random(static_cast<std::uint64_t>(i), "walk"), 2.0, kBegin);
      square += std::pow(walk.at(kBegin + seconds(span_s)), 2.0);
    }
    EXPECT_NEAR(std::sqrt(square / n) / (2.0 * std::sqrt(span_s)), 1.0, 0.05) << span_s;
  }
}

TEST(RandomWalk, HasIndependentIncrements) {
  const RandomWalk walk(Random(7, "walk"), 1.0, kBegin);
  double square = 0.0;
  double product = 0.0;
  double before = 0.0;
  const int n = 20'000;
  for (int i = 0; i < n; ++i) {
    const double step = walk.at(kBegin + seconds(10.0 * (i + 1))) - walk.at(kBegin + seconds(10.0 * i));
    square += step * step;
    product += step * before;
    before = step;
  }
  EXPECT_NEAR(square / n / 10.0, 1.0, 0.05);
  EXPECT_NEAR(product / square, 0.0, 4.0 / std::sqrt(n));
}

TEST(RandomWalk, DoesNotDependOnItsBeginButForItsZero) {
  const Random random(3, "walk");
  const RandomWalk one(random, 1.0, kBegin);
  const RandomWalk earlier(random, 1.0, kBegin - seconds(12345.0));
  EXPECT_EQ(one.at(kBegin), 0.0);
  for (const double s : {1.0, 77.7, 5000.25, 900'000.0}) {
    EXPECT_NEAR(one.at(kBegin + seconds(s)), earlier.at(kBegin + seconds(s)) - earlier.at(kBegin), 1e-9) << s;
  }
}

TEST(RandomWalk, IsContinuousAcrossItsBlocks) {
  // a block boundary: a multiple of 2^22 s after the origin of time
  const Instant edge = Instant::from_tai_ns((std::int64_t{1} << 22) * 1'000'000'000 * 180);
  const RandomWalk walk(Random(5, "walk"), 1.0, edge - seconds(1000.0));
  EXPECT_NEAR(walk.at(edge - seconds(1e-6)), walk.at(edge + seconds(1e-6)), 1e-4);
  double square = 0.0;
  for (int i = 0; i < 1000; ++i) {
    const RandomWalk other(Random(static_cast<std::uint64_t>(i), "walk"), 1.0, edge - seconds(500.0));
    square += std::pow(other.at(edge + seconds(500.0)), 2.0);
  }
  EXPECT_NEAR(std::sqrt(square / 1000.0 / 1000.0), 1.0, 0.1);
}

}  // namespace
}  // namespace tocsin::sim
