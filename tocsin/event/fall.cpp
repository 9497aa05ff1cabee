#include "tocsin/event/fall.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/message/wording.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::event {
namespace {

// From a hollow tank to the most slender body, in steps that sum a bell of 0.42 to 1e-4.
constexpr double kLogLeast = 3.912023005428146;  // 50 kg/m²
constexpr double kLogStep = 0.4;                 // the largest is 20,000 kg/m²
constexpr std::size_t kBetas = 16;
constexpr double kNegligible = 1e-3;  // share of a coefficient that is not worth an arc
constexpr double kNoAirM = 120e3;     // above, a coefficient of 50 kg/m² costs 0.01 m/s²
using message::kNormal90;
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

/// How far from the mean arc's impact a body comes down, and how much later.
struct Miss {
  double share = 0.0;
  double east_m = 0.0;
  double north_m = 0.0;
  double late_s = 0.0;
};

/// Half width of the interval around zero that holds 90 %, of values with shares.
template <class Value>
double half_width_90(const std::vector<Miss>& misses, const Value& value) {
  std::vector<std::pair<double, double>> sorted;  // size, share
  double all = 0.0;
  for (const Miss& m : misses) {
    sorted.emplace_back(std::abs(value(m)), m.share);
    all += m.share;
  }
  std::sort(sorted.begin(), sorted.end());
  // each stands for what lies between the middles to its neighbours: the share below it is that of the smaller ones
  // and half of its own
  double below = 0.0;
  double last = 0.0;
  double last_below = 0.0;
  for (const auto& [size, share] : sorted) {
    const double here = below + 0.5 * share;
    if (here >= 0.9 * all) return last + (size - last) * (0.9 * all - last_below) / (here - last_below);
    below += share;
    last = size;
    last_below = here;
  }
  return last;
}

/// Normal distributions that hold 90 % where the misses do: what is rarer does not widen them.
Covariance<3> spread_of(const std::vector<Miss>& misses) {
  Covariance<3> out;
  double all = 0.0;
  for (const Miss& m : misses) {
    out(0, 0) += m.share * m.east_m * m.east_m;
    out(1, 1) += m.share * m.north_m * m.north_m;
    out(0, 1) += m.share * m.east_m * m.north_m;
    all += m.share;
  }
  const double sum = out(0, 0) + out(1, 1);
  const double place_m =
      half_width_90(misses, [](const Miss& m) { return std::hypot(m.east_m, m.north_m); }) / kNormal90;
  const double scale = sum > 0.0 && all > 0.0 ? place_m * place_m / sum : 0.0;
  for (double& value : out.a) value *= scale;
  out(1, 0) = out(0, 1);
  const double time_s = half_width_90(misses, [](const Miss& m) { return m.late_s; }) / kNormal90;
  out(2, 2) = time_s * time_s;
  return out;
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
  std::vector<Miss> misses;
  for (const BetaShare& b : betas) {
    if (b.share < kNegligible) continue;
    how.forces.beta_kg_m2 = b.beta_kg_m2;
    const auto end = motion::descend_to_height(start, begin, 0.0, how);
    if (!end) continue;
    const Vec3 away = enu * (end->state.position.m - impact.state.position.m);
    misses.push_back({b.share, away.x, away.y, seconds_between(impact.time, end->time)});
  }
  return spread_of(misses);
}

}  // namespace tocsin::event
