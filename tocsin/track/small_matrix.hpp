#pragma once

#include <array>
#include <cmath>
#include <cstddef>

// Eigen's products of the sizes of a filter go through its blocked kernels, which cost more than the sums: a fifth of
// the tracker's time was that. Plain loops of constant length do not. Matrices are stored by rows.
namespace tocsin::track {

inline constexpr double kLogTwoPi = 1.8378770664093453;

/// out ← a·b, R × K by K × C; `out` is neither of them. A row at a time is kept where the compiler has its registers.
template <int R, int K, int C>
void multiply(const double* __restrict a, const double* __restrict b, double* __restrict out) {
  for (int i = 0; i < R; ++i) {
    std::array<double, static_cast<std::size_t>(C)> row{};
    for (int k = 0; k < K; ++k) {
      const double x = a[K * i + k];
      for (int j = 0; j < C; ++j) row[static_cast<std::size_t>(j)] += x * b[C * k + j];
    }
    for (int j = 0; j < C; ++j) out[C * i + j] = row[static_cast<std::size_t>(j)];
  }
}

/// out ← a·bᵀ, symmetric by construction of its arguments: its upper triangle is mirrored. R × K by (R × K)ᵀ.
template <int R, int K>
void multiply_symmetric(const double* __restrict a, const double* __restrict b, double* __restrict out) {
  std::array<double, static_cast<std::size_t>(K) * R> transposed{};
  for (int j = 0; j < R; ++j) {
    for (int k = 0; k < K; ++k) transposed[static_cast<std::size_t>(R * k + j)] = b[K * j + k];
  }
  multiply<R, K, R>(a, transposed.data(), out);
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < i; ++j) out[R * i + j] = out[R * j + i];
  }
}

/// Lower triangular factor of a symmetric matrix, its diagonal kept as reciprocals; false where it has none.
template <int M>
bool factorise(const std::array<double, static_cast<std::size_t>(M) * M>& s,
               std::array<double, static_cast<std::size_t>(M) * M>& l) {
  for (std::size_t i = 0; i < M; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = s[M * i + j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[M * i + k] * l[M * j + k];
      if (i != j) {
        l[M * i + j] = sum * l[M * j + j];
        continue;
      }
      if (!(sum > 0.0) || !std::isfinite(sum)) return false;
      l[M * i + i] = 1.0 / std::sqrt(sum);
    }
  }
  return true;
}

/// A vector in units of a factorised covariance, L⁻¹·v, and what the density of a Gaussian needs of it.
template <std::size_t M>
struct Whitened {
  std::array<double, M> w{};
  double squared = 0.0;      ///< of its length
  double reciprocals = 1.0;  ///< |S|^−½
};

/// `factor` as factorise() makes it.
template <std::size_t M>
Whitened<M> whitened(const std::array<double, M * M>& factor, const std::array<double, M>& v) {
  Whitened<M> out;
  for (std::size_t i = 0; i < M; ++i) {
    double x = v[i];
    for (std::size_t k = 0; k < i; ++k) x -= factor[M * i + k] * out.w[k];
    out.w[i] = x * factor[M * i + i];
    out.squared += out.w[i] * out.w[i];
    out.reciprocals *= factor[M * i + i];
  }
  return out;
}

/// Inverse of a symmetric positive definite matrix; false where it has none. `reciprocals`: |a|^−½.
template <std::size_t M>
bool invert(const std::array<double, M * M>& a, std::array<double, M * M>& out, double* reciprocals = nullptr) {
  std::array<double, M * M> l{};
  if (!factorise<static_cast<int>(M)>(a, l)) return false;
  if (reciprocals != nullptr) {
    *reciprocals = 1.0;
    for (std::size_t r = 0; r < M; ++r) *reciprocals *= l[(M + 1) * r];
  }
  // the factor's inverse in its place
  for (std::size_t r = 0; r < M; ++r) {
    for (std::size_t c = 0; c < r; ++c) {
      double sum = 0.0;
      for (std::size_t k = c; k < r; ++k) sum -= l[M * r + k] * l[M * k + c];
      l[M * r + c] = sum * l[(M + 1) * r];
    }
  }
  for (std::size_t r = 0; r < M; ++r) {
    for (std::size_t c = 0; c <= r; ++c) {
      double sum = 0.0;
      for (std::size_t k = r; k < M; ++k) sum += l[M * k + r] * l[M * k + c];
      out[M * r + c] = out[M * c + r] = sum;
    }
  }
  return true;
}

}  // namespace tocsin::track
