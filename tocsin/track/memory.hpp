#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/message/measurement.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/track/close_group.hpp"
#include "tocsin/track/consistency.hpp"
#include "tocsin/track/lone_plot.hpp"
#include "tocsin/track/track_list.hpp"

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

/// All that the tracker knows of the sky: what records change when they are processed. Lone plots are saved as the
/// track files that they stand for: `to_track_files` comes before `describe`.
struct Memory {
  std::optional<Instant> now;  ///< newest tick
  std::int64_t next_number = 1;
  std::int64_t next_id = 1;
  std::map<std::string, std::vector<Pending>> sources;  ///< measurements that wait, by sensor heard of; as they came
  TrackList tracks;                                     ///< ascending by number
  std::vector<LonePlot> lone;                           ///< ascending by number, that of the track file of each
  std::vector<CloseGroup> groups;                       ///< ascending by number
  std::int64_t next_group = 1;
  std::map<std::string, Consistency> radars;  ///< whether plots are as good as stated, by radar
  std::vector<message::Track> ended;          ///< told at the next tick

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("now", self.now, "newest tick");
    v.field("next_number", self.next_number, "of a track file");
    v.field("next_id", self.next_id, "of a track");
    v.field("sources", self.sources, "measurements that wait, by sensor");
    v.field("tracks", self.tracks, "live");
    v.field("groups", self.groups, "of close objects");
    v.field("next_group", self.next_group, "of a group");
    v.field("radars", self.radars, "whether plots are as good as stated");
    v.field("ended", self.ended, "to be told");
  }
};

/// What time it is: that of the newest tick; before the first one that of the newest object known.
[[nodiscard]] std::optional<Instant> time_known(const Memory& memory);

}  // namespace tocsin::track
