#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/motion/impact.hpp"

namespace tocsin::event {

/// One ballistic coefficient m/(Cd·A) that a body may have, and with which probability.
struct BetaShare {
  double beta_kg_m2 = 0.0;
  double share = 0.0;
};

/// What is believed of a body's ballistic coefficient before the air has acted on it: of a slender re-entry body with
/// this probability, of anything else otherwise (`ArcOptions`). Ascending, shares sum to one.
[[nodiscard]] std::vector<BetaShare> beta_prior(double slender_probability, const ArcOptions& options);

/// Coefficient below which a body lies with probability `p` between 0 and 1.
[[nodiscard]] double beta_quantile(const std::vector<BetaShare>& betas, double p);

/// What the coefficients that a body may have do to where and when it comes down: covariance of the place, east m and
/// north m, and variance of the time, s², around the `impact` of its mean arc, so that a normal distribution holds the
/// same 90 %. Not linearised: half the coefficient delays a body by more than twice the coefficient hastens it. Place
/// and time are not correlated in it. `state` and `t` are those from which `impact` was predicted.
[[nodiscard]] Covariance<3> fall_spread(const State<Itrf>& state, Instant t, const motion::Impact& impact,
                                        const std::vector<BetaShare>& betas);

}  // namespace tocsin::event
