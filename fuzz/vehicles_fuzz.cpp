#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tocsin/motion/vehicle_file.hpp"

/// Any text is a set of vehicles or is refused; what is taken has figures that a flight can begin with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace motion = tocsin::motion;
  const auto set = motion::parse_vehicles({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!set) {
    (void)set.error().to_string();
    return 0;
  }
  if (set->families.empty() || set->launcher.stages.size() != 2) std::abort();
  for (const motion::VehicleFamily& family : set->families) {
    const double speed_mps = motion::ideal_speed_mps(family.vehicle);
    if (!std::isfinite(speed_mps) || speed_mps <= 0.0 || family.max_payload_kg < family.min_payload_kg) std::abort();
  }
  return 0;
}
