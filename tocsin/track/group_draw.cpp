#include <algorithm>
#include <cmath>

#include "tocsin/base/disjoint_sets.hpp"
#include "tocsin/track/group_solver.hpp"

// Decisions drawn at random, for where the search has settled in a wrong place.
namespace tocsin::track {
namespace {

/// Odds are drawn as their square roots: far enough from the decision that was, near enough to come to a good one.
constexpr double kTemperature = 2.0;

std::size_t drawn_below(std::size_t size, Random& random) {
  return std::min(size - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(size)));
}

/// Metropolis' rule.
bool is_taken(double gain, Random& random) {
  return gain >= 0.0 || random.uniform() < std::exp(gain / kTemperature);
}

}  // namespace

void GroupSolver::draw(std::size_t at, Random& random) {
  constexpr std::size_t kTries = 6;
  refresh(at);
  const std::size_t plots = group_.looks[at].plots.size();
  const auto gain = [&](std::size_t member, std::int64_t slot) {
    return slot < 0 ? 0.0 : fits_[at].gain[member * plots + static_cast<std::size_t>(slot)];
  };
  struct Choice {
    std::size_t member = 0;
    std::size_t first = 0;  ///< place of its slots
    std::size_t size = 0;
  };
  std::vector<Choice> choices;
  std::vector<std::int64_t> slots;
  std::vector<std::int64_t> now(group_.members.size(), kMissed);
  std::vector<std::size_t> owner(plots, kAlone);
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    std::int64_t slot = group_.members[i].slots[at];
    if (slot == kAbsent) continue;
    choices.push_back({i, slots.size(), 0});
    slots.push_back(kMissed);
    for (std::size_t j = 0; j < plots; ++j) {
      if (std::isfinite(gain(i, static_cast<std::int64_t>(j)))) slots.push_back(static_cast<std::int64_t>(j));
    }
    choices.back().size = slots.size() - choices.back().first;
    if (!std::isfinite(gain(i, slot))) slot = kMissed;
    now[i] = slot;
    if (slot >= 0) owner[static_cast<std::size_t>(slot)] = i;
  }
  if (choices.empty()) return;
  for (std::size_t n = 0; n < kTries * choices.size(); ++n) {
    const Choice& choice = choices[drawn_below(choices.size(), random)];
    const std::size_t i = choice.member;
    const std::int64_t next = slots[choice.first + drawn_below(choice.size, random)];
    const std::int64_t was = now[i];
    if (next == was) continue;
    // who has the plot now takes what this member had
    const std::size_t other = next >= 0 ? owner[static_cast<std::size_t>(next)] : kAlone;
    double change = gain(i, next) - gain(i, was);
    if (other != kAlone) change += gain(other, was) - gain(other, next);
    if (!is_taken(change, random)) continue;
    now[i] = next;
    if (was >= 0) owner[static_cast<std::size_t>(was)] = other;
    if (next >= 0) owner[static_cast<std::size_t>(next)] = i;
    if (other != kAlone) now[other] = was;
  }
  for (const Choice& choice : choices) give(choice.member, at, now[choice.member]);
}

void GroupSolver::draw_exchanges(Random& random) {
  constexpr int kTries = 4;
  const std::size_t looks = group_.looks.size();
  std::vector<std::vector<Sum>> sum;
  for (const GroupMember& member : group_.members) sum.push_back(sums(member));
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      for (int n = 0; n < kTries; ++n) {
        const std::size_t k = 1 + drawn_below(looks - 1, random);
        if (group_.members[i].slots[k - 1] == kAbsent || group_.members[j].slots[k - 1] == kAbsent) continue;
        if (!is_taken(exchange_gain(sum[i], sum[j], k), random)) continue;
        exchange(i, j, k);
        for (const std::size_t m : {i, j}) sum[m] = sums(group_.members[m]);
      }
    }
  }
}

bool GroupSolver::draw_afresh(Random& random) {
  const std::size_t looks = group_.looks.size();
  if (group_.members.size() < 2 || looks < 2) return false;
  const Decision before = decision();
  for (std::size_t k = looks; k-- > 0;) draw(k, random);
  draw_exchanges(random);
  sweep(looks);
  exchange_tails();
  sweep(looks);
  return take_back(before, options_.group.identity_margin);
}

std::vector<double> GroupSolver::gains() const {
  std::vector<double> out;
  for (std::size_t i = 0; i < group_.members.size(); ++i) out.push_back(log_gain(i));
  return out;
}

GroupSolver::Decision GroupSolver::decision() const {
  return {group_.members, beliefs_, gains(), fits_};
}

bool GroupSolver::take_back(const Decision& old, double margin) {
  const std::size_t count = group_.members.size();
  DisjointSets sets(count);
  for (std::size_t k = 0; k < group_.looks.size(); ++k) {
    std::vector<std::size_t> owner(group_.looks[k].plots.size(), kAlone);
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t slot = old.members[i].slots[k];
      if (slot >= 0) owner[static_cast<std::size_t>(slot)] = i;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t slot = group_.members[i].slots[k];
      const std::size_t had = slot >= 0 ? owner[static_cast<std::size_t>(slot)] : kAlone;
      if (had != kAlone) sets.unite(i, had);
    }
  }
  std::vector<double> won(count, 0.0);
  const std::vector<double> now = gains();
  for (std::size_t i = 0; i < count; ++i) won[sets.find(i)] += now[i] - old.gains[i];
  bool kept = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (won[sets.find(i)] > margin) {
      kept = true;
    } else {
      group_.members[i] = old.members[i];
      beliefs_[i] = old.beliefs[i];
    }
  }
  if (!kept) fits_ = old.fits;
  return kept;
}

bool GroupSolver::is_strained(double sigmas) const {
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    const GroupMember& member = group_.members[i];
    const auto prior = moments(member.prior);
    double squared = 0.0;
    double numbers = 0.0;
    for (std::size_t c = 0; c < 6; ++c) {
      squared +=
          (prior ? member.prior.g[c] * prior->mean[c] : 0.0) - beliefs_[i].total.g[c] * beliefs_[i].moments.mean[c];
    }
    for (std::size_t k = 0; k < group_.looks.size(); ++k) {
      const PlotTerms* plot = plot_of(member.slots[k], k);
      if (plot == nullptr) continue;
      squared += plot->yy;
      numbers += group_.looks[k].sights[plot->sight].size;
    }
    if (squared > numbers + sigmas * std::sqrt(2.0 * numbers)) return true;
  }
  return false;
}

}  // namespace tocsin::track
