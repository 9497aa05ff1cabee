#include "tocsin/track/kalman.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "tocsin/track/models_boost.hpp"
#include "tocsin/track/models_coast.hpp"

namespace tocsin::track {
namespace {

template <int R, int C>
using Matrix = Eigen::Matrix<double, R, C, (C == 1 && R > 1) ? Eigen::ColMajor : Eigen::RowMajor>;
template <int N>
using Vector = Eigen::Matrix<double, N, 1>;

constexpr double kLogTwoPi = 1.8378770664093453;

template <int N>
Eigen::Map<Matrix<N, N>> view(Covariance<N>& p) {
  return Eigen::Map<Matrix<N, N>>(p.a.data());
}
template <int N>
Eigen::Map<const Matrix<N, N>> view(const Covariance<N>& p) {
  return Eigen::Map<const Matrix<N, N>>(p.a.data());
}
template <std::size_t N>
Eigen::Map<Vector<static_cast<int>(N)>> view(std::array<double, N>& x) {
  return Eigen::Map<Vector<static_cast<int>(N)>>(x.data());
}
template <std::size_t N>
Eigen::Map<const Vector<static_cast<int>(N)>> view(const std::array<double, N>& x) {
  return Eigen::Map<const Vector<static_cast<int>(N)>>(x.data());
}

/// Measurement seen from an estimate: residual, derivative and noise.
template <int M, int N>
struct Seen {
  Vector<M> residual;
  Matrix<M, N> h;
  Vector<M> r;
  double range_m = 0.0;
};

template <int M, int N>
std::optional<Seen<M, N>> see(const StateVector<N>& x, const Measurement& measurement, double age_s,
                              const MotionOptions& options) {
  const bool moved_at_all = age_s != 0.0;
  Moved<N> moved;
  if (moved_at_all) moved = move(x, -age_s, options);
  const std::optional<Projection<6>> projection = project(measurement, state_of<N>(moved_at_all ? moved.mean : x));
  if (!projection) return std::nullopt;
  Seen<M, N> out;
  out.range_m = projection->range_m;
  const Eigen::Map<const Matrix<M, 6>> h6(projection->jacobian.data());
  for (int i = 0; i < M; ++i) {
    out.residual(i) = projection->residual[static_cast<std::size_t>(i)];
    out.r(i) = measurement.variance[static_cast<std::size_t>(i)];
  }
  if (moved_at_all) {
    const Eigen::Map<const Matrix<N, N>> transition(moved.transition.data());
    out.h.noalias() = h6 * transition.template topRows<6>();
  } else {
    out.h.setZero();
    out.h.template leftCols<6>() = h6;
  }
  return out;
}

template <int M>
std::optional<Innovation> agreement(const Eigen::LLT<Matrix<M, M>>& factor, const Vector<M>& residual) {
  if (factor.info() != Eigen::Success) return std::nullopt;
  const Vector<M> whitened = factor.matrixL().solve(residual);
  Innovation out;
  out.size = M;
  out.squared = whitened.squaredNorm();
  double log_determinant = 0.0;
  for (int i = 0; i < M; ++i) log_determinant += std::log(factor.matrixL()(i, i));
  out.log_density = -0.5 * out.squared - log_determinant - 0.5 * M * kLogTwoPi;
  if (!std::isfinite(out.log_density)) return std::nullopt;
  return out;
}

template <int M, int N>
Matrix<M, M> innovation_covariance(const Seen<M, N>& seen, const Covariance<N>& p) {
  Matrix<M, M> s = seen.h * view(p) * seen.h.transpose();
  s.diagonal() += seen.r;
  return s;
}

template <int M, int N>
std::optional<Innovation> innovation_of_size(const Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                             const MotionOptions& options) {
  const std::optional<Seen<M, N>> seen = see<M, N>(estimate.mean, measurement, age_s, options);
  if (!seen) return std::nullopt;
  return agreement<M>(innovation_covariance(*seen, estimate.covariance).llt(), seen->residual);
}

/// P ← (I − K H) P (I − K H)ᵀ + K R Kᵀ, made symmetric.
template <int M, int N>
void joseph(Covariance<N>& p, const Matrix<N, M>& gain, const Matrix<M, N>& h, const Vector<M>& r) {
  Matrix<N, N> keep = -gain * h;
  keep.diagonal().array() += 1.0;
  const Matrix<N, N> updated = keep * view(p) * keep.transpose() + gain * r.asDiagonal() * gain.transpose();
  view(p) = 0.5 * (updated + updated.transpose());
}

/// Whether moving the point of linearisation by `shift` changes the measurement by more than a tenth of its noise:
/// second-order terms are |Δr|²/R in length and |Δr||Δv|/R in range rate.
template <int M, int N>
bool bends(const Seen<M, N>& seen, const Vector<N>& shift, bool is_plot) {
  constexpr double kShare = 0.1;
  const double place = shift.template head<3>().norm();
  const double sigma_m = std::sqrt(seen.r(0)) * (is_plot ? 1.0 : seen.range_m);
  if (place * place > kShare * sigma_m * seen.range_m) return true;
  if constexpr (M == 4) {
    const double speed = shift.template segment<3>(3).norm();
    return place * speed > kShare * std::sqrt(seen.r(3)) * seen.range_m;
  }
  return false;
}

template <int M, int N>
std::optional<Innovation> correct_of_size(Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                          int max_iterations, const MotionOptions& options) {
  const StateVector<N> start = estimate.mean;
  StateVector<N> x = start;
  std::optional<Innovation> first;
  for (int i = 0; i < max_iterations; ++i) {
    const std::optional<Seen<M, N>> seen = see<M, N>(x, measurement, age_s, options);
    if (!seen) return std::nullopt;
    const Matrix<M, M> s = innovation_covariance(*seen, estimate.covariance);
    const Eigen::LLT<Matrix<M, M>> factor = s.llt();
    if (i == 0) first = agreement<M>(factor, seen->residual);
    if (!first || factor.info() != Eigen::Success) return std::nullopt;
    const Matrix<N, M> gain = factor.solve(seen->h * view(estimate.covariance)).transpose();
    const Vector<N> correction = gain * (seen->residual - seen->h * (view(start) - view(x)));
    const Vector<N> next = view(start) + correction;
    const Vector<N> shift = next - view(x);
    view(x) = next;
    if (i + 1 == max_iterations || !bends(*seen, shift, measurement.is_plot())) {
      joseph<M, N>(estimate.covariance, gain, seen->h, seen->r);
      break;
    }
  }
  estimate.mean = x;
  return first;
}

}  // namespace

template <int N>
void transport(Gaussian<N>& estimate, const Moved<N>& moved, const Covariance<N>& noise) {
  const Eigen::Map<const Matrix<N, N>> transition(moved.transition.data());
  const Matrix<N, N> p = transition * view(estimate.covariance) * transition.transpose();
  view(estimate.covariance) = 0.5 * (p + p.transpose()) + view(noise);
  estimate.mean = moved.mean;
}

template <int N>
Gaussian<N> blend(const Gaussian<N>& a, double weight_a, const Gaussian<N>& b, double weight_b) {
  if (!(weight_b > 0.0)) return a;
  if (!(weight_a > 0.0)) return b;
  Gaussian<N> out;
  view(out.mean) = weight_a * view(a.mean) + weight_b * view(b.mean);
  const Vector<N> apart = view(a.mean) - view(b.mean);
  view(out.covariance) =
      weight_a * view(a.covariance) + weight_b * view(b.covariance) + (weight_a * weight_b) * apart * apart.transpose();
  return out;
}

template <int N>
std::optional<Innovation> innovation(const Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                     const MotionOptions& options) {
  switch (measurement.size) {
    case 2:
      return innovation_of_size<2, N>(estimate, measurement, age_s, options);
    case 3:
      return innovation_of_size<3, N>(estimate, measurement, age_s, options);
    case 4:
      return innovation_of_size<4, N>(estimate, measurement, age_s, options);
    default:
      return std::nullopt;
  }
}

template <int N>
std::optional<Innovation> correct(Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                  int max_iterations, const MotionOptions& options) {
  switch (measurement.size) {
    case 2:
      return correct_of_size<2, N>(estimate, measurement, age_s, max_iterations, options);
    case 3:
      return correct_of_size<3, N>(estimate, measurement, age_s, max_iterations, options);
    case 4:
      return correct_of_size<4, N>(estimate, measurement, age_s, max_iterations, options);
    default:
      return std::nullopt;
  }
}

template <int N>
void correct(Gaussian<N>& estimate, const Gaussian<6>& other) {
  const Matrix<6, 6> s = view(estimate.covariance).template topLeftCorner<6, 6>() + view(other.covariance);
  const Eigen::LLT<Matrix<6, 6>> factor(s);
  if (factor.info() != Eigen::Success) return;
  const Matrix<N, 6> gain = factor.solve(view(estimate.covariance).template topRows<6>().eval()).transpose();
  const Vector<6> residual = view(other.mean) - view(estimate.mean).template head<6>();
  Matrix<N, N> keep = Matrix<N, N>::Identity();
  keep.template leftCols<6>() -= gain;
  const Matrix<N, N> updated =
      keep * view(estimate.covariance) * keep.transpose() + gain * view(other.covariance) * gain.transpose();
  view(estimate.covariance) = 0.5 * (updated + updated.transpose());
  view(estimate.mean) += gain * residual;
}

Innovation distance(const Gaussian<6>& a, const Gaussian<6>& b) {
  const Matrix<6, 6> s = view(a.covariance) + view(b.covariance);
  const Vector<6> apart = view(a.mean) - view(b.mean);
  constexpr double kFar = std::numeric_limits<double>::infinity();
  return agreement<6>(s.llt(), apart).value_or(Innovation{6, kFar, -kFar});
}

Covariance<3> place_covariance(const Gaussian<6>& estimate) {
  Covariance<3> out;
  view(out) = view(estimate.covariance).topLeftCorner<3, 3>();
  return out;
}

double variance_along(const Gaussian<6>& estimate, const Vec3& direction) {
  const Vector<3> h(direction.x, direction.y, direction.z);
  return std::max(h.dot(view(estimate.covariance).topLeftCorner<3, 3>() * h), 0.0);
}

double place_distance(const Vec3& a_m, const Covariance<3>& a, const Vec3& b_m, const Covariance<3>& b) {
  const Matrix<3, 3> s = view(a) + view(b);
  const Vec3 d = a_m - b_m;
  const std::optional<Innovation> found = agreement<3>(s.llt(), Vector<3>(d.x, d.y, d.z));
  return found ? found->squared : std::numeric_limits<double>::infinity();
}

template void transport<6>(Gaussian<6>&, const Moved<6>&, const Covariance<6>&);
template void transport<9>(Gaussian<9>&, const Moved<9>&, const Covariance<9>&);
template Gaussian<6> blend<6>(const Gaussian<6>&, double, const Gaussian<6>&, double);
template Gaussian<9> blend<9>(const Gaussian<9>&, double, const Gaussian<9>&, double);
template std::optional<Innovation> innovation<6>(const Gaussian<6>&, const Measurement&, double, const MotionOptions&);
template std::optional<Innovation> innovation<9>(const Gaussian<9>&, const Measurement&, double, const MotionOptions&);
template std::optional<Innovation> correct<6>(Gaussian<6>&, const Measurement&, double, int, const MotionOptions&);
template std::optional<Innovation> correct<9>(Gaussian<9>&, const Measurement&, double, int, const MotionOptions&);
template void correct<6>(Gaussian<6>&, const Gaussian<6>&);
template void correct<9>(Gaussian<9>&, const Gaussian<6>&);

}  // namespace tocsin::track
