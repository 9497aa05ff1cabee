#include "tocsin/track/initiation_radar.hpp"

#include <cmath>
#include <optional>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::track {
namespace {

void add_outer(Covariance<6>& p, int at, const Vec3& direction, double variance) {
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

}  // namespace

Position<Itrf> plot_position(const Measurement& plot) {
  const sense::GeometricPlace seen = place_of(plot);
  return sense::radar_position(*plot.radar, seen.range_m, plot.value[1], seen.elevation_rad);
}

Imm imm_from_plot(const Measurement& plot, const Position<Itrf>& place, const Options& options) {
  const sense::Radar& radar = *plot.radar;
  const sense::GeometricPlace seen = place_of(plot);
  const earth::SiteFrame site = sense::site_frame(radar);
  const Vec3 beam = unit(place.m - site.origin().m);
  const Vec3 up = site.enu_from_itrf().m.rows[2];
  const Vec3 level = norm(cross(up, beam)) > 1e-6 ? unit(cross(beam, up)) : any_perpendicular(beam);
  const Vec3 rising = cross(level, beam);
  const double range2 = seen.range_m * seen.range_m;
  const double cosine = std::max(std::cos(seen.elevation_rad), 1e-3);

  Imm imm;
  imm.time = plot.time;
  imm.burning_since = plot.time;
  // Nothing is known of a burn: a stage that lights later does so at the rate of rare events.
  imm.has_burnt_out = true;
  imm.burnt_out_at = plot.time - seconds(options.burn.staging_s);
  CoastState& coast = imm.coast;
  const double speed = plot.size == 4 ? plot.value[3] : 0.0;
  const double unknown = options.radar.velocity_sigma_mps * options.radar.velocity_sigma_mps;
  coast.mean = {place.m.x, place.m.y, place.m.z, speed * beam.x, speed * beam.y, speed * beam.z};
  // the range rate by which a coupled range was corrected has an error too, which is then in both
  const double rate_variance = plot.size == 4 ? plot.variance[3] : unknown;
  add_outer(coast.covariance, 0, beam, plot.variance[0] + radar.coupling_s * radar.coupling_s * rate_variance);
  if (radar.coupling_s != 0.0) add_cross(coast.covariance, beam, -radar.coupling_s * rate_variance);
  add_outer(coast.covariance, 0, level, plot.variance[1] * range2 * cosine * cosine);
  add_outer(coast.covariance, 0, rising, plot.variance[2] * range2);
  add_outer(coast.covariance, 3, beam, plot.size == 4 ? plot.variance[3] : unknown);
  add_outer(coast.covariance, 3, level, unknown);
  add_outer(coast.covariance, 3, rising, unknown);
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

TrackFile first_plot(const Measurement& plot, const Position<Itrf>& place, const LookView& look, std::int64_t number,
                     const Options& options) {
  TrackFile out;
  out.number = number;
  out.kind = message::TrackKind::full;
  out.imm = imm_from_plot(plot, place, options);
  out.log_odds = prior_log_odds(look, options);
  return out;
}

}  // namespace tocsin::track
