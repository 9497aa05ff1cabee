#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"

namespace tocsin::message {

/// What a track is made of.
enum class TrackKind {
  single_satellite,  ///< one infrared sensor: a direction and its rate, no range yet
  full,              ///< position and velocity in space
};

enum class TrackState { tentative, confirmed, ended };

/// One object as it is believed to move, at one time.
struct Track {
  std::int64_t id = 0;
  Instant time;
  TrackKind kind = TrackKind::full;
  TrackState state = TrackState::tentative;
  Vec3 position_m;    ///< Itrf; single_satellite: point of the ray at the prior's mean height
  Vec3 velocity_mps;  ///< Itrf
  Covariance<6> covariance;
  double boost_probability = 0.0;  ///< that the object is under thrust now
  double existence = 0.0;          ///< that the track is an object at all
  Instant first_seen;
  Instant last_hit;
  std::int64_t infrared_hits = 0;
  std::int64_t radar_hits = 0;
  std::int64_t misses = 0;           ///< looks since the last hit that should have seen it
  double radar_seconds = 0.0;        ///< in sight of a radar: gaps of more than 30 s do not count
  std::vector<std::string> sensors;  ///< that have contributed, sorted
  std::map<std::string, std::int64_t> hits_by_sensor;
  std::optional<Instant> burnout_time;  ///< when thrust is believed to have ended
  double burnout_sigma_s = 0.0;
  std::optional<Instant> burnout_earliest;  ///< 90 % interval of it: nearly uniform between two looks, not normal
  std::optional<Instant> burnout_latest;
  double normalised_innovation =
      0.0;  ///< mean squared normalised innovation per degree of freedom, recent hits; about 1 when consistent
  std::optional<std::int64_t> parent;     ///< track from which this object separated
  std::optional<std::string> end_reason;  ///< of an ended one, unless another track goes on for it

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "number of the track, counts up in the run", Range{1, 9e15});
    v.field("time", self.time, "UTC of the estimate");
    v.field("kind", self.kind, "single_satellite (direction only) or full");
    v.field("state", self.state, "tentative, confirmed or ended");
    v.field("position_m", self.position_m, "Itrf");
    v.field("velocity_mps", self.velocity_mps, "Itrf");
    v.field("covariance", self.covariance, "upper triangle by rows of position (m) and velocity (m/s), Itrf");
    v.field("boost_probability", self.boost_probability, "probability of thrust now", Range{0, 1});
    v.field("existence", self.existence, "probability that this is an object", Range{0, 1});
    v.field("first_seen", self.first_seen, "UTC of the first measurement");
    v.field("last_hit", self.last_hit, "UTC of the newest measurement");
    v.field("infrared_hits", self.infrared_hits, "bearings used", Range{0, 9e15});
    v.field("radar_hits", self.radar_hits, "plots used", Range{0, 9e15});
    v.field("misses", self.misses, "looks since the last hit that should have seen it", Range{0, 9e15});
    v.field("radar_seconds", self.radar_seconds,
            "time in sight of a radar: from the first to the last plot, without gaps of more than 30 s", Range{0, 1e9});
    v.field("sensors", self.sensors, "ids of the sensors that contributed, sorted");
    v.field("hits_by_sensor", self.hits_by_sensor, "number of measurements used of each sensor");
    v.field("burnout_time", self.burnout_time, "UTC at which thrust is believed to have ended");
    v.field("burnout_sigma_s", self.burnout_sigma_s, "standard deviation of the burnout time", Range{0, 1e6});
    v.field("burnout_earliest", self.burnout_earliest, "UTC before which thrust ended with a probability of 5 %");
    v.field("burnout_latest", self.burnout_latest, "UTC before which it ended with a probability of 95 %");
    v.field("normalised_innovation", self.normalised_innovation, "about 1 when the model fits", Range{0, 1e12});
    v.field("parent", self.parent, "track from which this object separated");
    v.field("end_reason", self.end_reason, "why it ended; null while it lives, and where another track goes on for it");
  }
};

/// Which measurement went to which track: the evidence behind a track.
struct Assignment {
  std::int64_t track = 0;
  std::string source;
  std::int64_t sequence = 0;  ///< of the bearing or plot

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("track", self.track, "number of the track", Range{1, 9e15});
    v.field("source", self.source, "sensor of the measurement");
    v.field("sequence", self.sequence, "sequence number of the measurement", Range{0, 9e15});
  }
};

}  // namespace tocsin::message

namespace tocsin {
template <>
struct EnumNames<message::TrackKind> {
  using E = message::TrackKind;
  static constexpr std::array kNames{std::pair{E::single_satellite, std::string_view("single_satellite")},
                                     std::pair{E::full, std::string_view("full")}};
};
template <>
struct EnumNames<message::TrackState> {
  using E = message::TrackState;
  static constexpr std::array kNames{std::pair{E::tentative, std::string_view("tentative")},
                                     std::pair{E::confirmed, std::string_view("confirmed")},
                                     std::pair{E::ended, std::string_view("ended")}};
};
}  // namespace tocsin
