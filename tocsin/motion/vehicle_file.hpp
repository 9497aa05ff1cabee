#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/base/result.hpp"
#include "tocsin/motion/vehicles.hpp"

namespace tocsin::motion {

/// Bounds of a file of vehicles: far above what one needs, far below what would hurt.
struct VehicleFileLimits {
  std::uint64_t max_bytes = 1U << 20U;
  int max_depth = 6;              ///< a stage of a family is at 4
  std::size_t max_families = 64;  ///< each is one attempt of the solver
  double max_burn_s = 3600.0;     ///< of one stage: longer ones are no boost
};

/// Reads a set of vehicles from TOML (docs/reference/vehicles.md). Errors name source, line, key, value and what was
/// expected. Whether a vehicle leaves the ground is for `fly` to say.
[[nodiscard]] Result<VehicleSet> parse_vehicles(std::string_view text, const std::string& source,
                                                const VehicleFileLimits& limits = {});

/// The text of data/vehicles.toml, built into the program.
[[nodiscard]] std::string_view generic_vehicles_text();

}  // namespace tocsin::motion
