#pragma once

#include <cstddef>
#include <vector>

namespace tocsin::inline base {

/// A possible pairing of a row (track) and a column (measurement) and what it gains over leaving both alone.
struct Pairing {
  std::size_t row = 0;
  std::size_t column = 0;
  double gain = 0.0;
  friend bool operator==(const Pairing&, const Pairing&) = default;
};

/// Selection of pairings with the largest total gain in which each row and each column appears at most once; pairings
/// without a positive gain are never selected. The answer is sorted by row and does not depend on the order of the
/// input.
///
/// Connected clusters are solved one by one: by shortest augmenting paths with dual variables (Jonker & Volgenant,
/// Computing 38, 1987). Cost: near linear when clusters are small.
[[nodiscard]] std::vector<Pairing> assign(std::vector<Pairing> possible);

/// What a row alone has in place of a column.
inline constexpr std::size_t kAlone = static_cast<std::size_t>(-1);

/// The same for one cluster after another, each as a matrix. Keeps its memory.
class DenseAssignment {
 public:
  /// Column of each row, or kAlone; good until the next cluster. `gain` is rows × columns; what is not positive is not
  /// possible.
  const std::vector<std::size_t>& solve(const std::vector<double>& gain, std::size_t rows, std::size_t columns);

 private:
  void find_path(const std::vector<double>& gain, std::size_t columns, std::size_t row);

  std::vector<double> row_price_;
  std::vector<double> column_price_;
  std::vector<std::size_t> row_of_;  ///< by column, counts from 1; 0: free
  std::vector<std::size_t> left_;    ///< rows that need a path
  // of one path, by column
  std::vector<double> distance_;
  std::vector<std::size_t> previous_;
  std::vector<char> done_;
  std::vector<std::size_t> reached_;
  std::vector<std::size_t> answer_;  ///< by row
};

}  // namespace tocsin::inline base
