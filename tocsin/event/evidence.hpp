#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/event/moon_echo.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::event {

/// One bearing with the place of the satellite that took it.
struct Sighting {
  Instant time;
  Vec3 satellite_m;       ///< Itrf
  double east_rad = 0.0;  ///< tangent angles as in message::Bearing
  double north_rad = 0.0;
  double sigma_rad = 0.0;
  double intensity_w_sr = 0.0;
  std::string sensor;
  std::int64_t sequence = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "measured");
    v.field("satellite_m", self.satellite_m, "Itrf");
    v.field("east_rad", self.east_rad, "east of nadir");
    v.field("north_rad", self.north_rad, "north of nadir");
    v.field("sigma_rad", self.sigma_rad, "each angle");
    v.field("intensity_w_sr", self.intensity_w_sr, "apparent");
    v.field("sensor", self.sensor, "id");
    v.field("sequence", self.sequence, "of the bearing");
  }
};

/// One plot as its radar reported it.
struct Echo {
  Instant time;
  std::string sensor;
  std::int64_t sequence = 0;
  message::Plot plot;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "measured");
    v.field("sensor", self.sensor, "id");
    v.field("sequence", self.sequence, "of the plot");
    v.field("plot", self.plot, "as reported; without a range rate that cannot be worked with");
  }
};

/// One sensor's measurements of one track, counted.
struct SensorCount {
  std::string sensor;
  message::Phenomenology phenomenology = message::Phenomenology::infrared;
  std::int64_t hits = 0;
  Instant first;
  Instant last;
  std::vector<std::int64_t> looks;  ///< numbers of the newest looks with a hit; bounded

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sensor", self.sensor, "id");
    v.field("phenomenology", self.phenomenology, "infrared or radar");
    v.field("hits", self.hits, "measurements");
    v.field("first", self.first, "of the first");
    v.field("last", self.last, "of the newest");
    v.field("looks", self.looks, "numbers of the newest looks with a hit");
  }
};

/// Name of a measurement.
struct MeasurementName {
  std::string sensor;
  std::int64_t sequence = 0;
  friend bool operator==(const MeasurementName&, const MeasurementName&) = default;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sensor", self.sensor, "id");
    v.field("sequence", self.sequence, "number");
  }
};

/// Measurements behind one track.
struct TrackEvidence {
  std::int64_t track = 0;
  std::vector<Sighting> sightings;            ///< ascending in time, then sensor and number; bounded
  std::vector<SensorCount> sensors;           ///< sorted by id
  std::vector<MeasurementName> newest_plots;  ///< by which a takeover by another track is noticed; bounded
  std::vector<Echo> echoes;                   ///< newest plots, ascending in time, then sensor and number; bounded
  MoonTally moon;                             ///< of all plots
  Instant touched;                            ///< record time of the newest assignment

  [[nodiscard]] const SensorCount* sensor(std::string_view id) const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("track", self.track, "number");
    v.field("sightings", self.sightings, "bearings");
    v.field("sensors", self.sensors, "counts");
    v.field("newest_plots", self.newest_plots, "names");
    v.field("echoes", self.echoes, "newest plots");
    v.field("moon", self.moon, "plots of the Moon");
    v.field("touched", self.touched, "newest assignment");
  }
};

/// A bearing or plot that waits for a track to claim it.
struct Waiting {
  std::string source;
  std::int64_t sequence = 0;
  std::int64_t look = 0;
  Instant time;
  Instant kept_since;
  std::optional<Sighting> sighting;  ///< nothing for a plot
  std::optional<Echo> echo;          ///< of a plot whose numbers can be worked with
  std::optional<double> moon_m;      ///< of a plot that may be the Moon's, how much nearer it is reported

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("source", self.source, "sensor");
    v.field("sequence", self.sequence, "number");
    v.field("look", self.look, "number of its look");
    v.field("time", self.time, "measured");
    v.field("kept_since", self.kept_since, "record time of arrival");
    v.field("sighting", self.sighting, "nothing for a plot");
    v.field("echo", self.echo, "of a plot");
    v.field("moon_m", self.moon_m, "of a plot that may be the Moon's");
  }
};

/// Joins measurements, which come as records, with tracks, which claim them by source and number. Memory is bounded:
/// what nobody claims is forgotten after `buffer_s` of record time, each track keeps at most `max_sightings` bearings
/// (its first half and its newest ones).
class Evidence {
 public:
  Evidence(double buffer_s, int max_sightings) : buffer_s_(buffer_s), max_sightings_(max_sightings) {}

  /// Takes a bearing or plot; other records are ignored. Bearings with numbers that are not finite, or of a sensor that
  /// is not in the world, are not kept. `corrected`: the record's bearing as it is to be used, nullptr: as it came.
  void take(const message::Record& record, const sense::Sensors& sensors, const message::Bearing* corrected = nullptr);
  /// Gives a measurement to a track. A track that takes over another one's measurements is assigned them again: they
  /// move, and the answer is the number of their former track.
  std::optional<std::int64_t> assign(const message::Assignment& assignment, Instant now);
  /// Drops what waited too long, and evidence of tracks that were not touched for ten times as long and are not `kept`.
  void forget(Instant now, const std::vector<std::int64_t>& kept);

  /// Evidence of a track, or nullptr.
  [[nodiscard]] const TrackEvidence* of(std::int64_t track) const;
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    std::vector<Waiting> waiting;
    for (const auto& [key, measurement] : self.waiting_) waiting.push_back(measurement);
    v.field("waiting", waiting, "unclaimed measurements");
    v.field("tracks", self.tracks_, "by track");
    if constexpr (!std::is_const_v<Self>) {
      self.waiting_.clear();
      for (Waiting& w : waiting) self.waiting_.emplace(std::pair(w.source, w.sequence), std::move(w));
    }
  }

 private:
  TrackEvidence& entry(std::int64_t track, Instant now);
  std::optional<std::int64_t> take_over(const message::Assignment& assignment, Instant now);
  double buffer_s_;
  int max_sightings_;
  std::map<std::pair<std::string, std::int64_t>, Waiting> waiting_;  ///< by source and number
  std::vector<TrackEvidence> tracks_;                                ///< sorted by track
};

}  // namespace tocsin::event
