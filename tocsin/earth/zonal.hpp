#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::earth {

/// Sums over the zonal terms from which acceleration and gradient of the field follow, for one place. T: double, or a
/// type of several lanes with the same operators.
///
/// With c_n = J_n (a/r)^n, s = z/r and Legendre polynomials P_n(s):
///   acceleration = µ/r² ((radial − 1) r̂ − axial ẑ),
///   gradient     = µ/r³ ((radial − 1) I − zz ẑẑᵀ + zr (ẑr̂ᵀ + r̂ẑᵀ) + (3 − rr) r̂r̂ᵀ).
template <class T>
struct ZonalSums {
  T radial{0.0};     ///< Σ c_n P'_{n+1}
  T axial{0.0};      ///< Σ c_n P'_n
  T zz{0.0};         ///< Σ c_n P''_n
  T zr{0.0};         ///< Σ c_n P''_{n+1}
  T rr{0.0};         ///< Σ c_n P''_{n+2}
  T potential{0.0};  ///< Σ c_n P_n
};

/// `a_over_r`: equatorial radius over distance; `s`: sine of the geocentric latitude. Without WithGradient the second
/// derivatives stay 0.
template <bool WithGradient, class T>
inline ZonalSums<T> zonal_sums(T a_over_r, T s, int degree) {
  ZonalSums<T> sum;
  T p_before{1.0};  // P_{n-1}
  T p = s;          // P_n
  T d{1.0};         // P'_n
  T dd{0.0};        // P''_n
  T power = a_over_r;
  const auto add = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
    constexpr double n = N;
    const T d_next = T{n + 1.0} * p + s * d;
    const T p_next = T{(2.0 * n + 1.0) / (n + 1.0)} * s * p - T{n / (n + 1.0)} * p_before;
    const T dd_next = WithGradient ? T{n + 2.0} * d + s * dd : T{0.0};
    if constexpr (N >= 2) {
      const T c = T{kZonal[N]} * power;
      sum.radial = sum.radial + c * d_next;
      sum.axial = sum.axial + c * d;
      sum.potential = sum.potential + c * p;
      if constexpr (WithGradient) {
        sum.zz = sum.zz + c * dd;
        sum.zr = sum.zr + c * dd_next;
        sum.rr = sum.rr + c * (T{n + 3.0} * d_next + s * dd_next);
      }
    }
    p_before = p;
    p = p_next;
    d = d_next;
    dd = dd_next;
    power = power * a_over_r;
  };
  // Unrolled, so that the factors of the recursion are constants.
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    static_cast<void>(
        ((static_cast<int>(I) < degree && (add(std::integral_constant<std::size_t, I + 1>{}), true)) && ...));
  }(std::make_index_sequence<kMaxZonalDegree>{});
  return sum;
}

}  // namespace tocsin::earth
