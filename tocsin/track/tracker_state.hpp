#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/message/header.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/gating.hpp"
#include "tocsin/track/meeting.hpp"
#include "tocsin/track/memory.hpp"
#include "tocsin/track/numbers.hpp"
#include "tocsin/track/options.hpp"
#include "tocsin/track/past.hpp"
#include "tocsin/track/pointing_bias.hpp"
#include "tocsin/track/tracker.hpp"

namespace tocsin::track {

/// Numbers in a row that a source has used.
struct SequenceRun {
  std::int64_t first = 0;
  std::int64_t last = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("first", self.first, "number");
    v.field("last", self.last, "number");
  }
};

/// Which records of one sensor have come.
struct SourceSequences {
  std::vector<SequenceRun> runs;     ///< ascending, with gaps between them
  std::int64_t forgotten_below = 0;  ///< sequences below this are no longer remembered

  [[nodiscard]] bool contains(std::int64_t sequence) const;
  /// Remembers a number; false when it was there before, or may have been.
  bool insert(std::int64_t sequence, int most_runs);

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("runs", self.runs, "remembered");
    v.field("forgotten_below", self.forgotten_below, "no longer remembered");
  }
};

/// What the tracker knows of the records themselves, and of the sensors' pointing: late records do not change it.
struct Admission {
  std::optional<message::RecordStatus> status;  ///< of the stream; others are refused
  std::map<std::string, SourceSequences> sources;
  std::map<std::string, PointingBias> pointing;  ///< of infrared sensors that have sent references

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("status", self.status, "of the stream");
    v.field("sources", self.sources, "by sensor");
    v.field("pointing", self.pointing, "by infrared sensor");
  }
};

/// What a step gives, with tracks under the numbers that they have within.
struct StepOutput {
  /// A track of which nothing sound can be told, and why.
  struct Broken {
    std::int64_t track = 0;
    std::string reason;
  };
  std::vector<message::Track> tracks;
  std::vector<message::Assignment> assignments;
  std::vector<std::string> refused;
  std::vector<Broken> broken;
  std::int64_t refiltered = 0;  ///< records processed again
};

/// Everything that a step works with.
struct TrackerState {
  TrackerState(Options options_in, std::shared_ptr<const sense::Sensors> sensors_in)
      : options(options_in), sensors(std::move(sensors_in)), gates(options) {}

  Options options;
  std::shared_ptr<const sense::Sensors> sensors;
  Gates gates;
  Admission admission;
  Memory memory;
  Past past;
  Numbers numbers;
  Meetings meetings;  ///< of one look: nothing of it is saved
};
struct Tracker::State : TrackerState {
  using TrackerState::TrackerState;
};

/// What the parts of a step work with.
struct Work {
  const Options& options;
  const sense::Sensors& sensors;
  const Gates& gates;
  Memory& memory;
  StepOutput& out;
  Meetings& meetings;
};

/// Gives a track its public number, and tells what it was made of so far.
void publish(TrackFile& track, Work& work);
/// Tells all that a track was made of so far.
void tell_evidence(const TrackFile& track, Work& work);
/// Adds a measurement to the evidence of a track, and tells it if the track has a number.
void add_evidence(TrackFile& track, const std::string& source, std::int64_t sequence, Work& work);
/// Takes the measurements of one track over into another.
void hand_over_evidence(const TrackFile& from, TrackFile& to, Work& work);
/// Ends a track: it will be told once, if it ever had a number, and is gone. `reason` goes with it unless empty.
void end_track(TrackFile& track, const std::string& reason, Work& work);
/// Removes what has ended.
void remove_ended(Memory& memory);

}  // namespace tocsin::track
