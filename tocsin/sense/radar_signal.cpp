#include "tocsin/sense/radar_signal.hpp"

#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/config_reading.hpp"

namespace tocsin::sense {
namespace {

constexpr double kKilo = 1e3;
constexpr double kElectronsPerTecu = 1e16;

/// Root of the product of both radii of curvature.
double gaussian_radius_m(const Geodetic& place) {
  const double sine = std::sin(place.lat_rad);
  return earth::kPolarRadiusM / (1.0 - earth::kEccentricitySquared * sine * sine);
}

/// Range-Doppler coupling of a linear chirp: the echo of a receding target, lower in frequency, looks later to a filter
/// matched to a rising one.
Status read_chirp(ConfigTable& table, Radar& radar) {
  TOCSIN_TRY(const std::string chirp, table.choice_or("chirp", "none", {"none", "up", "down"}));
  TOCSIN_TRY(const std::optional<double> bandwidth_mhz, table.optional_number("bandwidth_mhz", 1e-3, 1e4));
  TOCSIN_TRY(const std::optional<double> pulse_ms, table.optional_number("pulse_ms", 1e-4, 1e3));
  if (chirp == "none") return {};
  if (!bandwidth_mhz) return fail(table.error_at("bandwidth_mhz", "nothing", "the bandwidth of the chirp"));
  if (!pulse_ms) return fail(table.error_at("pulse_ms", "nothing", "the length of the chirp"));
  const double coupling_s = radar.frequency_hz * *pulse_ms * 1e-3 / (*bandwidth_mhz * 1e6);
  radar.coupling_s = chirp == "up" ? coupling_s : -coupling_s;
  return {};
}

Status read_losses(ConfigTable& table, Radar& radar) {
  const double width = wrap_two_pi(radar.azimuth_end_rad - radar.azimuth_start_rad);
  radar.boresight_azimuth_rad = wrap_two_pi(radar.azimuth_start_rad + 0.5 * width);
  radar.boresight_elevation_rad = 0.5 * (radar.elevation_min_rad + radar.elevation_max_rad);
  Status read =
      run_steps(scaled_step(table, "scan_loss_exponent", 1.0, 0, 4, radar.scan_loss_exponent),
                scaled_step(table, "boresight_azimuth_deg", kRadiansPerDegree, 0, 360, radar.boresight_azimuth_rad),
                scaled_step(table, "boresight_elevation_deg", kRadiansPerDegree, 0, 90, radar.boresight_elevation_rad),
                scaled_step(table, "beam_loss_db", 1.0, 0, 20, radar.beam_loss_db));
  if (!read) return read;
  if (radar.scan_loss_exponent > 0.0 && width == 0.0) {
    return fail(table.error_at("scan_loss_exponent", "a number above 0", "0: a full circle has no boresight"));
  }
  return {};
}

bool is_vacuum(const earth::RefractiveMedium& medium) {
  return medium.troposphere.refractivity <= 0.0 && medium.ionosphere.electrons_m2 <= 0.0;
}

Status read_medium(ConfigTable& table, Radar& radar) {
  earth::RefractiveMedium medium = vacuum_at(radar);
  // within these limits no air makes a duct, which rays do not leave
  Status read = run_steps(
      scaled_step(table, "troposphere_n0", 1.0, 0, 500, medium.troposphere.refractivity),
      scaled_step(table, "troposphere_scale_km", kKilo, 4, 15, medium.troposphere.scale_height_m),
      scaled_step(table, "troposphere_n0_sigma", 1.0, 0, 200, radar.medium_sigma.refractivity),
      scaled_step(table, "ionosphere_tecu", kElectronsPerTecu, 0, 500, medium.ionosphere.electrons_m2),
      scaled_step(table, "ionosphere_peak_km", kKilo, 150, 600, medium.ionosphere.peak_height_m),
      scaled_step(table, "ionosphere_scale_km", kKilo, 20, 120, medium.ionosphere.scale_height_m),
      scaled_step(table, "ionosphere_tecu_sigma", kElectronsPerTecu, 0, 500, radar.medium_sigma.electrons_m2));
  if (!read) return read;
  if (!earth::lets_rays_through(medium)) {
    return fail(table.error_at("ionosphere_tecu", shortest(medium.ionosphere.electrons_m2 / kElectronsPerTecu),
                               "fewer electrons, or a frequency that goes through them"));
  }
  if (!is_vacuum(medium)) radar.medium = medium;
  return {};
}

}  // namespace

earth::RefractiveMedium vacuum_at(const Radar& radar) {
  earth::RefractiveMedium out;
  out.troposphere.refractivity = 0.0;
  out.frequency_hz = radar.frequency_hz;
  out.radius_m = gaussian_radius_m(radar.site);
  return out;
}

void set_medium(Radar& radar, const earth::RefractiveMedium& medium, const earth::MediumSigma& sigma) {
  radar.medium_sigma = sigma;
  radar.medium.reset();
  radar.refraction.reset();
  if (is_vacuum(medium)) return;
  radar.medium = medium;
  radar.refraction = std::make_shared<const earth::RefractionTable>(medium, radar.site.height_m, sigma);
}

Status read_radar_signal(ConfigTable& table, Radar& radar) {
  TOCSIN_TRY(const std::int64_t swerling, table.integer_or("swerling", radar.swerling, 0, 4));
  TOCSIN_TRY(const std::int64_t pulses, table.integer_or("pulses", radar.pulses, 1, 1000));
  radar.swerling = static_cast<int>(swerling);
  radar.pulses = static_cast<int>(pulses);
  return run_steps([&] { return read_chirp(table, radar); }, [&] { return read_losses(table, radar); },
                   [&] { return read_medium(table, radar); });
}

}  // namespace tocsin::sense
