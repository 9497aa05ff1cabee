#pragma once

#include <array>

#include "tocsin/base/frame.hpp"

namespace tocsin::earth {

/// Zonal coefficients J2 … J6, tide-free, from EGM2008 (Pavlis et al., J. Geophys. Res. 117, 2012: C̄20 =
/// −0.484165143790815e-3, C̄30 = 0.957161207093473e-6, …), unnormalised by √(2n+1) and referred to the WGS-84 radius.
inline constexpr int kMaxZonalDegree = 6;
extern const std::array<double, kMaxZonalDegree + 1> kZonal;  ///< kZonal[n] is J_n; [0] and [1] are 0

/// Gravitation of the Earth (without centrifugal force), m/s², zonal terms up to `degree` (0 or 1: point mass; at most
/// 6). Precondition: |place| > 1 km. Itrf, since the zonal field turns with the Earth.
[[nodiscard]] Vec3 gravity(const Position<Itrf>& place, int degree = kMaxZonalDegree);

/// Gravitation and its gradient (symmetric, 1/s²), analytic: Cunningham-like recursion in Legendre derivatives.
struct GravityAndGradient {
  Vec3 acceleration_mps2;
  Mat3 gradient_s2;
};
[[nodiscard]] GravityAndGradient gravity_and_gradient(const Position<Itrf>& place, int degree = kMaxZonalDegree);

/// Potential (positive, m²/s²) of the same field: for energy checks.
[[nodiscard]] double gravity_potential(const Position<Itrf>& place, int degree = kMaxZonalDegree);

}  // namespace tocsin::earth
