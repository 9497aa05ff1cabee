#include "tocsin/motion/vehicles.hpp"

#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/vehicle_file.hpp"

namespace tocsin::motion {

std::vector<VehicleFamily> VehicleSet::of_kind(FamilyKind kind) const {
  std::vector<VehicleFamily> out;
  for (const VehicleFamily& family : families) {
    if (family.kind == kind) out.push_back(family);
  }
  return out;
}

const VehicleSet& generic_vehicles() {
  static const VehicleSet set = [] {
    Result<VehicleSet> read = parse_vehicles(generic_vehicles_text(), "data/vehicles.toml");
    TOCSIN_REQUIRE(read.has_value(), "the vehicles that come with the program are good");
    return *std::move(read);
  }();
  return set;
}

const std::vector<VehicleFamily>& generic_vehicle_families() {
  static const std::vector<VehicleFamily> families = generic_vehicles().of_kind(FamilyKind::ballistic);
  return families;
}

const Vehicle& generic_launcher() {
  return generic_vehicles().launcher;
}

double ideal_speed_mps(const Vehicle& vehicle) {
  constexpr double kStandardGravity = 9.80665;
  double above_kg = vehicle.payload_mass_kg;
  double speed = 0.0;
  for (auto stage = vehicle.stages.rbegin(); stage != vehicle.stages.rend(); ++stage) {
    const double empty_kg = above_kg + stage->dry_mass_kg;
    speed += kStandardGravity * stage->isp_vacuum_s * std::log((empty_kg + stage->propellant_kg) / empty_kg);
    above_kg = empty_kg + stage->propellant_kg;
  }
  return speed;
}

}  // namespace tocsin::motion
