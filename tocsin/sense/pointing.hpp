#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/message/look.hpp"

namespace tocsin::sense {

/// Axes of a satellite's nadir frame in Itrf: `down` to the centre of the Earth, `east` = pole × (−down), `north`
/// completes them. Precondition: the position is not on the polar axis.
struct NadirFrame {
  Position<Itrf> origin;
  Direction<Itrf> east;
  Direction<Itrf> north;
  Direction<Itrf> down;
};

[[nodiscard]] NadirFrame nadir_frame(const Position<Itrf>& satellite);

/// Angles of a direction in the nadir frame: tan(east) = d·e / d·down, tan(north) = d·n / d·down.
struct TangentAngles {
  double east_rad = 0.0;
  double north_rad = 0.0;
};

/// Angles under which `target` is seen. Precondition: the target is on the Earth's side (d·down > 0).
[[nodiscard]] TangentAngles tangent_angles(const NadirFrame& frame, const Position<Itrf>& target);
[[nodiscard]] Direction<Itrf> line_of_sight(const NadirFrame& frame, const TangentAngles& angles);

/// The angles and their derivatives by the target's position, rows east and north, 1/m.
struct TangentAnglesJacobian {
  TangentAngles angles;
  Vec3 d_east;
  Vec3 d_north;
};
[[nodiscard]] TangentAnglesJacobian tangent_angles_jacobian(const NadirFrame& frame, const Position<Itrf>& target);

[[nodiscard]] bool inside(const message::Field& field, const TangentAngles& angles);

}  // namespace tocsin::sense
