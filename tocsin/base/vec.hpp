#pragma once

#include <array>
#include <cmath>

namespace tocsin::inline base {

/// Three doubles without frame or unit, for kernels; public interfaces use Position, Velocity and Direction.
struct Vec3 {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;

  [[nodiscard]] constexpr double operator[](int i) const { return i == 0 ? x : (i == 1 ? y : z); }

  constexpr Vec3& operator+=(const Vec3& o) { return *this = Vec3{x + o.x, y + o.y, z + o.z}; }
  constexpr Vec3& operator-=(const Vec3& o) { return *this = Vec3{x - o.x, y - o.y, z - o.z}; }
  friend constexpr Vec3 operator+(const Vec3& a, const Vec3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend constexpr Vec3 operator-(const Vec3& a, const Vec3& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend constexpr Vec3 operator-(const Vec3& a) { return {-a.x, -a.y, -a.z}; }
  friend constexpr Vec3 operator*(double s, const Vec3& a) { return {s * a.x, s * a.y, s * a.z}; }
  friend constexpr Vec3 operator*(const Vec3& a, double s) { return s * a; }
  friend constexpr Vec3 operator/(const Vec3& a, double s) { return {a.x / s, a.y / s, a.z / s}; }
  friend constexpr bool operator==(const Vec3&, const Vec3&) = default;
};

[[nodiscard]] constexpr double dot(const Vec3& a, const Vec3& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
[[nodiscard]] constexpr Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
[[nodiscard]] constexpr double squared_norm(const Vec3& a) {
  return dot(a, a);
}
[[nodiscard]] inline double norm(const Vec3& a) {
  return std::sqrt(dot(a, a));
}
/// `a / |a|`; the zero vector stays zero.
[[nodiscard]] inline Vec3 unit(const Vec3& a) {
  const double n = norm(a);
  return n > 0.0 ? a / n : Vec3{};
}
/// Angle between two vectors in [0, pi], exact for small angles.
[[nodiscard]] inline double angle_between(const Vec3& a, const Vec3& b) {
  return std::atan2(norm(cross(a, b)), dot(a, b));
}
/// Any unit vector perpendicular to `a`, the same one for the same input.
[[nodiscard]] inline Vec3 any_perpendicular(const Vec3& a) {
  return unit(std::abs(a.z) < 0.9 * norm(a) ? cross(Vec3{0.0, 0.0, 1.0}, a) : cross(Vec3{1.0, 0.0, 0.0}, a));
}
[[nodiscard]] inline bool is_finite(const Vec3& a) {
  return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z);
}

/// A 3 by 3 matrix by rows.
struct Mat3 {
  std::array<Vec3, 3> rows{Vec3{1.0, 0.0, 0.0}, Vec3{0.0, 1.0, 0.0}, Vec3{0.0, 0.0, 1.0}};

  friend constexpr Vec3 operator*(const Mat3& m, const Vec3& v) {
    return {dot(m.rows[0], v), dot(m.rows[1], v), dot(m.rows[2], v)};
  }
  friend constexpr bool operator==(const Mat3&, const Mat3&) = default;
};

[[nodiscard]] constexpr Mat3 transposed(const Mat3& m) {
  return Mat3{{Vec3{m.rows[0].x, m.rows[1].x, m.rows[2].x}, Vec3{m.rows[0].y, m.rows[1].y, m.rows[2].y},
               Vec3{m.rows[0].z, m.rows[1].z, m.rows[2].z}}};
}
[[nodiscard]] constexpr Mat3 operator*(const Mat3& a, const Mat3& b) {
  const Mat3 bt = transposed(b);
  return Mat3{{bt * a.rows[0], bt * a.rows[1], bt * a.rows[2]}};
}

}  // namespace tocsin::inline base
