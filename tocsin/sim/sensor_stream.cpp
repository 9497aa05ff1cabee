#include "tocsin/sim/sensor_stream.hpp"

#include <cmath>

#include "tocsin/base/random.hpp"

namespace tocsin::sim {

LookGrid::LookGrid(const std::string& sensor, double revisit_s, int looks_per_revisit)
    : length_(seconds(revisit_s / looks_per_revisit)), looks_per_revisit_(looks_per_revisit) {
  // whole milliseconds: sensors do not start together, and times stay short in text
  const double phase = Random(0, "phase of " + sensor).uniform(0.0, revisit_s);
  origin_ = origin_ + seconds(std::floor(phase * 1e3) * 1e-3);
}

std::int64_t LookGrid::first_revisit_from(Instant t) const {
  const std::int64_t revisit = looks_per_revisit_ * length_.nanoseconds();
  const std::int64_t since = (t - origin_).nanoseconds();
  std::int64_t count = since / revisit;
  if (count * revisit < since) ++count;
  return count * looks_per_revisit_;
}

}  // namespace tocsin::sim
