#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "tocsin/track/close_group.hpp"
#include "tocsin/track/information.hpp"
#include "tocsin/track/small_matrix.hpp"

namespace tocsin::track {

/// What a member's path predicts for the plots of one sight, with their noise, in units of a plot's errors.
template <std::size_t M>
struct Outlook {
  std::array<double, M> predicted{};
  std::array<double, M * M> precision{};  ///< S⁻¹, S = A·P·Aᵀ + I
  double log_reciprocals = 0.0;           ///< ln |S|^−½
  double first_variance = 0.0;            ///< of the first number
  bool is_sound = false;

  /// Squared distance of a plot from what is predicted, normalised.
  [[nodiscard]] double squared(const std::array<double, 4>& y) const {
    std::array<double, M> off{};
    for (std::size_t k = 0; k < M; ++k) off[k] = y[k] - predicted[k];
    double out = 0.0;
    for (std::size_t k = 0; k < M; ++k) {
      double row = 0.0;
      for (std::size_t j = 0; j < M; ++j) row += precision[M * k + j] * off[j];
      out += row * off[k];
    }
    return out;
  }
};

/// A·P·Aᵀ: what the uncertainty of a path makes of a plot's.
template <std::size_t M>
std::array<double, M * M> spread_of(const StateMatrix<6>& covariance, const GroupSight& sight) {
  std::array<double, 6 * M> ap{};
  multiply<M, 6, 6>(sight.a.data(), covariance.data(), ap.data());
  std::array<double, M * M> out{};
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t j = 0; j <= k; ++j) {
      double sum = 0.0;
      for (std::size_t i = 0; i < 6; ++i) sum += ap[6 * k + i] * sight.a[6 * j + i];
      out[M * k + j] = out[M * j + k] = sum;
    }
  }
  return out;
}

/// A·x.
template <std::size_t M>
std::array<double, M> seen_of(const StateVector<6>& mean, const GroupSight& sight) {
  std::array<double, M> out{};
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t c = 0; c < 6; ++c) out[k] += sight.a[6 * k + c] * mean[c];
  }
  return out;
}

/// From where a path puts a plot and how surely, in units of a plot's errors.
template <std::size_t M>
Outlook<M> outlook_of(const std::array<double, M>& predicted, const std::array<double, M * M>& spread) {
  Outlook<M> out;
  out.predicted = predicted;
  std::array<double, M* M> s = spread;
  for (std::size_t k = 0; k < M; ++k) s[(M + 1) * k] += 1.0;
  out.first_variance = s[0];
  double determinant = 1.0;
  out.is_sound = invert<M>(s, out.precision, &determinant);
  out.log_reciprocals = 0.5 * std::log(determinant);
  return out;
}

template <std::size_t M>
Outlook<M> outlook(const Moments& known, const GroupSight& sight) {
  return outlook_of<M>(seen_of<M>(known.mean, sight), spread_of<M>(known.covariance, sight));
}

/// The same from a path that has a plot of this sight, as if it had not: with C = A·P·Aᵀ the rest predicts
/// y − (I − C)⁻¹(y − A·x), and its S is (I − C)⁻¹. Not sound where the plot says nearly all that is known.
template <std::size_t M>
Outlook<M> outlook_without(const Moments& whole, const GroupSight& sight, const std::array<double, 4>& y) {
  constexpr double kLeast = 1e-4;
  Outlook<M> out;
  out.precision = spread_of<M>(whole.covariance, sight);
  for (double& each : out.precision) each = -each;
  for (std::size_t k = 0; k < M; ++k) out.precision[(M + 1) * k] += 1.0;
  std::array<double, M * M> s{};
  double determinant = 1.0;
  if (!invert<M>(out.precision, s, &determinant)) return out;
  out.log_reciprocals = -0.5 * std::log(determinant);
  out.first_variance = s[0];
  out.is_sound = out.log_reciprocals > std::log(kLeast);
  const std::array<double, M> seen = seen_of<M>(whole.mean, sight);
  for (std::size_t k = 0; k < M; ++k) {
    out.predicted[k] = y[k];
    for (std::size_t j = 0; j < M; ++j) out.predicted[k] -= s[M * k + j] * (y[j] - seen[j]);
  }
  return out;
}

/// The same from what includes a share told in the numbers of this sight: with C = A·P·Aᵀ and m = A·x of the whole the
/// rest has C' = (C⁻¹ − Λ)⁻¹ and C'·(C⁻¹·m − pull). Not sound where the share says nearly all that is known.
template <std::size_t M>
Outlook<M> outlook_beside(const Moments& whole, const GroupSight& sight, const PlotShare& share) {
  constexpr double kLeast = 1e-4;
  std::array<double, M * M> known{};
  double spread = 0.0;  // determinant of C⁻¹
  if (!invert<M>(spread_of<M>(whole.covariance, sight), known, &spread)) return {};
  const std::array<double, M> seen = seen_of<M>(whole.mean, sight);
  std::array<double, M> pull{};
  for (std::size_t k = 0; k < M; ++k) {
    pull[k] = -share.pull[k];
    for (std::size_t j = 0; j < M; ++j) pull[k] += known[M * k + j] * seen[j];
  }
  for (std::size_t k = 0; k < M * M; ++k) known[k] -= share.precision[k];
  std::array<double, M * M> rest{};
  double spread_of_rest = 0.0;  // determinant of C'
  if (!invert<M>(known, rest, &spread_of_rest) || !(spread_of_rest * spread < 1.0 / kLeast)) return {};
  std::array<double, M> predicted{};
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t j = 0; j < M; ++j) predicted[k] += rest[M * k + j] * pull[j];
  }
  return outlook_of<M>(predicted, rest);
}

}  // namespace tocsin::track
