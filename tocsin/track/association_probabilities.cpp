#include "tocsin/track/association_probabilities.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::track {
namespace {

/// Plots that may be taken and still be wanted at one time.
constexpr std::size_t kWidest = 6;
constexpr double kLeastLogOdds = 10.0;
/// What must not be left out.
constexpr double kKeptLogOdds = 2.0;
/// Odds of a plot, against none, beyond which it is certain: keeps products of many members within a double.
constexpr double kMostLogOdds = 100.0;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Choice {
  std::size_t pair = 0;
  std::size_t column = 0;
  double odds = 0.0;    ///< over those of the member's best choice
  std::size_t bit = 0;  ///< of the plot in sets; 0: nobody else wants it
};

struct Row {
  double place = 0.0;
  double alone = 0.0;  ///< odds of no plot, over those of the member's best choice
  std::vector<Choice> choices;
  std::size_t ends = 0;  ///< bits of plots that no later member wants
};

/// First and last row that may want a plot.
struct Span {
  std::size_t first = kNone;
  std::size_t last = 0;
  [[nodiscard]] bool is_shared() const { return first != kNone && first != last; }
};

/// Members with the pairs that may count, in order.
std::vector<Row> rows_of(const std::vector<Pairing>& pairs, const std::vector<double>& order) {
  std::vector<Row> out;
  for (std::size_t from = 0; from < pairs.size();) {
    std::size_t end = from;
    double best = 0.0;
    for (; end < pairs.size() && pairs[end].row == pairs[from].row; ++end) best = std::max(best, pairs[end].gain);
    Row row;
    row.alone = std::exp(-std::min(best, kMostLogOdds));
    double weight = 0.0;
    for (; from < end; ++from) {
      if (!(pairs[from].gain >= best - kLeastLogOdds)) continue;
      const double odds = std::exp(pairs[from].gain - best);
      row.choices.push_back({from, pairs[from].column, odds, 0});
      row.place += odds * order[pairs[from].column];
      weight += odds;
    }
    if (row.choices.empty()) continue;
    row.place /= weight;
    out.push_back(std::move(row));
  }
  std::stable_sort(out.begin(), out.end(), [](const Row& a, const Row& b) { return a.place < b.place; });
  return out;
}

std::vector<Span> spans_of(const std::vector<Row>& rows, std::size_t columns) {
  std::vector<Span> out(columns);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (const Choice& choice : rows[r].choices) {
      out[choice.column].first = std::min(out[choice.column].first, r);
      out[choice.column].last = r;
    }
  }
  return out;
}

/// Members that want no plot that another wants depend on nobody: their answers are told, and the rest is left.
void tell_independent(std::vector<Row>& rows, std::size_t columns, std::vector<double>& out) {
  const std::vector<Span> spans = spans_of(rows, columns);
  std::erase_if(rows, [&](const Row& row) {
    double whole = row.alone;
    for (const Choice& choice : row.choices) {
      if (spans[choice.column].is_shared()) return false;
      whole += choice.odds;
    }
    for (const Choice& choice : row.choices) out[choice.pair] = choice.odds / whole;
    return true;
  });
}

/// Rows at which too many plots may be taken and still be wanted.
std::vector<char> crowded_rows(const std::vector<Span>& spans, std::size_t rows) {
  std::vector<std::size_t> open(rows, 0);
  for (const Span& span : spans) {
    if (!span.is_shared()) continue;
    for (std::size_t r = span.first; r <= span.last; ++r) ++open[r];
  }
  std::vector<char> out;
  for (const std::size_t count : open) out.push_back(count > kWidest ? 1 : 0);
  return out;
}

bool has_crowd(const std::vector<Row>& rows, std::size_t columns) {
  const std::vector<char> crowded = crowded_rows(spans_of(rows, columns), rows.size());
  return std::find(crowded.begin(), crowded.end(), 1) != crowded.end();
}

/// Leaves out the least probable pairs where too many plots are open; false where that is not enough.
bool thin_out(std::vector<Row>& rows, std::size_t columns) {
  constexpr double kStep = 1.0;
  for (double within = kLeastLogOdds;; within -= kStep) {
    const std::vector<Span> spans = spans_of(rows, columns);
    const std::vector<char> crowded = crowded_rows(spans, rows.size());
    if (std::find(crowded.begin(), crowded.end(), 1) == crowded.end()) return true;
    if (within - kStep < kKeptLogOdds) return false;
    const double least = std::exp(-within + kStep);
    const auto is_in_crowd = [&](const Span& span) {
      return span.is_shared() && std::any_of(crowded.begin() + static_cast<std::ptrdiff_t>(span.first),
                                             crowded.begin() + static_cast<std::ptrdiff_t>(span.last) + 1,
                                             [](char each) { return each != 0; });
    };
    for (Row& row : rows) {
      std::erase_if(row.choices,
                    [&](const Choice& choice) { return choice.odds < least && is_in_crowd(spans[choice.column]); });
    }
  }
}

/// Gives every plot that several members may want a bit, from the first of them to the last. Number of bits.
std::size_t give_bits(std::vector<Row>& rows, std::size_t columns) {
  const std::vector<Span> spans = spans_of(rows, columns);
  std::vector<std::size_t> place_of(columns, kNone);
  std::vector<char> taken;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (Choice& choice : rows[r].choices) {
      if (!spans[choice.column].is_shared()) continue;
      std::size_t& place = place_of[choice.column];
      if (place == kNone) {
        place = static_cast<std::size_t>(std::find(taken.begin(), taken.end(), 0) - taken.begin());
        if (place == taken.size()) taken.push_back(0);
        taken[place] = 1;
      }
      choice.bit = std::size_t{1} << place;
    }
    for (const Choice& choice : rows[r].choices) {
      if (choice.bit == 0 || spans[choice.column].last != r) continue;
      rows[r].ends |= choice.bit;
      taken[place_of[choice.column]] = 0;
    }
  }
  return taken.size();
}

/// Visits all sets of the plots of `mask`.
template <class Visit>
void for_each_subset(std::size_t mask, const Visit& visit) {
  for (std::size_t set = mask;; set = (set - 1) & mask) {
    visit(set);
    if (set == 0) return;
  }
}

void normalise(double* of, std::size_t mask) {
  double sum = 0.0;
  for_each_subset(mask, [&](std::size_t set) { sum += of[set]; });
  const double reciprocal = 1.0 / sum;
  for_each_subset(mask, [&](std::size_t set) { of[set] *= reciprocal; });
}

/// Sums over the members before and after by the set of plots that are taken, each brought to a sum of 1. False where
/// doubles are too small for that.
bool sum_exactly(const std::vector<Row>& rows, std::size_t bits, std::vector<double>& out) {
  const std::size_t sets = std::size_t{1} << bits;
  std::vector<std::size_t> open{0};  // plots that may be taken before a row, and are still wanted
  std::vector<double> before((rows.size() + 1) * sets, 0.0);
  before[0] = 1.0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double* now = before.data() + r * sets;
    double* next = before.data() + (r + 1) * sets;
    std::size_t wanted = open[r];
    for (const Choice& choice : rows[r].choices) wanted |= choice.bit;
    open.push_back(wanted & ~rows[r].ends);
    for_each_subset(open[r], [&](std::size_t set) {
      if (now[set] == 0.0) return;
      next[set & ~rows[r].ends] += now[set] * rows[r].alone;
      for (const Choice& choice : rows[r].choices) {
        if ((set & choice.bit) == 0) next[(set | choice.bit) & ~rows[r].ends] += now[set] * choice.odds;
      }
    });
    normalise(next, open[r + 1]);
  }
  std::vector<double> after(sets, 0.0);
  std::vector<double> earlier(sets, 0.0);
  after[0] = 1.0;
  std::vector<double> shares;
  for (std::size_t r = rows.size(); r-- > 0;) {
    const double* now = before.data() + r * sets;
    shares.assign(rows[r].choices.size(), 0.0);
    double whole = 0.0;
    for_each_subset(open[r], [&](std::size_t set) {
      earlier[set] = 0.0;
      if (now[set] == 0.0) return;
      earlier[set] = rows[r].alone * after[set & ~rows[r].ends];
      for (std::size_t c = 0; c < shares.size(); ++c) {
        const Choice& choice = rows[r].choices[c];
        if ((set & choice.bit) != 0) continue;
        const double rest = choice.odds * after[(set | choice.bit) & ~rows[r].ends];
        earlier[set] += rest;
        shares[c] += now[set] * rest;
      }
      whole += now[set] * earlier[set];
    });
    if (!(whole > 0.0)) return false;
    for (std::size_t c = 0; c < shares.size(); ++c) out[rows[r].choices[c].pair] = shares[c] / whole;
    normalise(earlier.data(), open[r]);
    std::swap(after, earlier);
  }
  return true;
}

/// Probabilities of largest entropy: rows and columns scaled in turn until each sums to 1 with what stays alone.
void scale(const std::vector<Row>& rows, std::size_t columns, std::vector<double>& out) {
  constexpr int kRepeats = 50;
  std::vector<double> of_row(rows.size(), 1.0);
  std::vector<double> of_column(columns, 1.0);
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    std::vector<double> sum(columns, 1.0);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      double whole = rows[r].alone;
      for (const Choice& choice : rows[r].choices) whole += choice.odds * of_column[choice.column];
      of_row[r] = 1.0 / whole;
      for (const Choice& choice : rows[r].choices) sum[choice.column] += choice.odds * of_row[r];
    }
    for (std::size_t j = 0; j < columns; ++j) of_column[j] = 1.0 / sum[j];
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (const Choice& choice : rows[r].choices) {
      out[choice.pair] = choice.odds * of_row[r] * of_column[choice.column];
    }
  }
}

}  // namespace

std::vector<double> association_probabilities(const std::vector<Pairing>& pairs, const std::vector<double>& order) {
  std::vector<double> out(pairs.size(), 0.0);
  std::vector<Row> rows = rows_of(pairs, order);
  tell_independent(rows, order.size(), out);
  if (rows.empty()) return out;
  std::vector<Row> all;
  if (has_crowd(rows, order.size())) all = rows;
  if (all.empty() || thin_out(rows, order.size())) {
    const std::size_t bits = give_bits(rows, order.size());
    if (sum_exactly(rows, bits, out)) return out;
  }
  if (!all.empty()) rows = std::move(all);
  for (const Row& row : rows) {
    for (const Choice& choice : row.choices) out[choice.pair] = 0.0;
  }
  scale(rows, order.size(), out);
  return out;
}

}  // namespace tocsin::track
