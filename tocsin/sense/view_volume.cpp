#include "tocsin/sense/view_volume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::sense {
namespace {

/// Far outside: no place comes from there in a step.
constexpr double nowhere_m = -1e12;

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

/// Axis times angle of the small rotation that takes the rows of one frame to those of the other.
Vec3 rotation_vector(const Mat3& from, const Mat3& to) {
  Vec3 twice_sine{};
  for (std::size_t i = 0; i < 3; ++i) twice_sine += cross(from.rows[i], to.rows[i]);
  const Vec3 sine = 0.5 * twice_sine;
  const double s2 = dot(sine, sine);
  return (1.0 + s2 * (1.0 / 6.0 + s2 * 3.0 / 40.0)) * sine;
}

/// Rodrigues' rotation by a small vector of axis times angle.
Vec3 rotated(const Vec3& v, const Vec3& by) {
  const double angle2 = dot(by, by);
  const double sine = 1.0 - angle2 * (1.0 / 6.0 - angle2 / 120.0);     // sin x / x
  const double cosine = 0.5 - angle2 * (1.0 / 24.0 - angle2 / 720.0);  // (1 - cos x) / x²
  const Vec3 w = cross(by, v);
  return v + sine * w + cosine * cross(by, w);
}

}  // namespace

double ViewVolume::margin_m(const Vec3& place_m) const {
  if (is_empty) return nowhere_m;
  const Vec3 p = place_m - apex_m;
  double margin = std::numeric_limits<double>::infinity();
  if (plane_count > 0) {
    double all = margin;
    double any = -margin;
    for (std::size_t i = 0; i < plane_count; ++i) {
      const double d = dot(planes[i], p);
      all = std::min(all, d);
      any = std::max(any, d);
    }
    margin = any_plane ? any : all;
  }
  const double range2 = dot(p, p);
  const double range = std::sqrt(range2);
  margin = std::min(margin, max_range_m - range);
  const double along = dot(axis(), p);
  const double across = std::sqrt(std::max(0.0, range2 - along * along));
  if (is_there(outer)) margin = std::min(margin, inside_m(outer, along, across));
  if (is_there(inner)) margin = std::min(margin, -inside_m(inner, along, across));
  if (blocking_radius_m > 0.0) {
    const double distance2 = dot(apex_m, apex_m);
    const double limb_range = std::sqrt(std::max(0.0, distance2 - blocking_radius_m * blocking_radius_m));
    const double per_distance = 1.0 / std::sqrt(distance2);
    const Cone limb{blocking_radius_m * per_distance, limb_range * per_distance};
    // In front of the Earth, or beside it.
    margin = std::min(margin, std::max(limb_range - range, -inside_m(limb, along, across)));
  }
  return margin;
}

double ViewVolume::edge_per_apex_speed() const {
  if (blocking_radius_m == 0.0) return 1.0;
  // The distance of the limb changes faster than that of the Earth's centre.
  const double distance2 = dot(apex_m, apex_m);
  const double limb2 = distance2 - blocking_radius_m * blocking_radius_m;
  return 1.0 + (limb2 > 0.0 ? std::sqrt(distance2 / limb2) : 1e3);
}

ViewVolume view_volume(const Radar& radar, const earth::Attitude& attitude) {
  const Position<Itrf> site = earth::to_itrf(radar.site);
  const Mat3 enu = earth::enu_from_itrf(radar.site).m;
  const Vec3 east = enu.rows[0];
  const Vec3 north = enu.rows[1];
  const auto heading = [&](double azimuth_rad) {
    return turned(attitude, std::sin(azimuth_rad) * east + std::cos(azimuth_rad) * north);
  };
  ViewVolume out;
  out.apex_m = turned(attitude, site.m);
  out.apex_mps = turned(attitude, cross(attitude.daily_spin_itrf_rad_s, site.m));
  out.frame = Mat3{{turned(attitude, east), turned(attitude, north), turned(attitude, enu.rows[2])}};
  out.max_range_m = instrumented_range_m(radar);
  out.outer = cone_of(0.5 * kPi - radar.elevation_min_rad);
  if (radar.elevation_max_rad < 0.5 * kPi) out.inner = cone_of(0.5 * kPi - radar.elevation_max_rad);
  const double width = std::remainder(radar.azimuth_end_rad - radar.azimuth_start_rad - kPi, 2.0 * kPi) + kPi;
  if (radar.azimuth_start_rad != radar.azimuth_end_rad) {
    out.planes = {heading(radar.azimuth_start_rad + 0.5 * kPi), heading(radar.azimuth_end_rad - 0.5 * kPi)};
    out.plane_count = 2;
    out.any_plane = width > kPi;
  }
  return out;
}

ViewVolume view_volume(const InfraredSensor& sensor, const State<Itrf>& satellite, const earth::Attitude& attitude) {
  const Vec3& spin = attitude.daily_spin_itrf_rad_s;
  ViewVolume out;
  out.apex_m = turned(attitude, satellite.position.m);
  out.apex_mps = turned(attitude, satellite.velocity.mps + cross(spin, satellite.position.m));
  const NadirFrame frame = nadir_frame(satellite.position);
  out.frame = Mat3{{turned(attitude, frame.east.u), turned(attitude, frame.north.u), turned(attitude, frame.down.u)}};
  out.blocking_radius_m = earth::kEquatorialRadiusM;
  message::Field field = scan_field(sensor, satellite.position, 0);
  if (sensor.mode == InfraredMode::scanner) {
    const double half = scan_half_angle(satellite.position);
    field = {{-half, half}, {-half, half}};
  }
  out.is_empty = field.horizontal_rad[0] > field.horizontal_rad[1];
  // tan(angle) = across / down, so an edge is the plane through the apex that holds its direction.
  const auto edge = [&](const Direction<Itrf>& across, double angle_rad, double sign) {
    return turned(attitude, sign * (std::cos(angle_rad) * across.u - std::sin(angle_rad) * frame.down.u));
  };
  out.planes = {edge(frame.east, field.horizontal_rad[0], 1.0), edge(frame.east, field.horizontal_rad[1], -1.0),
                edge(frame.north, field.vertical_rad[0], 1.0), edge(frame.north, field.vertical_rad[1], -1.0)};
  out.plane_count = 4;
  return out;
}

ViewVolume between(const ViewVolume& before, const ViewVolume& after, double u, double step_s) {
  ViewVolume out = u < 0.5 ? before : after;
  const double v = 1.0 - u;
  out.apex_m = (v * v * (1.0 + 2.0 * u)) * before.apex_m + (u * u * (1.0 + 2.0 * v)) * after.apex_m +
               (step_s * u * v * v) * before.apex_mps - (step_s * u * u * v) * after.apex_mps;
  const Vec3 turn = rotation_vector(before.frame, after.frame);
  // What does not turn with the frame (a field that widens towards perigee) goes along linearly.
  const auto at = [&](const Vec3& a, const Vec3& b) { return unit(rotated(a, u * turn) + u * (b - rotated(a, turn))); };
  for (std::size_t i = 0; i < 3; ++i) out.frame.rows[i] = at(before.frame.rows[i], after.frame.rows[i]);
  for (std::size_t i = 0; i < out.plane_count; ++i) out.planes[i] = at(before.planes[i], after.planes[i]);
  return out;
}

}  // namespace tocsin::sense
