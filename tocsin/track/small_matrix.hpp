#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

// Eigen's products of the sizes of a filter go through its blocked kernels, which cost more than the sums: a fifth of
// the tracker's time was that. Plain loops of constant length do not. Matrices are stored by rows.
namespace tocsin::track {

inline constexpr double kLogTwoPi = 1.8378770664093453;

/// out ← a·b, R × K by K × C; `out` is neither of them. A row at a time is kept where the compiler has its registers.
/// Parts of larger matrices have rows of more numbers: A of `a`, B of `b` and `out`.
template <int R, int K, int C, int A = K, int B = C>
void multiply(const double* __restrict a, const double* __restrict b, double* __restrict out) {
  for (int i = 0; i < R; ++i) {
    std::array<double, static_cast<std::size_t>(C)> row{};
    for (int k = 0; k < K; ++k) {
      const double x = a[A * i + k];
      for (int j = 0; j < C; ++j) row[static_cast<std::size_t>(j)] += x * b[B * k + j];
    }
    for (int j = 0; j < C; ++j) out[B * i + j] = row[static_cast<std::size_t>(j)];
  }
}

/// out ← out + aᵀ·b, (K × R)ᵀ by K × C.
template <int R, int K, int C>
void add_transposed(const double* __restrict a, const double* __restrict b, double* __restrict out) {
  for (int i = 0; i < R; ++i) {
    std::array<double, static_cast<std::size_t>(C)> row{};
    for (int j = 0; j < C; ++j) row[static_cast<std::size_t>(j)] = out[C * i + j];
    for (int k = 0; k < K; ++k) {
      const double x = a[R * k + i];
      for (int j = 0; j < C; ++j) row[static_cast<std::size_t>(j)] += x * b[C * k + j];
    }
    for (int j = 0; j < C; ++j) out[C * i + j] = row[static_cast<std::size_t>(j)];
  }
}

/// The upper triangle of a·b, R × K by K × R, two rows at a time from the column of the first; beside it a few numbers
/// are set below the diagonal, which mean nothing. A: numbers in a row of `a`.
template <int R, int K, int A = K>
void multiply_upper(const double* __restrict a, const double* __restrict b, double* __restrict out) {
  [&]<int... I>(std::integer_sequence<int, I...>) {
    (multiply<2, K, R - 2 * I, A, R>(a + A * 2 * I, b + 2 * I, out + (R + 1) * 2 * I), ...);
  }(std::make_integer_sequence<int, R / 2>{});
  if constexpr (R % 2 == 1) multiply<1, K, 1, A, R>(a + A * (R - 1), b + R - 1, out + R * R - 1);
}

/// The lower triangle as the upper one.
template <int R>
void mirror(double* a) {
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < i; ++j) a[R * i + j] = a[R * j + i];
  }
}

/// out ← a·bᵀ, symmetric by construction of its arguments. R × K by (R × K)ᵀ, with A numbers in a row of `a`, B in one
/// of `b`.
template <int R, int K, int A = K, int B = K>
void multiply_symmetric(const double* __restrict a, const double* __restrict b, double* __restrict out) {
  std::array<double, static_cast<std::size_t>(K) * R> transposed{};
  for (int j = 0; j < R; ++j) {
    for (int k = 0; k < K; ++k) transposed[static_cast<std::size_t>(R * k + j)] = b[B * j + k];
  }
  multiply_upper<R, K, A>(a, transposed.data(), out);
  mirror<R>(out);
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

/// L·D·Lᵀ of a symmetric positive definite matrix, L of ones on the diagonal; false where it has none. `l`: L below the
/// diagonal, on it the reciprocals of D. No roots: they would take as long as all the rest.
template <std::size_t M>
bool decompose(const std::array<double, M * M>& a, std::array<double, M * M>& l) {
  for (std::size_t i = 0; i < M; ++i) {
    double d = a[(M + 1) * i];
    for (std::size_t j = 0; j < i; ++j) {
      double sum = a[M * i + j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[M * i + k] * l[M * k + j];
      l[M * j + i] = sum;  // L·D above the diagonal, while it is made
      l[M * i + j] = sum * l[(M + 1) * j];
      d -= sum * l[M * i + j];
    }
    if (!(d > 0.0) || !std::isfinite(d)) return false;
    l[(M + 1) * i] = 1.0 / d;
  }
  return true;
}

/// Inverse of a symmetric positive definite matrix; false where it has none. `determinant`: that of the inverse.
template <std::size_t M>
bool invert(const std::array<double, M * M>& a, std::array<double, M * M>& out, double* determinant = nullptr) {
  std::array<double, M * M> l{};
  if (!decompose<M>(a, l)) return false;
  if (determinant != nullptr) {
    *determinant = 1.0;
    for (std::size_t r = 0; r < M; ++r) *determinant *= l[(M + 1) * r];
  }
  // the factor's inverse in its place
  for (std::size_t r = 1; r < M; ++r) {
    for (std::size_t c = 0; c < r; ++c) {
      double sum = l[M * r + c];
      for (std::size_t k = c + 1; k < r; ++k) sum += l[M * r + k] * l[M * k + c];
      l[M * r + c] = -sum;
    }
  }
  for (std::size_t r = 0; r < M; ++r) {
    for (std::size_t c = 0; c <= r; ++c) {
      double sum = l[(M + 1) * r] * (c == r ? 1.0 : l[M * r + c]);
      for (std::size_t k = r + 1; k < M; ++k) sum += l[M * k + r] * l[(M + 1) * k] * l[M * k + c];
      out[M * r + c] = out[M * c + r] = sum;
    }
  }
  return true;
}

}  // namespace tocsin::track
