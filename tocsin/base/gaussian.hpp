#pragma once

#include <array>
#include <cstddef>

#include "tocsin/base/frame.hpp"

namespace tocsin::inline base {

/// Symmetric positive semi-definite matrix in full storage by rows.
template <int N>
struct Covariance {
  std::array<double, static_cast<std::size_t>(N) * N> a{};

  [[nodiscard]] constexpr double& operator()(int i, int j) { return a[static_cast<std::size_t>(i * N + j)]; }
  [[nodiscard]] constexpr double operator()(int i, int j) const { return a[static_cast<std::size_t>(i * N + j)]; }
  friend constexpr bool operator==(const Covariance&, const Covariance&) = default;
};

/// Mean and covariance of a 6-vector (position m, velocity m/s) in one frame.
template <class Frame>
struct GaussianState {
  State<Frame> mean;
  Covariance<6> covariance;
  friend constexpr bool operator==(const GaussianState&, const GaussianState&) = default;
};

/// Ellipse on the ground that holds a stated probability.
struct GroundEllipse {
  double semi_major_m = 0.0;
  double semi_minor_m = 0.0;
  double azimuth_rad = 0.0;  ///< of the major axis, clockwise from north, in [0, pi)
  friend constexpr bool operator==(const GroundEllipse&, const GroundEllipse&) = default;
};

/// Ellipse that holds `probability` of a two-dimensional Gaussian in east and north, metres squared.
[[nodiscard]] GroundEllipse ellipse_of(double var_east_m2, double var_north_m2, double cov_east_north_m2,
                                       double probability);

/// Whether the offset (east, north) from the centre lies inside the ellipse.
[[nodiscard]] bool contains(const GroundEllipse& ellipse, double east_m, double north_m);

}  // namespace tocsin::inline base
