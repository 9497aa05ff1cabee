#include "tocsin/track/models_coast.hpp"

#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/dynamics.hpp"
#include "tocsin/track/kalman.hpp"

namespace tocsin::track {
namespace {

/// Whether the air brakes the object for certain.
bool is_in_air(const CoastState& estimate, const MotionOptions& options) {
  const Position<Itrf> place = state_of<6>(estimate.mean).position;
  if (is_surely_above(place, options.drag_below_m)) return false;
  const double sigma_m = std::sqrt(variance_along(estimate, unit(place.m)));
  return 2.0 * sigma_m < options.drag_below_m &&
         earth::height_above_ellipsoid_m(place) + 2.0 * sigma_m < options.drag_below_m;
}

}  // namespace

Moved<6> move(const StateVector<6>& x, double dt_s, const MotionOptions& options, bool drag) {
  if (!drag && std::abs(dt_s) <= kLongestDrift_s) return drift(x, dt_s, options);
  const Flown flown = fly(state_of<6>(x), Vec3{}, dt_s, drag, options);
  const Vec3& r = flown.state.position.m;
  const Vec3& v = flown.state.velocity.mps;
  Moved<6> out{{r.x, r.y, r.z, v.x, v.y, v.z}, {}};
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j) out.transition[6 * i + j] = flown.transition[9 * i + j];
  }
  return out;
}

Covariance<6> process_noise(const StateVector<6>& x, double dt_s, const MotionOptions& options, bool air) {
  // A drag error of the share s·a that stays for about 10 s acts like white noise of density (s·a)²·10 s.
  constexpr double kDragMemoryS = 10.0;
  const double drag = air ? options.drag_noise_share * drag_magnitude(state_of<6>(x), options) : 0.0;
  const double density = options.coast_noise * options.coast_noise + kDragMemoryS * drag * drag;
  Covariance<6> q;
  for (int i = 0; i < 3; ++i) {
    q(i, i) = density * dt_s * dt_s * dt_s / 3.0;
    q(i, i + 3) = q(i + 3, i) = density * dt_s * dt_s / 2.0;
    q(i + 3, i + 3) = density * dt_s;
  }
  return q;
}

void predict(CoastState& estimate, double dt_s, const MotionOptions& options) {
  if (dt_s <= 0.0) return;
  const bool drag = is_in_air(estimate, options);
  const Covariance<6> noise = process_noise(estimate.mean, dt_s, options, drag);
  transport(estimate, move(estimate.mean, dt_s, options, drag), noise);
}

}  // namespace tocsin::track
