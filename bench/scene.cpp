#include "bench/scene.hpp"

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::bench {
namespace {

constexpr double kRadius_m = 6371e3;
constexpr double kSeen = 0.9;
constexpr double kFrame_s = 0.5;

struct Body {
  Vec3 r;
  Vec3 v;
};

/// Of a point mass.
Vec3 gravity(const Vec3& r) {
  return earth::gravity({r}, 0);
}

/// One step of fourth order.
void fall(Body& body, double h) {
  const Vec3 a1 = gravity(body.r);
  const Vec3 v2 = body.v + 0.5 * h * a1;
  const Vec3 a2 = gravity(body.r + 0.5 * h * body.v);
  const Vec3 v3 = body.v + 0.5 * h * a2;
  const Vec3 a3 = gravity(body.r + 0.5 * h * v2);
  const Vec3 v4 = body.v + h * a3;
  const Vec3 a4 = gravity(body.r + h * v3);
  body.r = body.r + h / 6.0 * (body.v + 2.0 * v2 + 2.0 * v3 + v4);
  body.v = body.v + h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4);
}

/// Rows east, north, up.
Mat3 level_at(double lat_rad, double lon_rad) {
  const Vec3 east{-std::sin(lon_rad), std::cos(lon_rad), 0.0};
  const Vec3 up{std::cos(lat_rad) * std::cos(lon_rad), std::cos(lat_rad) * std::sin(lon_rad), std::sin(lat_rad)};
  Mat3 out;
  out.rows = {east, cross(up, east), up};
  return out;
}

formats::AnchorRadar radar_at(std::int64_t id, double lat_rad, double lon_rad, double false_plots) {
  formats::AnchorRadar out;
  out.id = id;
  out.lat_rad = lat_rad;
  out.lon_rad = lon_rad;
  out.axes = level_at(lat_rad, lon_rad);
  out.position_m = kRadius_m * out.axes.rows[2];
  out.period_s = 2.0 * kFrame_s;
  out.range_sigma_m = 100.0;
  out.azimuth_sigma_rad = out.elevation_sigma_rad = 0.05 * kPi / 180.0;
  out.detection_probability = kSeen;
  out.false_plots = false_plots;
  out.range_m = {100e3, 2000e3};
  out.azimuth_rad = {0.0, kPi};
  out.elevation_rad = {0.03, 1.3};
  return out;
}

/// In a cube about a place 850 km to the east, 450 km up, all at nearly the same velocity.
std::vector<Body> side_by_side(std::size_t objects, Random& random) {
  constexpr double kApart_m = 25e3;
  constexpr double kAngle = 0.13;
  const Vec3 up{std::cos(kAngle), std::sin(kAngle), 0.0};
  const Vec3 east{-std::sin(kAngle), std::cos(kAngle), 0.0};
  const Vec3 north{0.0, 0.0, 1.0};
  const auto side = static_cast<std::size_t>(std::ceil(std::cbrt(static_cast<double>(objects))));
  const auto at = [&](std::size_t i) { return kApart_m * (static_cast<double>(i) - 0.5 * static_cast<double>(side)); };
  std::vector<Body> out;
  for (std::size_t i = 0; i < objects; ++i) {
    const auto jitter = [&] { return random.uniform(-2e3, 2e3); };
    const Vec3 place = (kRadius_m + 450e3 + at(i / (side * side)) + jitter()) * up +
                       (at(i / side % side) + jitter()) * east + (at(i % side) + jitter()) * north;
    const auto spread = [&] { return random.uniform(-20.0, 20.0); };
    out.push_back({place, (1200.0 + spread()) * up + (-2200.0 + spread()) * east + spread() * north});
  }
  return out;
}

/// On its way west, 600 to 1,170 km to the east and 110 to 320 km up, as the public generator of the reference data
/// draws it: in view of both radars and above the air to the end.
Body carrier(const std::vector<sense::Radar>& radars, double span_s, Random& random) {
  constexpr double kLowest_m = 90e3;
  constexpr double kDegree = kPi / 180.0;
  for (;;) {
    const double lat = random.uniform(-2.5, 4.5) * kDegree;
    const double lon = random.uniform(5.5, 10.5) * kDegree;
    const double height_m = random.uniform(110e3, 320e3);
    const double speed = random.uniform(2000.0, 3500.0);
    const double climb = random.uniform(5.0, 40.0) * kDegree;
    const double heading = (270.0 + random.uniform(-25.0, 25.0)) * kDegree;
    const Mat3 level = level_at(lat, lon);
    const Vec3 v = speed * (std::cos(climb) * (std::sin(heading) * level.rows[0] + std::cos(heading) * level.rows[1]) +
                            std::sin(climb) * level.rows[2]);
    const Body start{(kRadius_m + height_m) * level.rows[2], v};
    Body body = start;
    bool good = true;
    for (double t_s = 0.0; good && t_s <= span_s; t_s += 1.0, fall(body, 1.0)) {
      good = norm(body.r) > kRadius_m + kLowest_m;
      for (const sense::Radar& radar : radars) {
        const sense::RadarView view = sense::radar_view(radar, {body.r}, {body.v});
        good = good && view.range_m < radar.range_max_m && sense::covers(radar, view.azimuth_rad, view.elevation_rad);
      }
    }
    if (good) return start;
  }
}

/// What is apart at first meets around one place, each with a speed of its own.
std::vector<Body> crossing(std::size_t objects, double meet_s, const Body& middle, Random& random) {
  constexpr double kSpread_m = 1500.0;
  constexpr double kOwn_mps = 10.0;
  const auto drawn = [&](double sigma) {
    return Vec3{sigma * random.normal(), sigma * random.normal(), sigma * random.normal()};
  };
  std::vector<Body> out;
  for (std::size_t i = 0; i < objects; ++i) {
    const Vec3 apart = drawn(kSpread_m);
    out.push_back({middle.r + apart, middle.v - (1.0 / meet_s) * apart + drawn(kOwn_mps)});
  }
  return out;
}

std::vector<formats::AnchorRadar> two_radars(double false_plots) {
  return {radar_at(0, 0.0, 0.0, false_plots), radar_at(1, 0.035, 0.026, false_plots)};
}

formats::AnchorReference seen(std::vector<Body> bodies, int frames, double false_plots, Random& random) {
  formats::AnchorReference out;
  out.plots.scenario.radars = two_radars(false_plots);
  out.world = {.objects = bodies.size(), .mu_m3ps2 = earth::kGravitationalParameter, .radius_m = kRadius_m};
  const std::vector<sense::Radar> radars = anchor_radars(out.plots.scenario);
  for (int frame = 0; frame < frames; ++frame) {
    AnchorTable table{kFrame_s * frame, static_cast<std::size_t>(frame % 2), {}};
    const sense::Radar& radar = radars[table.radar];
    std::vector<std::int64_t> origins;
    std::vector<formats::AnchorState> truth;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      Body& body = bodies[i];
      if (frame > 0) fall(body, kFrame_s);
      truth.push_back({body.r, body.v});
      if (random.uniform() > kSeen) continue;
      const sense::RadarView view = sense::radar_view(radar, {body.r}, {body.v});
      table.plots.push_back({view.range_m + radar.range_sigma_m * random.normal(),
                             view.azimuth_rad + radar.azimuth_sigma_rad * random.normal(),
                             view.elevation_rad + radar.elevation_sigma_rad * random.normal()});
      origins.push_back(static_cast<std::int64_t>(i));
    }
    for (std::uint64_t n = random.poisson(false_plots); n > 0; --n) {
      table.plots.push_back({random.uniform(100e3, radar.range_max_m),
                             random.uniform(radar.azimuth_start_rad, radar.azimuth_end_rad),
                             random.uniform(radar.elevation_min_rad, radar.elevation_max_rad)});
      origins.push_back(-1);
    }
    table.stated_plots = table.plots.size();
    out.plots.scans.push_back(std::move(table));
    out.origins.push_back(std::move(origins));
    out.truth.push_back(std::move(truth));
  }
  return out;
}

}  // namespace

formats::AnchorReference objects_apart(std::size_t objects, int frames, std::uint64_t seed, double false_plots) {
  Random random(seed, "separate scene");
  std::vector<Body> bodies = side_by_side(objects, random);
  return seen(std::move(bodies), frames, false_plots, random);
}

formats::AnchorReference objects_crossing(std::size_t objects, int frames, std::uint64_t seed) {
  Random random(seed, "crossing scene");
  const double span_s = kFrame_s * frames;
  const Body middle = carrier(anchor_radars({.radars = two_radars(kFalse)}), span_s, random);
  std::vector<Body> bodies = crossing(objects, 0.5 * span_s, middle, random);
  return seen(std::move(bodies), frames, kFalse, random);
}

AnchorData records_of(const formats::AnchorReference& scene) {
  Result<AnchorData> out = anchor_data(scene.plots);
  TOCSIN_REQUIRE(out.has_value(), "the scene's world can be used");
  return *std::move(out);
}

AnchorData separate_scene(std::size_t objects, int frames, std::uint64_t seed) {
  return records_of(objects_apart(objects, frames, seed));
}

}  // namespace tocsin::bench
