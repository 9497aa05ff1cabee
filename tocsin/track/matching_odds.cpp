#include "tocsin/track/matching_odds.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tocsin::track {
namespace {

/// Plots that may be taken and still be wanted at one time.
constexpr std::size_t kWidest = 6;
constexpr double kLeastLogOdds = 6.0;

struct Choice {
  std::size_t pair = 0;
  std::size_t column = 0;
  std::size_t slot = 0;  ///< bit of the plot while members may want it
  double odds = 0.0;     ///< over those of the member's best choice
};

struct Row {
  double place = 0.0;
  double alone = 0.0;  ///< odds of no plot, over those of the member's best choice
  std::vector<Choice> choices;
  std::uint64_t ends = 0;  ///< bits of plots that no later member wants
};

/// Members with the pairs that may count.
std::vector<Row> rows_of(const std::vector<Pairing>& pairs) {
  std::vector<Row> out;
  for (std::size_t from = 0; from < pairs.size();) {
    std::size_t end = from;
    double best = 0.0;
    for (; end < pairs.size() && pairs[end].row == pairs[from].row; ++end) best = std::max(best, pairs[end].gain);
    Row row;
    row.alone = std::exp(-best);
    for (; from < end; ++from) {
      if (pairs[from].gain < best - kLeastLogOdds) continue;
      row.choices.push_back({from, pairs[from].column, 0, std::exp(pairs[from].gain - best)});
    }
    if (!row.choices.empty()) out.push_back(std::move(row));
  }
  return out;
}

/// Leaves out pairs of smaller odds, and puts the members in order.
void keep_likely(std::vector<Row>& rows, const std::vector<double>& order, double least_odds) {
  for (Row& row : rows) {
    std::erase_if(row.choices, [&](const Choice& choice) { return choice.odds < least_odds; });
    row.ends = 0;
    row.place = 0.0;
    double weight = 0.0;
    for (const Choice& choice : row.choices) {
      row.place += choice.odds * order[choice.column];
      weight += choice.odds;
    }
    if (weight > 0.0) row.place /= weight;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.place < b.place; });
}

/// Gives every plot a bit from the first to the last member that may want it. Number of bits.
std::size_t give_slots(std::vector<Row>& rows, std::size_t columns) {
  std::vector<std::size_t> last(columns, 0);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (const Choice& choice : rows[r].choices) last[choice.column] = r;
  }
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> slot_of(columns, kNone);
  std::vector<char> taken;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (Choice& choice : rows[r].choices) {
      std::size_t& slot = slot_of[choice.column];
      if (slot == kNone) {
        slot = static_cast<std::size_t>(std::find(taken.begin(), taken.end(), 0) - taken.begin());
        if (slot == taken.size()) taken.push_back(0);
        taken[slot] = 1;
      }
      choice.slot = slot;
    }
    for (const Choice& choice : rows[r].choices) {
      if (last[choice.column] != r || choice.slot >= 64) continue;
      rows[r].ends |= std::uint64_t{1} << choice.slot;
      taken[choice.slot] = 0;
    }
  }
  return taken.size();
}

}  // namespace

std::vector<double> matching_odds(const std::vector<Pairing>& pairs, const std::vector<double>& order) {
  std::vector<double> out(pairs.size(), 0.0);
  std::vector<Row> rows = rows_of(pairs);
  std::size_t width = 0;
  double within = kLeastLogOdds;
  do {
    keep_likely(rows, order, std::exp(-within));
    width = give_slots(rows, order.size());
    within *= 0.5;
  } while (width > kWidest && within > 0.01);
  if (width > kWidest) {
    // as many as that want the very same plots: each for itself
    for (const Row& row : rows) {
      double sum = row.alone;
      for (const Choice& choice : row.choices) sum += choice.odds;
      for (const Choice& choice : row.choices) out[choice.pair] = choice.odds / sum;
    }
    return out;
  }
  // sums over the members before, and after, by the set of plots that are taken
  const std::size_t sets = std::size_t{1} << width;
  std::vector<double> before((rows.size() + 1) * sets, 0.0);
  before[0] = 1.0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double* now = before.data() + r * sets;
    double* next = before.data() + (r + 1) * sets;
    for (std::size_t set = 0; set < sets; ++set) {
      if (now[set] == 0.0) continue;
      next[set & ~rows[r].ends] += now[set] * rows[r].alone;
      for (const Choice& choice : rows[r].choices) {
        const std::size_t bit = std::size_t{1} << choice.slot;
        if ((set & bit) == 0) next[(set | bit) & ~rows[r].ends] += now[set] * choice.odds;
      }
    }
  }
  std::vector<double> after(sets, 0.0);
  std::vector<double> earlier(sets, 0.0);
  after[0] = 1.0;
  const double whole = before[rows.size() * sets];
  for (std::size_t r = rows.size(); r-- > 0;) {
    const double* now = before.data() + r * sets;
    std::fill(earlier.begin(), earlier.end(), 0.0);
    for (std::size_t set = 0; set < sets; ++set) {
      if (now[set] == 0.0) continue;
      earlier[set] = rows[r].alone * after[set & ~rows[r].ends];
      for (const Choice& choice : rows[r].choices) {
        const std::size_t bit = std::size_t{1} << choice.slot;
        if ((set & bit) != 0) continue;
        const double rest = choice.odds * after[(set | bit) & ~rows[r].ends];
        earlier[set] += rest;
        out[choice.pair] += now[set] * rest / whole;
      }
    }
    std::swap(after, earlier);
  }
  return out;
}

}  // namespace tocsin::track
