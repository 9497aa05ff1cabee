#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/czml_packets.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::formats::scene {
namespace {

constexpr double kLongestPeriodS = 3.0 * 86400.0;
constexpr double kLeastOrbitM = 500e3;  // smaller figures (a geostationary satellite) are hidden by its point
constexpr int kOrbitPoints = 180;

std::string name_of_sensor(const SensorProduct& sensor) {
  return sensor.name.empty() ? sensor.id : sensor.name;
}

/// Time of one revolution of the conic through a state; nothing when it does not return.
std::optional<double> period_s(const State<Itrf>& state) {
  const Vec3 spin{0.0, 0.0, earth::kRotationRateRadS};
  const double speed = norm(state.velocity.mps + cross(spin, state.position.m));
  const double radius = norm(state.position.m);
  const double inverse_axis = 2.0 / radius - speed * speed / earth::kGravitationalParameter;
  if (!(inverse_axis > 0.0)) return std::nullopt;
  const double axis = 1.0 / inverse_axis;
  const double period = 2.0 * kPi * axis * std::sqrt(axis / earth::kGravitationalParameter);
  return period < kLongestPeriodS ? std::optional(period) : std::nullopt;
}

/// Half a revolution before and after a sample, seen from the turning Earth. Empty when the samples are no orbit.
std::vector<Vec3> revolution(const std::vector<Sample>& samples) {
  if (samples.size() < 2) return {};
  const std::size_t i = std::max<std::size_t>(1, samples.size() / 2);
  const Sample& a = samples[i - 1];
  const Sample& b = samples[i];
  const double step_s = seconds_between(a.time, b.time);
  // The chord is the velocity half-way; the place there lies off the chord by the sagitta, 20 km at the lowest orbits.
  State<Itrf> state{{0.5 * (a.itrf_m + b.itrf_m)}, {(1.0 / step_s) * (b.itrf_m - a.itrf_m)}};
  const Vec3 sagitta = (step_s * step_s / 8.0) * motion::ballistic_acceleration(state, {});
  state.position.m = state.position.m - sagitta;
  const Instant middle = a.time + seconds(0.5 * step_s);
  const std::optional<double> period = period_s(state);
  if (!period) return {};
  motion::PropagationOptions options;
  options.tolerance_m = 100.0;
  std::vector<Vec3> points;
  for (const double side : {-0.5, 0.5}) {
    const Result<motion::Arc> arc = motion::propagate(state, middle, middle + seconds(side * *period), options);
    if (!arc || arc->empty()) return {};
    std::vector<Vec3> half;
    for (int k = 0; k <= kOrbitPoints / 2; ++k)
      half.push_back(arc->state_at(middle + seconds(side * *period * k / (0.5 * kOrbitPoints))).position.m);
    if (side < 0.0) std::reverse(half.begin(), half.end());
    points.insert(points.end(), half.begin() + (points.empty() ? 0 : 1), half.end());
  }
  const auto far = std::max_element(points.begin(), points.end(), [&](const Vec3& p, const Vec3& q) {
    return norm(p - state.position.m) < norm(q - state.position.m);
  });
  return norm(*far - state.position.m) < kLeastOrbitM ? std::vector<Vec3>() : points;
}

void add_satellite(Json& out, const SensorProduct& sensor, const Span& run) {
  std::vector<Sample> samples;
  for (const SatelliteSample& s : sensor.samples) {
    if (samples.empty() || samples.back().time < s.time) samples.push_back({s.time, s.position.m});
  }
  if (samples.empty()) return;
  const std::string name = name_of_sensor(sensor);
  const int degree = static_cast<int>(std::min<std::size_t>(5, samples.size() - 1));
  const Geodetic start = earth::to_geodetic(Position<Itrf>{samples.front().itrf_m});
  Json p = packet("satellite/" + sensor.id, name);
  p.add("description", html_table({{"Kind", std::string(name_of(sensor.kind)) + " satellite"},
                                   {"Identifier", sensor.id},
                                   {"Below it at the start", fixed(in_degrees(Radians(start.lat_rad)), 1) + "° " +
                                                                 fixed(in_degrees(Radians(start.lon_rad)), 1) + "°"},
                                   {"Height at the start", fixed(1e-3 * start.height_m, 0) + " km"}}));
  p.add("position", sampled(samples, "LAGRANGE", degree))
      .add("point", point(kSatellite, 8))
      .add("label", label(shown(name), kSatellite));
  if (samples.size() > 1) p.add("path", trail(kSatellite, 220, 2, seconds_between(run.from, run.until)));
  out.push(std::move(p));
  const std::vector<Vec3> orbit = revolution(samples);
  if (orbit.empty()) return;
  Json line = packet("satellite/" + sensor.id + "/orbit", name + ": one revolution, as seen from the turning Earth");
  line.add("polyline", Json::object()
                           .add("positions", cartesian_list(orbit, false))
                           .add("width", 1)
                           .add("arcType", "NONE")
                           .add("material", solid(kSatellite, 110)));
  out.push(std::move(line));
}

/// Outline of what a radar sees along its horizon, straight rays in the plane that touches the Earth at the site: what
/// is under this plane is hidden by the Earth.
std::vector<Vec3> horizon(const Geodetic& site, const RadarSector& sector) {
  constexpr double kStep = 3.0 * kRadiansPerDegree;
  const double width = wrap_two_pi(sector.azimuth_end_rad - sector.azimuth_start_rad);
  const bool full = width == 0.0;
  const double turn = full ? 2.0 * kPi : width;
  const int steps = std::max(1, static_cast<int>(std::ceil(turn / kStep)));
  const Position<Itrf> at = earth::to_itrf(site);
  const Rotation<Itrf, Enu> out_of_enu = earth::enu_from_itrf(site).inverse();
  std::vector<Vec3> points;
  if (!full) points.push_back(at.m);
  for (int i = 0; i < steps + (full ? 0 : 1); ++i) {
    const double azimuth = sector.azimuth_start_rad + turn * i / steps;
    const Displacement<Enu> ray{sector.range_m * Vec3{std::sin(azimuth), std::cos(azimuth), 0.0}};
    points.push_back((at + out_of_enu * ray).m);
  }
  return points;
}

std::string degrees_text(double radians) {
  return fixed(in_degrees(Radians(wrap_two_pi(radians))), 0) + "°";
}

void add_radar(Json& out, const SensorProduct& sensor) {
  const std::string name = name_of_sensor(sensor);
  const Geodetic& site = *sensor.site;
  std::vector<std::pair<std::string, std::string>> facts{{"Kind", "radar"}, {"Identifier", sensor.id}};
  if (sensor.sector) {
    const bool full = wrap_two_pi(sensor.sector->azimuth_end_rad - sensor.sector->azimuth_start_rad) == 0.0;
    facts.emplace_back("Azimuth", full ? "all around"
                                       : degrees_text(sensor.sector->azimuth_start_rad) + " to " +
                                             degrees_text(sensor.sector->azimuth_end_rad));
    facts.emplace_back("Range for 1 m²", fixed(1e-3 * sensor.sector->range_m, 0) + " km");
  }
  Json p = packet("radar/" + sensor.id, name);
  p.add("description", html_table(facts));
  p.add("position", at_place(in_degrees(Radians(site.lat_rad)), in_degrees(Radians(site.lon_rad)), site.height_m));
  p.add("point", point(kRadar, 8)).add("label", label(shown(name), kRadar));
  out.push(std::move(p));
  if (!sensor.sector || !(sensor.sector->range_m > 0.0)) return;
  const std::vector<Vec3> edge = horizon(site, *sensor.sector);
  Json field = packet("radar/" + sensor.id + "/sector", name + ": plane of the horizon, to the range for 1 m²");
  field.add("polygon", Json::object()
                           .add("positions", cartesian_list(edge, false))
                           .add("perPositionHeight", true)
                           .add("material", solid(kRadar, 22)));
  field.add("polyline", Json::object()
                            .add("positions", cartesian_list(edge, true))
                            .add("width", 1)
                            .add("arcType", "NONE")
                            .add("material", solid(kRadar, 190)));
  out.push(std::move(field));
}

}  // namespace

void add_sensors(Json& out, const Products& products, const Span& run) {
  for (const SensorProduct& sensor : products.sensors) {
    if (sensor.site) {
      add_radar(out, sensor);
    } else {
      add_satellite(out, sensor, run);
    }
  }
}

}  // namespace tocsin::formats::scene
