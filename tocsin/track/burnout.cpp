#include "tocsin/track/burnout.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace tocsin::track {
namespace {

constexpr double kWorthNoting = 0.3;     // looks that would rarely have seen the plume do not bracket its end
constexpr double kClosestS = 0.3;        // where looks do not bracket it nothing is known better
constexpr double kAfterBurnoutS = 40.0;  // stages separate within some seconds of burnout

constexpr std::size_t kDarkLooks = 6;  // more change nothing: their weights have vanished

/// A stretch of time in which the end of thrust is equally likely anywhere, seconds after its begin.
struct Stretch {
  double low = 0.0;
  double high = 0.0;
  double share = 0.0;
};

/// Integral of the normal distribution function.
double ramp(double u) {
  return u * 0.5 * std::erfc(-u * std::sqrt(0.5)) + std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::numbers::pi);
}

/// Time after which thrust has ended with this probability: the stretches, blurred by the tail-off.
double quantile(const std::vector<Stretch>& stretches, double probability, double tail_off_s) {
  const auto below = [&](double t) {
    double sum = 0.0;
    for (const Stretch& s : stretches) {
      const double width = (s.high - s.low) / tail_off_s;
      sum += s.share * (ramp((t - s.low) / tail_off_s) - ramp((t - s.high) / tail_off_s)) / width;
    }
    return sum;
  };
  double low = stretches.front().low - 5.0 * tail_off_s;
  double high = stretches.back().high + 5.0 * tail_off_s;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (below(middle) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Looks and what they leave of the end of thrust. It begins with the newest plume, or, where only the motion tells of
/// thrust, some time before the newest belief in it; each dark look that it outlived weighs with the probability of
/// having missed the plume. `by`: thrust was over at the latest then.
std::vector<Stretch> stretches_of(const Burnout& burnout, Instant begin, Instant by) {
  std::vector<Stretch> out;
  double weight = 1.0;
  double sum = 0.0;
  double low = 0.0;
  const auto add = [&](Instant until) {
    const double high = seconds_between(begin, until);
    if (high <= low) return;
    out.push_back({low, high, weight * (high - low)});
    sum += out.back().share;
    low = high;
  };
  for (const DarkLook& look : burnout.dark) {
    add(look.time);
    if (look.time > begin) weight *= 1.0 - look.probability;
  }
  add(by);
  for (Stretch& s : out) s.share /= sum;
  return out;
}

/// States the end of thrust: mean, standard deviation and 90 % interval.
void place(Burnout& burnout, Instant by, const BurnOptions& options) {
  const Instant begin = std::max(burnout.plume_seen, burnout.last_burning - seconds(options.motion_delay_s));
  const std::vector<Stretch> stretches = stretches_of(burnout, begin, by);
  if (stretches.empty()) {
    constexpr double kNormal90 = 1.6448536269514722;
    burnout.time = begin;
    burnout.sigma_s = kClosestS;
    burnout.earliest = begin - seconds(kNormal90 * kClosestS);
    burnout.latest = begin + seconds(kNormal90 * kClosestS);
    return;
  }
  double mean = 0.0;
  double square = 0.0;
  for (const Stretch& s : stretches) {
    mean += s.share * 0.5 * (s.low + s.high);
    square += s.share * (s.low * s.low + s.low * s.high + s.high * s.high) / 3.0;
  }
  const double variance = std::max(square - mean * mean, 0.0);
  burnout.time = begin + seconds(mean);
  burnout.sigma_s = std::hypot(std::sqrt(variance), options.tail_off_sigma_s);
  burnout.earliest = begin + seconds(quantile(stretches, 0.05, options.tail_off_sigma_s));
  burnout.latest = begin + seconds(quantile(stretches, 0.95, options.tail_off_sigma_s));
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
