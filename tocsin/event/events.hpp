#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/event/known_satellites.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::event {

/// What the tracker said in the same step, without a dependency on the tracker's own headers.
struct TrackInput {
  const std::vector<message::Track>& tracks;
  const std::vector<message::Assignment>& assignments;
  /// The record's bearing as the tracker uses it, corrected for its sensor's pointing; nullptr: as it came.
  const message::Bearing* corrected = nullptr;
};

/// Tracks and their evidence → events: what it is, where and when it started, where it is going, how surely. A pure
/// stage.
///
/// Keeps the bearings and plots of each track (from the same records the tracker saw), fits the launch and the arc,
/// weighs the classes and gives each event its level. Events appear in the output when they changed in a way that a
/// person would notice, and at least every `Options::report_interval_s` while they live.
class Events {
 public:
  /// `satellites`: that the centre knows; none: it knows no catalogue.
  Events(Options options, std::shared_ptr<const sense::Sensors> sensors,
         std::shared_ptr<const KnownSatellites> satellites = {});
  Events(Events&&) noexcept;
  Events& operator=(Events&&) noexcept;
  ~Events();

  [[nodiscard]] std::vector<message::Event> step(const message::Record& record, const TrackInput& tracks);

  [[nodiscard]] std::string save() const;
  [[nodiscard]] Status load(std::string_view state);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::event
