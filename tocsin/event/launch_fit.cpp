#include "tocsin/event/launch_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/launch_model.hpp"

namespace tocsin::event {
namespace {

using Parameters = LaunchModel::Parameters;

struct Optimum {
  Parameters p;
  double cost = 0.0;
};

/// Levenberg–Marquardt from `start`. Ends when a step gains less than a hundredth of a log-likelihood unit.
Optimum descend(const LaunchModel& model, Parameters start, const LaunchModel::Hypothesis& hypothesis, int iterations) {
  Optimum best{model.bounded(std::move(start)), 0.0};
  best.cost = model.cost(best.p, hypothesis);
  if (!std::isfinite(best.cost)) return best;
  double damping = 1e-2;
  for (int i = 0; i < iterations; ++i) {
    const LaunchModel::Linearised at = model.linearise(best.p, hypothesis);
    bool better = false;
    double gain = 0.0;
    for (int attempt = 0; attempt < 6 && !better; ++attempt) {
      const auto step = at.equations.step(damping);
      if (!step) {
        damping *= 10.0;
        continue;
      }
      Parameters tried = best.p;
      for (std::size_t j = 0; j < tried.size(); ++j) tried[j] += (*step)[j];
      tried = model.bounded(std::move(tried));
      const double cost = model.cost(tried, hypothesis);
      better = std::isfinite(cost) && cost < best.cost;
      if (better) {
        gain = best.cost - cost;
        best = {std::move(tried), cost};
        damping = std::max(1e-9, damping * 0.1);
      } else {
        damping *= 8.0;
      }
    }
    if (!better || gain < 1e-2) break;
  }
  return best;
}

/// One explanation of the bearings: an optimum for one scale of the departure, with its place in the mixture.
struct Explanation {
  Parameters p;
  double log_evidence = 0.0;
  double reduced_chi_squared = 0.0;
  double freedom = 0.0;
  /// Mean and covariance of east, north, time, and of the heading.
  std::array<double, 3> mean{};
  std::array<double, 9> covariance{};
  double azimuth_rad = 0.0;
  double azimuth_var = 0.0;
};

std::optional<Explanation> explain_optimum(const LaunchModel& model, const Optimum& optimum,
                                           const LaunchModel::Hypothesis& hypothesis, double share) {
  if (!std::isfinite(optimum.cost)) return std::nullopt;
  const LaunchModel::Linearised at = model.linearise(optimum.p, hypothesis);
  if (at.climbed_m <= 0.0) return std::nullopt;  // a dive under power fits what falls, but is no ascent
  const auto inverse = at.equations.inverse();
  const auto log_determinant = at.equations.log_determinant();
  if (!inverse || !log_determinant) return std::nullopt;
  const std::size_t n = model.size();
  const auto covariance = [&](std::size_t i, std::size_t j) { return (*inverse)[i * n + j]; };

  Explanation out;
  out.p = optimum.p;
  double prior_terms = std::log(share);
  double determined = static_cast<double>(n);
  for (const LaunchModel::Prior& prior : model.priors(hypothesis)) {
    prior_terms -= std::log(prior.sigma);
    determined -= covariance(prior.parameter, prior.parameter) / (prior.sigma * prior.sigma);
  }
  out.log_evidence = -at.cost - 0.5 * *log_determinant + prior_terms;
  out.freedom = std::max(1.0, 2.0 * static_cast<double>(model.bearings()) - determined);
  out.reduced_chi_squared = at.squared_residuals / out.freedom;

  constexpr std::array<std::size_t, 3> kWanted{LaunchModel::kEast, LaunchModel::kNorth, LaunchModel::kTime};
  for (std::size_t i = 0; i < 3; ++i) {
    out.mean[i] = optimum.p[kWanted[i]];
    for (std::size_t j = 0; j < 3; ++j) out.covariance[3 * i + j] = covariance(kWanted[i], kWanted[j]);
  }
  const double flown2 = std::max(1.0, at.flown_enu_m.x * at.flown_enu_m.x + at.flown_enu_m.y * at.flown_enu_m.y);
  out.azimuth_rad = wrap_two_pi(std::atan2(at.flown_enu_m.x, at.flown_enu_m.y));
  std::vector<double> gradient(n);
  for (std::size_t j = 0; j < n; ++j) {
    gradient[j] = (at.d_flown_east[j] * at.flown_enu_m.y - at.d_flown_north[j] * at.flown_enu_m.x) / flown2;
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) out.azimuth_var += gradient[i] * covariance(i, j) * gradient[j];
  }
  return out;
}

struct Candidate {
  std::size_t kind = 0;
  Optimum optimum;
};

bool same(const Candidate& a, const Candidate& b) {
  const Parameters& p = a.optimum.p;
  const Parameters& q = b.optimum.p;
  const double apart =
      std::hypot(p[LaunchModel::kEast] - q[LaunchModel::kEast], p[LaunchModel::kNorth] - q[LaunchModel::kNorth]);
  const double tilts = std::hypot(p[LaunchModel::kTiltEast] - q[LaunchModel::kTiltEast],
                                  p[LaunchModel::kTiltNorth] - q[LaunchModel::kTiltNorth]);
  return a.kind == b.kind && apart < 1500.0 && tilts < 0.05;
}

/// What has been watched concentrates the prior of a kind around the times to 10 km that its thrust would allow: there
/// its density is higher by the ratio of the spreads. The time goes with the root of the acceleration.
double concentration_of(const LaunchFitOptions::Kind& kind) {
  if (!(kind.time_to_10_km_sigma_s > 0.0)) return 1.0;
  const double by_thrust_s = 0.5 * kind.excess_thrust_sigma_log * kind.time_to_10_km_s;
  return std::hypot(by_thrust_s, kind.time_to_10_km_sigma_s) / kind.time_to_10_km_sigma_s;
}

LaunchModel::Hypothesis hypothesis_of(std::size_t kind, std::size_t departure, const LaunchFitOptions& options) {
  const double thrust_mps2 = (1.0 + options.kinds[kind].excess_thrust) * 9.80665;
  return {kind, options.departures[departure] * thrust_mps2};
}

/// Distinct optima of all kinds at a middling departure, best first.
std::vector<Candidate> search(const LaunchModel& model, const LaunchFitOptions& options) {
  const std::size_t middle = options.departures.size() / 2;
  std::vector<Candidate> found;
  for (std::size_t kind = 0; kind < options.kinds.size(); ++kind) {
    if (options.kinds[kind].share_space_launch + options.kinds[kind].share_other <= 0.0) continue;
    for (const Parameters& start : model.starts(kind)) {
      found.push_back({kind, descend(model, start, hypothesis_of(kind, middle, options),
                                     model.stereo() ? options.max_iterations : 5)});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Candidate& a, const Candidate& b) { return a.optimum.cost < b.optimum.cost; });
  std::vector<Candidate> distinct;
  for (const Candidate& c : found) {
    if (!std::isfinite(c.optimum.cost) || c.optimum.cost > found.front().optimum.cost + 8.0) continue;
    if (distinct.size() >= static_cast<std::size_t>(options.max_candidates)) break;
    if (std::none_of(distinct.begin(), distinct.end(), [&](const Candidate& o) { return same(o, c); })) {
      distinct.push_back(c);
    }
  }
  return distinct;
}

/// All explanations of one window with their weights, most probable first.
std::vector<std::pair<double, Explanation>> explanations(const LaunchModel& model, const LaunchFitOptions& options,
                                                         double space_launch_probability) {
  std::vector<std::pair<double, Explanation>> out;
  for (const Candidate& candidate : search(model, options)) {
    Parameters from = candidate.optimum.p;
    const LaunchFitOptions::Kind& kind = options.kinds[candidate.kind];
    const double share = concentration_of(kind) * (space_launch_probability * kind.share_space_launch +
                                                   (1.0 - space_launch_probability) * kind.share_other);
    for (std::size_t i = options.departures.size(); i-- > 0;) {
      const LaunchModel::Hypothesis hypothesis = hypothesis_of(candidate.kind, i, options);
      const Optimum refined = descend(model, from, hypothesis, 8);
      from = refined.p;
      if (auto e = explain_optimum(model, refined, hypothesis, share * options.departure_odds[i])) {
        out.emplace_back(e->log_evidence, std::move(*e));
      }
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  double sum = 0.0;
  const double best = out.empty() ? 0.0 : out.front().first;
  for (auto& [weight, e] : out) {
    weight = std::exp(weight - best);
    sum += weight;
  }
  for (auto& [weight, e] : out) weight /= sum;
  return out;
}

/// Residuals above what noise of the stated size would give (two sigmas of a chi-squared) raise the covariance.
double raise_of(const Explanation& e) {
  const double excess = 1.0 + 2.0 * std::sqrt(2.0 / e.freedom);
  return e.reduced_chi_squared > excess ? e.reduced_chi_squared : 1.0;
}

/// Mean and covariance of the mixture.
LaunchFit combine(const LaunchModel& model, const std::vector<std::pair<double, Explanation>>& mixture,
                  const LaunchFitOptions& options) {
  const Explanation& best = mixture.front().second;
  std::array<double, 3> mean{};
  double sin_sum = 0.0;
  double cos_sum = 0.0;
  for (const auto& [weight, e] : mixture) {
    for (std::size_t i = 0; i < 3; ++i) mean[i] += weight * e.mean[i];
    const double shrink = std::exp(-0.5 * std::min(raise_of(e) * e.azimuth_var, 20.0));
    sin_sum += weight * shrink * std::sin(e.azimuth_rad);
    cos_sum += weight * shrink * std::cos(e.azimuth_rad);
  }
  std::array<double, 9> covariance{};
  for (const auto& [weight, e] : mixture) {
    const double raise = raise_of(e);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        covariance[3 * i + j] +=
            weight * (raise * e.covariance[3 * i + j] + (e.mean[i] - mean[i]) * (e.mean[j] - mean[j]));
      }
    }
  }
  LaunchFit fit;
  Parameters p = best.p;
  p[LaunchModel::kEast] = mean[0];
  p[LaunchModel::kNorth] = mean[1];
  fit.place = model.place(p);
  fit.time = model.first() + seconds(mean[2]);
  fit.time_sigma_s = std::sqrt(covariance[8] + options.extra_time_sigma_s * options.extra_time_sigma_s);
  const double extra = options.extra_position_sigma_m * options.extra_position_sigma_m;
  fit.var_east_m2 = covariance[0] + extra;
  fit.var_north_m2 = covariance[4] + extra;
  fit.cov_east_north_m2 = covariance[1];
  const double resultant = std::clamp(std::hypot(sin_sum, cos_sum), 1e-9, 1.0);
  fit.azimuth_rad = wrap_two_pi(std::atan2(sin_sum, cos_sum));
  fit.azimuth_sigma_rad = std::sqrt(-2.0 * std::log(resultant));  // Mardia & Jupp, Directional Statistics, section 2.3
  fit.reduced_chi_squared = best.reduced_chi_squared;
  fit.window_s = model.last_s();
  fit.bearings = static_cast<int>(model.bearings());
  fit.stereo = model.stereo();
  fit.ascent = model.ascent_parameters(best.p);
  return fit;
}

}  // namespace

Result<LaunchFit> fit_launch(std::span<const Sighting> sightings, const LaunchFitOptions& options,
                             double space_launch_probability) {
  if (sightings.empty()) return fail("no bearings");
  Result<LaunchFit> last = fail("no ascent explains the bearings");
  double previous_s = 1e9;
  for (const double window_s : {options.window_s, options.shorter_windows_s[0], options.shorter_windows_s[1]}) {
    std::size_t n = 0;
    while (n < sightings.size() && seconds_between(sightings.front().time, sightings[n].time) <= window_s) ++n;
    const double length_s = seconds_between(sightings.front().time, sightings[n - 1].time);
    if (length_s == previous_s) continue;
    previous_s = length_s;
    Result<LaunchModel> model = LaunchModel::create(sightings.first(n), options);
    if (!model) return last ? last : Result<LaunchFit>(fail(std::move(model).error()));
    const auto mixture = explanations(*model, options, space_launch_probability);
    if (mixture.empty()) continue;
    const Explanation& best = mixture.front().second;
    LaunchFit fit = combine(*model, mixture, options);
    if (!std::isfinite(fit.var_east_m2) || !std::isfinite(fit.var_north_m2) || !std::isfinite(fit.time_sigma_s))
      continue;
    const bool explained = best.reduced_chi_squared < 1.0 + 3.0 * std::sqrt(2.0 / best.freedom);
    if (explained || !last || fit.reduced_chi_squared < last->reduced_chi_squared) last = fit;
    if (explained) break;
  }
  if (last && last->reduced_chi_squared > options.max_reduced_chi_squared)
    return fail("no ascent explains the bearings");
  return last;
}

message::LaunchEstimate launch_estimate(const LaunchFit& fit, const LaunchFitOptions& options) {
  message::LaunchEstimate out;
  out.time = fit.time;
  out.time_sigma_s = fit.time_sigma_s;
  out.lat_deg = fit.place.lat_rad / kRadiansPerDegree;
  out.lon_deg = wrap_180(fit.place.lon_rad / kRadiansPerDegree);
  const GroundEllipse ellipse = ellipse_of(fit.var_east_m2, fit.var_north_m2, fit.cov_east_north_m2, 0.9);
  out.ellipse90 = {ellipse.semi_major_m * 1e-3, ellipse.semi_minor_m * 1e-3, ellipse.azimuth_rad / kRadiansPerDegree};
  if (fit.azimuth_sigma_rad < options.max_azimuth_sigma_deg * kRadiansPerDegree) {
    out.azimuth_deg = wrap_360(fit.azimuth_rad / kRadiansPerDegree);
    out.azimuth_sigma_deg = fit.azimuth_sigma_rad / kRadiansPerDegree;
  }
  return out;
}

}  // namespace tocsin::event
