#include "tocsin/sim/random_walk.hpp"

#include <cmath>

namespace tocsin::sim {
namespace {

constexpr int kLevels = 22;  // a block of 2^22 s, 48 days, is longer than any scenario
constexpr std::int64_t kBlockNs = (std::int64_t{1} << kLevels) * 1'000'000'000;

std::int64_t block_of(Instant t) {
  const std::int64_t ns = t.tai_ns();
  return ns >= 0 ? ns / kBlockNs : -((-ns + kBlockNs - 1) / kBlockNs);
}

double draw(const Random& random, std::uint64_t key) {
  return random.substream(key).normal();
}

}  // namespace

RandomWalk::RandomWalk(const Random& random, double sigma_per_root_s, Instant begin)
    : random_(random), sigma_(sigma_per_root_s), first_block_(block_of(begin)), at_begin_(raw(begin)) {}

double RandomWalk::at(Instant t) const {
  return sigma_ > 0.0 ? sigma_ * (raw(t) - at_begin_) : 0.0;
}

/// With unit variance a second, from 0 at the start of the first block.
double RandomWalk::raw(Instant t) const {
  const std::int64_t block = block_of(t);
  double length_s = std::ldexp(1.0, kLevels);
  double left = 0.0;
  for (std::int64_t k = first_block_; k < block; ++k) {
    left += std::sqrt(length_s) * draw(random_.substream(static_cast<std::uint64_t>(k)), 1);
  }
  const Random here = random_.substream(static_cast<std::uint64_t>(block));
  double right = left + std::sqrt(length_s) * draw(here, 1);
  double into_s = static_cast<double>(t.tai_ns() - block * kBlockNs) * 1e-9;
  std::uint64_t node = 1;  // of the tree of midpoints; 2n and 2n + 1 are the halves of n
  for (int level = 0; level < kLevels; ++level) {
    // between two ends the middle is their mean with a quarter of the interval as variance
    const double middle = 0.5 * (left + right) + 0.5 * std::sqrt(length_s) * draw(here, 2 * node);
    length_s *= 0.5;
    const bool upper = into_s >= length_s;
    (upper ? left : right) = middle;
    if (upper) into_s -= length_s;
    node = 2 * node + (upper ? 1 : 0);
  }
  return left + into_s / length_s * (right - left);
}

}  // namespace tocsin::sim
