#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::sim {

/// A small piece that comes loose when the last stage separates: a cover, a strap, a shard.
struct Debris {
  int number = 1;
  double rcs_m2 = 0.0;
  motion::FlightBody flown;
};

struct DebrisOptions {
  /// Generic: hand-sized to door-sized pieces. All but the speed are drawn evenly in the logarithm.
  double least_rcs_m2 = 0.01;
  double largest_rcs_m2 = 0.5;
  /// Springs and pushers give from decimetres to metres per second; in all directions alike.
  double least_speed_mps = 0.5;
  double largest_speed_mps = 10.0;
  /// m/(Cd·A), from thin sheets to brackets: area over mass of 0.0015 to 0.045 m²/kg with Cd 2.2 (the range of launch
  /// debris in the NASA standard breakup model, Johnson et al., Adv. Space Res. 28, 2001).
  double least_beta_kg_m2 = 10.0;
  double largest_beta_kg_m2 = 300.0;
  double max_flight_s = 20000.0;  ///< pieces still up then are left there, as bodies of a flight are
};

/// `count` pieces from the payload's place at the last separation on, each a function of (seed, launch, number) alone.
/// Errors: a flight without separation, a piece whose fall cannot be worked out.
[[nodiscard]] Result<std::vector<Debris>> make_debris(int count, const std::string& launch,
                                                      const motion::Flight& flight, std::uint64_t seed,
                                                      const DebrisOptions& options = {});

}  // namespace tocsin::sim
