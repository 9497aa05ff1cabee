#pragma once

#include <optional>
#include <span>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/options.hpp"

#include "bench/accuracy/dense_region.hpp"

namespace tocsin::bench {

/// How the posterior is sampled.
struct SamplingOptions {
  int ensembles = 2;  ///< independent of each other, to see what is left of chance
  int walkers = 40;
  int burn_in = 200;  ///< steps of every walker that are thrown away
  int steps = 300;
  int thinning = 4;  ///< of the steps that are kept
};

/// The posterior of the launch place given bearings, with the assumptions that event::fit_launch states: the same kinds
/// of vehicle, priors and departures, without its approximations (one normal distribution at each optimum, and one for
/// their mixture). The eight parameters of the template that matter beyond the place are sampled (affine-invariant
/// ensembles: Goodman & Weare, Comm. App. Math. Comp. Sci. 5, 2010); place and departures, in which bearings are
/// linear, are integrated in closed form, so that every sample is a normal component of the place.
class LaunchPosterior {
 public:
  /// Nothing when the bearings make no launch.
  [[nodiscard]] static std::optional<LaunchPosterior> sample(std::span<const event::Sighting> sightings,
                                                             const event::LaunchFitOptions& options,
                                                             const SamplingOptions& how, Random random);

  /// From all ensembles, on a grid; `place` is the one that `holds` is about.
  [[nodiscard]] DenseRegion region(double probability, const Geodetic& place) const;
  /// Area by each ensemble alone over the mean of them, largest departure from 1: what sampling leaves.
  [[nodiscard]] double disagreement(double probability) const;

 private:
  Geodetic origin_;
  std::vector<std::vector<PlaceComponent>> ensembles_;
};

}  // namespace tocsin::bench
