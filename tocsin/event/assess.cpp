#include "tocsin/event/assess.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/flown_arc.hpp"
#include "tocsin/event/leader.hpp"
#include "tocsin/event/manoeuvre.hpp"
#include "tocsin/event/recognition.hpp"

namespace tocsin::event {
namespace {

constexpr double kThrustSeen = 0.8;      ///< boost probability that counts as thrust
constexpr double kMotionWindowS = 95.0;  ///< apparent motion is asked of the ascent; ten looks of a slow scanner
constexpr double kGoodFit = 2.5;         ///< mean squared residual of an ascent that explains its bearings
constexpr double kRefitShift = 0.05;     ///< change of the class odds that makes the launch fit worth repeating

void note_extremes(EventState& event, const message::Track& track, const GaussianState<Itrf>& state,
                   const ArcOptions& options) {
  Extremes& x = event.extremes;
  const double speed_sigma = sigma_of(state.covariance, 3);
  const double climb = climb_of(state.mean);
  const bool climbs = climb - 2.0 * speed_sigma > 50.0;
  x.seen_climbing = x.seen_climbing || climbs;
  if (track.boost_probability > kThrustSeen) {
    // A radar track's boost probability begins as a guess: thrust was seen if it was seen as heat, or for a while.
    x.powered_ascent = x.powered_ascent || (climbs && (track.infrared_hits >= 2 || track.radar_hits >= 10));
  }
  x.speed_mps = std::max(x.speed_mps, norm(state.mean.velocity.mps) - 2.0 * speed_sigma);
  x.height_m =
      std::max(x.height_m, earth::height_above_ellipsoid_m(state.mean.position) - 2.0 * sigma_of(state.covariance, 0));
  if (!x.first_place_m) x.first_place_m = state.mean.position.m;
  const bool falls = climb + 2.0 * speed_sigma < -50.0 && track.boost_probability < options.max_boost_probability;
  if (!x.fell_into_air && falls && earth::height_above_ellipsoid_m(state.mean.position) < options.air_height_m) {
    x.fell_into_air = track.time;
  }
}

void extend_path(EventState& event, const message::Track& track, const GaussianState<Itrf>& state,
                 const LifecycleOptions& options) {
  if (!event.path.empty() && seconds_between(event.path.back().time, track.time) < options.path_interval_s) return;
  event.path.push_back({track.time, track.position_m, track.velocity_mps, sigma_of(state.covariance, 0),
                        sigma_of(state.covariance, 3), track.id});
  if (static_cast<int>(event.path.size()) > options.max_path_points) {
    // The ascent and the newest part are what other tracks are compared with: the middle goes.
    event.path.erase(event.path.begin() + options.max_path_points / 2);
  }
}

double space_probability(const ClassPosterior& p) {
  using message::EventClass;
  const double space = p.of(EventClass::space_launch);
  const double others = p.of(EventClass::ballistic) + p.of(EventClass::sounding_rocket) + p.of(EventClass::manoeuvring);
  return space + others > 0.0 ? space / (space + others) : 0.5;
}

void update_launch(EventState& event, const Evidence& evidence, Instant now, const Options& options) {
  std::vector<Sighting> sightings = own_sightings(event, evidence);
  if (event.product.burnout_time) {
    std::erase_if(sightings, [&](const Sighting& s) { return s.time > *event.product.burnout_time; });
  }
  std::int64_t in_window = 0;
  for (const Sighting& s : sightings) {
    in_window += seconds_between(sightings.front().time, s.time) <= options.launch.window_s;
  }
  if (in_window < options.launch.min_bearings) {
    const Member* leader = event.leader();
    const bool radar_only = leader != nullptr && leader->track.infrared_hits == 0;
    if (event.fit || !radar_only || !event.extremes.seen_climbing || event.extremes.powered_ascent) return;
    if (event.extremes.fell_into_air) return;  // the way back knows no drag
    const auto state = state_of(leader->track);
    if (!state || !event.arc.ground_m || event.arc.orbit.orbit_probability > options.arc.max_orbit_probability) return;
    const auto launch = backward_launch(*state, leader->track.time, options.arc);
    std::optional<message::LaunchEstimate>& known = event.product.launch;
    if (launch && (!known || launch->ellipse90.semi_major_km < 0.8 * known->ellipse90.semi_major_km)) known = launch;
    return;
  }
  const double space = space_probability(event.posterior);
  const bool new_bearings = in_window != event.fitted_bearings;
  const bool new_odds = std::abs(space - event.fitted_space_probability) > kRefitShift;
  if (!new_bearings && !new_odds) return;
  if (event.fitted_bearings > 0 && seconds_between(event.fitted_at, now) < options.lifecycle.refit_interval_s) return;
  event.fitted_at = now;
  event.fitted_bearings = in_window;
  event.fitted_space_probability = space;
  Result<LaunchFit> fit = fit_launch(sightings, options.launch, space);
  if (!fit) {
    event.fit.reset();
    event.product.launch.reset();
    return;
  }
  event.fit = *fit;
  event.product.launch = launch_estimate(*fit, options.launch);
}

bool ascent_fits(const EventState& event) {
  return event.fit && event.fit->bearings >= 4 && event.fit->reduced_chi_squared < kGoodFit;
}

/// What the arc says of its kind; still known when nobody sees the body any more.
void note_arc(const EventState& event, ClassFeatures& f) {
  f.lift_log_odds = event.departure.log_odds;
  f.flat_arc = event.arc.flat;
  if (event.arc.top) f.apogee_m = event.arc.top->height_m;
  if (!event.arc.ground_m || !(event.fit || event.extremes.first_place_m)) return;
  Geodetic begin = event.fit ? event.fit->place : earth::to_geodetic({*event.extremes.first_place_m});
  begin.height_m = 0.0;
  f.range_m = earth::inverse(begin, earth::to_geodetic({*event.arc.ground_m})).distance_m;
}

ClassFeatures features_of(const EventState& event, const std::vector<Sighting>& sightings, Instant now, bool thrust_now,
                          double coast_s) {
  ClassFeatures f;
  const Member* leader = event.leader();
  f.known = event.known.explains();
  f.direction_only = event.only_direction();
  f.motion = apparent_motion(sightings);
  f.ascent_fits = ascent_fits(event);
  f.powered_ascent = event.extremes.powered_ascent;
  f.seen_climbing = event.extremes.seen_climbing;
  f.thrust_now = thrust_now;
  f.coast_s = coast_s;
  f.highest_m = event.extremes.height_m;
  if (event.product.launch && event.extremes.thrust_last) {
    Instant last = *event.extremes.thrust_last;
    if (!thrust_now && event.product.burnout_time) last = std::min(last, *event.product.burnout_time);
    f.powered_s = std::max(0.0, seconds_between(event.product.launch->time, last));
  }
  f.age_s = seconds_between(event.product.first_report_time, now);
  note_arc(event, f);
  if (leader == nullptr) return f;
  f.age_s = seconds_between(leader->track.first_seen, now);
  const auto state = state_of(leader->track);
  if (!state) return f;
  f.height_m = earth::height_above_ellipsoid_m(state->mean.position);
  f.climb_mps = climb_of(state->mean);
  f.speed_mps = norm(state->mean.velocity.mps);
  f.speed_sigma_mps = sigma_of(state->covariance, 3);
  if (thrust_now && leader->track.infrared_hits > 0) f.heat_probability = leader->track.boost_probability;
  f.innovation = leader->track.normalised_innovation;
  f.orbit_probability = event.arc.orbit.orbit_probability;
  f.energy_m2_s2 = event.arc.orbit.energy_m2_s2;
  if (!f.apogee_m && f.climb_mps < 0.0) f.apogee_m = std::max(f.height_m, event.extremes.height_m);  // it is past it
  return f;
}

LevelEvidence level_evidence(const EventState& event, const std::vector<Sighting>& sightings,
                             const sense::Sensors& sensors) {
  LevelEvidence out;
  std::map<std::string, PlatformHits> platforms;
  for (const Member& m : event.members) {
    if (!m.same_object || m.track.state == message::TrackState::tentative) continue;
    for (const auto& [id, hits] : m.track.hits_by_sensor) {
      const sense::InfraredSensor* infrared = sensors.infrared(id);
      const std::string platform = infrared != nullptr ? infrared->satellite : id;
      PlatformHits& p = platforms[platform];
      p.platform = platform;
      p.phenomenology = infrared != nullptr ? message::Phenomenology::infrared : message::Phenomenology::radar;
      // A track that took over another one's measurements counts them too: the larger number, not the sum.
      p.hits = std::max(p.hits, hits);
    }
    if (m.live) out.innovation = m.track.normalised_innovation;
    out.has_range = out.has_range || m.track.kind == message::TrackKind::full;
  }
  for (const auto& [name, hits] : platforms) out.platforms.push_back(hits);
  out.motion = apparent_motion(sightings);
  out.ascent_fits = ascent_fits(event);
  out.speed_mps = event.extremes.speed_mps;
  out.height_m = event.extremes.height_m;
  out.radar_s = event.product.radar_seconds;
  out.comes_down = event.unpowered.has_value();
  out.known = recognised_as(event.known);
  return out;
}

void update_level(EventState& event, const LevelVerdict& verdict, Instant now) {
  message::Event& product = event.product;
  event.level_why = verdict.why;
  event.level_missing = verdict.missing;
  if (verdict.level < product.level && !verdict.contradicted) {
    // Evidence that was enough once stays so when a sensor loses sight; only contradiction takes a level back.
    event.level_why = product.level == message::Level::confirmed
                          ? "Confirmed by what infrared and radar have seen before."
                          : "Probable by what was seen before.";
    event.level_missing.clear();
    return;
  }
  if (verdict.level < product.level) {
    event.remarks.push_back("Level lowered at " + format_utc_seconds(now) + ": " +
                            (event.known.explains() ? "it is explained." : "the evidence contradicts itself."));
  }
  product.level = verdict.level;
  if (product.level >= message::Level::probable && !product.probable_time) product.probable_time = now;
  if (product.level == message::Level::confirmed && !product.confirmed_time) product.confirmed_time = now;
}

void update_contributions(EventState& event, const Evidence& evidence) {
  std::map<std::string, message::Contribution> sum;
  for (const Member& m : event.members) {
    const TrackEvidence* e = evidence.of(m.track.id);
    if (e == nullptr) continue;
    for (const SensorCount& count : e->sensors) {
      auto [at, is_new] = sum.try_emplace(count.sensor);
      message::Contribution& c = at->second;
      if (is_new) c = {count.sensor, count.phenomenology, 0, 0, count.first, count.last};
      c.hits += count.hits;
      c.first = std::min(c.first, count.first);
      c.last = std::max(c.last, count.last);
    }
  }
  for (const MissedLooks& missed : event.missed) {
    auto [at, is_new] = sum.try_emplace(missed.sensor);
    if (is_new) at->second = {missed.sensor, missed.phenomenology, 0, 0, missed.first, missed.last};
    at->second.misses = missed.count;
  }
  event.product.contributions.clear();
  event.product.phenomenologies.clear();
  bool infrared = false;
  bool radar = false;
  for (const auto& [sensor, contribution] : sum) {
    event.product.contributions.push_back(contribution);
    (contribution.phenomenology == message::Phenomenology::infrared ? infrared : radar) |= contribution.hits > 0;
  }
  if (infrared) event.product.phenomenologies.push_back(message::Phenomenology::infrared);
  if (radar) event.product.phenomenologies.push_back(message::Phenomenology::radar);
}

void update_members(EventState& event, const ArcOptions& options) {
  message::Event& product = event.product;
  double objects = 0.0;
  product.tracks.clear();
  for (const Member& m : event.members) {
    product.tracks.push_back(m.track.id);
    if (m.same_object) event.extremes.existence = std::max(event.extremes.existence, m.track.existence);
    product.radar_seconds = std::max(product.radar_seconds, m.track.radar_seconds);
    const bool counts = m.live && m.track.state == message::TrackState::confirmed;
    if (counts && (m.track.kind == message::TrackKind::full || event.only_direction())) objects += m.track.existence;
  }
  std::sort(product.tracks.begin(), product.tracks.end());
  // Several satellites may each hold a direction to one object.
  if (event.only_direction()) objects = std::min(objects, 1.0);
  if (objects > 0.0) product.objects.estimate = std::max(1.0, objects);
  // A track that radar began later has not seen the thrust end: it takes nothing back; nor does one that air brakes.
  const Member* leader = event.leader();
  if (leader != nullptr && !reenters(event, leader->track, options) &&
      (leader->track.burnout_time || leader->track.infrared_hits > 0)) {
    product.burnout_time = leader->track.burnout_time;
  }
}

}  // namespace

std::vector<Sighting> own_sightings(const EventState& event, const Evidence& evidence) {
  std::vector<Sighting> out;
  for (const Member& m : event.members) {
    const TrackEvidence* e = m.same_object ? evidence.of(m.track.id) : nullptr;
    if (e != nullptr) out.insert(out.end(), e->sightings.begin(), e->sightings.end());
  }
  std::sort(out.begin(), out.end(), [](const Sighting& a, const Sighting& b) {
    return std::tie(a.time, a.sensor, a.sequence) < std::tie(b.time, b.sensor, b.sequence);
  });
  return out;
}

/// Whether what is measured now says of which class it is. What its remains do when it is down says nothing of what it
/// was; and what was followed in space and is not any more stays what it was known to be.
bool tells_its_class(const EventState& event, Instant now) {
  const Member* leader = event.leader();
  if (event.known.explains()) return true;
  if (leader == nullptr) return event.path.empty();
  return !is_down(event, now) || is_clearly_faster(*leader, event);
}

void assess(EventState& event, const Evidence& evidence, const sense::Sensors& sensors,
            const KnownSatellites* satellites, CataloguePlaces& places, Instant now, const Options& options) {
  choose_leader(event, now, options.arc);
  follow_thrust(event, now);
  update_members(event, options.arc);
  recognise(event, evidence, satellites, places, now, options.known);
  const bool thrust_now = thrusts_for_long(event, now, options.arc);
  if (thrust_now || !event.extremes.thrust_last) event.extremes.thrust_last = now;
  double coast_s = thrust_now ? 0.0 : seconds_between(*event.extremes.thrust_last, now);
  if (!thrust_now && event.product.burnout_time) {
    coast_s = std::max(coast_s, seconds_between(*event.product.burnout_time, now));
  }
  std::vector<Sighting> sightings = own_sightings(event, evidence);
  if (const Member* leader = event.leader()) {
    if (const auto state = state_of(leader->track)) {
      note_extremes(event, leader->track, *state, options.arc);
      extend_path(event, leader->track, *state, options.lifecycle);
      update_arc(event, *leader, *state, coast_s, options);
      watch_departure(event, evidence, sensors, options.manoeuvre);
    }
  }
  if (event.known.moon) forget_flight(event);
  std::erase_if(sightings,
                [&](const Sighting& s) { return seconds_between(sightings.front().time, s.time) > kMotionWindowS; });
  // One satellite sees thrust as a spot that speeds up, long before anything is known in space.
  const ApparentMotion motion = apparent_motion(sightings);
  if (motion.looks >= 4 && (motion.speeds_up || ascent_fits(event)) &&
      motion.motion_sigmas > 2.0 * options.levels.motion_sigmas &&
      motion.acceleration_sigmas > 2.0 * options.levels.acceleration_sigmas) {
    event.extremes.powered_ascent = true;
  }
  if (tells_its_class(event, now))
    event.posterior = classify(features_of(event, sightings, now, thrust_now, coast_s), options.classes);
  event.extremes.rocket = std::max(event.extremes.rocket, rocket_probability(event.posterior));
  state_region(event, options);
  if (!event.known.moon) update_launch(event, evidence, now, options);
  event.named.weigh(event.posterior, now, options.classes);
  event.product.event_class = event.named.name;
  event.product.class_probabilities.clear();
  for (std::size_t i = 0; i < kClasses; ++i) {
    const auto c = static_cast<message::EventClass>(i);
    event.product.class_probabilities.emplace(name_of(c), event.posterior.probability[i]);
  }
  update_level(event, judge_level(level_evidence(event, sightings, sensors), options.levels), now);
  update_contributions(event, evidence);
}

}  // namespace tocsin::event
