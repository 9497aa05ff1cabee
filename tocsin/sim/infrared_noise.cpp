#include "tocsin/sim/infrared_noise.hpp"

#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/sense/infrared.hpp"

namespace tocsin::sim {

InfraredNoise::InfraredNoise(const sense::InfraredSensor& sensor, const Surroundings& around)
    : sensor_(sensor), around_(around) {
  textbook_.integration_s = sense::usual_integration_s(sensor);
}

Backdrop InfraredNoise::backdrop(const Position<Itrf>& satellite, const Direction<Itrf>& line, Instant t) const {
  if (around_.background == nullptr) return {};
  const Direction<Itrf> sun = earth::sun_direction_itrf(t);
  Backdrop behind;
  for (std::size_t band = 0; band < sense::bands_in_use(sensor_); ++band) {
    behind.push_back(around_.background->radiance(sensor_.bands_um[band], satellite, line, sun));
  }
  return behind;
}

double InfraredNoise::radiance(std::size_t band, const Backdrop& behind) const {
  if (!behind.empty()) return behind[band];
  return sensor_.optics ? sensor_.backgrounds_w_m2_sr_um[band] : sense::stated_background(sensor_.bands_um[band]);
}

double InfraredNoise::nei_w_sr(std::size_t band, const Backdrop& behind, double range_m) const {
  const double band_um = sensor_.bands_um[band];
  if (sensor_.optics) {
    return sense::noise_equivalent_intensity(*sensor_.optics, band_um, radiance(band, behind), range_m);
  }
  const double stated = sense::noise_equivalent_intensity(sensor_, range_m, band);
  if (behind.empty()) return stated;
  return stated * sense::noise_electrons(textbook_, band_um, behind[band]) /
         sense::noise_electrons(textbook_, band_um, sense::stated_background(band_um));
}

double InfraredNoise::mean_snr(std::size_t band, const Backdrop& behind, double intensity_w_sr, double range_m) const {
  if (!sensor_.optics) return intensity_w_sr / nei_w_sr(band, behind, range_m);
  return sense::signal_to_noise(*sensor_.optics, sensor_.bands_um[band], radiance(band, behind), intensity_w_sr,
                                range_m);
}

double InfraredNoise::intensity_w_sr(std::size_t band, const Backdrop& behind, double snr, double range_m) const {
  if (!sensor_.optics || snr < 0.0) return snr * nei_w_sr(band, behind, range_m);
  return sense::intensity_at_snr(*sensor_.optics, sensor_.bands_um[band], radiance(band, behind), snr, range_m);
}

double InfraredNoise::intensity_sigma_w_sr(std::size_t band, const Backdrop& behind, double snr, double range_m) const {
  if (!sensor_.optics) return nei_w_sr(band, behind, range_m);
  return intensity_w_sr(band, behind, snr + 0.5, range_m) - intensity_w_sr(band, behind, snr - 0.5, range_m);
}

}  // namespace tocsin::sim
