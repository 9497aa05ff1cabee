#include "tocsin/base/linalg.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"

namespace tocsin {
namespace {

DynamicMatrix random_matrix(Random& random, std::size_t rows, std::size_t cols) {
  DynamicMatrix m(rows, cols);
  for (double& x : m.a) x = random.normal();
  return m;
}

/// A A' + I / 10.
DynamicMatrix random_spd(Random& random, std::size_t n) {
  const DynamicMatrix b = random_matrix(random, n, n);
  DynamicMatrix m(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) m(i, j) += b(i, k) * b(j, k);
    }
    m(i, i) += 0.1;
  }
  return m;
}

std::vector<double> times(const DynamicMatrix& a, const std::vector<double>& x) {
  std::vector<double> y(a.rows, 0.0);
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t j = 0; j < a.cols; ++j) y[i] += a(i, j) * x[j];
  }
  return y;
}

TEST(SolveSpd, SolvesAndInverts) {
  Random random(1, "spd");
  for (const std::size_t n : {1U, 2U, 6U, 15U}) {
    const DynamicMatrix a = random_spd(random, n);
    std::vector<double> x(n);
    for (double& v : x) v = random.normal();
    const std::vector<double> b = times(a, x);
    const auto solved = solve_spd(a, b);
    const auto inverse = invert_spd(a);
    ASSERT_TRUE(solved && inverse);
    const std::vector<double> again = times(*inverse, b);
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR((*solved)[i], x[i], 1e-9);
      EXPECT_NEAR(again[i], x[i], 1e-9);
      for (std::size_t j = 0; j < n; ++j) EXPECT_EQ((*inverse)(i, j), (*inverse)(j, i));
    }
  }
}

TEST(SolveSpd, SaysNothingWhereTheMatrixIsNotPositiveDefinite) {
  DynamicMatrix a(2, 2);
  EXPECT_FALSE(solve_spd(a, {1, 1}));
  a(0, 0) = a(1, 1) = 1.0;
  a(0, 1) = a(1, 0) = 2.0;
  EXPECT_FALSE(solve_spd(a, {1, 1}));
  EXPECT_FALSE(invert_spd(a));
  a(0, 1) = a(1, 0) = std::nan("");
  EXPECT_FALSE(solve_spd(a, {1, 1}));
  a(0, 1) = a(1, 0) = 0.0;
  EXPECT_TRUE(solve_spd(a, {1, 1}));
  EXPECT_FALSE(solve_spd(a, {1, std::nan("")}));
}

TEST(LeastSquares, MeetsTheNormalEquations) {
  Random random(2, "least squares");
  const DynamicMatrix a = random_matrix(random, 12, 5);
  std::vector<double> b(12);
  for (double& v : b) v = random.normal();
  const std::vector<double> x = solve_least_squares(a, b);
  std::vector<double> residual = times(a, x);
  for (std::size_t i = 0; i < 12; ++i) residual[i] -= b[i];
  for (std::size_t j = 0; j < 5; ++j) {
    double gradient = 0.0;
    for (std::size_t i = 0; i < 12; ++i) gradient += a(i, j) * residual[i];
    EXPECT_NEAR(gradient, 0.0, 1e-12);
  }
}

TEST(LeastSquares, TakesTheShortestOfManySolutions) {
  DynamicMatrix a(2, 3);  // both rows say x + y = 2
  a(0, 0) = a(0, 1) = a(1, 0) = a(1, 1) = 1.0;
  const std::vector<double> x = solve_least_squares(a, {2, 2});
  EXPECT_NEAR(x[0], 1.0, 1e-14);
  EXPECT_NEAR(x[1], 1.0, 1e-14);
  EXPECT_NEAR(x[2], 0.0, 1e-14);
}

TEST(LeastSquares, NotANumberStaysOne) {
  DynamicMatrix a(2, 1);
  a(0, 0) = std::nan("");
  EXPECT_TRUE(std::isnan(solve_least_squares(a, {1, 1})[0]));
  EXPECT_TRUE(solve_least_squares(DynamicMatrix(0, 0), {}).empty());
  EXPECT_EQ(solve_least_squares(DynamicMatrix(0, 2), {}), (std::vector<double>{0, 0}));
}

TEST(Eigen, RebuildsTheMatrix) {
  Random random(3, "eigen");
  const DynamicMatrix a = random_spd(random, 6);
  const SymmetricEigen e = eigen_symmetric(a);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_TRUE(i == 0 || e.values[i] >= e.values[i - 1]);
    double largest = 0.0;
    for (std::size_t j = 0; j < 6; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < 6; ++k) sum += e.vectors(i, k) * e.values[k] * e.vectors(j, k);
      EXPECT_NEAR(sum, a(i, j), 1e-12);
      if (std::abs(e.vectors(j, i)) > std::abs(largest)) largest = e.vectors(j, i);
    }
    EXPECT_GT(largest, 0.0) << "the sign of an eigenvector is fixed";
  }
}

TEST(Eigen, TellsPositiveSemidefinite) {
  DynamicMatrix a(2, 2);
  EXPECT_TRUE(is_positive_semidefinite(a));
  a(0, 0) = a(1, 1) = a(0, 1) = a(1, 0) = 1.0;
  EXPECT_TRUE(is_positive_semidefinite(a));
  a(0, 1) = a(1, 0) = 1.001;
  EXPECT_FALSE(is_positive_semidefinite(a));
  EXPECT_TRUE(is_positive_semidefinite(a, 0.01));
  a(0, 0) = std::nan("");
  EXPECT_FALSE(is_positive_semidefinite(a));
  DynamicMatrix negative(1, 1);
  negative(0, 0) = -1.0;
  EXPECT_FALSE(is_positive_semidefinite(negative));
}

TEST(LogGamma, AgreesWithFactorialsAndHalves) {
  double factorial = 1.0;
  for (int n = 1; n <= 100; ++n) {
    EXPECT_NEAR(log_gamma(n), std::log(factorial), 1e-14 * std::max(1.0, std::log(factorial))) << n;
    factorial *= n;
  }
  EXPECT_NEAR(log_gamma(0.5), 0.5 * std::log(kPi), 1e-14);
  for (double x = 0.01; x < 1e6; x *= 1.7)
    EXPECT_NEAR(log_gamma(x), std::lgamma(x), 1e-13 * std::max(1.0, std::abs(std::lgamma(x))));
}

TEST(ChiSquared, AgreesWithPublishedTables) {
  // Abramowitz & Stegun, table 26.8
  EXPECT_NEAR(chi_squared_quantile(0.95, 1), 3.84146, 1e-5);
  EXPECT_NEAR(chi_squared_quantile(0.99, 2), 9.21034, 1e-5);
  EXPECT_NEAR(chi_squared_quantile(0.99, 3), 11.3449, 1e-4);
  EXPECT_NEAR(chi_squared_quantile(0.95, 6), 12.5916, 1e-4);
  EXPECT_NEAR(chi_squared_quantile(0.995, 10), 25.1882, 1e-4);
  EXPECT_NEAR(chi_squared_quantile(0.999, 30), 59.703, 1e-3);
  EXPECT_NEAR(chi_squared_quantile(0.005, 30), 13.7867, 1e-4);
}

TEST(ChiSquared, HasClosedFormsForOneTwoAndFour) {
  for (double x = 1e-3; x < 60.0; x *= 1.3) {
    EXPECT_NEAR(chi_squared_cdf(x, 1), std::erf(std::sqrt(x / 2)), 1e-14);
    EXPECT_NEAR(chi_squared_cdf(x, 2), -std::expm1(-x / 2), 1e-14);
    EXPECT_NEAR(chi_squared_cdf(x, 4), 1.0 - std::exp(-x / 2) * (1.0 + x / 2), 1e-14);
  }
}

TEST(ChiSquared, QuantileInvertsTheDistribution) {
  for (int dof = 1; dof <= 30; ++dof) {
    for (const double p : {1e-6, 0.01, 0.5, 0.9, 0.999999}) {
      EXPECT_NEAR(chi_squared_cdf(chi_squared_quantile(p, dof), dof), p, 1e-13) << dof;
    }
  }
  EXPECT_EQ(chi_squared_quantile(0.0, 3), 0.0);
  EXPECT_EQ(chi_squared_cdf(0.0, 3), 0.0);
  EXPECT_EQ(chi_squared_cdf(-1.0, 3), 0.0);
  EXPECT_EQ(chi_squared_cdf(1e300, 3), 1.0);
  EXPECT_TRUE(std::isnan(chi_squared_cdf(std::nan(""), 3)));
}

}  // namespace
}  // namespace tocsin
