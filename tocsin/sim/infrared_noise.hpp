#pragma once

#include <cstddef>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/sense/world.hpp"
#include "tocsin/sim/surroundings.hpp"

namespace tocsin::sim {

/// Radiance behind one direction, for each band in use; empty: the noise is as the sensor states it.
using Backdrop = std::vector<double>;

/// How strong a source is against the noise that one sensor really has.
class InfraredNoise {
 public:
  InfraredNoise(const sense::InfraredSensor& sensor, const Surroundings& around);

  /// What stands behind a direction. Empty unless the scenario lets the background follow Sun and cloud.
  [[nodiscard]] Backdrop backdrop(const Position<Itrf>& satellite, const Direction<Itrf>& line, Instant t) const;
  /// Mean amplitude ratio in a band of a source of `intensity_w_sr` (after the atmosphere). A sensor with stated optics
  /// counts the source's own photon noise.
  [[nodiscard]] double mean_snr(std::size_t band, const Backdrop& behind, double intensity_w_sr, double range_m) const;
  /// Intensity that a measured amplitude ratio stands for, W/sr: the inverse.
  [[nodiscard]] double intensity_w_sr(std::size_t band, const Backdrop& behind, double snr, double range_m) const;
  /// Its standard deviation, W/sr.
  [[nodiscard]] double intensity_sigma_w_sr(std::size_t band, const Backdrop& behind, double snr, double range_m) const;

 private:
  [[nodiscard]] double radiance(std::size_t band, const Backdrop& behind) const;
  [[nodiscard]] double nei_w_sr(std::size_t band, const Backdrop& behind, double range_m) const;

  const sense::InfraredSensor& sensor_;
  Surroundings around_;
  /// What a sensor that states no optics is held to have: textbook ones with its element and exposure. They only say
  /// which share of its noise the background has.
  sense::Optics textbook_;
};

}  // namespace tocsin::sim
