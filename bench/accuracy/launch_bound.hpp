#pragma once

#include <optional>
#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::bench {

/// What is known of a vehicle before it is seen: standard deviations of kick and thrust.
struct VehiclePrior {
  const char* name;
  double kick_rad;
  double thrust_share;
};
/// The three priors of the bound's table.
inline constexpr double kDegree = 0.017453292519943295;
inline constexpr VehiclePrior kTypeKnown{"type", 0.5 * kDegree, 0.01};
inline constexpr VehiclePrior kClassKnown{"class", 5.0 * kDegree, 0.1};
inline constexpr VehiclePrior kShapeKnown{"shape", 50.0 * kDegree, 10.0};

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
  /// Nothing when the bearings determine no launch.
  [[nodiscard]] std::optional<LaunchBound> bound(const VehiclePrior& prior) const;

 private:
  static constexpr std::size_t kSize = 6;
  DynamicMatrix information_;
  std::vector<double> by_heading_;
  double metres_per_lat_ = 0.0;
  double metres_per_lon_ = 0.0;
};

}  // namespace tocsin::bench
