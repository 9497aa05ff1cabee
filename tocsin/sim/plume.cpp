#include "tocsin/sim/plume.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/base/random.hpp"

namespace tocsin::sim {
namespace {

constexpr double kFlickerStep = 0.1;  // of its correlation time
constexpr std::size_t kMostFlicker = 1'000'000;
constexpr double kDimmest = 0.1;          // flicker never turns a plume off
constexpr double kCoolingHeightM = 40e3;  // engineering default: scale height with which the plume's colour changes
constexpr double kBandSplitUm = 3.5;      // between the two bands of plumes

}  // namespace

Plume::Plume(const LaunchScript& launch, double burn_s, std::uint64_t seed)
    : launch_(launch.time),
      scale_(launch.intensity_scale),
      trough_depth_(launch.trough_depth),
      trough_height_m_(launch.trough_height_km * 1e3),
      more_(launch.plume),
      flicker_step_s_(kFlickerStep * launch.plume.flicker_s) {
  Random random(seed, "flicker/" + launch.id);
  const double keep = std::exp(-kFlickerStep);
  const double fresh = std::sqrt(1.0 - keep * keep);
  const auto steps = static_cast<std::size_t>(std::clamp(burn_s, 0.0, 1e4) / flicker_step_s_);
  const std::size_t count = std::min(steps, kMostFlicker) + 2;
  double x = random.normal();
  flicker_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    flicker_.push_back(launch.flicker * x);
    x = keep * x + fresh * random.normal();
  }
}

double Plume::flicker(Instant t) const {
  const double at = seconds_between(launch_, t) / flicker_step_s_;
  if (at <= 0.0) return flicker_.front();
  const auto i = static_cast<std::size_t>(at);
  if (i + 1 >= flicker_.size()) return flicker_.back();
  const double share = at - static_cast<double>(i);
  return (1.0 - share) * flicker_[i] + share * flicker_[i + 1];
}

double Plume::intensity_w_sr(double stage_w_sr, double height_m, Instant t) const {
  const double lost = 1.0 - more_.ground_brightness;
  const double growth = 1.0 - lost * std::exp(-std::max(height_m, 0.0) / (more_.growth_km * 1e3));
  const double from_trough = (height_m - trough_height_m_) / (more_.trough_width_km * 1e3);
  const double trough = 1.0 - trough_depth_ * std::exp(-0.5 * from_trough * from_trough);
  return scale_ * stage_w_sr * growth * trough * std::max(1.0 + flicker(t), kDimmest);
}

double Plume::band_ratio(double height_m, double band_um) const {
  if (band_um < kBandSplitUm) return 1.0;
  const double low = std::exp(-std::max(height_m, 0.0) / kCoolingHeightM);
  return more_.band_ratio_high + low * (more_.band_ratio - more_.band_ratio_high);
}

double Plume::stage_intensity_w_sr(const motion::Flight& flight, Instant t) const {
  const std::optional<motion::Burning> burning = flight.burning_at(t);
  if (burning && more_.ignition_s <= 0.0) return burning->radiant_intensity_w_sr;
  if (!burning && more_.tail_off_s <= 0.0) return 0.0;
  const motion::FlightEvent* last = nullptr;  // ignition of what burns, or burnout of what has burned
  for (const motion::FlightEvent& event : flight.events()) {
    const bool starts =
        event.kind == motion::FlightEventKind::launch || event.kind == motion::FlightEventKind::ignition;
    const bool wanted = burning ? starts : event.kind == motion::FlightEventKind::burnout;
    if (wanted && event.time <= t) last = &event;
  }
  if (last == nullptr) return burning ? burning->radiant_intensity_w_sr : 0.0;
  const double since_s = seconds_between(last->time, t);
  if (burning) return burning->radiant_intensity_w_sr * (1.0 - std::exp(-since_s / more_.ignition_s));
  if (t >= flight.final_burnout()) return 0.0;
  const motion::Stage& spent = flight.vehicle().stages[static_cast<std::size_t>(last->stage)];
  return spent.radiant_intensity_w_sr * std::exp(-since_s / more_.tail_off_s);
}

}  // namespace tocsin::sim
