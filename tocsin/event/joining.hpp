#pragma once

#include <optional>

#include "tocsin/event/approach.hpp"
#include "tocsin/event/event_state.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// How a track belongs to an event.
enum class Kinship {
  none,
  same,   ///< the object that the event is about
  piece,  ///< a stage, a tank, debris of the same launch
};

/// Where the event's leading object was at `t`: between path points, up to some seconds beyond them, or on the fitted
/// ascent before them; nothing elsewhere.
[[nodiscard]] std::optional<PathPoint> path_at(const EventState& event, Instant t);

/// Whether a track in space was, by its state carried back, lower than stages separate when its first bearing was
/// taken.
[[nodiscard]] bool began_low(const message::Track& track, const TrackEvidence& bearings,
                             const LifecycleOptions& options);

/// Whether infrared saw a track rise from there and it still climbs: it has taken off by itself.
[[nodiscard]] bool rises_from_low(const message::Track& track, const TrackEvidence& bearings,
                                  const LifecycleOptions& options);

/// Whether bearings of another track point to the event's object. Tracks whose sensor saw both in one look are two
/// objects, and close ones that were high when they were first seen (not `low`) are pieces. `own`: bearings of the
/// event's object.
[[nodiscard]] Kinship kinship_by_bearings(const TrackEvidence& bearings, bool low, const std::vector<Sighting>& own,
                                          const EventState& event, const LifecycleOptions& options);

/// Where the state of a coasting track, carried back, meets an event's path.
struct Meeting {
  Kinship kinship = Kinship::none;
  double squared = 0.0;                 ///< smallest distance in place and velocity, squared, in sigmas
  bool undecided = false;               ///< no meeting, but the state is too uncertain to be carried back all the way
  double piece_likelihood_ratio = 1.0;  ///< see `Approach`
};

/// Whether the state of a coasting track, carried back, meets the event's path in place and velocity.
[[nodiscard]] Meeting meeting_with_path(const message::Track& track, const EventState& event,
                                        const LifecycleOptions& options);

/// Whether a track that is first seen falling can be a stage that returns: it is within reach of the event's path.
[[nodiscard]] Kinship kinship_of_falling(const message::Track& track, const EventState& event,
                                         const LifecycleOptions& options);

/// Whether that may turn out of a track which is not yet known to climb.
[[nodiscard]] bool may_be_falling(const message::Track& track, const EventState& event,
                                  const LifecycleOptions& options);

/// Whether a track comes down, beyond the error of its velocity.
[[nodiscard]] bool is_known_to_fall(const message::Track& track);

/// Whether a track that is not known to climb appears where and when the event's object comes down.
[[nodiscard]] Kinship kinship_at_impact(const message::Track& track, const EventState& event,
                                        const LifecycleOptions& options);

/// Whether the state of a coasting track, carried back, lies behind the last bearings of an event that is only a
/// direction.
[[nodiscard]] Kinship kinship_by_last_bearings(const message::Track& track, const std::vector<Sighting>& own,
                                               const LifecycleOptions& options);

}  // namespace tocsin::event
