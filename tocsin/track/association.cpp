#include "tocsin/track/association.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/track/assignment.hpp"
#include "tocsin/track/burnout.hpp"
#include "tocsin/track/fusion.hpp"
#include "tocsin/track/initiation_infrared.hpp"
#include "tocsin/track/initiation_radar.hpp"

namespace tocsin::track {
namespace {

constexpr int kRounds = 4;
constexpr double kNegligible = 1e-3;  // looks that see an object less probably than this say nothing about it

/// A track as one look meets it.
struct Met {
  TrackFile* track = nullptr;
  int round = 0;
  Imm at_end;  ///< estimate at the end of the look, or later when the look is late
  ByMode expected;
  Window window;
  bool taken = false;  ///< has its hit of this look
};

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
ByMode expectation(const LookView& look, const TrackFile& track, const CoastState& at_end, const Imm& imm,
                   const Options& options) {
  const ByMode end = detection_probability(look, track, at_end, options);
  const bool sweeps = look.is_radar() && !look.is_dwell && seconds_between(look.begin, look.end) > 0.2;
  if (!sweeps || end.boost < kNegligible) return end;
  const CoastState at_begin = estimate_at(imm, look.begin, options.motion, options.burn);
  const ByMode begin = detection_probability(look, track, at_begin, options);
  return {std::min(begin.boost, end.boost), std::min(begin.coast, end.coast)};
}

std::vector<Met> meet(const LookView& look, bool has_measurements, Work& work) {
  std::vector<Met> out;
  const Options& options = work.options;
  for (TrackFile& track : work.memory.tracks) {
    if (!concerns(look, track, has_measurements, options)) continue;
    Met met;
    met.track = &track;
    met.round = round_of(track);
    met.at_end = track.imm;
    advance(met.at_end, look.end, options.motion, options.burn);
    const CoastState at_end = estimate_at(met.at_end, look.end, options.motion, options.burn);
    met.window = window_of(look, at_end, look.end, options);
    met.taken = was_hit_in(track, look);
    if (met.window.reachable) met.expected = expectation(look, track, at_end, met.at_end, options);
    out.push_back(met);
  }
  return out;
}

/// Exact gate of one round: gains of the possible pairings.
std::vector<Pairing> gate(const LookView& look, const std::vector<Met>& met, int round,
                          const std::vector<Arrived>& arrived, const std::vector<char>& used, std::vector<Gated>& gated,
                          Work& work) {
  std::vector<Pairing> out;
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i].round != round || met[i].taken) continue;
    const ByMode seen = hit_probability(met[i].expected, look, work.options);
    const double existence = existence_probability(*met[i].track);
    const double expected = met[i].at_end.boost_probability * met[i].expected.boost +
                            (1.0 - met[i].at_end.boost_probability) * met[i].expected.coast;
    const double alone = std::log1p(-std::min(existence * expected, 0.999));
    for (std::size_t j = 0; j < arrived.size(); ++j) {
      const Measurement& measurement = arrived[j].measurement;
      if (used[j] != 0 || !may_contain(met[i].window, measurement)) continue;
      const auto found = innovation(met[i].at_end, measurement, seen, work.options);
      if (!found || found->nearest_squared > work.gates.threshold(measurement.size)) continue;
      const double clutter = clutter_density(look, measurement.size, work.options);
      const double gain = std::log(existence) + found->log_likelihood - std::log(clutter) - alone;
      gated.push_back({i, j, found->nearest_squared, found->log_likelihood});
      out.push_back({i, j, gain});
    }
  }
  return out;
}

void note_hit(TrackFile& track, const Arrived& arrived, double innovation, const LookView& look, Work& work) {
  const Measurement& m = arrived.measurement;
  const bool first = track.hits() == 0;
  SensorHits& sensor = track.sensors[m.source];
  if (sensor.count == 0) sensor.first = m.time;
  sensor.last = sensor.count == 0 ? m.time : std::max(sensor.last, m.time);
  sensor.first = std::min(sensor.first, m.time);
  ++sensor.count;
  sensor.last_look = look.number;
  std::copy_backward(sensor.recent_looks.begin(), sensor.recent_looks.end() - 1, sensor.recent_looks.end());
  sensor.recent_looks.front() = look.number;
  track.first_seen = first ? m.time : std::min(track.first_seen, m.time);
  track.last_hit = first ? m.time : std::max(track.last_hit, m.time);
  track.misses = 0;
  if (m.is_plot()) {
    track.radar_contact.see(m.time);
    ++track.radar_hits;
    const sense::GeometricPlace place = sense::geometric_place(*m.radar, m.value[0], m.value[2],
                                                               m.size == 4 ? std::optional(m.value[3]) : std::nullopt);
    track.rcs_sum_m2 +=
        shown_rcs_m2(*m.radar, place.range_m, m.snr_db, sense::pattern_gain(*m.radar, m.value[1], m.value[2]));
  } else {
    const double log_intensity = std::log(std::max(m.intensity_w_sr, 1.0));
    const double share = track.infrared_hits == 0 ? 1.0 : 0.3;  // follows growth in some hits, not flicker in one
    track.log_intensity += share * (log_intensity - track.log_intensity);
    ++track.infrared_hits;
  }
  if (!first) {
    const double share = 1.0 / static_cast<double>(std::min<std::int64_t>(track.hits() - 1, 12));
    track.innovation += share * (innovation - track.innovation);
  }
  add_evidence(track, m.source, m.sequence, work);
  if (track.hits() == 2) publish(track, work);
}

/// Satellite of a track's newest bearing.
std::string newest_satellite(const TrackFile& track, const sense::Sensors& sensors) {
  std::string out;
  std::optional<Instant> newest;
  for (const auto& [name, hits] : track.sensors) {
    const sense::InfraredSensor* infrared = sensors.infrared(name);
    if (infrared == nullptr || (newest && hits.last <= *newest)) continue;
    newest = hits.last;
    out = infrared->satellite;
  }
  return out;
}

/// Lets a hit count for the belief that a track is an object. A track in space that infrared has not confirmed yet may
/// be two rays of different vehicles of a salvo: then what is measured may be one of those, and a satellite that began
/// the track goes on seeing its vehicle whether the pair was right or not. Only a further satellite tells; where there
/// is none, that both stay on the track in turn is weak evidence.
void count_hit(TrackFile& track, const Arrived& arrived, double log_likelihood, const LookView& look,
               const Work& work) {
  double others = clutter_density(look, arrived.measurement.size, work.options);
  if (!look.is_radar() && !track.is_single() && !track.is_confirmed()) {
    const double range_m = norm(state_of<6>(combined(track.imm).mean).position.m - look.frame.origin.m);
    const double neighbours = neighbours_per_m2(track, work) * range_m * range_m;
    const bool crowded = neighbours > others;
    others += neighbours;
    if (crowded && has_seen(look.infrared->satellite, track, work.sensors)) {
      const bool in_turn = newest_satellite(track, work.sensors) != look.infrared->satellite;
      log_likelihood = std::min(log_likelihood, std::log(others) + (in_turn ? std::log(2.0) : 0.0));
    }
  }
  hit(track, log_likelihood, others, work.options.existence);
}

/// The filter takes the measurement; false, and the track ended, when that breaks it.
bool apply_hit(Met& met, const Arrived& arrived, double log_likelihood, const LookView& look, Work& work) {
  TrackFile& track = *met.track;
  const ByMode seen = hit_probability(met.expected, look, work.options);
  Imm corrected = met.at_end;
  const std::optional<double> innovation = correct(corrected, arrived.measurement, seen, work.options);
  if (!innovation || !is_sound(corrected)) {
    end_track(track,
              "the filter broke on " + arrived.measurement.source + " " + std::to_string(arrived.measurement.sequence),
              work);
    return false;
  }
  track.imm = corrected;
  met.at_end = corrected;
  count_hit(track, arrived, log_likelihood, look, work);
  if (track.is_single()) {
    track.log_likelihood += log_likelihood - std::log(seen.boost);
    track.bearings.push_back(
        {arrived.measurement.source, arrived.measurement.sequence, arrived.measurement.time, *arrived.raw.bearing});
    if (track.bearings.size() > static_cast<std::size_t>(work.options.infrared.max_kept_bearings)) {
      track.bearings.erase(track.bearings.begin());
    }
  }
  note_hit(track, arrived, *innovation, look, work);
  burnout_after_hit(track, arrived.measurement.time, !arrived.measurement.is_plot(), work.options.burn);
  keep_waypoint(track, work.options);
  if (!track.is_confirmed() && deserves_confirmation(track, work.options)) {
    track.state = message::TrackState::confirmed;
  }
  return true;
}

void apply_misses(std::vector<Met>& met, const LookView& look, Work& work) {
  for (Met& each : met) {
    if (each.taken || each.track->state == message::TrackState::ended) continue;
    if (each.expected.boost < kNegligible && each.expected.coast < kNegligible) continue;
    TrackFile& track = *each.track;
    if (!is_sound(each.at_end)) {
      end_track(track, "the filter broke while it was carried forward", work);
      continue;
    }
    track.imm = each.at_end;
    const double expected = miss(track.imm, each.expected);
    miss(track, expected);
    if (expected > 0.5) ++track.misses;
    burnout_after_miss(track, look.end, each.expected.boost, work.options.burn);
  }
}

void start_new(const LookView& look, const std::vector<Arrived>& arrived, const std::vector<char>& used, Work& work) {
  Memory& memory = work.memory;
  for (std::size_t j = 0; j < arrived.size(); ++j) {
    if (used[j] != 0) continue;
    const Measurement& m = arrived[j].measurement;
    if (memory.tracks.size() >= static_cast<std::size_t>(work.options.intake.max_tracks)) {
      work.out.refused.push_back(m.source + " " + std::to_string(m.sequence) + ": no room for another track");
      continue;
    }
    if (m.is_plot() && !is_plausible(m, work.options)) {
      work.out.refused.push_back(m.source + " " + std::to_string(m.sequence) +
                                 ": no object of interest can be there (below ground, too high or too fast)");
      continue;
    }
    TrackFile track = m.is_plot() ? first_plot(m, look, memory.next_number, work.options)
                                  : first_sight(m, *arrived[j].raw.bearing, look, memory.next_number, work.options);
    if (!is_sound(track.imm)) {
      work.out.refused.push_back(m.source + " " + std::to_string(m.sequence) + ": no track can start from it");
      continue;
    }
    ++memory.next_number;
    note_hit(track, arrived[j], 0.0, look, work);
    burnout_after_hit(track, m.time, !m.is_plot(), work.options.burn);
    drop_anchor(track);
    memory.tracks.push_back(std::move(track));
  }
}

}  // namespace

void process_look(const LookView& look, const std::vector<Arrived>& arrived, Work& work) {
  std::vector<Met> met = meet(look, !arrived.empty(), work);
  std::vector<char> used(arrived.size(), 0);
  for (int round = 0; round < kRounds && !arrived.empty(); ++round) {
    std::vector<Gated> gated;
    const std::vector<Pairing> selected = assign(gate(look, met, round, arrived, used, gated, work));
    for (const Pairing& pairing : selected) {
      // Gated pairs come in order of track and measurement.
      const auto found = std::partition_point(gated.begin(), gated.end(), [&](const Gated& g) {
        return std::pair(g.track, g.measurement) < std::pair(pairing.row, pairing.column);
      });
      Met& each = met[pairing.row];
      if (!apply_hit(each, arrived[pairing.column], found->log_likelihood, look, work)) continue;
      each.taken = true;
      used[pairing.column] = 1;
    }
  }
  apply_misses(met, look, work);
  if (!look.is_radar()) {
    for (Met& each : met) {
      if (each.taken && !each.track->is_single()) absorb_candidates(*each.track, look, work);
    }
  }
  start_new(look, arrived, used, work);
  if (!look.is_radar() && !arrived.empty()) start_pairs(look, work);
  remove_ended(work.memory);
}

}  // namespace tocsin::track
