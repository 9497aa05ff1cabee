#include "tocsin/event/approach.hpp"

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/parting.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::event {
namespace {

constexpr double kBurnoutKnown_s = 10.0;  // thrust may have ended so much later than believed: a look of a scanner

double square(double x) {
  return x * x;
}

double cube(double x) {
  return x * x * x;
}

/// The path behind burnout as the leader's arc tells it now, once that is known better than when it was flown.
class FreePath {
 public:
  FreePath(const EventState& event, const message::Track& other) {
    const Member* leader = event.leader();
    if (leader == nullptr || leader->track.id == other.id || !coasts(leader->track)) return;
    // drag and lift are not in the arc
    if (event.extremes.fell_into_air || event.departure.flagged) return;
    const std::optional<Instant> burnout =
        event.product.burnout_time ? event.product.burnout_time : event.extremes.thrust_last;
    if (!burnout) return;
    since_ = *burnout + seconds(kBurnoutKnown_s);
    time_ = leader->track.time;
    state_ = state_of(leader->track);
  }

  /// The better known one of this point and the arc at its time. Points must come in descending order.
  PathPoint better(const PathPoint& point) {
    if (!state_ || point.time < since_) return point;
    const auto there = motion::propagate_with_transition(state_->mean, time_, point.time);
    if (!there) {
      state_.reset();
      return point;
    }
    state_ = {there->state, motion::transported(state_->covariance, there->transition)};
    time_ = point.time;
    const PathPoint arc{point.time, state_->mean.position.m, state_->mean.velocity.mps, sigma_of(state_->covariance, 0),
                        sigma_of(state_->covariance, 3)};
    return arc.sigma_m < point.sigma_m && arc.sigma_mps < point.sigma_mps ? arc : point;
  }

 private:
  Instant since_;
  Instant time_;
  std::optional<GaussianState<Itrf>> state_;
};

}  // namespace

bool is_known_at(const PathPoint& point, const LifecycleOptions& options) {
  return point.sigma_m <= options.meeting_max_sigma_m;
}

Approach approach_to_path(const message::Track& track, const EventState& event, const LifecycleOptions& options) {
  Approach out;
  const auto start = state_of(track);
  if (!start || event.path.empty()) return out;
  GaussianState<Itrf> state = *start;
  Instant time = track.time;
  bool compared = false;
  bool gap = false;
  double sum = 0.0;
  int points = 0;
  FreePath path(event, track);
  // From the newest common moment backwards; each step begins where the one before ended.
  for (auto flown = event.path.rbegin(); flown != event.path.rend(); ++flown) {
    if (flown->time > track.time) continue;
    if (flown->track == track.id) continue;  // it led the event: its own path
    const PathPoint point = path.better(*flown);
    if (seconds_between(point.time, track.time) > options.meeting_back_s) break;
    if (norm(point.position_m - state.mean.position.m) > options.meeting_reach_m) {
      out.out_of_reach = !compared;
      break;
    }
    gap = gap || (compared && seconds_between(point.time, time) > kPathGap_s);
    compared = true;
    const auto there = motion::propagate_with_transition(state.mean, time, point.time);
    if (!there) break;
    state = {there->state, motion::transported(state.covariance, there->transition)};
    time = point.time;
    const double own_m = sigma_of(state.covariance, 0);
    if (own_m > options.meeting_max_sigma_m) {
      out.uncertain = true;
      break;
    }
    if (!is_known_at(point, options)) {
      gap = true;
      sum += 1.0;  // it may have left the path there or not: that speaks for neither
      ++points;
      continue;
    }
    const double d_m = norm(point.position_m - state.mean.position.m);
    const double d_mps = norm(point.velocity_mps - state.mean.velocity.mps);
    const double sigma_m = std::hypot(own_m, point.sigma_m, options.meeting_floor_m);
    const double sigma_mps = std::hypot(sigma_of(state.covariance, 3), point.sigma_mps, options.meeting_floor_mps);
    const double squared = d_m * d_m / (sigma_m * sigma_m) + d_mps * d_mps / (sigma_mps * sigma_mps);
    if (squared < out.squared) {
      out.squared = squared;
      out.distance_m = d_m;
      out.speed_mps = d_mps;
    }
    const double height_m = earth::height_above_ellipsoid_m({point.position_m});
    const bool rises = dot(point.position_m, point.velocity_mps) > 0.0;
    if (rises && height_m < options.min_separation_height_m) out.complete = !gap;
    if (rises && height_m < options.min_staging_height_m) continue;
    // density of a piece's distance over that of a neighbour's, both normal with these root mean squares in space
    const double share_m = sigma_m / std::hypot(sigma_m, options.neighbour_m);
    const double share_mps = sigma_mps / std::hypot(sigma_mps, options.neighbour_mps);
    const double neighbour = square(d_m * share_m / sigma_m) + square(d_mps * share_mps / sigma_mps);
    sum += std::exp(-1.5 * (squared - neighbour)) / (cube(share_m) * cube(share_mps));
    ++points;
  }
  // Not to have met what is known of the path says little when the meeting may have been where it is not known.
  out.tells = points > 0 && (out.squared <= options.meeting_gate || (out.complete && !out.uncertain));
  if (out.tells) out.piece_likelihood_ratio = sum / points;
  return out;
}

}  // namespace tocsin::event
