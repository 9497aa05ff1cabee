#include "tocsin/detect/cfar.hpp"

#include <cmath>
#include <tuple>

#include <gtest/gtest.h>

#include "tocsin/base/lane_target.hpp"
#include "tocsin/base/random.hpp"

namespace tocsin::detect {
namespace {

struct Map {
  std::size_t rows;
  std::size_t columns;
  std::vector<float> cells;

  [[nodiscard]] PowerMap view() const { return {cells, rows, columns}; }
};

Map noise(std::size_t rows, std::size_t columns, std::uint64_t seed, double level = 1.0) {
  Map out{rows, columns, std::vector<float>(rows * columns)};
  Random random(seed, "noise");
  for (float& cell : out.cells) cell = static_cast<float>(level * random.exponential());
  return out;
}

/// Every training cell of one place visited one by one.
struct Direct {
  double sum = 0.0;
  std::size_t count = 0;
};
Direct direct(const Map& map, const CfarWindow& w, std::size_t row, std::size_t column) {
  Direct out;
  const int up = w.guard_rows + w.training_rows;
  const int across = w.guard_columns + w.training_columns;
  for (int i = -up; i <= up; ++i) {
    for (int j = -across; j <= across; ++j) {
      if (std::abs(i) <= w.guard_rows && std::abs(j) <= w.guard_columns) continue;
      const auto r = static_cast<std::ptrdiff_t>(row) + i;
      const auto c = static_cast<std::ptrdiff_t>(column) + j;
      if (r < 0 || c < 0 || r >= static_cast<std::ptrdiff_t>(map.rows) ||
          c >= static_cast<std::ptrdiff_t>(map.columns)) {
        continue;
      }
      out.sum +=
          static_cast<double>(map.cells[static_cast<std::size_t>(r) * map.columns + static_cast<std::size_t>(c)]);
      ++out.count;
    }
  }
  return out;
}

void expect_as_direct(const Map& map, const CfarOptions& options) {
  const std::vector<CfarHit> hits = cell_averaging_cfar(map.view(), options);
  std::size_t next = 0;
  for (std::size_t r = 0; r < map.rows; ++r) {
    for (std::size_t c = 0; c < map.columns; ++c) {
      const Direct around = direct(map, options.window, r, c);
      const double cell = static_cast<double>(map.cells[r * map.columns + c]);
      const bool reported = next < hits.size() && hits[next].row == r && hits[next].column == c;
      if (around.count == 0) {
        EXPECT_FALSE(reported);
        continue;
      }
      const double mean = around.sum / static_cast<double>(around.count);
      const double limit = cfar_factor(options.false_alarm, around.count) * mean;
      // sums of floats: only at the limit itself either answer is right
      if (std::abs(cell - limit) > 1e-5 * limit) {
        EXPECT_EQ(reported, cell > limit) << r << " " << c;
      }
      if (reported) {
        EXPECT_EQ(hits[next].power, map.cells[r * map.columns + c]);
        EXPECT_NEAR(static_cast<double>(hits[next].noise), mean, 1e-5 * mean);
        ++next;
      }
    }
  }
  EXPECT_EQ(next, hits.size());
}

TEST(Cfar, IsWhatVisitingEveryTrainingCellGives) {
  const std::vector<CfarWindow> windows{{2, 8, 2, 8}, {0, 0, 2, 8}, {1, 3, 0, 5},   {3, 7, 1, 0},
                                        {0, 1, 0, 1}, {2, 0, 1, 6}, {5, 13, 4, 11}, {0, 2, 0, 0}};
  const std::vector<std::pair<std::size_t, std::size_t>> sizes{{40, 61}, {7, 600}, {33, 16}, {1, 50}, {50, 1}, {1, 1}};
  for (const CfarWindow& window : windows) {
    for (const auto& [rows, columns] : sizes) {
      Map map = noise(rows, columns, 3);
      map.cells[map.cells.size() / 2] = 500.0F;
      map.cells[0] = 60.0F;
      expect_as_direct(map, {window, 0.02});
    }
  }
}

TEST(Cfar, EveryKindOfInstructionsGivesTheSameHits) {
  const Map map = noise(70, 1101, 5);
  const CfarOptions options{{2, 8, 2, 8}, 1e-3};
  std::vector<CfarHit> first;
  for (const std::int64_t target : lane_targets()) {
    force_lane_target(target);
    const std::vector<CfarHit> hits = cell_averaging_cfar(map.view(), options);
    if (first.empty()) first = hits;
    EXPECT_EQ(hits, first) << lane_target_name(target);
  }
  force_lane_target(0);
  EXPECT_GT(first.size(), 20U);
}

TEST(Cfar, FalseAlarmsAreAsOftenAsAsked) {
  for (const CfarWindow& window : {CfarWindow{2, 8, 2, 8}, CfarWindow{0, 0, 2, 8}, CfarWindow{1, 1, 1, 1}}) {
    for (const double asked : {1e-2, 1e-3}) {
      double hits = 0.0;
      double cells = 0.0;
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const Map map = noise(300, 800, seed, 7.3e4);
        hits += static_cast<double>(cell_averaging_cfar(map.view(), {window, asked}).size());
        cells += static_cast<double>(map.cells.size());
      }
      // neighbours share their training cells: the count spreads a little more than a Poisson variable
      EXPECT_NEAR(hits, asked * cells, 5.0 * std::sqrt(asked * cells)) << asked;
    }
  }
}

TEST(Cfar, EdgesHaveTheFalseAlarmsOfTheMiddle) {
  // maps so small that every cell has its frame cut
  double hits = 0.0;
  double cells = 0.0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    const Map map = noise(9, 11, seed);
    hits += static_cast<double>(cell_averaging_cfar(map.view(), {{1, 8, 1, 8}, 1e-2}).size());
    cells += 99.0;
  }
  EXPECT_NEAR(hits, 1e-2 * cells, 5.0 * std::sqrt(1e-2 * cells));
}

TEST(Cfar, AStrongEchoLeavesNoTraceWhereItsWindowEnds) {
  Map map = noise(120, 700, 9);
  const CfarOptions options{{2, 8, 2, 8}, 1e-3};
  const std::vector<CfarHit> before = cell_averaging_cfar(map.view(), options);
  map.cells[60 * 700 + 300] = 1e12F;
  std::vector<CfarHit> after = cell_averaging_cfar(map.view(), options);
  const auto near = [](const CfarHit& hit) {
    return std::abs(static_cast<double>(hit.row) - 60.0) <= 10.0 &&
           std::abs(static_cast<double>(hit.column) - 300.0) <= 10.0;
  };
  std::vector<CfarHit> far_before;
  std::vector<CfarHit> far_after;
  for (const CfarHit& hit : before) {
    if (!near(hit)) far_before.push_back(hit);
  }
  bool found = false;
  for (const CfarHit& hit : after) {
    if (!near(hit)) far_after.push_back(hit);
    found = found || (hit.row == 60 && hit.column == 300);
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(far_before, far_after);
}

TEST(CfarFactor, IsTheExactOne) {
  // E[(1 + a/n x)^-…]: with n exponential cells P(cell > a mean) = (1 + a/n)^-n
  for (const std::size_t n : {1U, 8U, 416U}) {
    const double a = cfar_factor(1e-6, n);
    EXPECT_NEAR(std::pow(1.0 + a / static_cast<double>(n), -static_cast<double>(n)), 1e-6, 1e-15);
  }
}

}  // namespace
}  // namespace tocsin::detect
