#include "tocsin/sense/attitude.hpp"

#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/orientation.hpp"

namespace tocsin::sense {
namespace {

/// Unit quaternion: scalar and vector part.
struct Quaternion {
  double w = 1.0;
  Vec3 v;
};

Quaternion operator*(const Quaternion& a, const Quaternion& b) {
  return {a.w * b.w - dot(a.v, b.v), a.w * b.v + b.w * a.v + cross(a.v, b.v)};
}

Quaternion normalised(const Quaternion& q) {
  const double length = std::sqrt(q.w * q.w + squared_norm(q.v));
  return {q.w / length, q.v / length};
}

/// Turns `v` from sensor coordinates, and back.
Vec3 turn(const Quaternion& q, const Vec3& v) {
  const Vec3 across = 2.0 * cross(q.v, v);
  return v + q.w * across + cross(q.v, across);
}
Vec3 turn_back(const Quaternion& q, const Vec3& v) {
  return turn({q.w, -q.v}, v);
}

/// Of a rotation matrix, by its largest diagonal (Shepperd, Journal of Guidance and Control 1 (1978), 223).
Quaternion of_matrix(const Mat3& m) {
  const double xx = m.rows[0].x;
  const double yy = m.rows[1].y;
  const double zz = m.rows[2].z;
  const double trace = xx + yy + zz;
  Quaternion q;
  if (trace >= xx && trace >= yy && trace >= zz) {
    q = {1.0 + trace, {m.rows[2].y - m.rows[1].z, m.rows[0].z - m.rows[2].x, m.rows[1].x - m.rows[0].y}};
  } else if (xx >= yy && xx >= zz) {
    q = {m.rows[2].y - m.rows[1].z, {1.0 + xx - yy - zz, m.rows[0].y + m.rows[1].x, m.rows[0].z + m.rows[2].x}};
  } else if (yy >= zz) {
    q = {m.rows[0].z - m.rows[2].x, {m.rows[0].y + m.rows[1].x, 1.0 - xx + yy - zz, m.rows[1].z + m.rows[2].y}};
  } else {
    q = {m.rows[1].x - m.rows[0].y, {m.rows[0].z + m.rows[2].x, m.rows[1].z + m.rows[2].y, 1.0 - xx - yy + zz}};
  }
  return normalised(q);
}

Quaternion of_reference(const message::FrameRef& r) {
  return {r.w, {r.x, r.y, r.z}};
}
double squared_length(const message::FrameRef& r) {
  return r.w * r.w + r.x * r.x + r.y * r.y + r.z * r.z;
}
bool is_rotation(const message::FrameRef& r) {
  return std::abs(squared_length(r) - 1.0) < 1e-6;
}

message::FrameRef reference(const Quaternion& q, double sigma_rad) {
  // one of the two quaternions of an attitude: that with a positive scalar part
  const double sign = q.w < 0.0 ? -1.0 : 1.0;
  return {sign * q.w, sign * q.v.x, sign * q.v.y, sign * q.v.z, sigma_rad};
}

}  // namespace

message::FrameRef attitude_with_offset(const NadirFrame& frame, const TangentAngles& offset, Instant t) {
  // columns: the axes of an errorless sensor in Itrf
  const Mat3 itrf_from_nadir = transposed(Mat3{{frame.east.u, -frame.north.u, frame.down.u}});
  const Mat3 gcrf_from_itrf = earth::Orientation().at(t).itrf_from_gcrf.inverse().m;
  // the shortest turn that brings the direction in which the sensor sees the nadir to the nadir
  const Vec3 seen = unit(Vec3{std::tan(offset.east_rad), -std::tan(offset.north_rad), 1.0});
  const Vec3 down{0.0, 0.0, 1.0};
  const Quaternion nadir_from_sensor = normalised({1.0 + dot(seen, down), cross(seen, down)});
  return reference(normalised(of_matrix(gcrf_from_itrf * itrf_from_nadir) * nadir_from_sensor), 0.0);
}

message::FrameRef turned(const message::FrameRef& original, const Vec3& about_axes_rad) {
  TOCSIN_REQUIRE(is_rotation(original), "an attitude is a unit quaternion");
  const Quaternion small = normalised({1.0, 0.5 * about_axes_rad});
  return reference(normalised(of_reference(original) * small), original.sigma_rad);
}

Result<TangentAngles> pointing_offset(const message::FrameRef& measured, const NadirFrame& frame, Instant t) {
  if (!is_rotation(measured)) {
    return fail_field("w, x, y, z", "length " + shortest(std::sqrt(squared_length(measured))), "a unit quaternion");
  }
  const Vec3 down_gcrf = earth::Orientation().at(t).itrf_from_gcrf.inverse().m * frame.down.u;
  const Vec3 seen = turn_back(of_reference(measured), down_gcrf);
  if (!(seen.z > 0.0)) return fail_field("w, x, y, z", "the nadir behind the sensor", "the nadir in front of it");
  return TangentAngles{std::atan(seen.x / seen.z), std::atan(-seen.y / seen.z)};
}

}  // namespace tocsin::sense
