#pragma once

#include <optional>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"

namespace tocsin::event {

/// Where a body that steers with lift may come down from a state in, or at the top of, the air.
struct Reach {
  double heading_rad = 0.0;  ///< of its velocity, clockwise from north
  Geodetic below;            ///< ground under it
  double ahead_m = 0.0;      ///< farthest along the heading
  double aside_m = 0.0;      ///< farthest to either side
  double longest_s = 0.0;    ///< until it is on the ground at the latest
};

/// By the equilibrium glide with the largest lift-to-drag ratio of the options; the height counts as speed of the same
/// energy: range r/2·L/D·ln(1/(1 − v²/gr)), side π²/48·(L/D)²·v²/g and no more than half of the range, time
/// ½√(r/g)·L/D·ln((1 + v/√gr)/(1 − v/√gr)) (Eggers, Allen and Neice, NACA TN 4046, 1957; Vinh, Busemann and Culp, 1980,
/// chapter 9). Nothing for a body that is nearly as fast as a satellite, whose reach has no such bound.
[[nodiscard]] std::optional<Reach> reach_of(const State<Itrf>& state, const ManoeuvreOptions& options);

/// Region of a body that was seen to steer: all that it may reach from here; the arc says nothing any more.
[[nodiscard]] std::optional<message::ImpactEstimate> reach_region(const State<Itrf>& state, double sigma_m,
                                                                  Instant time, const ManoeuvreOptions& options);

/// The region of an unpowered arc, widened to what the body may reach if it steers from `state` on. The centre stays.
[[nodiscard]] std::optional<message::ImpactEstimate> widened(const message::ImpactEstimate& ballistic,
                                                             const State<Itrf>& state, const ManoeuvreOptions& options);

}  // namespace tocsin::event
