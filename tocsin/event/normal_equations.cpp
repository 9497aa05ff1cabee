#include "tocsin/event/normal_equations.hpp"

#include <cmath>
#include <utility>

namespace tocsin::event {

void NormalEquations::add(const std::vector<double>& row, double r, double weight) {
  for (std::size_t i = 0; i < n_; ++i) {
    const double wi = weight * row[i];
    if (wi == 0.0) continue;
    g_[i] += wi * r;
    for (std::size_t j = 0; j <= i; ++j) h_[i * n_ + j] += wi * row[j];
  }
}

void NormalEquations::add_prior(std::size_t i, double offset_sigmas, double sigma) {
  h_[i * n_ + i] += 1.0 / (sigma * sigma);
  g_[i] += offset_sigmas / sigma;
}

std::optional<std::vector<double>> NormalEquations::factor(std::vector<double> a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i != j) {
        a[i * n + j] = sum / a[j * n + j];
      } else if (sum > 0.0 && std::isfinite(sum)) {
        a[i * n + i] = std::sqrt(sum);
      } else {
        return std::nullopt;
      }
    }
  }
  return a;
}

std::optional<std::vector<double>> NormalEquations::step(double damping) const {
  std::vector<double> damped = h_;
  for (std::size_t i = 0; i < n_; ++i) damped[i * n_ + i] *= 1.0 + damping;
  const auto l = factor(std::move(damped), n_);
  if (!l) return std::nullopt;
  std::vector<double> x = g_;
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= (*l)[i * n_ + k] * x[k];
    x[i] /= (*l)[i * n_ + i];
  }
  for (std::size_t i = n_; i-- > 0;) {
    for (std::size_t k = i + 1; k < n_; ++k) x[i] -= (*l)[k * n_ + i] * x[k];
    x[i] /= (*l)[i * n_ + i];
  }
  return x;
}

std::optional<double> NormalEquations::log_determinant() const {
  const auto l = factor(h_, n_);
  if (!l) return std::nullopt;
  double sum = 0.0;
  for (std::size_t i = 0; i < n_; ++i) sum += 2.0 * std::log((*l)[i * n_ + i]);
  return sum;
}

std::optional<std::vector<double>> NormalEquations::inverse() const {
  const auto l = factor(h_, n_);
  if (!l) return std::nullopt;
  // Rows of L⁻¹, then H⁻¹ = L⁻ᵀ L⁻¹.
  std::vector<double> m(n_ * n_, 0.0);
  for (std::size_t i = 0; i < n_; ++i) {
    m[i * n_ + i] = 1.0 / (*l)[i * n_ + i];
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0.0;
      for (std::size_t k = j; k < i; ++k) sum -= (*l)[i * n_ + k] * m[k * n_ + j];
      m[i * n_ + j] = sum / (*l)[i * n_ + i];
    }
  }
  std::vector<double> inverse(n_ * n_, 0.0);
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0.0;
      for (std::size_t k = i; k < n_; ++k) sum += m[k * n_ + i] * m[k * n_ + j];
      inverse[i * n_ + j] = sum;
      inverse[j * n_ + i] = sum;
    }
  }
  return inverse;
}

}  // namespace tocsin::event
