#pragma once

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::sense {

// Coordinates of an infrared sensor, in which it measures attitudes to the stars: x east, y south, z along its
// boresight (right-handed). Pointed without error they are those of its nadir frame.

/// The attitude that a sensor has whose angles are wrong by `offset`: what stands at the nadir appears under these
/// angles. Offsets are small; away from the nadir the same turn changes angles by up to sec² of them.
[[nodiscard]] message::FrameRef attitude_with_offset(const NadirFrame& frame, const TangentAngles& offset, Instant t);

/// A reference turned by small angles about the sensor's own axes (its measurement noise).
[[nodiscard]] message::FrameRef turned(const message::FrameRef& reference, const Vec3& about_axes_rad);

/// Angles by which a sensor's bearings are wrong, from an attitude measured against the stars: the angles under which
/// it sees the nadir. The inverse of `attitude_with_offset`. Errors: not a unit quaternion; the nadir is not in front
/// of the sensor.
[[nodiscard]] Result<TangentAngles> pointing_offset(const message::FrameRef& reference, const NadirFrame& frame,
                                                    Instant t);

}  // namespace tocsin::sense
