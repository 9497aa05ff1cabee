#include "tocsin/base/linalg.hpp"

#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

#include "tocsin/base/require.hpp"

namespace tocsin::inline base {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Index index(std::size_t n) {
  return static_cast<Eigen::Index>(n);
}

Eigen::Map<const RowMajor> view(const DynamicMatrix& m) {
  TOCSIN_REQUIRE(m.a.size() == m.rows * m.cols, "a matrix holds rows x cols numbers");
  return {m.a.data(), index(m.rows), index(m.cols)};
}

Eigen::Map<const Eigen::VectorXd> view(const std::vector<double>& v) {
  return {v.data(), index(v.size())};
}

DynamicMatrix dynamic(const Eigen::MatrixXd& m) {
  DynamicMatrix out(static_cast<std::size_t>(m.rows()), static_cast<std::size_t>(m.cols()));
  Eigen::Map<RowMajor>(out.a.data(), m.rows(), m.cols()) = m;
  return out;
}

bool all_finite(const std::vector<double>& v) {
  for (const double x : v) {
    if (!std::isfinite(x)) return false;
  }
  return true;
}

/// Cholesky factor of A; nothing if A is not positive definite or not finite.
std::optional<Eigen::LLT<Eigen::MatrixXd>> factor(const DynamicMatrix& a) {
  TOCSIN_REQUIRE(a.rows == a.cols, "a symmetric matrix is square");
  if (!all_finite(a.a)) return std::nullopt;
  Eigen::LLT<Eigen::MatrixXd> llt(view(a));
  if (llt.info() != Eigen::Success) return std::nullopt;
  return llt;
}

}  // namespace

std::optional<std::vector<double>> solve_spd(const DynamicMatrix& a, const std::vector<double>& b) {
  TOCSIN_REQUIRE(a.rows == b.size(), "the right-hand side has one number for each row");
  if (b.empty()) return b;
  const auto llt = factor(a);
  if (!llt) return std::nullopt;
  const Eigen::VectorXd x = llt->solve(view(b));
  std::vector<double> out(x.data(), x.data() + x.size());
  if (!all_finite(out)) return std::nullopt;
  return out;
}

std::optional<DynamicMatrix> invert_spd(const DynamicMatrix& a) {
  if (a.rows == 0) return a;
  const auto llt = factor(a);
  if (!llt) return std::nullopt;
  const Eigen::MatrixXd inverse = llt->solve(Eigen::MatrixXd::Identity(index(a.rows), index(a.rows)));
  DynamicMatrix out = dynamic(0.5 * (inverse + inverse.transpose()));
  if (!all_finite(out.a)) return std::nullopt;
  return out;
}

std::vector<double> solve_least_squares(const DynamicMatrix& a, const std::vector<double>& b, double rcond) {
  TOCSIN_REQUIRE(a.rows == b.size(), "the right-hand side has one number for each row");
  if (a.rows == 0 || a.cols == 0) return std::vector<double>(a.cols, 0.0);
  if (!all_finite(a.a) || !all_finite(b)) return std::vector<double>(a.cols, std::numeric_limits<double>::quiet_NaN());
  Eigen::JacobiSVD<Eigen::MatrixXd> svd(view(a), Eigen::ComputeThinU | Eigen::ComputeThinV);
  svd.setThreshold(rcond);
  const Eigen::VectorXd x = svd.solve(view(b));
  return {x.data(), x.data() + x.size()};
}

SymmetricEigen eigen_symmetric(const DynamicMatrix& a) {
  TOCSIN_REQUIRE(a.rows == a.cols, "a symmetric matrix is square");
  if (a.rows == 0) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver{Eigen::MatrixXd(view(a))};
  Eigen::MatrixXd vectors = solver.eigenvectors();
  // An eigenvector's sign is free: the largest component is made positive, so that equal input gives equal output.
  for (Eigen::Index j = 0; j < vectors.cols(); ++j) {
    Eigen::Index largest = 0;
    vectors.col(j).cwiseAbs().maxCoeff(&largest);
    if (vectors(largest, j) < 0.0) vectors.col(j) = -vectors.col(j).eval();
  }
  const Eigen::VectorXd& values = solver.eigenvalues();
  return {.values = {values.data(), values.data() + values.size()}, .vectors = dynamic(vectors)};
}

bool is_positive_semidefinite(const DynamicMatrix& a, double tolerance) {
  TOCSIN_REQUIRE(a.rows == a.cols, "a symmetric matrix is square");
  if (a.rows == 0) return true;
  if (!all_finite(a.a)) return false;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(Eigen::MatrixXd(view(a)), Eigen::EigenvaluesOnly);
  if (solver.info() != Eigen::Success) return false;
  const double smallest = solver.eigenvalues()(0);
  const double largest = solver.eigenvalues()(solver.eigenvalues().size() - 1);
  return smallest >= -tolerance * std::abs(largest);
}

}  // namespace tocsin::inline base
