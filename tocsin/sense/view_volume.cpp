#include "tocsin/sense/view_volume.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::sense {
namespace {

constexpr double never_outside_m = 1e15;

/// Distance to a cone, positive inside of it; `along` is the component on the axis, `across` the one away from it.
double inside_m(const ViewVolume::Cone& cone, double along, double across) {
  return cone.sin * along - cone.cos * across;
}

ViewVolume::Cone cone_of(double half_rad) {
  return {std::sin(half_rad), std::cos(half_rad)};
}

bool is_there(const ViewVolume::Cone& cone) {
  return cone.sin != 0.0 || cone.cos != 0.0;
}

/// Turns what is fixed to the Earth into TEME.
Vec3 turned(const earth::Attitude& attitude, const Vec3& itrf) {
  return transposed(attitude.itrf_from_teme.m) * itrf;
}

}  // namespace

ViewDistances view_distances(const ViewVolume& volume, const Vec3& local_m) {
  ViewDistances out;
  for (std::size_t i = 0; i < ViewVolume::kPlanes; ++i)
    out.m[i] = i < volume.plane_count ? dot(volume.planes[i], local_m) : never_outside_m;
  const double along = local_m.z;
  const double across2 = local_m.x * local_m.x + local_m.y * local_m.y;
  out.across_m = std::sqrt(across2);
  out.range_m = std::sqrt(across2 + along * along);
  out.m[ViewDistances::kRange] = volume.max_range_m - out.range_m;
  out.m[ViewDistances::kOuter] = is_there(volume.outer) ? inside_m(volume.outer, along, out.across_m) : never_outside_m;
  out.m[ViewDistances::kInner] =
      is_there(volume.inner) ? -inside_m(volume.inner, along, out.across_m) : never_outside_m;
  const bool has_limb = is_there(volume.limb);
  out.m[ViewDistances::kLimbRange] = has_limb ? volume.limb_range_m - out.range_m : never_outside_m;
  out.m[ViewDistances::kLimbSide] = has_limb ? -inside_m(volume.limb, along, out.across_m) : never_outside_m;
  return out;
}

double margin_m(const ViewVolume& volume, const ViewDistances& d) {
  double margin = volume.any_plane ? std::max(d.m[0], d.m[1]) : std::min({d.m[0], d.m[1], d.m[2], d.m[3]});
  margin = std::min({margin, d.m[ViewDistances::kRange], d.m[ViewDistances::kOuter], d.m[ViewDistances::kInner]});
  return std::min(margin, std::max(d.m[ViewDistances::kLimbRange], d.m[ViewDistances::kLimbSide]));
}

ViewVolume view_volume(const Radar& radar, const earth::Attitude& attitude) {
  const earth::SiteFrame frame = site_frame(radar);
  const Vec3 site = frame.origin().m;
  const Mat3 enu = frame.enu_from_itrf().m;
  ViewVolume out;
  out.apex_m = turned(attitude, site);
  out.apex_mps = turned(attitude, cross(attitude.daily_spin_itrf_rad_s, site));
  out.frame = Mat3{{turned(attitude, enu.rows[0]), turned(attitude, enu.rows[1]), turned(attitude, enu.rows[2])}};
  out.spin_rad_s = turned(attitude, attitude.daily_spin_itrf_rad_s);
  out.max_range_m = instrumented_range_m(radar);
  out.outer = cone_of(0.5 * kPi - radar.elevation_min_rad);
  if (radar.elevation_max_rad < 0.5 * kPi) out.inner = cone_of(0.5 * kPi - radar.elevation_max_rad);
  if (radar.azimuth_start_rad != radar.azimuth_end_rad) {
    const auto heading = [](double azimuth_rad) { return Vec3{std::sin(azimuth_rad), std::cos(azimuth_rad), 0.0}; };
    out.planes = {heading(radar.azimuth_start_rad + 0.5 * kPi), heading(radar.azimuth_end_rad - 0.5 * kPi)};
    out.plane_count = 2;
    const double width = std::remainder(radar.azimuth_end_rad - radar.azimuth_start_rad - kPi, 2.0 * kPi) + kPi;
    out.any_plane = width > kPi;
  }
  return out;
}

ViewVolume view_volume(const InfraredSensor& sensor, const State<Itrf>& satellite, const earth::Attitude& attitude) {
  const NadirFrame nadir = nadir_frame(satellite.position);
  ViewVolume out;
  out.apex_m = turned(attitude, satellite.position.m);
  out.apex_mps = turned(attitude, satellite.velocity.mps + cross(attitude.daily_spin_itrf_rad_s, satellite.position.m));
  out.frame = Mat3{{turned(attitude, nadir.east.u), turned(attitude, nadir.north.u), turned(attitude, nadir.down.u)}};
  // East, north and down turn about the pole with the longitude and about east with the latitude.
  const Vec3 pole = turned(attitude, {0.0, 0.0, 1.0});
  const double distance = norm(out.apex_m);
  const Vec3 arm = cross(pole, out.apex_m);
  const double longitude_rate = dot(arm, out.apex_mps) / dot(arm, arm);
  const double latitude_rate = dot(out.frame.rows[1], out.apex_mps) / distance;
  out.spin_rad_s = longitude_rate * pole - latitude_rate * out.frame.rows[0];
  const double sine = std::min(1.0, earth::kEquatorialRadiusM / distance);
  out.limb = {sine, std::sqrt(1.0 - sine * sine)};
  out.limb_range_m = distance * out.limb.cos;
  message::Field field = scan_field(sensor, satellite.position, 0);
  if (sensor.mode == InfraredMode::scanner) {
    const double half = scan_half_angle(satellite.position);
    field = {{-half, half}, {-half, half}};
  }
  out.is_empty = field.horizontal_rad[0] > field.horizontal_rad[1];
  // tan(angle) = across / down, so an edge is the plane through the apex that holds its direction.
  const auto east = [](double angle, double sign) {
    return Vec3{sign * std::cos(angle), 0.0, -sign * std::sin(angle)};
  };
  const auto north = [](double angle, double sign) {
    return Vec3{0.0, sign * std::cos(angle), -sign * std::sin(angle)};
  };
  out.planes = {east(field.horizontal_rad[0], 1.0), east(field.horizontal_rad[1], -1.0),
                north(field.vertical_rad[0], 1.0), north(field.vertical_rad[1], -1.0)};
  out.plane_count = 4;
  return out;
}

void set_rates(const ViewVolume& before, const ViewVolume& after, double step_s, ViewVolume& now) {
  const double per_s = 0.5 / step_s;
  for (std::size_t i = 0; i < now.plane_count; ++i) now.plane_rates[i] = per_s * (after.planes[i] - before.planes[i]);
  now.limb_rate = {per_s * (after.limb.sin - before.limb.sin), per_s * (after.limb.cos - before.limb.cos)};
  now.limb_range_rate_mps = per_s * (after.limb_range_m - before.limb_range_m);
}

ViewVolume between(const ViewVolume& before, const ViewVolume& after, double u, double step_s) {
  const double v = 1.0 - u;
  const double w0 = v * v * (1.0 + 2.0 * u);
  const double w1 = u * u * (1.0 + 2.0 * v);
  const double d0 = step_s * u * v * v;
  const double d1 = -step_s * u * u * v;
  ViewVolume out = before;
  for (std::size_t i = 0; i < before.plane_count; ++i) {
    out.planes[i] =
        unit(w0 * before.planes[i] + w1 * after.planes[i] + d0 * before.plane_rates[i] + d1 * after.plane_rates[i]);
  }
  const auto mix = [&](double a, double b, double a_rate, double b_rate) {
    return w0 * a + w1 * b + d0 * a_rate + d1 * b_rate;
  };
  out.limb = {mix(before.limb.sin, after.limb.sin, before.limb_rate.sin, after.limb_rate.sin),
              mix(before.limb.cos, after.limb.cos, before.limb_rate.cos, after.limb_rate.cos)};
  out.limb_range_m =
      mix(before.limb_range_m, after.limb_range_m, before.limb_range_rate_mps, after.limb_range_rate_mps);
  return out;
}

}  // namespace tocsin::sense
