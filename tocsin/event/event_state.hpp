#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/classify.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/known_satellites.hpp"
#include "tocsin/event/launch_fit.hpp"
#include "tocsin/event/lift_fit.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/track.hpp"

namespace tocsin::event {

/// A track as part of an event.
struct Member {
  message::Track track;     ///< as last reported
  bool same_object = true;  ///< the object that began the event; false: a stage, a tank, debris
  bool live = true;
  bool began_low = false;         ///< lower than stages separate when it joined: later its climb no longer tells
  bool by_arc = false;            ///< joined since its arc, carried back, met the event's path
  bool was_powered = false;       ///< seen as heat or under thrust: no arc of its own tells where it came from
  double launch_probability = 0;  ///< that it is a launch of its own instead
  std::int64_t companion = 0;     ///< number of an earlier member beside which it flies as parts of one vehicle do

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("track", self.track, "as last reported");
    v.field("same_object", self.same_object, "the object that began the event");
    v.field("live", self.live, "still reported");
    v.field("began_low", self.began_low, "lower than stages separate when it joined");
    v.field("by_arc", self.by_arc, "joined since its arc met the path");
    v.field("was_powered", self.was_powered, "seen as heat or under thrust");
    v.field("launch_probability", self.launch_probability, "that it is a launch of its own");
    v.field("companion", self.companion, "earlier member beside which it flies");
  }
};

/// A path with a longer gap between its points is not known in it.
inline constexpr double kPathGap_s = 60.0;

/// Where the leading object was.
struct PathPoint {
  Instant time;
  Vec3 position_m;
  Vec3 velocity_mps;
  double sigma_m = 0.0;  ///< of the position, largest axis or so
  double sigma_mps = 0.0;
  std::int64_t track = 0;  ///< that led then

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "of the point");
    v.field("position_m", self.position_m, "Itrf");
    v.field("velocity_mps", self.velocity_mps, "Itrf");
    v.field("sigma_m", self.sigma_m, "of the position");
    v.field("sigma_mps", self.sigma_mps, "of the velocity");
    v.field("track", self.track, "that led then");
  }
};

/// Looks of one sensor that should have seen the event and did not.
struct MissedLooks {
  std::string sensor;
  message::Phenomenology phenomenology = message::Phenomenology::infrared;
  std::int64_t count = 0;
  Instant first;
  Instant last;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sensor", self.sensor, "id");
    v.field("phenomenology", self.phenomenology, "infrared or radar");
    v.field("count", self.count, "looks");
    v.field("first", self.first, "first of them");
    v.field("last", self.last, "newest of them");
  }
};

/// What the leading object has shown so far: extremes that a later state no longer tells.
struct Extremes {
  bool powered_ascent = false;
  bool seen_climbing = false;
  std::optional<Instant> thrust_last;  ///< when thrust was last believed
  double speed_mps = 0.0;              ///< largest, less two sigmas
  double height_m = -1e4;              ///< largest
  double energy_m2_s2 = -1e12;         ///< specific, of a coasting leader: largest, less two sigmas
  double existence = 0.0;              ///< largest probability that one of its tracks is an object
  double rocket = 0.0;                 ///< largest probability that it is one, of whatever class
  std::optional<Vec3> first_place_m;   ///< of the first state in space
  std::optional<Instant>
      fell_into_air;  ///< when it first fell through air without thrust before: what acts then is air

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("powered_ascent", self.powered_ascent, "thrust while climbing");
    v.field("seen_climbing", self.seen_climbing, "climbed");
    v.field("thrust_last", self.thrust_last, "when thrust was last believed");
    v.field("speed_mps", self.speed_mps, "largest, less two sigmas");
    v.field("height_m", self.height_m, "largest");
    v.field("energy_m2_s2", self.energy_m2_s2, "largest, less two sigmas");
    v.field("existence", self.existence, "largest of its tracks");
    v.field("rocket", self.rocket, "largest probability");
    v.field("first_place_m", self.first_place_m, "of the first state in space");
    v.field("fell_into_air", self.fell_into_air, "when it first fell through air");
  }
};

/// What is known of forces across the velocity of the leading object.
struct Departure {
  std::optional<LiftFit> newest;      ///< test of the newest plots that could be tested
  double log_odds = 0.0;              ///< for lift, largest so far: that it is not at work now takes nothing back
  std::int64_t in_a_row = 0;          ///< significant tests
  std::optional<Instant> flagged;     ///< measured time of the plot that settled it
  std::optional<LiftFit> settled;     ///< the test that did
  std::optional<Instant> region_hit;  ///< newest hit behind the region of what it may reach

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("newest", self.newest, "newest test");
    v.field("log_odds", self.log_odds, "for lift");
    v.field("in_a_row", self.in_a_row, "significant tests");
    v.field("flagged", self.flagged, "when it was settled");
    v.field("settled", self.settled, "by which test");
    v.field("region_hit", self.region_hit, "newest hit behind the region");
  }
};

/// What is in the sky anyway and explains the event.
struct Recognition {
  bool moon = false;
  std::int64_t moon_plots = 0;
  std::optional<SatelliteMatch> satellite;
  std::optional<Instant> asked;  ///< the catalogue, newest
  int disagreements = 0;         ///< answers in a row that do not agree with `satellite`

  [[nodiscard]] bool explains() const { return moon || satellite.has_value(); }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("moon", self.moon, "it is the Moon");
    v.field("moon_plots", self.moon_plots, "that point to it");
    v.field("satellite", self.satellite, "of the catalogue");
    v.field("asked", self.asked, "the catalogue, newest");
    v.field("disagreements", self.disagreements, "answers in a row");
  }
};

/// One event with what is needed to carry it on.
struct EventState {
  message::Event product;                   ///< newest belief, without explanation
  std::optional<message::Event> published;  ///< as last given out
  std::vector<Member> members;              ///< in the order of joining
  std::vector<PathPoint> path;              ///< ascending in time
  std::vector<MissedLooks> missed;          ///< sorted by sensor
  Extremes extremes;
  std::optional<LaunchFit> fit;
  Instant fitted_at;
  std::int64_t fitted_bearings = 0;  ///< bearings in the window at the newest fit
  double fitted_space_probability = 0.0;
  std::optional<Top> top;
  ArcFit arc;                      ///< of the leading object; its orbit figures always, the rest when it coasts
  std::optional<Instant> arc_hit;  ///< newest hit behind `arc`
  std::optional<message::ImpactEstimate> unpowered;  ///< impact of the arc; the product's may be wider
  std::optional<PathPoint> entry;  ///< of that arc: where it comes into the air, from which lift may carry the body on
  Departure departure;
  Recognition known;
  double steering = 0.0;  ///< probability that it steers, among those that come down
  bool wide = false;      ///< the product's impact is what it may reach
  ClassPosterior posterior;
  NamedClass named;
  std::optional<Instant> relit;  ///< thrust is believed again since then, after a long coast
  std::string level_why;
  std::string level_missing;
  std::vector<std::string> remarks;  ///< sentences about joining, merging, ending
  std::int64_t leading_track = 0;    ///< 0: none
  std::optional<double>
      arc_launch_odds;  ///< of what radar alone found: that it is a launch, from the arcs of the others
  Instant last_live;
  std::int64_t unusable = 0;  ///< reports of its tracks with impossible numbers

  /// The live member with a state in space that leads the event, or nullptr (see `choose_leader`).
  [[nodiscard]] const Member* leader() const;
  [[nodiscard]] const Member* member(std::int64_t track) const;
  [[nodiscard]] bool only_direction() const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("product", self.product, "newest belief");
    v.field("published", self.published, "as last given out");
    v.field("members", self.members, "tracks");
    v.field("path", self.path, "of the leading object");
    v.field("missed", self.missed, "looks without a hit");
    v.field("extremes", self.extremes, "so far");
    v.field("fit", self.fit, "launch");
    v.field("fitted_at", self.fitted_at, "record time");
    v.field("fitted_bearings", self.fitted_bearings, "number");
    v.field("fitted_space_probability", self.fitted_space_probability, "then");
    v.field("top", self.top, "highest point");
    v.field("arc", self.arc, "of the leading object");
    v.field("arc_hit", self.arc_hit, "newest hit behind the arc");
    v.field("unpowered", self.unpowered, "impact of the arc");
    v.field("entry", self.entry, "of the arc into the air");
    v.field("departure", self.departure, "from the arc");
    v.field("known", self.known, "what explains it");
    v.field("steering", self.steering, "probability");
    v.field("wide", self.wide, "impact is what it may reach");
    v.field("posterior", self.posterior, "classes");
    v.field("named", self.named, "class that is said");
    v.field("relit", self.relit, "thrust after a long coast");
    v.field("level_why", self.level_why, "sentence");
    v.field("level_missing", self.level_missing, "sentence");
    v.field("remarks", self.remarks, "sentences");
    v.field("leading_track", self.leading_track, "number");
    v.field("arc_launch_odds", self.arc_launch_odds, "that it is a launch, from the others' paths");
    v.field("last_live", self.last_live, "record time");
    v.field("unusable", self.unusable, "reports");
  }
};

}  // namespace tocsin::event
