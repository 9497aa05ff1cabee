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
void solve_cluster(const Pairing* begin, const Pairing* end, std::vector<Pairing>& selected) {
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
  const std::vector<std::size_t> answer = assign_dense(gain, rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    if (answer[i] == kAlone) continue;
    selected.push_back({row_numbers[i], column_numbers[answer[i]], gain[i * columns + answer[i]]});
  }
}

}  // namespace

std::vector<std::size_t> assign_dense(const std::vector<double>& gain, std::size_t rows, std::size_t columns) {
  std::vector<std::size_t> out(rows, kAlone);
  constexpr double kFar = std::numeric_limits<double>::infinity();
  // columns count from 1: column 0 is the start of a path, and the last one that of rows alone, always free
  const std::size_t alone = columns + 1;
  std::vector<double> row_price(rows + 1, 0.0);
  std::vector<std::size_t> row_of(columns + 2, 0);  // counts from 1; 0: free
  // each row its best column, as long as it is free: most rows want what no other wants, and only the rest need paths
  std::vector<std::size_t> left;
  for (std::size_t row = 1; row <= rows; ++row) {
    const double* const of_row = gain.data() + (row - 1) * columns;
    double best = 0.0;
    std::size_t at = alone;
    for (std::size_t j = 1; j <= columns; ++j) {
      if (!(of_row[j - 1] > best)) continue;
      best = of_row[j - 1];
      at = j;
    }
    row_price[row] = -best;
    if (at == alone) continue;
    if (row_of[at] == 0) {
      row_of[at] = row;
    } else {
      left.push_back(row);
    }
  }
  std::vector<double> column_price(left.empty() ? 0 : columns + 2, 0.0);
  std::vector<double> distance(column_price.size());
  std::vector<std::size_t> previous(column_price.size(), 0);
  std::vector<char> done(column_price.size());
  std::vector<std::size_t> path;
  for (const std::size_t row : left) {
    row_of[0] = row;
    std::size_t column = 0;
    double length = 0.0;
    std::fill(distance.begin(), distance.end(), kFar);
    std::fill(done.begin(), done.end(), char{0});
    distance[0] = 0.0;
    path.clear();
    do {
      done[column] = 1;
      path.push_back(column);
      const std::size_t current = row_of[column];
      const double* const of_row = gain.data() + (current - 1) * columns;
      const double so_far = length - row_price[current];
      if (so_far < distance[alone]) {
        distance[alone] = so_far;
        previous[alone] = column;
      }
      length = distance[alone];
      std::size_t next = alone;
      for (std::size_t j = 1; j <= columns; ++j) {
        if (done[j] != 0) continue;
        if (of_row[j - 1] > 0.0) {
          const double reduced = so_far - of_row[j - 1] - column_price[j];
          if (reduced < distance[j]) {
            distance[j] = reduced;
            previous[j] = column;
          }
        }
        if (distance[j] < length) {
          length = distance[j];
          next = j;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    for (const std::size_t each : path) {
      row_price[row_of[each]] += length - distance[each];
      column_price[each] -= length - distance[each];
    }
    do {
      const std::size_t before = previous[column];
      if (column != alone) row_of[column] = row_of[before];
      column = before;
    } while (column != 0);
  }
  for (std::size_t j = 1; j <= columns; ++j) {
    if (row_of[j] != 0) out[row_of[j] - 1] = j - 1;
  }
  return out;
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
  for (std::size_t begin = 0; begin < possible.size();) {
    std::size_t end = begin + 1;
    while (end < possible.size() && sets.find(possible[end].row) == sets.find(possible[begin].row)) ++end;
    solve_cluster(possible.data() + begin, possible.data() + end, selected);
    begin = end;
  }
  std::sort(selected.begin(), selected.end(), [](const Pairing& a, const Pairing& b) { return a.row < b.row; });
  return selected;
}

}  // namespace tocsin::inline base
