#include "tocsin/track/fusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/base/assignment.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/track/existence.hpp"
#include "tocsin/track/initiation_infrared.hpp"
#include "tocsin/track/models_boost.hpp"

namespace tocsin::track {
namespace {

using message::TrackState;

constexpr double kFullDiscM2 = 1.2e14;  // the half of the Earth that a geostationary satellite sees, across its view

bool is_live(const TrackFile& track) {
  return track.state != TrackState::ended;
}

/// Hits, evidence and times of `from` are added to `to`; its estimate is not touched.
void inherit(const TrackFile& from, TrackFile& to, Work& work) {
  to.first_seen = std::min(to.first_seen, from.first_seen);
  to.last_hit = std::max(to.last_hit, from.last_hit);
  to.radar_contact.join(from.radar_contact);
  if (to.infrared_hits == 0) to.log_intensity = from.log_intensity;
  to.infrared_hits += from.infrared_hits;
  to.radar_hits += from.radar_hits;
  to.rcs_sum_m2 += from.rcs_sum_m2;
  for (const auto& [name, hits] : from.sensors) {
    SensorHits& own = to.sensors[name];
    if (own.count == 0) {
      own = hits;
      continue;
    }
    if (hits.last > own.last) {
      own.last = hits.last;
      own.last_look = hits.last_look;
      own.recent_looks = hits.recent_looks;
    }
    own.first = std::min(own.first, hits.first);
    own.count += hits.count;
  }
  hand_over_evidence(from, to, work);
  if (!to.parent) to.parent = from.parent;
}

/// The older public number stays; numbers of 0 (first sights) never win.
bool is_older(const TrackFile& a, const TrackFile& b) {
  if ((a.id == 0) != (b.id == 0)) return a.id != 0;
  return a.id != 0 ? a.id < b.id : a.number < b.number;
}

void make_full(TrackFile& survivor, const TrackFile& other, const PairStart& start, Work& work) {
  inherit(other, survivor, work);
  survivor.kind = message::TrackKind::full;
  survivor.satellite.clear();
  survivor.imm = start.imm;
  survivor.innovation = start.innovation;
  survivor.log_odds =
      std::min(std::max(survivor.log_odds, other.log_odds) + start.gain, work.options.existence.max_log_odds) -
      std::log1p(kFullDiscM2 * neighbours_per_m2(survivor, work));
  survivor.bearings.clear();
  survivor.misses = 0;
  if (other.burnout.last_probability > 0.0) {
    survivor.burnout.last_burning = std::max(survivor.burnout.last_burning, other.burnout.last_burning);
    survivor.burnout.plume_seen = std::max(survivor.burnout.plume_seen, other.burnout.plume_seen);
  }
  survivor.burnout.last_probability = survivor.imm.boost_probability;
  survivor.burnout.dark.clear();
  drop_anchor(survivor);
  if (survivor.id == 0) publish(survivor, work);
  const InfraredStartOptions& options = work.options.infrared;
  const bool aloft = start.if_still.height_m - options.aloft_sigmas * start.if_still.sigma_m > options.aloft_m;
  if (aloft && survivor.infrared_hits >= options.confirm_hits_aloft &&
      survivor.log_odds >= work.options.existence.confirm_log_odds) {
    survivor.state = TrackState::confirmed;
  }
}

/// Distance in angles and angle rates as one satellite sees them, four degrees of freedom.
double distance_across(const CoastState& a, const CoastState& b, const sense::NadirFrame& frame) {
  const Position<Itrf> place = state_of<6>(a.mean).position;
  if (!(dot(place.m - frame.origin.m, frame.down.u) > 1.0)) return HUGE_VAL;
  const sense::TangentAnglesJacobian seen = sense::tangent_angles_jacobian(frame, place);
  const std::array<std::array<double, 3>, 2> h{
      {{seen.d_east.x, seen.d_east.y, seen.d_east.z}, {seen.d_north.x, seen.d_north.y, seen.d_north.z}}};
  DynamicMatrix s(4, 4);
  std::vector<double> difference(4, 0.0);
  for (std::size_t p = 0; p < 4; ++p) {
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t at_i = i + (p < 2 ? 0 : 3);
      difference[p] += h[p % 2][i] * (a.mean[at_i] - b.mean[at_i]);
      for (std::size_t q = 0; q < 4; ++q) {
        for (std::size_t j = 0; j < 3; ++j) {
          const int row = static_cast<int>(at_i);
          const int column = static_cast<int>(j + (q < 2 ? 0 : 3));
          s(p, q) += h[p % 2][i] * (a.covariance(row, column) + b.covariance(row, column)) * h[q % 2][j];
        }
      }
    }
  }
  const auto solved = solve_spd(s, difference);
  if (!solved) return HUGE_VAL;
  double squared = 0.0;
  for (std::size_t p = 0; p < 4; ++p) squared += difference[p] * (*solved)[p];
  return squared;
}

/// Two tracks that one look hit both are two objects.
bool share_a_look(const TrackFile& a, const TrackFile& b) {
  for (const auto& [name, hits] : a.sensors) {
    const auto other = b.sensors.find(name);
    if (other == b.sensors.end()) continue;
    for (const std::int64_t look : hits.recent_looks) {
      const auto& theirs = other->second.recent_looks;
      if (look >= 0 && std::find(theirs.begin(), theirs.end(), look) != theirs.end()) return true;
    }
  }
  return false;
}

double position_variance(const CoastState& estimate) {
  return estimate.covariance(0, 0) + estimate.covariance(1, 1) + estimate.covariance(2, 2);
}

/// How much more probable it is that two tracks are one object than chance neighbours, as a logarithm; nothing if not.
std::optional<double> merge_gain(const TrackFile& a, const TrackFile& b, Instant now, double gate,
                                 const Options& options) {
  if (share_a_look(a, b)) return std::nullopt;
  Instant t = now;
  if (a.is_single() || b.is_single()) {
    const TrackFile& single = a.is_single() ? a : b;
    const TrackFile& full = a.is_single() ? b : a;
    if (full.radar_hits < options.merge.min_plots) return std::nullopt;
    t = std::max(single.imm.time, full.radar_contact.first());
    if (seconds_between(single.last_hit, t) > options.merge.single_age_s) return std::nullopt;
  }
  const Innovation apart = distance(estimate_at(a.imm, t, options.motion, options.burn),
                                    estimate_at(b.imm, t, options.motion, options.burn));
  if (!(apart.squared <= gate)) return std::nullopt;
  const double gain = apart.log_density - std::log(options.merge.chance_density);
  return gain > 0.0 ? std::optional(gain) : std::nullopt;
}

/// One estimate from two: the more certain one, updated with the other.
Imm fused(const TrackFile& a, const TrackFile& b, const Options& options) {
  const Instant t = std::max(a.imm.time, b.imm.time);
  Imm imm_a = a.imm;
  Imm imm_b = b.imm;
  advance(imm_a, t, options.motion, options.burn);
  advance(imm_b, t, options.motion, options.burn);
  const bool a_better = position_variance(combined(imm_a)) <= position_variance(combined(imm_b));
  Imm out = a_better ? imm_a : imm_b;
  const TrackFile& better = a_better ? a : b;
  const TrackFile& other = a_better ? b : a;
  const bool use_other = !other.is_single() || seconds_between(other.last_hit, t) < options.merge.single_use_s;
  if (use_other) {
    const CoastState add = combined(a_better ? imm_b : imm_a);
    if (out.boost.exists) correct(out.boost, add);
    correct(out.coast, add);
  }
  // Thrust is what infrared sees: its belief counts while it is fresh.
  if (better.infrared_hits == 0 && other.infrared_hits > 0) {
    const Imm& seen = a_better ? imm_b : imm_a;
    out.burning_since = seen.burning_since;
    out.has_burnt_out = seen.has_burnt_out;
    out.burnt_out_at = seen.burnt_out_at;
    if (use_other) {
      set_boost_probability(out, seen.boost_probability);
      settle_boost(out, options.motion);
    }
  }
  return out;
}

void merge(TrackFile& survivor, TrackFile& other, Work& work) {
  const Imm together = fused(survivor, other, work.options);
  if (!is_sound(together)) return;
  if (other.burnout.last_probability > survivor.burnout.last_probability) survivor.burnout = other.burnout;
  survivor.waypoints.insert(survivor.waypoints.end(), other.waypoints.begin(), other.waypoints.end());
  std::sort(survivor.waypoints.begin(), survivor.waypoints.end(),
            [](const Waypoint& a, const Waypoint& b) { return a.time < b.time; });
  survivor.imm = together;
  survivor.innovation = 0.5 * (survivor.innovation + other.innovation);
  survivor.log_odds = std::max(survivor.log_odds, other.log_odds);
  if (other.is_confirmed()) survivor.state = TrackState::confirmed;
  inherit(other, survivor, work);
  survivor.kind = message::TrackKind::full;
  survivor.satellite.clear();
  survivor.bearings.clear();
  end_track(other, "", work);
}

/// Extent of a track's place along the axes, for a sweep over neighbours along the first.
struct Extent {
  std::array<double, 3> low{};
  std::array<double, 3> high{};
  std::size_t index = 0;
};

/// Whether two extents meet along the axes over which the sweep does not go: in a dense sky most neighbours along one
/// axis are far apart along the others.
bool meet_across(const Extent& a, const Extent& b) {
  return a.low[1] <= b.high[1] && b.low[1] <= a.high[1] && a.low[2] <= b.high[2] && b.low[2] <= a.high[2];
}

/// Tracks that may be compared, sorted by where they begin along x.
std::vector<Extent> extents(const Work& work) {
  const Options& options = work.options;
  std::vector<Extent> out;
  out.reserve(work.memory.tracks.size());
  for (std::size_t i = 0; i < work.memory.tracks.size(); ++i) {
    const TrackFile& track = work.memory.tracks[i];
    if (!is_live(track) || track.hits() < options.merge.min_plots || track.log_odds < 0.0) continue;
    const CoastState now = estimate_at(track.imm, *work.memory.now, options.motion, options.burn);
    // A track of one satellite is compared at another time: its extent reaches as far as an object could fly.
    const double slack = track.is_single() ? options.merge.single_age_s * options.radar.max_speed_mps : 0.0;
    Extent& extent = out.emplace_back();
    extent.index = i;
    for (std::size_t k = 0; k < 3; ++k) {
      const int axis = static_cast<int>(k);
      const double half = 5.0 * std::sqrt(std::max(now.covariance(axis, axis), 0.0)) + slack;
      extent.low[k] = now.mean[k] - half;
      extent.high[k] = now.mean[k] + half;
    }
  }
  std::sort(out.begin(), out.end(), [](const Extent& a, const Extent& b) {
    return std::pair(a.low[0], a.index) < std::pair(b.low[0], b.index);
  });
  return out;
}

/// Whether a scanner, heard of in this run, of a satellite that has given nothing to a track sees where it is: only it
/// can tell a ghost.
bool another_satellite_sees(const TrackFile& track, const Work& work) {
  const Position<Itrf> place = state_of<6>(combined(track.imm).mean).position;
  const auto& sensors = work.sensors.world().infrared;
  return std::any_of(sensors.begin(), sensors.end(), [&](const sense::InfraredSensor& sensor) {
    return sensor.mode == sense::InfraredMode::scanner && work.memory.sources.contains(sensor.id) &&
           !has_seen(sensor.satellite, track, work.sensors) &&
           sense::view(sensor, work.sensors.satellite_state(sensor, track.imm.time).position, place).visible;
  });
}

}  // namespace

bool has_seen(std::string_view satellite, const TrackFile& track, const sense::Sensors& sensors) {
  return std::any_of(track.sensors.begin(), track.sensors.end(), [&](const auto& each) {
    const sense::InfraredSensor* infrared = sensors.infrared(each.first);
    return infrared != nullptr && infrared->satellite == satellite;
  });
}

double neighbours_per_m2(const TrackFile& track, const Work& work) {
  const double spread_m = work.options.infrared.salvo_spread_m;
  const Vec3 place = state_of<6>(combined(track.imm).mean).position.m;
  double density = 0.0;
  for (const TrackFile& other : work.memory.tracks) {
    if (&other == &track || !is_live(other) || other.is_single() || other.infrared_hits == 0) continue;
    const double apart = norm(state_of<6>(combined(other.imm).mean).position.m - place) / spread_m;
    if (apart > 6.0) continue;
    density += existence_probability(other) * std::exp(-0.5 * apart * apart) / (2.0 * kPi * spread_m * spread_m);
  }
  // most tracks are alone, and satellites are not asked for those
  return density > 0.0 && another_satellite_sees(track, work) ? density : 0.0;
}

void start_pairs(const LookView& look, Work& work) {
  TrackList& tracks = work.memory.tracks;
  const InfraredStartOptions& options = work.options.infrared;
  std::vector<Pairing> possible;
  std::vector<std::pair<Pairing, PairStart>> starts;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const TrackFile& a = tracks[i];
    const auto hits = a.sensors.find(look.source);
    if (!is_live(a) || !a.is_single() || hits == a.sensors.end() || hits->second.last_look != look.number) continue;
    for (std::size_t j = 0; j < tracks.size(); ++j) {
      const TrackFile& b = tracks[j];
      if (!is_live(b) || !b.is_single() || b.satellite == a.satellite) continue;
      if (std::abs(seconds_between(a.last_hit, b.last_hit)) > options.pair_max_gap_s) continue;
      const std::optional<PairStart> start = try_pair(a, b, work.sensors, work.options);
      if (!start) continue;
      possible.push_back({i, j, start->gain});
      starts.emplace_back(possible.back(), *start);
    }
  }
  for (const Pairing& chosen : assign(possible)) {
    const auto start = std::find_if(starts.begin(), starts.end(), [&](const auto& s) { return s.first == chosen; });
    TrackFile& a = tracks[chosen.row];
    TrackFile& b = tracks[chosen.column];
    TrackFile& survivor = is_older(a, b) ? a : b;
    TrackFile& other = is_older(a, b) ? b : a;
    make_full(survivor, other, start->second, work);
    end_track(other, "", work);
  }
}

void absorb_candidates(TrackFile& full, const LookView& look, Work& work) {
  const Options& options = work.options;
  static const double gate = chi_squared_quantile(0.999, 4);
  const CoastState place = combined(full.imm);
  for (TrackFile& candidate : work.memory.tracks) {
    if (!is_live(candidate) || !candidate.is_single() || candidate.satellite != look.infrared->satellite) continue;
    const auto hits = candidate.sensors.find(look.source);
    if (hits != candidate.sensors.end() && hits->second.last_look == look.number) continue;
    const CoastState other = estimate_at(candidate.imm, full.imm.time, options.motion, options.burn);
    if (!(distance_across(place, other, look.frame) <= gate)) continue;
    if (candidate.is_confirmed()) full.state = TrackState::confirmed;
    if (is_older(candidate, full)) {
      // The older number goes on: under the newer one the object is told once more, as ended.
      std::swap(candidate.id, full.id);
      tell_evidence(full, work);
    }
    inherit(candidate, full, work);
    end_track(candidate, "", work);
  }
}

void merge_tracks(Work& work) {
  TrackList& tracks = work.memory.tracks;
  const std::vector<Extent> sweep = extents(work);
  std::vector<Pairing> possible;
  for (std::size_t p = 0; p < sweep.size(); ++p) {
    for (std::size_t q = p + 1; q < sweep.size() && sweep[q].low[0] <= sweep[p].high[0]; ++q) {
      if (!meet_across(sweep[p], sweep[q])) continue;
      const std::size_t i = std::min(sweep[p].index, sweep[q].index);
      const std::size_t j = std::max(sweep[p].index, sweep[q].index);
      if (tracks[i].is_single() && tracks[j].is_single()) continue;
      const auto gain = merge_gain(tracks[i], tracks[j], *work.memory.now, work.gates.merge(), work.options);
      if (gain) possible.push_back({i, j, *gain});
    }
  }
  if (possible.empty()) return;
  // Best first, each track in one merge a tick: chains settle over the next ticks.
  std::sort(possible.begin(), possible.end(), [](const Pairing& a, const Pairing& b) {
    return std::tuple(-a.gain, a.row, a.column) < std::tuple(-b.gain, b.row, b.column);
  });
  std::vector<char> used(tracks.size(), 0);
  for (const Pairing& pair : possible) {
    if (used[pair.row] != 0 || used[pair.column] != 0) continue;
    used[pair.row] = used[pair.column] = 1;
    TrackFile& a = tracks[pair.row];
    TrackFile& b = tracks[pair.column];
    is_older(a, b) ? merge(a, b, work) : merge(b, a, work);
  }
  remove_ended(work.memory);
}

}  // namespace tocsin::track
