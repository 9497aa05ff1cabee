#include "tocsin/track/information.hpp"

#include <cmath>
#include <limits>

#include "tocsin/track/small_matrix.hpp"

namespace tocsin::track {
namespace {

constexpr std::size_t kSize = 6;

/// Nothing where the matrix is not positive definite.
std::optional<StateMatrix<6>> inverse(const StateMatrix<6>& a) {
  StateMatrix<6> l{};
  if (!factorise<6>(a, l)) return std::nullopt;
  StateMatrix<6> m{};  // L⁻¹
  for (std::size_t r = 0; r < kSize; ++r) {
    m[kSize * r + r] = l[kSize * r + r];
    for (std::size_t c = 0; c < r; ++c) {
      double s = 0.0;
      for (std::size_t k = c; k < r; ++k) s -= l[kSize * r + k] * m[kSize * k + c];
      m[kSize * r + c] = s * l[kSize * r + r];
    }
  }
  StateMatrix<6> out{};
  for (std::size_t r = 0; r < kSize; ++r) {
    for (std::size_t c = 0; c <= r; ++c) {
      double s = 0.0;
      for (std::size_t k = r; k < kSize; ++k) s += m[kSize * k + r] * m[kSize * k + c];
      out[kSize * r + c] = out[kSize * c + r] = s;
    }
  }
  return out;
}

}  // namespace

std::optional<Moments> moments(const Information& known) {
  const auto covariance = inverse(known.j);
  if (!covariance) return std::nullopt;
  return Moments{product(*covariance, known.g), *covariance};
}

std::optional<Information> information(const Moments& moments) {
  const auto j = inverse(moments.covariance);
  if (!j) return std::nullopt;
  return Information{*j, product(*j, moments.mean)};
}

double log_integral(const Information& known) {
  StateMatrix<6> l{};
  if (!factorise<6>(known.j, l)) return -std::numeric_limits<double>::infinity();
  const auto seen = whitened<6>(l, known.g);
  return 0.5 * seen.squared + std::log(seen.reciprocals);
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
