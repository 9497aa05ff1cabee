#include "tocsin/sense/pointing.hpp"

#include <cmath>

#include "tocsin/base/require.hpp"

namespace tocsin::sense {

NadirFrame nadir_frame(const Position<Itrf>& satellite) {
  const Vec3 down = unit(-satellite.m);
  const Vec3 east = unit(cross(Vec3{0.0, 0.0, 1.0}, -down));
  TOCSIN_REQUIRE(squared_norm(east) > 0.5, "a nadir frame needs a position off the polar axis");
  return {satellite, {east}, {cross(-down, east)}, {down}};
}

TangentAngles tangent_angles(const NadirFrame& frame, const Position<Itrf>& target) {
  const Vec3 d = target.m - frame.origin.m;
  const double depth = dot(d, frame.down.u);
  TOCSIN_REQUIRE(depth > 0.0, "tangent angles exist on the Earth's side of a satellite only");
  return {std::atan(dot(d, frame.east.u) / depth), std::atan(dot(d, frame.north.u) / depth)};
}

Direction<Itrf> line_of_sight(const NadirFrame& frame, const TangentAngles& angles) {
  return {unit(frame.down.u + std::tan(angles.east_rad) * frame.east.u + std::tan(angles.north_rad) * frame.north.u)};
}

TangentAnglesJacobian tangent_angles_jacobian(const NadirFrame& frame, const Position<Itrf>& target) {
  const Vec3 d = target.m - frame.origin.m;
  const double depth = dot(d, frame.down.u);
  TOCSIN_REQUIRE(depth > 0.0, "tangent angles exist on the Earth's side of a satellite only");
  // u = atan(t), t = d·e / d·down: du/dd = (e − t down) / (depth (1 + t²))
  const double t_east = dot(d, frame.east.u) / depth;
  const double t_north = dot(d, frame.north.u) / depth;
  return {{std::atan(t_east), std::atan(t_north)},
          (frame.east.u - t_east * frame.down.u) / (depth * (1.0 + t_east * t_east)),
          (frame.north.u - t_north * frame.down.u) / (depth * (1.0 + t_north * t_north))};
}

bool inside(const message::Field& field, const TangentAngles& angles) {
  return angles.east_rad >= field.horizontal_rad[0] && angles.east_rad <= field.horizontal_rad[1] &&
         angles.north_rad >= field.vertical_rad[0] && angles.north_rad <= field.vertical_rad[1];
}

}  // namespace tocsin::sense
