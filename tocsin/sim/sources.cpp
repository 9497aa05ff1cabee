#include "tocsin/sim/sources.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::sim {
namespace {

constexpr double kBandSplitUm = 3.5;
constexpr double kDimmest = 0.1;    // flicker never turns a source off
constexpr int kFlickerSteps = 5;    // in one correlation time
constexpr int kFlickerMemory = 25;  // steps; what came before weighs less than exp(−5)
constexpr double kVelocityStepS = 0.05;

/// Share of a source's light that it has given when the share `x` of its time is over.
double given(double x, bool flares_up) {
  const double u = std::clamp(x, 0.0, 1.0);
  return flares_up ? u * u * (2.0 - 4.0 / 3.0 * u) : u;  // the integral of the parabola 4u(1 − u), or of 1
}

double level(double x, bool flares_up) {
  if (x < 0.0 || x > 1.0) return 0.0;
  return flares_up ? 4.0 * x * (1.0 - x) : 1.0;
}

const char* class_of(SourceKind kind) {
  switch (kind) {
    case SourceKind::volcano:
      return "volcano";
    case SourceKind::fireball:
      return "fireball";
    case SourceKind::aircraft:
      return "aircraft";
    case SourceKind::lightning:
      return "lightning";
    case SourceKind::satellite_glint:
      return "satellite";
    case SourceKind::static_fire:
    case SourceKind::fire:
      break;
  }
  return "fire";
}

}  // namespace

Source::Source(SourceScript script, std::uint64_t seed)
    : script_(std::move(script)),
      end_(script_.begin + seconds(script_.duration_s)),
      key_(Random(0, script_.id).bits()),
      random_(seed, "flicker/" + script_.id),
      place_(earth::to_itrf({degrees(script_.lat_deg).value(), degrees(script_.lon_deg).value(), script_.height_m})) {}

bool Source::flares_up() const {
  return script_.kind == SourceKind::fireball || script_.kind == SourceKind::satellite_glint;
}

Position<Itrf> Source::position_at(Instant t) const {
  if (stands_still()) return place_;
  const double since_s = std::clamp(seconds_between(script_.begin, t), 0.0, script_.duration_s);
  const Geodetic start{degrees(script_.lat_deg).value(), degrees(script_.lon_deg).value(), script_.height_m};
  // over the ground it goes slower than aloft
  const double height_m = script_.height_m + 0.5 * since_s * script_.climb_mps;
  const double ground_m = script_.speed_mps * since_s * earth::kMeanRadiusM / (earth::kMeanRadiusM + height_m);
  Geodetic now = earth::direct(start, degrees(script_.bearing_deg).value(), ground_m);
  now.height_m = script_.height_m + since_s * script_.climb_mps;
  return earth::to_itrf(now);
}

Velocity<Itrf> Source::velocity_at(Instant t) const {
  const Instant from = std::max(t - seconds(kVelocityStepS), script_.begin);
  const Instant to = std::min(t + seconds(kVelocityStepS), end_);
  const double between_s = seconds_between(from, to);
  if (between_s <= 0.0) return {};
  return {(position_at(to).m - position_at(from).m) / between_s};
}

/// First-order Markov process by its moving average, so that any moment is found without those before it.
double Source::flicker(double since_s) const {
  if (script_.flicker <= 0.0) return 0.0;
  const double at = since_s * kFlickerSteps / script_.flicker_s;
  const double whole = std::floor(at);
  const double keep = std::exp(-1.0 / kFlickerSteps);
  const auto value_at = [&](std::int64_t step) {
    double sum = 0.0;
    double weight = 1.0;
    for (int k = 0; k < kFlickerMemory; ++k, weight *= keep) {
      Random draw = random_.substream(static_cast<std::uint64_t>(step - k));
      sum += weight * draw.normal();
    }
    return sum * std::sqrt((1.0 - keep * keep) / (1.0 - std::pow(keep, 2.0 * kFlickerMemory)));
  };
  const auto step = static_cast<std::int64_t>(whole);
  const double share = at - whole;
  return script_.flicker * ((1.0 - share) * value_at(step) + share * value_at(step + 1));
}

double Source::intensity_w_sr(Instant t, double exposure_s) const {
  const double middle_s = seconds_between(script_.begin, t);
  const double from = (middle_s - 0.5 * exposure_s) / script_.duration_s;
  const double to = (middle_s + 0.5 * exposure_s) / script_.duration_s;
  const double shape = exposure_s > 0.0 ? (given(to, flares_up()) - given(from, flares_up())) / (to - from)
                                        : level(middle_s / script_.duration_s, flares_up());
  if (shape <= 0.0) return 0.0;
  return script_.intensity_w_sr * shape * std::max(1.0 + flicker(middle_s), kDimmest);
}

double Source::band_ratio(double band_um) const {
  return band_um < kBandSplitUm ? 1.0 : script_.band_ratio;
}

message::TruthObject Source::describe() const {
  message::TruthObject object;
  object.id = script_.id;
  object.kind = "clutter_source";
  object.vehicle_class = class_of(script_.kind);
  object.begin = script_.begin;
  object.end = end_;
  return object;
}

std::vector<Source> make_sources(const std::vector<SourceScript>& scripts, std::uint64_t seed) {
  std::vector<Source> sources;
  sources.reserve(scripts.size());
  for (const SourceScript& script : scripts) sources.emplace_back(script, seed);
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.id() < b.id(); });
  return sources;
}

}  // namespace tocsin::sim
