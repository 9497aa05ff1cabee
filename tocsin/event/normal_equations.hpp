#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace tocsin::event {

/// Sum of weighted rows JᵀWJ and JᵀWr of a least-squares problem, with what a fit asks of it. Sizes of some tens.
class NormalEquations {
 public:
  explicit NormalEquations(std::size_t n) : n_(n), h_(n * n, 0.0), g_(n, 0.0) {}

  [[nodiscard]] std::size_t size() const { return n_; }
  /// Adds one residual `r` (measured minus predicted) with derivative `row` of the prediction, in units of its sigma.
  void add(const std::vector<double>& row, double r, double weight);
  /// Adds the prior of one parameter: `offset` sigmas (prior mean minus value, over sigma).
  void add_prior(std::size_t i, double offset_sigmas, double sigma);

  /// Step of Levenberg and Marquardt: (H + damping·diag H) x = g; nothing if that is not positive definite.
  [[nodiscard]] std::optional<std::vector<double>> step(double damping) const;
  /// g: minus the derivative of half the sum of squares.
  [[nodiscard]] const std::vector<double>& gradient() const { return g_; }
  /// ln det H; nothing if H is not positive definite.
  [[nodiscard]] std::optional<double> log_determinant() const;
  /// H⁻¹ by rows; nothing if H is not positive definite.
  [[nodiscard]] std::optional<std::vector<double>> inverse() const;

 private:
  /// Lower factor L of A = LLᵀ by rows.
  [[nodiscard]] static std::optional<std::vector<double>> factor(std::vector<double> a, std::size_t n);
  std::size_t n_;
  std::vector<double> h_;  ///< lower triangle by rows, full storage
  std::vector<double> g_;
};

}  // namespace tocsin::event
