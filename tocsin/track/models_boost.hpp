#pragma once

#include "tocsin/track/mode_state.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// Powered flight of position, velocity and thrust acceleration over `dt_s`, of either sign. The thrust acceleration
/// grows as mass is burnt at a constant rate, up to the largest there is; gravity over what the growth adds to the way
/// is left out (1 cm in 10 s). For the rest it is a Wiener process that takes up throttling, the turn and drag (Li &
/// Jilkov, Survey of Maneuvering Target Tracking, part I, 2003, section IV).
[[nodiscard]] Moved<9> move(const StateVector<9>& x, double dt_s, const MotionOptions& options);

/// Covariance that the changes of thrust add in `dt_s` > 0.
[[nodiscard]] Covariance<9> process_noise(const StateVector<9>& x, double dt_s, const MotionOptions& options);

/// Estimate `dt_s` >= 0 later.
void predict(BoostState& estimate, double dt_s, const MotionOptions& options);

/// Boost estimate of a body that lights a stage now: thrust along the velocity, of wide uncertainty.
[[nodiscard]] BoostState ignited(const CoastState& coast, const MotionOptions& options);

/// Coast estimate of a body whose thrust ends now.
[[nodiscard]] CoastState burnt_out(const BoostState& boost);

}  // namespace tocsin::track
