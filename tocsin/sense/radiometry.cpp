#include "tocsin/sense/radiometry.hpp"

#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::sense {
namespace {

// CODATA 2018, exact by definition.
constexpr double kPlanckJs = 6.62607015e-34;
constexpr double kLightMps = 299'792'458.0;
constexpr double kBoltzmannJK = 1.380649e-23;

constexpr double kMicrometre = 1e-6;
constexpr double kSunKelvin = 5772.0;    // nominal, IAU 2015 resolution B3
constexpr double kSunRadiusM = 6.957e8;  // nominal, the same
constexpr double kAstronomicalUnitM = 149'597'870'700.0;

/// Electrons for each watt that enters the pupil for the integration time: A·τ_o·λ/(hc)·η·t over the area A is left to
/// the caller's flux density.
double electrons_per_irradiance(const Optics& optics, double band_um) {
  const double area_m2 = 0.25 * kPi * optics.aperture_m * optics.aperture_m;
  const double photons_per_joule = band_um * kMicrometre / (kPlanckJs * kLightMps);
  return area_m2 * optics.transmission * photons_per_joule * optics.quantum_efficiency * optics.integration_s;
}

double electrons_per_intensity(const Optics& optics, double band_um, double range_m) {
  return electrons_per_irradiance(optics, band_um) * optics.ensquared_energy / (range_m * range_m);
}

}  // namespace

double signal_electrons(const Optics& optics, double band_um, double intensity_w_sr, double range_m) {
  return intensity_w_sr * electrons_per_intensity(optics, band_um, range_m);
}

double background_electrons(const Optics& optics, double band_um, double radiance_w_m2_sr_um) {
  const double irradiance = radiance_w_m2_sr_um * optics.bandwidth_um * optics.ifov_rad * optics.ifov_rad;
  return irradiance * electrons_per_irradiance(optics, band_um);
}

double noise_electrons(const Optics& optics, double band_um, double radiance_w_m2_sr_um, double signal_e) {
  const double background = background_electrons(optics, band_um, radiance_w_m2_sr_um);
  const double jitter = optics.jitter_px * optics.background_contrast * background;
  return std::sqrt(signal_e + background + optics.dark_e_s * optics.integration_s +
                   optics.read_noise_e * optics.read_noise_e + jitter * jitter);
}

double signal_to_noise(const Optics& optics, double band_um, double radiance_w_m2_sr_um, double intensity_w_sr,
                       double range_m) {
  const double signal = signal_electrons(optics, band_um, intensity_w_sr, range_m);
  return signal / noise_electrons(optics, band_um, radiance_w_m2_sr_um, signal);
}

double intensity_at_snr(const Optics& optics, double band_um, double radiance_w_m2_sr_um, double snr, double range_m) {
  TOCSIN_REQUIRE(snr >= 0.0, "a source has no negative signal");
  // N = s·√(N + σ²): N² − s²·N − s²·σ² = 0
  const double quiet = noise_electrons(optics, band_um, radiance_w_m2_sr_um);
  const double signal = 0.5 * snr * (snr + std::sqrt(snr * snr + 4.0 * quiet * quiet));
  return signal / electrons_per_intensity(optics, band_um, range_m);
}

double noise_equivalent_intensity(const Optics& optics, double band_um, double radiance_w_m2_sr_um, double range_m) {
  return noise_electrons(optics, band_um, radiance_w_m2_sr_um) / electrons_per_intensity(optics, band_um, range_m);
}

double stated_background(double band_um) {
  return band_um < 3.5 ? 0.06 : 0.12;
}

double planck_radiance(double temperature_k, double wavelength_um) {
  TOCSIN_REQUIRE(temperature_k > 0.0 && wavelength_um > 0.0, "a black body has a temperature and a wavelength");
  const double wavelength_m = wavelength_um * kMicrometre;
  const double exponent = kPlanckJs * kLightMps / (wavelength_m * kBoltzmannJK * temperature_k);
  const double per_metre = 2.0 * kPlanckJs * kLightMps * kLightMps / std::pow(wavelength_m, 5.0) / std::expm1(exponent);
  return per_metre * kMicrometre;
}

double solar_irradiance(double wavelength_um) {
  const double sine = kSunRadiusM / kAstronomicalUnitM;  // of the half angle under which the Sun is seen
  return kPi * sine * sine * planck_radiance(kSunKelvin, wavelength_um);
}

}  // namespace tocsin::sense
