#include "tocsin/event/fall.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::event {
namespace {

// From a hollow tank to the most slender body, in steps that sum a bell of 0.42 to 1e-4.
constexpr double kLogLeast = 3.912023005428146;  // 50 kg/m²
constexpr double kLogStep = 0.4;                 // the largest is 20,000 kg/m²
constexpr std::size_t kBetas = 16;
constexpr double kNegligible = 1e-3;  // share of a coefficient that is not worth an arc
constexpr double kNoAirM = 120e3;     // above, a coefficient of 50 kg/m² costs 0.01 m/s²
constexpr double kToleranceM = 0.5;

double bell(double x, double centre, double sigma) {
  const double z = (x - centre) / sigma;
  return std::exp(-0.5 * z * z);
}

void add_kind(std::array<double, kBetas>& shares, double probability, double beta_kg_m2, double sigma_log) {
  std::array<double, kBetas> kind{};
  double sum = 0.0;
  for (std::size_t i = 0; i < kBetas; ++i) {
    kind[i] = bell(kLogLeast + kLogStep * static_cast<double>(i), std::log(beta_kg_m2), sigma_log);
    sum += kind[i];
  }
  for (std::size_t i = 0; i < kBetas; ++i) shares[i] += probability * kind[i] / sum;
}

}  // namespace

std::vector<BetaShare> beta_prior(double slender_probability, const ArcOptions& options) {
  const double slender = std::clamp(slender_probability, 0.0, 1.0);
  std::array<double, kBetas> shares{};
  add_kind(shares, slender, options.beta_kg_m2, options.sigma_log_beta);
  add_kind(shares, 1.0 - slender, options.other_beta_kg_m2, options.other_sigma_log_beta);
  std::vector<BetaShare> out;
  for (std::size_t i = 0; i < kBetas; ++i)
    out.push_back({std::exp(kLogLeast + kLogStep * static_cast<double>(i)), shares[i]});
  return out;
}

double beta_quantile(const std::vector<BetaShare>& betas, double p) {
  // each stands for the coefficients from half a step below to half a step above it
  double below = 0.0;
  for (const BetaShare& b : betas) {
    if (b.share > 0.0 && below + b.share >= p) return b.beta_kg_m2 * std::exp(kLogStep * ((p - below) / b.share - 0.5));
    below += b.share;
  }
  return betas.back().beta_kg_m2;
}

Covariance<3> fall_spread(const State<Itrf>& state, Instant t, const motion::Impact& impact,
                          const std::vector<BetaShare>& betas) {
  State<Itrf> start = state;
  Instant begin = t;
  if (earth::height_above_ellipsoid_m(state.position) > kNoAirM) {
    // the way to the air is the same for all
    if (const auto entry = motion::descend_to_height(state, t, kNoAirM, {.tolerance_m = kToleranceM})) {
      start = entry->state;
      begin = entry->time;
    }
  }
  const Mat3 enu = earth::enu_from_itrf(impact.ground).m;
  motion::PropagationOptions how{.tolerance_m = kToleranceM};
  Covariance<3> out;
  double sum = 0.0;
  for (const BetaShare& b : betas) {
    if (b.share < kNegligible) continue;
    how.forces.beta_kg_m2 = b.beta_kg_m2;
    const auto end = motion::descend_to_height(start, begin, 0.0, how);
    if (!end) continue;
    const Vec3 away = enu * (end->state.position.m - impact.state.position.m);
    const std::array<double, 3> d{away.x, away.y, seconds_between(impact.time, end->time)};
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j)
        out(i, j) += b.share * d[static_cast<std::size_t>(i)] * d[static_cast<std::size_t>(j)];
    }
    sum += b.share;
  }
  for (double& value : out.a) value /= std::max(sum, kNegligible);
  return out;
}

}  // namespace tocsin::event
