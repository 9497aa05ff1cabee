#include "tocsin/event/manoeuvre.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/reach.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::event {
namespace {

/// Plots of the radar that has most of them in the window before the newest one, and after the body fell into the air.
std::vector<Echo> window_of(const std::vector<Echo>& echoes, Instant since, double window_s) {
  if (echoes.empty()) return {};
  const Instant from = std::max(since, echoes.back().time - seconds(window_s));
  std::map<std::string, std::vector<Echo>> by_sensor;
  for (const Echo& e : echoes) {
    if (e.time >= from) by_sensor[e.sensor].push_back(e);
  }
  std::vector<Echo> most;
  for (auto& [sensor, plots] : by_sensor) {
    if (plots.size() > most.size()) most = std::move(plots);
  }
  return most;
}

/// Place and velocity on the path nearest to a time.
const PathPoint* near(const std::vector<PathPoint>& path, Instant t) {
  const PathPoint* best = nullptr;
  for (const PathPoint& p : path) {
    if (best == nullptr || std::abs(seconds_between(p.time, t)) < std::abs(seconds_between(best->time, t))) best = &p;
  }
  return best;
}

std::optional<LiftFit> test(const EventState& event, const std::vector<Echo>& echoes, const sense::Sensors& sensors,
                            const ManoeuvreOptions& options) {
  for (const double window_s : options.windows_s) {
    const std::vector<Echo> plots = window_of(echoes, *event.extremes.fell_into_air, window_s);
    if (static_cast<int>(plots.size()) < options.min_plots) return std::nullopt;
    const sense::Radar* radar = sensors.radar(plots.front().sensor);
    const PathPoint* start = near(event.path, plots.front().time);
    if (radar == nullptr || start == nullptr) return std::nullopt;
    if (std::abs(seconds_between(start->time, plots.front().time)) > options.windows_s.front()) return std::nullopt;
    const auto fit = fit_lift(*radar, plots, {{start->position_m}, {start->velocity_mps}}, start->time, options);
    if (fit) return fit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<State<Itrf>> entry_of(const State<Itrf>& state, Instant time, const ArcOptions& options) {
  if (earth::height_above_ellipsoid_m(state.position) <= options.air_height_m) return state;
  const auto entry = motion::descend_to_height(state, time, options.air_height_m);
  if (!entry) return std::nullopt;
  return entry->state;
}

void watch_departure(EventState& event, const Evidence& evidence, const sense::Sensors& sensors,
                     const ManoeuvreOptions& options) {
  const Member* leader = event.leader();
  if (leader == nullptr || !event.extremes.fell_into_air) return;
  const TrackEvidence* of_leader = evidence.of(leader->track.id);
  if (of_leader == nullptr || of_leader->echoes.empty()) return;
  Departure& known = event.departure;
  if (known.newest && known.newest->time >= of_leader->echoes.back().time) return;
  const auto fit = test(event, of_leader->echoes, sensors, options);
  if (!fit || (known.newest && known.newest->time >= fit->time)) return;
  known.newest = fit;
  known.in_a_row = fit->departs(options) ? known.in_a_row + 1 : 0;
  if (known.flagged) return;
  known.log_odds = std::max(known.log_odds, fit->log_odds);
  if (known.in_a_row < options.confirmations) return;
  known.flagged = fit->time;
  known.settled = fit;
}

void state_region(EventState& event, const Options& options) {
  using message::EventClass;
  std::optional<message::ImpactEstimate>& impact = event.product.impact;
  const double steers = event.posterior.of(EventClass::manoeuvring);
  const double falls = steers + event.posterior.of(EventClass::ballistic) +
                       event.posterior.of(EventClass::sounding_rocket) + event.posterior.of(EventClass::reentry);
  event.steering = falls > 0.0 ? steers / falls : 0.0;
  event.wide = false;
  if (event.departure.flagged) {
    event.wide = true;
    const Member* leader = event.leader();
    const auto state = leader != nullptr ? state_of(leader->track) : std::nullopt;
    if (!state || event.departure.region_hit == leader->track.last_hit) return;  // what it could reach then stays
    event.departure.region_hit = leader->track.last_hit;
    const double sigma_m =
        std::sqrt(std::max(0.0, state->covariance(0, 0) + state->covariance(1, 1) + state->covariance(2, 2)));
    impact = reach_region(state->mean, sigma_m, leader->track.time, options.manoeuvre);
    if (!impact) return;
    impact->made_at = std::min(leader->track.time, leader->track.last_hit);
    impact->radar_seconds = leader->track.radar_seconds;
    impact->apogee_km = (event.top ? event.top->height_m : event.extremes.height_m) * 1e-3;
    return;
  }
  impact = event.unpowered;
  if (!impact || event.steering <= options.manoeuvre.max_unsaid_probability) return;
  event.wide = true;
  if (event.entry) {
    impact = widened(*event.unpowered, {{event.entry->position_m}, {event.entry->velocity_mps}}, options.manoeuvre);
  } else {
    impact.reset();
  }
}

bool lift_is_believed(const EventState& event) {
  constexpr double kLogOdds = 3.4;
  return event.departure.log_odds > kLogOdds;
}

}  // namespace tocsin::event
