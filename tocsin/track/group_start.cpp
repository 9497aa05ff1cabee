#include "tocsin/track/group_start.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/track/hits.hpp"
#include "tocsin/track/initiation_radar.hpp"

namespace tocsin::track {
namespace {

/// Whether enough of the looks at which a member was in view have a plot of it.
bool is_supported(const GroupMember& member, const GroupOptions& options) {
  constexpr double kSeen = 0.4;
  const auto in_view =
      std::count_if(member.slots.begin(), member.slots.end(), [](auto slot) { return slot != kAbsent; });
  const auto seen = std::count_if(member.slots.begin(), member.slots.end(), [](auto slot) { return slot >= 0; });
  return seen >= options.min_plots && static_cast<double>(seen) >= kSeen * static_cast<double>(in_view);
}

/// Plots that nothing explains, most of which lie close to one of them: places in `arrived`, or nothing.
std::vector<std::size_t> crowd(const std::vector<Arrived>& arrived, const std::vector<char>& used,
                               const Options& options) {
  struct Left {
    double range_m = 0.0;
    std::size_t index = 0;
    Vec3 place;
  };
  std::vector<Left> left;
  for (std::size_t j = 0; j < arrived.size(); ++j) {
    const Measurement& m = arrived[j].measurement;
    if (used[j] == 0 && arrived[j].plausible) left.push_back({m.value[0], j, arrived[j].place->m});
  }
  std::sort(left.begin(), left.end(),
            [](const Left& a, const Left& b) { return std::pair(a.range_m, a.index) < std::pair(b.range_m, b.index); });
  const double radius = options.group.start_radius_m;
  std::vector<std::size_t> best;
  std::vector<std::size_t> near;
  std::size_t low = 0;
  for (const Left& centre : left) {
    while (left[low].range_m < centre.range_m - radius) ++low;
    near.clear();
    for (std::size_t k = low; k < left.size() && left[k].range_m <= centre.range_m + radius; ++k) {
      if (norm(left[k].place - centre.place) < radius) near.push_back(left[k].index);
    }
    if (near.size() > best.size()) best.swap(near);
  }
  return best.size() >= static_cast<std::size_t>(options.group.start_plots) ? best : std::vector<std::size_t>{};
}

}  // namespace

GroupLook empty_look(const LookView& look, double probability) {
  GroupLook out;
  out.source = look.source;
  out.number = look.number;
  out.time = look.end;
  out.log_missed = std::log1p(-std::min(probability, 0.999));
  return out;
}

GroupPlot group_plot(const Measurement& m, const LookView& look, double probability, const Options& options) {
  GroupPlot out;
  measured(out) = measured(m);
  const double p = std::min(probability, 0.999);
  out.log_gain = std::log(p / (1.0 - p)) - std::log(clutter_density(look, m.size, options));
  return out;
}

double sees_reference(const LookView& look, const GroupSolver& solver, const Options& options) {
  CoastState there;
  there.mean = solver.reference(look.end);
  for (int i = 0; i < 6; ++i) there.covariance(i, i) = i < 3 ? 1e6 : 1e4;
  return detection_probability(look, TrackFile{}, there, options).coast;
}

void write_back(TrackFile& track, const CoastState& estimate, Instant t) {
  track.imm.time = t;
  track.imm.coast = estimate;
  track.imm.boost.exists = false;
  track.imm.checked = t;
}

void make_track(CloseGroup& group, GroupSolver& solver, std::size_t member, const LookView& look, Work& work) {
  TrackFile track;
  track.number = work.memory.next_number++;
  track.group = group.number;
  track.imm.burning_since = look.end;
  track.imm.has_burnt_out = true;
  track.imm.burnt_out_at = look.end - seconds(work.options.burn.staging_s);
  const Instant newest = std::max(look.end, group.looks.back().time);
  write_back(track, solver.estimate(member, newest), newest);
  set_boost_probability(track.imm, 0.0);
  track.log_odds = prior_log_odds(look, work.options) + solver.log_gain(member);
  track.log_odds = std::min(track.log_odds, work.options.existence.max_log_odds);
  for (std::size_t k = 0; k < group.looks.size(); ++k) {
    const std::int64_t slot = group.members[member].slots[k];
    if (slot < 0) continue;
    const GroupLook& seen = group.looks[k];
    LookView view;
    view.source = seen.source;
    view.number = seen.number;
    view.radar = work.sensors.radar(seen.source);
    note_hit(track, measurement_of(seen, seen.plots[static_cast<std::size_t>(slot)], *view.radar), 1.0, view, work);
  }
  drop_anchor(track);
  if (deserves_confirmation(track, work.options)) track.state = message::TrackState::confirmed;
  group.members[member].track = track.number;
  work.memory.tracks.push_back(std::move(track));
}

void tell_apart(GroupSolver& solver, const LookView& look, Work& work) {
  CloseGroup& group = solver.group();
  group.gathers = false;
  const auto start_left_over = [&](std::size_t k) {
    std::vector<char> taken(group.looks[k].plots.size(), 0);
    for (const GroupMember& member : group.members) {
      if (member.slots[k] >= 0) taken[static_cast<std::size_t>(member.slots[k])] = 1;
    }
    for (std::size_t j = 0; j < taken.size(); ++j) {
      if (taken[j] == 0 && group.members.size() < static_cast<std::size_t>(work.options.group.max_members)) {
        solver.add_member(0, k, j);
      }
    }
  };
  for (std::size_t k = 0; k < group.looks.size(); ++k) {
    solver.assign(k);
    start_left_over(k);
  }
  for (int i = 0; i < 3; ++i) solver.sweep(group.looks.size());
  solver.exchange_tails();
  solver.sweep(group.looks.size());
  for (std::size_t i = group.members.size(); i-- > 0;) {
    if (!is_supported(group.members[i], work.options.group)) solver.remove_member(i);
  }
  if (group.members.empty()) return;
  solver.recentre();
  solver.share_out(group.looks.size());
  for (std::size_t i = 0; i < group.members.size(); ++i) make_track(group, solver, i, look, work);
}

void start_groups(const LookView& look, const std::vector<Arrived>& arrived, std::vector<char>& used, Work& work) {
  if (!look.has_field || look.is_dwell || look.radar->fence_revisit_s > work.options.group.start_revisit_s) return;
  for (;;) {
    const std::vector<std::size_t> near = crowd(arrived, used, work.options);
    if (near.empty()) return;
    CloseGroup group;
    group.number = work.memory.next_group++;
    group.gathers = true;
    group.epoch = look.end;
    Vec3 middle;
    for (const std::size_t j : near) {
      middle += arrived[j].place->m / static_cast<double>(near.size());
      used[j] = 1;
    }
    group.reference = {middle.x, middle.y, middle.z, 0.0, 0.0, 0.0};
    GroupSolver solver(group, work.sensors, work.options);
    const double expected = sees_reference(look, solver, work.options);
    const double probability = hit_probability({expected, expected}, look, work.options).coast;
    GroupLook seen = empty_look(look, probability);
    for (const std::size_t j : near) {
      seen.plots.push_back(group_plot(arrived[j].measurement, look, probability, work.options));
    }
    static_cast<void>(solver.add_look(std::move(seen), {}));
    work.memory.groups.push_back(std::move(group));
  }
}

}  // namespace tocsin::track
