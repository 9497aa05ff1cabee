#pragma once

namespace tocsin::sense {

/// Optics and detector of an infrared sensor, as far as they decide how faint a source it sees. Defaults are of
/// textbook order, no real instrument's.
struct Optics {
  double aperture_m = 0.5;           ///< diameter of the entrance pupil
  double ifov_rad = 20e-6;           ///< angle that one detector element sees, each side
  double bandwidth_um = 0.2;         ///< of each band
  double transmission = 0.6;         ///< of the optics and the filter
  double quantum_efficiency = 0.7;   ///< electrons for each photon that reaches the detector
  double ensquared_energy = 0.35;    ///< share of a point's light that falls on the brightest element
  double integration_s = 0.05;       ///< for which one element collects light
  double read_noise_e = 60.0;        ///< standard deviation of one reading, electrons
  double dark_e_s = 2e4;             ///< dark current, electrons a second
  double jitter_px = 0.0;            ///< standard deviation of the line of sight between frames, elements
  double background_contrast = 0.0;  ///< change of the background from one element to the next, as a share of it
};

/// Electrons that a source of `intensity_w_sr` (in the band, after the atmosphere) leaves in the brightest element:
/// N_s = I/R² · A · τ_o · λ/(hc) · η · t · EE.
[[nodiscard]] double signal_electrons(const Optics& optics, double band_um, double intensity_w_sr, double range_m);

/// Electrons of a background of spectral radiance `radiance_w_m2_sr_um`:
/// N_b = L · Δλ · IFOV² · A · τ_o · λ/(hc) · η · t.
[[nodiscard]] double background_electrons(const Optics& optics, double band_um, double radiance_w_m2_sr_um);

/// Standard deviation of the reading of one element, electrons, with `signal_e` electrons of a source in it:
/// σ² = N_s + N_b + i_d·t + σ_r² + (σ_j·|∇μ|)², where |∇μ| is the background's contrast times N_b.
/// Photon and dark noise are Poisson's (Dereniak and Boreman 1996, Infrared Detectors and Systems, chapter 5).
[[nodiscard]] double noise_electrons(const Optics& optics, double band_um, double radiance_w_m2_sr_um,
                                     double signal_e = 0.0);

/// Amplitude signal-to-noise ratio N_s/σ, the source's own photon noise included.
[[nodiscard]] double signal_to_noise(const Optics& optics, double band_um, double radiance_w_m2_sr_um,
                                     double intensity_w_sr, double range_m);

/// Intensity whose signal-to-noise ratio is `snr`, W/sr: the inverse of `signal_to_noise`. Precondition: snr ≥ 0.
[[nodiscard]] double intensity_at_snr(const Optics& optics, double band_um, double radiance_w_m2_sr_um, double snr,
                                      double range_m);

/// Intensity that is as strong as the noise without it, W/sr: σ(0) over the electrons of 1 W/sr.
[[nodiscard]] double noise_equivalent_intensity(const Optics& optics, double band_um, double radiance_w_m2_sr_um,
                                                double range_m);

/// Background by day under which a sensor's figures are stated, W/m²/sr/µm: 0.06 below 3.5 µm, where water vapour hides
/// low cloud, and 0.12 above, where the stratosphere's own warmth is added.
[[nodiscard]] double stated_background(double band_um);

/// Spectral radiance of a black body, W/m²/sr/µm (Planck 1901). Precondition: positive arguments.
[[nodiscard]] double planck_radiance(double temperature_k, double wavelength_um);

/// Spectral irradiance of sunlight outside the atmosphere at 1 au, W/m²/µm: a black body of 5,772 K (IAU 2015
/// resolution B3) of the Sun's size. Within some 10 % of measured spectra between 1 and 10 µm.
[[nodiscard]] double solar_irradiance(double wavelength_um);

}  // namespace tocsin::sense
