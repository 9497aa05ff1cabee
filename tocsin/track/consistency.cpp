#include "tocsin/track/consistency.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::track {
namespace {

constexpr double kKept = 0.8;       // of a trail from one update to the next: errors that last for some five of them
constexpr double kMostCount = 3e4;  // some hours of one object
constexpr double kSigmas = 1.0;     // of chance that are left out of the mean square and of the correlations

double beyond_chance(double mean_square, double count) {
  return std::max(mean_square - kSigmas * std::sqrt(2.0 / count), 1.0);
}

}  // namespace

void Consistency::add(std::span<const double> whitened, InnovationTrail& trail) {
  for (std::size_t i = 0; i < whitened.size(); ++i) {
    const double w = whitened[i];
    squares_ += w * w;
    products_ += w * trail.sums[i];
    trail.sums[i] = kKept * trail.sums[i] + w;
  }
  count_ += static_cast<double>(whitened.size());
  if (count_ <= kMostCount) return;
  const double kept = kMostCount / count_;
  count_ *= kept;
  squares_ *= kept;
  products_ *= kept;
}

double Consistency::factor() const {
  if (!(count_ > 0.0 && squares_ > 0.0)) return 1.0;
  // of white innovations the sum of the correlations has mean 0 and variance 1/((1 − kept²) count)
  const double chance = kSigmas / std::sqrt((1.0 - kKept * kKept) * count_);
  const double correlation = std::max(products_ / squares_ - chance, 0.0);
  // weights that fall by `kept` see 1/(1 + kept) of the correlations of errors that are forgotten as fast
  return beyond_chance(squares_ / count_, count_) * (1.0 + 2.0 * (1.0 + kKept) * correlation);
}

bool Consistency::is_sound() const {
  return count_ >= 0.0 && count_ <= kMostCount && squares_ >= 0.0 && std::isfinite(squares_) &&
         std::isfinite(products_);
}

double Consistency::factor_of(double squared, int size) {
  return beyond_chance(squared / size, size);
}

}  // namespace tocsin::track
