#include "tocsin/event/leader.hpp"

#include <algorithm>
#include <string>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/manoeuvre.hpp"
#include "tocsin/motion/impact.hpp"

namespace tocsin::event {
namespace {

constexpr double kClearlyFaster = 3e5;  ///< J/kg: some 50 m/s at burnout of a long flight
constexpr double kSureOfThrust = 0.9;   ///< boost probability of a body that goes on under thrust; one less it coasts
constexpr double kLost_s = 20.0;        ///< two revisits of a scanner

/// Specific energy of a member's orbit, plus some standard deviations.
double energy_of(const Member& m, double sigmas) {
  const auto state = state_of(m.track);
  return state ? motion::osculating_orbit(state->mean).energy_m2_s2 +
                     sigmas * norm(m.track.velocity_mps) * sigma_of(state->covariance, 3)
               : -1e12;
}

}  // namespace

const Member* EventState::member(std::int64_t track) const {
  const auto at = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.track.id == track; });
  return at != members.end() ? &*at : nullptr;
}

const Member* EventState::leader() const {
  const Member* m = leading_track == 0 ? nullptr : member(leading_track);
  return m != nullptr && m->live ? m : nullptr;
}

bool EventState::only_direction() const {
  return std::none_of(members.begin(), members.end(),
                      [](const Member& m) { return m.track.kind == message::TrackKind::full; });
}

bool is_clearly_faster(const Member& m, const EventState& event) {
  return energy_of(m, -1.0) > event.extremes.energy_m2_s2 + kClearlyFaster;
}

bool is_down(const EventState& event, Instant now) {
  return event.unpowered && event.unpowered->time < now && !lift_is_believed(event);
}

void choose_leader(EventState& event, Instant now, const ArcOptions& options) {
  const Member* best = event.leader();
  const bool above_air =
      !event.path.empty() && earth::height_above_ellipsoid_m({event.path.back().position_m}) > options.air_height_m;
  const bool down = is_down(event, now);
  for (const Member& m : event.members) {
    const bool leads = m.live && m.track.kind == message::TrackKind::full &&
                       m.track.state == message::TrackState::confirmed && state_of(m.track);
    if (!leads || &m == best) continue;
    if (best == nullptr && down && !is_clearly_faster(m, event)) continue;
    // a stage or debris that is left in view when the leader is lost above the air does not speak for it
    if (best == nullptr && above_air && energy_of(m, 2.0) + kClearlyFaster < event.extremes.energy_m2_s2) continue;
    if (best == nullptr || energy_of(m, -1.0) > energy_of(*best, -1.0) + kClearlyFaster) best = &m;
  }
  if (best != nullptr && best->track.boost_probability < 1.0 - kSureOfThrust)
    event.extremes.energy_m2_s2 = std::max(event.extremes.energy_m2_s2, energy_of(*best, -2.0));
  if (best != nullptr && best->track.id != event.leading_track) event.arc_hit.reset();
  event.leading_track = best == nullptr ? 0 : best->track.id;
}

void follow_thrust(EventState& event, Instant now) {
  const auto leads = [&](const Member& m) { return m.track.id == event.leading_track; };
  const auto leader = std::find_if(event.members.begin(), event.members.end(), leads);
  if (leader == event.members.end() || leader->same_object || leader->track.boost_probability < kSureOfThrust) return;
  if (dot(leader->track.position_m, leader->track.velocity_mps) < 0.0) return;  // what falls only brakes
  const auto lost = [&](const Member& m) {
    return !m.same_object || seconds_between(m.track.last_hit, leader->track.last_hit) > kLost_s;
  };
  if (!std::all_of(event.members.begin(), event.members.end(), lost)) return;
  leader->same_object = true;
  event.remarks.push_back("Track " + std::to_string(leader->track.id) + " is the same object since " +
                          format_utc_seconds(now) + ": it goes on under thrust where the former track was lost.");
}

}  // namespace tocsin::event
