#pragma once

#include <vector>

#include "tocsin/motion/boost.hpp"

namespace tocsin::motion {

/// A generic family of vehicles with textbook parameters: none of them is a real system.
struct VehicleFamily {
  Vehicle vehicle;
  /// The solver of reported flights sizes the payload to the speed that a flight needs.
  double min_payload_kg = 0.0;
  double max_payload_kg = 0.0;
  /// Flights that would need up to this speed at the ground without air belong to this family, m/s.
  double reach_mps = 0.0;
};

/// In ascending order of reach: short-range single stage, single-stage liquid, two-stage, three-stage.
[[nodiscard]] const std::vector<VehicleFamily>& generic_vehicle_families();

/// A two-stage launcher of medium size on liquid propellants, by published orders of magnitude: the vehicle of space
/// launches; of recorded ones only its plumes and its second stage are used.
[[nodiscard]] const Vehicle& generic_launcher();

/// Speed a vehicle gains without gravity and drag (Tsiolkovsky), m/s.
[[nodiscard]] double ideal_speed_mps(const Vehicle& vehicle);

}  // namespace tocsin::motion
