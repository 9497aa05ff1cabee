#pragma once

#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/element_set.hpp"
#include "tocsin/sim/named_file.hpp"

namespace tocsin::sim {

/// What radars see in the sky that nobody launches in this scenario.
struct SkyScript {
  std::vector<motion::ElementSet> satellites;  ///< each number once
  double rcs_m2 = 5.0;  ///< of every satellite: generic, as spent stages and small satellites have
  bool moon = false;
};

/// Reads `[sky]` of a scenario. Errors: a file that has sets which cannot be read, no set, or two of one number.
[[nodiscard]] Result<SkyScript> read_sky(ConfigTable& root, const FileSource& files);

}  // namespace tocsin::sim
