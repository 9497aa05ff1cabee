#include "tocsin/track/burnout.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::track {
namespace {

constexpr double kThrustBelieved = 0.5;
constexpr double kAfterBurnoutS = 40.0;  // stages separate within some seconds of burnout

/// Declares the end of thrust between the newest hit with thrust and `dark`: uniform between both.
void declare(TrackFile& track, Instant dark) {
  BurnoutBracket& burnout = track.burnout;
  const Instant end = std::max(dark, burnout.last_burning);
  const double width_s = seconds_between(burnout.last_burning, end);
  burnout.time = burnout.last_burning + seconds(0.5 * width_s);
  burnout.sigma_s = std::max(width_s, 0.5) / std::sqrt(12.0);
  track.imm.has_burnt_out = true;
  track.imm.burnt_out_at = *burnout.time;
}

bool may_declare(const TrackFile& track, double boost_probability, const BurnOptions& options) {
  return !track.burnout.time && track.burnout.last_probability >= kThrustBelieved &&
         boost_probability < options.burnout_below && track.hits() >= options.burnout_min_hits;
}

}  // namespace

void burnout_after_hit(TrackFile& track, Instant t, const BurnOptions& options) {
  BurnoutBracket& burnout = track.burnout;
  const double boost = track.imm.boost_probability;
  if (burnout.time && boost > options.ignition_above && t > *burnout.time) {
    burnout.time.reset();
    burnout.sigma_s = 0.0;
    track.imm.has_burnt_out = false;
    track.imm.burning_since = t;
  }
  if (boost >= kThrustBelieved) {
    burnout.last_burning = burnout.last_probability > 0.0 ? std::max(burnout.last_burning, t) : t;
    burnout.last_probability = boost;
    burnout.first_dark.reset();
  } else if (may_declare(track, boost, options)) {
    declare(track, burnout.first_dark.value_or(t));
  }
}

void burnout_after_miss(TrackFile& track, Instant t, double plume, const BurnOptions& options) {
  BurnoutBracket& burnout = track.burnout;
  if (plume > 0.5 && t > burnout.last_burning && (!burnout.first_dark || t < *burnout.first_dark)) {
    burnout.first_dark = t;
  }
  if (may_declare(track, track.imm.boost_probability, options)) declare(track, burnout.first_dark.value_or(t));
}

void burnout_by_time(TrackFile& track, Instant t, double boost_probability, const BurnOptions& options) {
  if (may_declare(track, boost_probability, options)) declare(track, track.burnout.first_dark.value_or(t));
}

void keep_waypoint(TrackFile& track, const Options& options) {
  if (track.is_single()) return;
  const bool separating = track.imm.boost_probability > 0.05 ||
                          (track.burnout.time && seconds_between(*track.burnout.time, track.imm.time) < kAfterBurnoutS);
  if (!separating) return;
  if (!track.waypoints.empty() &&
      seconds_between(track.waypoints.back().time, track.imm.time) < options.merge.waypoint_interval_s) {
    return;
  }
  track.waypoints.push_back({track.imm.time, combined(track.imm)});
  if (track.waypoints.size() > static_cast<std::size_t>(options.merge.max_waypoints)) {
    track.waypoints.erase(track.waypoints.begin());
  }
}

}  // namespace tocsin::track
