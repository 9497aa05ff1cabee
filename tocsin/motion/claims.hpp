#pragma once

#include <optional>
#include <string>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::motion {

/// A reported flight to be checked. Site and bearing may be unknown.
struct Claim {
  double apogee_m = 0.0;
  double range_m = 0.0;
  std::optional<Geodetic> site;
  std::optional<double> bearing_rad;
  std::optional<double> time_s;  ///< reported flight time
};

/// Impulsive flight from the surface to the surface: rotating oblate Earth, J2, no drag.
struct ImpulsiveFlight {
  double time_s = 0.0;
  double speed_mps = 0.0;  ///< relative to the ground
  double elevation_rad = 0.0;
  double azimuth_rad = 0.0;  ///< of the start velocity relative to the ground
  double apogee_m = 0.0;
  double apogee_time_s = 0.0;
  Geodetic impact;
};

/// The one impulsive flight with this apogee, geodesic range and initial geodesic bearing.
/// Errors: not positive or not finite, range beyond half of the Earth, needs more than escape speed, no convergence.
[[nodiscard]] Result<ImpulsiveFlight> impulsive_flight(const Geodetic& site, double bearing_rad, double apogee_m,
                                                       double range_m);

enum class ClaimVerdict {
  no_time,     ///< nothing was reported to compare
  plausible,   ///< residual 100 to 270 s: a powered phase
  unusual,     ///< longer than the arc, but not by a usual powered phase
  impossible,  ///< shorter than any ballistic arc
};

struct ClaimCheck {
  ClaimVerdict verdict = ClaimVerdict::no_time;
  /// Flight time of the arc, seconds; shortest and longest over all latitudes and bearings when site or bearing is
  /// unknown, else equal.
  double shortest_s = 0.0;
  double longest_s = 0.0;
  std::optional<ImpulsiveFlight> flight;  ///< when site and bearing are known
  std::optional<double> residual_low_s;   ///< reported − longest
  std::optional<double> residual_high_s;  ///< reported − shortest
  std::string explanation;                ///< one or two sentences with the numbers
};

struct ClaimOptions {
  /// Shortest usual powered phase, minus what it saves against an impulsive start.
  double min_powered_s = 100.0;
  /// Longest usual powered phase.
  double max_powered_s = 270.0;
  /// Reported times are often whole minutes: within this of a bound the verdict is the milder one.
  double rounding_s = 30.0;
  /// Flatter flights are not seen: drag and heat forbid them.
  double min_apogee_over_range = 0.12;
};

/// Is a reported flight possible? Errors: not positive or not finite figures, latitude out of range, not flyable at
/// all.
[[nodiscard]] Result<ClaimCheck> check_claim(const Claim& claim, const ClaimOptions& options = {});

}  // namespace tocsin::motion
