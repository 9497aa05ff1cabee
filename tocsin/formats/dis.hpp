#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/header.hpp"

namespace tocsin::formats {

// Distributed Interactive Simulation, IEEE Std 1278.1-2012 (version 7), outwards only.

/// Body axes (x forward, y right, z down) against the geocentric ones: turned by psi about z, then by theta about the
/// new y, then by phi about the new x. Radians.
struct EulerAngles {
  double psi = 0.0;
  double theta = 0.0;
  double phi = 0.0;
};

/// Body x along the velocity, body y level. Zero for a body at rest; a vertical velocity has no level, there phi is 0.
[[nodiscard]] EulerAngles orientation_along(const Velocity<Itrf>& velocity, const Position<Itrf>& position);

/// Whether the entity is real (PDU status, field LVC): 0 no statement, 1 live, 2 virtual, 3 constructive.
enum class DisReality : std::uint8_t { no_statement, live, virtual_, constructive };

/// Exercise identifier of each status: actual 1, exercise 2, test 3. Receivers filter by it before all else, so that
/// an exercise cannot appear in a live picture.
[[nodiscard]] std::uint8_t dis_exercise(message::RecordStatus status);

struct EntityState {
  std::uint8_t exercise = 0;
  DisReality reality = DisReality::no_statement;
  Instant time;
  std::uint16_t site = 0;
  std::uint16_t application = 0;
  std::uint16_t entity = 0;
  Position<Itrf> position;
  Velocity<Itrf> velocity;
  EulerAngles orientation;
  bool deactivated = false;  ///< the last message of the entity
  std::string marking;       ///< ASCII, at most 11 characters; the rest is cut
};

inline constexpr std::size_t kEntityStateBytes = 144;
/// Greatest entity number; the two above stand for requests and for all entities.
inline constexpr std::int64_t kMaxDisEntity = 65533;

/// Entity State PDU. Time: absolute, past the hour UTC; a leap second is written as the second before it. Force 0
/// (other). Entity type platform, space, all else other (SISO-REF-010: 1.5.0.0.0.0.0): what an object is, is a
/// probability of its event and no fact, and the type of an entity must not change. Dead reckoning 2: constant velocity
/// in geocentric coordinates without rotation. Precondition: position, velocity and orientation are finite.
[[nodiscard]] std::string entity_state_pdu(const EntityState& state);

}  // namespace tocsin::formats
