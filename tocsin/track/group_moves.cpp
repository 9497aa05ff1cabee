#include <algorithm>
#include <cmath>

#include "tocsin/base/assignment.hpp"
#include "tocsin/track/group_solver.hpp"

namespace tocsin::track {
namespace {

/// Squared distance of two plots, in units of a plot's errors, beyond which their members do not exchange what comes
/// after.
constexpr double kExchangeable = 36.0;
/// The same of two paths, where one of the members was missed.
constexpr double kNear = 16.0;
/// How far below its true value what an exchange gains may be told by what it nearly gains: over a million exchanges of
/// members in view since the window began it was 0.1 where the gain was positive.
constexpr double kNearlyError = 5.0;

template <std::size_t N>
double apart(const std::array<double, N>& a, const std::array<double, N>& b) {
  double out = 0.0;
  for (std::size_t k = 0; k < N; ++k) out += (a[k] - b[k]) * (a[k] - b[k]);
  return out;
}

}  // namespace

std::vector<GroupSolver::Sum> GroupSolver::sums(const GroupMember& member) const {
  std::vector<Sum> out;
  out.reserve(group_.looks.size() + 1);
  out.push_back({member.prior, 0.0});
  for (std::size_t k = 0; k < group_.looks.size(); ++k) {
    Sum next = out.back();
    add_plot(next.known, member.slots[k], k);
    const PlotTerms* plot = plot_of(member.slots[k], k);
    if (plot != nullptr) next.fixed += plot->gain - 0.5 * plot->yy;
    out.push_back(next);
  }
  out.back().integral = log_integral(out.back().known);
  return out;
}

double GroupSolver::nearly_exchange_gain(std::size_t a, std::size_t b, const Sum& head_a, const Sum& head_b) const {
  // with ΔJ and Δg what the beginnings tell differently, and r = Δg − ΔJ·x, an end changes by
  // xᵀΔg − ½xᵀΔJx + ½rᵀ(J + ΔJ)⁻¹r − ½ln|1 + PΔJ|: near it (J + ΔJ)⁻¹ is P, and the last term is that of the other end
  const Moments& of_a = beliefs_[a].moments;
  const Moments& of_b = beliefs_[b].moments;
  StateMatrix<6> dj{};
  StateVector<6> dg{};
  for (std::size_t i = 0; i < 36; ++i) dj[i] = head_a.known.j[i] - head_b.known.j[i];
  for (std::size_t i = 0; i < 6; ++i) dg[i] = head_a.known.g[i] - head_b.known.g[i];
  double out = 0.0;
  const auto add_end = [&](const Moments& of, double sign) {
    const StateVector<6> moved = product(dj, of.mean);
    StateVector<6> rest{};
    for (std::size_t i = 0; i < 6; ++i) {
      out += sign * of.mean[i] * (dg[i] - 0.5 * moved[i]);
      rest[i] = dg[i] - moved[i];
    }
    const StateVector<6> pulled = product(of.covariance, rest);
    for (std::size_t i = 0; i < 6; ++i) out += 0.5 * rest[i] * pulled[i];
  };
  add_end(of_b, 1.0);
  add_end(of_a, -1.0);
  return out;
}

double GroupSolver::exchange_gain(const std::vector<Sum>& a, const std::vector<Sum>& b, std::size_t look) {
  // the beginning of one member with the end of another
  const auto joined = [&](const std::vector<Sum>& head, const std::vector<Sum>& tail) {
    Information known = head[look].known;
    add(known, tail.back().known.j, tail.back().known.g);
    add(known, tail[look].known.j, tail[look].known.g, -1.0);
    return log_integral(known);
  };
  return joined(a, b) + joined(b, a) - a.back().integral - b.back().integral;
}

void GroupSolver::exchange(std::size_t a, std::size_t b, std::size_t look) {
  std::vector<std::int64_t>& of_a = group_.members[a].slots;
  const auto from = static_cast<std::ptrdiff_t>(look);
  std::swap_ranges(of_a.begin() + from, of_a.end(), group_.members[b].slots.begin() + from);
  sum_up(a);
  sum_up(b);
}

std::size_t GroupSolver::exchange_tails() {
  const std::size_t count = group_.members.size();
  const std::size_t looks = group_.looks.size();
  if (count < 2 || looks < 2) return 0;
  std::vector<std::vector<Sum>> sum;
  for (const GroupMember& member : group_.members) sum.push_back(sums(member));
  // where the paths pass, in units of a plot's errors
  std::vector<std::array<double, 3>> passes(count * looks);
  const auto pass_by = [&](std::size_t member) {
    for (std::size_t k = 0; k < looks; ++k) {
      if (group_.looks[k].sights.empty()) continue;
      passes[member * looks + k] = seen_of<3>(beliefs_[member].moments.mean, group_.looks[k].sights.front());
    }
  };
  for (std::size_t i = 0; i < count; ++i) pass_by(i);
  struct Exchange {
    double gain = 0.0;
    std::size_t from = 0;  ///< look; 0: none
  };
  const auto best_of = [&](std::size_t i, std::size_t j) {
    Exchange best{options_.group.identity_margin, 0};
    const GroupMember& a = group_.members[i];
    const GroupMember& b = group_.members[j];
    const bool is_nearly_known = a.slots.front() != kAbsent && b.slots.front() != kAbsent;
    for (std::size_t k = 1; k < looks; ++k) {
      if (a.slots[k - 1] == kAbsent || b.slots[k - 1] == kAbsent || group_.looks[k].sights.empty()) continue;
      const PlotTerms* seen_a = plot_of(a.slots[k], k);
      const PlotTerms* seen_b = plot_of(b.slots[k], k);
      const bool is_far = seen_a != nullptr && seen_b != nullptr
                              ? apart(seen_a->y, seen_b->y) > kExchangeable
                              : apart(passes[i * looks + k], passes[j * looks + k]) > kNear;
      if (is_far) continue;
      if (is_nearly_known && nearly_exchange_gain(i, j, sum[i][k], sum[j][k]) < best.gain - kNearlyError) continue;
      const double gain = exchange_gain(sum[i], sum[j], k);
      if (gain > best.gain) best = {gain, k};
    }
    return best;
  };
  std::vector<Exchange> exchanges(count * count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) exchanges[i * count + j] = best_of(i, j);
  }
  std::size_t done = 0;
  for (; done < count; ++done) {
    const auto best = std::max_element(exchanges.begin(), exchanges.end(),
                                       [](const Exchange& x, const Exchange& y) { return x.gain < y.gain; });
    if (best->from == 0) break;
    const std::size_t place = static_cast<std::size_t>(best - exchanges.begin());
    const std::array<std::size_t, 2> pair{place / count, place % count};
    exchange(pair[0], pair[1], best->from);
    for (const std::size_t i : pair) {
      sum[i] = sums(group_.members[i]);
      pass_by(i);
    }
    for (const std::size_t i : pair) {
      for (std::size_t j = 0; j < count; ++j) {
        if (i != j) exchanges[std::max(i, j) * count + std::min(i, j)] = best_of(std::max(i, j), std::min(i, j));
      }
    }
  }
  return done;
}

std::vector<std::size_t> GroupSolver::link(const std::vector<GroupMember>& old) const {
  const std::size_t count = old.size();
  std::vector<double> gains(count * count);
  double least = 0.0;
  for (std::size_t j = 0; j < count; ++j) {
    const Sum whole = sums(group_.members[j]).back();
    for (std::size_t i = 0; i < count; ++i) {
      Information known = whole.known;
      add(known, old[i].prior.j, old[i].prior.g);
      add(known, group_.members[j].prior.j, group_.members[j].prior.g, -1.0);
      double& gain = gains[i * count + j];
      gain = log_integral(known) + whole.fixed - log_integral(old[i].prior);
      if (i == j) gain += options_.group.identity_margin;
      // who was not known at the beginning goes on with what was his
      const bool fresh = old[i].slots.front() == kAbsent || old[j].slots.front() == kAbsent;
      if (fresh && i != j) gain -= 1e6;
      least = std::min(least, gain);
    }
  }
  std::vector<Pairing> possible;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) possible.push_back({i, j, gains[i * count + j] - least + 1.0});
  }
  std::vector<std::size_t> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = i;
  const std::vector<Pairing> chosen = tocsin::assign(std::move(possible));
  if (chosen.size() != count) return out;
  for (const Pairing& pair : chosen) out[pair.row] = pair.column;
  return out;
}

bool GroupSolver::decide_afresh() {
  const std::size_t looks = group_.looks.size();
  const std::size_t newest = static_cast<std::size_t>(options_.group.afresh_looks);
  if (group_.members.size() < 2 || looks < newest + 5) return false;
  const Decision before = decision();
  const std::vector<GroupMember>& old = before.members;
  Information wide = fresh();
  const StateVector<6> centre = middle();
  for (std::size_t i = 0; i < 6; ++i) wide.g[i] = wide.j[7 * i] * centre[i];
  for (std::size_t i = 0; i < old.size(); ++i) {
    GroupMember& member = group_.members[i];
    member.prior = wide;
    for (std::size_t k = 0; k + newest < looks; ++k) member.slots[k] = std::min(member.slots[k], kMissed);
    sum_up(i);
  }
  for (int repeat = 0; repeat < 3; ++repeat) sweep(newest);
  for (std::size_t k = looks - newest; k-- > 0;) assign(k);
  sweep(looks);

  const std::vector<std::size_t> from = link(old);
  std::vector<GroupMember> linked = old;
  for (std::size_t i = 0; i < old.size(); ++i) {
    for (std::size_t k = 0; k < looks; ++k) {
      const std::int64_t slot = group_.members[from[i]].slots[k];
      if (old[i].slots[k] != kAbsent) linked[i].slots[k] = std::max(slot, kMissed);
    }
  }
  group_.members = std::move(linked);
  fits_ = before.fits;
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (group_.members[i].slots == old[i].slots) {
      beliefs_[i] = before.beliefs[i];
    } else {
      sum_up(i);
    }
  }
  sweep(looks);
  constexpr double kHopeless = 4.0;  // a second time of all looks gains little
  if (!take_back(before, -kHopeless)) return false;
  sweep(looks);
  return take_back(before, options_.group.identity_margin);
}

}  // namespace tocsin::track
