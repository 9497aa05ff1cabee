#pragma once

#include <array>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/mode_state.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// Acceleration in the rotating frame and its derivatives.
struct Acceleration {
  Vec3 mps2;
  Mat3 by_position_s2;
  Mat3 by_velocity_s;
};

/// Whether a place is higher above the ellipsoid than `height_m` whatever its latitude: a cheap test before the height
/// itself, false up to 21 km above it. Precondition: `height_m` >= 0.
[[nodiscard]] inline bool is_surely_above(const Position<Itrf>& place, double height_m) {
  constexpr double kRounding_m = 1.0;
  const double radius_m = earth::kEquatorialRadiusM + height_m + kRounding_m;
  return squared_norm(place.m) > radius_m * radius_m;
}

/// Gravity, Coriolis and centrifugal acceleration in Itrf, and drag where `drag` is asked for and the air is dense
/// enough.
[[nodiscard]] Acceleration free_acceleration(const State<Itrf>& state, bool drag, const MotionOptions& options);

/// Share of the acceleration of `free_acceleration` that is drag, m/s²; 0 above the drag limit.
[[nodiscard]] double drag_magnitude(const State<Itrf>& state, const MotionOptions& options);

/// Free fall without drag over some seconds, of either sign, from the forces and their derivatives at the middle of the
/// way: the state by Taylor's series about it to the fourth order (2e-6 m and 2e-6 m/s in 2.5 s), its
/// derivative by exp(Ah) there (second order in the change of gravity: 1e-8 in 2.5 s).
inline constexpr double kLongestDrift_s = 2.5;
[[nodiscard]] Moved<6> drift(const StateVector<6>& x, double dt_s, const MotionOptions& options);

/// End state and its derivative by the start, rows position and velocity, columns position, velocity and a thrust
/// acceleration that is constant in Itrf.
struct Flown {
  State<Itrf> state;
  std::array<double, 6 * 9> transition{};
};

/// Moves a state by `dt_s` (of either sign) under gravity and a constant thrust acceleration; drag is for coasting
/// bodies. Runge–Kutta of fourth order on the state and its variational equations Φ̇ = AΦ (Montenbruck & Gill, Satellite
/// Orbits, section 7.2).
[[nodiscard]] Flown fly(const State<Itrf>& start, const Vec3& thrust_mps2, double dt_s, bool drag,
                        const MotionOptions& options);

}  // namespace tocsin::track
