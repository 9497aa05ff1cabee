#pragma once

#include <cstddef>
#include <string>

#include "tocsin/formats/tle.hpp"
#include "tocsin/motion/sgp4.hpp"

namespace tocsin::formats {

/// What was printed for a verification file.
struct VerificationCount {
  std::size_t states = 0;
  std::size_t failed_sets = 0;  ///< sets with a time at which the theory gives no state
};

/// States of a set at the times that its file asks for, in the columns of the published verification output of AIAA
/// 2006-6753: a line with the catalogue number and `xx`, then minutes from the epoch, x, y, z (km, 8 decimals) and the
/// velocity (km/s, 9 decimals) in TEME. The epoch comes first, then `start` to `stop` by `step`, the last one at
/// `stop`; the first time without a state ends the set with a line that begins with `#` and names the error.
void append_verification(const motion::ElementSet& set, const TleSpan& span, const motion::Sgp4Options& options,
                         std::string& out, VerificationCount& count);

}  // namespace tocsin::formats
