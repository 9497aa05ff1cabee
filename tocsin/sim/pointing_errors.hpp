#pragma once

#include <cstdint>

#include "tocsin/base/instant.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sim/faults.hpp"
#include "tocsin/sim/random_walk.hpp"

namespace tocsin::sim {

/// How far one sensor's line of sight really is from where the sensor believes it: a bias and a random walk, the same
/// for everything it sees at a moment.
class PointingErrors {
 public:
  PointingErrors(const Faults& faults, std::string_view sensor, std::uint64_t seed, Instant begin);
  /// What is added to the true angles of a source.
  [[nodiscard]] sense::TangentAngles at(Instant t) const;

 private:
  double bias_east_rad_ = 0.0;
  double bias_north_rad_ = 0.0;
  RandomWalk east_;
  RandomWalk north_;
};

}  // namespace tocsin::sim
