#pragma once

#include <array>

#include "tocsin/base/frame.hpp"

namespace tocsin::earth {

/// Zonal coefficients J_n by degree, tide-free, from EGM2008 (Pavlis et al., J. Geophys. Res. 117, 2012; C̄20 =
/// −0.484165143790815e-3, C̄30 = 0.957161207093473e-6, C̄40 = 0.539965866638991e-6, C̄50 = 0.686702913736681e-7, C̄60 =
/// −0.149953927978527e-6), unnormalised: J_n = −C̄n0·√(2n+1). Their reference radius is 0.7 m smaller than that of
/// WGS-84, which is used here: 1e-9 m/s².
inline constexpr int kMaxZonalDegree = 6;
inline constexpr std::array<double, kMaxZonalDegree + 1> kZonal{0.0,
                                                                0.0,
                                                                1.0826261738522227e-3,
                                                                -2.5324105185677225e-6,
                                                                -1.619897599916973e-6,
                                                                -2.277535907308362e-7,
                                                                5.40666576283813e-7};

/// Gravitation of the Earth (without centrifugal force), m/s², zonal terms up to `degree` (0 or 1: point mass; at most
/// 6). Precondition: |place| > 1 km. Itrf, since the zonal field turns with the Earth.
[[nodiscard]] Vec3 gravity(const Position<Itrf>& place, int degree = kMaxZonalDegree);

/// Gravitation and its gradient (symmetric, 1/s²), analytic: ∇(r^-(n+1) P_n) = r^-(n+2) (P'_n ẑ − P'_{n+1} r̂).
struct GravityAndGradient {
  Vec3 acceleration_mps2;
  Mat3 gradient_s2;
};
[[nodiscard]] GravityAndGradient gravity_and_gradient(const Position<Itrf>& place, int degree = kMaxZonalDegree);

/// Potential (positive, m²/s²) of the same field: for energy checks.
[[nodiscard]] double gravity_potential(const Position<Itrf>& place, int degree = kMaxZonalDegree);

}  // namespace tocsin::earth
