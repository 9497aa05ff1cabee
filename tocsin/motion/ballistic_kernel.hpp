#pragma once

// Right-hand sides of unpowered flight for the integrator. Included by the few .cpp files that integrate.

#include <array>
#include <cmath>
#include <cstddef>

#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/earth/meridian.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/integrator.hpp"

namespace tocsin::motion {

/// Air above this is left out: its drag is below 1e-11 m/s².
inline constexpr double kTopOfAirM = 1.0e6;

[[nodiscard]] inline State<Itrf> state_of(const double* y) {
  return {{{y[0], y[1], y[2]}}, {{y[3], y[4], y[5]}}};
}
template <std::size_t N>
[[nodiscard]] State<Itrf> state_of(const StateVector<N>& y) {
  return state_of(y.data());
}
[[nodiscard]] inline StateVector<6> vector_of(const State<Itrf>& s) {
  return {s.position.m.x, s.position.m.y, s.position.m.z, s.velocity.mps.x, s.velocity.mps.y, s.velocity.mps.z};
}
[[nodiscard]] inline double height_m(const double* y) {
  return earth::height_and_normal({y[0], y[1], y[2]}).height_m;
}
/// Rate of the height, m/s.
[[nodiscard]] inline double climb_mps(const double* y) {
  return dot(earth::height_and_normal({y[0], y[1], y[2]}).normal, Vec3{y[3], y[4], y[5]});
}

/// Coriolis and centrifugal acceleration of the rotating frame.
[[nodiscard]] inline Vec3 rotating_frame_acceleration(const Vec3& r, const Vec3& v) {
  constexpr double w = earth::kRotationRateRadS;
  return {2.0 * w * v.y + w * w * r.x, -2.0 * w * v.x + w * w * r.y, 0.0};
}

/// Drag per speed, 1/s: deceleration is `rate · v`; with what its derivatives need.
struct DragRate {
  double per_s = 0.0;
  double log_slope_per_m = 0.0;
  Vec3 normal;
};
[[nodiscard]] inline DragRate drag_rate(const Vec3& r, double speed_mps, double beta_kg_m2,
                                        const earth::DensityCorrection* air = nullptr) {
  const earth::HeightAndNormal h = earth::height_and_normal(r);
  if (h.height_m > kTopOfAirM) return {};
  const earth::Density rho = air != nullptr ? air->density(h.height_m) : earth::density(h.height_m);
  return {0.5 * rho.kg_m3 * speed_mps / beta_kg_m2, rho.log_slope_per_m, h.normal};
}

/// y = place, velocity.
struct BallisticMotion {
  double beta_kg_m2 = 0.0;  ///< 0: no drag
  int zonal_degree = earth::kMaxZonalDegree;
  const earth::GravityField* field = nullptr;     ///< instead of the zonal terms
  const earth::DensityCorrection* air = nullptr;  ///< instead of the standard air

  /// Does not own field and air: the forces must live as long.
  explicit BallisticMotion(const Ballistic& forces)
      : beta_kg_m2(forces.beta_kg_m2.value_or(0.0)),
        zonal_degree(forces.zonal_degree),
        field(forces.field.get()),
        air(forces.air.get()) {}

  [[nodiscard]] Vec3 acceleration(const Vec3& r, const Vec3& v) const {
    Vec3 a = field != nullptr ? field->acceleration({r}) : earth::gravity({r}, zonal_degree);
    a += rotating_frame_acceleration(r, v);
    if (beta_kg_m2 > 0.0) a -= drag_rate(r, norm(v), beta_kg_m2, air).per_s * v;
    return a;
  }

  void operator()(double /*t*/, const StateVector<6>& y, StateVector<6>& dy) const {
    const Vec3 a = acceleration({y[0], y[1], y[2]}, {y[3], y[4], y[5]});
    dy = {y[3], y[4], y[5], a.x, a.y, a.z};
  }

  [[nodiscard]] BallisticDerivative derivative(const Vec3& r, const Vec3& v) const {
    constexpr double w = earth::kRotationRateRadS;
    const earth::GravityAndGradient g = earth::gravity_and_gradient({r}, zonal_degree);
    BallisticDerivative d;
    d.acceleration_mps2 = field != nullptr ? field->acceleration({r}) : g.acceleration_mps2;
    d.acceleration_mps2 += rotating_frame_acceleration(r, v);
    d.by_position_s2 = g.gradient_s2;
    d.by_position_s2.rows[0].x += w * w;
    d.by_position_s2.rows[1].y += w * w;
    d.by_velocity_s = Mat3{{Vec3{0.0, 2.0 * w, 0.0}, Vec3{-2.0 * w, 0.0, 0.0}, Vec3{}}};
    if (beta_kg_m2 > 0.0) add_drag(r, v, d);
    return d;
  }

 private:
  void add_drag(const Vec3& r, const Vec3& v, BallisticDerivative& d) const {
    const double speed = norm(v);
    const DragRate drag = drag_rate(r, speed, beta_kg_m2, air);
    if (drag.per_s == 0.0) return;
    d.acceleration_mps2 -= drag.per_s * v;
    d.by_log_beta_mps2 = drag.per_s * v;
    const Vec3 along = (drag.per_s / (speed * speed)) * v;
    const Vec3 slope = (drag.per_s * drag.log_slope_per_m) * drag.normal;
    for (std::size_t i = 0; i < 3; ++i) {
      const double vi = v[static_cast<int>(i)];
      d.by_position_s2.rows[i] -= vi * slope;
      d.by_velocity_s.rows[i] -= vi * along;
    }
    d.by_velocity_s.rows[0].x -= drag.per_s;
    d.by_velocity_s.rows[1].y -= drag.per_s;
    d.by_velocity_s.rows[2].z -= drag.per_s;
  }
};

/// y = place, velocity, then the 6 × Columns matrix Φ by rows: columns 0 to 5 are d/d(start state), column 6 d/d
/// ln(beta).
template <std::size_t Columns>
struct VariationalMotion {
  static constexpr std::size_t kSize = 6 + 6 * Columns;
  BallisticMotion motion;

  [[nodiscard]] static StateVector<kSize> start(const State<Itrf>& state) {
    StateVector<kSize> y{};
    const StateVector<6> s = vector_of(state);
    for (std::size_t i = 0; i < 6; ++i) {
      y[i] = s[i];
      y[6 + i * Columns + i] = 1.0;
    }
    return y;
  }

  void operator()(double /*t*/, const StateVector<kSize>& y, StateVector<kSize>& dy) const {
    const BallisticDerivative d = motion.derivative({y[0], y[1], y[2]}, {y[3], y[4], y[5]});
    for (std::size_t i = 0; i < 3; ++i) dy[i] = y[i + 3];
    for (std::size_t i = 0; i < 3; ++i) dy[i + 3] = d.acceleration_mps2[static_cast<int>(i)];
    // The integrator never lets y and dy be the same memory: saying so lets the loops run on vector registers.
    const double* __restrict phi_r = y.data() + 6;
    const double* __restrict phi_v = phi_r + 3 * Columns;
    double* __restrict rate = dy.data() + 6;
    for (std::size_t k = 0; k < 3 * Columns; ++k) rate[k] = phi_v[k];
    rate += 3 * Columns;
    for (std::size_t i = 0; i < 3; ++i) {
      const Vec3 p = d.by_position_s2.rows[i];
      const Vec3 q = d.by_velocity_s.rows[i];
      for (std::size_t k = 0; k < Columns; ++k) {
        rate[i * Columns + k] = p.x * phi_r[k] + p.y * phi_r[Columns + k] + p.z * phi_r[2 * Columns + k] +
                                q.x * phi_v[k] + q.y * phi_v[Columns + k] + q.z * phi_v[2 * Columns + k];
      }
      if constexpr (Columns > 6) rate[i * Columns + 6] += d.by_log_beta_mps2[static_cast<int>(i)];
    }
  }
};

[[nodiscard]] inline StateVector<6> tolerance_of(double tolerance_m) {
  const double v = 1e-3 * tolerance_m;
  return {tolerance_m, tolerance_m, tolerance_m, v, v, v};
}

/// Errors name what is wrong with a start state or with the forces.
[[nodiscard]] Status check_start(const State<Itrf>& state, const Ballistic& forces);

/// Deepest point below the ellipsoid to which a path is followed.
inline constexpr double kLowestHeightM = -100e3;

}  // namespace tocsin::motion
