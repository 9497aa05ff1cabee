#pragma once

#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::bench {

/// What is known of a vehicle before it is seen: standard deviations of kick and thrust.
struct VehiclePrior {
  double kick_rad;
  double thrust_share;
  /// Whether the times of the pitch-over, exhaust speed, drag, nozzle and height of the site are known, too; else they
  /// are known as event::LaunchFitOptions knows them.
  bool rest_known;
};
/// The three priors of the target's bound, and that of an estimator for any vehicle that turns by gravity.
inline constexpr VehiclePrior kTypeKnown{0.5 * kRadiansPerDegree, 0.01, true};
inline constexpr VehiclePrior kClassKnown{5.0 * kRadiansPerDegree, 0.1, true};
inline constexpr VehiclePrior kShapeKnown{50.0 * kRadiansPerDegree, 10.0, true};
inline constexpr VehiclePrior kAnyKnown{50.0 * kRadiansPerDegree, 10.0, false};

/// One standard deviation of what no unbiased estimate from these bearings can beat.
struct LaunchBound {
  double place_m = 0.0;  ///< root of the trace
  double heading_rad = 0.0;
  double time_s = 0.0;
};

/// Bearing of the place that a vehicle has 120 s after lift-off (message::kHeadingAfterS), as a map shows it.
[[nodiscard]] double heading_of(const motion::Flight& flight);

/// Fisher information of bearings about the flight that is known but for latitude, longitude, time of lift-off,
/// heading, kick and thrust, by central differences of flights of the simulator's dynamics, inverted under several
/// priors. The time of burnout moves no bearing before it, so it is left out. Van Trees, Detection, Estimation, and
/// Modulation Theory, part I, section 2.4.
class LaunchInformation {
 public:
  LaunchInformation(const motion::Flight& flight, const std::vector<event::Sighting>& sightings);
  /// Precondition: the bearings determine a launch (two satellites).
  [[nodiscard]] LaunchBound bound(const VehiclePrior& prior) const;

 private:
  static constexpr std::size_t kSize = 13;
  DynamicMatrix information_;
  std::vector<double> by_heading_;
  double metres_per_lat_ = 0.0;
  double metres_per_lon_ = 0.0;
};

}  // namespace tocsin::bench
