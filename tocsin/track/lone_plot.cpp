#include "tocsin/track/lone_plot.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tocsin/track/burnout.hpp"
#include "tocsin/track/dynamics.hpp"
#include "tocsin/track/hits.hpp"
#include "tocsin/track/initiation_radar.hpp"
#include "tocsin/track/meeting.hpp"
#include "tocsin/track/memory.hpp"

namespace tocsin::track {
namespace {

bool is_variance(double value) {
  return value > 0.0 && std::isfinite(value);
}

/// Whether the filter of the track file would be sound.
bool is_sound(const LonePlot& lone, const Options& options) {
  const State<Itrf>& state = lone.state;
  if (!(squared_norm(state.position.m) <= kMaxDistance_m * kMaxDistance_m)) return false;
  if (!(squared_norm(state.velocity.mps) <= kMaxSpeed_mps * kMaxSpeed_mps)) return false;
  for (int i = 0; i < 3; ++i) {
    if (!(lone.place_covariance(i, i) > 0.0)) return false;
  }
  // the rest of its covariance is that of the options
  const MotionOptions& motion = options.motion;
  const double thrust = motion.ignition_mps2 * motion.ignition_mps2 / 3.0;
  return std::isfinite(lone.sigma_m) && (lone.size != 4 || is_variance(lone.variance[3])) &&
         is_variance(options.radar.velocity_sigma_mps * options.radar.velocity_sigma_mps) &&
         is_variance(thrust + motion.ignition_sigma_mps2 * motion.ignition_sigma_mps2);
}

/// True where a look only misses it, which is counted.
bool pass(LonePlot& lone, const LookView& look, const SortedMeasurements& sorted, const Options& options) {
  if (!look.is_radar()) return sorted.empty() && lone.boost_probability < options.motion.negligible_boost;
  if (lone.look == look.number && lone.radar->id == look.source) return false;
  const Vec3& r = lone.state.position.m;
  const Vec3& v = lone.state.velocity.mps;
  const double rcs_m2 = estimated_rcs_m2(lone.shown_rcs_m2, 1, options);
  const auto expected =
      missed_at_once(look, {r.x, r.y, r.z, v.x, v.y, v.z}, lone.place_covariance, lone.time, rcs_m2, sorted, options);
  if (!expected) return false;
  count_miss(*expected, lone.boost_probability, lone.log_odds, lone.misses);
  return true;
}

Measurement measurement_of(const LonePlot& lone) {
  Measurement out;
  measured(out) = measured(lone);
  out.source = lone.radar->id;
  out.radar = lone.radar;
  return out;
}

/// Keeps those of which `stays` says true: asked once, in order, and it may change what it is asked of.
template <class Stays>
void keep_if(std::vector<LonePlot>& all, const Stays& stays) {
  std::size_t kept = 0;
  for (LonePlot& each : all) {
    if (!stays(each)) continue;
    if (LonePlot& at = all[kept++]; &at != &each) at = each;
  }
  all.resize(kept);
}

}  // namespace

LonePlot lone_plot(const Measurement& plot, const Position<Itrf>& place, const LookView& look, std::int64_t number,
                   const Options& options) {
  const PlotStart start = plot_start(plot, place, options);
  LonePlot out;
  measured(out) = measured(plot);
  out.number = number;
  out.look = look.number;
  out.radar = plot.radar;
  out.state = start.state;
  out.place_covariance = place_with_curvature(start.state.position, start.covariance);
  out.sigma_m = std::sqrt(start.covariance(0, 0) + start.covariance(1, 1) + start.covariance(2, 2));
  out.shown_rcs_m2 = shown_rcs_m2(plot);
  out.log_odds = prior_log_odds(look, options);
  out.boost_probability = possible_boost(options.radar.boost_probability);
  return out;
}

bool may_be_alone(const LonePlot& lone, const Options& options) {
  const State<Itrf>& state = lone.state;
  const bool descends = dot(state.velocity.mps, state.position.m) < 0.0;
  const bool may_be_down = descends && !is_surely_above(state.position, 0.0);
  const bool burns = lone.boost_probability >= std::min(kThrustBelieved, options.burn.ignition_above);
  const bool says_enough = options.existence.innovation_hits <= 1 || options.merge.min_plots <= 1;
  return is_sound(lone, options) && !may_be_down && !burns && !says_enough &&
         lone.sigma_m < 0.999 * options.existence.max_position_sigma_m;
}

TrackFile track_file_of(const LonePlot& lone, const Options& options) {
  TrackFile out;
  out.number = lone.number;
  out.kind = message::TrackKind::full;
  const Measurement plot = measurement_of(lone);
  out.imm = imm_from_plot(plot, lone.state.position, options);
  enter_hit(out, plot, 0.0, lone.look);
  burnout_after_hit(out, lone.time, false, options.burn);
  drop_anchor(out);
  out.log_odds = lone.log_odds;
  out.imm.boost_probability = lone.boost_probability;
  out.misses = lone.misses;
  return out;
}

void pass_lone_plots(const LookView& look, const SortedMeasurements& sorted, Memory& memory, const Options& options) {
  keep_if(memory.lone, [&](LonePlot& lone) {
    if (pass(lone, look, sorted, options)) return true;
    memory.tracks.insert(track_file_of(lone, options));
    return false;
  });
}

void drop_lone_plots(Memory& memory, double unseen_s) {
  std::erase_if(memory.lone,
                [&](const LonePlot& lone) { return std::abs(seconds_between(lone.time, *memory.now)) > unseen_s; });
}

void keep_up_lone_plots(Memory& memory, const Options& options) {
  const Instant to = *memory.now - seconds(options.intake.follow_lag_s);
  keep_if(memory.lone, [&](const LonePlot& lone) {
    if (lone.log_odds < options.existence.delete_log_odds) return false;
    if (seconds_between(lone.time, *memory.now) > std::max(options.radar.patience_s, 0.0)) return false;
    if (seconds_between(lone.time, to) < options.intake.follow_lag_s) return true;
    memory.tracks.insert(track_file_of(lone, options));
    return false;
  });
}

void to_track_files(Memory& memory, const Options& options) {
  for (const LonePlot& lone : std::exchange(memory.lone, {})) memory.tracks.insert(track_file_of(lone, options));
}

}  // namespace tocsin::track
