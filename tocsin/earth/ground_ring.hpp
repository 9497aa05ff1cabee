#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {

/// Farthest that a ring reaches from its centre, metres: a region wider than a hemisphere has no inside and outside on
/// a map.
inline constexpr double kLargestRingM = 9.0e6;
/// Half width of the smallest ring, metres: a smaller one would vanish when it is written with a few decimals.
inline constexpr double kSmallestRingM = 10.0;

/// Closed ring (the last point repeats the first) around an ellipse on the ground, anticlockwise seen from above,
/// widened on all sides by `margin_m`. Each point lies on the geodesic from the centre; the corners are dense where the
/// edge is curved. Preconditions: finite, not negative, `points` at least 8.
[[nodiscard]] inline std::vector<Geodetic> ground_ring(const Geodetic& centre, const GroundEllipse& ellipse,
                                                       double margin_m = 0.0, std::size_t points = 72) {
  // The outline is followed by the direction of its normal: this gives the margin exactly, also at the tips of a thin
  // ellipse.
  const double a = std::max({ellipse.semi_major_m, ellipse.semi_minor_m, kSmallestRingM});
  const double b = std::max({std::min(ellipse.semi_major_m, ellipse.semi_minor_m), 1e-3 * a, kSmallestRingM});
  std::vector<Geodetic> ring;
  ring.reserve(points + 1);
  for (std::size_t i = 0; i < points; ++i) {
    const double psi = 2.0 * kPi * static_cast<double>(i) / static_cast<double>(points);
    // halfway between equal steps of the normal (all points at the tips) and of the eccentric anomaly (none there)
    double nx = std::sqrt(b) * std::cos(psi);
    double ny = std::sqrt(a) * std::sin(psi);
    const double n = std::hypot(nx, ny);
    nx /= n;
    ny /= n;
    const double support = std::hypot(a * nx, b * ny);
    const double along = a * a * nx / support + margin_m * nx;
    const double left = b * b * ny / support + margin_m * ny;
    const double azimuth = ellipse.azimuth_rad - std::atan2(left, along);
    ring.push_back(direct(centre, azimuth, std::min(std::hypot(along, left), kLargestRingM)));
  }
  ring.push_back(ring.front());
  return ring;
}

}  // namespace tocsin::earth
