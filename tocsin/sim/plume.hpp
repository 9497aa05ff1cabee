#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/motion/boost.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::sim {

/// Brightness of a rocket's plume beyond what its stage states: growth with height as it expands, the trough near 80 km
/// where afterburning has ended and the vacuum plume has not yet opened, and flicker.
class Plume {
 public:
  /// Flicker is drawn for `burn_s` seconds from launch, by (seed, launch id) alone.
  Plume(const LaunchScript& launch, double burn_s, std::uint64_t seed);

  /// Radiant intensity in the sensor's band, W/sr, before the atmosphere; `stage_w_sr` is that of the burning stage.
  [[nodiscard]] double intensity_w_sr(double stage_w_sr, double height_m, Instant t) const;
  /// Brightness in a band over that at 2.7 µm: between the stated ratio at the ground and the one high up as the plume
  /// expands and cools, above 3.5 µm; 1 below.
  [[nodiscard]] double band_ratio(double height_m, double band_um) const;
  /// Intensity that a flight's stages state at `t`, W/sr: rising after an ignition, fading until the next. 0 before the
  /// first ignition and from the last burnout on.
  [[nodiscard]] double stage_intensity_w_sr(const motion::Flight& flight, Instant t) const;
  /// Relative departure from the mean at `t`: first-order Markov process of unit variance times the stated flicker,
  /// with the stated correlation time.
  [[nodiscard]] double flicker(Instant t) const;

 private:
  Instant launch_;
  double scale_ = 1.0;
  double trough_depth_ = 0.0;
  double trough_height_m_ = 0.0;
  PlumeScript more_;
  double flicker_step_s_ = 0.1;
  std::vector<double> flicker_;  ///< every step from launch
};

}  // namespace tocsin::sim
