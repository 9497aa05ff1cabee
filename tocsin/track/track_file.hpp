#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/track/consistency.hpp"
#include "tocsin/track/evidence_list.hpp"
#include "tocsin/track/imm.hpp"
#include "tocsin/track/radar_contact.hpp"

namespace tocsin::track {

/// What one sensor has given to a track.
struct SensorHits {
  std::int64_t count = 0;
  Instant first;
  Instant last;
  std::int64_t last_look = -1;  ///< look of the newest hit: one look gives one hit and no miss besides
  std::array<std::int64_t, 4> recent_looks{-1, -1, -1, -1};  ///< of the newest hits: who shares one is another object
  InnovationTrail trail;                                     ///< of its plots while the object coasts

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("count", self.count, "hits");
    v.field("first", self.first, "oldest hit");
    v.field("last", self.last, "newest hit");
    v.field("last_look", self.last_look, "look of the newest hit");
    v.field("recent_looks", self.recent_looks, "looks of the newest hits");
    v.field("trail", self.trail, "of its plots");
  }
};

/// Bearing that a track of one satellite keeps, for the start together with a second satellite.
struct KeptBearing {
  std::string source;
  std::int64_t sequence = 0;
  Instant time;
  message::Bearing bearing;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("source", self.source, "sensor");
    v.field("sequence", self.sequence, "of the bearing");
    v.field("time", self.time, "measured");
    v.field("bearing", self.bearing, "as received");
  }
};

/// A point of a track's past: where something may have separated from it.
struct Waypoint {
  Instant time;
  CoastState state;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "of the estimate");
    v.field("state", self.state, "position and velocity");
  }
};

/// A look that should have seen a burning plume and did not.
struct DarkLook {
  Instant time;
  double probability = 0.0;  ///< with which it would have seen the plume

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "of the look");
    v.field("probability", self.probability, "with which it would have seen the plume");
  }
};

/// What is known of the end of thrust.
struct Burnout {
  Instant last_burning;           ///< newest hit with thrust believed
  double last_probability = 0.0;  ///< boost probability then; 0: thrust was never believed
  Instant plume_seen;             ///< newest bearing under thrust; before the first belief where radar alone saw thrust
  std::int64_t lit_in_a_row = 0;  ///< newest hits in a row with thrust beyond doubt
  std::vector<DarkLook> dark;     ///< looks after it, ascending in time
  std::optional<Instant> time;    ///< mean, when burnout is declared
  double sigma_s = 0.0;
  Instant earliest;  ///< its 90 % interval…
  Instant latest;    ///< …both undefined while there is no time

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("last_burning", self.last_burning, "newest belief in thrust");
    v.field("last_probability", self.last_probability, "boost probability then");
    v.field("plume_seen", self.plume_seen, "newest bearing under thrust");
    v.field("lit_in_a_row", self.lit_in_a_row, "newest hits with thrust");
    v.field("dark", self.dark, "looks that did not see the plume");
    v.field("time", self.time, "of burnout");
    v.field("sigma_s", self.sigma_s, "its standard deviation");
    v.field("earliest", self.earliest, "begin of its 90 % interval");
    v.field("latest", self.latest, "end of its 90 % interval");
  }
};

/// What the centre keeps about one object: a first sight, a candidate, or a track.
struct TrackFile {
  // what every look and tick asks of every track comes first, side by side
  std::int64_t number = 0;  ///< order of creation, of first sights too
  std::int64_t id = 0;      ///< public number, given with the second hit; 0 before
  message::TrackKind kind = message::TrackKind::full;
  message::TrackState state = message::TrackState::tentative;
  std::int64_t group = 0;  ///< of objects that fly close together, which decides what plots it gets; 0: none
  std::int64_t infrared_hits = 0;
  std::int64_t radar_hits = 0;
  std::int64_t misses = 0;
  double log_odds = 0.0;  ///< of existence
  Instant first_seen;
  Instant last_hit;
  double innovation = 1.0;  ///< running mean of the normalised squared innovation per degree of freedom
  std::optional<std::int64_t> parent;
  bool parent_sought = false;
  std::vector<Waypoint> waypoints;
  std::map<std::string, SensorHits> sensors;
  RadarContact radar_contact;
  double rcs_sum_m2 = 0.0;  ///< of the plots, see existence.hpp
  Burnout burnout;
  Imm imm;
  EvidenceList evidence;
  Vec3 anchor_m;  ///< where it was first placed, and how well: against what it must have moved
  Covariance<3> anchor_covariance;
  std::string satellite;        ///< single_satellite: the one whose rays these are; else empty
  double log_likelihood = 0.0;  ///< single_satellite: of its bearings after the first
  double log_intensity = 0.0;   ///< running mean of ln W/sr; meaningful with infrared_hits > 0
  std::vector<KeptBearing> bearings;

  [[nodiscard]] std::int64_t hits() const { return infrared_hits + radar_hits; }
  [[nodiscard]] bool is_single() const { return kind == message::TrackKind::single_satellite; }
  [[nodiscard]] bool is_confirmed() const { return state == message::TrackState::confirmed; }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("number", self.number, "order of creation");
    v.field("id", self.id, "public number");
    v.field("kind", self.kind, "single_satellite or full");
    v.field("state", self.state, "tentative, confirmed or ended");
    v.field("satellite", self.satellite, "of a single_satellite track");
    v.field("imm", self.imm, "estimate");
    v.field("log_odds", self.log_odds, "of existence");
    v.field("log_likelihood", self.log_likelihood, "of the bearings after the first");
    v.field("infrared_hits", self.infrared_hits, "bearings used");
    v.field("radar_hits", self.radar_hits, "plots used");
    v.field("misses", self.misses, "since the last hit");
    v.field("sensors", self.sensors, "hits by sensor");
    v.field("first_seen", self.first_seen, "first hit");
    v.field("last_hit", self.last_hit, "newest hit");
    v.field("radar_contact", self.radar_contact, "how long radars have seen it");
    v.field("innovation", self.innovation, "normalised");
    v.field("log_intensity", self.log_intensity, "ln W/sr");
    v.field("rcs_sum_m2", self.rcs_sum_m2, "of the plots");
    v.field("anchor_m", self.anchor_m, "first place");
    v.field("anchor_covariance", self.anchor_covariance, "of the first place");
    v.field("burnout", self.burnout, "end of thrust");
    v.field("parent", self.parent, "track it separated from");
    v.field("parent_sought", self.parent_sought, "whether the question was settled");
    v.field("bearings", self.bearings, "kept for the start with a second satellite");
    v.field("evidence", self.evidence, "measurements used");
    v.field("waypoints", self.waypoints, "past");
    v.field("group", self.group, "of close objects");
  }
};

}  // namespace tocsin::track
