#include "tocsin/sim/pointing_errors.hpp"

#include <string>

namespace tocsin::sim {
namespace {

RandomWalk walk(const char* axis, const Faults& faults, std::string_view sensor, std::uint64_t seed, Instant begin) {
  const Random random(seed, std::string(axis) + " drift of " + std::string(sensor));
  return {random, faults.total().los_drift_rad_rt_s, begin};
}

}  // namespace

PointingErrors::PointingErrors(const Faults& faults, std::string_view sensor, std::uint64_t seed, Instant begin)
    : bias_east_rad_(faults.total().los_bias_east_rad),
      bias_north_rad_(faults.total().los_bias_north_rad),
      east_(walk("east", faults, sensor, seed, begin)),
      north_(walk("north", faults, sensor, seed, begin)) {}

sense::TangentAngles PointingErrors::at(Instant t) const {
  return {bias_east_rad_ + east_.at(t), bias_north_rad_ + north_.at(t)};
}

}  // namespace tocsin::sim
