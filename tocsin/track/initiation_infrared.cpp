#include "tocsin/track/initiation_infrared.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "tocsin/base/linalg.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/track/models_boost.hpp"

namespace tocsin::track {
namespace {

constexpr double kFullDiscRad2 = 0.07;  // solid angle of the Earth from geostationary height

template <int N>
void add_outer(Covariance<N>& p, int at, const Vec3& direction, double variance) {
  const std::array<double, 3> d{direction.x, direction.y, direction.z};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      p(at + i, at + j) += variance * d[static_cast<std::size_t>(i)] * d[static_cast<std::size_t>(j)];
    }
  }
}

/// Place on a ray where its height is the prior's, or where it is nearest to the Earth.
Position<Itrf> place_on_ray(const sense::NadirFrame& frame, const Direction<Itrf>& ray, double height_m) {
  if (const auto hit = earth::intersect_ellipsoid(frame.origin, ray, height_m)) return *hit;
  const double along = -dot(frame.origin.m, ray.u);
  return {frame.origin.m + along * ray.u};
}

double along_ray_sigma(const Position<Itrf>& place, const Direction<Itrf>& ray, double height_sigma_m,
                       const InfraredStartOptions& options) {
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(place)).u;
  const double cosine = std::abs(dot(up, ray.u));
  return cosine * options.max_along_ray_sigma_m > height_sigma_m ? height_sigma_m / cosine
                                                                 : options.max_along_ray_sigma_m;
}

Measurement prepared(const KeptBearing& kept, const sense::Sensors& sensors) {
  const sense::InfraredSensor* sensor = sensors.infrared(kept.source);
  const sense::NadirFrame frame = sense::nadir_frame(sensors.satellite_state(*sensor, kept.time).position);
  return prepare(kept.source, kept.sequence, kept.time, kept.bearing, frame);
}

/// Points of nearest approach of two rays.
struct Crossing {
  Position<Itrf> place;  ///< on the first ray
  double miss_m = 0.0;
  Vec3 normal;  ///< unit, across both rays
};

std::optional<Crossing> crossing(const Position<Itrf>& eye_a, const Vec3& ray_a, const Position<Itrf>& eye_b,
                                 const Vec3& ray_b) {
  const Vec3 normal = cross(ray_a, ray_b);
  const double sine2 = squared_norm(normal);
  if (sine2 < 1e-4) return std::nullopt;  // the eyes are in one line with the object: no triangle
  const Vec3 base = eye_b.m - eye_a.m;
  const double along_a = dot(cross(base, ray_b), normal) / sine2;
  const double along_b = dot(cross(base, ray_a), normal) / sine2;
  if (!(along_a > 0.0) || !(along_b > 0.0)) return std::nullopt;
  const Vec3 n = normal / std::sqrt(sine2);
  return Crossing{{eye_a.m + along_a * ray_a}, dot(base, n), n};
}

/// Height of the point that bearings show if it stands still, with its standard deviation: weighted least distance from
/// the rays, Σ(I − uuᵀ)/(σR)² p = Σ(I − uuᵀ)/(σR)² s.
HeightIfStill height_if_still(const std::vector<Measurement>& bearings, const Position<Itrf>& near) {
  Mat3 information{{Vec3{}, Vec3{}, Vec3{}}};
  Vec3 right;
  for (const Measurement& m : bearings) {
    const Vec3 u = sense::line_of_sight(m.frame, {m.value[0], m.value[1]}).u;
    const Vec3 eye = m.frame.origin.m - near.m;
    const double weight = 1.0 / (m.variance[0] * squared_norm(eye));
    information.rows[0] += weight * (Vec3{1.0, 0.0, 0.0} - u.x * u);
    information.rows[1] += weight * (Vec3{0.0, 1.0, 0.0} - u.y * u);
    information.rows[2] += weight * (Vec3{0.0, 0.0, 1.0} - u.z * u);
    right += weight * (eye - dot(u, eye) * u);
  }
  const auto& [x, y, z] = information.rows;
  const Mat3 adjugate{{cross(y, z), cross(z, x), cross(x, y)}};
  const double determinant = dot(x, adjugate.rows[0]);
  if (!(determinant > 0.0)) return {};
  const Vec3 up = unit(near.m);
  const double variance = dot(up, adjugate * up) / determinant;
  const Vec3 place = near.m + (adjugate * right) / determinant;
  return {earth::height_above_ellipsoid_m({place}), std::sqrt(std::max(variance, 0.0))};
}

/// Minimum-distance triangulation of the candidates' rays at a common time; nothing if they pass by each other.
std::optional<Position<Itrf>> triangulate(const TrackFile& a, const TrackFile& b, const sense::Sensors& sensors,
                                          const Options& options) {
  const Instant common = std::max(a.imm.time, b.imm.time);
  const CoastState at_a = estimate_at(a.imm, common, options.motion, options.burn);
  const CoastState at_b = estimate_at(b.imm, common, options.motion, options.burn);
  const Position<Itrf> eye_a = sensors.satellite_state(a.satellite, common).position;
  const Position<Itrf> eye_b = sensors.satellite_state(b.satellite, common).position;
  const std::optional<Crossing> found = crossing(eye_a, unit(state_of<6>(at_a.mean).position.m - eye_a.m), eye_b,
                                                 unit(state_of<6>(at_b.mean).position.m - eye_b.m));
  if (!found) return std::nullopt;
  const double sigma2 = variance_along(at_a, found->normal) + variance_along(at_b, found->normal);
  const double gate = options.infrared.pair_gate_sigmas;
  if (found->miss_m * found->miss_m > gate * gate * sigma2) return std::nullopt;
  const double height = earth::height_above_ellipsoid_m(found->place);
  // One sigma of the height is known only after the filter has run: allow for the miss distance itself.
  const double slack = 3.0 * std::sqrt(sigma2);
  if (height < options.infrared.min_height_m - slack || height > options.infrared.max_height_m) return std::nullopt;
  return found->place;
}

}  // namespace

Imm imm_from_bearing(const Measurement& bearing, const Position<Itrf>& place, double along_ray_sigma_m,
                     const Options& options) {
  const InfraredStartOptions& prior = options.infrared;
  const Vec3 line = place.m - bearing.frame.origin.m;
  const Vec3 ray = unit(line);
  const Vec3 up = unit(place.m);
  const double across_m = norm(line) * std::sqrt(bearing.variance[0]);
  Imm imm;
  imm.time = bearing.time;
  imm.burning_since = bearing.time;
  BoostState& boost = imm.boost;
  const Vec3 v = prior.climb_mps * up;
  const Vec3 a = prior.thrust_mps2 * up;
  boost.mean = {place.m.x, place.m.y, place.m.z, v.x, v.y, v.z, a.x, a.y, a.z};
  const Vec3 side = any_perpendicular(ray);
  add_outer(boost.covariance, 0, ray, along_ray_sigma_m * along_ray_sigma_m);
  add_outer(boost.covariance, 0, side, across_m * across_m);
  add_outer(boost.covariance, 0, cross(ray, side), across_m * across_m);
  for (int i = 3; i < 6; ++i) boost.covariance(i, i) = prior.velocity_sigma_mps * prior.velocity_sigma_mps;
  for (int i = 6; i < 9; ++i) boost.covariance(i, i) = prior.thrust_sigma_mps2 * prior.thrust_sigma_mps2;
  imm.coast = burnt_out(boost);
  set_boost_probability(imm, prior.boost_probability);
  return imm;
}

TrackFile first_sight(const Measurement& bearing, const message::Bearing& raw, const LookView& look,
                      std::int64_t number, const Options& options) {
  const Direction<Itrf> ray = sense::line_of_sight(bearing.frame, {bearing.value[0], bearing.value[1]});
  const Position<Itrf> place = place_on_ray(bearing.frame, ray, options.infrared.height_m);
  const double sigma = along_ray_sigma(place, ray, options.infrared.height_sigma_m, options.infrared);
  TrackFile out;
  out.number = number;
  out.kind = message::TrackKind::single_satellite;
  out.satellite = look.infrared->satellite;
  out.imm = imm_from_bearing(bearing, place, sigma, options);
  out.log_odds = prior_log_odds(look, options);
  out.bearings.push_back({bearing.source, bearing.sequence, bearing.time, raw});
  return out;
}

std::optional<PairStart> try_pair(const TrackFile& a, const TrackFile& b, const sense::Sensors& sensors,
                                  const Options& options) {
  if (a.hits() + b.hits() < options.infrared.pair_min_hits) return std::nullopt;
  const std::optional<Position<Itrf>> place = triangulate(a, b, sensors, options);
  if (!place) return std::nullopt;

  std::vector<KeptBearing> kept = a.bearings;
  kept.insert(kept.end(), b.bearings.begin(), b.bearings.end());
  std::sort(kept.begin(), kept.end(), [](const KeptBearing& x, const KeptBearing& y) {
    return std::tie(x.time, x.source, x.sequence) < std::tie(y.time, y.source, y.sequence);
  });
  std::vector<Measurement> bearings;
  for (const KeptBearing& bearing : kept) bearings.push_back(prepared(bearing, sensors));
  const Measurement& first = bearings.front();
  const Direction<Itrf> ray = sense::line_of_sight(first.frame, {first.value[0], first.value[1]});
  const double crossing_height = std::max(earth::height_above_ellipsoid_m(*place), 0.0);
  const Position<Itrf> start = place_on_ray(first.frame, ray, crossing_height);
  const double sigma = along_ray_sigma(start, ray, options.infrared.pair_height_sigma_m, options.infrared);

  PairStart out;
  out.imm = imm_from_bearing(first, start, sigma, options);
  const ByMode seen{1.0, options.burn.coast_visibility};
  double squared = 0.0;
  int freedom = 0;
  for (std::size_t i = 1; i < bearings.size(); ++i) {
    const Measurement& next = bearings[i];
    advance(out.imm, next.time, options.motion, options.burn);
    const std::optional<MixtureInnovation> agreement = innovation(out.imm, next, seen, options);
    const std::optional<Agreement> corrected = agreement ? correct(out.imm, next, seen, options) : std::nullopt;
    if (!corrected) return std::nullopt;
    out.log_likelihood += agreement->log_likelihood;
    squared += corrected->normalised * next.size;
    freedom += next.size;
  }
  if (!is_sound(out.imm)) return std::nullopt;
  out.innovation = squared / freedom;
  if (squared > chi_squared_quantile(options.gate.probability, std::min(freedom, 30)) * std::max(1.0, freedom / 30.0)) {
    return std::nullopt;
  }
  const CoastState estimate = combined(out.imm);
  const State<Itrf> state = state_of<6>(estimate.mean);
  const double height = earth::height_above_ellipsoid_m(state.position);
  const double height_sigma = std::sqrt(variance_along(estimate, unit(state.position.m)));
  if (height < options.infrared.min_height_m - 3.0 * height_sigma || height > options.infrared.max_height_m ||
      norm(state.velocity.mps) > options.infrared.max_speed_mps) {
    return std::nullopt;
  }
  out.gain = out.log_likelihood - a.log_likelihood - b.log_likelihood + std::log(kFullDiscRad2);
  if (out.gain < options.infrared.pair_min_gain) return std::nullopt;
  out.if_still = height_if_still(bearings, *place);
  return out;
}

}  // namespace tocsin::track
