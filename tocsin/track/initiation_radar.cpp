#include "tocsin/track/initiation_radar.hpp"

#include <cmath>
#include <optional>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::track {
namespace {

template <int N>
void add_outer(Covariance<N>& p, int at, const Vec3& direction, double variance) {
  const std::array<double, 3> d{direction.x, direction.y, direction.z};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      p(at + i, at + j) += variance * d[static_cast<std::size_t>(i)] * d[static_cast<std::size_t>(j)];
    }
  }
}

/// Covariance of position and velocity along one direction.
void add_cross(Covariance<6>& p, const Vec3& direction, double covariance) {
  const std::array<double, 3> d{direction.x, direction.y, direction.z};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      const double part = covariance * d[static_cast<std::size_t>(i)] * d[static_cast<std::size_t>(j)];
      p(i, 3 + j) += part;
      p(3 + j, i) += part;
    }
  }
}

/// Where a plot was measured, freed of coupling and refraction as far as they are known.
sense::GeometricPlace place_of(const Measurement& plot) {
  return sense::geometric_place(*plot.radar, plot.value[0], plot.value[2],
                                plot.size == 4 ? std::optional(plot.value[3]) : std::nullopt);
}

/// Directions along which the errors of a plot lie: those of its range, azimuth and elevation.
struct PlotAxes {
  Vec3 beam;
  Vec3 level;
  Vec3 rising;
  double range2 = 0.0;  ///< m²
  double cosine = 0.0;  ///< of the elevation
};

PlotAxes axes_of(const Measurement& plot, const Position<Itrf>& place) {
  const sense::GeometricPlace seen = place_of(plot);
  const earth::SiteFrame site = sense::site_frame(*plot.radar);
  PlotAxes out;
  out.beam = unit(place.m - site.origin().m);
  const Vec3 up = site.enu_from_itrf().m.rows[2];
  out.level = norm(cross(up, out.beam)) > 1e-6 ? unit(cross(out.beam, up)) : any_perpendicular(out.beam);
  out.rising = cross(out.level, out.beam);
  out.range2 = seen.range_m * seen.range_m;
  out.cosine = std::max(std::cos(seen.elevation_rad), 1e-3);
  return out;
}

/// Place, and the velocity along the beam where it was measured.
State<Itrf> state_from(const Measurement& plot, const Position<Itrf>& place, const PlotAxes& axes) {
  const double speed = plot.size == 4 ? plot.value[3] : 0.0;
  return {place, {speed * axes.beam}};
}

double rate_variance_of(const Measurement& plot, const Options& options) {
  return plot.size == 4 ? plot.variance[3] : options.radar.velocity_sigma_mps * options.radar.velocity_sigma_mps;
}

template <int N>
void add_place(Covariance<N>& p, const Measurement& plot, const PlotAxes& axes, const Options& options) {
  const double coupling_s = plot.radar->coupling_s;
  add_outer(p, 0, axes.beam, plot.variance[0] + coupling_s * coupling_s * rate_variance_of(plot, options));
  add_outer(p, 0, axes.level, plot.variance[1] * axes.range2 * axes.cosine * axes.cosine);
  add_outer(p, 0, axes.rising, plot.variance[2] * axes.range2);
}

}  // namespace

Position<Itrf> plot_position(const Measurement& plot) {
  const sense::GeometricPlace seen = place_of(plot);
  return sense::radar_position(*plot.radar, seen.range_m, plot.value[1], seen.elevation_rad);
}

Imm imm_from_plot(const Measurement& plot, const Position<Itrf>& place, const Options& options) {
  const sense::Radar& radar = *plot.radar;
  const PlotAxes axes = axes_of(plot, place);
  Imm imm;
  imm.time = plot.time;
  imm.burning_since = plot.time;
  // Nothing is known of a burn: a stage that lights later does so at the rate of rare events.
  imm.has_burnt_out = true;
  imm.burnt_out_at = plot.time - seconds(options.burn.staging_s);
  CoastState& coast = imm.coast;
  const double unknown = options.radar.velocity_sigma_mps * options.radar.velocity_sigma_mps;
  const State<Itrf> state = state_from(plot, place, axes);
  const Vec3& v = state.velocity.mps;
  coast.mean = {place.m.x, place.m.y, place.m.z, v.x, v.y, v.z};
  const double rate_variance = rate_variance_of(plot, options);
  add_place(coast.covariance, plot, axes, options);
  // the range rate by which a coupled range was corrected has an error too, which is then in both
  if (radar.coupling_s != 0.0) add_cross(coast.covariance, axes.beam, -radar.coupling_s * rate_variance);
  add_outer(coast.covariance, 3, axes.beam, rate_variance);
  add_outer(coast.covariance, 3, axes.level, unknown);
  add_outer(coast.covariance, 3, axes.rising, unknown);
  set_boost_probability(imm, options.radar.boost_probability);
  imm.boost.exists = false;
  settle_boost(imm, options.motion);
  if (!imm.boost.exists) return imm;
  // Where it flies is not known yet, so the thrust may point anywhere.
  const double thrust = options.motion.ignition_mps2;
  const double sigma = options.motion.ignition_sigma_mps2;
  for (int i = 6; i < 9; ++i) {
    imm.boost.mean[static_cast<std::size_t>(i)] = 0.0;
    imm.boost.covariance(i, i) = thrust * thrust / 3.0 + sigma * sigma;
  }
  return imm;
}

bool is_plausible(const Measurement& plot, const Position<Itrf>& place, const Options& options) {
  if (plot.size == 4 && std::abs(plot.value[3]) > options.radar.max_speed_mps) return false;
  const double height = earth::height_above_ellipsoid_m(place);
  const double sigma = plot.value[0] * std::sqrt(plot.variance[2]);
  return height > options.radar.min_height_m - 3.0 * sigma && height < options.radar.max_height_m;
}

PlotStart plot_start(const Measurement& plot, const Position<Itrf>& place, const Options& options) {
  const PlotAxes axes = axes_of(plot, place);
  PlotStart out;
  out.state = state_from(plot, place, axes);
  add_place(out.covariance, plot, axes, options);
  return out;
}

}  // namespace tocsin::track
