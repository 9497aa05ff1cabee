#include "tocsin/sense/radar_report.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"

namespace tocsin::sense {

RadarView as_reported(const Radar& radar, RadarView view) {
  if (radar.refraction && view.range_m > 0.0) {
    const earth::RefractionAt bent = radar.refraction->at(view.elevation_rad, view.range_m);
    view.elevation_rad = std::min(view.elevation_rad + bent.bending_rad, 0.5 * kPi);
    view.range_m += bent.delay_m;
  }
  if (radar.coupling_s != 0.0) view.range_m += radar.coupling_s * view.range_rate_mps;
  return view;
}

RadarView reported_view(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity) {
  return as_reported(radar, radar_view(radar, target, velocity));
}

ReportedJacobian reported_jacobian(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity) {
  ReportedJacobian out{radar_jacobian(radar, target, velocity), {}, 0.0};
  RadarJacobian& rows = out.rows;
  out.true_range_m = rows.view.range_m;
  if (radar.refraction) {
    const earth::RefractionAt bent = radar.refraction->at(rows.view.elevation_rad, rows.view.range_m);
    const Vec3 by_range = rows.d_range;
    const Vec3 by_elevation = rows.d_elevation;
    rows.view.elevation_rad = std::min(rows.view.elevation_rad + bent.bending_rad, 0.5 * kPi);
    rows.view.range_m += bent.delay_m;
    rows.d_elevation = (1.0 + bent.bending_by_elevation) * by_elevation + bent.bending_by_range * by_range;
    rows.d_range = (1.0 + bent.delay_by_range) * by_range + bent.delay_by_elevation * by_elevation;
  }
  if (radar.coupling_s != 0.0) {
    rows.view.range_m += radar.coupling_s * rows.view.range_rate_mps;
    rows.d_range = rows.d_range + radar.coupling_s * rows.d_range_rate;
    out.d_range_velocity = radar.coupling_s * rows.d_range_rate_velocity;
  }
  return out;
}

GeometricPlace geometric_place(const Radar& radar, double range_m, double elevation_rad,
                               std::optional<double> range_rate_mps) {
  if (radar.coupling_s != 0.0 && range_rate_mps) range_m = std::max(range_m - radar.coupling_s * *range_rate_mps, 1.0);
  if (!radar.refraction) return {range_m, elevation_rad};
  const earth::RefractionTable::Place place = radar.refraction->true_place(elevation_rad, range_m);
  return {std::max(place.range_m, 1.0), place.elevation_rad};
}

PlotSigma stated_sigma(const Radar& radar, double snr, double range_m, double elevation_rad) {
  PlotSigma out = plot_sigma(radar, snr, elevation_rad);
  if (!radar.refraction) return out;
  const earth::RefractionAt bent = radar.refraction->at(elevation_rad, std::max(range_m, 1.0));
  out.range_m = std::hypot(out.range_m, bent.delay_sigma_m);
  out.elevation_rad = std::hypot(out.elevation_rad, bent.bending_sigma_rad);
  return out;
}

double pattern_gain(const Radar& radar, double azimuth_rad, double elevation_rad) {
  double gain = 1.0;
  if (radar.beam_loss_db > 0.0) gain = std::pow(10.0, -0.1 * radar.beam_loss_db);
  if (radar.scan_loss_exponent > 0.0) {
    const double cosine = std::sin(elevation_rad) * std::sin(radar.boresight_elevation_rad) +
                          std::cos(elevation_rad) * std::cos(radar.boresight_elevation_rad) *
                              std::cos(azimuth_rad - radar.boresight_azimuth_rad);
    gain *= cosine > 0.0 ? std::pow(cosine, 2.0 * radar.scan_loss_exponent) : 0.0;
  }
  return gain;
}

}  // namespace tocsin::sense
