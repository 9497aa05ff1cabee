#include "tocsin/base/assignment.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <tuple>

namespace tocsin::inline base {
namespace {

/// Disjoint sets of numbers below a size.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void unite(std::size_t a, std::size_t b) {
    const std::size_t root_a = find(a);
    const std::size_t root_b = find(b);
    parent_[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }

 private:
  std::vector<std::size_t> parent_;
};

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// Sorted distinct values, for numbering the rows and columns of one cluster densely.
std::vector<std::size_t> distinct(std::vector<std::size_t> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t index_in(const std::vector<std::size_t>& sorted, std::size_t value) {
  return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

/// Column of each row for the smallest total cost; `cost` is rows × columns with columns >= rows, every entry finite.
std::vector<std::size_t> solve_dense(const std::vector<double>& cost, std::size_t rows, std::size_t columns) {
  std::vector<double> row_price(rows + 1, 0.0);
  std::vector<double> column_price(columns + 1, 0.0);
  std::vector<std::size_t> row_of(columns + 1, 0);  // 1-based; 0 is free, column 0 is the start of a path
  std::vector<std::size_t> previous(columns + 1, 0);
  for (std::size_t row = 1; row <= rows; ++row) {
    row_of[0] = row;
    std::size_t column = 0;
    std::vector<double> slack(columns + 1, std::numeric_limits<double>::infinity());
    std::vector<char> done(columns + 1, 0);
    do {
      done[column] = 1;
      const std::size_t current = row_of[column];
      double smallest = std::numeric_limits<double>::infinity();
      std::size_t next = 0;
      for (std::size_t j = 1; j <= columns; ++j) {
        if (done[j] != 0) continue;
        const double reduced = cost[(current - 1) * columns + j - 1] - row_price[current] - column_price[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          previous[j] = column;
        }
        if (slack[j] < smallest) {
          smallest = slack[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= columns; ++j) {
        if (done[j] != 0) {
          row_price[row_of[j]] += smallest;
          column_price[j] -= smallest;
        } else {
          slack[j] -= smallest;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    do {
      const std::size_t before = previous[column];
      row_of[column] = row_of[before];
      column = before;
    } while (column != 0);
  }
  std::vector<std::size_t> out(rows, kNone);
  for (std::size_t j = 1; j <= columns; ++j) {
    if (row_of[j] != 0) out[row_of[j] - 1] = j - 1;
  }
  return out;
}

/// One connected cluster: every row may also stay alone at cost 0, in a column of its own.
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
  const std::size_t real = column_numbers.size();
  const std::size_t columns = real + rows;
  double largest = 1.0;
  for (const Pairing* p = begin; p != end; ++p) largest = std::max(largest, p->gain);
  const double forbidden = 1e3 * largest * static_cast<double>(rows);
  std::vector<double> cost(rows * columns, forbidden);
  std::vector<double> gain(rows * columns, 0.0);
  for (std::size_t i = 0; i < rows; ++i) cost[i * columns + real + i] = 0.0;
  for (const Pairing* p = begin; p != end; ++p) {
    const std::size_t at = index_in(row_numbers, p->row) * columns + index_in(column_numbers, p->column);
    if (p->gain > gain[at]) {
      gain[at] = p->gain;
      cost[at] = -p->gain;
    }
  }
  const std::vector<std::size_t> answer = solve_dense(cost, rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    if (answer[i] < real && gain[i * columns + answer[i]] > 0.0) {
      selected.push_back({row_numbers[i], column_numbers[answer[i]], gain[i * columns + answer[i]]});
    }
  }
}

}  // namespace

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
