#pragma once

#include "tocsin/base/vec.hpp"

namespace tocsin::inline base {

// Frames are types, so that adding vectors of two frames does not compile.

/// Geocentric celestial reference frame (inertial), IAU 2000/2006.
struct Gcrf {};
/// True equator, mean equinox: the frame of SGP4 element sets.
struct Teme {};
/// International terrestrial reference frame: rotates with the Earth, z to the pole, x to Greenwich.
struct Itrf {};
/// Local level frame of a site: east, north, up.
struct Enu {};

/// Place in a frame, metres from its origin (for Enu: from the site).
template <class Frame>
struct Position {
  Vec3 m;
  friend constexpr bool operator==(const Position&, const Position&) = default;
};

/// Difference of two places, metres.
template <class Frame>
struct Displacement {
  Vec3 m;
  friend constexpr Displacement operator+(const Displacement& a, const Displacement& b) { return {a.m + b.m}; }
  friend constexpr Displacement operator*(double s, const Displacement& a) { return {s * a.m}; }
  friend constexpr bool operator==(const Displacement&, const Displacement&) = default;
};

/// Velocity relative to the frame, metres per second.
template <class Frame>
struct Velocity {
  Vec3 mps;
  friend constexpr Velocity operator+(const Velocity& a, const Velocity& b) { return {a.mps + b.mps}; }
  friend constexpr Velocity operator-(const Velocity& a, const Velocity& b) { return {a.mps - b.mps}; }
  friend constexpr bool operator==(const Velocity&, const Velocity&) = default;
};

/// Unit vector in a frame.
template <class Frame>
struct Direction {
  Vec3 u{1.0, 0.0, 0.0};
  friend constexpr bool operator==(const Direction&, const Direction&) = default;
};

template <class Frame>
[[nodiscard]] constexpr Displacement<Frame> operator-(const Position<Frame>& a, const Position<Frame>& b) {
  return {a.m - b.m};
}
template <class Frame>
[[nodiscard]] constexpr Position<Frame> operator+(const Position<Frame>& a, const Displacement<Frame>& d) {
  return {a.m + d.m};
}
template <class Frame>
[[nodiscard]] inline Direction<Frame> direction_of(const Displacement<Frame>& d) {
  return {unit(d.m)};
}

/// Place and velocity of one body at one time.
template <class Frame>
struct State {
  Position<Frame> position;
  Velocity<Frame> velocity;
  friend constexpr bool operator==(const State&, const State&) = default;
};

/// Rotation of coordinates: `v_to = R * v_from`. Velocities are only turned; a rotating frame's own velocity is added
/// by earth/orientation.
template <class To, class From>
struct Rotation {
  Mat3 m;

  friend constexpr Position<To> operator*(const Rotation& r, const Position<From>& p) { return {r.m * p.m}; }
  friend constexpr Displacement<To> operator*(const Rotation& r, const Displacement<From>& d) { return {r.m * d.m}; }
  friend constexpr Direction<To> operator*(const Rotation& r, const Direction<From>& d) { return {r.m * d.u}; }
  [[nodiscard]] constexpr Rotation<From, To> inverse() const { return {transposed(m)}; }
};

template <class A, class B, class C>
[[nodiscard]] constexpr Rotation<A, C> operator*(const Rotation<A, B>& ab, const Rotation<B, C>& bc) {
  return {ab.m * bc.m};
}

/// Geodetic coordinates on WGS-84: latitude and longitude in radians, height above the ellipsoid in metres.
struct Geodetic {
  double lat_rad = 0.0;
  double lon_rad = 0.0;
  double height_m = 0.0;
  friend constexpr bool operator==(const Geodetic&, const Geodetic&) = default;
};

}  // namespace tocsin::inline base
