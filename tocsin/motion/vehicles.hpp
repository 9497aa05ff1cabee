#pragma once

#include <string>
#include <vector>

#include "tocsin/motion/boost.hpp"

namespace tocsin::motion {

/// What a family is for: a scenario's flights are flown by families of their own kind.
enum class FamilyKind { ballistic, sounding_rocket };

/// A generic family of vehicles with textbook parameters: none of them is a real system.
struct VehicleFamily {
  Vehicle vehicle;
  /// The solver of reported flights sizes the payload to the speed that a flight needs.
  double min_payload_kg = 0.0;
  double max_payload_kg = 0.0;
  /// Flights that would need up to this speed at the ground without air belong to this family, m/s.
  double reach_mps = 0.0;
  FamilyKind kind = FamilyKind::ballistic;
  std::string source;      ///< where its figures come from
  std::string confidence;  ///< in them, in words
};

/// The vehicles that a simulation flies.
struct VehicleSet {
  std::vector<VehicleFamily> families;  ///< in ascending order of reach
  Vehicle launcher;                     ///< of two stages, for space launches

  /// Those of a kind, in ascending order of reach.
  [[nodiscard]] std::vector<VehicleFamily> of_kind(FamilyKind kind) const;
};

/// The set that comes with the program, data/vehicles.toml as it was when the program was built.
[[nodiscard]] const VehicleSet& generic_vehicles();

/// Its ballistic families in ascending order of reach: short-range single stage, single-stage liquid, two-stage,
/// three-stage.
[[nodiscard]] const std::vector<VehicleFamily>& generic_vehicle_families();

/// Its two-stage launcher of medium size on liquid propellants, by published orders of magnitude: the vehicle of space
/// launches; of recorded ones only its plumes and its second stage are used.
[[nodiscard]] const Vehicle& generic_launcher();

/// Speed a vehicle gains without gravity and drag (Tsiolkovsky), m/s.
[[nodiscard]] double ideal_speed_mps(const Vehicle& vehicle);

}  // namespace tocsin::motion
