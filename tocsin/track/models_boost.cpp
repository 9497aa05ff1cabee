#include "tocsin/track/models_boost.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/track/dynamics.hpp"
#include "tocsin/track/kalman.hpp"

namespace tocsin::track {
namespace {

/// What growth adds to thrust acceleration, velocity and way along its direction, and the derivatives by its size s.
struct Growth {
  std::array<double, 3> added{};
  std::array<double, 3> by_size{};
};

/// Mass burnt at a constant rate: s/(1 − x) after `dt_s`, x = s·dt/c (Tsiolkovsky), integrated twice; what a constant
/// acceleration gives is taken off. From the largest acceleration on it stays as it is. The derivatives are those of
/// the growth until then all the same: by the true ones every size would lead to the largest, and the filter be sure of
/// it.
Growth growth_of(double size, double dt_s, const MotionOptions& options) {
  const double c = options.exhaust_mps;
  if (size >= options.largest_thrust_mps2) return {};
  const double until_largest_s = c / size - c / options.largest_thrust_mps2;
  const double grows_s = std::min(dt_s, until_largest_s);
  const double x = size * grows_s / c;
  const double left = 1.0 - x;
  // -ln(1 - x) - x, and its integral; series where the closed forms would cancel.
  const bool is_small = std::abs(x) < 1e-3;
  const double first = is_small ? x * x * (0.5 + x / 3.0) : -std::log1p(-x) - x;
  const double second = is_small ? x * x * x * (1.0 / 6.0 + x / 12.0) : left * std::log1p(-x) + x - 0.5 * x * x;
  Growth out{{c * c / size * second, c * first, size * x / left},
             {(c * grows_s * first - c * c / size * second) / size, grows_s * x / left, x / left + x / (left * left)}};
  const double after_s = dt_s - grows_s;
  for (auto* g : {&out.added, &out.by_size}) {
    (*g)[0] += after_s * ((*g)[1] + 0.5 * after_s * (*g)[2]);
    (*g)[1] += after_s * (*g)[2];
  }
  return out;
}

}  // namespace

Moved<9> move(const StateVector<9>& x, double dt_s, const MotionOptions& options) {
  const Flown flown = fly(state_of<9>(x), Vec3{x[6], x[7], x[8]}, dt_s, false, options);
  const Vec3& r = flown.state.position.m;
  const Vec3& v = flown.state.velocity.mps;
  Moved<9> out{{r.x, r.y, r.z, v.x, v.y, v.z, x[6], x[7], x[8]}, {}};
  std::copy(flown.transition.begin(), flown.transition.end(), out.transition.begin());
  for (std::size_t i = 6; i < 9; ++i) out.transition[10 * i] = 1.0;

  const double size = norm(Vec3{x[6], x[7], x[8]});
  if (size < 1e-6) return out;
  const Growth growth = growth_of(size, dt_s, options);
  for (std::size_t block = 0; block < 3; ++block) {  // place, velocity, thrust
    const double across = growth.added[block] / size;
    for (std::size_t i = 0; i < 3; ++i) {
      const double along_i = x[6 + i] / size;
      out.mean[3 * block + i] += growth.added[block] * along_i;
      for (std::size_t j = 0; j < 3; ++j) {
        const double along = along_i * x[6 + j] / size;
        out.transition[9 * (3 * block + i) + 6 + j] +=
            growth.by_size[block] * along + across * ((i == j ? 1.0 : 0.0) - along);
      }
    }
  }
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
