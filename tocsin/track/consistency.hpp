#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "tocsin/base/describe.hpp"

namespace tocsin::track {

/// Sum of the newest innovations of one series, each in units of its stated covariance, older ones counting less.
struct InnovationTrail {
  std::array<double, 6> sums{};

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sums", self.sums, "of the newest innovations, in sigmas, older ones counting less");
  }
};

/// Whether innovations are what they are stated to be: of the stated size, and each independent of those before it. If
/// so the filter is consistent (Mehra, IEEE Trans. Automatic Control 15 (1970), 175; Bar-Shalom, Li & Kirubarajan,
/// Estimation with Applications to Tracking and Navigation, section 5.4). If not, its covariance is too small by about
///
///   (mean squared innovation) · (1 + 2 · sum of the autocorrelations):
///
/// the first as in the learning of an unknown common factor of all variances (West & Harrison, Bayesian Forecasting and
/// Dynamic Models, 2nd ed., section 4.5), the second that of the mean of correlated errors. Both count only as far as
/// they are beyond their own chance, so of what is stated rightly the factor is 1. Constant errors that the estimate
/// follows are in no innovation.
class Consistency {
 public:
  /// Innovations of one update, normalised (L⁻¹ν with LLᵀ their covariance), of the series whose trail this is.
  void add(std::span<const double> whitened, InnovationTrail& trail);
  /// By which covariances are too small, at least 1.
  [[nodiscard]] double factor() const;
  /// The same by one innovation alone: its squared length, and of how many numbers (Birge, Physical Review 40 (1932),
  /// 207).
  [[nodiscard]] static double factor_of(double squared, int size);
  [[nodiscard]] bool is_sound() const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("count", self.count_, "of normalised innovations, counted up to a bound");
    v.field("squares", self.squares_, "sum of their squares");
    v.field("products", self.products_, "sum of their products with the trails before them");
  }

 private:
  double count_ = 0.0;
  double squares_ = 0.0;
  double products_ = 0.0;
};

}  // namespace tocsin::track
