#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/arc.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::motion {

/// State `t_s` seconds after an epoch.
struct TimedState {
  double t_s = 0.0;
  State<Itrf> state;
};

/// Smooth path through states (cubic Hermite in place and velocity). Precondition: at least three, ascending in time.
[[nodiscard]] Arc arc_through(Instant epoch, const std::vector<TimedState>& states);

/// The part of an arc between two times after its epoch, seconds. Precondition: they lie on the arc, in this order.
[[nodiscard]] Arc part_of(const Arc& arc, double begin_s, double end_s);

struct UpperStageFlight {
  Arc arc;  ///< from `from` to the burnout
  Instant burnout;
};

/// A simulated second stage of a space launch: coasts from a state to its ignition, then burns, the thrust's elevation
/// over the local horizon falling evenly with time (linear-angle steering, a textbook approximation of ascents), until
/// its speed is that of a circular orbit; the two angles are found so that it is then level and at `height_m`.
/// Errors: no such angles, or the propellant of the second stage does not suffice.
[[nodiscard]] Result<UpperStageFlight> fly_to_orbit(const State<Itrf>& state, Instant from, Instant ignition,
                                                    const Vehicle& vehicle, double height_m);

}  // namespace tocsin::motion
