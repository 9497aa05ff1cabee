#include "tocsin/score/impact_bound.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/impact.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::score {
namespace {

using Row = std::array<double, 6>;

/// Scales of place and velocity with which the information is well conditioned.
constexpr double kPlace_m = 1e3;
constexpr double kSpeed_mps = 10.0;
/// What is known without a plot: that it flies near the Earth.
constexpr double kPriorPlace_m = 1e7;
constexpr double kPriorSpeed_mps = 1e4;
/// A prior that still matters says that the plots determine nothing.
constexpr double kDetermined_m = 1e6;

double scale(std::size_t i) {
  return i < 3 ? kPlace_m : kSpeed_mps;
}

/// Row of a measurement matrix carried back by Φ, in scaled units.
Row carried(const Vec3& by_place, const Vec3& by_velocity, const motion::Transition& transition) {
  const Row h{by_place.x, by_place.y, by_place.z, by_velocity.x, by_velocity.y, by_velocity.z};
  Row out{};
  for (std::size_t j = 0; j < 6; ++j) {
    for (std::size_t i = 0; i < 6; ++i) out[j] += h[i] * transition[i * 6 + j];
    out[j] *= scale(j);
  }
  return out;
}

void add(DynamicMatrix& information, const Row& row, double sigma) {
  const double weight = 1.0 / (sigma * sigma);
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j) information(i, j) += weight * row[i] * row[j];
  }
}

DynamicMatrix information_of(const SeenPlot& seen, const motion::PropagatedState& there) {
  const sense::ReportedJacobian reported =
      sense::reported_jacobian(*seen.radar, there.state.position, there.state.velocity);
  const sense::RadarJacobian& rows = reported.rows;
  DynamicMatrix out(6, 6);
  add(out, carried(rows.d_range, reported.d_range_velocity, there.transition), seen.plot.range_sigma_m);
  add(out, carried(rows.d_azimuth, {}, there.transition), seen.plot.azimuth_sigma_rad);
  add(out, carried(rows.d_elevation, {}, there.transition), seen.plot.elevation_sigma_rad);
  if (seen.plot.range_rate_mps)
    add(out, carried(rows.d_range_rate, rows.d_range_rate_velocity, there.transition), seen.plot.range_rate_sigma_mps);
  return out;
}

}  // namespace

Result<ArcInformation> ArcInformation::of(Instant coast, const State<Itrf>& state, std::vector<SeenPlot> plots,
                                          const BoundOptions& options) {
  std::stable_sort(plots.begin(), plots.end(), [](const SeenPlot& a, const SeenPlot& b) { return a.time < b.time; });
  ArcInformation out;
  out.coast_ = coast;
  out.state_ = state;
  out.options_ = options;
  motion::PropagationOptions how;
  how.forces.beta_kg_m2 = options.beta_kg_m2;
  for (const SeenPlot& seen : plots) {
    if (seen.time < coast) continue;
    TOCSIN_TRY(const motion::PropagatedState there, motion::propagate_with_transition(state, coast, seen.time, how));
    if (earth::height_above_ellipsoid_m(there.state.position) < options.air_height_m) continue;
    out.plots_.push_back({seen.time, information_of(seen, there)});
  }
  return out;
}

std::optional<ArcBound> ArcInformation::bound(Instant until) const {
  DynamicMatrix information(6, 6);
  for (std::size_t i = 0; i < 6; ++i) {
    const double prior = scale(i) / (i < 3 ? kPriorPlace_m : kPriorSpeed_mps);
    information(i, i) = prior * prior;
  }
  for (const Plotted& plot : plots_) {
    if (plot.time > until) break;
    for (std::size_t i = 0; i < information.a.size(); ++i) information.a[i] += plot.information.a[i];
  }
  const std::optional<DynamicMatrix> inverse = invert_spd(information);
  if (!inverse) return std::nullopt;
  GaussianState<Itrf> state{state_, {}};
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j)
      state.covariance(static_cast<int>(i), static_cast<int>(j)) = (*inverse)(i, j) * scale(i) * scale(j);
  }
  motion::ImpactOptions how;
  how.forces.beta_kg_m2 = options_.beta_kg_m2;
  how.sigma_log_beta = options_.sigma_log_beta;
  const Result<motion::Impact> impact = motion::predict_impact(state, coast_, how);
  if (!impact || impact->fate != motion::Fate::impact) return std::nullopt;
  ArcBound bound{std::sqrt(impact->var_east_m2() + impact->var_north_m2()), {}};
  if (!(bound.impact_m < kDetermined_m)) return std::nullopt;
  if (impact->apogee) bound.apogee_m = impact->apogee->height_sigma_m;
  return bound;
}

}  // namespace tocsin::score
