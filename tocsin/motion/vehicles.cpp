#include "tocsin/motion/vehicles.hpp"

#include <cmath>

namespace tocsin::motion {

// Textbook orders of magnitude (Sutton & Biblarz, Rocket Propulsion Elements, 9th ed., tables of typical stages):
// structure 8 to 15 % of a stage, storable liquids and solids of 250 to 300 s in vacuum, 1.5 to 2 times the weight at
// lift-off. Plume intensities by order of magnitude only. Burn times: 58 s; 105 s; 98 + 72 s; 110 + 100 + 90 s.
const std::vector<VehicleFamily>& generic_vehicle_families() {
  // clang-format off
  static const std::vector<VehicleFamily> families{
      //     dry kg, propellant kg, vacuum thrust N, vacuum Isp s, drag m², exit m², coast s, plume W/sr
      {.vehicle = {"generic short-range, one stage",
                   {{1000.0,  3800.0,  165e3, 257.0, 0.6, 0.12,  5.0, 2.0e4}}, 500.0, 2500.0},
       .min_payload_kg = 150.0, .max_payload_kg = 3500.0, .reach_mps = 1900.0},
      {.vehicle = {"generic medium-range, one liquid stage",
                   {{1600.0, 12500.0,  300e3, 257.0, 1.4, 0.25,  8.0, 6.0e4}}, 800.0, 3000.0},
       .min_payload_kg = 250.0, .max_payload_kg = 4000.0, .reach_mps = 3100.0},
      {.vehicle = {"generic intermediate-range, two stages",
                   {{2600.0, 23000.0,  600e3, 261.0, 2.0, 0.45,  2.0, 1.5e5},
                    { 750.0,  5600.0,  213e3, 280.0, 1.6, 0.35,  8.0, 5.0e4}}, 1000.0, 4000.0},
       .min_payload_kg = 200.0, .max_payload_kg = 6000.0, .reach_mps = 5900.0},
      {.vehicle = {"generic long-range, three stages",
                   {{6000.0, 70000.0, 1.69e6, 271.0, 4.0, 1.10,  2.0, 5.0e5},
                    {2000.0, 19000.0,  545e3, 292.0, 3.2, 0.90,  2.0, 1.0e5},
                    { 700.0,  5200.0,  165e3, 291.0, 2.5, 0.60, 10.0, 4.0e4}}, 1500.0, 5000.0},
       .min_payload_kg = 150.0, .max_payload_kg = 12000.0, .reach_mps = 9500.0}};
  // clang-format on
  return families;
}

// Orders of magnitude of published launchers of this class: 550 t at lift-off, 7.5 MN; second stage 110 t, 0.93 MN, 345
// s.
const Vehicle& generic_launcher() {
  static const Vehicle launcher{"generic medium launcher, two stages",
                                {{25000.0, 400000.0, 8.2e6, 311.0, 10.5, 6.0, 4.0, 8.0e5},
                                 {4500.0, 107000.0, 0.93e6, 345.0, 10.5, 4.0, 4.0, 5.0e4}},
                                5000.0,
                                3000.0};
  return launcher;
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
