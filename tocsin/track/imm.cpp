#include "tocsin/track/imm.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/models_boost.hpp"
#include "tocsin/track/models_coast.hpp"

namespace tocsin::track {
namespace {

// A model at probability zero could never come back, whatever is measured.
constexpr double kSmallest = 1e-9;
// Thrust this improbable is not part of what is said of a coasting body.
constexpr double kUnspoken = 1e-4;

/// Rates of change between the models at this moment, 1/s.
struct Rates {
  double burnout = 0.0;
  double ignition = 0.0;
};

Rates rates(const Imm& imm, Instant t, const BurnOptions& burn) {
  const double burning = std::max(seconds_between(imm.burning_since, t), 0.0);
  const double hazard =
      burn.burnout_shape / burn.burnout_scale_s * std::pow(burning / burn.burnout_scale_s, burn.burnout_shape - 1.0);
  const bool staging = !imm.has_burnt_out || seconds_between(imm.burnt_out_at, t) < burn.staging_s;
  return {std::min(hazard, burn.max_burnout_rate), staging ? burn.staging_rate : burn.reignition_rate};
}

/// Bodies that fall into air are braked by more than the coast model expects of most: a thrust against the velocity.
bool is_near_air(const Imm& imm, const MotionOptions& motion) {
  constexpr double kMargin_m = 20e3;
  const double radius = norm(state_of<6>(imm.coast.mean).position.m);
  return radius < earth::kEquatorialRadiusM + motion.drag_below_m + kMargin_m;
}

bool needs_boost(const Imm& imm, const MotionOptions& motion) {
  return imm.boost_probability >= motion.negligible_boost || is_near_air(imm, motion);
}

/// Exchange of the models over a step: mixing probabilities and mixed estimates.
void exchange(Imm& imm, double dt_s, const Rates& rate, const MotionOptions& motion) {
  const double to_coast = 1.0 - std::exp(-rate.burnout * dt_s);
  const double to_boost = 1.0 - std::exp(-rate.ignition * dt_s);
  const double mu = imm.boost_probability;
  const double boost = mu * (1.0 - to_coast) + (1.0 - mu) * to_boost;
  if (imm.boost.exists) {
    const double stay_boost = mu * (1.0 - to_coast) / boost;
    const double stay_coast = (1.0 - mu) * (1.0 - to_boost) / (1.0 - boost);
    const BoostEstimate boost_before = imm.boost;
    imm.boost = blend(boost_before, stay_boost, ignited(imm.coast, motion), 1.0 - stay_boost);
    // A stage that lights once in a million seconds would, averaged in, blur a coast of an hour by the speed that it
    // might have given: below this probability the thrust stays a possibility of its own.
    if (mu >= motion.negligible_boost) {
      imm.coast = blend(imm.coast, stay_coast, burnt_out(boost_before), 1.0 - stay_coast);
    }
  }
  set_boost_probability(imm, boost);
  settle_boost(imm, motion);
}

/// Estimate of a body that has lit a stage after the last measurement that its coast explained.
BoostState lit_since_checked(const Imm& imm, const MotionOptions& motion) {
  const double since_s = std::clamp(seconds_between(imm.checked, imm.time), 0.0, motion.coast_step_s);
  if (!(since_s > 0.0)) return ignited(imm.coast, motion);
  CoastState then = imm.coast;
  transport(then, move(then.mean, -since_s, motion, false), Covariance<6>{});
  BoostState out = ignited(then, motion);
  predict(out, since_s, motion);
  return out;
}

/// ln of probability × detection × density, or nothing.
std::optional<double> log_weight(double probability, double detection, const std::optional<Innovation>& found) {
  if (!found || !(detection > 0.0)) return std::nullopt;
  return std::log(probability) + std::log(detection) + found->log_density;
}

double log_sum(const std::optional<double>& a, const std::optional<double>& b) {
  if (!a) return *b;
  if (!b) return *a;
  const double larger = std::max(*a, *b);
  return larger + std::log1p(std::exp(std::min(*a, *b) - larger));
}

}  // namespace

double possible_boost(double probability) {
  return std::clamp(probability, kSmallest, 1.0 - kSmallest);
}

void set_boost_probability(Imm& imm, double probability) {
  imm.boost_probability = possible_boost(probability);
}

void settle_boost(Imm& imm, const MotionOptions& motion) {
  const bool is_needed = needs_boost(imm, motion);
  if (is_needed && !imm.boost.exists) imm.boost = ignited(imm.coast, motion);
  imm.boost.exists = is_needed;
}

void advance(Imm& imm, Instant to, const MotionOptions& motion, const BurnOptions& burn) {
  double left_s = seconds_between(imm.time, to);
  while (left_s > 0.0) {
    const Rates rate = rates(imm, imm.time, burn);
    const bool coasting = imm.boost_probability < motion.negligible_boost;
    const double step = coasting ? motion.coast_step_s : motion.exchange_step_s;
    const double dt = left_s <= 1.001 * step ? left_s : step;
    exchange(imm, dt, rate, motion);
    if (imm.boost.exists) predict(imm.boost, dt, motion);
    predict(imm.coast, dt, motion);
    imm.time = dt == left_s ? to : imm.time + seconds(dt);
    left_s = seconds_between(imm.time, to);
  }
}

std::optional<MixtureInnovation> innovation(const Imm& imm, const Measurement& measurement, const ByMode& detection,
                                            const Options& options, const sense::ReportedJacobian* coast_sight) {
  const double age_s = seconds_between(measurement.time, imm.time);
  const std::optional<Innovation> boost =
      imm.boost.exists ? innovation(imm.boost, measurement, age_s, options.motion) : std::nullopt;
  const std::optional<Innovation> coast = innovation(imm.coast, measurement, age_s, options.motion, coast_sight);
  const double mu = imm.boost_probability;
  const std::optional<double> boost_weight = log_weight(mu, detection.boost, boost);
  const std::optional<double> coast_weight = log_weight(1.0 - mu, detection.coast, coast);
  if (!boost_weight && !coast_weight) return std::nullopt;
  MixtureInnovation out;
  out.size = measurement.size;
  out.log_likelihood = log_sum(boost_weight, coast_weight);
  out.nearest_squared = HUGE_VAL;
  if (boost && mu >= options.gate.min_mode_probability) out.nearest_squared = boost->squared;
  if (coast && 1.0 - mu >= options.gate.min_mode_probability) {
    out.nearest_squared = std::min(out.nearest_squared, coast->squared);
  }
  return out;
}

std::optional<Agreement> correct(Imm& imm, const Measurement& measurement, const ByMode& detection,
                                 const Options& options, const sense::ReportedJacobian* coast_sight) {
  const double age_s = seconds_between(measurement.time, imm.time);
  const int iterations = options.gate.max_iterations;
  CoastState corrected = imm.coast;
  const std::optional<Innovation> coast =
      correct(corrected, measurement, age_s, iterations, options.motion, coast_sight);
  if (!imm.boost.exists && coast) {
    // what thrust could gain at most by this measurement
    const double odds = imm.boost_probability * detection.boost / std::max(detection.coast, kSmallest);
    if (odds * std::exp(std::min(0.5 * coast->squared, 300.0)) < options.motion.negligible_boost) {
      imm.coast = corrected;
      imm.checked = std::max(imm.checked, measurement.time);
      return Agreement{coast->squared / measurement.size, coast};
    }
  }
  Imm next = imm;
  if (!imm.boost.exists) next.boost = lit_since_checked(imm, options.motion);
  const std::optional<Innovation> boost = correct(next.boost, measurement, age_s, iterations, options.motion);
  next.coast = corrected;
  const std::optional<double> boost_weight = log_weight(imm.boost_probability, detection.boost, boost);
  const std::optional<double> coast_weight = log_weight(1.0 - imm.boost_probability, detection.coast, coast);
  if (!boost_weight && !coast_weight) return std::nullopt;
  const double total = log_sum(boost_weight, coast_weight);
  const double mu = boost_weight ? std::exp(*boost_weight - total) : 0.0;
  // A model that could not be measured (it points behind the sensor) is taken over from the other one.
  if (!boost) next.boost = ignited(next.coast, options.motion);
  if (!coast) next.coast = burnt_out(next.boost);
  set_boost_probability(next, mu);
  next.boost.exists = needs_boost(next, options.motion);
  next.checked = std::max(next.checked, measurement.time);
  imm = next;
  const double squared = (boost ? mu * boost->squared : 0.0) + (coast ? (1.0 - mu) * coast->squared : 0.0);
  return Agreement{squared / measurement.size, coast};
}

double miss(double& boost_probability, const ByMode& detection) {
  const double mu = boost_probability;
  const double seen = mu * detection.boost + (1.0 - mu) * detection.coast;
  const double boost = mu * (1.0 - detection.boost);
  const double coast = (1.0 - mu) * (1.0 - detection.coast);
  if (boost + coast > 0.0) boost_probability = possible_boost(boost / (boost + coast));
  return seen;
}

CoastState combined(const Imm& imm) {
  std::optional<CoastState> mixed;
  return combined(imm, mixed);
}

const CoastState& combined(const Imm& imm, std::optional<CoastState>& mixed) {
  if (!imm.boost.exists || imm.boost_probability < kUnspoken) return imm.coast;
  return mixed.emplace(blend(burnt_out(imm.boost), imm.boost_probability, imm.coast, 1.0 - imm.boost_probability));
}

namespace {

/// Second-order term of a Gaussian place on a round Earth, to be added to each of its variances; `with_curvature` has
/// that of the velocity, too.
double place_curvature_m2(const Vec3& place_m, double sum_of_variances_m2) {
  const double radius = norm(place_m);
  return sum_of_variances_m2 * sum_of_variances_m2 / (4.0 * radius * radius);
}

/// Sum of the variances of the place (`at` 0) or velocity (`at` 3).
template <int N>
double variances(const Covariance<N>& p, int at) {
  double sum = 0.0;
  for (int i = at; i < at + 3; ++i) sum += std::max(p(i, i), 0.0);
  return sum;
}

}  // namespace

CoastState with_curvature(const CoastState& estimate) {
  CoastState out = estimate;
  const Vec3 place_m = state_of<6>(estimate.mean).position.m;
  const double place = variances(estimate.covariance, 0);
  const double place_added = place_curvature_m2(place_m, place);
  const double radius = norm(place_m);
  const double speed_added = place * variances(estimate.covariance, 3) / (radius * radius);
  for (int i = 0; i < 3; ++i) {
    out.covariance(i, i) += place_added;
    out.covariance(i + 3, i + 3) += speed_added;
  }
  return out;
}

Covariance<3> place_with_curvature(const Position<Itrf>& place, const Covariance<3>& covariance) {
  Covariance<3> out = covariance;
  const double added = place_curvature_m2(place.m, variances(covariance, 0));
  for (int i = 0; i < 3; ++i) out(i, i) += added;
  return out;
}

Covariance<3> place_with_curvature(const CoastState& estimate) {
  return place_with_curvature(state_of<6>(estimate.mean).position, place_covariance(estimate));
}

CoastState estimate_at(const Imm& imm, Instant t, const MotionOptions& motion, const BurnOptions& burn) {
  std::optional<CoastState> mixed;
  if (t == imm.time) return with_curvature(combined(imm, mixed));
  Imm moved = imm;
  if (t > imm.time) {
    advance(moved, t, motion, burn);
  } else {
    const double dt = seconds_between(imm.time, t);
    if (moved.boost.exists) transport(moved.boost, move(moved.boost.mean, dt, motion), Covariance<9>{});
    transport(moved.coast, move(moved.coast.mean, dt, motion), Covariance<6>{});
  }
  return with_curvature(combined(moved, mixed));
}

bool is_sound(const Imm& imm) {
  return (!imm.boost.exists || is_sound(imm.boost)) && is_sound(imm.coast) && std::isfinite(imm.boost_probability);
}

}  // namespace tocsin::track
