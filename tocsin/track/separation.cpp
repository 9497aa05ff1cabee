#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "tocsin/track/fusion.hpp"

namespace tocsin::track {
namespace {

/// Estimate with the distance and speed of a separation added to its covariance.
CoastState loosened(CoastState estimate, const MergeOptions& options) {
  for (int i = 0; i < 3; ++i) {
    estimate.covariance(i, i) += options.parent_distance_m * options.parent_distance_m;
    estimate.covariance(i + 3, i + 3) += options.parent_speed_mps * options.parent_speed_mps;
  }
  return estimate;
}

/// Smallest distance of a track, carried back, to the past of another; infinite where it cannot be told.
double distance_to_past(const TrackFile& track, const TrackFile& other, const Options& options) {
  double nearest = HUGE_VAL;
  for (const Waypoint& waypoint : other.waypoints) {
    if (waypoint.time > track.first_seen) break;
    const CoastState back = estimate_at(track.imm, waypoint.time, options.motion, options.burn);
    const double variance = back.covariance(0, 0) + back.covariance(1, 1) + back.covariance(2, 2);
    if (!(variance < options.merge.parent_max_sigma_m * options.merge.parent_max_sigma_m)) continue;
    nearest = std::min(nearest, distance(loosened(back, options.merge), waypoint.state).squared);
  }
  return nearest;
}

}  // namespace

void find_parents(Work& work) {
  const Options& options = work.options;
  std::vector<TrackFile*> seekers;
  const Instant oldest = *work.memory.now - seconds(options.merge.parent_horizon_s);
  for (TrackFile& track : work.memory.tracks) {
    const auto kept = std::find_if(track.waypoints.begin(), track.waypoints.end(),
                                   [&](const Waypoint& waypoint) { return waypoint.time >= oldest; });
    track.waypoints.erase(track.waypoints.begin(), kept);  // they ascend in time: mostly one is looked at
    // What infrared saw from the ground up has no parent.
    if (track.parent_sought || !track.is_confirmed() || track.infrared_hits > 0) continue;
    if (seconds_between(track.first_seen, *work.memory.now) > options.merge.parent_patience_s) {
      track.parent_sought = true;
      continue;
    }
    seekers.push_back(&track);
  }
  if (seekers.empty()) return;
  // Only who was known before a track can be its parent: the oldest first.
  std::vector<const TrackFile*> known;
  for (const TrackFile& track : work.memory.tracks) {
    if (track.id != 0 && !track.waypoints.empty()) known.push_back(&track);
  }
  std::sort(known.begin(), known.end(), [](const TrackFile* a, const TrackFile* b) {
    return std::tie(a->waypoints.front().time, a->number) < std::tie(b->waypoints.front().time, b->number);
  });
  for (TrackFile* track : seekers) {
    double nearest = work.gates.parent();
    for (const TrackFile* other : known) {
      if (other->waypoints.front().time > track->first_seen) break;
      if (other->number == track->number) continue;
      const double apart = distance_to_past(*track, *other, options);
      if (apart >= nearest) continue;
      nearest = apart;
      track->parent = other->id;
    }
    if (track->parent) track->parent_sought = true;
  }
}

}  // namespace tocsin::track
