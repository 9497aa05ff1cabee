#pragma once

#include <span>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::earth {

/// One pair of fully normalised coefficients of a published gravity field.
struct HarmonicCoefficient {
  int degree = 0;
  int order = 0;
  double c = 0.0;
  double s = 0.0;
};

/// Gravitation by spherical harmonics of any degree and order up to 60: what the zonal terms of gravity.hpp leave out
/// is 30 to 60 m of an impact after half an hour. Costs some ten times as much at degree 20. Immutable; threads may
/// share it. Recursions of Cunningham (Celestial Mechanics 2, 1970) as in Montenbruck & Gill, Satellite Orbits,
/// section 3.2.
class GravityField {
 public:
  static constexpr int kMaxDegree = 60;

  struct Constants {
    double mu_m3_s2 = 3.986004415e14;  ///< of EGM96 and EGM2008
    double radius_m = 6378136.3;
  };

  /// Coefficients of degree 2 to `degree` (others are passed over; missing ones are zero). Errors: degree not in 2 …
  /// 60, order above degree, not finite, a pair given twice, nothing of degree 2, a C20 that is not an Earth's.
  [[nodiscard]] static Result<GravityField> from(std::span<const HarmonicCoefficient> coefficients, int degree,
                                                 const Constants& constants);
  [[nodiscard]] static Result<GravityField> from(std::span<const HarmonicCoefficient> coefficients, int degree) {
    return from(coefficients, degree, Constants{});
  }

  /// Recursion and weights of one solid harmonic V, W of degree N and order m. By order, within it by degree from N = m
  /// on, where the recursion begins anew: V(N) = along z V(N-1) - back rho V(N-2), and the same for W, with z = R z /
  /// r² and rho = R² / r²; an acceleration is the sum of `x_v V + x_w W` and so on, times mu / R².
  struct Term {
    double along = 0.0, back = 0.0;
    double x_v = 0.0, x_w = 0.0;
    double y_v = 0.0, y_w = 0.0;
    double z_v = 0.0, z_w = 0.0;
  };
  /// Orders 0 to degree + 1, degrees to degree + 1.
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }
  [[nodiscard]] const Constants& constants() const { return constants_; }

  [[nodiscard]] int degree() const { return degree_; }
  /// m/s², without centrifugal force. Precondition: |place| > 1 km.
  [[nodiscard]] Vec3 acceleration(const Position<Itrf>& place) const;
  /// Positive, m²/s²: for energy checks.
  [[nodiscard]] double potential(const Position<Itrf>& place) const;

 private:
  struct Pair {
    double c = 0.0;
    double s = 0.0;
  };
  [[nodiscard]] static std::size_t at(int n, int m) { return static_cast<std::size_t>(n * (n + 1) / 2 + m); }

  void make_terms();

  int degree_ = 0;
  Constants constants_;
  std::vector<Pair> pairs_;  ///< unnormalised, by degree and order from (0, 0)
  std::vector<Term> terms_;
};

}  // namespace tocsin::earth
