#include "flight.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::event::test {
namespace {

constexpr double kStep = 0.25;

/// Acceleration of thrust at `t_s`, m/s², without its direction.
double thrust_size(const Vehicle& vehicle, double t_s) {
  double begin = 0.0;
  for (const Stage& stage : vehicle.stages) {
    begin += stage.coast_before_s;
    if (t_s < begin) return 0.0;
    if (t_s < begin + stage.burn_s) {
      const double a0 = stage.thrust_to_weight * 9.80665;
      const double since = t_s - begin;
      double share = 1.0;
      if (t_s > 35.0 && t_s < 65.0) share -= vehicle.throttle_dip * std::sin((t_s - 35.0) / 30.0 * kPi);
      return share * a0 / (1.0 - a0 * since / stage.exhaust_mps);
    }
    begin += stage.burn_s;
  }
  return 0.0;
}

Vec3 acceleration(const Vehicle& vehicle, const Rotation<Enu, Itrf>& level, double t_s, const Vec3& r, const Vec3& v) {
  constexpr double w = earth::kRotationRateRadS;
  Vec3 a = earth::gravity(Position<Itrf>{r}) + Vec3{w * w * r.x + 2.0 * w * v.y, w * w * r.y - 2.0 * w * v.x, 0.0};
  const double height = earth::height_above_ellipsoid_m({r});
  const double mass_share = 0.5 + 0.5 * std::exp(-t_s / 60.0);
  const double density = 1.225 * std::exp(-height / 7600.0);
  a -= (0.5 * density * vehicle.drag_m2_kg / mass_share * norm(v)) * v;
  const double size = thrust_size(vehicle, t_s);
  if (size > 0.0) {
    const double turned = std::max(0.0, t_s - vehicle.vertical_s);
    const double pitch = vehicle.last_pitch_rad * (1.0 - std::exp(-turned / vehicle.pitch_time_s));
    const Vec3 along =
        std::sin(vehicle.azimuth_rad) * level.m.rows[0] + std::cos(vehicle.azimuth_rad) * level.m.rows[1];
    a += size * (std::cos(pitch) * level.m.rows[2] + std::sin(pitch) * along);
  }
  return a;
}

}  // namespace

Flight::Flight(const Vehicle& vehicle, double coast_s) : vehicle_(vehicle) {
  for (const Stage& stage : vehicle.stages) burnout_s_ += stage.coast_before_s + stage.burn_s;
  const Rotation<Enu, Itrf> level = earth::enu_from_itrf(vehicle.site);
  nodes_.push_back({earth::to_itrf(vehicle.site).m, Vec3{}});
  const auto steps = static_cast<std::size_t>((burnout_s_ + coast_s) / kStep);
  for (std::size_t i = 0; i < steps; ++i) {
    const auto [r, v] = nodes_.back();
    const double t = static_cast<double>(i) * kStep;
    const double h = kStep;
    const Vec3 a1 = acceleration(vehicle, level, t, r, v);
    const Vec3 v2 = v + (0.5 * h) * a1;
    const Vec3 a2 = acceleration(vehicle, level, t + 0.5 * h, r + (0.5 * h) * v, v2);
    const Vec3 v3 = v + (0.5 * h) * a2;
    const Vec3 a3 = acceleration(vehicle, level, t + 0.5 * h, r + (0.5 * h) * v2, v3);
    const Vec3 v4 = v + h * a3;
    const Vec3 a4 = acceleration(vehicle, level, t + h, r + h * v3, v4);
    nodes_.push_back({r + (h / 6.0) * (v + 2.0 * v2 + 2.0 * v3 + v4), v + (h / 6.0) * (a1 + 2.0 * a2 + 2.0 * a3 + a4)});
    const double height = earth::height_above_ellipsoid_m({nodes_.back().r});
    apogee_m_ = std::max(apogee_m_, height);
    if (t > 20.0 && height < 0.0) {
      impact_s_ = t + h * earth::height_above_ellipsoid_m({r}) / (earth::height_above_ellipsoid_m({r}) - height);
      break;
    }
  }
}

State<Itrf> Flight::at(double t_s) const {
  if (t_s <= 0.0) return {{nodes_.front().r}, {}};
  const double x = std::min(t_s / kStep, static_cast<double>(nodes_.size() - 1) - 1e-9);
  const auto i = static_cast<std::size_t>(x);
  const double s = x - static_cast<double>(i);
  const Node& a = nodes_[i];
  const Node& b = nodes_[i + 1];
  const double u = 1.0 - s;
  const Vec3 r = (u * u * (1.0 + 2.0 * s)) * a.r + (kStep * s * u * u) * a.v + (s * s * (3.0 - 2.0 * s)) * b.r -
                 (kStep * s * s * u) * b.v;
  return {{r}, {u * a.v + s * b.v}};
}

bool Flight::burning(double t_s) const {
  return t_s > 0.0 && thrust_size(vehicle_, t_s) > 0.0;
}

double Flight::passes(double height_m) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (earth::height_above_ellipsoid_m({nodes_[i].r}) >= height_m) return static_cast<double>(i) * kStep;
  }
  return -1.0;
}

Vehicle short_range_vehicle(const Geodetic& site, double azimuth_rad) {
  Vehicle v;
  v.site = site;
  v.azimuth_rad = azimuth_rad;
  v.stages = {{95.0, 1.9, 2350.0, 0.0}};
  v.vertical_s = 6.0;
  v.last_pitch_rad = 0.95;
  v.pitch_time_s = 45.0;
  return v;
}

Vehicle orbital_vehicle(const Geodetic& site, double azimuth_rad) {
  Vehicle v;
  v.site = site;
  v.azimuth_rad = azimuth_rad;
  v.stages = {{150.0, 1.4, 2850.0, 0.0}, {330.0, 0.9, 3400.0, 8.0}};
  v.vertical_s = 14.0;
  v.last_pitch_rad = 1.52;
  v.pitch_time_s = 110.0;
  v.throttle_dip = 0.2;
  return v;
}

}  // namespace tocsin::event::test
