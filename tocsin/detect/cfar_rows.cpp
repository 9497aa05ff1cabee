#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>

#include "tocsin/base/require.hpp"
#include "tocsin/detect/cfar.hpp"
#include "tocsin/detect/cfar_plan.hpp"

namespace tocsin::detect {
namespace {

constexpr int kLongestSide = 100;
constexpr std::size_t kTileColumns = 2048;
constexpr std::size_t kVector = 16;  // floats of the widest vectors, and of a cache line

std::size_t side(int cells) {
  TOCSIN_REQUIRE(cells >= 0 && cells <= kLongestSide, "the sides of a CFAR window are 0 to 100 cells");
  return static_cast<std::size_t>(cells);
}

/// Levels 0 to the highest bit of n.
std::size_t levels_of(std::size_t n) {
  return static_cast<std::size_t>(std::bit_width(n));
}

/// Parts of a sum of n neighbours that starts at `first`; `place(level, offset)` shows where each part lies.
template <class Place>
CfarSources parts(std::size_t n, Place place) {
  CfarSources out;
  std::size_t offset = 0;
  for (std::size_t k = levels_of(n); k-- > 0;) {
    if ((n >> k & 1U) == 0) continue;
    out.place[out.count++] = place(k, offset);
    offset += std::size_t{1} << k;
  }
  return out;
}

/// How far back each level of sums of up to n rows is looked at, when those of n rows are wanted `late` rows late.
std::vector<std::size_t> lags(std::size_t n, std::size_t late) {
  std::vector<std::size_t> out;
  std::size_t offset = 0;
  for (std::size_t k = levels_of(n); k-- > 0;) {
    const bool is_part = (n >> k & 1U) != 0;
    out.push_back(std::max(std::size_t{1} << k, is_part ? late + offset : 0));
    if (is_part) offset += std::size_t{1} << k;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// Neighbours of place `at` out of `size`, `first` to `last` cells away on one side.
std::size_t count_before(std::size_t at, std::size_t first, std::size_t last) {
  return std::min(at, last) - std::min(at, first - 1);
}
std::size_t count_both(std::size_t at, std::size_t size, std::size_t guard, std::size_t reach) {
  return count_before(at, guard + 1, reach) + count_before(size - 1 - at, guard + 1, reach);
}
std::size_t count_around(std::size_t at, std::size_t size, std::size_t reach) {
  return std::min(at, reach) + std::min(size - 1 - at, reach) + 1;
}

/// The factor over the sum of n training cells, for every n that a window can have.
class Factors {
 public:
  Factors(double false_alarm, std::size_t most) : of_count_(most + 1, std::numeric_limits<float>::infinity()) {
    for (std::size_t n = 1; n <= most; ++n)
      of_count_[n] = static_cast<float>(std::expm1(-std::log(false_alarm) / static_cast<double>(n)));
  }
  [[nodiscard]] float of(std::size_t n) const { return of_count_[n]; }

 private:
  std::vector<float> of_count_;
};

/// Runs the rows of one tile through the kernel.
class TileRun {
 public:
  TileRun(const PowerMap& map, const CfarPlan& plan, const Factors& factors, CfarTile& tile, std::size_t first_column)
      : map_(map), plan_(plan), factors_(factors), tile_(tile), first_(first_column) {
    tile_.used = std::min(kTileColumns, map.columns - first_column);
    tile_.width = (tile_.used + kVector - 1) / kVector * kVector;
    tile_.clear();
  }

  void run(std::vector<CfarHit>& hits) {
    const std::size_t rows = map_.rows + plan_.reach_rows;
    for (std::size_t newest = 0; newest < rows; ++newest) {
      enter(newest);
      step(newest);
      step_cfar_row(row_, hits);
    }
  }

 private:
  /// The newest row with the window's reach on both sides; zeros beyond the map.
  void enter(std::size_t newest) {
    float* to = tile_.along(0);
    const std::size_t length = tile_.width + 2 * plan_.reach_columns;
    if (newest >= map_.rows) {
      if (newest == map_.rows) std::fill_n(to, length, 0.0F);
      return;
    }
    const std::size_t before = std::min(first_, plan_.reach_columns);
    const std::size_t from = first_ - before;
    const std::size_t to_column = std::min(first_ + tile_.used + plan_.reach_columns, map_.columns);
    const float* row = map_.cells.data() + newest * map_.columns;
    float* begin = std::fill_n(to, plan_.reach_columns - before, 0.0F);
    float* end = std::copy(row + from, row + to_column, begin);
    std::fill(end, to + length, 0.0F);
  }

  /// Parts of a sum of `rows` rows that ends with the row `last`.
  [[nodiscard]] static CfarSources down(CfarRings& sums, std::size_t rows, std::size_t last) {
    return parts(rows, [&](std::size_t k, std::size_t offset) { return sums.at(k, last - offset); });
  }
  /// Sums of 2, 4 … rows that end with the newest one.
  void double_down(CfarRow& out, CfarRings& sums, std::size_t rows, std::size_t newest) const {
    for (std::size_t k = 1; k < levels_of(rows); ++k) {
      const std::size_t half = std::size_t{1} << (k - 1);
      out.sum({sums.at(k - 1, newest), sums.at(k - 1, newest - half)}, sums.at(k, newest), tile_.width);
    }
  }

  void step(std::size_t newest) {
    CfarRow& out = row_;
    out.sum_count = 0;
    out.cells = nullptr;
    for (std::size_t k = 1; k <= plan_.column_levels; ++k) {
      const float* from = tile_.along(k - 1);
      out.sum({from, from + (std::size_t{1} << (k - 1))}, tile_.along(k), tile_.width + 2 * plan_.reach_columns);
    }
    const auto along = [&](std::size_t n, std::size_t first) {
      return parts(n, [&](std::size_t k, std::size_t offset) { return tile_.along(k) + first + offset; });
    };
    CfarSources beside = along(plan_.training_columns, 0);
    beside.add(along(plan_.training_columns, plan_.training_columns + 2 * plan_.guard_columns + 1));
    float* beside_row = tile_.beside.at(0, newest);
    out.sum(beside, beside_row, tile_.width);
    double_down(out, tile_.beside, 2 * plan_.guard_rows + 1, newest);
    if (plan_.training_rows > 0) {
      CfarSources all{beside_row};
      all.add(along(2 * plan_.guard_columns + 1, plan_.training_columns));
      out.sum(all, tile_.full.at(0, newest), tile_.width);
      double_down(out, tile_.full, plan_.training_rows, newest);
      out.sum(down(tile_.full, plan_.training_rows, newest), tile_.band.at(0, newest), tile_.width);
    }
    if (newest >= plan_.reach_rows) test(out, newest);
  }

  /// The row whose frame ends with the newest one.
  void test(CfarRow& out, std::size_t newest) {
    out.row = newest - plan_.reach_rows;
    out.first_column = first_;
    out.length = tile_.width;
    out.cells = map_.cells.data() + out.row * map_.columns + first_;
    if (tile_.used < tile_.width) {
      std::copy_n(out.cells, tile_.used, tile_.tested.begin());
      out.cells = tile_.tested.data();
    }
    CfarSources frame;
    if (plan_.training_rows > 0) {
      frame = {tile_.band.at(0, newest), tile_.band.at(0, newest - plan_.reach_rows - plan_.guard_rows - 1)};
    }
    frame.add(down(tile_.beside, 2 * plan_.guard_rows + 1, newest - plan_.training_rows));
    if (frame.count <= 4) {
      out.frame = frame;
    } else {
      out.sum(frame, tile_.frame.data(), tile_.width);
      out.frame = {tile_.frame.data()};
    }
    weigh(out.row);
    out.factor = tile_.factor.data();
    out.one_over_count = tile_.one_over_count.data();
  }

  /// Factors of the row under test; they change near the edges only.
  void weigh(std::size_t row) {
    const std::size_t bands = count_both(row, map_.rows, plan_.guard_rows, plan_.reach_rows);
    const std::size_t middle = count_around(row, map_.rows, plan_.guard_rows);
    if (bands == bands_ && middle == middle_) return;
    bands_ = bands;
    middle_ = middle;
    for (std::size_t i = 0; i < tile_.width; ++i) {
      const std::size_t column = std::min(first_ + i, map_.columns - 1);
      const std::size_t count = bands * count_around(column, map_.columns, plan_.reach_columns) +
                                middle * count_both(column, map_.columns, plan_.guard_columns, plan_.reach_columns);
      tile_.factor[i] = factors_.of(count);
      tile_.one_over_count[i] = count > 0 ? 1.0F / static_cast<float>(count) : 0.0F;
    }
  }

  const PowerMap& map_;
  const CfarPlan& plan_;
  const Factors& factors_;
  CfarTile& tile_;
  std::size_t first_;
  CfarRow row_;
  std::size_t bands_ = ~std::size_t{0};
  std::size_t middle_ = 0;
};

}  // namespace

void CfarSources::add(const CfarSources& more) {
  std::copy_n(more.place.begin(), more.count, place.begin() + static_cast<std::ptrdiff_t>(count));
  count += more.count;
}

void CfarRow::sum(const CfarSources& from, float* to, std::size_t over) {
  CfarSum& next = sums[sum_count++];
  next.from.count = 0;
  next.from.add(from);
  next.to = to;
  next.length = over;
}

void CfarRings::build(const std::vector<std::size_t>& lags_of_levels, std::size_t stride) {
  stride_ = stride;
  std::size_t rows = 0;
  for (const std::size_t lag : lags_of_levels) {
    const std::size_t depth = std::bit_ceil(lag + 1);
    first_.push_back(rows);
    mask_.push_back(depth - 1);
    rows += depth;
  }
  floats_.resize(rows * stride);
}

void CfarRings::clear() {
  std::fill(floats_.begin(), floats_.end(), 0.0F);
}

CfarPlan::CfarPlan(const CfarWindow& window)
    : guard_rows(side(window.guard_rows)),
      training_rows(side(window.training_rows)),
      guard_columns(side(window.guard_columns)),
      training_columns(side(window.training_columns)),
      reach_rows(guard_rows + training_rows),
      reach_columns(guard_columns + training_columns),
      column_levels(levels_of(std::max(training_columns, 2 * guard_columns + 1)) - 1) {
  TOCSIN_REQUIRE(training_rows + training_columns > 0, "a CFAR window without training cells knows no noise");
}

CfarTile::CfarTile(const CfarPlan& plan, std::size_t columns) {
  // an odd number of cache lines: rows whose distance is a power of two would share few sets of the cache
  stride = (std::min(columns, kTileColumns) + kVector - 1) / kVector * kVector;
  if (stride / kVector % 2 == 0) stride += kVector;
  full.build(lags(plan.training_rows, 0), stride);
  beside.build(lags(2 * plan.guard_rows + 1, plan.training_rows), stride);
  band.build({plan.reach_rows + plan.guard_rows + 1}, stride);
  frame.resize(stride);
  factor.resize(stride);
  one_over_count.resize(stride);
  tested.resize(stride);
  // the last vectors of a level read as far as half its length beyond the row
  const std::size_t beyond = (std::size_t{1} << plan.column_levels) + kVector;
  along_stride_ = (stride + 2 * plan.reach_columns + beyond + kVector - 1) / kVector * kVector;
  along_.resize((plan.column_levels + 1) * along_stride_);
}

void CfarTile::clear() {
  for (CfarRings* sums : {&full, &beside, &band}) sums->clear();
  for (CfarFloats* sums : {&along_, &tested}) std::fill(sums->begin(), sums->end(), 0.0F);
}

double cfar_factor(double false_alarm, std::size_t training_cells) {
  TOCSIN_REQUIRE(false_alarm > 0.0 && false_alarm < 1.0 && training_cells > 0,
                 "a CFAR has a false alarm rate and cells");
  const auto n = static_cast<double>(training_cells);
  return n * std::expm1(-std::log(false_alarm) / n);
}

std::vector<CfarHit> cell_averaging_cfar(const PowerMap& map, const CfarOptions& options) {
  TOCSIN_REQUIRE(map.cells.size() == map.rows * map.columns, "a power map has rows times columns cells");
  TOCSIN_REQUIRE(options.false_alarm > 0.0 && options.false_alarm < 1.0,
                 "a probability of a false alarm is not 0 or 1");
  const CfarPlan plan(options.window);
  std::vector<CfarHit> hits;
  if (map.cells.empty()) return hits;
  const std::size_t most = (2 * plan.reach_rows + 1) * (2 * plan.reach_columns + 1);
  const Factors factors(options.false_alarm, most);
  CfarTile tile(plan, map.columns);
  for (std::size_t first = 0; first < map.columns; first += kTileColumns)
    TileRun(map, plan, factors, tile, first).run(hits);
  std::sort(hits.begin(), hits.end(),
            [](const CfarHit& a, const CfarHit& b) { return std::tie(a.row, a.column) < std::tie(b.row, b.column); });
  return hits;
}

}  // namespace tocsin::detect
