#include "tocsin/track/information.hpp"

#include <cmath>
#include <limits>

#include "tocsin/track/small_matrix.hpp"

namespace tocsin::track {
namespace {

constexpr std::size_t kSize = 6;

}  // namespace

std::optional<Moments> moments(const Information& known) {
  Moments out;
  if (!invert<kSize>(known.j, out.covariance)) return std::nullopt;
  out.mean = product(out.covariance, known.g);
  return out;
}

std::optional<Information> information(const Moments& moments) {
  Information out;
  if (!invert<kSize>(moments.covariance, out.j)) return std::nullopt;
  out.g = product(out.j, moments.mean);
  return out;
}

double log_integral(const Information& known) {
  StateMatrix<6> l{};
  if (!decompose<kSize>(known.j, l)) return -std::numeric_limits<double>::infinity();
  StateVector<6> w{};  // L⁻¹g
  double squared = 0.0;
  double determinant = 1.0;  // of J⁻¹
  for (std::size_t i = 0; i < kSize; ++i) {
    w[i] = known.g[i];
    for (std::size_t j = 0; j < i; ++j) w[i] -= l[kSize * i + j] * w[j];
    squared += w[i] * w[i] * l[(kSize + 1) * i];
    determinant *= l[(kSize + 1) * i];
  }
  return 0.5 * (squared + std::log(determinant));
}

StateMatrix<6> identity_matrix() {
  StateMatrix<6> out{};
  for (std::size_t i = 0; i < kSize; ++i) out[(kSize + 1) * i] = 1.0;
  return out;
}

StateMatrix<6> product(const StateMatrix<6>& a, const StateMatrix<6>& b) {
  StateMatrix<6> out{};
  multiply<6, 6, 6>(a.data(), b.data(), out.data());
  return out;
}

StateVector<6> product(const StateMatrix<6>& a, const StateVector<6>& x) {
  StateVector<6> out{};
  for (std::size_t r = 0; r < kSize; ++r) {
    for (std::size_t c = 0; c < kSize; ++c) out[r] += a[kSize * r + c] * x[c];
  }
  return out;
}

StateMatrix<6> congruence(const StateMatrix<6>& t, const StateMatrix<6>& p) {
  const StateMatrix<6> tp = product(t, p);
  StateMatrix<6> out{};
  multiply_symmetric<6, 6>(tp.data(), t.data(), out.data());
  return out;
}

}  // namespace tocsin::track
