#include "tocsin/sim/sky.hpp"

#include <algorithm>
#include <map>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/executor.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/motion/catalogue.hpp"
#include "tocsin/sense/catalogue_view.hpp"

namespace tocsin::sim {
namespace {

// A ray is bent and an echo late: views reach a little further than their geometry.
constexpr double kMarginS = 5.0;
constexpr double kVelocityStepS = 1.0;
constexpr const char* kMoon = "moon";

/// Point of the Moon's surface that is nearest to the Earth's centre.
Position<Itrf> near_point(Instant t) {
  const Vec3 centre = (earth::itrf_from_gcrf(t) * earth::moon_place(t)).m;
  return {centre * (1.0 - kMoonRadiusM / norm(centre))};
}

/// Joins spans that overlap.
std::vector<SkyBody::Span> joined(std::vector<SkyBody::Span> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<SkyBody::Span> out;
  for (const SkyBody::Span& span : spans) {
    if (!out.empty() && span.first <= out.back().second) {
      out.back().second = std::max(out.back().second, span.second);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

}  // namespace

double moon_rcs_m2() {
  return kMoonAlbedo * kPi * kMoonRadiusM * kMoonRadiusM;
}

SkyBody::SkyBody(std::string id, double rcs_m2, std::vector<Span> spans)
    : id_(std::move(id)), key_(Random(0, id_).bits()), rcs_m2_(rcs_m2), spans_(std::move(spans)) {}

SkyBody::SkyBody(const motion::ElementSet& satellite, double rcs_m2, std::vector<Span> spans)
    : SkyBody("satellite-" + std::to_string(satellite.catalogue_number), rcs_m2, std::move(spans)) {
  orbit_ = motion::Sgp4::from(satellite);
}

SkyBody SkyBody::moon(Instant begin, Instant end) {
  return SkyBody(std::string(kMoon), moon_rcs_m2(), {{begin, end}});
}

bool SkyBody::meets(Instant from, Instant to) const {
  return std::any_of(spans_.begin(), spans_.end(),
                     [&](const Span& span) { return span.first <= to && from <= span.second; });
}

std::optional<State<Itrf>> SkyBody::state_at(Instant t) const {
  if (orbit_) {
    const Result<State<Teme>> state = orbit_->state_at(t);
    if (!state) return std::nullopt;
    return earth::to_itrf(*state, t);
  }
  const Vec3 before = near_point(t - seconds(kVelocityStepS)).m;
  const Vec3 after = near_point(t + seconds(kVelocityStepS)).m;
  return State<Itrf>{near_point(t), {(after - before) / (2.0 * kVelocityStepS)}};
}

message::TruthObject SkyBody::describe() const {
  message::TruthObject object;
  object.id = id_;
  object.kind = orbit_ ? "satellite" : kMoon;
  object.vehicle_class = "unknown";
  object.begin = spans_.front().first;
  object.end = spans_.back().second;
  return object;
}

Result<std::vector<SkyBody>> make_sky(const SkyScript& script, const sense::Sensors& sensors, Instant begin,
                                      Instant end) {
  std::vector<SkyBody> sky;
  std::vector<std::string> radars;
  for (const sense::Radar& radar : sensors.world().radars) radars.push_back(radar.id);
  if (radars.empty()) return sky;
  if (!script.satellites.empty()) {
    const motion::Catalogue catalogue = motion::Catalogue::from(script.satellites);
    std::map<std::size_t, std::vector<SkyBody::Span>> spans;
    SerialExecutor serial;
    const auto note = [&](const sense::Passage& passage) {
      spans[passage.satellite].emplace_back(std::max(passage.enters - seconds(kMarginS), begin),
                                            std::min(passage.leaves + seconds(kMarginS), end));
    };
    Status found = sense::find_passages(catalogue, sensors, radars, {}, begin, end, {}, serial, note);
    if (!found) return fail(found.error());
    for (auto& [satellite, seen] : spans)
      sky.emplace_back(script.satellites[satellite], script.rcs_m2, joined(std::move(seen)));
  }
  if (script.moon) sky.push_back(SkyBody::moon(begin, end));
  std::sort(sky.begin(), sky.end(), [](const SkyBody& a, const SkyBody& b) { return a.id() < b.id(); });
  return sky;
}

}  // namespace tocsin::sim
