#include <algorithm>
#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/track/group_solver.hpp"
#include "tocsin/track/models_coast.hpp"

// Where a group is in time and space: its reference, its epoch, and what follows from them.
namespace tocsin::track {
namespace {

/// Tells what is known about a reference that has moved by `offset`.
void pull_back(Information& known, const StateVector<6>& offset) {
  const StateVector<6> moved = product(known.j, offset);
  for (std::size_t i = 0; i < 6; ++i) known.g[i] -= moved[i];
}

/// Tells a share about a reference that has moved by `offset`, to first order. The look is of the new reference.
void pull_back(PlotShare& share, const GroupLook& look, const StateVector<6>& offset) {
  const GroupSight& sight = look.sights[static_cast<std::size_t>(share.sight)];
  const auto size = static_cast<std::size_t>(sight.size);
  std::array<double, 4> seen{};
  for (std::size_t k = 0; k < size; ++k) {
    for (std::size_t c = 0; c < 6; ++c) seen[k] += sight.a[6 * k + c] * offset[c];
  }
  for (std::size_t k = 0; k < size; ++k) {
    for (std::size_t j = 0; j < size; ++j) share.pull[k] -= share.precision[size * k + j] * seen[j];
  }
}

}  // namespace

StateVector<6> GroupSolver::middle() const {
  StateVector<6> out{};
  for (const Belief& belief : beliefs_) {
    for (std::size_t i = 0; i < 6; ++i) out[i] += belief.moments.mean[i] / static_cast<double>(beliefs_.size());
  }
  return out;
}

void GroupSolver::rebuild() {
  fits_.clear();
  is_all_seen_known_ = false;
  Instant from = group_.epoch;
  StateVector<6> reference = group_.reference;
  StateMatrix<6> transition = identity_matrix();
  for (GroupLook& look : group_.looks) {
    const Moved<6> moved = move(reference, seconds_between(from, look.time), options_.motion, false);
    from = look.time;
    reference = look.reference = moved.mean;
    transition = look.transition = product(moved.transition, transition);
    linearise(look);
  }
  for (std::size_t i = 0; i < beliefs_.size(); ++i) sum_up(i);
}

void GroupSolver::shift(const StateVector<6>& offset) {
  for (GroupMember& member : group_.members) pull_back(member.prior, offset);
  for (SharedMember& shared : group_.shared) pull_back(shared.prior, offset);
  for (std::size_t i = 0; i < 6; ++i) group_.reference[i] += offset[i];
  rebuild();
  for (std::size_t i = 0; i < group_.shared.size(); ++i) {
    std::vector<PlotShare>& shares = group_.shared[i].shares;
    for (std::size_t k = 0; k < shares.size(); ++k) {
      if (shares[k].sight >= 0) pull_back(shares[k], group_.looks[k], offset);
    }
    sum_up_shares(i);
  }
}

void GroupSolver::recentre() {
  if (!beliefs_.empty()) shift(middle());
}

void GroupSolver::move_epoch(std::size_t first) {
  TOCSIN_REQUIRE(first < group_.looks.size(), "a group keeps its newest look");
  const GroupLook& start = group_.looks[first];
  const double dt_s = seconds_between(group_.epoch, start.time);
  const StateMatrix<6> transition = start.transition;
  const StateVector<6> offset = product(transition, middle());
  const Covariance<6> noise =
      dt_s > 0.0 ? process_noise(group_.reference, dt_s, options_.motion, false) : Covariance<6>{};
  const auto moved = [&](const Information& known) {
    const std::optional<Moments> found = moments(known);
    if (!found) return fresh();
    const Moments& before = *found;
    Moments after{product(transition, before.mean), congruence(transition, before.covariance)};
    for (std::size_t i = 0; i < 36; ++i) after.covariance[i] += noise.a[i];
    return information(after).value_or(fresh());
  };
  std::vector<Information> said(group_.members.size());
  for (std::size_t k = 0; k < first; ++k) {
    const std::vector<PlotShare> look = shares(k);
    for (std::size_t i = 0; i < said.size(); ++i) add_share(said[i], look[i], k);
  }
  for (std::size_t i = 0; i < said.size(); ++i) {
    GroupMember& member = group_.members[i];
    const bool nothing_dropped =
        std::all_of(member.slots.begin(), member.slots.begin() + static_cast<std::ptrdiff_t>(first),
                    [](std::int64_t slot) { return slot < 0; });
    if (member.is_fresh && nothing_dropped) {
      // nothing was known of it yet: it is as fresh about the new reference
      member.prior = fresh();
    } else {
      Information known = member.prior;
      add(known, said[i].j, said[i].g);
      member.prior = moved(known);
      member.is_fresh = false;
    }
    member.slots.erase(member.slots.begin(), member.slots.begin() + static_cast<std::ptrdiff_t>(first));
  }
  for (std::size_t i = 0; i < group_.shared.size(); ++i) {
    SharedMember& shared = group_.shared[i];
    for (std::size_t k = 0; k < first; ++k) add_share(shared.prior, shared.shares[k], k);
    shared.prior = group_.members[i].is_fresh ? fresh() : moved(shared.prior);
    shared.shares.erase(shared.shares.begin(), shared.shares.begin() + static_cast<std::ptrdiff_t>(first));
  }
  group_.epoch = start.time;
  group_.reference = start.reference;
  group_.looks.erase(group_.looks.begin(), group_.looks.begin() + static_cast<std::ptrdiff_t>(first));
  shift(offset);
}

void GroupSolver::fit_reference() {
  constexpr double kPlace_m = 1e4;
  Information known;
  for (std::size_t i = 0; i < 6; ++i) {
    const double sigma = i < 3 ? kPlace_m : options_.radar.velocity_sigma_mps;
    known.j[7 * i] = 1.0 / (sigma * sigma);
  }
  for (const GroupLook& look : group_.looks) {
    if (look.terms.empty()) continue;
    const GroupSight& sight = look.sights.front();
    const double weight = static_cast<double>(look.terms.size());
    StateVector<6> weighted{};
    for (std::size_t k = 0; k < static_cast<std::size_t>(sight.size); ++k) {
      std::vector<double> y;
      for (const PlotTerms& terms : look.terms) y.push_back(terms.y[k]);
      std::sort(y.begin(), y.end());
      const double median = 0.5 * (y[(y.size() - 1) / 2] + y[y.size() / 2]);
      for (std::size_t c = 0; c < 6; ++c) weighted[c] += weight * sight.a[6 * k + c] * median;
    }
    track::add(known, sight.aa, weighted, 1.0);
    for (std::size_t i = 0; i < 36; ++i) known.j[i] += (weight - 1.0) * sight.aa[i];
  }
  const auto found = moments(known);
  if (!found) return;
  for (std::size_t i = 0; i < 6; ++i) group_.reference[i] += found->mean[i];
  rebuild();
}

bool GroupSolver::are_close(std::size_t a, std::size_t b) const {
  // squared distance, in units of a plot's error, beyond which no plot fits both
  constexpr double kApart = 4.0 * kGroupGate;
  StateVector<6> offset{};
  for (std::size_t i = 0; i < 6; ++i) offset[i] = beliefs_[a].moments.mean[i] - beliefs_[b].moments.mean[i];
  return std::any_of(group_.looks.begin(), group_.looks.end(), [&](const GroupLook& look) {
    if (look.sights.empty()) return false;
    const StateVector<6> seen = product(look.sights.front().aa, offset);
    double squared = 0.0;
    for (std::size_t i = 0; i < 6; ++i) squared += seen[i] * offset[i];
    return squared < kApart;
  });
}

Moved<6> GroupSolver::reference_at(Instant t) const {
  if (group_.looks.empty()) return move(group_.reference, seconds_between(group_.epoch, t), options_.motion, false);
  const GroupLook& newest = group_.looks.back();
  Moved<6> out = move(newest.reference, seconds_between(newest.time, t), options_.motion, false);
  out.transition = product(out.transition, newest.transition);
  return out;
}

StateVector<6> GroupSolver::reference(Instant t) const {
  return reference_at(t).mean;
}

CoastState GroupSolver::estimate(std::size_t member, Instant t) const {
  const Moved<6> moved = reference_at(t);
  const Moments& known = told_.empty() ? beliefs_[member].moments : told_[member];
  const StateVector<6> offset = product(moved.transition, known.mean);
  CoastState out;
  for (std::size_t i = 0; i < 6; ++i) out.mean[i] = moved.mean[i] + offset[i];
  out.covariance.a = congruence(moved.transition, known.covariance);
  const double age_s = seconds_between(group_.epoch, t);
  if (age_s > 0.0) {
    const Covariance<6> noise = process_noise(out.mean, age_s, options_.motion, false);
    for (std::size_t i = 0; i < 36; ++i) out.covariance.a[i] += noise.a[i];
  }
  return out;
}

}  // namespace tocsin::track
