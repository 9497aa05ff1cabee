#include "tocsin/base/assignment.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"

namespace tocsin::test {
namespace {

double total(const std::vector<Pairing>& pairings) {
  double sum = 0.0;
  for (const Pairing& p : pairings) sum += p.gain;
  return sum;
}

/// Best total by trying everything.
double best(const std::vector<Pairing>& possible, std::size_t row, std::size_t rows, std::vector<bool>& used) {
  if (row == rows) return 0.0;
  double out = best(possible, row + 1, rows, used);
  for (const Pairing& p : possible) {
    if (p.row != row || used[p.column]) continue;
    used[p.column] = true;
    out = std::max(out, p.gain + best(possible, row + 1, rows, used));
    used[p.column] = false;
  }
  return out;
}

std::vector<Pairing> random_problem(Random& random, std::size_t rows, std::size_t columns, double density) {
  std::vector<Pairing> out;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      if (random.uniform() < density) out.push_back({i, j, random.uniform(-3.0, 10.0)});
    }
  }
  return out;
}

TEST(Assignment, IsTheBestOfAll) {
  Random random(7, "assignment");
  for (int run = 0; run < 300; ++run) {
    const std::size_t rows = 1 + random.bits() % 6;
    const std::size_t columns = 1 + random.bits() % 6;
    const std::vector<Pairing> possible = random_problem(random, rows, columns, random.uniform(0.2, 1.0));
    const std::vector<Pairing> answer = assign(possible);
    std::vector<bool> used(columns, false);
    EXPECT_NEAR(total(answer), best(possible, 0, rows, used), 1e-9);
    std::vector<int> row_count(rows, 0);
    std::vector<int> column_count(columns, 0);
    for (const Pairing& p : answer) {
      EXPECT_LE(++row_count[p.row], 1);
      EXPECT_LE(++column_count[p.column], 1);
      EXPECT_GT(p.gain, 0.0);
      EXPECT_NE(std::find(possible.begin(), possible.end(), p), possible.end());
    }
  }
}

TEST(Assignment, DoesNotDependOnTheOrderOfItsInput) {
  Random random(8, "assignment");
  for (int run = 0; run < 50; ++run) {
    std::vector<Pairing> possible = random_problem(random, 8, 8, 0.5);
    const std::vector<Pairing> answer = assign(possible);
    for (std::size_t i = possible.size(); i > 1; --i) std::swap(possible[i - 1], possible[random.bits() % i]);
    EXPECT_EQ(assign(possible), answer);
  }
}

TEST(Assignment, LeavesAloneWhatDoesNotGain) {
  EXPECT_TRUE(assign({}).empty());
  EXPECT_TRUE(assign({{0, 0, -1.0}, {1, 0, 0.0}}).empty());
  // Both rows want column 0: the loser takes its second choice.
  const std::vector<Pairing> answer = assign({{0, 0, 5.0}, {1, 0, 4.0}, {0, 1, 3.0}, {1, 2, 0.5}});
  EXPECT_NEAR(total(answer), 7.0, 1e-12);
}

TEST(Assignment, SolvesManySeparateClusters) {
  std::vector<Pairing> possible;
  for (std::size_t i = 0; i < 3000; ++i) {
    possible.push_back({i, i, 2.0});
    if (i % 3 != 0) possible.push_back({i, i - 1, 2.5});
  }
  const std::vector<Pairing> answer = assign(possible);
  EXPECT_EQ(answer.size(), 3000U);
}

TEST(Assignment, OfOneClusterAfterAnotherIsAsOfEachAlone) {
  Random random(9, "assignment");
  DenseAssignment dense;
  for (int run = 0; run < 300; ++run) {
    const std::size_t rows = random.bits() % 7;
    const std::size_t columns = random.bits() % 7;
    std::vector<double> gain(rows * columns);
    std::vector<Pairing> possible;
    for (std::size_t k = 0; k < gain.size(); ++k) {
      // columns that many rows want most
      gain[k] = random.uniform(-3.0, 4.0) + 2.0 * static_cast<double>(k % columns);
      possible.push_back({k / columns, k % columns, gain[k]});
    }
    const std::vector<std::size_t>& answer = dense.solve(gain, rows, columns);
    ASSERT_EQ(answer.size(), rows);
    double sum = 0.0;
    std::vector<int> count(columns, 0);
    for (std::size_t i = 0; i < rows; ++i) {
      if (answer[i] == kAlone) continue;
      ASSERT_LT(answer[i], columns);
      EXPECT_EQ(++count[answer[i]], 1);
      sum += gain[i * columns + answer[i]];
    }
    std::vector<bool> used(columns, false);
    EXPECT_NEAR(sum, best(possible, 0, rows, used), 1e-9) << run;
  }
}

}  // namespace
}  // namespace tocsin::test
