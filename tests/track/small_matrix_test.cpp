#include "tocsin/track/small_matrix.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"

namespace tocsin::track::test {
namespace {

/// Products of small matrices against their sums, symmetric by construction: m·(w·mᵀ)ᵀ with w diagonal.
template <int R, int K>
void expect_symmetric_product() {
  Random random(R, "matrices");
  std::array<double, static_cast<std::size_t>(R) * K> m{};
  std::array<double, static_cast<std::size_t>(R) * K> weighted{};
  for (std::size_t i = 0; i < m.size(); ++i) {
    m[i] = random.normal();
    weighted[i] = m[i] * (1.0 + static_cast<double>(i % K));
  }
  std::array<double, static_cast<std::size_t>(R) * R> product{};
  multiply_symmetric<R, K>(weighted.data(), m.data(), product.data());
  for (std::size_t i = 0; i < R; ++i) {
    for (std::size_t j = 0; j < R; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < K; ++k) sum += weighted[K * i + k] * m[K * j + k];
      EXPECT_NEAR(product[R * i + j], sum, 1e-12) << R << " " << K << ": " << i << " " << j;
      EXPECT_EQ(product[R * i + j], product[R * j + i]);
    }
  }
}

TEST(SmallMatrices, HaveSymmetricProductsOfEverySize) {
  expect_symmetric_product<2, 6>();
  expect_symmetric_product<3, 3>();
  expect_symmetric_product<4, 9>();
  expect_symmetric_product<6, 6>();
  expect_symmetric_product<9, 9>();
}

/// A positive definite matrix whose numbers differ by orders of magnitude, as places and velocities do.
template <std::size_t M>
std::array<double, M * M> spread(Random& random) {
  std::array<double, M * M> factor{};
  for (std::size_t r = 0; r < M; ++r) {
    for (std::size_t k = 0; k < M; ++k) factor[M * r + k] = (r < M / 2 ? 1e3 : 1.0) * random.normal();
  }
  std::array<double, M * M> out{};
  multiply_symmetric<M, M>(factor.data(), factor.data(), out.data());
  return out;
}

template <std::size_t M>
void expect_inverse() {
  Random random(M, "inverse");
  for (int run = 0; run < 50; ++run) {
    const std::array<double, M* M> a = spread<M>(random);
    std::array<double, M * M> inverse{};
    double determinant = 0.0;
    ASSERT_TRUE(invert<M>(a, inverse, &determinant));
    std::array<double, M * M> back{};
    double of_back = 0.0;
    ASSERT_TRUE(invert<M>(inverse, back, &of_back));
    EXPECT_NEAR(determinant * of_back, 1.0, 1e-6);
    std::array<double, M * M> unit{};
    multiply<M, M, M>(a.data(), inverse.data(), unit.data());
    for (std::size_t r = 0; r < M; ++r) {
      for (std::size_t c = 0; c < M; ++c) {
        const double scale = std::sqrt(a[(M + 1) * r] * inverse[(M + 1) * c]);
        EXPECT_NEAR(unit[M * r + c], r == c ? 1.0 : 0.0, 1e-8 * scale) << run;
      }
    }
  }
}

TEST(SmallMatrices, HaveInverses) {
  expect_inverse<3>();
  expect_inverse<4>();
  expect_inverse<6>();
}

TEST(SmallMatrices, HaveNoInverseWhereTheyAreNotPositiveDefinite) {
  std::array<double, 9> out{};
  EXPECT_FALSE(invert<3>({1.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 1.0}, out));
  EXPECT_FALSE(invert<3>({1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0}, out));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(invert<3>({1.0, 0.0, 0.0, 0.0, nan, 0.0, 0.0, 0.0, 1.0}, out));
}

}  // namespace
}  // namespace tocsin::track::test
