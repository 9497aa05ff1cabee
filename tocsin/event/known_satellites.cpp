#include "tocsin/event/known_satellites.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tocsin/base/linalg.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"

namespace tocsin::event {
namespace {

constexpr double kDayS = 86400.0;
constexpr double kMetresOfKm = 1e3;
constexpr double kLaneMarginM = 10.0;  ///< what vector instructions may be off, and more

/// Standard deviations of a prediction, metres and metres per second.
struct PredictionSigma {
  double along_m = 0.0;
  double across_m = 0.0;  ///< radial and normal
  double along_mps = 0.0;
  double radial_mps = 0.0;
};

/// A satellite that is early is farther on its orbit: δ along the track turns its velocity by δ/r, which is the mean
/// motion times δ in the radial direction.
PredictionSigma prediction_sigma(double age_days, double motion_rad_s, const KnownOptions& options) {
  PredictionSigma s;
  s.along_m = options.along_sigma_m + options.along_sigma_m_day * age_days;
  s.across_m = options.across_sigma_m + options.across_sigma_m_day * age_days;
  s.along_mps = options.velocity_sigma_mps + motion_rad_s * s.across_m;
  s.radial_mps = options.velocity_sigma_mps + motion_rad_s * s.along_m;
  return s;
}

/// Adds a diagonal covariance in the axes (radial, along, normal) to a block.
void add_block(DynamicMatrix& a, std::size_t at, const std::array<Vec3, 3>& axes, const std::array<double, 3>& sigma) {
  for (std::size_t k = 0; k < axes.size(); ++k) {
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) {
        a(at + static_cast<std::size_t>(i), at + static_cast<std::size_t>(j)) +=
            sigma[k] * sigma[k] * axes[k][i] * axes[k][j];
      }
    }
  }
}

std::optional<double> squared_distance(const GaussianState<Itrf>& state, const State<Itrf>& predicted,
                                       const Vec3& spin_rad_s, const PredictionSigma& sigma) {
  const Vec3 inertial = predicted.velocity.mps + cross(spin_rad_s, predicted.position.m);
  const Vec3 radial = unit(predicted.position.m);
  const Vec3 normal = unit(cross(predicted.position.m, inertial));
  const std::array axes{radial, cross(normal, radial), normal};
  DynamicMatrix covariance(6, 6);
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j)
      covariance(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) = state.covariance(i, j);
  }
  add_block(covariance, 0, axes, {sigma.across_m, sigma.along_m, sigma.across_m});
  add_block(covariance, 3, axes, {sigma.radial_mps, sigma.along_mps, sigma.along_mps});
  const Vec3 r = state.mean.position.m - predicted.position.m;
  const Vec3 v = state.mean.velocity.mps - predicted.velocity.mps;
  const std::vector<double> difference{r.x, r.y, r.z, v.x, v.y, v.z};
  const auto solved = solve_spd(covariance, difference);
  if (!solved) return std::nullopt;
  double sum = 0.0;
  for (std::size_t i = 0; i < difference.size(); ++i) sum += difference[i] * (*solved)[i];
  return sum;
}

}  // namespace

KnownSatellites::KnownSatellites(std::vector<motion::ElementSet> sets)
    : sets_(std::move(sets)), catalogue_(motion::Catalogue::from(sets_)) {}

std::optional<SatelliteMatch> KnownSatellites::match(const GaussianState<Itrf>& state, Instant t,
                                                     const KnownOptions& options, CataloguePlaces& places) const {
  if (places.time != t) {
    places.states.resize(size());
    places.errors.resize(size());
    catalogue_.propagate(std::array{t}, motion::Catalogue::Order::TimeSatellite, places.states, places.errors);
    places.time = t;
  }
  const earth::Attitude attitude = earth::Orientation().at(t);
  const Vec3 place_km = (attitude.itrf_from_teme.inverse() * state.mean.position).m / kMetresOfKm;
  const double track_m =
      std::sqrt(std::max(0.0, state.covariance(0, 0) + state.covariance(1, 1) + state.covariance(2, 2)));
  const double gate = std::sqrt(options.gate);
  std::optional<SatelliteMatch> best;
  for (std::size_t i = 0; i < size(); ++i) {
    const motion::Catalogue::State& s = places.states[i];
    const double age_days = std::abs(seconds_between(sets_[i].epoch, t)) / kDayS;
    if (age_days > options.max_age_days) continue;
    // the largest difference of the places that the gate allows, whatever the direction
    const PredictionSigma sigma = prediction_sigma(age_days, sets_[i].mean_motion_rad_min / 60.0, options);
    const double reach_km = (gate * std::hypot(track_m, sigma.along_m, sigma.across_m) + kLaneMarginM) / kMetresOfKm;
    const Vec3 apart_km = Vec3{s[0], s[1], s[2]} - place_km;
    if (!(squared_norm(apart_km) < reach_km * reach_km)) continue;  // also what has no state
    const Result<State<Teme>> teme = catalogue_.orbits()[i].state_at(t);
    if (!teme) continue;
    const State<Itrf> predicted = attitude.to_itrf(*teme);
    const auto squared = squared_distance(state, predicted, attitude.daily_spin_itrf_rad_s, sigma);
    if (!squared || *squared > options.gate || (best && best->squared <= *squared)) continue;
    best = SatelliteMatch{sets_[i].catalogue_number,
                          sets_[i].name,
                          norm(state.mean.position.m - predicted.position.m),
                          norm(state.mean.velocity.mps - predicted.velocity.mps),
                          age_days,
                          *squared};
  }
  return best;
}

}  // namespace tocsin::event
