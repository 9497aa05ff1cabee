#include "tocsin/track/group_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "tocsin/base/assignment.hpp"
#include "tocsin/track/group_outlook.hpp"
#include "tocsin/track/group_visit.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/small_matrix.hpp"

namespace tocsin::track {
namespace {

/// Whether plots of a sight tell about as much as those of another: then sums can be put together from both, and taken
/// apart.
bool is_as_sharp(const GroupSight& sight, const GroupSight& other) {
  constexpr double kAlike = 1e4;
  const std::size_t size = static_cast<std::size_t>(std::min(sight.size, other.size));
  for (std::size_t k = 0; k < size; ++k) {
    const double ratio = sight.variance[k] / other.variance[k];
    if (!(ratio < kAlike && ratio > 1.0 / kAlike)) return false;
  }
  return sight.size == other.size &&
         std::all_of(sight.aa.begin(), sight.aa.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace

GroupSolver::GroupSolver(CloseGroup& group, const sense::Sensors& sensors, const Options& options)
    : group_(group), sensors_(sensors), options_(options) {
  for (GroupLook& look : group_.looks) {
    if (look.terms.size() != look.plots.size()) linearise(look);
  }
  beliefs_.resize(group_.members.size());
  for (std::size_t i = 0; i < beliefs_.size(); ++i) sum_up(i);
}

void GroupSolver::settle(std::size_t member) {
  Belief& belief = beliefs_[member];
  belief.stamp = ++stamps_;
  told_.clear();
  auto found = moments(belief.total);
  if (!found) {  // plots given and taken leave what a double rounds off: of a very sharp one that may be all the rest
    belief.total = summed(member);
    found = moments(belief.total);
  }
  // only numbers beyond all reason, of a damaged state, have no inverse: an estimate without a covariance ends a track
  belief.moments = found.value_or(Moments{});
}

const PlotTerms* GroupSolver::plot_of(std::int64_t slot, std::size_t look) const {
  return slot < 0 ? nullptr : &group_.looks[look].terms[static_cast<std::size_t>(slot)];
}

void GroupSolver::add_plot(Information& to, std::int64_t slot, std::size_t look, double sign) const {
  const PlotTerms* plot = plot_of(slot, look);
  if (plot != nullptr) track::add(to, group_.looks[look].sights[plot->sight].aa, plot->ay, sign);
}

const std::optional<StateMatrix<6>>& GroupSolver::all_seen() {
  if (is_all_seen_known_) return all_seen_;
  is_all_seen_known_ = true;
  all_seen_.emplace();
  const GroupSight* first = nullptr;
  for (const GroupLook& look : group_.looks) {
    if (look.sights.empty()) continue;
    const GroupSight& sight = look.sights.front();
    if (first == nullptr) first = &sight;
    if (look.sights.size() > 1 || !is_as_sharp(sight, *first)) {
      all_seen_.reset();
      break;
    }
    for (std::size_t i = 0; i < 36; ++i) (*all_seen_)[i] += sight.aa[i];
  }
  return all_seen_;
}

Information GroupSolver::summed(std::size_t member) const {
  const GroupMember& m = group_.members[member];
  Information out = m.prior;
  for (std::size_t k = 0; k < group_.looks.size(); ++k) add_plot(out, m.slots[k], k);
  return out;
}

void GroupSolver::sum_up(std::size_t member) {
  const GroupMember& m = group_.members[member];
  const std::size_t looks = group_.looks.size();
  Information& total = beliefs_[member].total;
  const auto seen = std::count_if(m.slots.begin(), m.slots.end(), [](std::int64_t slot) { return slot >= 0; });
  // plots of one time and accuracy tell as much each: those of the few looks that missed it are taken from all
  if (2 * static_cast<std::size_t>(seen) <= looks || !all_seen()) {
    total = summed(member);
    settle(member);
    return;
  }
  total = m.prior;
  for (std::size_t k = 0; k < looks; ++k) {
    if (const PlotTerms* plot = plot_of(m.slots[k], k)) {
      for (std::size_t i = 0; i < 6; ++i) total.g[i] += plot->ay[i];
    } else if (!group_.looks[k].sights.empty()) {
      for (std::size_t i = 0; i < 36; ++i) total.j[i] -= group_.looks[k].sights.front().aa[i];
    }
  }
  for (std::size_t i = 0; i < 36; ++i) total.j[i] += (*all_seen_)[i];
  settle(member);
}

void GroupSolver::give(std::size_t member, std::size_t look, std::int64_t slot) {
  std::int64_t& now = group_.members[member].slots[look];
  if (now == slot) return;
  Belief& belief = beliefs_[member];
  const PlotTerms* was = plot_of(now, look);
  const PlotTerms* next = plot_of(slot, look);
  if (was != nullptr && next != nullptr && was->sight == next->sight) {
    // a plot in another's place: as much is known as before, and something else
    for (std::size_t i = 0; i < 6; ++i) belief.total.g[i] += next->ay[i] - was->ay[i];
    belief.moments.mean = product(belief.moments.covariance, belief.total.g);
    belief.stamp = ++stamps_;
    told_.clear();
    now = slot;
  } else {
    add_plot(belief.total, now, look, -1.0);
    add_plot(belief.total, slot, look);
    now = slot;
    settle(member);
  }
}

Moments GroupSolver::without(std::size_t member, std::size_t look) const {
  const std::int64_t slot = group_.members[member].slots[look];
  if (slot < 0) return beliefs_[member].moments;
  Information rest = beliefs_[member].total;
  add_plot(rest, slot, look, -1.0);
  const auto found = moments(rest);
  return found ? *found : beliefs_[member].moments;
}

template <std::size_t M>
Outlook<M> GroupSolver::ahead(std::size_t member, std::size_t look, std::size_t sight,
                              std::optional<Moments>& rest) const {
  const GroupSight& seen = group_.looks[look].sights[sight];
  const PlotTerms* own = plot_of(group_.members[member].slots[look], look);
  if (own == nullptr) return outlook<M>(beliefs_[member].moments, seen);
  if (own->sight == sight) {
    const auto quick = outlook_without<M>(beliefs_[member].moments, seen, own->y);
    if (quick.is_sound) return quick;
  }
  if (!rest) rest = without(member, look);
  return outlook<M>(*rest, seen);
}
template Outlook<3> GroupSolver::ahead<3>(std::size_t, std::size_t, std::size_t, std::optional<Moments>&) const;
template Outlook<4> GroupSolver::ahead<4>(std::size_t, std::size_t, std::size_t, std::optional<Moments>&) const;

std::optional<GroupFit> GroupSolver::fit(std::size_t member, std::size_t at, std::size_t plot) const {
  const GroupLook& look = group_.looks[at];
  const PlotTerms& terms = look.terms[plot];
  std::optional<Moments> rest;
  return look.sights[terms.sight].size == 4 ? fit_of(ahead<4>(member, at, terms.sight, rest), terms)
                                            : fit_of(ahead<3>(member, at, terms.sight, rest), terms);
}

void GroupSolver::refresh(std::size_t at) {
  constexpr double kOutside = -std::numeric_limits<double>::infinity();
  fits_.resize(group_.looks.size());
  Fits& fits = fits_[at];
  const std::size_t plots = group_.looks[at].plots.size();
  if (fits.of.size() != group_.members.size()) {
    fits = {std::vector<std::int64_t>(group_.members.size(), -1),
            std::vector<double>(group_.members.size() * plots, kOutside), false};
  }
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    if (fits.of[i] == beliefs_[i].stamp) continue;
    double* row = fits.gain.data() + i * plots;
    std::fill(row, row + plots, kOutside);
    fits.of[i] = beliefs_[i].stamp;
    if (group_.members[i].slots[at] == kAbsent) continue;
    std::optional<Moments> rest;
    const auto ahead_of = [&]<std::size_t M>(std::size_t sight) { return ahead<M>(i, at, sight, rest); };
    visit_fits(group_.looks[at], ahead_of, [&](std::size_t plot, const GroupFit& found) { row[plot] = found.gain; });
    fits.is_assigned = false;
  }
}

std::size_t GroupSolver::assign(std::size_t at) {
  refresh(at);
  Fits& fits = fits_[at];
  if (fits.is_assigned) return 0;
  fits.is_assigned = true;
  const std::vector<std::size_t>& columns =
      assignment_.solve(fits.gain, group_.members.size(), group_.looks[at].plots.size());
  std::size_t changed = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::int64_t now = group_.members[i].slots[at];
    const std::int64_t next = columns[i] == kAlone ? kMissed : static_cast<std::int64_t>(columns[i]);
    if (now == kAbsent || now == next) continue;
    give(i, at, next);
    fits.of[i] = beliefs_[i].stamp;  // its own changes say nothing new to a look
    ++changed;
  }
  return changed;
}

void GroupSolver::sweep(std::size_t count) {
  const std::size_t looks = group_.looks.size();
  for (std::size_t k = 0; k < std::min(count, looks); ++k) assign(looks - 1 - k);
}

std::size_t GroupSolver::add_look(GroupLook look, const std::vector<char>& absent) {
  std::vector<GroupLook>& looks = group_.looks;
  const auto at = std::upper_bound(looks.begin(), looks.end(), look, [](const GroupLook& a, const GroupLook& b) {
    return std::tie(a.time, a.source, a.number) < std::tie(b.time, b.source, b.number);
  });
  const std::size_t place = static_cast<std::size_t>(at - looks.begin());
  const bool is_first = at == looks.begin();
  const Instant from = is_first ? group_.epoch : (at - 1)->time;
  const StateVector<6>& reference = is_first ? group_.reference : (at - 1)->reference;
  const Moved<6> moved = move(reference, seconds_between(from, look.time), options_.motion, false);
  look.reference = moved.mean;
  look.transition = product(moved.transition, is_first ? identity_matrix() : (at - 1)->transition);
  linearise(look);
  looks.insert(at, std::move(look));
  added_ = place;
  fits_.clear();
  is_all_seen_known_ = false;
  for (SharedMember& member : group_.shared) {
    member.shares.insert(member.shares.begin() + static_cast<std::ptrdiff_t>(place), PlotShare{});
  }
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    std::vector<std::int64_t>& slots = group_.members[i].slots;
    const bool known = place == slots.size() || slots[place == 0 ? 0 : place - 1] != kAbsent;
    slots.insert(slots.begin() + static_cast<std::ptrdiff_t>(place), absent[i] != 0 || !known ? kAbsent : kMissed);
  }
  ++group_.looks_seen;
  return place;
}

Information GroupSolver::fresh() const {
  Information out;
  for (std::size_t i = 0; i < 6; ++i) {
    const double sigma = i < 3 ? options_.group.spread_m : options_.group.spread_mps;
    out.j[7 * i] = 1.0 / (sigma * sigma);
  }
  return out;
}

void GroupSolver::add_member(std::int64_t track, std::size_t look, std::size_t plot) {
  GroupMember member{track, fresh(), true, std::vector<std::int64_t>(group_.looks.size(), kAbsent)};
  for (std::size_t k = look; k < group_.looks.size(); ++k) member.slots[k] = kMissed;
  member.slots[look] = static_cast<std::int64_t>(plot);
  group_.members.push_back(std::move(member));
  beliefs_.emplace_back();
  sum_up(beliefs_.size() - 1);
}

void GroupSolver::remove_member(std::size_t member) {
  fits_.clear();
  told_.clear();
  group_.members.erase(group_.members.begin() + static_cast<std::ptrdiff_t>(member));
  if (member < group_.shared.size()) group_.shared.erase(group_.shared.begin() + static_cast<std::ptrdiff_t>(member));
  beliefs_.erase(beliefs_.begin() + static_cast<std::ptrdiff_t>(member));
}

double GroupSolver::log_gain(std::size_t member) const {
  const GroupMember& m = group_.members[member];
  double out = log_integral(beliefs_[member].total) - log_integral(m.prior);
  for (std::size_t k = 0; k < group_.looks.size(); ++k) {
    const PlotTerms* plot = plot_of(m.slots[k], k);
    if (plot != nullptr) out += plot->gain - 0.5 * plot->yy;
  }
  return out;
}

}  // namespace tocsin::track
