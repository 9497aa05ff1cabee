#include "tocsin/sense/infrared.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::sense {
namespace {

constexpr double kLimbHeightM = 500e3;   // plumes above this are not looked for beyond the Earth's disc
constexpr double kWidestFieldRad = 1.4;  // tangent angles end at 90 degrees; reached only near a perigee
constexpr double kStarerIntegrationS = 0.05;
constexpr double kGrazingRad = 89.0 * kRadiansPerDegree;

struct Absorption {
  double depth_at_10_km = 0.0;
  double scale_height_m = 0.0;
};

Absorption absorption(double band_um) {
  if (band_um < 3.5) return {0.69, 3.6e3};  // water vapour and carbon dioxide at 2.7 um
  return {0.35, 6.0e3};                     // the wings of the 4.3 um band: shallower and higher
}

}  // namespace

double transmission(double height_m, double zenith_rad, double band_um) {
  const Absorption air = absorption(band_um);
  const double secant = 1.0 / std::cos(std::clamp(zenith_rad, 0.0, kGrazingRad));
  return std::exp(-air.depth_at_10_km * std::exp(-(height_m - 10e3) / air.scale_height_m) * std::sqrt(secant));
}

InfraredView view(const InfraredSensor& sensor, const Position<Itrf>& satellite, const Position<Itrf>& source) {
  InfraredView seen;
  seen.range_m = norm(source.m - satellite.m);
  seen.zenith_rad = earth::zenith_angle_rad(source, satellite);
  // Below a zenith angle of 90 degrees the line of sight only climbs: the Earth cannot stand in its way.
  seen.visible = seen.zenith_rad <= sensor.max_zenith_rad && seen.zenith_rad < 0.5 * kPi;
  return seen;
}

double noise_equivalent_intensity(const InfraredSensor& sensor, double range_m, std::size_t band) {
  const double ratio = range_m / sensor.nei_range_m;
  const double nei_w_sr = band < sensor.band_nei_w_sr.size() ? sensor.band_nei_w_sr[band] : sensor.nei_w_sr;
  return nei_w_sr * ratio * ratio;
}

std::size_t bands_in_use(const InfraredSensor& sensor) {
  return sensor.band_use == BandUse::first ? 1 : sensor.bands_um.size();
}

double bearing_sigma(const InfraredSensor& sensor, double snr) {
  const double centroid_rad = 0.5 * sensor.pixel_rad / std::max(snr, 0.5);  // never worse than the pixel itself
  return std::sqrt(sensor.los_sigma_rad * sensor.los_sigma_rad + centroid_rad * centroid_rad);
}

double detection_probability(const InfraredSensor& sensor, double snr) {
  return 0.5 * std::erfc((sensor.threshold_snr - snr) * std::sqrt(0.5));
}

double scan_half_angle(const Position<Itrf>& satellite) {
  const double share = (earth::kEquatorialRadiusM + kLimbHeightM) / norm(satellite.m);
  return share < 1.0 ? std::min(std::asin(share), kWidestFieldRad) : kWidestFieldRad;
}

message::Field scan_field(const InfraredSensor& sensor, const Position<Itrf>& satellite, int strip) {
  if (sensor.mode == InfraredMode::scanner) {
    const double half = scan_half_angle(satellite);
    const double height = 2.0 * half / sensor.strips;
    return {{-half, half}, {half - height * (strip + 1), half - height * strip}};
  }
  const Position<Itrf> point = earth::to_itrf(sensor.stare_at.value_or(Geodetic{}));
  if (!view(sensor, satellite, point).visible) return {{0.0, -1.0}, {0.0, -1.0}};
  const TangentAngles centre = tangent_angles(nadir_frame(satellite), point);
  const double half = 0.5 * sensor.fov_rad;
  return {{centre.east_rad - half, centre.east_rad + half}, {centre.north_rad - half, centre.north_rad + half}};
}

Geodetic stare_point(const InfraredSensor& sensor, Instant t) {
  if (sensor.schedule.empty()) return sensor.stare_at.value_or(Geodetic{});
  std::int64_t cycle_ns = 0;
  for (const StarePoint& point : sensor.schedule) cycle_ns += seconds(point.dwell_s).nanoseconds();
  std::int64_t into_ns = ((t.tai_ns() % cycle_ns) + cycle_ns) % cycle_ns;
  for (const StarePoint& point : sensor.schedule) {
    into_ns -= seconds(point.dwell_s).nanoseconds();
    if (into_ns < 0) return point.place;
  }
  return sensor.schedule.back().place;
}

double usual_integration_s(const InfraredSensor& sensor) {
  if (sensor.mode == InfraredMode::starer) return std::min(kStarerIntegrationS, sensor.revisit_s);
  const double half = scan_half_angle({{earth::kEquatorialRadiusM + sensor.nei_range_m, 0.0, 0.0}});
  const double element_rad = sensor.optics ? sensor.optics->ifov_rad : sensor.pixel_rad;
  return sensor.revisit_s * element_rad / (2.0 * half);
}

double look_length_s(const InfraredSensor& sensor) {
  return sensor.mode == InfraredMode::scanner ? sensor.revisit_s / sensor.strips : sensor.revisit_s;
}

double max_delay_s(const InfraredSensor& sensor) {
  return look_length_s(sensor) + sensor.latency_s;
}

}  // namespace tocsin::sense
