#pragma once

#include "tocsin/track/options.hpp"
#include "tocsin/track/track_file.hpp"

namespace tocsin::track {

/// A probability of thrust from which on it is believed.
inline constexpr double kThrustBelieved = 0.5;

/// Follows the end of thrust after a hit (`is_plume`: of infrared): newest time with thrust, declaration from the
/// models, re-ignition.
void burnout_after_hit(TrackFile& track, Instant t, bool is_plume, const BurnOptions& options);

/// The same after a look that should have seen the plume with probability `plume` and did not.
void burnout_after_miss(TrackFile& track, Instant t, double plume, const BurnOptions& options);

/// The same when time alone makes the end of thrust probable (no sensor sees the object any more).
void burnout_by_time(TrackFile& track, Instant t, double boost_probability, const BurnOptions& options);

/// Keeps a point of the track's past while stages may separate from it: under thrust and shortly after.
void keep_waypoint(TrackFile& track, const Options& options);

}  // namespace tocsin::track
