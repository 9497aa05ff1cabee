#include "tocsin/sim/plume.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/random.hpp"

namespace tocsin::sim {
namespace {

constexpr double kFlickerStepS = 0.1;
constexpr double kFlickerCorrelationS = 1.0;
constexpr double kDimmest = 0.1;  // flicker never turns a plume off
// Engineering defaults: at the ground 40 % of the intensity aloft, and a trough 10 km to either side (70 to 90 km).
constexpr double kGrowth = 0.6;
constexpr double kGrowthHeightM = 15e3;
constexpr double kTroughSigmaM = 6e3;

}  // namespace

Plume::Plume(const LaunchScript& launch, double burn_s, std::uint64_t seed)
    : launch_(launch.time),
      scale_(launch.intensity_scale),
      trough_depth_(launch.trough_depth),
      trough_height_m_(launch.trough_height_km * 1e3) {
  Random random(seed, "flicker/" + launch.id);
  const double keep = std::exp(-kFlickerStepS / kFlickerCorrelationS);
  const double fresh = std::sqrt(1.0 - keep * keep);
  const auto count = static_cast<std::size_t>(std::clamp(burn_s, 0.0, 1e4) / kFlickerStepS) + 2;
  double x = random.normal();
  flicker_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    flicker_.push_back(launch.flicker * x);
    x = keep * x + fresh * random.normal();
  }
}

double Plume::flicker(Instant t) const {
  const double at = seconds_between(launch_, t) / kFlickerStepS;
  if (at <= 0.0) return flicker_.front();
  const auto i = static_cast<std::size_t>(at);
  if (i + 1 >= flicker_.size()) return flicker_.back();
  const double share = at - static_cast<double>(i);
  return (1.0 - share) * flicker_[i] + share * flicker_[i + 1];
}

double Plume::intensity_w_sr(double stage_w_sr, double height_m, Instant t) const {
  const double growth = 1.0 - kGrowth * std::exp(-std::max(height_m, 0.0) / kGrowthHeightM);
  const double from_trough = (height_m - trough_height_m_) / kTroughSigmaM;
  const double trough = 1.0 - trough_depth_ * std::exp(-0.5 * from_trough * from_trough);
  return scale_ * stage_w_sr * growth * trough * std::max(1.0 + flicker(t), kDimmest);
}

}  // namespace tocsin::sim
