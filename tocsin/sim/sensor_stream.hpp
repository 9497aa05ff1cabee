#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/message/record.hpp"

namespace tocsin::sim {

/// One record of a look before it is numbered.
struct LookItem {
  Instant measured;
  message::Payload payload;
  std::string body;  ///< what a bearing or plot came from; empty for clutter
};

/// What one look gave, all of it received together: its tasking if the radar's scheduler asked for it, its bearings or
/// plots, and last the look itself. Nothing of another look of the same source comes between them, so bearings and
/// plots know the number that their look will have.
struct LookGroup {
  Instant received;
  std::vector<LookItem> items;
};

/// A simulated sensor: its looks one after the other, made when they are asked for.
class SensorStream {
 public:
  virtual ~SensorStream() = default;
  [[nodiscard]] virtual const std::string& source() const = 0;
  /// The next look in the order of receipt, or nothing after the end of the scenario.
  [[nodiscard]] virtual std::optional<LookGroup> next() = 0;
};

/// Regular instants on a grid that hangs on absolute time and the sensor's id alone, so that what a sensor sees at a
/// moment does not depend on when the run began.
class LookGrid {
 public:
  LookGrid(const std::string& sensor, double revisit_s, int looks_per_revisit);
  /// Number of the first look of a revisit that begins at `t` or later.
  [[nodiscard]] std::int64_t first_revisit_from(Instant t) const;
  [[nodiscard]] Instant begin_of(std::int64_t look) const { return origin_ + look * length_; }
  [[nodiscard]] Duration length() const { return length_; }

 private:
  Instant origin_;
  Duration length_;
  std::int64_t looks_per_revisit_ = 1;
};

}  // namespace tocsin::sim
