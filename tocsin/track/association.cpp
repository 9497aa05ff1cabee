#include "tocsin/track/association.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/assignment.hpp"
#include "tocsin/track/burnout.hpp"
#include "tocsin/track/fusion.hpp"
#include "tocsin/track/groups.hpp"
#include "tocsin/track/hits.hpp"
#include "tocsin/track/initiation_infrared.hpp"
#include "tocsin/track/initiation_radar.hpp"
#include "tocsin/track/intake.hpp"

namespace tocsin::track {
namespace {

constexpr int kRounds = 4;

const sense::ReportedJacobian* sight_of(const Meeting& met) {
  return met.sight ? &*met.sight : nullptr;
}

/// Exact gate of one round: gains of the possible pairings.
std::vector<Pairing> gate(const LookView& look, std::span<const Meeting> met, int round, const Reach& reach,
                          const std::vector<Arrived>& arrived, const std::vector<char>& used, std::vector<Gated>& gated,
                          Work& work) {
  std::vector<Pairing> out;
  int size = 0;
  double log_clutter = 0.0;
  for (auto at = reach.begin(); at != reach.end();) {
    const std::size_t i = at->track;
    const auto end = std::find_if(at, reach.end(), [&](const Reached& each) { return each.track != i; });
    const auto begin = std::exchange(at, end);
    if (met[i].round != round || met[i].taken || met[i].grouped) continue;
    const double existence = existence_probability(*met[i].track);
    const double expected = met[i].at_end.boost_probability * met[i].expected.boost +
                            (1.0 - met[i].at_end.boost_probability) * met[i].expected.coast;
    const double alone = std::log1p(-std::min(existence * expected, 0.999));
    const double log_existence = std::log(existence);
    for (auto pair = begin; pair != end; ++pair) {
      const std::size_t j = pair->measurement;
      const Measurement& measurement = arrived[j].measurement;
      if (used[j] != 0) continue;
      const auto found =
          !met[i].is_member
              ? pair->innovation
              : innovation(met[i], measurement, hit_probability(met[i].expected, look, work.options), work.options);
      if (!found || found->nearest_squared > work.gates.threshold(measurement.size)) continue;
      if (measurement.size != size) {  // nearly all are of one
        size = measurement.size;
        log_clutter = std::log(clutter_density(look, size, work.options));
      }
      const double gain = log_existence + found->log_likelihood - log_clutter - alone;
      gated.push_back({i, j, found->nearest_squared, found->log_likelihood});
      out.push_back({i, j, gain});
    }
  }
  return out;
}

/// What follows from a hit once the track has its estimate.
void after_hit(TrackFile& track, const Options& options) {
  keep_waypoint(track, options);
  if (!track.is_confirmed() && deserves_confirmation(track, options)) track.state = message::TrackState::confirmed;
}

/// The filter takes the measurement; false, and the track ended, when that breaks it.
bool apply_hit(Meeting& met, const Arrived& arrived, double log_likelihood, const LookView& look, Work& work) {
  TrackFile& track = *met.track;
  const ByMode seen = hit_probability(met.expected, look, work.options);
  const std::optional<Agreement> found = correct(met.at_end, arrived.measurement, seen, work.options, sight_of(met));
  if (!found || !is_sound(met.at_end)) {
    end_track(track,
              "the filter broke on " + arrived.measurement.source + " " + std::to_string(arrived.measurement.sequence),
              work);
    return false;
  }
  if (found->coast) watch(track, arrived.measurement, *found->coast, work);
  track.imm = met.at_end;
  count_hit(track, arrived.measurement, log_likelihood, look, work);
  if (track.is_single()) {
    track.log_likelihood += log_likelihood - std::log(seen.boost);
    track.bearings.push_back(
        {arrived.measurement.source, arrived.measurement.sequence, arrived.measurement.time, *arrived.raw.bearing});
    if (track.bearings.size() > static_cast<std::size_t>(work.options.infrared.max_kept_bearings)) {
      track.bearings.erase(track.bearings.begin());
    }
  }
  note_hit(track, arrived.measurement, found->normalised, look, work);
  burnout_after_hit(track, arrived.measurement.time, !arrived.measurement.is_plot(), work.options.burn);
  after_hit(track, work.options);
  return true;
}

/// A bearing that no track has taken and that lies outside the gate of a plume, but so close that clutter is less
/// likely there than a plume measured badly: by how much it makes thrust more likely.
struct Stray {
  double odds = 1.0;
  Instant time;
};

std::optional<Stray> stray_of(const Meeting& met, const LookView& look, const std::vector<Arrived>& arrived,
                              const std::vector<char>& used, const Work& work) {
  const Imm& imm = met.at_end;
  const GateOptions& options = work.options.gate;
  if (look.is_radar() || !met.carried || !imm.boost.exists) return std::nullopt;
  const double range_m = norm(state_of<9>(imm.boost.mean).position.m - look.frame.origin.m);
  std::optional<Stray> out;
  for (std::size_t j = 0; j < arrived.size(); ++j) {
    if (used[j] != 0) continue;
    Measurement bad = arrived[j].measurement;
    for (double& variance : bad.variance) variance *= options.stray_factor * options.stray_factor;
    const auto found = innovation(imm.boost, bad, seconds_between(bad.time, imm.time), work.options.motion);
    if (!found) continue;
    const double others =
        clutter_density(look, bad.size, work.options) + neighbours_per_m2(*met.track, work) * range_m * range_m;
    const double seen = met.expected.boost * options.stray_share * std::exp(found->log_density) / others;
    const double odds = seen + 1.0 - met.expected.boost;
    if (odds > (out ? out->odds : 1.0)) out = Stray{odds, bad.time};
  }
  return out;
}

void apply_misses(std::span<Meeting> met, const LookView& look, const std::vector<Arrived>& arrived,
                  const std::vector<char>& used, Work& work) {
  // what a radar does not see may burn; a scan passes a plume at some moment of its look
  const Instant passed = look.is_radar() ? look.end : look.begin + seconds(0.5 * seconds_between(look.begin, look.end));
  for (Meeting& each : met) {
    if (each.taken || each.track->state == message::TrackState::ended) continue;
    if (each.expected.boost < kNegligibleSight && each.expected.coast < kNegligibleSight) continue;
    TrackFile& track = *each.track;
    if (each.carried && !is_sound(each.at_end)) {
      end_track(track, "the filter broke while it was carried forward", work);
      continue;
    }
    if (each.carried) track.imm = each.at_end;
    if (const auto stray = stray_of(each, look, arrived, used, work)) {
      const double mu = track.imm.boost_probability;
      set_boost_probability(track.imm, mu * stray->odds / (mu * stray->odds + 1.0 - mu));
      if (!track.burnout.time) burnout_after_hit(track, stray->time, true, work.options.burn);
      continue;
    }
    count_miss(each.expected, track.imm.boost_probability, track.log_odds, track.misses);
    burnout_after_miss(track, passed, look.is_radar() ? 0.0 : each.expected.boost, work.options.burn);
  }
}

TrackFile seen_first(const Measurement& m, const message::Bearing& raw, const LookView& look, std::int64_t number,
                     const Options& options) {
  TrackFile out = first_sight(m, raw, look, number, options);
  enter_hit(out, m, 0.0, look.number);
  burnout_after_hit(out, m.time, true, options.burn);
  drop_anchor(out);
  return out;
}

void start_new(const LookView& look, const std::vector<Arrived>& arrived, const std::vector<char>& used, Work& work) {
  Memory& memory = work.memory;
  for (std::size_t j = 0; j < arrived.size(); ++j) {
    if (used[j] != 0) continue;
    const Measurement& m = arrived[j].measurement;
    if (memory.tracks.size() + memory.lone.size() >= static_cast<std::size_t>(work.options.intake.max_tracks)) {
      refuse(m.source, m.sequence, "no room for another track", work);
      continue;
    }
    if (m.is_plot() && !arrived[j].plausible) {
      refuse(m.source, m.sequence, "no object of interest can be there (below ground, too high or too fast)", work);
      continue;
    }
    std::optional<LonePlot> lone;
    if (m.is_plot()) lone = lone_plot(m, *arrived[j].place, look, memory.next_number, work.options);
    if (lone && may_be_alone(*lone, work.options)) {
      ++memory.next_number;
      memory.lone.push_back(*lone);
      continue;
    }
    TrackFile track = lone ? track_file_of(*lone, work.options)
                           : seen_first(m, *arrived[j].raw.bearing, look, memory.next_number, work.options);
    if (!is_sound(track.imm)) {
      refuse(m.source, m.sequence, "no track can start from it", work);
      continue;
    }
    ++memory.next_number;
    memory.tracks.push_back(std::move(track));
  }
}

/// Groups take their plots, and their members the hits.
std::vector<GroupSolver> meet_groups(const LookView& look, const std::vector<Arrived>& arrived, const Reach& reach,
                                     std::span<Meeting> met, std::vector<char>& used, Work& work) {
  if (work.memory.groups.empty()) return {};
  std::vector<MemberSight> sights;
  std::vector<std::size_t> of;
  auto reached = reach.begin();
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i].track->group == 0 || met[i].taken) continue;
    MemberSight sight{met[i].track->number, met[i].track->group, met[i].expected.coast, {}, {}, 0.0, 0.0};
    reached = std::find_if(reached, reach.end(), [&](const Reached& each) { return each.track >= i; });
    for (; reached != reach.end() && reached->track == i; ++reached) sight.in_window.push_back(reached->measurement);
    sights.push_back(std::move(sight));
    of.push_back(i);
  }
  std::vector<GroupSolver> out = feed_groups(look, arrived, sights, used, work);
  for (std::size_t k = 0; k < sights.size(); ++k) {
    Meeting& each = met[of[k]];
    // a look that its group has no use for is used as that of any track
    each.grouped = std::any_of(out.begin(), out.end(),
                               [&](const GroupSolver& solver) { return solver.group().number == sights[k].group; });
    if (!sights[k].plot) continue;
    TrackFile& track = *each.track;
    const Measurement& m = arrived[*sights[k].plot].measurement;
    each.taken = true;
    track.imm = each.at_end;
    count_hit(track, m, sights[k].log_likelihood, look, work);
    note_hit(track, m, sights[k].innovation, look, work);
    after_hit(track, work.options);
  }
  return out;
}

}  // namespace

void process_look(const LookView& look, std::vector<Arrived> arrived, Work& work) {
  SortedMeasurements sorted;
  for (std::size_t j = 0; j < arrived.size(); ++j) sorted.add(arrived[j].measurement, j);
  sorted.sort();
  pass_lone_plots(look, sorted, work.memory, work.options);
  meet(look, sorted, work.memory.tracks, work.options, work.meetings);
  const std::span<Meeting> met = work.meetings.all();
  const Reach& reach = work.meetings.reach;
  std::vector<char> used(arrived.size(), 0);
  // only for the look of a step: an exact reserve for each of many would move all that was before
  if (work.out.assignments.empty()) work.out.assignments.reserve(arrived.size());
  std::vector<GroupSolver> groups;
  if (look.is_radar()) groups = meet_groups(look, arrived, reach, met, used, work);
  for (int round = 0; round < kRounds && !arrived.empty(); ++round) {
    std::vector<Gated> gated;
    const std::vector<Pairing> selected = assign(gate(look, met, round, reach, arrived, used, gated, work));
    for (const Pairing& pairing : selected) {
      // Gated pairs come in order of track and measurement.
      const auto found = std::partition_point(gated.begin(), gated.end(), [&](const Gated& g) {
        return std::pair(g.track, g.measurement) < std::pair(pairing.row, pairing.column);
      });
      Meeting& each = met[pairing.row];
      if (!apply_hit(each, arrived[pairing.column], found->log_likelihood, look, work)) continue;
      each.taken = true;
      used[pairing.column] = 1;
    }
  }
  apply_misses(met, look, arrived, used, work);
  if (!look.is_radar()) {
    for (Meeting& each : met) {
      if (each.taken && !each.track->is_single()) absorb_candidates(*each.track, look, work);
    }
  }
  for (std::size_t j = 0; j < arrived.size() && look.is_radar(); ++j) {
    if (used[j] != 0) continue;
    arrived[j].place = plot_position(arrived[j].measurement);
    arrived[j].plausible = is_plausible(arrived[j].measurement, *arrived[j].place, work.options);
  }
  if (look.is_radar()) settle_groups(look, arrived, std::move(groups), used, work);
  start_new(look, arrived, used, work);
  if (!look.is_radar() && !arrived.empty()) start_pairs(look, work);
  remove_ended(work.memory);
}

}  // namespace tocsin::track
