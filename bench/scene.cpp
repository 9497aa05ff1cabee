#include "bench/scene.hpp"

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::bench {
namespace {

constexpr double kRadius_m = 6371e3;
constexpr double kSeen = 0.9;
constexpr double kFalse = 5.0;
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

sense::Radar radar_at(const std::string& id, double lat_rad, double lon_rad) {
  sense::Radar out;
  out.id = id;
  out.site = {lat_rad, lon_rad, 0.0};
  const Vec3 east{-std::sin(lon_rad), std::cos(lon_rad), 0.0};
  const Vec3 up{std::cos(lat_rad) * std::cos(lon_rad), std::cos(lat_rad) * std::sin(lon_rad), std::sin(lat_rad)};
  Rotation<Enu, Itrf> axes;
  axes.m.rows = {east, cross(up, east), up};
  out.placed = earth::SiteFrame(out.site, {kRadius_m * up}, axes);
  out.range_sigma_m = 100.0;
  out.azimuth_sigma_rad = out.elevation_sigma_rad = 0.05 * kPi / 180.0;
  out.false_per_look = kFalse;
  out.fence_revisit_s = 2.0 * kFrame_s;
  out.azimuth_start_rad = 0.0;
  out.azimuth_end_rad = kPi;
  out.elevation_min_rad = 0.03;
  out.elevation_max_rad = 1.3;
  out.range_max_m = 2000e3;
  out.range_rcs1_m = 100e6;
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

}  // namespace

AnchorData separate_scene(std::size_t objects, int frames, std::uint64_t seed) {
  Random random(seed, "separate scene");
  sense::World world;
  world.name = "separate scene";
  world.radars = {radar_at("radar-0", 0.0, 0.0), radar_at("radar-1", 0.035, 0.026)};
  std::vector<Body> bodies = side_by_side(objects, random);
  std::vector<AnchorTable> tables;
  for (int frame = 0; frame < frames; ++frame) {
    AnchorTable table{kFrame_s * frame, static_cast<std::size_t>(frame % 2), {}};
    const sense::Radar& radar = world.radars[table.radar];
    for (Body& body : bodies) {
      if (frame > 0) fall(body, kFrame_s);
      if (random.uniform() > kSeen) continue;
      const sense::RadarView seen = sense::radar_view(radar, {body.r}, {body.v});
      table.plots.push_back({seen.range_m + radar.range_sigma_m * random.normal(),
                             seen.azimuth_rad + radar.azimuth_sigma_rad * random.normal(),
                             seen.elevation_rad + radar.elevation_sigma_rad * random.normal()});
    }
    for (std::uint64_t n = random.poisson(kFalse); n > 0; --n) {
      table.plots.push_back({random.uniform(100e3, radar.range_max_m),
                             random.uniform(radar.azimuth_start_rad, radar.azimuth_end_rad),
                             random.uniform(radar.elevation_min_rad, radar.elevation_max_rad)});
    }
    tables.push_back(std::move(table));
  }
  Result<AnchorData> out = anchor_data(world, kSeen, tables);
  TOCSIN_REQUIRE(out.has_value(), "the scene's world can be used");
  return *std::move(out);
}

}  // namespace tocsin::bench
