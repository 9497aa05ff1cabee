#include "tocsin/track/association_probabilities.hpp"

#include <algorithm>
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

TEST(AssociationProbabilities, AreThoseOfAllWaysTogether) {
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
    const std::vector<double> odds = association_probabilities(pairs, order);
    const std::vector<double> expected = by_all_ways(pairs, rows, columns);
    for (std::size_t k = 0; k < pairs.size(); ++k) EXPECT_NEAR(odds[k], expected[k], 1e-12) << run;
  }
}

/// Members and plots at random places on a line, with the gains of their distances.
std::vector<Pairing> on_a_line(Random& random, std::size_t count, double length, std::vector<double>& order) {
  std::vector<double> members(count);
  for (double& place : members) place = random.uniform(0.0, length);
  order.clear();
  for (const double place : members) order.push_back(place + random.normal());
  std::vector<Pairing> out;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      const double off = members[i] - order[j];
      if (off * off < 25.0) out.push_back({i, j, 15.0 - 0.5 * off * off});
    }
  }
  return out;
}

/// Largest error of any probability in 20 draws of eight members.
double worst_error(double length) {
  Random random(3, "crowd");
  double out = 0.0;
  for (int run = 0; run < 20; ++run) {
    std::vector<double> order;
    const std::vector<Pairing> pairs = on_a_line(random, 8, length, order);
    const std::vector<double> found = association_probabilities(pairs, order);
    const std::vector<double> expected = by_all_ways(pairs, 8, 8);
    for (std::size_t k = 0; k < pairs.size(); ++k) out = std::max(out, std::abs(found[k] - expected[k]));
  }
  return out;
}

TEST(AssociationProbabilities, OfACrowdAreNearlyThoseOfAllEvents) {
  EXPECT_LT(worst_error(20.0), 0.05);  // so many a plot's error: 0.4
  EXPECT_LT(worst_error(8.0), 0.25);   // 1
}

TEST(AssociationProbabilities, LeaveOutWhatHardlyCounts) {
  const std::vector<Pairing> pairs{{0, 0, 20.0}, {0, 1, 9.0}, {1, 1, 20.0}};
  const std::vector<double> odds = association_probabilities(pairs, {0.0, 1.0});
  const std::vector<double> expected = by_all_ways(pairs, 2, 2);
  for (std::size_t k = 0; k < pairs.size(); ++k) EXPECT_NEAR(odds[k], expected[k], 1e-4);
  EXPECT_EQ(odds[1], 0.0);
}

TEST(AssociationProbabilities, OfManyThatWantOnePlotAddUpToOne) {
  for (const double gain : {20.0, 28.0, 800.0}) {
    std::vector<Pairing> pairs;
    for (std::size_t i = 0; i < 60; ++i) pairs.push_back({i, 0, gain});
    pairs.push_back({60, 1, gain});  // far away, with a plot of its own
    const std::vector<double> odds = association_probabilities(pairs, {0.0, 9.0});
    for (std::size_t i = 0; i < 60; ++i) EXPECT_NEAR(odds[i], 1.0 / 60.0, 1e-6) << gain;
    EXPECT_NEAR(odds[60], 1.0, 1e-6) << gain;
  }
}

TEST(AssociationProbabilities, OfTwentyThatWantSevenEqualPlotsAreAllTheSame) {
  std::vector<Pairing> pairs;
  for (std::size_t i = 0; i < 20; ++i) {
    for (std::size_t j = 0; j < 7; ++j) pairs.push_back({i, j, 20.0});
  }
  for (const double p : association_probabilities(pairs, std::vector<double>(7, 0.0))) EXPECT_NEAR(p, 0.05, 1e-6);
}

TEST(AssociationProbabilities, StayProbabilitiesWhereManyWantManyPlots) {
  Random random(2, "many");
  std::vector<Pairing> pairs;
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t j = 0; j < 40; ++j) pairs.push_back({i, j, 20.0 + random.normal()});
  }
  std::vector<double> order(40);
  for (double& each : order) each = random.normal();
  const std::vector<double> found = association_probabilities(pairs, order);
  std::vector<double> of_member(40, 0.0);
  std::vector<double> of_plot(40, 0.0);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    EXPECT_GE(found[k], 0.0);
    of_member[pairs[k].row] += found[k];
    of_plot[pairs[k].column] += found[k];
  }
  for (const double sum : of_member) EXPECT_NEAR(sum, 1.0, 0.03);
  for (const double sum : of_plot) EXPECT_LE(sum, 1.0 + 1e-2);
}

TEST(AssociationProbabilities, OfNothingAreNone) {
  EXPECT_TRUE(association_probabilities({}, {0.0, 1.0}).empty());
}

}  // namespace
}  // namespace tocsin::track::test
