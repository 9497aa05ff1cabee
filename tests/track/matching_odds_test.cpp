#include "tocsin/track/matching_odds.hpp"

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"

// Probabilities of which plot is whose, against all ways written down one by one.
namespace tocsin::track::test {
namespace {

/// Probability of each pair by trying every way.
std::vector<double> by_all_ways(const std::vector<Pairing>& pairs, std::size_t rows, std::size_t columns) {
  std::vector<double> out(pairs.size(), 0.0);
  std::vector<char> used(columns, 0);
  std::vector<std::size_t> chosen;
  double whole = 0.0;
  const std::function<void(std::size_t, double)> go = [&](std::size_t row, double weight) {
    if (row == rows) {
      whole += weight;
      for (const std::size_t k : chosen) out[k] += weight;
      return;
    }
    go(row + 1, weight);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      if (pairs[k].row != row || used[pairs[k].column] != 0) continue;
      used[pairs[k].column] = 1;
      chosen.push_back(k);
      go(row + 1, weight * std::exp(pairs[k].gain));
      chosen.pop_back();
      used[pairs[k].column] = 0;
    }
  };
  go(0, 1.0);
  for (double& each : out) each /= whole;
  return out;
}

TEST(MatchingOdds, AreThoseOfAllWaysTogether) {
  Random random(1, "odds");
  for (int run = 0; run < 300; ++run) {
    const std::size_t rows = 1 + random.bits() % 5;
    const std::size_t columns = 1 + random.bits() % 6;
    std::vector<Pairing> pairs;
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) {
        // near each other, so that nothing is left out as too small
        if (random.uniform() < 0.7) pairs.push_back({i, j, random.uniform(-2.0, 3.5)});
      }
    }
    std::vector<double> order;
    for (std::size_t j = 0; j < columns; ++j) order.push_back(random.normal());
    const std::vector<double> odds = matching_odds(pairs, order);
    const std::vector<double> expected = by_all_ways(pairs, rows, columns);
    for (std::size_t k = 0; k < pairs.size(); ++k) EXPECT_NEAR(odds[k], expected[k], 1e-12) << run;
  }
}

TEST(MatchingOdds, LeaveOutWhatHardlyCounts) {
  // the second plot is a thousand times less probable for the first member, and far more so for the second
  const std::vector<Pairing> pairs{{0, 0, 20.0}, {0, 1, 13.0}, {1, 1, 20.0}};
  const std::vector<double> odds = matching_odds(pairs, {0.0, 1.0});
  const std::vector<double> expected = by_all_ways(pairs, 2, 2);
  for (std::size_t k = 0; k < pairs.size(); ++k) EXPECT_NEAR(odds[k], expected[k], 3e-3);
  EXPECT_EQ(odds[1], 0.0);
}

TEST(MatchingOdds, StayProbabilitiesWhereManyWantManyPlots) {
  Random random(2, "many");
  std::vector<Pairing> pairs;
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t j = 0; j < 40; ++j) pairs.push_back({i, j, 20.0 + random.normal()});
  }
  std::vector<double> order(40);
  for (double& each : order) each = random.normal();
  const std::vector<double> odds = matching_odds(pairs, order);
  std::vector<double> of_member(40, 0.0);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    EXPECT_GE(odds[k], 0.0);
    of_member[pairs[k].row] += odds[k];
  }
  for (const double sum : of_member) {
    EXPECT_GT(sum, 0.1);
    EXPECT_LE(sum, 1.0 + 1e-12);
  }
}

TEST(MatchingOdds, OfNothingAreNone) {
  EXPECT_TRUE(matching_odds({}, {0.0, 1.0}).empty());
}

}  // namespace
}  // namespace tocsin::track::test
