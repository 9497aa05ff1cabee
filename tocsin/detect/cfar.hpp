#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tocsin::detect {

/// Which cells around the cell under test tell its noise: a frame of `training` cells around `guard` cells, on each
/// side. Without rows (both zero) each row is tested for itself: the detector of one dimension.
struct CfarWindow {
  int guard_rows = 2;
  int training_rows = 8;
  int guard_columns = 2;
  int training_columns = 8;
};

struct CfarOptions {
  CfarWindow window;
  /// Probability that a cell of exponentially distributed noise (square law, one pulse) is reported.
  double false_alarm = 1e-6;
};

/// Powers of cells, row after row, not negative and finite; noise of any level that varies little within a window.
struct PowerMap {
  std::span<const float> cells;  ///< rows times columns
  std::size_t rows = 0;
  std::size_t columns = 0;
};

struct CfarHit {
  std::size_t row = 0;
  std::size_t column = 0;
  float power = 0.0F;
  float noise = 0.0F;  ///< mean of its training cells

  friend bool operator==(const CfarHit&, const CfarHit&) = default;
};

/// Factor over the mean of n training cells that gives this probability of a false alarm in exponential noise:
/// n (Pfa^(−1/n) − 1). Finn and Johnson, RCA Review 29 (1968). Preconditions: n >= 1, 0 < false_alarm < 1.
[[nodiscard]] double cfar_factor(double false_alarm, std::size_t training_cells);

/// Cells above the factor times the mean of their training cells, by rows, then columns. At the edges the frame is cut:
/// fewer cells, and the factor of that number; a cell without any training cell is never reported. Sums are of
/// neighbours' sums, always added and never subtracted: a strong echo leaves no rounding behind where it is not. The
/// hits are the same with every kind of vector instructions.
///
/// Cell-averaging CFAR, one thread. Preconditions: the map has rows times columns cells, sides of the window 0 to 100,
/// not both training sides 0.
[[nodiscard]] std::vector<CfarHit> cell_averaging_cfar(const PowerMap& map, const CfarOptions& options);

}  // namespace tocsin::detect
