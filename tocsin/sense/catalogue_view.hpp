#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "tocsin/base/executor.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/motion/catalogue.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::sense {

/// A catalogued satellite in a sensor's view from one moment to another.
struct Passage {
  std::size_t satellite = 0;  ///< place in the catalogue
  std::size_t sensor = 0;     ///< place in the list that was asked for
  Instant enters;
  Instant leaves;
  bool begins_inside = false;  ///< was in view when the time span began
  bool ends_inside = false;    ///< still is when it ends
};

struct PassageOptions {
  double step_s = 60.0;  ///< places are propagated so often; between them they are Hermite's cubic (0.5 m in low orbit,
                         ///< metres at fast perigees)
  double shortest_s = 0.25;        ///< passages that only graze an edge for less may be missed
  double tolerance_s = 1e-4;       ///< of the times
  std::size_t steps_at_once = 60;  ///< memory: 48 bytes × satellites × this
};

/// Called with passages as they end, in the order (block of time, satellite, sensor, time).
using PassageSink = std::function<void(const Passage&)>;

/// Which satellites of a catalogue cross which views from `from` to `to`, and when. A place far from the edge of a view
/// is not looked at again before it can have reached it (`ViewDistances`), so no passage longer than
/// `shortest_s` is missed between steps. States that cannot be given are in no view. Frames as `orientation` knows
/// them. The number of threads changes nothing. Errors: an id that no sensor has; `to` before `from`; step not in 1 …
/// 600 s.
[[nodiscard]] Status find_passages(const motion::Catalogue& catalogue, const Sensors& sensors,
                                   std::span<const std::string> sensor_ids, const earth::Orientation& orientation,
                                   Instant from, Instant to, const PassageOptions& options, Executor& executor,
                                   const PassageSink& sink);

}  // namespace tocsin::sense
