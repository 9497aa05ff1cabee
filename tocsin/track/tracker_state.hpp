#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/message/header.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/close_group.hpp"
#include "tocsin/track/gating.hpp"
#include "tocsin/track/options.hpp"
#include "tocsin/track/track_file.hpp"
#include "tocsin/track/tracker.hpp"

namespace tocsin::track {

/// A measurement that waits for its look.
struct Pending {
  std::int64_t sequence = 0;
  std::int64_t look = 0;
  Instant time;
  std::optional<message::Bearing> bearing;
  std::optional<message::Plot> plot;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sequence", self.sequence, "of the measurement");
    v.field("look", self.look, "that it belongs to");
    v.field("time", self.time, "measured");
    v.field("bearing", self.bearing, "infrared");
    v.field("plot", self.plot, "radar");
  }
};

/// What has come from one sensor.
struct SourceState {
  std::vector<std::int64_t> sequences;  ///< the newest ones, sorted
  std::int64_t forgotten_below = 0;     ///< sequences below this are no longer remembered
  std::vector<Pending> pending;         ///< in order of arrival

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sequences", self.sequences, "remembered");
    v.field("forgotten_below", self.forgotten_below, "no longer remembered");
    v.field("pending", self.pending, "waiting for their look");
  }
};

/// All that the tracker carries from record to record.
struct Memory {
  std::optional<message::RecordStatus> status;  ///< of the stream; others are refused
  std::optional<Instant> now;                   ///< newest tick
  std::int64_t next_number = 1;
  std::int64_t next_id = 1;
  std::map<std::string, SourceState> sources;
  std::vector<TrackFile> tracks;   ///< ascending by number
  std::vector<CloseGroup> groups;  ///< ascending by number
  std::int64_t next_group = 1;
  std::vector<message::Track> ended;  ///< told at the next tick

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("status", self.status, "of the stream");
    v.field("now", self.now, "newest tick");
    v.field("next_number", self.next_number, "of a track file");
    v.field("next_id", self.next_id, "of a track");
    v.field("sources", self.sources, "by sensor");
    v.field("tracks", self.tracks, "live");
    v.field("groups", self.groups, "of close objects");
    v.field("next_group", self.next_group, "of a group");
    v.field("ended", self.ended, "to be told");
  }
};

/// What time it is: that of the newest tick; before the first one that of the newest object known.
[[nodiscard]] std::optional<Instant> time_known(const Memory& memory);

/// Everything that a step works with.
struct Tracker::State {
  State(Options options_in, std::shared_ptr<const sense::Sensors> sensors_in)
      : options(options_in), sensors(std::move(sensors_in)), gates(options) {}

  Options options;
  std::shared_ptr<const sense::Sensors> sensors;
  Gates gates;
  Memory memory;
};

/// What the parts of a step work with: the tracker's private state under a public name.
struct Work {
  const Options& options;
  const sense::Sensors& sensors;
  const Gates& gates;
  Memory& memory;
  TrackerOutput& out;
};

/// Gives a track its public number, and tells what it was made of so far.
void publish(TrackFile& track, Work& work);
/// Adds a measurement to the evidence of a track, and tells it if the track has a number.
void add_evidence(TrackFile& track, const std::string& source, std::int64_t sequence, Work& work);
/// Takes the measurements of one track over into another.
void hand_over_evidence(const TrackFile& from, TrackFile& to, Work& work);
/// Ends a track: it will be told once, if it ever had a number, and is gone. `reason` goes with it unless empty.
void end_track(TrackFile& track, const std::string& reason, Work& work);
/// Removes what has ended.
void remove_ended(Memory& memory);

}  // namespace tocsin::track
