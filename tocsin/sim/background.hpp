#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/sim/clouds.hpp"

namespace tocsin::sim {

/// Radiance behind what a sensor sees: the night's glow, the stratosphere's warmth, and sunlight on cloud through the
/// air above its top.
class Background {
 public:
  explicit Background(const Clouds& clouds) : clouds_(&clouds) {}

  /// Spectral radiance along a line of sight, W/m²/sr/µm; 0 past the limb.
  [[nodiscard]] double radiance(double band_um, const Position<Itrf>& satellite, const Direction<Itrf>& line,
                                const Direction<Itrf>& sun) const;

  /// The same for given angles: L = L_night + B(240 K) + A·E_sun·cos ζ_s/π · τ, with −ln τ = d(h)·√(sec ζ_s + sec ζ_v)
  /// above a cloud top at h, where d(h) is the depth straight up (sense/infrared.hpp), A = 0.044 (ice is dark in both
  /// bands) and L_night = 0.005. With a top at 7 km and the Sun and the satellite overhead that is the 0.06 (2.7 µm)
  /// and 0.12 (4.3 µm) under which sensors state their figures.
  [[nodiscard]] static double radiance(double band_um, double cloud_top_m, double sun_zenith_rad,
                                       double view_zenith_rad);

 private:
  const Clouds* clouds_;
};

}  // namespace tocsin::sim
