#include "tocsin/track/kalman.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "tocsin/track/models_boost.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/small_matrix.hpp"

namespace tocsin::track {
namespace {

template <int R, int C>
using Matrix = Eigen::Matrix<double, R, C, (C == 1 && R > 1) ? Eigen::ColMajor : Eigen::RowMajor>;
template <int N>
using Vector = Eigen::Matrix<double, N, 1>;

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
  std::array<double, M> residual{};
  std::array<double, static_cast<std::size_t>(M) * N> h{};
  std::array<double, M> r{};
  double range_m = 0.0;
  bool of_place = false;  ///< whether only the first three columns of `h` differ from 0
};

template <int M, int N>
std::optional<Seen<M, N>> see(const StateVector<N>& x, const Measurement& measurement, double age_s,
                              const MotionOptions& options, const sense::ReportedJacobian* sight) {
  const bool moved_at_all = age_s != 0.0;
  Moved<N> moved;
  if (moved_at_all) moved = move(x, -age_s, options);
  const std::optional<Projection<6>> projection =
      sight != nullptr && !moved_at_all ? project(measurement, *sight)
                                        : project(measurement, state_of<N>(moved_at_all ? moved.mean : x));
  if (!projection) return std::nullopt;
  Seen<M, N> out;
  out.range_m = projection->range_m;
  std::copy_n(projection->residual.begin(), M, out.residual.begin());
  std::copy_n(measurement.variance.begin(), M, out.r.begin());
  if (moved_at_all) {
    multiply<M, 6, N>(projection->jacobian.data(), moved.transition.data(), out.h.data());
  } else {
    for (std::size_t i = 0; i < M; ++i) std::copy_n(&projection->jacobian[6 * i], 6, &out.h[N * i]);
    // a range rate has derivatives by velocity, and so has a range that is coupled to it
    out.of_place = M < 4 && (measurement.radar == nullptr || measurement.radar->coupling_s == 0.0);
  }
  return out;
}

template <int M>
std::optional<Innovation> agreement(const std::array<double, static_cast<std::size_t>(M) * M>& factor,
                                    const std::array<double, M>& residual) {
  Innovation out;
  out.size = M;
  const auto seen = whitened<M>(factor, residual);
  out.squared = seen.squared;
  std::copy(seen.w.begin(), seen.w.end(), out.whitened.begin());
  out.log_density = -0.5 * seen.squared + std::log(seen.reciprocals) - 0.5 * M * kLogTwoPi;
  if (!std::isfinite(out.log_density)) return std::nullopt;
  return out;
}

/// What an update needs of a covariance: H·P and the covariance of the innovation, factorised.
template <int M, int N>
struct Spread {
  std::array<double, static_cast<std::size_t>(M) * N> hp{};
  std::array<double, static_cast<std::size_t>(M) * M> factor{};
};

/// K: columns of H that are not 0. What they would add to the sums is left out.
template <int M, int N, int K>
std::optional<Spread<M, N>> spread_of(const Seen<M, N>& seen, const Covariance<N>& p) {
  Spread<M, N> out;
  multiply<M, K, N, N>(seen.h.data(), p.a.data(), out.hp.data());
  std::array<double, static_cast<std::size_t>(M) * M> s{};
  multiply_symmetric<M, K, N, N>(out.hp.data(), seen.h.data(), s.data());
  for (std::size_t i = 0; i < M; ++i) s[(M + 1) * i] += seen.r[i];
  if (!factorise<M>(s, out.factor)) return std::nullopt;
  return out;
}

template <int M, int N>
std::optional<Spread<M, N>> spread_of(const Seen<M, N>& seen, const Covariance<N>& p) {
  return seen.of_place ? spread_of<M, N, 3>(seen, p) : spread_of<M, N, N>(seen, p);
}

template <int M, int N>
std::optional<Innovation> innovation_of_size(const Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                             const MotionOptions& options, const sense::ReportedJacobian* sight) {
  const std::optional<Seen<M, N>> seen = see<M, N>(estimate.mean, measurement, age_s, options, sight);
  if (!seen) return std::nullopt;
  const auto spread = spread_of<M, N>(*seen, estimate.covariance);
  return spread ? agreement<M>(spread->factor, seen->residual) : std::nullopt;
}

/// Kᵀ = S⁻¹·H·P, M × N.
template <int M, int N>
std::array<double, static_cast<std::size_t>(M) * N> gain_of(const Spread<M, N>& spread) {
  const auto& l = spread.factor;
  std::array<double, static_cast<std::size_t>(M)* N> k = spread.hp;
  for (std::size_t i = 0; i < M; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      for (std::size_t c = 0; c < N; ++c) k[N * i + c] -= l[M * i + j] * k[N * j + c];
    }
    for (std::size_t c = 0; c < N; ++c) k[N * i + c] *= l[(M + 1) * i];
  }
  for (std::size_t i = M; i-- > 0;) {
    for (std::size_t j = i + 1; j < M; ++j) {
      for (std::size_t c = 0; c < N; ++c) k[N * i + c] -= l[M * j + i] * k[N * j + c];
    }
    for (std::size_t c = 0; c < N; ++c) k[N * i + c] *= l[(M + 1) * i];
  }
  return k;
}

/// P ← (I − K H) P (I − K H)ᵀ + K R Kᵀ. L: columns of H that are not 0; beyond them I − K H is that of I.
template <int M, int N, int L>
void joseph(Covariance<N>& p, const std::array<double, static_cast<std::size_t>(M) * N>& gain_transposed,
            const Seen<M, N>& seen) {
  std::array<double, static_cast<std::size_t>(M) * L> minus_h{};
  std::array<double, static_cast<std::size_t>(M) * N> noise{};  // R·Kᵀ
  for (std::size_t m = 0; m < M; ++m) {
    for (std::size_t j = 0; j < L; ++j) minus_h[L * m + j] = -seen.h[N * m + j];
    for (std::size_t i = 0; i < N; ++i) noise[N * m + i] = seen.r[m] * gain_transposed[N * m + i];
  }
  std::array<double, static_cast<std::size_t>(L) * N> keep{};  // columns of I − K H
  for (std::size_t j = 0; j < L; ++j) keep[(N + 1) * j] = 1.0;
  add_transposed<L, M, N>(minus_h.data(), gain_transposed.data(), keep.data());
  std::array<double, static_cast<std::size_t>(N) * N> left{};
  add_transposed<N, L, N>(keep.data(), p.a.data(), left.data());
  for (std::size_t i = static_cast<std::size_t>(L) * N; i < left.size(); ++i) left[i] += p.a[i];
  multiply_upper<N, L, N>(left.data(), keep.data(), p.a.data());
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = std::max<std::size_t>(L, i); j < N; ++j) p.a[N * i + j] += left[N * i + j];
  }
  mirror<N>(p.a.data());
  add_transposed<N, M, N>(noise.data(), gain_transposed.data(), p.a.data());
}

template <int M, int N>
void joseph(Covariance<N>& p, const std::array<double, static_cast<std::size_t>(M) * N>& gain_transposed,
            const Seen<M, N>& seen) {
  if (seen.of_place) return joseph<M, N, 3>(p, gain_transposed, seen);
  joseph<M, N, N>(p, gain_transposed, seen);
}

/// Whether moving the point of linearisation by `shift` changes the measurement by more than a tenth of its noise:
/// second-order terms are |Δr|²/R in length and |Δr||Δv|/R in range rate.
template <int M, int N>
bool bends(const Seen<M, N>& seen, const StateVector<N>& shift, bool is_plot) {
  constexpr double kShare = 0.1;
  const State<Itrf> moved = state_of<N>(shift);
  const double place = norm(moved.position.m);
  const double sigma_m = std::sqrt(seen.r[0]) * (is_plot ? 1.0 : seen.range_m);
  if (place * place > kShare * sigma_m * seen.range_m) return true;
  if constexpr (M == 4) return place * norm(moved.velocity.mps) > kShare * std::sqrt(seen.r[3]) * seen.range_m;
  return false;
}

template <int M, int N>
std::optional<Innovation> correct_of_size(Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                          int max_iterations, const MotionOptions& options,
                                          const sense::ReportedJacobian* sight) {
  const StateVector<N> start = estimate.mean;
  StateVector<N> x = start;
  std::optional<Innovation> first;
  for (int i = 0; i < max_iterations; ++i) {
    const std::optional<Seen<M, N>> seen = see<M, N>(x, measurement, age_s, options, i == 0 ? sight : nullptr);
    if (!seen) return std::nullopt;
    const auto spread = spread_of<M, N>(*seen, estimate.covariance);
    if (i == 0 && spread) first = agreement<M>(spread->factor, seen->residual);
    if (!first || !spread) return std::nullopt;
    const auto gain = gain_of<M, N>(*spread);
    std::array<double, M> residual = seen->residual;
    for (std::size_t m = 0; m < M; ++m) {
      for (std::size_t c = 0; c < N; ++c) residual[m] -= seen->h[N * m + c] * (start[c] - x[c]);
    }
    StateVector<N> next = start;
    StateVector<N> shift{};
    for (std::size_t c = 0; c < N; ++c) {
      for (std::size_t m = 0; m < M; ++m) next[c] += gain[N * m + c] * residual[m];
      shift[c] = next[c] - x[c];
    }
    x = next;
    if (i + 1 == max_iterations || !bends<M, N>(*seen, shift, measurement.is_plot())) {
      joseph(estimate.covariance, gain, *seen);
      break;
    }
  }
  estimate.mean = x;
  return first;
}

}  // namespace

template <int N>
void transport(Gaussian<N>& estimate, const Moved<N>& moved, const Covariance<N>& noise) {
  StateMatrix<N> left{};
  multiply<N, N, N>(moved.transition.data(), estimate.covariance.a.data(), left.data());
  multiply_symmetric<N, N>(left.data(), moved.transition.data(), estimate.covariance.a.data());
  for (std::size_t i = 0; i < left.size(); ++i) estimate.covariance.a[i] += noise.a[i];
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
                                     const MotionOptions& options, const sense::ReportedJacobian* sight) {
  switch (measurement.size) {
    case 2:
      return innovation_of_size<2, N>(estimate, measurement, age_s, options, sight);
    case 3:
      return innovation_of_size<3, N>(estimate, measurement, age_s, options, sight);
    case 4:
      return innovation_of_size<4, N>(estimate, measurement, age_s, options, sight);
    default:
      return std::nullopt;
  }
}

template <int N>
std::optional<Innovation> correct(Gaussian<N>& estimate, const Measurement& measurement, double age_s,
                                  int max_iterations, const MotionOptions& options,
                                  const sense::ReportedJacobian* sight) {
  switch (measurement.size) {
    case 2:
      return correct_of_size<2, N>(estimate, measurement, age_s, max_iterations, options, sight);
    case 3:
      return correct_of_size<3, N>(estimate, measurement, age_s, max_iterations, options, sight);
    case 4:
      return correct_of_size<4, N>(estimate, measurement, age_s, max_iterations, options, sight);
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
  StateMatrix<6> s = a.covariance.a;
  StateVector<6> apart = a.mean;
  for (std::size_t i = 0; i < 36; ++i) s[i] += b.covariance.a[i];
  for (std::size_t i = 0; i < 6; ++i) apart[i] -= b.mean[i];
  StateMatrix<6> factor{};
  constexpr double kFar = std::numeric_limits<double>::infinity();
  const Innovation far{6, kFar, -kFar};
  return factorise<6>(s, factor) ? agreement<6>(factor, apart).value_or(far) : far;
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

double variance_along(const Covariance<3>& place, const Vec3& direction) {
  const Vector<3> h(direction.x, direction.y, direction.z);
  return std::max(h.dot(view(place) * h), 0.0);
}

double place_distance(const Vec3& a_m, const Covariance<3>& a, const Vec3& b_m, const Covariance<3>& b) {
  std::array<double, 9> s = a.a;
  for (std::size_t i = 0; i < 9; ++i) s[i] += b.a[i];
  const Vec3 d = a_m - b_m;
  std::array<double, 9> factor{};
  if (!factorise<3>(s, factor)) return std::numeric_limits<double>::infinity();
  const std::optional<Innovation> found = agreement<3>(factor, {d.x, d.y, d.z});
  return found ? found->squared : std::numeric_limits<double>::infinity();
}

template void transport<6>(Gaussian<6>&, const Moved<6>&, const Covariance<6>&);
template void transport<9>(Gaussian<9>&, const Moved<9>&, const Covariance<9>&);
template Gaussian<6> blend<6>(const Gaussian<6>&, double, const Gaussian<6>&, double);
template Gaussian<9> blend<9>(const Gaussian<9>&, double, const Gaussian<9>&, double);
template std::optional<Innovation> innovation<6>(const Gaussian<6>&, const Measurement&, double, const MotionOptions&,
                                                 const sense::ReportedJacobian*);
template std::optional<Innovation> innovation<9>(const Gaussian<9>&, const Measurement&, double, const MotionOptions&,
                                                 const sense::ReportedJacobian*);
template std::optional<Innovation> correct<6>(Gaussian<6>&, const Measurement&, double, int, const MotionOptions&,
                                              const sense::ReportedJacobian*);
template std::optional<Innovation> correct<9>(Gaussian<9>&, const Measurement&, double, int, const MotionOptions&,
                                              const sense::ReportedJacobian*);
template void correct<6>(Gaussian<6>&, const Gaussian<6>&);
template void correct<9>(Gaussian<9>&, const Gaussian<6>&);

}  // namespace tocsin::track
