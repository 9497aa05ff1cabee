#include "bench/accuracy/falling_body.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::bench {
namespace {

constexpr double kJ2 = 1.08262982e-3;  // WGS-84
constexpr double kAir_m = 120e3;
constexpr double kLongest_s = 1800.0;
constexpr double kSpaceStep_s = 1.0;
constexpr double kAirStep_s = 0.1;

/// Coordinates of the frame that has turned for `t_s`.
Vec3 turned(const Vec3& v, double t_s) {
  const double c = std::cos(earth::kRotationRateRadS * t_s);
  const double s = std::sin(earth::kRotationRateRadS * t_s);
  return {c * v.x + s * v.y, -s * v.x + c * v.y, v.z};
}

Vec3 spin(const Vec3& r) {
  return earth::kRotationRateRadS * Vec3{-r.y, r.x, 0.0};
}

/// Montenbruck & Gill, Satellite Orbits, section 3.2.
Vec3 gravity(const Vec3& r) {
  const double d = norm(r);
  const double z = r.z / d;
  const double j = 1.5 * kJ2 * (earth::kEquatorialRadiusM / d) * (earth::kEquatorialRadiusM / d);
  const double g = -earth::kGravitationalParameter / (d * d * d);
  return {g * r.x * (1.0 + j * (1.0 - 5.0 * z * z)), g * r.y * (1.0 + j * (1.0 - 5.0 * z * z)),
          g * r.z * (1.0 + j * (3.0 - 5.0 * z * z))};
}

struct Forces {
  double beta_kg_m2;
  RealAir air;

  [[nodiscard]] Vec3 acceleration(double t_s, const Vec3& r, const Vec3& v) const {
    Vec3 a = gravity(r);
    const Position<Itrf> place{turned(r, t_s)};
    if (norm(r) > earth::kEquatorialRadiusM + kAir_m) return a;
    const double height = earth::height_above_ellipsoid_m(place);
    // a jet stream: 11 km high, 5 km deep
    const double jet = std::exp(-0.5 * std::pow((height - 11e3) / 5e3, 2.0));
    const Mat3 level = earth::enu_from_itrf(earth::to_geodetic(place)).m;
    const Vec3 wind = jet * (air.wind_east_mps * level.rows[0] + air.wind_north_mps * level.rows[1]);
    const Vec3 through = v - spin(r) - turned(wind, -t_s);
    const double density = air.density_factor * earth::density(height).kg_m3;
    return a - (0.5 * density / beta_kg_m2 * norm(through)) * through;
  }
};

}  // namespace

FallingBody::FallingBody(const State<Itrf>& start, double beta_kg_m2, const RealAir& air) {
  const Forces forces{beta_kg_m2, air};
  Node here{0.0, start.position.m, start.velocity.mps + spin(start.position.m)};
  nodes_.push_back(here);
  double height = earth::height_above_ellipsoid_m(start.position);
  while (here.t_s < kLongest_s) {
    const double h = height > kAir_m + 10e3 ? kSpaceStep_s : kAirStep_s;
    const auto& [t, r, v] = here;
    const Vec3 a1 = forces.acceleration(t, r, v);
    const Vec3 v2 = v + 0.5 * h * a1;
    const Vec3 a2 = forces.acceleration(t + 0.5 * h, r + 0.5 * h * v, v2);
    const Vec3 v3 = v + 0.5 * h * a2;
    const Vec3 a3 = forces.acceleration(t + 0.5 * h, r + 0.5 * h * v2, v3);
    const Vec3 v4 = v + h * a3;
    const Vec3 a4 = forces.acceleration(t + h, r + h * v3, v4);
    const Node next{t + h, r + h / 6.0 * (v + 2.0 * v2 + 2.0 * v3 + v4), v + h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4)};
    const double below = earth::height_above_ellipsoid_m({turned(next.r, next.t_s)});
    nodes_.push_back(next);
    if (below < 0.0) {
      impact_s_ = t + h * height / (height - below);
      impact_ = at(impact_s_).position;
      meets_ground_ = true;
      return;
    }
    height = below;
    here = next;
  }
}

State<Itrf> FallingBody::at(double t_s) const {
  const auto above =
      std::upper_bound(nodes_.begin() + 1, nodes_.end() - 1, t_s, [](double t, const Node& n) { return t < n.t_s; });
  const Node& a = *(above - 1);
  const Node& b = *above;
  const double h = b.t_s - a.t_s;
  const double s = std::clamp((t_s - a.t_s) / h, 0.0, 1.0);
  const double u = 1.0 - s;
  const Vec3 r =
      (u * u * (1.0 + 2.0 * s)) * a.r + (h * s * u * u) * a.v + (s * s * (3.0 - 2.0 * s)) * b.r - (h * s * s * u) * b.v;
  const Vec3 v = u * a.v + s * b.v;
  return {{turned(r, t_s)}, {turned(v - spin(r), t_s)}};
}

}  // namespace tocsin::bench
