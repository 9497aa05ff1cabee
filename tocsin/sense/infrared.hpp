#pragma once

#include <cstddef>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// Transmission of the atmosphere above a source at `height_m`, seen under zenith angle `zenith_rad` at the source, for
/// a band centred at `band_um`: −ln τ = 0.69·exp(−(h−10 km)/3.6 km)·√sec ζ near 2.7 µm, and 0.35·exp(−(h−10 km)/6
/// km)·√sec ζ near 4.3 µm (above 3.5 µm). Engineering defaults without clouds; √sec ζ is the strong-line limit of a
/// band.
[[nodiscard]] double transmission(double height_m, double zenith_rad, double band_um);

/// Geometry of one satellite and one source.
struct InfraredView {
  bool visible =
      false;  ///< the satellite stands above the horizon of the source, within the sensor's largest zenith angle
  double range_m = 0.0;
  double zenith_rad = 0.0;  ///< of the satellite, at the source
};
[[nodiscard]] InfraredView view(const InfraredSensor& sensor, const Position<Itrf>& satellite,
                                const Position<Itrf>& source);

/// Noise-equivalent intensity at a range, W/sr, in the first band or in band number `band`.
[[nodiscard]] double noise_equivalent_intensity(const InfraredSensor& sensor, double range_m, std::size_t band = 0);
/// Number of bands in which bearings may be made.
[[nodiscard]] std::size_t bands_in_use(const InfraredSensor& sensor);
/// Standard deviation of each angle of a bearing: line-of-sight noise and centroid noise (pixel / (2 SNR)) together.
[[nodiscard]] double bearing_sigma(const InfraredSensor& sensor, double snr);
/// Probability that a source of mean amplitude ratio `snr` crosses the threshold (Gaussian noise).
[[nodiscard]] double detection_probability(const InfraredSensor& sensor, double snr);

/// Largest angle from nadir at which a satellite at this distance can see a source up to 500 km above the limb.
[[nodiscard]] double scan_half_angle(const Position<Itrf>& satellite);

/// Field of strip `k` of a scanner (0 is the northernmost) for where the satellite is, or of a starer's frame (k = 0).
/// A starer whose point of interest is not in view has an empty field (low > high).
[[nodiscard]] message::Field scan_field(const InfraredSensor& sensor, const Position<Itrf>& satellite, int strip);

/// Ground point at which a starer looks at `t`: its only one, or that of its schedule, which repeats on absolute time.
[[nodiscard]] Geodetic stare_point(const InfraredSensor& sensor, Instant t);

/// Time for which one element collects light from a point unless the optics state another, seconds. Scanner: until the
/// point has crossed it as the view of `scan_half_angle` at the sensor's nominal range is swept once in `revisit_s`.
/// Starer: 50 ms, or its frame if that is shorter.
[[nodiscard]] double usual_integration_s(const InfraredSensor& sensor);

/// Length of one look, seconds: a strip of a scanner or a frame of a starer.
[[nodiscard]] double look_length_s(const InfraredSensor& sensor);
/// Longest time between the measurement of a bearing and its receipt: the rest of its look, and the latency.
[[nodiscard]] double max_delay_s(const InfraredSensor& sensor);

}  // namespace tocsin::sense
