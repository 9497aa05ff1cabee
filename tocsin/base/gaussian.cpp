#include "tocsin/base/gaussian.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::inline base {

GroundEllipse ellipse_of(double var_east_m2, double var_north_m2, double cov_east_north_m2, double probability) {
  TOCSIN_REQUIRE(probability >= 0.0 && probability < 1.0, "an ellipse holds a probability from 0 to below 1");
  // Eigenvalues of a symmetric 2 x 2 matrix; the smaller one by the determinant, which does not cancel.
  const double mean = 0.5 * (var_east_m2 + var_north_m2);
  const double spread = std::hypot(0.5 * (var_north_m2 - var_east_m2), cov_east_north_m2);
  const double larger = std::max(0.0, mean + spread);
  const double determinant = var_east_m2 * var_north_m2 - cov_east_north_m2 * cov_east_north_m2;
  const double smaller = larger > 0.0 ? std::clamp(determinant / larger, 0.0, larger) : 0.0;
  // The squared Mahalanobis distance in two dimensions is exponential with mean 2.
  const double scale = std::sqrt(-2.0 * std::log1p(-probability));
  double azimuth = 0.5 * std::atan2(2.0 * cov_east_north_m2, var_north_m2 - var_east_m2);
  if (azimuth < 0.0) azimuth += kPi;
  if (azimuth >= kPi) azimuth = 0.0;
  return {scale * std::sqrt(larger), scale * std::sqrt(smaller), azimuth};
}

bool contains(const GroundEllipse& ellipse, double east_m, double north_m) {
  const double s = std::sin(ellipse.azimuth_rad);
  const double c = std::cos(ellipse.azimuth_rad);
  const double along = east_m * s + north_m * c;
  const double across = east_m * c - north_m * s;
  const double a = ellipse.semi_major_m;
  const double b = ellipse.semi_minor_m;
  if (std::abs(along) > a || std::abs(across) > b) return false;
  return along * along * b * b + across * across * a * a <= a * a * b * b;
}

}  // namespace tocsin::inline base
