#pragma once

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Whether a track falls through air: it was above, or past its highest point in it, and what changes its speed is drag
/// or lift, which a model with thrust explains too. With lift it may climb again; so may, for its filter, what is
/// slowed so strongly near the ground.
[[nodiscard]] bool reenters(const EventState& event, const message::Track& track, const ArcOptions& options);

/// Whether a member of the event thrusts now; after a long coast only when that lasts, for which it is noted in the
/// event when it began.
[[nodiscard]] bool thrusts_for_long(EventState& event, Instant now, const ArcOptions& options);

/// Brings arc, highest point and unpowered impact up to the leader's newest state, `coast_s` after the last thrust.
/// What air does near the ground changes nothing of what was known from above.
void update_arc(EventState& event, const Member& leader, const GaussianState<Itrf>& state, double coast_s,
                const Options& options);

/// The Moon comes from nowhere and goes nowhere: the arc of its echo says nothing. A body that turns out not to be the
/// Moon gets its arc with the next hit.
void forget_flight(EventState& event);

}  // namespace tocsin::event
