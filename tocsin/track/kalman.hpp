#pragma once

#include <array>
#include <optional>

#include "tocsin/track/measurement.hpp"
#include "tocsin/track/mode_state.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// How a measurement agrees with an estimate.
struct Innovation {
  int size = 0;
  double squared = 0.0;              ///< normalised by its covariance
  double log_density = 0.0;          ///< of the measurement, in its own units
  std::array<double, 6> whitened{};  ///< of `size` numbers, each of variance 1 where all is as stated
};

/// Estimate after a motion: P ← Φ P Φᵀ + Q. N is 6 or 9.
template <int N>
void transport(Gaussian<N>& estimate, const Moved<N>& moved, const Covariance<N>& noise);

/// Mean and covariance of a mixture of two Gaussians, weights summing to 1.
template <int N>
[[nodiscard]] Gaussian<N> blend(const Gaussian<N>& a, double weight_a, const Gaussian<N>& b, double weight_b);

/// Agreement of a measurement, taken `age_s` before the time of the estimate (negative: after it); the model carries
/// the mean to the measured time, without noise, so that late measurements need no stored past: a thrust that wanders
/// by its noise moves 12 m in 5 s. Nothing where it cannot be measured. `sight`: how the radar of a plot would report
/// the mean, where that is known already.
template <int N>
[[nodiscard]] std::optional<Innovation> innovation(const Gaussian<N>& estimate, const Measurement& measurement,
                                                   double age_s, const MotionOptions& options,
                                                   const sense::ReportedJacobian* sight = nullptr);

/// Iterated extended Kalman update (Bell & Cathey 1993), Joseph form; returns the innovation before the update.
/// Nothing, and the estimate unchanged, where it cannot be measured.
template <int N>
std::optional<Innovation> correct(Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                  int max_iterations, const MotionOptions& options,
                                  const sense::ReportedJacobian* sight = nullptr);

/// Update by another, independent estimate of position and velocity.
template <int N>
void correct(Gaussian<N>& estimate, const Gaussian<6>& other);

/// Squared Mahalanobis distance of two independent estimates of position and velocity, and the log density of their
/// difference at zero.
[[nodiscard]] Innovation distance(const Gaussian<6>& a, const Gaussian<6>& b);

/// Covariance of the place alone.
[[nodiscard]] Covariance<3> place_covariance(const Gaussian<6>& estimate);
/// Variance of the place along a direction (or of any linear function of the place), never negative.
[[nodiscard]] double variance_along(const Gaussian<6>& estimate, const Vec3& direction);
[[nodiscard]] double variance_along(const Covariance<3>& place, const Vec3& direction);

/// Squared Mahalanobis distance of two places with their covariances (3 by 3 parts of the states).
[[nodiscard]] double place_distance(const Vec3& a_m, const Covariance<3>& a, const Vec3& b_m, const Covariance<3>& b);

}  // namespace tocsin::track
