#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include "tocsin/base/line_allocator.hpp"
#include "tocsin/detect/cfar.hpp"

// What cfar_rows.cpp prepares for the kernel in cfar.cpp. A sum of n neighbours is made of sums of 1, 2, 4 …
// neighbours, one for each bit of n; those are made by adding two of half the length.
namespace tocsin::detect {

inline constexpr std::size_t kCfarMostLevels = 8;  // sums of up to 255 neighbours
using CfarFloats = std::vector<float, LineAllocator<float>>;

/// Places of which the sum is wanted.
struct CfarSources {
  std::array<const float*, 3 * kCfarMostLevels> place;  // NOLINT: `count` of them are set, this is built for every row
  std::size_t count = 0;

  CfarSources() = default;  // NOLINT: see `place`
  CfarSources(std::initializer_list<const float*> places) : count(places.size()) {
    std::copy(places.begin(), places.end(), place.begin());
  }

  void add(const CfarSources& more);
};

/// One pass over a row: the sum of the sources, element by element.
struct CfarSum {
  CfarSources from;
  float* to = nullptr;     ///< begins a cache line, and is no source
  std::size_t length = 0;  ///< whole vectors are written
};

/// Newest rows of sums, level by level, each as many as are asked for again.
class CfarRings {
 public:
  /// `lags_of_levels[k]`: how many rows back level k is looked at.
  void build(const std::vector<std::size_t>& lags_of_levels, std::size_t stride);
  void clear();
  [[nodiscard]] float* at(std::size_t level, std::size_t row) {
    return floats_.data() + (first_[level] + (row & mask_[level])) * stride_;
  }

 private:
  CfarFloats floats_;
  std::size_t stride_ = 0;
  std::vector<std::size_t> first_;
  std::vector<std::size_t> mask_;
};

struct CfarPlan {
  explicit CfarPlan(const CfarWindow& window);

  std::size_t guard_rows;
  std::size_t training_rows;
  std::size_t guard_columns;
  std::size_t training_columns;
  std::size_t reach_rows;  ///< guard and training
  std::size_t reach_columns;
  std::size_t column_levels;  ///< highest level of sums along a row
};

/// Columns that are worked on together, and their rows' sums: small enough to stay in the second cache.
struct CfarTile {
  CfarTile(const CfarPlan& plan, std::size_t columns);

  /// Level k of the sums along the newest row, with the window's reach before the first column.
  [[nodiscard]] float* along(std::size_t k) { return along_.data() + k * along_stride_; }
  void clear();

  std::size_t used = 0;    ///< columns of the map in this tile
  std::size_t width = 0;   ///< the same, up to whole vectors
  std::size_t stride = 0;  ///< of one row of sums
  CfarRings full;          ///< cells within the window's columns
  CfarRings beside;        ///< the same without the guarded columns
  CfarRings band;          ///< `full` of `training_rows` rows, one level
  CfarFloats frame;        ///< [column]: where the frame has more than four parts, their sum
  CfarFloats factor;       ///< [column]: of the row under test, over the sum
  CfarFloats one_over_count;
  CfarFloats tested;  ///< [column]: the row under test, where the map's own ends within a vector
  std::size_t along_stride_ = 0;
  CfarFloats along_;
};

/// One step of the kernel: sums, in this order, and the test of a row whose frame is complete.
struct CfarRow {
  std::array<CfarSum, 3 * kCfarMostLevels> sums;
  std::size_t sum_count = 0;
  const float* cells = nullptr;  ///< of the row under test, whole vectors, or nothing yet
  std::size_t length = 0;
  CfarSources frame;  ///< one to four
  const float* factor = nullptr;
  const float* one_over_count = nullptr;
  std::size_t row = 0;
  std::size_t first_column = 0;

  void sum(const CfarSources& from, float* to, std::size_t over);
};

void step_cfar_row(const CfarRow& row, std::vector<CfarHit>& hits);

}  // namespace tocsin::detect
