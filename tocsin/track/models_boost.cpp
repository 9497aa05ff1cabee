#include "tocsin/track/models_boost.hpp"

#include <algorithm>

#include "tocsin/track/dynamics.hpp"
#include "tocsin/track/kalman.hpp"

namespace tocsin::track {

Moved<9> move(const StateVector<9>& x, double dt_s, const MotionOptions& options) {
  const Flown flown = fly(state_of<9>(x), Vec3{x[6], x[7], x[8]}, dt_s, false, options);
  const Vec3& r = flown.state.position.m;
  const Vec3& v = flown.state.velocity.mps;
  Moved<9> out{{r.x, r.y, r.z, v.x, v.y, v.z, x[6], x[7], x[8]}, {}};
  std::copy(flown.transition.begin(), flown.transition.end(), out.transition.begin());
  for (std::size_t i = 6; i < 9; ++i) out.transition[10 * i] = 1.0;
  return out;
}

Covariance<9> process_noise(const StateVector<9>&, double dt_s, const MotionOptions& options) {
  const double density = options.thrust_noise * options.thrust_noise;
  const double t = dt_s;
  Covariance<9> q;
  for (int i = 0; i < 3; ++i) {
    q(i, i) = density * t * t * t * t * t / 20.0;
    q(i, i + 3) = q(i + 3, i) = density * t * t * t * t / 8.0;
    q(i, i + 6) = q(i + 6, i) = density * t * t * t / 6.0;
    q(i + 3, i + 3) = density * t * t * t / 3.0;
    q(i + 3, i + 6) = q(i + 6, i + 3) = density * t * t / 2.0;
    q(i + 6, i + 6) = density * t;
  }
  return q;
}

void predict(BoostState& estimate, double dt_s, const MotionOptions& options) {
  if (dt_s <= 0.0) return;
  const Covariance<9> noise = process_noise(estimate.mean, dt_s, options);
  transport(estimate, move(estimate.mean, dt_s, options), noise);
}

BoostState ignited(const CoastState& coast, const MotionOptions& options) {
  BoostState out;
  const Vec3 along = unit(state_of<6>(coast.mean).velocity.mps);
  std::copy(coast.mean.begin(), coast.mean.end(), out.mean.begin());
  out.mean[6] = options.ignition_mps2 * along.x;
  out.mean[7] = options.ignition_mps2 * along.y;
  out.mean[8] = options.ignition_mps2 * along.z;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) out.covariance(i, j) = coast.covariance(i, j);
  }
  for (int i = 6; i < 9; ++i) out.covariance(i, i) = options.ignition_sigma_mps2 * options.ignition_sigma_mps2;
  return out;
}

CoastState burnt_out(const BoostState& boost) {
  CoastState out;
  std::copy_n(boost.mean.begin(), 6, out.mean.begin());
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) out.covariance(i, j) = boost.covariance(i, j);
  }
  return out;
}

}  // namespace tocsin::track
