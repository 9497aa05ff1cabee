#pragma once

#include <algorithm>
#include <cmath>
#include <complex>

namespace tocsin::sense {

/// Probability of detection by another way than the library's: the characteristic function of the detector's sum,
/// inverted along a parabola through the saddle point in 64-bit mantissas. No incomplete gamma function, no series.
/// Helstrom, Computing the generalized Marcum Q-function, IEEE Trans. IT-38 (1992). `shape` is that of the gamma-
/// distributed power: 1, N, 2, 2N for cases 1 to 4; 0 for a steady target.
class DetectionOracle {
 public:
  using Real = long double;
  using Complex = std::complex<Real>;

  DetectionOracle(int swerling, Real snr, Real threshold, int pulses) : t_(threshold), n_(pulses), total_(snr * n_) {
    const Real shapes[] = {0.0L, 1.0L, n_, 2.0L, 2.0L * n_};
    shape_ = shapes[swerling];
    gain_ = shape_ > 0.0L ? 1.0L + total_ / shape_ : 1.0L;
  }

  [[nodiscard]] Real detection() const { return t_ > n_ + total_ ? integral(-1.0L) : 1.0L - integral(1.0L); }

 private:
  /// Logarithm of E exp(−s z) exp(s t) / s, up to the sign of s.
  [[nodiscard]] Complex exponent(Complex s, Real side) const {
    const Complex one = 1.0L + s;
    const Complex own = shape_ > 0.0L ? (shape_ - n_) * std::log(one) - shape_ * std::log(1.0L + gain_ * s)
                                      : -n_ * std::log(one) - total_ * s / one;
    return own + s * t_ - std::log(side * s);
  }
  [[nodiscard]] Real slope(Real s) const {
    const Real own = shape_ > 0.0L ? (shape_ - n_) / (1.0L + s) - shape_ * gain_ / (1.0L + gain_ * s)
                                   : -n_ / (1.0L + s) - total_ / ((1.0L + s) * (1.0L + s));
    return own + t_ - 1.0L / s;
  }

  /// Probability below (`side` 1) or above (−1) the threshold.
  [[nodiscard]] Real integral(Real side) const {
    Real low = side > 0.0L ? 0.0L : -1.0L / gain_;
    Real high = side > 0.0L ? 1.0L : 0.0L;
    while (side > 0.0L && slope(high) < 0.0L) high *= 2.0L;
    for (int i = 0; i < 80; ++i) {
      const Real middle = 0.5L * (low + high);
      (slope(middle) < 0.0L ? low : high) = middle;
    }
    const Real c = 0.5L * (low + high);
    const Real bend = 0.25L / (1.0L + c);
    const Real top = exponent(c, side).real();
    const Real near = std::min(std::abs(c), c + 1.0L / gain_);
    const Real curvature = (slope(c + 1e-6L * near) - slope(c - 1e-6L * near)) / (2e-6L * near);
    const Real h = std::min(near, 1.0L / std::sqrt(curvature)) / 8.0L;
    Real sum = 0.5L;
    for (int i = 1; i < 1'000'000; ++i) {
      const Real y = h * i;
      const Complex value = std::exp(exponent({c - bend * y * y, y}, side) - top);
      sum += (value * Complex(1.0L, 2.0L * bend * y)).real();
      if (std::abs(value) < 1e-24L) break;
    }
    return std::exp(top) * sum * h / 3.14159265358979323846264338327950288L;
  }

  Real t_;
  Real n_;
  Real total_;
  Real shape_ = 0.0L;
  Real gain_ = 1.0L;
};

}  // namespace tocsin::sense
