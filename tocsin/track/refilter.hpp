#pragma once

#include <vector>

#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// Whether a record cannot be processed as it comes: looks or ticks that should have come after it were processed.
[[nodiscard]] bool is_late(const Input& input, const TrackerState& state, const Work& work);
/// Keeps a late record until the next tick, or refuses it by name.
void hold(Input input, TrackerState& state, Work& work);
/// Processes a record that comes in time, and remembers it.
void follow_on(Input&& input, TrackerState& state, Work& work);

/// Processes the late records in their places, all that came after them again, and then the tick. Tracks that stand for
/// the same measurements as before keep their numbers. Gives the ends of those that were told and are no longer there,
/// under the numbers that they have outside.
[[nodiscard]] std::vector<message::Track> refilter(Input tick, TrackerState& state, Work& work);
/// Processes a tick when nothing came late.
void pass_on(Input&& tick, TrackerState& state, Work& work);

/// After a tick: a checkpoint when one is due; forgets what is past the horizon.
void keep_past(Instant now, TrackerState& state);

}  // namespace tocsin::track
