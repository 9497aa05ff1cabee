#include "tocsin/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/linalg.hpp"

namespace tocsin {
namespace {

TEST(Random, TheNumbersOfAStreamNeverChange) {
  // Computed with a separate implementation (Python) of SplitMix64 and FNV-1a; changing them changes every recorded
  // run.
  Random radar(1, "radar");
  EXPECT_EQ(radar.bits(), 0x4940ea10d589dc9dU);
  EXPECT_EQ(radar.bits(), 0x91faa0e3eb4f7a58U);
  EXPECT_EQ(radar.bits(), 0x9d9066cdfb75b4e8U);
  Random seventh = radar.substream(7);
  EXPECT_EQ(seventh.bits(), 0xf28b1c21d5f998d9U);
  EXPECT_EQ(seventh.bits(), 0x1a67a2b118a00e77U);
  EXPECT_EQ(Random(0, "").bits(), 0x0d7293fe83b1a2bcU);
  EXPECT_EQ(Random(1, "radar").uniform(), 0.28614676390637983);
}

TEST(Random, SubstreamsDoNotDependOnWhatWasDrawn) {
  Random a(5, "objects");
  const Random b(5, "objects");
  for (int i = 0; i < 10; ++i) (void)a.normal();
  EXPECT_EQ(a.substream(3).bits(), b.substream(3).bits());
}

TEST(Random, StreamsDiffer) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const char* name : {"", "a", "b", "ab", "ba", "radar", "infrared"}) {
      const Random stream(seed, name);
      first.insert(Random(stream).bits());
      for (std::uint64_t key = 0; key < 20; ++key) first.insert(stream.substream(key).bits());
    }
  }
  EXPECT_EQ(first.size(), 20U * 7U * 21U);
}

TEST(Random, NeighbouringStreamsAreNotCorrelated) {
  const int n = 20000;
  const Random parent(9, "x");
  Random a = parent.substream(1);
  Random b = parent.substream(2);
  double sum = 0.0;
  for (int i = 0; i < n; ++i) sum += a.normal() * b.normal();
  EXPECT_LT(std::abs(sum) / std::sqrt(n), 4.0);
}

/// Largest distance between the empirical and the stated distribution, times the square root of the sample size
/// (Kolmogorov 1933).
template <class Cdf>
double kolmogorov(std::vector<double> sample, Cdf cdf) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cdf(sample[i]);
    distance =
        std::max({distance, std::abs(p - static_cast<double>(i) / n), std::abs(p - static_cast<double>(i + 1) / n)});
  }
  return distance * std::sqrt(n);
}
constexpr double kKolmogorov999 = 1.95;  // exceeded with probability 0.001

TEST(Random, VariablesFollowTheirDistributions) {
  Random random(3, "distributions");
  std::vector<double> u, z, e;
  for (int i = 0; i < 50000; ++i) {
    u.push_back(random.uniform());
    z.push_back(random.normal());
    e.push_back(random.exponential());
  }
  EXPECT_LT(kolmogorov(u, [](double x) { return x; }), kKolmogorov999);
  EXPECT_LT(kolmogorov(z, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }), kKolmogorov999);
  EXPECT_LT(kolmogorov(e, [](double x) { return 1.0 - std::exp(-x); }), kKolmogorov999);
  EXPECT_GE(*std::min_element(u.begin(), u.end()), 0.0);
  EXPECT_LT(*std::max_element(u.begin(), u.end()), 1.0);
}

TEST(Random, PoissonCountsFollowTheirDistribution) {
  for (const double mean : {0.0, 0.3, 4.0, 29.9, 30.0, 47.5, 1000.0}) {
    Random random(4, "poisson");
    const int n = 40000;
    // Counts per cell of k against n p(k); cells with fewer than 10 expected are pooled.
    std::vector<int> seen(2000, 0);
    for (int i = 0; i < n; ++i) ++seen[std::min<std::size_t>(random.poisson(mean), seen.size() - 1)];
    double statistic = 0.0, pooled_seen = 0.0, pooled_expected = 0.0;
    int cells = 0;
    for (std::size_t k = 0; k < seen.size(); ++k) {
      const auto x = static_cast<double>(k);
      const double p = mean == 0.0 ? (k == 0 ? 1.0 : 0.0) : std::exp(x * std::log(mean) - mean - log_gamma(x + 1.0));
      pooled_seen += seen[k];
      pooled_expected += n * p;
      if (pooled_expected < 10.0) continue;
      statistic += (pooled_seen - pooled_expected) * (pooled_seen - pooled_expected) / pooled_expected;
      pooled_seen = pooled_expected = 0.0;
      ++cells;
    }
    if (mean == 0.0) {
      EXPECT_EQ(seen[0], n);
    } else {
      const double dof = cells - 1;
      // Wilson and Hilferty's normal approximation of chi-squared
      const double z = (std::cbrt(statistic / dof) - (1.0 - 2.0 / (9.0 * dof))) / std::sqrt(2.0 / (9.0 * dof));
      EXPECT_LT(z, 3.3) << mean;
      EXPECT_GT(z, -3.7) << mean;
    }
  }
}

TEST(Random, LargePoissonMeansKeepMeanAndVariance) {
  Random random(6, "large");
  const int n = 5000;
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < n; ++i) {
    const double d = static_cast<double>(random.poisson(1e9)) - 1e9;
    sum += d;
    squares += d * d;
  }
  EXPECT_LT(std::abs(sum / n) / std::sqrt(1e9 / n), 4.0);
  EXPECT_NEAR(squares / n / 1e9, 1.0, 4.0 * std::sqrt(2.0 / n));
}

TEST(RandomDeathTest, APoissonMeanIsNotNegative) {
  EXPECT_DEATH((void)Random(1, "x").poisson(-1.0), "Poisson");
  EXPECT_DEATH((void)Random(1, "x").poisson(std::nan("")), "Poisson");
}

}  // namespace
}  // namespace tocsin
