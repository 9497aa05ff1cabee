#pragma once

#include <span>

#include "tocsin/event/evidence.hpp"

namespace tocsin::event {

/// How the bearings of one sensor move across its view, by quadratic fits in time of both angles.
struct ApparentMotion {
  int looks = 0;
  double motion_sigmas = 0.0;        ///< of a constant rate against standing still
  double acceleration_sigmas = 0.0;  ///< of an even change of the rate against a constant one
  bool speeds_up = false;            ///< the change of rate points along the motion
  double reduced_chi_squared = 0.0;  ///< of the quadratic fit
};

/// Of the sensor with the most bearings among them. At least three bearings; otherwise everything is zero but `looks`.
[[nodiscard]] ApparentMotion apparent_motion(std::span<const Sighting> sightings);

}  // namespace tocsin::event
