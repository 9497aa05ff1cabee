#pragma once

#include <span>

#include "tocsin/track/hits.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

enum class TickReport {
  all,         ///< every live track with a number, and those that have ended since the last tick
  ended_only,  ///< of a tick that was told before
};

/// What time does to the tracks: ends what nothing has seen for too long, uses measurements whose look has not come,
/// merges, finds separations, burnout of what nobody sees; then reports.
void pass_tick(Instant time, TickReport what, Work& work);

/// A track file as the product that others see, at time `t`. Its covariance is that of the filter, larger where the
/// innovations of its radars show that plots are worse than stated (Consistency).
[[nodiscard]] message::Track report(const TrackFile& track, Instant t, std::span<const RadarFactor> radars,
                                    const Options& options);

}  // namespace tocsin::track
