#include "tocsin/track/burnout.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::track {
namespace {

constexpr double kThrustBelieved = 0.5;
constexpr double kWorthNoting = 0.3;     // looks that would rarely have seen the plume do not bracket its end
constexpr double kClosestS = 0.3;        // nothing here is known better
constexpr double kAfterBurnoutS = 40.0;  // stages separate within some seconds of burnout

constexpr std::size_t kDarkLooks = 6;  // more change nothing: their weights have vanished

/// Moments of the end of thrust: between two dark looks it is uniform, and each dark look that it outlived weighs with
/// the probability of having missed the plume. It begins with the newest plume, or, where only the motion tells of
/// thrust, some time before the newest belief in it. `by`: thrust was over at the latest then.
void place(Burnout& burnout, Instant by, const BurnOptions& options) {
  const Instant begin = std::max(burnout.plume_seen, burnout.last_burning - seconds(options.motion_delay_s));
  double weight = 1.0;
  double sum = 0.0;
  double mean = 0.0;
  double square = 0.0;
  double low = 0.0;
  const auto add = [&](double high) {
    const double share = weight * (high - low);
    sum += share;
    mean += share * 0.5 * (low + high);
    square += share * (low * low + low * high + high * high) / 3.0;
    low = high;
  };
  for (const DarkLook& look : burnout.dark) {
    const double high = seconds_between(begin, look.time);
    if (high <= low) continue;
    add(high);
    weight *= 1.0 - look.probability;
  }
  if (const double high = seconds_between(begin, by); high > low) add(high);
  if (!(sum > 0.0)) {
    burnout.time = begin;
    burnout.sigma_s = kClosestS;
    return;
  }
  mean /= sum;
  burnout.time = begin + seconds(mean);
  burnout.sigma_s = std::max(std::sqrt(std::max(square / sum - mean * mean, 0.0)), kClosestS);
}

void declare(TrackFile& track, Instant by, const BurnOptions& options) {
  place(track.burnout, by, options);
  track.imm.has_burnt_out = true;
  track.imm.burnt_out_at = *track.burnout.time;
}

bool may_declare(const TrackFile& track, double boost_probability, const BurnOptions& options) {
  return !track.burnout.time && track.burnout.last_probability >= kThrustBelieved &&
         boost_probability < options.burnout_below && track.hits() >= options.burnout_min_hits;
}

}  // namespace

void burnout_after_hit(TrackFile& track, Instant t, bool is_plume, const BurnOptions& options) {
  Burnout& burnout = track.burnout;
  const double boost = track.imm.boost_probability;
  burnout.lit_in_a_row = boost > options.ignition_above ? burnout.lit_in_a_row + 1 : 0;
  const bool lit = is_plume ? burnout.lit_in_a_row > 0 : burnout.lit_in_a_row >= options.ignition_plots;
  if (burnout.time && lit && t > *burnout.time) {
    burnout.time.reset();
    burnout.sigma_s = 0.0;
    track.imm.has_burnt_out = false;
    track.imm.burning_since = t;
  }
  // A declared burnout stands until a stage has lit for certain: the models' doubt after it is no news.
  if (burnout.time) return;
  if (boost >= kThrustBelieved) {
    const bool first = burnout.last_probability <= 0.0;
    burnout.last_burning = first ? t : std::max(burnout.last_burning, t);
    if (is_plume) burnout.plume_seen = burnout.last_burning;
    if (first && !is_plume) burnout.plume_seen = t - seconds(options.motion_delay_s);
    burnout.last_probability = boost;
    std::erase_if(burnout.dark, [&](const DarkLook& look) { return is_plume && look.time <= t; });
  } else if (may_declare(track, boost, options)) {
    declare(track, t, options);
  }
}

void burnout_after_miss(TrackFile& track, Instant t, double plume, const BurnOptions& options) {
  Burnout& burnout = track.burnout;
  if (plume > kWorthNoting && t > burnout.plume_seen && burnout.dark.size() < kDarkLooks) {
    const auto later =
        std::find_if(burnout.dark.begin(), burnout.dark.end(), [&](const DarkLook& look) { return look.time > t; });
    burnout.dark.insert(later, {t, plume});
    if (burnout.time) place(burnout, *burnout.time, options);
  }
  if (may_declare(track, track.imm.boost_probability, options)) {
    declare(track, burnout.dark.empty() ? t : burnout.plume_seen, options);
  }
}

void burnout_by_time(TrackFile& track, Instant t, double boost_probability, const BurnOptions& options) {
  if (may_declare(track, boost_probability, options)) declare(track, t, options);
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
