#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/gaussian.hpp"

namespace tocsin::track {

/// Vector of N numbers in the order of a filter's state.
template <int N>
using StateVector = std::array<double, static_cast<std::size_t>(N)>;

/// Square matrix by rows.
template <int N>
using StateMatrix = std::array<double, static_cast<std::size_t>(N) * N>;

/// Estimate of one motion model, Itrf: position m, velocity m/s, and for N = 9 thrust acceleration m/s² (all forces
/// other than gravity).
template <int N>
struct Gaussian {
  StateVector<N> mean{};
  Covariance<N> covariance;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("mean", self.mean, "Itrf");
    v.field("covariance", self.covariance, "of the mean");
  }
  friend bool operator==(const Gaussian&, const Gaussian&) = default;
};

using CoastState = Gaussian<6>;
using BoostState = Gaussian<9>;

/// Where a state goes, with the derivative of the end by the start.
template <int N>
struct Moved {
  StateVector<N> mean{};
  StateMatrix<N> transition{};
};

/// Position and velocity of a state.
template <int N>
[[nodiscard]] State<Itrf> state_of(const StateVector<N>& x) {
  return {{{x[0], x[1], x[2]}}, {{x[3], x[4], x[5]}}};
}

/// Farther or faster than anything that this system tracks (half-way to the Moon, above every bound or meteoric speed).
inline constexpr double kMaxDistance_m = 2e8;
inline constexpr double kMaxSpeed_mps = 1e5;

/// Whether the estimate can be worked with: finite, at a possible place and speed, variances not negative.
template <int N>
[[nodiscard]] bool is_sound(const Gaussian<N>& estimate) {
  for (std::size_t i = 6; i < estimate.mean.size(); ++i) {
    if (!std::isfinite(estimate.mean[i])) return false;
  }
  const State<Itrf> state = state_of<N>(estimate.mean);
  // what is not finite is not less than anything either
  if (!(squared_norm(state.position.m) <= kMaxDistance_m * kMaxDistance_m)) return false;
  if (!(squared_norm(state.velocity.mps) <= kMaxSpeed_mps * kMaxSpeed_mps)) return false;
  // a sum over numbers that are not finite is not finite; several sums, since each addition waits for the one before it
  constexpr std::size_t kSums = 4;
  const auto& p = estimate.covariance.a;
  std::array<double, kSums> sums{};
  for (std::size_t i = 0; i + kSums <= p.size(); i += kSums) {
    for (std::size_t k = 0; k < kSums; ++k) sums[k] += p[i + k];
  }
  for (std::size_t i = p.size() / kSums * kSums; i < p.size(); ++i) sums[0] += p[i];
  if (!std::isfinite((sums[0] + sums[1]) + (sums[2] + sums[3]))) return false;
  for (int i = 0; i < N; ++i) {
    if (!(estimate.covariance(i, i) > 0.0)) return false;
  }
  return true;
}

}  // namespace tocsin::track
