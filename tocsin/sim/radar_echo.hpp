#pragma once

#include "tocsin/base/random.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sim {

/// Draws the power of one dwell on a target of mean power ratio `snr` (sense::mean_snr): the target's cross-section by
/// the radar's Swerling case, a complex amplitude with noise for each pulse, their powers added, less the noise of all
/// pulses but one.
[[nodiscard]] double draw_power(const sense::Radar& radar, double snr, Random& random);
/// The same of noise alone that passed the threshold.
[[nodiscard]] double draw_false_power(const sense::Radar& radar, Random& random);

}  // namespace tocsin::sim
