#pragma once

#include "tocsin/track/mode_state.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// Unpowered flight of position and velocity over `dt_s`, of either sign.
[[nodiscard]] Moved<6> move(const StateVector<6>& x, double dt_s, const MotionOptions& options, bool drag = true);

/// Covariance that unmodelled accelerations add in `dt_s` > 0: white noise, stronger where drag is.
[[nodiscard]] Covariance<6> process_noise(const StateVector<6>& x, double dt_s, const MotionOptions& options,
                                          bool air = true);

/// Estimate `dt_s` >= 0 later. Drag is left out where the height is so uncertain that the mean alone would meet the
/// air.
void predict(CoastState& estimate, double dt_s, const MotionOptions& options);

}  // namespace tocsin::track
