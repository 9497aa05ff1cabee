#include "tocsin/event/joining.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/boost_template.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::event {
namespace {

constexpr double kBeyondPathS = 15.0;    ///< a path is carried straight on this far: some kilometres of error
constexpr double kAscentKnownS = 130.0;  ///< the fitted ascent holds this long after lift-off
constexpr double kSameLookS = 0.6;       ///< bearings of one sensor closer than this come from one look

PathPoint between(const PathPoint& a, const PathPoint& b, Instant t) {
  const double h = seconds_between(a.time, b.time);
  const double s = h > 0.0 ? seconds_between(a.time, t) / h : 0.0;
  const double u = 1.0 - s;
  PathPoint out;
  out.time = t;
  out.position_m = (u * u * (1.0 + 2.0 * s)) * a.position_m + (h * s * u * u) * a.velocity_mps +
                   (s * s * (3.0 - 2.0 * s)) * b.position_m - (h * s * s * u) * b.velocity_mps;
  out.velocity_mps = u * a.velocity_mps + s * b.velocity_mps;
  out.sigma_m = std::max(a.sigma_m, b.sigma_m);
  out.sigma_mps = std::max(a.sigma_mps, b.sigma_mps);
  return out;
}

std::optional<PathPoint> on_ascent(const LaunchFit& fit, Instant t) {
  const double after = seconds_between(fit.time, t);
  if (after < 0.0 || after > kAscentKnownS) return std::nullopt;
  const State<Itrf> state = Ascent(fit.ascent, std::max(1.0, after), 3.0).at(after);
  const double sigma = std::sqrt(fit.var_east_m2 + fit.var_north_m2) + 20.0 * after;
  return PathPoint{t, state.position.m, state.velocity.mps, sigma, 100.0};
}

double angle_off(const Sighting& s, const Vec3& place) {
  const sense::NadirFrame frame = sense::nadir_frame({s.satellite_m});
  if (dot(place - s.satellite_m, frame.down.u) <= 0.0) return 3.0;
  const sense::TangentAngles seen = sense::tangent_angles(frame, {place});
  return std::hypot(seen.east_rad - s.east_rad, seen.north_rad - s.north_rad);
}

struct Climb {
  double mps = 0.0;
  double sigma_mps = 0.0;
};

std::optional<Climb> climb_with_sigma(const message::Track& track) {
  const auto state = state_of(track);
  if (!state) return std::nullopt;
  // Along the vertical only: one satellite knows speeds across its view well and along it hardly.
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(state->mean.position)).u;
  double variance = 0.0;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) variance += up[i] * up[j] * state->covariance(3 + i, 3 + j);
  }
  return Climb{climb_of(state->mean), std::sqrt(std::max(0.0, variance))};
}

/// Height above the ellipsoid at which a track in space was first seen: its newest one less what it has climbed since
/// then at its present rate. What speeds up has climbed less, and began higher: two sigmas are left for the rest.
double lowest_first_height_m(const message::Track& track, Instant first) {
  const auto state = state_of(track);
  const auto climb = climb_with_sigma(track);
  if (!state || !climb) return HUGE_VAL;
  const double since_s = std::max(0.0, seconds_between(first, track.time));
  const double sigma_m = sigma_of(state->covariance, 0);
  return earth::height_above_ellipsoid_m(state->mean.position) - climb->mps * since_s - 2.0 * sigma_m;
}

}  // namespace

std::optional<PathPoint> path_at(const EventState& event, Instant t) {
  const auto& path = event.path;
  if (path.empty() || t < path.front().time) {
    return event.fit ? on_ascent(*event.fit, t) : std::nullopt;
  }
  if (t >= path.back().time) {
    const double dt = seconds_between(path.back().time, t);
    if (dt > kBeyondPathS) return std::nullopt;
    PathPoint out = path.back();
    out.time = t;
    out.position_m += dt * out.velocity_mps;
    return out;
  }
  const auto after =
      std::upper_bound(path.begin(), path.end(), t, [](Instant x, const PathPoint& p) { return x < p.time; });
  if (seconds_between((after - 1)->time, after->time) > kPathGap_s) return std::nullopt;
  return between(*(after - 1), *after, t);
}

bool began_low(const message::Track& track, const TrackEvidence& bearings, const LifecycleOptions& options) {
  return track.kind == message::TrackKind::full && !bearings.sightings.empty() &&
         lowest_first_height_m(track, bearings.sightings.front().time) < options.min_separation_height_m;
}

bool rises_from_low(const message::Track& track, const TrackEvidence& bearings, const LifecycleOptions& options) {
  const auto climb = climb_with_sigma(track);
  return bearings.sightings.size() >= 2 && climb && climb->mps > 2.0 * climb->sigma_mps &&
         began_low(track, bearings, options);
}

Kinship kinship_by_bearings(const TrackEvidence& bearings, bool low, const std::vector<Sighting>& own,
                            const EventState& event, const LifecycleOptions& options) {
  int tested = 0;
  int same = 0;
  int near = 0;
  for (const Sighting& s : bearings.sightings) {
    const std::optional<PathPoint> there = path_at(event, s.time);
    if (!there || !is_known_at(*there, options)) continue;
    ++tested;
    const bool both_seen = std::any_of(own.begin(), own.end(), [&](const Sighting& o) {
      return o.sensor == s.sensor && std::abs(seconds_between(o.time, s.time)) < kSameLookS;
    });
    const double range = norm(there->position_m - s.satellite_m);
    const double off_m = angle_off(s, there->position_m) * range;
    const double allowed =
        options.bearing_gate_sigmas * std::hypot(s.sigma_rad * range, options.bearing_floor_m, there->sigma_m);
    if (!both_seen && off_m < allowed) ++same;
    if (tested > 2) continue;  // later a piece may have gone its own way
    const bool high = earth::height_above_ellipsoid_m({there->position_m}) > options.min_separation_height_m;
    if (high && !low && off_m < options.separation_distance_m + 4.0 * there->sigma_m) ++near;
  }
  if (tested >= 2 && 5 * same >= 4 * tested) return Kinship::same;
  return near >= 2 ? Kinship::piece : Kinship::none;
}

bool is_in_reach(const message::Track& track, const EventState& event, const LifecycleOptions& options) {
  return std::any_of(event.path.begin(), event.path.end(), [&](const PathPoint& p) {
    const double dt = seconds_between(p.time, track.first_seen);
    return dt > 0.0 && dt < options.falling_after_s && is_known_at(p, options) &&
           earth::height_above_ellipsoid_m({p.position_m}) > options.min_separation_height_m &&
           norm(p.position_m - track.position_m) < options.falling_reach_mps * dt;
  });
}

Kinship kinship_of_falling(const message::Track& track, const EventState& event, const LifecycleOptions& options) {
  const auto climb = climb_with_sigma(track);
  if (!climb || climb->mps > -options.falling_mps - 2.0 * climb->sigma_mps) return Kinship::none;
  return is_in_reach(track, event, options) ? Kinship::piece : Kinship::none;
}

bool may_be_falling(const message::Track& track, const EventState& event, const LifecycleOptions& options) {
  const auto climb = climb_with_sigma(track);
  return climb && climb->mps < 2.0 * climb->sigma_mps && is_in_reach(track, event, options);
}

bool is_known_to_fall(const message::Track& track) {
  const auto climb = climb_with_sigma(track);
  return climb && climb->mps < -2.0 * climb->sigma_mps;
}

Meeting meeting_with_path(const message::Track& track, const EventState& event, const LifecycleOptions& options) {
  Meeting out;
  const Approach nearest = approach_to_path(track, event, options);
  out.piece_likelihood_ratio = nearest.piece_likelihood_ratio;
  if (nearest.squared > options.meeting_gate) {
    out.undecided = nearest.uncertain;
    return out;
  }
  // The event's own object if nothing else of it was measured since this track began.
  const bool another = std::any_of(event.members.begin(), event.members.end(), [&](const Member& m) {
    return m.same_object && m.track.id != track.id && m.track.kind == message::TrackKind::full &&
           m.track.last_hit > track.first_seen;
  });
  out.kinship = another ? Kinship::piece : Kinship::same;
  out.squared = nearest.squared;
  return out;
}

Kinship kinship_at_impact(const message::Track& track, const EventState& event, const LifecycleOptions& options) {
  const auto& impact = event.product.impact;
  const auto state = state_of(track);
  const auto climb = climb_with_sigma(track);
  if (!impact || !state || !climb || climb->mps > 2.0 * climb->sigma_mps) return Kinship::none;  // it rises
  if (std::abs(seconds_between(impact->time, track.first_seen)) > options.near_impact_s) return Kinship::none;
  Geodetic place = earth::to_geodetic(state->mean.position);
  place.height_m = 0.0;
  const Geodetic end{impact->lat_deg * kRadiansPerDegree, impact->lon_deg * kRadiansPerDegree, 0.0};
  const double allowed = options.near_impact_m + impact->ellipse90.semi_major_km * 1e3;
  if (earth::inverse(place, end).distance_m > allowed) return Kinship::none;
  return event.leader() == nullptr ? Kinship::same : Kinship::piece;
}

Kinship kinship_by_last_bearings(const message::Track& track, const std::vector<Sighting>& own,
                                 const LifecycleOptions& options) {
  const auto start = state_of(track);
  if (!start) return Kinship::none;
  GaussianState<Itrf> state = *start;
  Instant time = track.time;
  int tested = 0;
  for (auto s = own.rbegin(); s != own.rend() && tested < 3; ++s) {
    if (s->time > track.time) continue;
    if (seconds_between(s->time, track.time) > options.meeting_back_s) break;
    const auto there = motion::propagate_with_transition(state.mean, time, s->time);
    if (!there) return Kinship::none;
    state = {there->state, motion::transported(state.covariance, there->transition)};
    time = s->time;
    const double sigma_m = sigma_of(state.covariance, 0);
    if (sigma_m > options.meeting_max_sigma_m) return Kinship::none;
    const double range = norm(state.mean.position.m - s->satellite_m);
    // Thrust before the last bearings is not in the arc: it bends away by kilometres in the seconds between them.
    const double off_m = angle_off(*s, state.mean.position.m) * range;
    const double allowed =
        options.bearing_gate_sigmas * std::hypot(s->sigma_rad * range, options.meeting_floor_m, sigma_m);
    if (tested == 0 && off_m > allowed) return Kinship::none;
    if (off_m > 3.0 * allowed) return Kinship::none;
    ++tested;
  }
  return tested >= 2 ? Kinship::same : Kinship::none;
}

}  // namespace tocsin::event
