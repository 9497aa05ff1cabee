#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "tocsin/base/result.hpp"
#include "tocsin/motion/dormand_prince.hpp"

namespace tocsin::motion {

template <std::size_t N>
using StateVector = std::array<double, N>;

/// Solution inside one step, between its ends: 7th order, continuously differentiable from step to step.
template <std::size_t N>
struct DenseStep {
  double begin = 0.0;
  double length = 0.0;  ///< negative when going backwards
  std::array<StateVector<N>, 8> c{};

  [[nodiscard]] double end() const { return begin + length; }
  [[nodiscard]] StateVector<N> at(double t) const {
    const double s = (t - begin) / length;
    const double r = 1.0 - s;
    StateVector<N> y;
    for (std::size_t i = 0; i < N; ++i) {
      y[i] =
          c[0][i] +
          s * (c[1][i] + r * (c[2][i] + s * (c[3][i] + r * (c[4][i] + s * (c[5][i] + r * (c[6][i] + s * c[7][i]))))));
    }
    return y;
  }
};

struct StepLimits {
  double max_step = 0.0;  ///< seconds; 0: no limit
  /// Length of the first step, positive; 0: chosen from the derivatives (Hairer, Nørsett, Wanner, section II.4).
  double first_step = 0.0;
  int max_steps = 100000;  ///< accepted and refused together
};

/// Adaptive Runge–Kutta integration of order 8 (Dormand–Prince 8(5,3)) of y' = f(t, y), one step at a time.
///
/// `Derivative` is called as f(t, y, dy). Only the first `Controlled` components enter the error control, each with its
/// own absolute tolerance; further ones (variational equations) ride along. Forwards or backwards in time.
template <std::size_t N, std::size_t Controlled, class Derivative>
class Integrator {
 public:
  Integrator(Derivative derivative, double t, const StateVector<N>& y, const StateVector<Controlled>& tolerance,
             const StepLimits& limits = {})
      : f_(std::move(derivative)), t_(t), y_(y), tolerance_(tolerance), limits_(limits), next_(limits.first_step) {
    f_(t_, y_, k_[0]);
  }

  [[nodiscard]] double t() const { return t_; }
  [[nodiscard]] const StateVector<N>& y() const { return y_; }
  [[nodiscard]] const StateVector<N>& derivative() const { return need_shift_ ? k_[12] : k_[0]; }
  [[nodiscard]] int steps() const { return steps_; }
  /// Begin and state of the last step made.
  [[nodiscard]] double last_t() const { return last_t_; }
  [[nodiscard]] const StateVector<N>& last_y() const { return last_y_; }

  /// Goes one step towards `t_end`, which is met exactly when it is near enough.
  /// Errors: the solution is no longer finite, or the steps get too short or too many.
  [[nodiscard]] Status step(double t_end) {
    if (need_shift_) shift();
    const double rest = std::abs(t_end - t_);
    if (rest == 0.0) return {};
    if (next_ == 0.0) next_ = first_step(t_end);
    const double direction = t_end >= t_ ? 1.0 : -1.0;
    bool refused = false;
    for (;;) {
      if (++steps_ > limits_.max_steps) return fail("integration: too many steps");
      double h = limits_.max_step > 0.0 ? std::min(next_, limits_.max_step) : next_;
      if (2.0 * h > rest) h = h > 0.999 * rest ? rest : 0.5 * rest;  // meets the end without a tiny last step
      const double error = attempt(direction * h);
      if (error <= 1.0) {
        const double next = h * std::min(error > 0.0 ? 0.9 * std::pow(error, -0.125) : 6.0, refused ? 1.0 : 6.0);
        next_ = h < next_ ? std::max(next, next_) : next;  // a step cut short says nothing against a longer one
        accept(h == rest ? t_end : t_ + direction * h);
        return {};
      }
      refused = true;
      next_ = h * (std::isfinite(error) ? std::max(0.9 * std::pow(error, -0.125), 1.0 / 3.0) : 0.1);
      if (t_ + 0.01 * next_ == t_) return fail("integration: the steps get too short");
    }
  }

  /// Dense output of the controlled components over the last step: three more derivatives. Precondition: a step was
  /// made.
  [[nodiscard]] DenseStep<Controlled> dense() {
    namespace dp = dormand_prince;
    const double h = length_;
    combine<dp::kA14>(last_y_, h, scratch_);
    f_(last_t_ + dp::kC14 * h, scratch_, k_[13]);
    combine<dp::kA15>(last_y_, h, scratch_);
    f_(last_t_ + dp::kC15 * h, scratch_, k_[14]);
    combine<dp::kA16>(last_y_, h, scratch_);
    f_(last_t_ + dp::kC16 * h, scratch_, k_[15]);
    DenseStep<Controlled> out;
    out.begin = last_t_;
    out.length = h;
    constexpr auto kTerms = std::make_index_sequence<12>{};
    for (std::size_t i = 0; i < Controlled; ++i) {
      const double rise = y_[i] - last_y_[i];
      const double start = h * k_[0][i] - rise;
      out.c[0][i] = last_y_[i];
      out.c[1][i] = rise;
      out.c[2][i] = start;
      out.c[3][i] = rise - h * k_[12][i] - start;
      out.c[4][i] = h * sum_at<dp::kD4>(i, kTerms);
      out.c[5][i] = h * sum_at<dp::kD5>(i, kTerms);
      out.c[6][i] = h * sum_at<dp::kD6>(i, kTerms);
      out.c[7][i] = h * sum_at<dp::kD7>(i, kTerms);
    }
    return out;
  }

  /// State at a moment inside the last step, by a step of its own from the beginning of that step: as exact as the
  /// steps themselves; as often as needed. Does not change where the integration stands, but the dense output is lost.
  [[nodiscard]] StateVector<N> restep(double t) {
    const StateVector<N> y_end = y_;
    const double t_end = t_;
    t_ = last_t_;
    y_ = last_y_;
    static_cast<void>(attempt(t - last_t_));
    t_ = t_end;
    y_ = y_end;
    return y_new_;
  }

 private:
  template <const auto& R, std::size_t... J>
  void combine_terms(const StateVector<N>& y, double h, StateVector<N>& out, std::index_sequence<J...>) const {
    for (std::size_t i = 0; i < N; ++i) out[i] = y[i] + h * ((R.weight[J] * k_[R.stage[J]][i]) + ...);
  }
  template <const auto& R>
  void combine(const StateVector<N>& y, double h, StateVector<N>& out) const {
    combine_terms<R>(y, h, out, std::make_index_sequence<R.stage.size()>{});
  }
  template <const auto& R, std::size_t... J>
  [[nodiscard]] double sum_at(std::size_t i, std::index_sequence<J...>) const {
    return ((R.weight[J] * k_[R.stage[J]][i]) + ...);
  }

  // All stages of a step of length h from (t_, y_); the error in units of the tolerance.
  double attempt(double h) {
    namespace dp = dormand_prince;
    stage<dp::kA2>(dp::kC2, h, 1);
    stage<dp::kA3>(dp::kC3, h, 2);
    stage<dp::kA4>(dp::kC4, h, 3);
    stage<dp::kA5>(dp::kC5, h, 4);
    stage<dp::kA6>(dp::kC6, h, 5);
    stage<dp::kA7>(dp::kC7, h, 6);
    stage<dp::kA8>(dp::kC8, h, 7);
    stage<dp::kA9>(dp::kC9, h, 8);
    stage<dp::kA10>(dp::kC10, h, 9);
    stage<dp::kA11>(dp::kC11, h, 10);
    stage<dp::kA12>(1.0, h, 11);
    combine<dp::kB>(y_, h, y_new_);
    double five = 0.0;
    double three = 0.0;
    constexpr auto kTerms = std::make_index_sequence<8>{};
    for (std::size_t i = 0; i < Controlled; ++i) {
      const double e5 = sum_at<dp::kError5>(i, kTerms) / tolerance_[i];
      const double e3 = sum_at<dp::kError3>(i, kTerms) / tolerance_[i];
      five += e5 * e5;
      three += e3 * e3;
    }
    const double deno = five + 0.01 * three;
    return deno > 0.0 ? std::abs(h) * five / std::sqrt(deno * static_cast<double>(Controlled))
                      : (deno == 0.0 ? 0.0 : deno);
  }

  template <const auto& R>
  void stage(double c, double h, std::size_t k) {
    combine<R>(y_, h, scratch_);
    f_(t_ + c * h, scratch_, k_[k]);
  }

  void accept(double t_new) {
    last_t_ = t_;
    last_y_ = y_;
    length_ = t_new - t_;
    t_ = t_new;
    y_ = y_new_;
    f_(t_, y_, k_[12]);
    need_shift_ = true;
  }

  // The derivative at the end of a step is the first of the next; kept apart until then for the dense output.
  void shift() {
    k_[0] = k_[12];
    need_shift_ = false;
  }

  [[nodiscard]] double first_step(double t_end) {
    double d0 = 0.0;
    double d1 = 0.0;
    for (std::size_t i = 0; i < Controlled; ++i) {
      d0 += (y_[i] / tolerance_[i]) * (y_[i] / tolerance_[i]);
      d1 += (k_[0][i] / tolerance_[i]) * (k_[0][i] / tolerance_[i]);
    }
    const double span = std::abs(t_end - t_);
    double h = d0 > 0.0 && d1 > 0.0 ? 1e-4 * std::sqrt(d0 / d1) : 1e-6;
    h = std::min(h, span) * (t_end >= t_ ? 1.0 : -1.0);
    for (std::size_t i = 0; i < N; ++i) scratch_[i] = y_[i] + h * k_[0][i];
    f_(t_ + h, scratch_, k_[1]);
    double d2 = 0.0;
    for (std::size_t i = 0; i < Controlled; ++i) {
      const double d = (k_[1][i] - k_[0][i]) / tolerance_[i];
      d2 += d * d;
    }
    const double steep = std::max(std::sqrt(d2) / std::abs(h), std::sqrt(d1));
    const double h1 = steep > 0.0 ? std::pow(0.01 / steep, 0.125) : span;
    return std::max(std::min({100.0 * std::abs(h), h1, span}), 1e-9);
  }

  Derivative f_;
  double t_;
  StateVector<N> y_;
  StateVector<Controlled> tolerance_;
  StepLimits limits_;
  double next_;
  double last_t_ = 0.0;
  double length_ = 0.0;
  StateVector<N> last_y_{};
  StateVector<N> y_new_{};
  StateVector<N> scratch_{};
  std::array<StateVector<N>, 16> k_{};
  int steps_ = 0;
  bool need_shift_ = false;
};

/// Which way an event function has to cross zero.
enum class Crossing { rising, falling, any };

[[nodiscard]] inline bool crosses(double before, double after, Crossing direction) {
  const bool up = before < 0.0 && after >= 0.0;
  const bool down = before > 0.0 && after <= 0.0;
  return direction == Crossing::rising ? up : (direction == Crossing::falling ? down : up || down);
}

/// Root of g between a and b where it changes its sign (ga = g(a), gb = g(b)), to `tolerance` in the argument.
/// Ridders' rule, which never leaves the bracket: IEEE Trans. Circuits Syst. 26 (1979).
template <class G>
[[nodiscard]] double root_between(G&& g, double a, double ga, double b, double gb, double tolerance) {
  if (ga == 0.0) return a;
  if (gb == 0.0) return b;
  double last = a;
  for (int i = 0; i < 100 && std::abs(b - a) > tolerance; ++i) {
    const double m = 0.5 * (a + b);
    const double gm = g(m);
    if (gm == 0.0) return m;
    const double s = std::sqrt(gm * gm - ga * gb);
    const double x = m + (m - a) * ((ga >= gb ? 1.0 : -1.0) * gm / s);
    const double gx = g(x);
    if (gx == 0.0 || std::abs(x - last) < 0.1 * tolerance) return x;
    last = x;
    if (std::signbit(gm) != std::signbit(gx)) {
      a = m, ga = gm, b = x, gb = gx;
    } else if (std::signbit(ga) != std::signbit(gx)) {
      b = x, gb = gx;
    } else {
      a = x, ga = gx;
    }
  }
  return std::abs(ga) < std::abs(gb) ? a : b;
}

/// First moment inside a step at which g(t, y) crosses zero; `parts` equal parts of the step are looked at, so that two
/// crossings in one step are not missed.
template <std::size_t N, class G>
[[nodiscard]] std::optional<double> first_crossing(const DenseStep<N>& step, G&& g, Crossing direction, int parts = 4,
                                                   double tolerance_s = 1e-9) {
  double t = step.begin;
  double before = g(t, step.at(t));
  for (int i = 1; i <= parts; ++i) {
    const double t_next = i == parts ? step.end() : step.begin + step.length * i / parts;
    const double after = g(t_next, step.at(t_next));
    if (crosses(before, after, direction)) {
      return root_between([&](double x) { return g(x, step.at(x)); }, t, before, t_next, after, tolerance_s);
    }
    t = t_next;
    before = after;
  }
  return std::nullopt;
}

}  // namespace tocsin::motion
