#pragma once

#include <cstddef>

#include "tocsin/base/random.hpp"
#include "tocsin/base/vec.hpp"
#include "tocsin/track/mode_state.hpp"

namespace tocsin::bench {

/// Estimate around the truth with errors of these sigmas an axis, and the covariance that says so.
[[nodiscard]] inline track::Gaussian<6> vague_start(const Vec3& position_m, const Vec3& velocity_mps, double sigma_m,
                                                    double sigma_mps, Random& random) {
  track::Gaussian<6> out;
  out.mean = {position_m.x, position_m.y, position_m.z, velocity_mps.x, velocity_mps.y, velocity_mps.z};
  for (int i = 0; i < 6; ++i) {
    const double sigma = i < 3 ? sigma_m : sigma_mps;
    out.mean[static_cast<std::size_t>(i)] += sigma * random.normal();
    out.covariance(i, i) = sigma * sigma;
  }
  return out;
}

}  // namespace tocsin::bench
