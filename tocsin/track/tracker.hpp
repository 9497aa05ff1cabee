#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// What one step of the tracker gives.
struct TrackerOutput {
  std::vector<message::Track> tracks;            ///< at ticks: every live track, ended ones once; sorted by id
  std::vector<message::Assignment> assignments;  ///< evidence taken since the last step; sorted
  /// Records that could not be used, by source, sequence and reason, and tracks that broke.
  std::vector<std::string> refused;
  /// The bearing that the record brought as it is used, without the estimated offset of its sensor. Nothing for other
  /// records and sensors of whose pointing nothing is known: their bearings are used as they come.
  std::optional<message::Bearing> corrected;
  std::int64_t refiltered = 0;  ///< records processed again because others came late
};

/// Measurements of infrared satellites and radars → tracks of objects in space. A pure stage: no clock, no I/O, no
/// threads.
///
/// Bearings and plots are kept until the look that they belong to arrives, then associated together; looks without a
/// hit lower existence. Tracks are estimated with an interacting multiple model {boost, coast} in Itrf and reported at
/// ticks.
///
/// Records that come later than their sensor states are collected until the next tick; then the tracker goes back to a
/// checkpoint before them and processes everything since in the order in which it should have come (past.hpp).
class Tracker {
 public:
  Tracker(Options options, std::shared_ptr<const sense::Sensors> sensors);
  Tracker(Tracker&&) noexcept;
  Tracker& operator=(Tracker&&) noexcept;
  ~Tracker();

  [[nodiscard]] TrackerOutput step(const message::Record& record);

  /// State with a version, doubles by their bits; `load` of what `save` gave continues with the same bytes.
  [[nodiscard]] std::string save() const;
  [[nodiscard]] Status load(std::string_view state);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::track
