#pragma once

#include <cmath>

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/track.hpp"

namespace tocsin::event {

/// How near the state of a coasting track, carried back, comes to an event's path in place and velocity.
struct Approach {
  double squared = HUGE_VAL;  ///< smallest distance in place and velocity, squared, in sigmas of both with their floors
  double distance_m = 0.0;    ///< there
  double speed_mps = 0.0;     ///< of one against the other, there
  bool complete = false;      ///< carried back without a gap to where stages do not separate yet
  bool uncertain = false;     ///< the state is too uncertain to be carried back farther
  bool out_of_reach = false;  ///< the event was never near enough to be where it came from
  bool tells = false;         ///< whether the ratio says anything
  /// How much likelier this is of a piece, which left the path at any of its points above `min_staging_height_m`, than
  /// of a salvo's next vehicle, which flies `neighbour_m` and `neighbour_mps` beside it. 1 where that tells nothing.
  double piece_likelihood_ratio = 1.0;
};

/// Whether a path is known well enough there to tell what else lies on it.
[[nodiscard]] bool is_known_at(const PathPoint& point, const LifecycleOptions& options);

[[nodiscard]] Approach approach_to_path(const message::Track& track, const EventState& event,
                                        const LifecycleOptions& options);

}  // namespace tocsin::event
