#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// Transmission of the atmosphere above a source at `height_m`, seen under zenith angle `zenith_rad` at the source, for a band
/// centred at `band_um` (2.7 or 4.3): −ln τ = 0.69·exp(−(h−10 km)/3.6 km)·sec ζ at 2.7 µm.
[[nodiscard]] double transmission(double height_m, double zenith_rad, double band_um);

/// Geometry of one satellite and one source.
struct InfraredView {
  bool visible = false;      ///< above the horizon and within the sensor's largest zenith angle
  double range_m = 0.0;
  double zenith_rad = 0.0;   ///< of the satellite, at the source
};
[[nodiscard]] InfraredView view(const InfraredSensor& sensor, const Position<Itrf>& satellite, const Position<Itrf>& source);

/// Noise-equivalent intensity at a range, W/sr.
[[nodiscard]] double noise_equivalent_intensity(const InfraredSensor& sensor, double range_m);
/// Standard deviation of each angle of a bearing: line-of-sight noise and centroid noise (pixel / (2 SNR)) together.
[[nodiscard]] double bearing_sigma(const InfraredSensor& sensor, double snr);
/// Probability that a source of mean amplitude ratio `snr` crosses the threshold (Gaussian noise).
[[nodiscard]] double detection_probability(const InfraredSensor& sensor, double snr);

/// Field of strip `k` of a scanner at a satellite distance from the Earth's centre, or of a starer's frame (k = 0).
[[nodiscard]] message::Field scan_field(const InfraredSensor& sensor, const Position<Itrf>& satellite, int strip);

}  // namespace tocsin::sense
