#include "tocsin/track/measurement.hpp"

#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::track {
namespace {

constexpr double kNearestM = 100.0;  // closer than this nothing is measured
constexpr double kSmallestElevationCosine = 1e-5;

void put_row(Projection<6>& out, std::size_t row, const Vec3& by_position, const Vec3& by_velocity) {
  const std::array<double, 6> values{by_position.x, by_position.y, by_position.z,
                                     by_velocity.x, by_velocity.y, by_velocity.z};
  for (std::size_t j = 0; j < 6; ++j) out.jacobian[6 * row + j] = values[j];
}

std::optional<Projection<6>> project_bearing(const Measurement& measurement, const State<Itrf>& state) {
  const sense::NadirFrame& frame = measurement.frame;
  if (!(dot(state.position.m - frame.origin.m, frame.down.u) > kNearestM)) return std::nullopt;
  const sense::TangentAnglesJacobian seen = sense::tangent_angles_jacobian(frame, state.position);
  Projection<6> out;
  out.range_m = norm(state.position.m - frame.origin.m);
  out.residual[0] = measurement.value[0] - seen.angles.east_rad;
  out.residual[1] = measurement.value[1] - seen.angles.north_rad;
  put_row(out, 0, seen.d_east, Vec3{});
  put_row(out, 1, seen.d_north, Vec3{});
  return out;
}

std::optional<Projection<6>> project_plot(const Measurement& measurement, const State<Itrf>& state) {
  const std::optional<sense::ReportedJacobian> reported = radar_sight(*measurement.radar, state);
  if (!reported) return std::nullopt;
  return project(measurement, *reported);
}

}  // namespace

Measurement prepare(const std::string& source, std::int64_t sequence, Instant time, const message::Bearing& bearing,
                    const sense::NadirFrame& frame) {
  Measurement out;
  out.source = source;
  out.sequence = sequence;
  out.look = bearing.look;
  out.time = time;
  out.size = 2;
  out.value = {bearing.east_rad, bearing.north_rad};
  out.variance = {bearing.sigma_rad * bearing.sigma_rad, bearing.sigma_rad * bearing.sigma_rad};
  out.intensity_w_sr = bearing.intensity_w_sr;
  out.frame = frame;
  return out;
}

Measurement prepare(const std::string& source, std::int64_t sequence, Instant time, const message::Plot& plot,
                    const sense::Radar& radar) {
  Measurement out;
  out.source = source;
  out.sequence = sequence;
  out.look = plot.look;
  out.time = time;
  out.size = plot.range_rate_mps ? 4 : 3;
  out.value = {plot.range_m, plot.azimuth_rad, plot.elevation_rad, plot.range_rate_mps.value_or(0.0)};
  out.variance = {plot.range_sigma_m * plot.range_sigma_m, plot.azimuth_sigma_rad * plot.azimuth_sigma_rad,
                  plot.elevation_sigma_rad * plot.elevation_sigma_rad,
                  plot.range_rate_sigma_mps * plot.range_rate_sigma_mps};
  out.snr_db = plot.snr_db;
  out.radar = &radar;
  return out;
}

std::optional<sense::ReportedJacobian> radar_sight(const sense::Radar& radar, const State<Itrf>& state) {
  const earth::SiteFrame site = sense::site_frame(radar);
  const Vec3 line = state.position.m - site.origin().m;
  const double range2 = squared_norm(line);
  if (!(range2 > kNearestM * kNearestM)) return std::nullopt;
  const Vec3 level = cross(line, site.enu_from_itrf().m.rows[2]);
  if (!(squared_norm(level) > kSmallestElevationCosine * kSmallestElevationCosine * range2)) return std::nullopt;
  return sense::reported_jacobian(radar, state.position, state.velocity);
}

std::optional<Projection<6>> project(const Measurement& measurement, const State<Itrf>& state) {
  return measurement.is_plot() ? project_plot(measurement, state) : project_bearing(measurement, state);
}

Projection<6> project(const Measurement& plot, const sense::ReportedJacobian& sight) {
  const sense::RadarJacobian& seen = sight.rows;
  Projection<6> out;
  out.range_m = sight.true_range_m;
  out.residual[0] = plot.value[0] - seen.view.range_m;
  out.residual[1] = wrap_pi(plot.value[1] - seen.view.azimuth_rad);
  out.residual[2] = plot.value[2] - seen.view.elevation_rad;
  put_row(out, 0, seen.d_range, sight.d_range_velocity);
  put_row(out, 1, seen.d_azimuth, Vec3{});
  put_row(out, 2, seen.d_elevation, Vec3{});
  if (plot.size == 4) {
    out.residual[3] = plot.value[3] - seen.view.range_rate_mps;
    put_row(out, 3, seen.d_range_rate, seen.d_range_rate_velocity);
  }
  return out;
}

}  // namespace tocsin::track
