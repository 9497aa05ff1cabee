#include "tocsin/event/launch_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/message/heading.hpp"

namespace tocsin::event {
namespace {

constexpr double kLongestLeadS = 200.0;  ///< from lift-off to the first bearing
constexpr double kUsefulParallaxRad = 0.035;
constexpr double kG0 = 9.80665;
constexpr double kWatchedHeightM = 10e3;  ///< of `Kind::time_to_10_km_s`

/// Steps of the numeric derivatives: each moves the vehicle by 10 to 100 m, where integration noise (1e-3 m) and
/// curvature both stay small.
constexpr std::array<double, LaunchModel::kTemplateSize> kStep{20.0, 20.0, 20.0, 0.05, 2e-3,
                                                               2e-3, 2e-3, 2e-3, 5e-3, 2e-2};

/// Place at which a bearing passes through a height, or its point nearest to the Earth when it passes by.
Position<Itrf> place_on(const sense::NadirFrame& frame, const sense::TangentAngles& angles, double height_m) {
  const Direction<Itrf> u = sense::line_of_sight(frame, angles);
  if (const auto hit = earth::intersect_ellipsoid(frame.origin, u, height_m)) return *hit;
  return {frame.origin.m - dot(frame.origin.m, u.u) * u.u};
}

/// Huber's loss of a residual of `r` sigmas, and the weight of its square in the normal equations.
double huber_weight(double r, double k) {
  return r <= k ? 1.0 : k / r;
}
double huber_loss(double r, double k) {
  return r <= k ? 0.5 * r * r : k * (r - 0.5 * k);
}

double squared(double x) {
  return x * x;
}

}  // namespace

double departure_m(std::size_t k, double t_s, double interval_s) {
  const auto cube = [](double x) { return x > 0.0 ? x * x * x / 6.0 : 0.0; };
  const double x = t_s / interval_s - static_cast<double>(k);
  if (k == 0) {  // there is only the falling half
    return x > 0.0 ? interval_s * interval_s * (0.5 * x * x - cube(x) + cube(x - 1.0)) : 0.0;
  }
  return interval_s * interval_s * (cube(x + 1.0) - 2.0 * cube(x) + cube(x - 1.0));
}

Result<LaunchModel> LaunchModel::create(std::span<const Sighting> sightings, const LaunchFitOptions& options) {
  if (sightings.empty() || static_cast<int>(sightings.size()) < options.min_bearings) {
    return fail("too few bearings for a launch fit");
  }
  LaunchModel model;
  model.options_ = options;
  model.first_ = sightings.front().time;
  const std::size_t limit = static_cast<std::size_t>(std::max(options.max_bearings, options.min_bearings));
  const std::size_t stride = (sightings.size() + limit - 1) / limit;
  for (std::size_t i = 0; i < sightings.size(); i += stride) {
    const Sighting& s = sightings[i];
    model.views_.push_back({seconds_between(model.first_, s.time),
                            sense::nadir_frame({s.satellite_m}),
                            {s.east_rad, s.north_rad},
                            s.sigma_rad});
  }
  const View& front = model.views_.front();
  const Position<Itrf> begin = place_on(front.frame, front.angles, options.first_height_m);
  const Geodetic above = earth::to_geodetic(begin);
  if (std::abs(above.height_m) > 100e3) return fail("the first bearing passes by the Earth");
  model.reference_ = {above.lat_rad, above.lon_rad, 0.0};

  // Radii of curvature: offsets of some kilometres as changes of latitude and longitude.
  const double s2 = squared(std::sin(above.lat_rad));
  const double w = std::sqrt(1.0 - earth::kEccentricitySquared * s2);
  model.metres_per_lat_rad_ = earth::kEquatorialRadiusM * (1.0 - earth::kEccentricitySquared) / (w * w * w);
  model.metres_per_lon_rad_ = earth::kEquatorialRadiusM / w * std::max(0.02, std::cos(above.lat_rad));
  model.knots_ = static_cast<std::size_t>(std::ceil((model.last_s() + 75.0) / options.knot_interval_s)) + 1;

  const Rotation<Enu, Itrf> level = earth::enu_from_itrf(model.reference_);
  Position<Itrf> end = begin;
  for (const View& view : model.views_) {
    const double parallax = angle_between(view.frame.origin.m - begin.m, front.frame.origin.m - begin.m);
    if (parallax > kUsefulParallaxRad) {
      model.stereo_ = true;
    } else {
      end = place_on(view.frame, view.angles, options.first_height_m);
    }
  }
  model.apparent_motion_enu_ = (level * (end - begin)).m;
  return model;
}

std::vector<LaunchModel::Parameters> LaunchModel::starts(std::size_t kind) const {
  const double towards = std::atan2(apparent_motion_enu_.x, apparent_motion_enu_.y);
  // One satellite sees height as motion away from it, so its apparent heading may be wrong by any angle.
  const int headings = stereo_ ? 1 : 4;
  const LaunchFitOptions::Kind& k = options_.kinds[kind];
  // The mean acceleration to this height is some 1.3 times that at lift-off: mass is lost and thrust grows.
  const double lead_s = std::sqrt(2.0 * options_.first_height_m / (1.3 * k.excess_thrust * kG0));
  std::vector<Parameters> out;
  for (int i = 0; i < headings; ++i) {
    Parameters p(size(), 0.0);
    const double heading = towards + 0.5 * kPi * i;
    const double tilt =
        0.08 + 0.1 * k.excess_thrust;  // the faster the vehicle, the larger the tilt that gives the same bend
    p[kTime] = -lead_s;
    p[kTiltEast] = tilt * std::sin(heading);
    p[kTiltNorth] = tilt * std::cos(heading);
    p[kExcess] = std::log(k.excess_thrust);
    p[kExhaust] = std::log(k.exhaust_mps);
    p[kVertical] = std::log(options_.vertical_s);
    p[kDrag] = std::log(k.drag_m2_kg);
    out.push_back(bounded(std::move(p)));
  }
  return out;
}

LaunchModel::Parameters LaunchModel::bounded(Parameters p) const {
  p[kTime] = std::clamp(p[kTime], -kLongestLeadS, -1.0);
  p[kHeight] = std::clamp(p[kHeight], -2e3, 4e3);
  p[kExcess] = std::clamp(p[kExcess], -3.0, 2.3);
  p[kExhaust] = std::clamp(p[kExhaust], 6.9, 8.8);
  p[kVertical] = std::clamp(p[kVertical], 0.0, 3.4);
  p[kDrag] = std::clamp(p[kDrag], -14.0, -8.5);
  const double tilt = std::hypot(p[kTiltEast], p[kTiltNorth]);
  if (tilt > 1.2) {
    p[kTiltEast] *= 1.2 / tilt;
    p[kTiltNorth] *= 1.2 / tilt;
  }
  for (const Parameter offset : {kEast, kNorth}) p[offset] = std::clamp(p[offset], -2e6, 2e6);
  return p;
}

Geodetic LaunchModel::place(const Parameters& p) const {
  const double lat = std::clamp(reference_.lat_rad + p[kNorth] / metres_per_lat_rad_, -0.5 * kPi, 0.5 * kPi);
  return {lat, wrap_pi(reference_.lon_rad + p[kEast] / metres_per_lon_rad_), p[kHeight]};
}

AscentParameters LaunchModel::ascent_parameters(const Parameters& p) const {
  return {place(p),
          1.0 + std::exp(p[kExcess]),
          std::exp(p[kExhaust]),
          options_.vacuum_ratio,
          std::exp(p[kVertical]),
          options_.pitch_over_s,
          p[kTiltEast],
          p[kTiltNorth],
          std::exp(p[kDrag])};
}

Vec3 LaunchModel::departure(const Parameters& p, double t_s) const {
  Vec3 sum;
  for (std::size_t k = 0; k < knots_; ++k) {
    const double* c = &p[kTemplateSize + 3 * k];
    sum += departure_m(k, t_s, options_.knot_interval_s) * Vec3{c[0], c[1], c[2]};
  }
  return sum;
}

std::vector<Vec3> LaunchModel::template_places(const Ascent& ascent, const Parameters& p, double t_10_km_s) const {
  std::vector<Vec3> out;
  out.reserve(views_.size() + 2);
  for (const View& view : views_) out.push_back(ascent.place_at(view.t_s - p[kTime]).m);
  out.push_back(ascent.place_at(message::kHeadingAfterS).m);
  out.push_back(ascent.place_at(t_10_km_s).m);
  return out;
}

/// Newton's method on the path with its departure.
void LaunchModel::find_10_km(const Parameters& p, Path& path) const {
  path.t_10_km_s = -p[kTime];
  for (int i = 0; i < 6; ++i) {
    const double t = path.t_10_km_s;
    const Vec3 r = path.ascent.place_at(t).m + departure(p, t);
    const Vec3 later = path.ascent.place_at(t + 0.5).m + departure(p, t + 0.5);
    path.up = earth::ellipsoid_normal(earth::to_geodetic({r})).u;
    path.climb_mps = std::max(20.0, dot(path.up, later - r) / 0.5);
    const double short_m = kWatchedHeightM - earth::height_above_ellipsoid_m({r});
    if (std::abs(short_m) < 0.1) break;
    path.t_10_km_s = std::clamp(t + short_m / path.climb_mps, 5.0, kLongestLeadS);
  }
}

LaunchModel::Path LaunchModel::path(const Parameters& p) const {
  const double end_s = std::max(message::kHeadingAfterS, last_s() - p[kTime]);
  Path out(Ascent(ascent_parameters(p), end_s, options_.step_s));
  find_10_km(p, out);
  out.r = template_places(out.ascent, p, out.t_10_km_s);
  out.r_heading = out.r[views_.size()] + departure(p, message::kHeadingAfterS);
  out.r.resize(views_.size());
  for (std::size_t i = 0; i < views_.size(); ++i) out.r[i] += departure(p, views_[i].t_s - p[kTime]);
  return out;
}

std::vector<LaunchModel::Prior> LaunchModel::priors(const Hypothesis& hypothesis) const {
  const LaunchFitOptions::Kind& k = options_.kinds[hypothesis.kind];
  std::vector<Prior> out{{kHeight, options_.site_height_m, options_.site_height_sigma_m},
                         {kExcess, std::log(k.excess_thrust), k.excess_thrust_sigma_log},
                         {kExhaust, std::log(k.exhaust_mps), k.exhaust_sigma_log},
                         {kVertical, std::log(options_.vertical_s), options_.vertical_sigma_log},
                         {kDrag, std::log(k.drag_m2_kg), k.drag_sigma_log},
                         {kTiltEast, 0.0, k.tilt_sigma_rad},
                         {kTiltNorth, 0.0, k.tilt_sigma_rad}};
  for (std::size_t i = kTemplateSize; i < size(); ++i) out.push_back({i, 0.0, hypothesis.departure_sigma_mps2});
  return out;
}

/// Whether every place of a trial is where a satellite could see it at all.
bool LaunchModel::in_view(const Path& path) const {
  for (std::size_t i = 0; i < views_.size(); ++i) {
    const sense::NadirFrame& frame = views_[i].frame;
    if (!is_finite(path.r[i]) || !(dot(path.r[i] - frame.origin.m, frame.down.u) > 1e3)) return false;
  }
  return is_finite(path.r_heading);
}

double LaunchModel::cost(const Parameters& p, const Hypothesis& hypothesis) const {
  const Path at = path(p);
  if (!in_view(at)) return std::numeric_limits<double>::infinity();
  double cost = 0.0;
  for (const Prior& prior : priors(hypothesis)) {
    cost += 0.5 * squared((p[prior.parameter] - prior.mean) / prior.sigma);
  }
  for (std::size_t i = 0; i < views_.size(); ++i) {
    const View& view = views_[i];
    const sense::TangentAngles seen = sense::tangent_angles(view.frame, {at.r[i]});
    const double residual =
        std::hypot(view.angles.east_rad - seen.east_rad, view.angles.north_rad - seen.north_rad) / view.sigma_rad;
    cost += huber_loss(residual, options_.huber_sigmas);
  }
  const LaunchFitOptions::Kind& kind = options_.kinds[hypothesis.kind];
  if (kind.time_to_10_km_sigma_s > 0.0)
    cost += 0.5 * squared((at.t_10_km_s - kind.time_to_10_km_s) / kind.time_to_10_km_sigma_s);
  if (!stereo_) {
    const double height = earth::height_above_ellipsoid_m({at.r.front()});
    cost += 0.5 * squared((height - options_.first_height_m) / options_.first_height_sigma_m);
  }
  return cost;
}

void LaunchModel::add_first_height(const Path& path, const Derivatives& d, Linearised& out) const {
  const Vec3& r = path.r.front();
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic({r})).u;
  const double sigma = options_.first_height_sigma_m;
  std::vector<double> row(size());
  for (std::size_t j = 0; j < size(); ++j) row[j] = dot(up, d[j].front()) / sigma;
  const double residual = (options_.first_height_m - earth::height_above_ellipsoid_m({r})) / sigma;
  out.equations.add(row, residual, 1.0);
  out.cost += 0.5 * squared(residual);
}

void LaunchModel::add_time_to_10_km(const Path& path, const Derivatives& d, const LaunchFitOptions::Kind& kind,
                                    Linearised& out) const {
  if (!(kind.time_to_10_km_sigma_s > 0.0)) return;
  const double sigma = kind.time_to_10_km_sigma_s;
  std::vector<double> row(size());
  for (std::size_t j = 0; j < size(); ++j) row[j] = -dot(path.up, d[j][views_.size() + 1]) / path.climb_mps / sigma;
  const double residual = (kind.time_to_10_km_s - path.t_10_km_s) / sigma;
  out.equations.add(row, residual, 1.0);
  out.cost += 0.5 * squared(residual);
}

LaunchModel::Derivatives LaunchModel::derivatives(const Parameters& p, const Path& path) const {
  const std::size_t m = views_.size();
  Derivatives d(size());
  const std::vector<Vec3> base = template_places(path.ascent, p, path.t_10_km_s);
  // A change of longitude turns the path about the pole, exactly; one of latitude about the east axis, and a higher
  // site lifts it, to a per mille and a per cent (oblateness, gravity gradient).
  const Mat3 level = earth::enu_from_itrf(place(p)).m;
  const Vec3 pole{0.0, 0.0, 1.0 / metres_per_lon_rad_};
  const Vec3 east = level.rows[0] / metres_per_lat_rad_;
  for (std::size_t j = 0; j < kTemplateSize; ++j) {
    d[j].resize(m + 2);
    if (j == kEast || j == kNorth) {
      for (std::size_t i = 0; i < m + 2; ++i) d[j][i] = j == kEast ? cross(pole, base[i]) : cross(base[i], east);
      continue;
    }
    Parameters moved = p;
    moved[j] += kStep[j];
    // Lift-off moves the whole path in time: no new path is needed.
    const std::vector<Vec3> shifted =
        j == kTime ? template_places(path.ascent, moved, path.t_10_km_s)
                   : template_places(Ascent(ascent_parameters(moved), path.ascent.end_s(), options_.step_s), moved,
                                     path.t_10_km_s);
    for (std::size_t i = 0; i < m + 2; ++i) d[j][i] = (shifted[i] - base[i]) / kStep[j];
  }
  for (std::size_t i = 0; i < m; ++i) {
    const double t = views_[i].t_s - p[kTime];
    d[kTime][i] += (departure(p, t - kStep[kTime]) - departure(p, t)) / kStep[kTime];
  }
  for (std::size_t k = 0; k < knots_; ++k) {
    for (std::size_t axis = 0; axis < 3; ++axis) d[kTemplateSize + 3 * k + axis].resize(m + 2);
    for (std::size_t i = 0; i < m + 2; ++i) {
      const double t = i < m ? views_[i].t_s - p[kTime] : i == m ? message::kHeadingAfterS : path.t_10_km_s;
      const double b = departure_m(k, t, options_.knot_interval_s);
      d[kTemplateSize + 3 * k][i] = {b, 0.0, 0.0};
      d[kTemplateSize + 3 * k + 1][i] = {0.0, b, 0.0};
      d[kTemplateSize + 3 * k + 2][i] = {0.0, 0.0, b};
    }
  }
  return d;
}

LaunchModel::Linearised LaunchModel::linearise(const Parameters& p, const Hypothesis& hypothesis) const {
  const std::size_t n = size();
  Linearised out(n);
  const Path at = path(p);
  const Derivatives d = derivatives(p, at);

  std::vector<double> row(n);
  for (std::size_t i = 0; i < views_.size(); ++i) {
    const View& view = views_[i];
    const sense::TangentAnglesJacobian seen = sense::tangent_angles_jacobian(view.frame, {at.r[i]});
    const double east = (view.angles.east_rad - seen.angles.east_rad) / view.sigma_rad;
    const double north = (view.angles.north_rad - seen.angles.north_rad) / view.sigma_rad;
    const double size_of_residual = std::hypot(east, north);
    const double weight = huber_weight(size_of_residual, options_.huber_sigmas);
    out.cost += huber_loss(size_of_residual, options_.huber_sigmas);
    out.squared_residuals += weight * squared(size_of_residual);
    for (const bool is_east : {true, false}) {
      const Vec3 gradient = (is_east ? seen.d_east : seen.d_north) / view.sigma_rad;
      for (std::size_t j = 0; j < n; ++j) row[j] = dot(gradient, d[j][i]);
      out.equations.add(row, is_east ? east : north, weight);
    }
  }
  add_time_to_10_km(at, d, options_.kinds[hypothesis.kind], out);
  if (!stereo_) add_first_height(at, d, out);
  for (const Prior& prior : priors(hypothesis)) {
    const double offset = (prior.mean - p[prior.parameter]) / prior.sigma;
    out.equations.add_prior(prior.parameter, offset, prior.sigma);
    out.cost += 0.5 * squared(offset);
  }

  const Geodetic site = place(p);
  const Rotation<Enu, Itrf> level = earth::enu_from_itrf(site);
  out.flown_enu_m = level.m * (at.r_heading - earth::to_itrf(site).m);
  out.climbed_m = earth::height_above_ellipsoid_m({at.r.back()}) - earth::height_above_ellipsoid_m({at.r.front()});
  out.d_flown_east.resize(n);
  out.d_flown_north.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    const Vec3 moved = level.m * d[j][views_.size()];
    out.d_flown_east[j] = moved.x - (j == kEast ? 1.0 : 0.0);
    out.d_flown_north[j] = moved.y - (j == kNorth ? 1.0 : 0.0);
  }
  return out;
}

}  // namespace tocsin::event
