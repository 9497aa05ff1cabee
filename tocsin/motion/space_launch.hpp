#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::motion {

struct SpaceLaunchOptions {
  double ignition_after_s = 7.0;  ///< from the separation to the second stage's ignition
  double after_s = 3600.0;        ///< bodies still up so long after the insertion are left there
  /// Pitch-overs that are tried, as the tilt of the thrust at their end, rad: from almost vertical to as flat as a
  /// launcher of this thrust stays in the air.
  double least_kick_rad = 0.01;
  double largest_kick_rad = 0.25;
  double kick_step_rad = 0.01;
};

/// A simulated launch into a circular orbit `height_m` above the ellipsoid, without any record of it: the first stage
/// in a gravity turn, the second in one burn (`fly_to_orbit`); of the pitch-overs the one after which the second stage
/// burns least. The first stage falls from the separation on; the second stays with its payload.
/// `azimuth_rad`: of the ground track at the site, clockwise from north. Precondition: a vehicle of two stages.
/// Errors: what `fly` refuses, and an orbit that no pitch-over reaches.
[[nodiscard]] Result<Flight> fly_space_launch(const Vehicle& vehicle, const Geodetic& site, double azimuth_rad,
                                              Instant time, double height_m, const SpaceLaunchOptions& options = {});

}  // namespace tocsin::motion
