#include "tocsin/formats/dis.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/big_endian.hpp"

namespace tocsin::formats {
namespace {

constexpr std::int64_t kProtocolVersion = 7;
constexpr std::int64_t kEntityState = 1;
constexpr std::int64_t kEntityInformation = 1;
constexpr std::int64_t kForceOther = 0;
constexpr std::int64_t kPlatform = 1;
constexpr std::int64_t kSpace = 5;
constexpr std::int64_t kDeactivated = std::int64_t{1} << 23U;
constexpr std::int64_t kConstantVelocityWorld = 2;
constexpr std::int64_t kAscii = 1;
constexpr std::size_t kMarkingBytes = 11;

void put_float(double value, std::string& out) {
  put_big_endian(std::bit_cast<std::int32_t>(static_cast<float>(value)), 4, out);
}

void put_vector(const Vec3& v, std::string& out) {
  for (int i = 0; i < 3; ++i) put_float(v[i], out);
}

/// Upper 31 bits: past the hour in units of 3600 s / 2^31; lowest bit 1: absolute time.
std::int64_t timestamp(Instant time) {
  const UtcParts t = utc_parts(time);
  const double past_hour_s = t.minute * 60.0 + std::min(t.second, 59) + t.nanosecond * 1e-9;
  constexpr std::int64_t kHour = std::int64_t{1} << 31U;
  return (std::llround(past_hour_s / 3600.0 * static_cast<double>(kHour)) % kHour) * 2 + 1;
}

void put_header(const EntityState& state, std::string& out) {
  put_big_endian(kProtocolVersion, 1, out);
  put_big_endian(state.exercise, 1, out);
  put_big_endian(kEntityState, 1, out);
  put_big_endian(kEntityInformation, 1, out);
  put_big_endian(timestamp(state.time), 4, out);
  put_big_endian(static_cast<std::int64_t>(kEntityStateBytes), 2, out);
  put_big_endian(static_cast<std::int64_t>(state.reality) * 2, 1, out);
  put_big_endian(0, 1, out);
}

}  // namespace

EulerAngles orientation_along(const Velocity<Itrf>& velocity, const Position<Itrf>& position) {
  if (!(norm(velocity.mps) > 0.0)) return {};
  const Vec3 x = unit(velocity.mps);
  const Vec3 down = -earth::ellipsoid_normal(earth::to_geodetic(position)).u;
  EulerAngles angles{.psi = std::atan2(x.y, x.x), .theta = std::asin(std::clamp(-x.z, -1.0, 1.0)), .phi = 0.0};
  const Vec3 across = cross(down, x);
  constexpr double kVertical = 1e-9;
  if (norm(across) < kVertical) return angles;
  const Vec3 y = unit(across);
  // The rows of the turn from geocentric to body axes are x, y and z; its last column is (-sin theta, sin phi cos
  // theta, cos phi cos theta).
  angles.phi = std::atan2(y.z, cross(x, y).z);
  return angles;
}

std::uint8_t dis_exercise(message::RecordStatus status) {
  switch (status) {
    case message::RecordStatus::actual:
      return 1;
    case message::RecordStatus::exercise:
      return 2;
    case message::RecordStatus::test:
      break;
  }
  return 3;
}

std::string entity_state_pdu(const EntityState& state) {
  TOCSIN_REQUIRE(is_finite(state.position.m) && is_finite(state.velocity.mps) && std::isfinite(state.orientation.psi) &&
                     std::isfinite(state.orientation.theta) && std::isfinite(state.orientation.phi),
                 "an entity has a finite state");
  std::string out;
  put_header(state, out);
  put_big_endian(state.site, 2, out);
  put_big_endian(state.application, 2, out);
  put_big_endian(state.entity, 2, out);
  put_big_endian(kForceOther, 1, out);
  put_big_endian(0, 1, out);  // variable parameter records
  put_big_endian(kPlatform, 1, out);
  put_big_endian(kSpace, 1, out);
  out.append(6, '\0');  // country, category, subcategory, specific, extra
  out.append(8, '\0');  // alternative entity type
  put_vector(state.velocity.mps, out);
  for (int i = 0; i < 3; ++i) put_big_endian(std::bit_cast<std::int64_t>(state.position.m[i]), 8, out);
  put_vector({state.orientation.psi, state.orientation.theta, state.orientation.phi}, out);
  put_big_endian(state.deactivated ? kDeactivated : 0, 4, out);
  put_big_endian(kConstantVelocityWorld, 1, out);
  out.append(15 + 12 + 12, '\0');  // other parameters, acceleration, angular velocity
  put_big_endian(kAscii, 1, out);
  std::string marking = state.marking.substr(0, kMarkingBytes);
  marking.resize(kMarkingBytes, '\0');
  out += marking;
  put_big_endian(0, 4, out);  // capabilities
  return out;
}

}  // namespace tocsin::formats
