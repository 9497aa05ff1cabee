#include "tocsin/event/arc_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/fall.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/impact.hpp"

namespace tocsin::event {
namespace {

/// d f / d state by central differences, 100 m and 0.1 m/s: the figures are smooth on a much larger scale.
template <class Function>
std::array<double, 6> gradient(const State<Itrf>& state, const Function& f) {
  const std::array<double, 6> step{100.0, 100.0, 100.0, 0.1, 0.1, 0.1};
  std::array<double, 6> out{};
  for (std::size_t i = 0; i < 6; ++i) {
    std::array<double, 2> value{};
    for (const int side : {0, 1}) {
      State<Itrf> moved = state;
      Vec3& part = i < 3 ? moved.position.m : moved.velocity.mps;
      const double d = side == 0 ? -step[i] : step[i];
      part += Vec3{i % 3 == 0 ? d : 0.0, i % 3 == 1 ? d : 0.0, i % 3 == 2 ? d : 0.0};
      value[static_cast<std::size_t>(side)] = f(moved);
    }
    out[i] = (value[1] - value[0]) / (2.0 * step[i]);
  }
  return out;
}

double quadratic(const std::array<double, 6>& g, const Covariance<6>& p) {
  double sum = 0.0;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) sum += g[static_cast<std::size_t>(i)] * p(i, j) * g[static_cast<std::size_t>(j)];
  }
  return std::max(0.0, sum);
}

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

message::Ellipse ellipse_km(const GroundEllipse& e) {
  return {e.semi_major_m * 1e-3, e.semi_minor_m * 1e-3, wrap_360(e.azimuth_rad / kRadiansPerDegree)};
}

/// The arc behind a falling body up to before its known top; the covariance goes back with it.
std::optional<Top> top_behind(const GaussianState<Itrf>& state, Instant time, Instant known,
                              const motion::PropagationOptions& propagation) {
  const double back_s = seconds_between(known, time) + 60.0;
  if (back_s <= 0.0 || back_s > 20000.0) return std::nullopt;
  const auto arc = motion::propagate(state.mean, time, time - seconds(back_s), propagation);
  if (!arc) return std::nullopt;
  const auto top = arc->apogee();
  if (!top) return std::nullopt;
  const auto there = motion::propagate_with_transition(state.mean, time, top->time, propagation);
  if (!there) return std::nullopt;
  const Covariance<6> p = motion::transported(state.covariance, there->transition);
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(top->state.position)).u;
  const std::array<double, 6> g{up.x, up.y, up.z, 0.0, 0.0, 0.0};
  return Top{top->time, top->height_m, std::sqrt(quadratic(g, p))};
}

}  // namespace

double sigma_of(const Covariance<6>& p, int from) {
  return std::sqrt(std::max(0.0, p(from, from) + p(from + 1, from + 1) + p(from + 2, from + 2)));
}

double climb_of(const State<Itrf>& state) {
  return dot(earth::ellipsoid_normal(earth::to_geodetic(state.position)).u, state.velocity.mps);
}

std::optional<GaussianState<Itrf>> state_of(const message::Track& track) {
  if (!is_finite(track.position_m) || !is_finite(track.velocity_mps)) return std::nullopt;
  const double r = norm(track.position_m);
  if (r < 5e6 || r > 1e9 || norm(track.velocity_mps) > 1e5) return std::nullopt;
  for (int i = 0; i < 6; ++i) {
    if (!(track.covariance(i, i) > 0.0)) return std::nullopt;
    for (int j = 0; j < 6; ++j) {
      if (!std::isfinite(track.covariance(i, j))) return std::nullopt;
    }
  }
  return GaussianState<Itrf>{{{track.position_m}, {track.velocity_mps}}, track.covariance};
}

OrbitFigures orbit_figures(const GaussianState<Itrf>& state, double orbit_perigee_m) {
  const auto perigee = [](const State<Itrf>& s) { return motion::osculating_orbit(s).perigee_height_m; };
  const auto energy = [](const State<Itrf>& s) { return motion::osculating_orbit(s).energy_m2_s2; };
  OrbitFigures out;
  out.perigee_m = perigee(state.mean);
  out.perigee_sigma_m = std::sqrt(quadratic(gradient(state.mean, perigee), state.covariance));
  out.energy_m2_s2 = energy(state.mean);
  out.energy_sigma_m2_s2 = std::sqrt(quadratic(gradient(state.mean, energy), state.covariance));
  const bool leaves = out.energy_m2_s2 >= 0.0 && dot(state.mean.position.m, state.mean.velocity.mps) > 0.0;
  out.orbit_probability =
      leaves ? 1.0 : normal_cdf((out.perigee_m - orbit_perigee_m) / std::max(1.0, out.perigee_sigma_m));
  return out;
}

ArcFit fit_arc(const message::Track& track, const GaussianState<Itrf>& state, const std::optional<Top>& known_top,
               const ArcOptions& options, double slender_probability) {
  ArcFit out;
  out.orbit = orbit_figures(state, options.orbit_perigee_m);
  const std::vector<BetaShare> betas = beta_prior(slender_probability, options);
  out.beta = {beta_quantile(betas, 0.05), beta_quantile(betas, 0.5), beta_quantile(betas, 0.95)};
  motion::ImpactOptions how;
  how.forces.beta_kg_m2 = out.beta.mean;
  how.orbit_perigee_m = options.orbit_perigee_m;
  const auto impact = motion::predict_impact(state, track.time, how);
  if (impact && impact->apogee) {
    out.top = Top{impact->apogee->time, impact->apogee->height_m, impact->apogee->height_sigma_m};
  } else if (known_top && known_top->time < track.time) {
    // Above the air the way back needs no drag; in it the body has lost what it had at the top, so the older answer is
    // the better one.
    const bool in_air = earth::height_above_ellipsoid_m(state.mean.position) < options.air_height_m;
    if (!in_air) out.top = top_behind(state, track.time, known_top->time, {});
    if (!out.top) out.top = known_top;
  }
  // What glides climbs again for a while: not as high as it came down from.
  const bool passed = known_top && known_top->time < track.time;
  if (out.top && passed && known_top->height_m > out.top->height_m &&
      earth::height_above_ellipsoid_m(state.mean.position) < options.air_height_m) {
    out.top = known_top;
  }
  if (impact && impact->fate == motion::Fate::impact) out.ground_m = impact->state.position.m;
  out.flat = impact && impact->fate == motion::Fate::grazes;
  if (!impact || impact->fate != motion::Fate::impact || out.orbit.orbit_probability > options.max_orbit_probability) {
    return out;
  }
  const Covariance<3> fall = fall_spread(state.mean, track.time, *impact, betas);
  const GroundEllipse ellipse = ellipse_of(impact->var_east_m2() + fall(0, 0), impact->var_north_m2() + fall(1, 1),
                                           impact->cov_east_north_m2() + fall(0, 1), 0.9);
  const double time_sigma_s = std::hypot(impact->time_sigma_s, std::sqrt(std::max(0.0, fall(2, 2))));
  if (!(ellipse.semi_major_m <= options.max_semi_major_m) || !std::isfinite(time_sigma_s)) return out;
  message::ImpactEstimate estimate;
  estimate.time = impact->time;
  estimate.time_sigma_s = time_sigma_s;
  estimate.lat_deg = impact->ground.lat_rad / kRadiansPerDegree;
  estimate.lon_deg = wrap_180(impact->ground.lon_rad / kRadiansPerDegree);
  estimate.ellipse90 = ellipse_km(ellipse);
  estimate.made_at = track.time;
  estimate.apogee_km = (out.top ? out.top->height_m : earth::height_above_ellipsoid_m(state.mean.position)) * 1e-3;
  estimate.radar_seconds = track.radar_seconds;
  out.impact = estimate;
  return out;
}

std::optional<message::LaunchEstimate> backward_launch(const GaussianState<Itrf>& state, Instant time,
                                                       const ArcOptions& options) {
  // March back until below the ground, then close in on the crossing.
  constexpr double kStride = 60.0;
  constexpr double kLongest = 6000.0;
  State<Itrf> here = state.mean;
  double back_s = 0.0;
  while (earth::height_above_ellipsoid_m(here.position) > 0.0) {
    const auto earlier = motion::propagate_state(here, time - seconds(back_s), time - seconds(back_s + kStride));
    if (!earlier || back_s >= kLongest) return std::nullopt;
    here = *earlier;
    back_s += kStride;
  }
  for (int i = 0; i < 8; ++i) {
    const double height = earth::height_above_ellipsoid_m(here.position);
    const double climb = climb_of(here);
    if (std::abs(height) < 1.0) break;
    if (climb < 50.0) return std::nullopt;
    const double move_s = std::clamp(-height / climb, -kStride, kStride);
    const auto moved = motion::propagate_state(here, time - seconds(back_s), time - seconds(back_s - move_s));
    if (!moved) return std::nullopt;
    here = *moved;
    back_s -= move_s;
  }
  const auto there = motion::propagate_with_transition(state.mean, time, time - seconds(back_s));
  if (!there) return std::nullopt;
  const Covariance<6> p = motion::transported(state.covariance, there->transition);
  const Geodetic ground = earth::to_geodetic(here.position);
  const Mat3 enu = earth::enu_from_itrf(ground).m;
  const Vec3 v = enu * here.velocity.mps;
  if (v.z < 50.0) return std::nullopt;
  // Rows of the crossing: east, north and time, by the place at the crossing.
  std::array<std::array<double, 6>, 3> rows{};
  for (int k = 0; k < 3; ++k) {
    const auto c = static_cast<std::size_t>(k);
    rows[2][c] = -enu.rows[2][k] / v.z;
    rows[0][c] = enu.rows[0][k] + v.x * rows[2][c];
    rows[1][c] = enu.rows[1][k] + v.y * rows[2][c];
  }
  const double heading = wrap_two_pi(std::atan2(v.x, v.y));
  const double s = std::sin(heading);
  const double c = std::cos(heading);
  std::array<double, 6> sum{};
  for (std::size_t k = 0; k < 6; ++k) sum[k] = rows[0][k] + rows[1][k];
  const double var_e = quadratic(rows[0], p);
  const double var_n = quadratic(rows[1], p);
  const double cov = 0.5 * (quadratic(sum, p) - var_e - var_n);
  // Time under power: log-normal, with its mean and standard deviation.
  const double spread = options.ascent_sigma_log * options.ascent_sigma_log;
  const double powered_s = norm(here.velocity.mps) / options.ascent_mps2 * std::exp(0.5 * spread);
  const double powered_share_sigma = std::sqrt(std::exp(spread) - 1.0);
  const auto product_sigma = [&](double share, double share_sigma) {
    return std::hypot(share * powered_share_sigma, share_sigma, share_sigma * powered_share_sigma);
  };
  const double way_m = std::hypot(v.x, v.y) * powered_s;
  const double along_sigma_m = way_m * product_sigma(options.backward_along_share, options.backward_along_share_sigma);
  const double across_sigma_m = way_m * options.backward_across_share_sigma;
  const double floor = options.backward_place_sigma_m * options.backward_place_sigma_m;
  const double along = along_sigma_m * along_sigma_m + floor;
  const double across = across_sigma_m * across_sigma_m + floor;
  const GroundEllipse ellipse = ellipse_of(var_e + along * s * s + across * c * c,
                                           var_n + along * c * c + across * s * s, cov + (along - across) * s * c, 0.9);
  if (!(ellipse.semi_major_m <= options.max_backward_semi_major_m)) return std::nullopt;
  const Geodetic place = earth::direct(ground, wrap_two_pi(heading + kPi), options.backward_along_share * way_m);
  message::LaunchEstimate out;
  out.time = time - seconds(back_s + options.backward_time_share * powered_s);
  out.time_sigma_s =
      std::hypot(options.backward_time_sigma_s,
                 powered_s * product_sigma(options.backward_time_share, options.backward_time_share_sigma),
                 std::sqrt(quadratic(rows[2], p)));
  out.lat_deg = place.lat_rad / kRadiansPerDegree;
  out.lon_deg = wrap_180(place.lon_rad / kRadiansPerDegree);
  out.ellipse90 = ellipse_km(ellipse);
  const auto heading_of = [&](const State<Itrf>& st) {
    const Vec3 w = enu * st.velocity.mps;
    return wrap_pi(std::atan2(w.x, w.y) - heading);
  };
  const double heading_sigma = std::sqrt(quadratic(gradient(here, heading_of), p));
  if (heading_sigma < 60.0 * kRadiansPerDegree) {
    out.azimuth_deg = wrap_360(heading / kRadiansPerDegree);
    out.azimuth_sigma_deg = heading_sigma / kRadiansPerDegree;
  }
  return out;
}

}  // namespace tocsin::event
