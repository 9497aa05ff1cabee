#include "tocsin/event/flown_arc.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/leader.hpp"
#include "tocsin/event/manoeuvre.hpp"
#include "tocsin/motion/impact.hpp"

namespace tocsin::event {
namespace {

constexpr double kClearlySigmas = 3.0;  ///< of a climb that is one
constexpr double kSlowed = 3e5;         ///< J/kg: some 100 m/s of 3 km/s

bool thrusts(const EventState& event, const ArcOptions& options) {
  return std::any_of(event.members.begin(), event.members.end(), [&](const Member& m) {
    return m.live && m.track.boost_probability > options.max_boost_probability && !reenters(event, m.track, options);
  });
}

/// That the leader is a slender re-entry body, if it comes down on its arc: a launch into space does not, unless it is
/// no such. The fastest object leads, and the payload may have joined as another one than the vehicle.
double slender_probability(const EventState& event, const ArcOptions& options) {
  using message::EventClass;
  const auto of = [&](EventClass c) { return event.posterior.of(c); };
  const double slender = of(EventClass::ballistic) + of(EventClass::manoeuvring);
  const double falls = slender + of(EventClass::sounding_rocket) + of(EventClass::reentry) + of(EventClass::unknown);
  const bool ascent_seen = event.extremes.powered_ascent;
  return falls > 0.0 ? (ascent_seen ? options.slender_share : options.slender_share_unseen) * slender / falls : 0.0;
}

double climb_sigma_of(const GaussianState<Itrf>& state) {
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(state.mean.position)).u;
  const std::array<double, 3> along{up.x, up.y, up.z};
  double variance = 0.0;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j)
      variance +=
          along[static_cast<std::size_t>(i)] * state.covariance(3 + i, 3 + j) * along[static_cast<std::size_t>(j)];
  }
  return std::sqrt(std::max(0.0, variance));
}

/// Whether one impact lies in the 99.9 % region of another.
bool lies_in(const message::ImpactEstimate& impact, const message::ImpactEstimate& other) {
  constexpr double k999To90 =
      1.732;  // half axes of a 99.9 % ellipse over those of a 90 % one: it is asked every second
  const auto ground = [](const message::ImpactEstimate& i) {
    return Geodetic{i.lat_deg * kRadiansPerDegree, i.lon_deg * kRadiansPerDegree, 0.0};
  };
  const message::Ellipse& region = other.ellipse90;
  const earth::GeodesicLine away = earth::inverse(ground(other), ground(impact));
  return contains({k999To90 * region.semi_major_km * 1e3, k999To90 * region.semi_minor_km * 1e3,
                   region.azimuth_deg * kRadiansPerDegree},
                  away.distance_m * std::sin(away.azimuth_start_rad),
                  away.distance_m * std::cos(away.azimuth_start_rad));
}

/// Whether the region of an impact is not the smaller one, and agrees with an older impact. In the air a track allows
/// for forces that the older region already holds.
bool says_no_more(const message::ImpactEstimate& newer, const message::ImpactEstimate& older) {
  const auto area = [](const message::Ellipse& e) { return e.semi_major_km * e.semi_minor_km; };
  return area(newer.ellipse90) >= area(older.ellipse90) && lies_in(older, newer);
}

/// Whether an arc, worked out after the impact that was known, is that of another body: what is left in view has lost
/// its speed to the air, and comes down elsewhere. One that is faster has been powered since, and says where it goes.
bool is_of_another_body(const ArcFit& arc, const State<Itrf>& state, const EventState& event, Instant now) {
  if (!arc.impact || !is_down(event, now)) return false;
  const bool is_slowed = motion::osculating_orbit(state).energy_m2_s2 + kSlowed < event.extremes.energy_m2_s2;
  return is_slowed && !lies_in(*arc.impact, *event.unpowered) && !lies_in(*event.unpowered, *arc.impact);
}

}  // namespace

bool reenters(const EventState& event, const message::Track& track, const ArcOptions& options) {
  const bool fell = event.extremes.fell_into_air.has_value();
  if (!fell && event.extremes.height_m < 1.25 * options.air_height_m) return false;
  const auto state = state_of(track);
  if (!state || earth::height_above_ellipsoid_m(state->mean.position) >= options.air_height_m) return false;
  const double unsure_mps = fell ? kClearlySigmas * climb_sigma_of(*state) : 0.0;
  return lift_is_believed(event) || climb_of(state->mean) < unsure_mps;
}

bool thrusts_for_long(EventState& event, Instant now, const ArcOptions& options) {
  const std::optional<Instant>& last = event.extremes.thrust_last;
  if (!thrusts(event, options)) {
    event.relit.reset();
    return false;
  }
  if (!event.relit && (!last || seconds_between(*last, now) <= options.relight_after_s)) return true;
  if (!event.relit) event.relit = now;
  if (seconds_between(*event.relit, now) < options.relight_hold_s) return false;
  event.relit.reset();
  return true;
}

void update_arc(EventState& event, const Member& leader, const GaussianState<Itrf>& state, double coast_s,
                const Options& options) {
  message::Event& product = event.product;
  const message::Track& track = leader.track;
  if (event.departure.flagged) return;  // it has left the arc, and follows no other
  const bool powered = track.boost_probability >= options.arc.max_boost_probability;
  // Slowed by air so strongly that its arc no longer says where it comes down: what was known from above stays.
  if (powered && reenters(event, track, options.arc)) return;
  if (powered && event.relit) return;  // perhaps under thrust again
  const bool coasts = !powered && (coast_s >= options.arc.coast_hold_s || !event.extremes.powered_ascent);
  if (!coasts) {
    event.arc = {};
    event.arc.orbit = orbit_figures(state, options.arc.orbit_perigee_m);
    event.arc_hit.reset();
    event.top.reset();
    event.unpowered.reset();
    event.entry.reset();
    product.apogee_km.reset();
    product.apogee_sigma_km.reset();
    return;
  }
  if (event.arc_hit && *event.arc_hit == track.last_hit) return;
  event.arc_hit = track.last_hit;
  const ArcFit arc = fit_arc(track, state, event.top, options.arc, slender_probability(event, options.arc));
  if (is_of_another_body(arc, state.mean, event, track.time)) return;
  event.arc = arc;
  if (event.arc.top) event.top = event.arc.top;
  const bool in_air = event.extremes.fell_into_air.has_value();
  if (event.arc.impact && !(in_air && event.unpowered && says_no_more(*event.arc.impact, *event.unpowered))) {
    event.unpowered = event.arc.impact;
    event.unpowered->made_at = std::min(track.time, track.last_hit);
    event.entry.reset();
    if (const auto entry = entry_of(state.mean, track.time, options.arc)) {
      event.entry = PathPoint{track.time, entry->position.m, entry->velocity.mps};
    }
  } else if (event.arc.orbit.orbit_probability > options.arc.max_orbit_probability) {
    event.unpowered.reset();  // otherwise the last good region stays: in the air the track knows less, not more
  }
  if (event.top && event.top->sigma_m <= options.arc.max_apogee_sigma_m &&
      event.arc.orbit.orbit_probability < options.arc.max_orbit_probability) {
    product.apogee_km = event.top->height_m * 1e-3;
    product.apogee_sigma_km = event.top->sigma_m * 1e-3;
  } else {
    product.apogee_km.reset();
    product.apogee_sigma_km.reset();
  }
}

void forget_flight(EventState& event) {
  message::Event& product = event.product;
  event.arc = {};
  event.arc_hit.reset();
  event.top.reset();
  event.unpowered.reset();
  event.entry.reset();
  event.departure = {};
  product.launch.reset();
  product.burnout_time.reset();
  product.apogee_km.reset();
  product.apogee_sigma_km.reset();
}

}  // namespace tocsin::event
