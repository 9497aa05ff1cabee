#pragma once

#include <cstdint>
#include <span>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::motion {

/// How the flight of one of many bodies ended.
enum class BatchEnd : std::uint8_t {
  ground,  ///< fell through the height asked for
  time,    ///< was still above it at the end
  failed,  ///< start not finite or deep below the ground, or too many steps
};

/// End of one flight and its highest point on the way.
struct BatchArc {
  BatchEnd end = BatchEnd::failed;
  double time_s = 0.0;  ///< from the start
  State<Itrf> state;
  double apogee_time_s = 0.0;
  double apogee_height_m = 0.0;  ///< NaN where the body never turned downwards on the way
};

struct BatchOptions {
  double longest_s = 20000.0;
  double ground_height_m = 0.0;
  /// As in `PropagationOptions`.
  double tolerance_m = 1e-3;
  double max_step_s = 600.0;
  int max_steps = 20000;
};

/// Unpowered flights without drag (zonal gravity to J6 in the rotating frame, as `Ballistic`) from their starts to the
/// ground, by vector instructions; each body has steps of its own. Bits depend on the kind of instructions, not on the
/// neighbours. Precondition: as many ends as starts.
void propagate_to_ground(std::span<const State<Itrf>> starts, const BatchOptions& options, std::span<BatchArc> ends);

}  // namespace tocsin::motion
