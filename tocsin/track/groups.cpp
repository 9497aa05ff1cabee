#include "tocsin/track/groups.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/group_start.hpp"
#include "tocsin/track/initiation_radar.hpp"

namespace tocsin::track {
namespace {

TrackFile* find_track(Memory& memory, std::int64_t number) {
  const auto at = std::lower_bound(memory.tracks.begin(), memory.tracks.end(), number,
                                   [](const TrackFile& t, std::int64_t n) { return t.number < n; });
  if (at == memory.tracks.end() || at->number != number) return nullptr;
  return at->state == message::TrackState::ended ? nullptr : &*at;
}

/// Whether a plot lies near the middle of the group.
bool is_near(const Measurement& plot, const StateVector<6>& reference, const Options& options) {
  return norm(plot_position(plot).m - state_of<6>(reference).position.m) < options.group.start_radius_m;
}

void decide(GroupSolver& solver, const CloseGroup& group, std::size_t place, const GroupOptions& options) {
  solver.assign(place);
  solver.sweep(static_cast<std::size_t>(options.sweep_looks));
  if (group.looks_seen % options.review_interval != 0) return;
  solver.exchange_tails();
  solver.sweep(group.looks.size());
  solver.decide_afresh();
  const std::uint64_t stream = static_cast<std::uint64_t>(group.looks_seen);
  Random random = Random(static_cast<std::uint64_t>(group.number), "close group").substream(stream);
  const std::size_t most = static_cast<std::size_t>(options.most_draws) / group.members.size();
  for (std::size_t n = 0; n < most && solver.is_strained(options.strain_sigmas); ++n) solver.draw_afresh(random);
}

/// Feeds one group; nothing when the look does not concern it.
std::optional<GroupSolver> feed(CloseGroup& group, const LookView& look, const std::vector<Arrived>& arrived,
                                const std::vector<MemberSight*>& members, std::vector<char>& used, Work& work) {
  const Options& options = work.options;
  GroupSolver solver(group, work.sensors, options);
  double probability = 0.0;
  std::vector<char> absent(group.members.size(), 1);
  if (group.gathers) {
    probability = sees_reference(look, solver, options);
    if (probability < 0.1) return std::nullopt;
  } else {
    double count = 0.0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i] == nullptr || members[i]->expected < kNegligibleSight) continue;
      absent[i] = 0;
      probability += members[i]->expected;
      count += 1.0;
    }
    if (count == 0.0) return std::nullopt;
    probability /= count;
  }
  probability = hit_probability({probability, probability}, look, options).coast;
  const StateVector<6> reference = solver.reference(look.end);
  GroupLook seen = empty_look(look, probability);
  std::vector<std::size_t> from;  // place among the arrived
  for (std::size_t j = 0; j < arrived.size(); ++j) {
    const Measurement& m = arrived[j].measurement;
    if (used[j] != 0) continue;
    const bool reached = std::any_of(members.begin(), members.end(), [&](const MemberSight* each) {
      return each != nullptr && std::find(each->in_window.begin(), each->in_window.end(), j) != each->in_window.end();
    });
    if (!reached && !is_near(m, reference, options)) continue;
    seen.plots.push_back(group_plot(m, look, probability, options));
    from.push_back(j);
  }
  const std::size_t place = solver.add_look(std::move(seen), absent);
  if (group.gathers) {
    for (const std::size_t j : from) used[j] = 1;
    for (int i = 0; i < 3; ++i) solver.fit_reference();
    return solver;
  }
  decide(solver, group, place, options.group);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::int64_t slot = group.members[i].slots[place];
    if (slot < 0 || members[i] == nullptr) continue;
    const std::size_t plot = static_cast<std::size_t>(slot);
    const std::optional<GroupFit> fit = solver.fit(i, place, plot);
    const Measurement& m = arrived[from[plot]].measurement;
    members[i]->plot = from[plot];
    used[from[plot]] = 1;
    const double missed = group.looks[place].log_missed;
    const double gain = fit ? fit->gain : 0.0;
    members[i]->log_likelihood = gain + missed + std::log(clutter_density(look, m.size, options));
    members[i]->innovation = fit ? fit->squared / m.size : 1.0;
  }
  return solver;
}

/// Plots of the look near the group that are no member's start members.
void start_members(CloseGroup& group, GroupSolver& solver, const LookView& look, const std::vector<Arrived>& arrived,
                   std::vector<char>& used, Work& work) {
  const auto at = std::find_if(group.looks.begin(), group.looks.end(),
                               [&](const GroupLook& l) { return l.number == look.number && l.source == look.source; });
  if (at == group.looks.end()) return;
  const std::size_t place = static_cast<std::size_t>(at - group.looks.begin());
  const StateVector<6> reference = solver.reference(look.end);
  for (std::size_t j = 0; j < at->plots.size(); ++j) {
    if (group.members.size() >= static_cast<std::size_t>(work.options.group.max_members)) return;
    const auto from = std::find_if(arrived.begin(), arrived.end(),
                                   [&](const Arrived& a) { return a.measurement.sequence == at->plots[j].sequence; });
    if (from == arrived.end()) continue;
    const std::size_t index = static_cast<std::size_t>(from - arrived.begin());
    if (used[index] != 0 || !is_near(from->measurement, reference, work.options)) continue;
    used[index] = 1;
    solver.add_member(0, place, j);
    make_track(group, solver, group.members.size() - 1, look, work);
  }
}

/// Members whose track is gone, is seen to burn, falls into air, or is alone, go.
void thin_out(CloseGroup& group, GroupSolver& solver, bool look_for_lonely, Work& work) {
  const MotionOptions& motion = work.options.motion;
  for (std::size_t i = group.members.size(); i-- > 0;) {
    TrackFile* track = find_track(work.memory, group.members[i].track);
    bool goes = track == nullptr || track->group != group.number ||
                track->imm.boost_probability >= motion.negligible_boost ||
                earth::height_above_ellipsoid_m(state_of<6>(track->imm.coast.mean).position) < motion.drag_below_m;
    if (!goes && look_for_lonely) {
      goes = true;
      for (std::size_t j = 0; j < group.members.size() && goes; ++j) goes = j == i || !solver.are_close(i, j);
    }
    if (!goes) continue;
    if (track != nullptr && track->group == group.number) track->group = 0;
    solver.remove_member(i);
  }
}

void settle(GroupSolver& solver, const LookView& look, const std::vector<Arrived>& arrived, std::vector<char>& used,
            Work& work) {
  const GroupOptions& options = work.options.group;
  CloseGroup& group = solver.group();
  const bool whole_window = group.looks.size() > static_cast<std::size_t>(options.window_looks);
  thin_out(group, solver, whole_window, work);
  if (group.members.empty()) return;
  start_members(group, solver, look, arrived, used, work);
  const Instant newest = std::max(look.end, group.looks.back().time);
  if (group.looks_seen % options.review_interval == 0 && solver.follow_decisions()) {
    solver.share_out(group.looks.size());
  } else {
    solver.share_out(static_cast<std::size_t>(options.share_looks));
    if (group.looks_seen % options.share_interval == 0) solver.share_out_unsettled();
  }
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    TrackFile& track = *find_track(work.memory, group.members[i].track);
    write_back(track, solver.estimate(i, newest), newest);
  }
  if (whole_window) {
    solver.move_epoch(static_cast<std::size_t>(options.block_looks));
  } else if (group.looks_seen % options.block_looks == 0) {
    solver.recentre();
  }
}

void end_groups(Work& work) {
  std::erase_if(work.memory.groups, [&](const CloseGroup& group) {
    if (group.gathers || group.members.size() > 1) return false;
    for (const GroupMember& member : group.members) {
      TrackFile* track = find_track(work.memory, member.track);
      if (track != nullptr && track->group == group.number) track->group = 0;
    }
    return true;
  });
}

/// Whether its newest look is too far from this time.
bool is_stale(const CloseGroup& group, Instant t, const GroupOptions& options) {
  return std::abs(seconds_between(newest_time(group), t)) > options.patience_s;
}

}  // namespace

std::vector<GroupSolver> feed_groups(const LookView& look, const std::vector<Arrived>& arrived,
                                     std::vector<MemberSight>& members, std::vector<char>& used, Work& work) {
  std::vector<GroupSolver> out;
  for (CloseGroup& group : work.memory.groups) {
    if (!group.looks.empty() && look.end < group.epoch) continue;  // its decisions are closed
    if (is_stale(group, look.end, work.options.group)) continue;
    std::vector<MemberSight*> own(group.members.size(), nullptr);
    for (MemberSight& sight : members) {
      if (sight.group != group.number) continue;
      const auto at = std::find_if(group.members.begin(), group.members.end(),
                                   [&](const GroupMember& m) { return m.track == sight.track; });
      if (at != group.members.end()) own[static_cast<std::size_t>(at - group.members.begin())] = &sight;
    }
    if (auto fed = feed(group, look, arrived, own, used, work)) out.push_back(std::move(*fed));
  }
  return out;
}

void settle_groups(const LookView& look, const std::vector<Arrived>& arrived, std::vector<GroupSolver> concerned,
                   std::vector<char>& used, Work& work) {
  for (GroupSolver& solver : concerned) {
    if (!solver.group().gathers) {
      settle(solver, look, arrived, used, work);
    } else if (solver.group().looks_seen >= work.options.group.start_looks) {
      tell_apart(solver, look, work);
    }
  }
  end_groups(work);
  start_groups(look, arrived, used, work);
}

void drop_stale_groups(Work& work) {
  std::erase_if(work.memory.groups, [&](const CloseGroup& group) {
    if (!is_stale(group, *work.memory.now, work.options.group)) return false;
    for (TrackFile& track : work.memory.tracks) {
      if (track.group == group.number) track.group = 0;
    }
    return true;
  });
}

}  // namespace tocsin::track
