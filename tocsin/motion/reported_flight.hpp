#pragma once

#include <optional>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/boost.hpp"
#include "tocsin/motion/vehicles.hpp"

namespace tocsin::motion {

/// A flight as it is reported: where from, which way, how high and how far.
struct ReportedFlight {
  Geodetic site;
  double bearing_rad = 0.0;                  ///< initial azimuth of the geodesic from site to impact
  std::optional<double> apogee_m;            ///< height above the ellipsoid
  std::optional<double> range_m;             ///< geodesic from site to impact
  Instant time;                              ///< launch
  std::optional<Vehicle> vehicle;            ///< otherwise a family by the speed that the flight needs
  Manoeuvre manoeuvre = {};                  ///< with one, the range is that of the whole flight, lift included
  std::vector<VehicleFamily> families = {};  ///< to choose from, in ascending order of reach; none: the generic ones
};

struct ReportedFlightOptions {
  double tolerance_m = 100.0;           ///< of apogee and of the impact point: a tenth of what reports give
  double min_apogee_m = 60e3;           ///< lower flights stay in the air that the ballistic picture leaves out
  double min_apogee_over_range = 0.12;  ///< flatter flights do not exist with drag
  /// With a manoeuvre the air is part of the flight: what limits it then is that a vehicle must have burnt out before.
  double min_manoeuvring_apogee_m = 20e3;
  double max_range_m = 15000e3;
  int max_iterations = 40;
};

/// A flight with its boost that has the reported apogee, range and bearing.
struct SolvedFlight {
  Flight flight;
  double apogee_error_m = 0.0;
  double range_error_m = 0.0;
  double cross_error_m = 0.0;
  int iterations = 0;
};

/// Finds payload, cut-off, pitch-over and azimuth so that apogee, range and bearing match. Deterministic. A manoeuvring
/// flight matches with its lift: a shorter ballistic part has the reported apogee, lift carries it to the reported
/// range. Errors with the physical reason: apogee or range missing, stays in the atmosphere, too flat to fly with drag,
/// faster than escape, beyond the largest vehicle, no convergence (with the best residuals).
[[nodiscard]] Result<SolvedFlight> solve_reported_flight(const ReportedFlight& report,
                                                         const ReportedFlightOptions& options = {});

}  // namespace tocsin::motion
