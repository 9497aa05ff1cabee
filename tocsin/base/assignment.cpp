#include "tocsin/base/assignment.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "tocsin/base/disjoint_sets.hpp"

namespace tocsin::inline base {
namespace {

/// Sorted distinct values, for numbering the rows and columns of one cluster densely.
std::vector<std::size_t> distinct(std::vector<std::size_t> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t index_in(const std::vector<std::size_t>& sorted, std::size_t value) {
  return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

/// One connected cluster.
void solve_cluster(const Pairing* begin, const Pairing* end, DenseAssignment& dense, std::vector<Pairing>& selected) {
  if (end - begin == 1) {
    selected.push_back(*begin);
    return;
  }
  std::vector<std::size_t> row_numbers;
  std::vector<std::size_t> column_numbers;
  for (const Pairing* p = begin; p != end; ++p) {
    row_numbers.push_back(p->row);
    column_numbers.push_back(p->column);
  }
  row_numbers = distinct(std::move(row_numbers));
  column_numbers = distinct(std::move(column_numbers));
  const std::size_t rows = row_numbers.size();
  const std::size_t columns = column_numbers.size();
  std::vector<double> gain(rows * columns, 0.0);
  for (const Pairing* p = begin; p != end; ++p) {
    double& at = gain[index_in(row_numbers, p->row) * columns + index_in(column_numbers, p->column)];
    at = std::max(at, p->gain);
  }
  const std::vector<std::size_t>& answer = dense.solve(gain, rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    if (answer[i] == kAlone) continue;
    selected.push_back({row_numbers[i], column_numbers[answer[i]], gain[i * columns + answer[i]]});
  }
}

}  // namespace

// columns count from 1: column 0 is the start of a path, and the last one that of rows alone, always free
const std::vector<std::size_t>& DenseAssignment::solve(const std::vector<double>& gain, std::size_t rows,
                                                       std::size_t columns) {
  const std::size_t alone = columns + 1;
  row_price_.assign(rows + 1, 0.0);
  row_of_.assign(columns + 2, 0);
  left_.clear();
  // each row its best column, as long as it is free: most rows want what no other wants, and only the rest need paths
  for (std::size_t row = 1; row <= rows; ++row) {
    const double* const of_row = gain.data() + (row - 1) * columns;
    double best = 0.0;
    std::size_t at = alone;
    for (std::size_t j = 1; j <= columns; ++j) {
      if (!(of_row[j - 1] > best)) continue;
      best = of_row[j - 1];
      at = j;
    }
    row_price_[row] = -best;
    if (at == alone) continue;
    if (row_of_[at] == 0) {
      row_of_[at] = row;
    } else {
      left_.push_back(row);
    }
  }
  if (!left_.empty()) column_price_.assign(columns + 2, 0.0);
  for (const std::size_t row : left_) find_path(gain, columns, row);
  answer_.assign(rows, kAlone);
  for (std::size_t j = 1; j <= columns; ++j) {
    if (row_of_[j] != 0) answer_[row_of_[j] - 1] = j - 1;
  }
  return answer_;
}

void DenseAssignment::find_path(const std::vector<double>& gain, std::size_t columns, std::size_t row) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  const std::size_t alone = columns + 1;
  row_of_[0] = row;
  std::size_t column = 0;
  double length = 0.0;
  distance_.assign(columns + 2, kFar);
  previous_.assign(columns + 2, 0);
  done_.assign(columns + 2, 0);
  distance_[0] = 0.0;
  reached_.clear();
  do {
    done_[column] = 1;
    reached_.push_back(column);
    const std::size_t current = row_of_[column];
    const double* const of_row = gain.data() + (current - 1) * columns;
    const double so_far = length - row_price_[current];
    if (so_far < distance_[alone]) {
      distance_[alone] = so_far;
      previous_[alone] = column;
    }
    length = distance_[alone];
    std::size_t next = alone;
    for (std::size_t j = 1; j <= columns; ++j) {
      if (done_[j] != 0) continue;
      if (of_row[j - 1] > 0.0) {
        const double reduced = so_far - of_row[j - 1] - column_price_[j];
        if (reduced < distance_[j]) {
          distance_[j] = reduced;
          previous_[j] = column;
        }
      }
      if (distance_[j] < length) {
        length = distance_[j];
        next = j;
      }
    }
    column = next;
  } while (row_of_[column] != 0);
  for (const std::size_t each : reached_) {
    row_price_[row_of_[each]] += length - distance_[each];
    column_price_[each] -= length - distance_[each];
  }
  do {
    const std::size_t before = previous_[column];
    if (column != alone) row_of_[column] = row_of_[before];
    column = before;
  } while (column != 0);
}

std::vector<Pairing> assign(std::vector<Pairing> possible) {
  std::erase_if(possible, [](const Pairing& p) { return !(p.gain > 0.0); });
  if (possible.empty()) return {};
  std::size_t rows = 0;
  std::size_t columns = 0;
  for (const Pairing& p : possible) {
    rows = std::max(rows, p.row + 1);
    columns = std::max(columns, p.column + 1);
  }
  DisjointSets sets(rows + columns);
  for (const Pairing& p : possible) sets.unite(p.row, rows + p.column);
  std::sort(possible.begin(), possible.end(), [&](const Pairing& a, const Pairing& b) {
    return std::tuple(sets.find(a.row), a.row, a.column, -a.gain) <
           std::tuple(sets.find(b.row), b.row, b.column, -b.gain);
  });
  std::vector<Pairing> selected;
  DenseAssignment dense;
  for (std::size_t begin = 0; begin < possible.size();) {
    std::size_t end = begin + 1;
    while (end < possible.size() && sets.find(possible[end].row) == sets.find(possible[begin].row)) ++end;
    solve_cluster(possible.data() + begin, possible.data() + end, dense, selected);
    begin = end;
  }
  std::sort(selected.begin(), selected.end(), [](const Pairing& a, const Pairing& b) { return a.row < b.row; });
  return selected;
}

}  // namespace tocsin::inline base
