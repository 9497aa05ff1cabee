#include "tocsin/base/angle.hpp"

#include <cmath>

namespace tocsin::inline base {
namespace {

/// `value` in (-half, half]. std::remainder is exact, and only its lower end needs to move.
double wrap_symmetric(double value, double half) {
  if (value > -half && value <= half) return value;  // nearly always: the remainder is a slow division
  const double wrapped = std::remainder(value, 2.0 * half);
  return wrapped <= -half ? half : wrapped;
}

/// `value` in [0, full). A tiny negative value plus `full` rounds to `full`, which is 0 on the circle.
double wrap_positive(double value, double full) {
  if (value >= 0.0 && value < full) return value + 0.0;
  double wrapped = std::fmod(value, full);
  if (wrapped < 0.0) wrapped += full;
  return wrapped >= full ? 0.0 : wrapped + 0.0;  // + 0.0 turns -0 into 0
}

}  // namespace

double wrap_pi(double angle_rad) {
  return wrap_symmetric(angle_rad, kPi);
}
double wrap_two_pi(double angle_rad) {
  return wrap_positive(angle_rad, 2.0 * kPi);
}
double wrap_180(double angle_deg) {
  return wrap_symmetric(angle_deg, 180.0);
}
double wrap_360(double angle_deg) {
  return wrap_positive(angle_deg, 360.0);
}

bool in_sector(double azimuth_rad, double start_rad, double end_rad) {
  const double width = wrap_two_pi(end_rad - start_rad);
  return width == 0.0 || wrap_two_pi(azimuth_rad - start_rad) <= width;
}

}  // namespace tocsin::inline base
