#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tocsin/base/gaussian.hpp"

namespace tocsin::inline base {

/// Dense row-major matrix for sizes known only at run time; small problems only.
struct DynamicMatrix {
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::vector<double> a;

  DynamicMatrix() = default;
  DynamicMatrix(std::size_t r, std::size_t c) : rows(r), cols(c), a(r * c, 0.0) {}
  [[nodiscard]] double& operator()(std::size_t i, std::size_t j) { return a[i * cols + j]; }
  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const { return a[i * cols + j]; }
};

/// Solution of A x = b for symmetric positive definite A (Cholesky); nothing if A is not.
[[nodiscard]] std::optional<std::vector<double>> solve_spd(const DynamicMatrix& a, const std::vector<double>& b);
/// Inverse of a symmetric positive definite matrix; nothing if it is not.
[[nodiscard]] std::optional<DynamicMatrix> invert_spd(const DynamicMatrix& a);
/// Minimum-norm least-squares solution of A x = b by singular values, with relative cut-off `rcond`.
/// Not-finite input gives not-a-number in every place of the answer.
[[nodiscard]] std::vector<double> solve_least_squares(const DynamicMatrix& a, const std::vector<double>& b,
                                                      double rcond = 1e-12);
/// Eigenvalues (ascending) and unit eigenvectors (columns) of a symmetric matrix.
struct SymmetricEigen {
  std::vector<double> values;
  DynamicMatrix vectors;
};
[[nodiscard]] SymmetricEigen eigen_symmetric(const DynamicMatrix& a);
/// Whether every eigenvalue is at least `-tolerance` times the largest.
[[nodiscard]] bool is_positive_semidefinite(const DynamicMatrix& a, double tolerance = 1e-10);

/// Natural logarithm of the gamma function for x > 0 (std::lgamma writes a global, so threads cannot share it).
[[nodiscard]] double log_gamma(double x);
/// Quantile of the chi-squared distribution with `dof` degrees of freedom (1 to 30); bisection on the incomplete gamma
/// function.
[[nodiscard]] double chi_squared_quantile(double probability, int dof);
/// Probability that a chi-squared variable with `dof` degrees of freedom stays below `x`.
[[nodiscard]] double chi_squared_cdf(double x, int dof);

}  // namespace tocsin::inline base
