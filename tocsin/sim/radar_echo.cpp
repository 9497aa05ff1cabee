#include "tocsin/sim/radar_echo.hpp"

#include <cmath>

#include "tocsin/sense/radar.hpp"

namespace tocsin::sim {
namespace {

/// Cross-section over its mean: of many scatterers, or of one large one among small ones (two degrees of freedom, or
/// four, of a complex amplitude).
double draw_section(int swerling, Random& random) {
  if (swerling == 0) return 1.0;
  if (swerling <= 2) return random.exponential();
  const double first = random.exponential();
  return 0.5 * (first + random.exponential());
}

}  // namespace

double draw_power(const sense::Radar& radar, double snr, Random& random) {
  // with one pulse of case 1 signal and noise are one complex Gaussian
  if (radar.pulses == 1 && (radar.swerling == 1 || radar.swerling == 2)) return (1.0 + snr) * random.exponential();
  const double each = snr / radar.pulses;
  const bool by_pulse = radar.swerling == 2 || radar.swerling == 4;
  double section = draw_section(radar.swerling, random);
  double sum = 0.0;
  for (int i = 0; i < radar.pulses; ++i) {
    if (by_pulse && i > 0) section = draw_section(radar.swerling, random);
    // the phase of the echo is that of the noise's first axis: noise looks the same from every phase
    const double in_phase = std::sqrt(each * section) + std::sqrt(0.5) * random.normal();
    const double quadrature = std::sqrt(0.5) * random.normal();
    sum += in_phase * in_phase + quadrature * quadrature;
  }
  return sum - (radar.pulses - 1);
}

double draw_false_power(const sense::Radar& radar, Random& random) {
  return sense::threshold_snr(radar) + random.exponential();
}

}  // namespace tocsin::sim
