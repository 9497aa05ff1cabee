#include "tocsin/track/meeting.hpp"

#include <algorithm>

namespace tocsin::track {
namespace {

int round_of(const TrackFile& track) {
  if (track.hits() < 2) return 3;
  if (track.is_single()) return 2;
  return track.is_confirmed() ? 0 : 1;
}

bool concerns(const LookView& look, const TrackFile& track, bool has_measurements, const Options& options) {
  if (track.state == message::TrackState::ended) return false;
  if (look.is_radar()) return !track.is_single();
  if (track.is_single()) return track.satellite == look.infrared->satellite;
  // A body that has burnt out is invisible: an empty look says nothing about it.
  return has_measurements || track.imm.boost_probability >= options.motion.negligible_boost;
}

bool was_hit_in(const TrackFile& track, const LookView& look) {
  const auto found = track.sensors.find(look.source);
  return found != track.sensors.end() && found->second.last_look == look.number;
}

/// Objects cross a fence while it sweeps: what counts is the smaller of the probabilities at both ends of the look.
/// `end`: that at its end.
ByMode expectation(const LookView& look, const TrackFile& track, const ByMode& end, const Imm& imm,
                   const Options& options) {
  const bool sweeps = look.is_radar() && !look.is_dwell && seconds_between(look.begin, look.end) > 0.2;
  if (!sweeps || end.boost < kNegligibleSight) return end;
  const CoastState at_begin = estimate_at(imm, look.begin, options.motion, options.burn);
  const ByMode begin = detection_probability(look, track, at_begin, options);
  return {std::min(begin.boost, end.boost), std::min(begin.coast, end.coast)};
}

/// How the radar of a look would report the estimate at its end.
std::optional<RadarSight> sight_at_end(Meeting& met, const LookView& look, const Options& options) {
  if (met.at_end.time != look.end) {  // the track has had a later measurement
    const CoastState then = estimate_at(met.at_end, look.end, options.motion, options.burn);
    return sight_of(*look.radar, then.mean, place_covariance(then));
  }
  std::optional<CoastState> mixed;
  const CoastState& estimate = combined(met.at_end, mixed);
  const auto out = sight_of(*look.radar, estimate.mean, place_with_curvature(estimate));
  if (out && !mixed) met.sight = out->reported;
  return out;
}

/// Carries the track to the look, and says how probable a measurement is. Where it may be.
Window meet_at_end(Meeting& met, const LookView& look, const Options& options) {
  const TrackFile& track = *met.track;
  met.carried = true;
  met.at_end = track.imm;
  advance(met.at_end, look.end, options.motion, options.burn);
  if (!look.is_radar()) {
    const CoastState at_end = estimate_at(met.at_end, look.end, options.motion, options.burn);
    const Window window = window_of(look, at_end, look.end, options);
    if (window.reachable) met.expected = detection_probability(look, track, at_end, options);
    return window;
  }
  const std::optional<RadarSight> sight = sight_at_end(met, look, options);
  const Window window = window_of(sight, look.end, options);
  if (!window.reachable) return window;
  const ByMode end = detection_probability(look, track, sight, options);
  met.expected = expectation(look, track, end, met.at_end, options);
  return window;
}

/// A track of one plot that the look misses at once.
bool is_missed_at_once(Meeting& met, const LookView& look, const SortedMeasurements& sorted, const Options& options) {
  const TrackFile& track = *met.track;
  if (!look.is_radar() || track.hits() != 1 || track.group != 0) return false;
  std::optional<CoastState> mixed;
  // what was not carried yet is with thrust where it is without
  const CoastState& then = track.imm.time == track.last_hit ? track.imm.coast : combined(track.imm, mixed);
  const auto expected = missed_at_once(look, then.mean, place_with_curvature(then), track.imm.time,
                                       estimated_rcs_m2(track, options), sorted, options);
  if (expected) met.expected = *expected;
  return expected.has_value();
}

}  // namespace

std::optional<ByMode> missed_at_once(const LookView& look, const StateVector<6>& mean, const Covariance<3>& place,
                                     Instant time, double rcs_m2, const SortedMeasurements& sorted,
                                     const Options& options) {
  constexpr double kSoon_s = 2.0;
  const double age_s = seconds_between(time, look.end);
  if (age_s < 0.0 || age_s > kSoon_s) return std::nullopt;
  const std::optional<RadarSight> sight = sight_of(*look.radar, mean, place);
  const Window reach = window_of(sight, time, options);
  if (!reach.reachable || sorted.any_in(reach)) return std::nullopt;
  return detection_probability(look, rcs_m2, sight, options);
}

void count_miss(const ByMode& expected, double& boost_probability, double& log_odds, std::int64_t& misses) {
  if (expected.boost < kNegligibleSight && expected.coast < kNegligibleSight) return;
  const double probability = miss(boost_probability, expected);
  miss(log_odds, probability);
  if (probability > 0.5) ++misses;
}

std::optional<MixtureInnovation> innovation(const Meeting& met, const Measurement& measurement, const ByMode& seen,
                                            const Options& options) {
  return innovation(met.at_end, measurement, seen, options, met.sight ? &*met.sight : nullptr);
}

void Meetings::start(std::size_t most) {
  if (pool_.size() < most) pool_.resize(most);
  count_ = 0;
  reach.clear();
}

Meeting& Meetings::add(TrackFile& track) {
  Meeting& out = pool_[count_++];
  out.track = &track;
  out.round = round_of(track);
  out.carried = out.taken = out.grouped = false;
  out.is_member = track.group != 0;
  out.expected = {};
  out.sight.reset();
  return out;
}

void meet(const LookView& look, SortedMeasurements& sorted, TrackList& tracks, const Options& options, Meetings& out) {
  out.start(tracks.size());
  for (TrackFile& track : tracks) {
    if (!concerns(look, track, !sorted.empty(), options)) continue;
    const std::size_t place = out.all().size();
    Meeting& met = out.add(track);
    met.taken = was_hit_in(track, look);
    if (is_missed_at_once(met, look, sorted, options)) continue;
    const Window window = meet_at_end(met, look, options);
    if (met.taken) continue;
    const auto& within = sorted.in(window);
    if (within.empty()) continue;
    const ByMode seen = hit_probability(met.expected, look, options);
    for (const SortedMeasurements::Entry& each : within) {
      Reached& reached = out.reach.emplace_back();
      reached.track = place;
      reached.measurement = each.place;
      // while the estimate is at hand
      if (!met.is_member) reached.innovation = innovation(met, *each.measurement, seen, options);
    }
  }
}

}  // namespace tocsin::track
