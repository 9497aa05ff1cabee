#pragma once

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::sim {

/// How a plume's brightness goes with height, band and time, beyond what a launch says of it in short. Brightness is
/// that at 2.7 µm; a ratio is the brightness at 4.3 µm over it.
struct PlumeScript {
  double flicker_s = 1.0;          ///< correlation time of the flicker
  double trough_width_km = 6.0;    ///< standard deviation of the trough's profile
  double ground_brightness = 0.4;  ///< share of the full brightness at the ground…
  double growth_km = 15.0;         ///< …growing to the whole with this scale height
  double band_ratio = 1.0;         ///< at the ground, where the plume burns with the air
  double band_ratio_high = 2.0;    ///< high up, where it has expanded and cooled
  double ignition_s = 0.0;         ///< time constant with which a stage comes to full brightness; 0: at once
  double tail_off_s = 0.0;         ///< with which a spent stage fades until the next ignites; 0: at once
};

/// The four figures of a plume that a launch states itself, and the rest.
struct PlumeFigures {
  double& flicker;
  double& trough_depth;
  PlumeScript& more;
};

/// Reads `plume` (liquid or solid: sets what its kind is usually like) and the keys that refine it, from a launch's
/// table. To be called before the launch's own keys for flicker and trough are read, which go before the kind's.
[[nodiscard]] Status read_plume(ConfigTable& table, const PlumeFigures& figures);

}  // namespace tocsin::sim
