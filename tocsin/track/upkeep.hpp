#pragma once

#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// First thing at a tick: ends tracks and groups that nothing has seen for too long. Nothing may be carried over a leap
/// of the clock, which would take as long as the leap is wide.
void drop_unseen(Work& work);

/// What time does to the tracks at a tick: merges, separations, burnout of what nobody sees, confirmation, ends.
void keep_up(Work& work);

/// A track file as the product that others see, at time `t`.
[[nodiscard]] message::Track report(const TrackFile& track, Instant t, const Options& options);

/// Every live track with a number, and those that have ended since the last tick, sorted by number.
void report_tracks(Work& work);

}  // namespace tocsin::track
