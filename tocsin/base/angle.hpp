#pragma once

#include "tocsin/base/quantity.hpp"

namespace tocsin::inline base {

/// The same angle in (-pi, pi].
[[nodiscard]] double wrap_pi(double angle_rad);
/// The same angle in [0, 2 pi).
[[nodiscard]] double wrap_two_pi(double angle_rad);
/// The same longitude in (-180, 180].
[[nodiscard]] double wrap_180(double angle_deg);
/// The same azimuth in [0, 360).
[[nodiscard]] double wrap_360(double angle_deg);

/// Whether an azimuth lies in the sector that runs clockwise from `start` to `end` (all radians; the sector may cross
/// north). Equal limits mean the full circle.
[[nodiscard]] bool in_sector(double azimuth_rad, double start_rad, double end_rad);

}  // namespace tocsin::inline base
