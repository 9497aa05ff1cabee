#pragma once

#include "tocsin/base/instant.hpp"
#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Keeps the leading track unless another one is clearly faster or it ended: payload before stages.
void choose_leader(EventState& event, Instant now, const ArcOptions& options);

/// A piece that leads under thrust, where what the event began with is not measured any more, is that object itself:
/// a spent stage does not burn, and a track is easily lost when the next stage lights.
void follow_thrust(EventState& event, Instant now);

/// Whether a member has been powered since the arc of the event was measured.
[[nodiscard]] bool is_clearly_faster(const Member& m, const EventState& event);

/// Its arc has come to the ground, where a body with lift comes later: what is still seen is wreckage, a stage or
/// another flight's end.
[[nodiscard]] bool is_down(const EventState& event, Instant now);

}  // namespace tocsin::event
