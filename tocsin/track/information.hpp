#pragma once

#include <optional>

#include "tocsin/track/close_group.hpp"

namespace tocsin::track {

/// Mean and covariance of what is known.
struct Moments {
  StateVector<6> mean{};
  StateMatrix<6> covariance{};
};
/// Nothing where J is not positive definite.
[[nodiscard]] std::optional<Moments> moments(const Information& known);
/// From a covariance that is positive definite; nothing otherwise.
[[nodiscard]] std::optional<Information> information(const Moments& moments);
/// ½gᵀJ⁻¹g − ½ln|J|: up to a constant the logarithm of the integral of the product. −∞ where J is not positive
/// definite.
[[nodiscard]] double log_integral(const Information& known);

inline void add(Information& to, const StateMatrix<6>& j, const StateVector<6>& g, double sign = 1.0) {
  for (std::size_t i = 0; i < 36; ++i) to.j[i] += sign * j[i];
  for (std::size_t i = 0; i < 6; ++i) to.g[i] += sign * g[i];
}

[[nodiscard]] StateMatrix<6> identity_matrix();
/// a·b.
[[nodiscard]] StateMatrix<6> product(const StateMatrix<6>& a, const StateMatrix<6>& b);
/// a·x.
[[nodiscard]] StateVector<6> product(const StateMatrix<6>& a, const StateVector<6>& x);
/// t·p·tᵀ, symmetric.
[[nodiscard]] StateMatrix<6> congruence(const StateMatrix<6>& t, const StateMatrix<6>& p);

}  // namespace tocsin::track
