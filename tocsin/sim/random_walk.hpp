#pragma once

#include <cstdint>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/random.hpp"

namespace tocsin::sim {

/// Brownian motion as a function of absolute time, from 0 at a begin: any moment is found without those before it, and
/// what it does between two moments does not depend on when it began. Lévy's construction by midpoints (Lévy 1948),
/// down to a second; straight in between.
class RandomWalk {
 public:
  /// Standard deviation after one second is `sigma_per_root_s`.
  RandomWalk(const Random& random, double sigma_per_root_s, Instant begin);
  [[nodiscard]] double at(Instant t) const;

 private:
  [[nodiscard]] double raw(Instant t) const;

  Random random_;
  double sigma_ = 0.0;
  std::int64_t first_block_ = 0;
  double at_begin_ = 0.0;
};

}  // namespace tocsin::sim
