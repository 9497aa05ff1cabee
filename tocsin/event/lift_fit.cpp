#include "tocsin/event/lift_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/earth/meridian.hpp"
#include "tocsin/event/normal_equations.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::event {
namespace {

constexpr std::size_t kDrag = 6;
constexpr std::size_t kLift = 7;  // upwards, then sideways
constexpr std::size_t kSize = 9;
constexpr double kStepS = 1.0;
constexpr double kDenserM = 1000.0;  // height in which the density changes by a seventh
constexpr double kSlowed = 0.1;      // share of its speed that a body may lose in one step
constexpr int kZonalDegree = 4;

/// Place m, velocity m/s, then drag, lift upwards and lift sideways as coefficient times area over mass, m²/kg.
using Unknowns = std::array<double, kSize>;

/// Steps of the numeric derivatives, over which the reported figures are straight.
constexpr Unknowns kDelta{10.0, 10.0, 10.0, 0.1, 0.1, 0.1, 1e-6, 1e-6, 1e-6};

struct Motion {
  Vec3 r;
  Vec3 v;
};

Vec3 acceleration(const Motion& y, const Unknowns& x) {
  constexpr double w = earth::kRotationRateRadS;
  const earth::HeightAndNormal h = earth::height_and_normal(y.r);
  const double speed = norm(y.v);
  const Vec3 along = y.v / std::max(speed, 1.0);
  Vec3 a = earth::gravity({y.r}, kZonalDegree) +
           Vec3{2.0 * w * y.v.y + w * w * y.r.x, -2.0 * w * y.v.x + w * w * y.r.y, 0.0};
  const double pressure = 0.5 * earth::density(std::max(0.0, h.height_m)).kg_m3 * speed * speed;
  const Vec3 side = cross(along, h.normal);
  const double flat = norm(side);
  a -= (pressure * x[kDrag]) * along;
  if (flat < 1e-3) return a;  // straight down: no plane to lift in
  const Vec3 sideways = side / flat;
  return a + (pressure * x[kLift]) * cross(sideways, along) + (pressure * x[kLift + 1]) * sideways;
}

Motion moved(const Motion& y, double dt_s, const Unknowns& x) {
  const auto at = [&](const Motion& k, double h) { return Motion{y.r + h * k.r, y.v + h * k.v}; };
  const auto rate = [&](const Motion& m) { return Motion{m.v, acceleration(m, x)}; };
  const Motion k1 = rate(y);
  const Motion k2 = rate(at(k1, 0.5 * dt_s));
  const Motion k3 = rate(at(k2, 0.5 * dt_s));
  const Motion k4 = rate(at(k3, dt_s));
  return {y.r + (dt_s / 6.0) * (k1.r + 2.0 * k2.r + 2.0 * k3.r + k4.r),
          y.v + (dt_s / 6.0) * (k1.v + 2.0 * k2.v + 2.0 * k3.v + k4.v)};
}

/// A body that stops within seconds needs short steps; down to a tenth of a second, so that a fit that strays costs no
/// more.
double longest_step_s(const Motion& y, const Unknowns& x) {
  const earth::HeightAndNormal h = earth::height_and_normal(y.r);
  const double force_m2_kg = std::abs(x[kDrag]) + std::abs(x[kLift]) + std::abs(x[kLift + 1]);
  const double rate_s = 0.5 * earth::density(std::max(0.0, h.height_m)).kg_m3 * norm(y.v) * force_m2_kg;
  const double fall_s = kDenserM / std::max(1.0, std::abs(dot(h.normal, y.v)));
  return std::clamp(std::min(rate_s > 0.0 ? kSlowed / rate_s : kStepS, fall_s), 0.1, kStepS);
}

/// One reported figure that is compared.
struct Figure {
  double value = 0.0;
  double sigma = 1.0;
  bool angle = false;
};

/// Predicted figures of all plots, in order; empty when the path leads nowhere.
std::vector<double> predicted(const sense::Radar& radar, std::span<const Echo> plots, const Unknowns& x) {
  Motion y{{x[0], x[1], x[2]}, {x[3], x[4], x[5]}};
  std::vector<double> out;
  Instant t = plots.front().time;
  for (const Echo& echo : plots) {
    for (double left_s = seconds_between(t, echo.time); left_s > 0.0;) {
      const double step_s = std::min(left_s, longest_step_s(y, x));
      y = moved(y, step_s, x);
      left_s = left_s - step_s > 1e-9 ? left_s - step_s : 0.0;
    }
    t = echo.time;
    if (!is_finite(y.r) || !is_finite(y.v) || norm(y.r) < 6.2e6) return {};
    const sense::RadarView view = sense::reported_view(radar, {y.r}, {y.v});
    out.insert(out.end(), {view.range_m, view.azimuth_rad, view.elevation_rad});
    if (echo.plot.range_rate_mps) out.push_back(view.range_rate_mps);
  }
  return out;
}

std::vector<Figure> figures_of(std::span<const Echo> plots) {
  std::vector<Figure> out;
  for (const Echo& echo : plots) {
    const message::Plot& plot = echo.plot;
    out.push_back({plot.range_m, plot.range_sigma_m, false});
    out.push_back({plot.azimuth_rad, plot.azimuth_sigma_rad, true});
    out.push_back({plot.elevation_rad, plot.elevation_sigma_rad, true});
    if (plot.range_rate_mps) out.push_back({*plot.range_rate_mps, plot.range_rate_sigma_mps, false});
  }
  return out;
}

double residual(const Figure& figure, double predicted) {
  const double d = figure.value - predicted;
  return (figure.angle ? wrap_pi(d) : d) / figure.sigma;
}

/// Priors so wide that plots of a few seconds outweigh them; those of drag and lift hold where there is no air to tell.
Unknowns prior_sigma(const ManoeuvreOptions& options) {
  const double lift = options.max_lift_to_drag / options.beta_kg_m2;
  return {1e5, 1e5, 1e5, 3e3, 3e3, 3e3, options.prior_drag_m2_kg, lift, lift};
}

struct Solution {
  Unknowns x{};
  std::vector<double> covariance;
  double sum = 0.0;    ///< of squared residuals
  double prior = 0.0;  ///< of squared distances from the priors of drag and lift
};

/// Least squares from a first guess; without `lift` the two coefficients of lift stay zero.
std::optional<Solution> solve(const sense::Radar& radar, std::span<const Echo> plots, const Unknowns& first, bool lift,
                              const ManoeuvreOptions& options) {
  const std::size_t free = lift ? kSize : kLift;
  const std::vector<Figure> figures = figures_of(plots);
  const Unknowns sigma = prior_sigma(options);
  Solution out{first, {}, HUGE_VAL, 0.0};
  for (int i = 0; i < options.max_iterations; ++i) {
    const std::vector<double> at = predicted(radar, plots, out.x);
    if (at.empty()) return std::nullopt;
    std::array<std::vector<double>, kSize> beside;
    for (std::size_t k = 0; k < free; ++k) {
      Unknowns x = out.x;
      x[k] += kDelta[k];
      beside[k] = predicted(radar, plots, x);
      if (beside[k].empty()) return std::nullopt;
    }
    // In units of the priors, so that metres and square metres per kilogram weigh alike.
    NormalEquations equations(free);
    double sum = 0.0;
    double prior = 0.0;
    std::vector<double> row(free);
    for (std::size_t f = 0; f < figures.size(); ++f) {
      const double r = residual(figures[f], at[f]);
      for (std::size_t k = 0; k < free; ++k) {
        double d = beside[k][f] - at[f];
        if (figures[f].angle) d = wrap_pi(d);
        row[k] = d / kDelta[k] * sigma[k] / figures[f].sigma;
      }
      equations.add(row, r, 1.0);
      sum += r * r;
    }
    for (std::size_t k = 0; k < free; ++k) {
      const double centre = k == kDrag ? 1.0 / options.beta_kg_m2 : (k < kDrag ? first[k] : 0.0);
      const double off = (centre - out.x[k]) / sigma[k];
      equations.add_prior(k, off, 1.0);
      if (k >= kDrag) prior += off * off;
    }
    const auto inverse = equations.inverse();
    const auto step = equations.step(0.0);
    if (!inverse || !step || !std::isfinite(sum)) return std::nullopt;
    const bool settled = std::abs(out.sum - sum) < 1e-2;
    out.covariance = *inverse;
    out.sum = sum;
    out.prior = prior;
    if (settled && i > 0) return out;
    for (std::size_t k = 0; k < free; ++k) out.x[k] += (*step)[k] * sigma[k];
  }
  return std::nullopt;
}

}  // namespace

bool LiftFit::departs(const ManoeuvreOptions& options) const {
  return lift_to_drag >= options.min_lift_to_drag && chi_squared >= -2.0 * std::log(options.false_flag_probability);
}

std::optional<LiftFit> fit_lift(const sense::Radar& radar, std::span<const Echo> plots, const State<Itrf>& start,
                                Instant start_time, const ManoeuvreOptions& options) {
  if (static_cast<int>(plots.size()) < options.min_plots) return std::nullopt;
  Unknowns x{};
  const double ahead_s = seconds_between(start_time, plots.front().time);
  Motion y{start.position.m, start.velocity.mps};
  x[kDrag] = 1.0 / options.beta_kg_m2;
  const int steps = std::max(1, static_cast<int>(std::abs(ahead_s)));
  for (int i = 0; i < steps; ++i) y = moved(y, ahead_s / steps, x);
  if (!is_finite(y.r) || !is_finite(y.v) || norm(y.v) < options.min_speed_mps) return std::nullopt;
  const std::array<double, 6> state{y.r.x, y.r.y, y.r.z, y.v.x, y.v.y, y.v.z};
  std::copy(state.begin(), state.end(), x.begin());
  // Each from the other's answer too: what is left of a fit that did not find its minimum must not look like lift.
  std::optional<Solution> none = solve(radar, plots, x, false, options);
  std::optional<Solution> solved = solve(radar, plots, none ? none->x : x, true, options);
  if (!solved && none) solved = solve(radar, plots, x, true, options);
  if (!solved) return std::nullopt;
  Unknowns unlifted = solved->x;
  unlifted[kLift] = unlifted[kLift + 1] = 0.0;
  const std::optional<Solution> again = solve(radar, plots, unlifted, false, options);
  if (!none || (again && again->sum + again->prior < none->sum + none->prior)) none = again;
  if (!none) return std::nullopt;
  const Vec3 speed_before{solved->x[3], solved->x[4], solved->x[5]};
  if (norm(speed_before) < options.min_speed_mps) return std::nullopt;
  LiftFit out;
  out.time = plots.back().time;
  out.window_s = seconds_between(plots.front().time, plots.back().time);
  const double freedom = static_cast<double>(figures_of(plots).size()) - static_cast<double>(kSize);
  if (freedom < 3.0) return std::nullopt;
  out.misfit = solved->sum / freedom;
  if (out.misfit > options.max_misfit) return std::nullopt;
  // Noise larger than stated makes the covariance larger; noise smaller than stated earns nothing.
  const double scale = std::max(1.0, out.misfit);
  const auto c = [&](std::size_t i, std::size_t j) { return scale * solved->covariance[i * kSize + j]; };
  const double determinant = c(kLift, kLift) * c(kLift + 1, kLift + 1) - c(kLift, kLift + 1) * c(kLift, kLift + 1);
  if (!(determinant > 0.0)) return std::nullopt;
  // The ratio of the likelihoods, not the estimate over its sigma: the valley of a body that has lost most of its speed
  // is curved, and its sigma there too small.
  out.chi_squared = std::max(0.0, none->sum + none->prior - solved->sum - solved->prior) / scale;
  // Laplace's evidence: the determinant is in units of the prior.
  out.log_odds = 0.5 * out.chi_squared + 0.5 * std::log(std::min(1.0, determinant));
  out.lift_m2_kg = std::hypot(solved->x[kLift], solved->x[kLift + 1]);
  // A drag that is not known is that of the slenderest body, so that noise divided by nothing is not large.
  const double drag_sigma = std::sqrt(scale * solved->covariance[kDrag * kSize + kDrag]) * options.prior_drag_m2_kg;
  out.lift_to_drag = out.lift_m2_kg / std::max({solved->x[kDrag] + drag_sigma, 0.5 / options.beta_kg_m2});
  return out;
}

}  // namespace tocsin::event
