#include "tocsin/track/partner_tracks.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/track/consistency.hpp"
#include "tocsin/track/information.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/small_matrix.hpp"

namespace tocsin::track {
namespace {

constexpr std::size_t kSize = 6;
/// Less information than this share of what was known is that of rounding.
constexpr double kNothing = 1e-9;
/// A report that knows less than this share of what the one before it would know by now.
constexpr double kLeastKept = 0.5;

StateVector<6> difference(const StateVector<6>& a, const StateVector<6>& b) {
  StateVector<6> out{};
  for (std::size_t i = 0; i < kSize; ++i) out[i] = a[i] - b[i];
  return out;
}

/// Information of an estimate about its difference from a reference.
Result<Information> information_of(const Gaussian<6>& estimate, const StateVector<6>& reference, const char* whose) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (!std::isfinite(estimate.mean[i])) {
      return fail_field(std::string(whose) + ".mean", shortest(estimate.mean[i]), "finite numbers");
    }
    for (std::size_t j = 0; j < i; ++j) {
      const double below = estimate.covariance.a[kSize * i + j];
      const double above = estimate.covariance.a[kSize * j + i];
      const double scale =
          std::sqrt(std::abs(estimate.covariance.a[(kSize + 1) * i] * estimate.covariance.a[(kSize + 1) * j]));
      if (!(std::abs(below - above) <= 1e-9 * scale)) {
        return fail_field(std::string(whose) + ".covariance", shortest(below) + " and " + shortest(above),
                          "a symmetric matrix");
      }
    }
  }
  const auto out = information(Moments{difference(estimate.mean, reference), estimate.covariance.a});
  if (!out || !std::isfinite(out->j[0])) {
    return fail_field(std::string(whose) + ".covariance", "no inverse", "a finite positive definite matrix");
  }
  return *out;
}

/// Of a symmetric matrix that has one: P = L Lᵀ.
StateMatrix<6> lower_factor(const StateMatrix<6>& p) {
  StateMatrix<6> l{};
  static_cast<void>(factorise<6>(p, l));
  for (std::size_t i = 0; i < kSize; ++i) l[(kSize + 1) * i] = 1.0 / l[(kSize + 1) * i];
  return l;
}

StateMatrix<6> transposed(const StateMatrix<6>& m) {
  StateMatrix<6> out{};
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = 0; j < kSize; ++j) out[kSize * i + j] = m[kSize * j + i];
  }
  return out;
}

/// x of Lᵀ x = b.
StateVector<6> solved_transposed(const StateMatrix<6>& l, const StateVector<6>& b) {
  StateVector<6> x{};
  for (std::size_t i = kSize; i-- > 0;) {
    double sum = b[i];
    for (std::size_t k = i + 1; k < kSize; ++k) sum -= l[kSize * k + i] * x[k];
    x[i] = sum / l[(kSize + 1) * i];
  }
  return x;
}

/// Estimate of what is known about a difference from a reference.
Result<Gaussian<6>> estimate_of(const Information& known, const StateVector<6>& reference) {
  const auto found = moments(known);
  if (!found) return fail("the fused information is not positive definite");
  Gaussian<6> out;
  for (std::size_t i = 0; i < kSize; ++i) out.mean[i] = reference[i] + found->mean[i];
  out.covariance.a = found->covariance;
  return out;
}

/// `newer` less the information of a covariance P = L Lᵀ about the same reference. In the coordinates in which P is the
/// identity, along the axes of the newer information: what is not above one was not measured.
Result<Information> less(const Information& newer, const StateMatrix<6>& factor) {
  const StateMatrix<6> whitened = congruence(transposed(factor), newer.j);
  const StateVector<6> g = product(transposed(factor), newer.g);
  DynamicMatrix matrix(kSize, kSize);
  std::copy(whitened.begin(), whitened.end(), matrix.a.begin());
  const SymmetricEigen axes = eigen_symmetric(matrix);
  if (!(axes.values.front() >= kLeastKept)) {
    return fail_field("now.covariance", "knows some direction " + shortest(axes.values.front()) + " times as well",
                      "at least half of what the report before it would know");
  }
  Information out;
  for (std::size_t k = 0; k < kSize; ++k) {
    const double gained = axes.values[k] - 1.0;
    if (gained <= kNothing) continue;
    StateVector<6> axis{};
    double along = 0.0;
    for (std::size_t i = 0; i < kSize; ++i) {
      axis[i] = axes.vectors(i, k);
      along += axis[i] * g[i];
    }
    const StateVector<6> direction = solved_transposed(factor, axis);
    for (std::size_t i = 0; i < kSize; ++i) {
      out.g[i] += along * direction[i];
      for (std::size_t j = 0; j < kSize; ++j) out.j[kSize * i + j] += gained * direction[i] * direction[j];
    }
  }
  return out;
}

double measure(const StateMatrix<6>& covariance, Smallest what) {
  if (what == Smallest::position_trace) return covariance[0] + covariance[kSize + 1] + covariance[2 * (kSize + 1)];
  const StateMatrix<6> l = lower_factor(covariance);
  double out = 0.0;  // the logarithm is as good and does not overflow
  for (std::size_t i = 0; i < kSize; ++i) out += std::log(l[(kSize + 1) * i]);
  return out;
}

Information mixed(const Information& a, const Information& b, double weight) {
  Information out;
  add(out, a.j, a.g, weight);
  add(out, b.j, b.g, 1.0 - weight);
  return out;
}

/// Weight in [0, 1] at which the convex measure is smallest.
double best_weight(const Information& a, const Information& b, Smallest what) {
  constexpr double kSection = 0.6180339887498949;
  constexpr double kWidth = 1e-6;
  constexpr double kFlat = 1e-10;
  const auto value = [&](double weight) {
    const auto found = moments(mixed(a, b, weight));
    return found ? measure(found->covariance, what) : HUGE_VAL;
  };
  double low = 0.0;
  double high = 1.0;
  double left = high - kSection * (high - low);
  double right = low + kSection * (high - low);
  double at_left = value(left);
  double at_right = value(right);
  while (high - low > kWidth) {
    if (at_left <= at_right) {
      high = right;
      right = left;
      at_right = at_left;
      left = high - kSection * (high - low);
      at_left = value(left);
    } else {
      low = left;
      left = right;
      at_left = at_right;
      right = low + kSection * (high - low);
      at_right = value(right);
    }
  }
  // the smallest may be one of both estimates; where nothing is gained by more of either, neither is preferred
  double best = 0.5 * (low + high);
  for (const double end : {0.0, 1.0}) {
    if (value(end) < value(best)) best = end;
  }
  const double even = value(0.5);
  return even <= value(best) + kFlat * std::abs(even) ? 0.5 : best;
}

}  // namespace

Result<EquivalentMeasurement> equivalent_measurement(const PartnerReport& first) {
  TOCSIN_TRY(const Information known, information_of(first.estimate, first.estimate.mean, "first"));
  return EquivalentMeasurement{first.time, first.estimate.mean, known};
}

Result<EquivalentMeasurement> equivalent_measurement(const PartnerReport& before, const PartnerReport& now,
                                                     const MotionOptions& options) {
  const double span_s = seconds_between(before.time, now.time);
  if (!(span_s > 0.0 && span_s <= kLongestBetweenReports_s)) {
    return fail_field("now.time", shortest(span_s) + " s after the report before it",
                      "more than 0 and at most " + shortest(kLongestBetweenReports_s));
  }
  CoastState carried = before.estimate;
  if (const auto usable = information_of(carried, carried.mean, "before"); !usable) return fail(usable.error());
  if (!is_sound(carried)) return fail_field("before.mean", "out of bounds", "a place and speed near the Earth");
  predict(carried, span_s, options);
  if (const auto usable = information_of(carried, carried.mean, "before"); !usable) return fail(usable.error());
  TOCSIN_TRY(const Information newer, information_of(now.estimate, carried.mean, "now"));
  TOCSIN_TRY(const Information known, less(newer, lower_factor(carried.covariance.a)));
  return EquivalentMeasurement{now.time, carried.mean, known};
}

Result<Gaussian<6>> fuse(const Gaussian<6>& estimate, const EquivalentMeasurement& measurement) {
  TOCSIN_TRY(Information known, information_of(estimate, measurement.reference, "estimate"));
  add(known, measurement.known.j, measurement.known.g);
  return estimate_of(known, measurement.reference);
}

Result<Innovation> innovation(const Gaussian<6>& estimate, const EquivalentMeasurement& measurement) {
  if (const auto usable = information_of(estimate, estimate.mean, "estimate"); !usable) return fail(usable.error());
  const StateMatrix<6> root = lower_factor(estimate.covariance.a);
  const StateVector<6> apart = difference(estimate.mean, measurement.reference);
  StateVector<6> gradient = measurement.known.g;
  const StateVector<6> there = product(measurement.known.j, apart);
  for (std::size_t i = 0; i < kSize; ++i) gradient[i] -= there[i];
  gradient = product(transposed(root), gradient);
  const StateMatrix<6> whitened = congruence(transposed(root), measurement.known.j);
  DynamicMatrix matrix(kSize, kSize);
  std::copy(whitened.begin(), whitened.end(), matrix.a.begin());
  const SymmetricEigen axes = eigen_symmetric(matrix);
  Innovation out;
  for (std::size_t k = 0; k < kSize; ++k) {
    const double known = axes.values[k];
    if (!(known > kNothing)) continue;
    double along = 0.0;
    for (std::size_t i = 0; i < kSize; ++i) along += axes.vectors(i, k) * gradient[i];
    // measured along/known with variance 1/known, expected 0 with variance 1
    const double sigmas = along / std::sqrt(known * (1.0 + known));
    ++out.size;
    out.squared += sigmas * sigmas;
    for (std::size_t i = 0; i < kSize; ++i) out.whitened[i] += axes.vectors(i, k) * sigmas;
  }
  if (!std::isfinite(out.squared)) return fail_field("measurement", shortest(out.squared), "finite information");
  return out;
}

Result<Intersection> intersect(const Gaussian<6>& a, const Gaussian<6>& b, Smallest what) {
  TOCSIN_TRY(const Information of_a, information_of(a, a.mean, "a"));
  TOCSIN_TRY(const Information of_b, information_of(b, a.mean, "b"));
  const double weight = best_weight(of_a, of_b, what);
  TOCSIN_TRY(const Gaussian<6> estimate, estimate_of(mixed(of_a, of_b, weight), a.mean));
  Intersection out{estimate, weight, Consistency::factor_of(distance(a, b).squared, 6)};
  for (double& value : out.estimate.covariance.a) value *= out.factor;
  return out;
}

}  // namespace tocsin::track
