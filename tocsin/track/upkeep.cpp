#include "tocsin/track/upkeep.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <vector>

#include "tocsin/track/burnout.hpp"
#include "tocsin/track/fusion.hpp"
#include "tocsin/track/groups.hpp"
#include "tocsin/track/hits.hpp"
#include "tocsin/track/intake.hpp"

namespace tocsin::track {
namespace {

/// Moves tracks that no look has touched for a while close to the present, so that ticks and looks need no long way.
/// True where it did.
bool follow(TrackFile& track, Instant to, const Options& options) {
  if (seconds_between(track.imm.time, to) < options.intake.follow_lag_s) return false;
  advance(track.imm, to, options.motion, options.burn);
  return true;
}

}  // namespace

void publish(TrackFile& track, Work& work) {
  track.id = work.memory.next_id++;
  tell_evidence(track, work);
}

void tell_evidence(const TrackFile& track, Work& work) {
  track.evidence.each([&](const Evidence& each) {
    work.out.assignments.push_back({track.id, each.source, each.sequence});
  });
}

void add_evidence(TrackFile& track, const std::string& source, std::int64_t sequence, Work& work) {
  track.evidence.push_back({source, sequence});
  if (track.id != 0) work.out.assignments.push_back({track.id, source, sequence});
}

void hand_over_evidence(const TrackFile& from, TrackFile& to, Work& work) {
  from.evidence.each([&](const Evidence& each) { add_evidence(to, each.source, each.sequence, work); });
}

void end_track(TrackFile& track, const std::string& reason, Work& work) {
  track.state = message::TrackState::ended;
  if (track.id == 0) return;
  // not after a leap of the clock: nobody carries an estimate over it
  const Instant latest = track.imm.time + seconds(work.options.existence.max_unseen_s);
  const Instant t = std::max(track.imm.time, std::min(work.memory.now.value_or(track.imm.time), latest));
  TrackFile last = track;
  if (!is_sound(last.imm)) {
    // What is told of a broken filter is where it was when it last made sense, or nothing.
    if (!reason.empty()) work.out.broken.push_back({track.id, reason});
    return;
  }
  work.memory.ended.push_back(report(last, t, radar_factors(work.memory), work.options));
  if (!reason.empty()) work.memory.ended.back().end_reason = reason;
}

void remove_ended(Memory& memory) {
  memory.tracks.remove_if([](const TrackFile& t) { return t.state == message::TrackState::ended; });
}

message::Track report(const TrackFile& track, Instant t, std::span<const RadarFactor> radars, const Options& options) {
  std::optional<Imm> forecast;
  if (t > track.imm.time) {
    forecast = track.imm;
    advance(*forecast, t, options.motion, options.burn);
    // A forecast that leads nowhere is not told: the last estimate that made sense is.
    if (!is_sound(*forecast)) forecast.reset();
  }
  const Imm& imm = forecast ? *forecast : track.imm;
  std::optional<CoastState> mixed;
  const CoastState estimate = with_curvature(combined(imm, mixed));
  message::Track out;
  out.id = track.id;
  out.time = imm.time;
  out.kind = track.kind;
  out.state = track.state;
  out.position_m = state_of<6>(estimate.mean).position.m;
  out.velocity_mps = state_of<6>(estimate.mean).velocity.mps;
  out.covariance = estimate.covariance;
  const double factor = covariance_factor(track, radars);
  for (double& value : out.covariance.a) value *= factor;
  out.boost_probability = imm.boost_probability;
  out.existence = existence_probability(track);
  out.first_seen = track.first_seen;
  out.last_hit = track.last_hit;
  out.infrared_hits = track.infrared_hits;
  out.radar_hits = track.radar_hits;
  out.misses = track.misses;
  out.radar_seconds = track.radar_contact.seconds();
  out.sensors.reserve(track.sensors.size());
  for (const auto& [name, hits] : track.sensors) {
    out.sensors.push_back(name);
    out.hits_by_sensor.emplace_hint(out.hits_by_sensor.end(), name, hits.count);
  }
  out.burnout_time = track.burnout.time;
  out.burnout_sigma_s = track.burnout.sigma_s;
  if (track.burnout.time) {
    out.burnout_earliest = track.burnout.earliest;
    out.burnout_latest = track.burnout.latest;
  }
  out.normalised_innovation = track.innovation;
  out.parent = track.parent;
  return out;
}

namespace {

/// First thing at a tick: nothing may be carried over a leap of the clock, which would take as long as the leap is
/// wide.
void drop_unseen(Work& work) {
  drop_lone_plots(work.memory, work.options.existence.max_unseen_s);
  bool any = false;
  for (TrackFile& track : work.memory.tracks) {
    const double unseen_s = std::abs(seconds_between(track.last_hit, *work.memory.now));
    if (unseen_s <= work.options.existence.max_unseen_s) continue;
    end_track(track, "unseen for too long", work);
    any = true;
  }
  if (any) remove_ended(work.memory);
  drop_stale_groups(work);
}

void keep_up(Work& work) {
  Memory& memory = work.memory;
  const Instant now = *memory.now;
  const Instant to = now - seconds(work.options.intake.follow_lag_s);
  keep_up_lone_plots(memory, work.options);
  for (TrackFile& track : memory.tracks) {
    // looks check what they change
    if ((follow(track, to, work.options) || track.group != 0) && !is_sound(track.imm)) {
      end_track(track, "the filter broke while it was carried forward", work);
      continue;
    }
    if (track.burnout.last_probability > 0.0 && !track.burnout.time) {
      burnout_by_time(track, now, track.imm.boost_probability, work.options.burn);
    }
    const std::string reason = reason_to_end(track, now, work.sensors, work.options);
    if (!reason.empty()) end_track(track, reason, work);
  }
  remove_ended(memory);
  merge_tracks(work);
  find_parents(work);
}

void report_tracks(TickReport what, Work& work) {
  Memory& memory = work.memory;
  std::move(memory.ended.begin(), memory.ended.end(), std::back_inserter(work.out.tracks));
  memory.ended.clear();
  if (what == TickReport::ended_only) return;
  // in the order in which they are told, so that hardly a large message moves when they are sorted
  std::vector<const TrackFile*> told;
  told.reserve(memory.tracks.size());
  for (const TrackFile& track : memory.tracks) {
    if (track.id != 0) told.push_back(&track);
  }
  std::sort(told.begin(), told.end(), [](const TrackFile* a, const TrackFile* b) { return a->id < b->id; });
  work.out.tracks.reserve(work.out.tracks.size() + told.size());
  const std::vector<RadarFactor> radars = radar_factors(memory);
  for (const TrackFile* track : told) work.out.tracks.push_back(report(*track, *memory.now, radars, work.options));
}

}  // namespace

void pass_tick(Instant time, TickReport what, Work& work) {
  const bool is_first = !work.memory.now;
  work.memory.now = time;
  if (is_first) refuse_mistimed(work);
  drop_unseen(work);
  take_orphans(work);
  keep_up(work);
  report_tracks(what, work);
}

}  // namespace tocsin::track
