#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"

namespace tocsin::message {

/// Classes of the whole project.
enum class EventClass {
  ballistic,
  space_launch,
  sounding_rocket,
  manoeuvring,
  aircraft,
  fireball,
  reentry,
  satellite,
  fire,
  volcano,
  glint,
  lightning,
  unknown
};

/// How strong the evidence is (law 5 of the architecture), ascending.
enum class Level { possible, probable, confirmed };

enum class Phenomenology { infrared, radar };

/// Ellipse on the ground that holds 90 %.
struct Ellipse {
  double semi_major_km = 0.0;
  double semi_minor_km = 0.0;
  double azimuth_deg = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("semi_major_km", self.semi_major_km, "half length", Range{0, 1e6});
    v.field("semi_minor_km", self.semi_minor_km, "half width", Range{0, 1e6});
    v.field("azimuth_deg", self.azimuth_deg, "of the major axis, clockwise from north", Range{0, 360});
  }
};

/// Where and when it started.
struct LaunchEstimate {
  Instant time;
  double time_sigma_s = 0.0;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  Ellipse ellipse90;
  std::optional<double> azimuth_deg;  ///< null when the heading is not known
  std::optional<double> azimuth_sigma_deg;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "UTC of lift-off");
    v.field("time_sigma_s", self.time_sigma_s, "standard deviation", Range{0, 1e6});
    v.field("lat_deg", self.lat_deg, "geodetic latitude", Range{-90, 90});
    v.field("lon_deg", self.lon_deg, "longitude", Range{-180, 180});
    v.field("ellipse90", self.ellipse90, "90 % region");
    v.field("azimuth_deg", self.azimuth_deg, "heading, clockwise from north; null when not known", Range{0, 360});
    v.field("azimuth_sigma_deg", self.azimuth_sigma_deg, "standard deviation", Range{0, 360});
  }
};

/// Where and when it comes down.
struct ImpactEstimate {
  Instant time;
  double time_sigma_s = 0.0;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  Ellipse ellipse90;
  Instant made_at;
  double apogee_km = 0.0;
  double radar_seconds = 0.0;  ///< radar time behind this estimate

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "UTC of impact");
    v.field("time_sigma_s", self.time_sigma_s, "standard deviation", Range{0, 1e6});
    v.field("lat_deg", self.lat_deg, "geodetic latitude", Range{-90, 90});
    v.field("lon_deg", self.lon_deg, "longitude", Range{-180, 180});
    v.field("ellipse90", self.ellipse90, "90 % region");
    v.field("made_at", self.made_at, "UTC of the newest evidence used");
    v.field("apogee_km", self.apogee_km, "height of the highest point of the same arc", Range{-100, 1e6});
    v.field("radar_seconds", self.radar_seconds, "radar time behind this estimate", Range{0, 1e9});
  }
};

struct ObjectCount {
  double estimate = 1.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("estimate", self.estimate, "expected number of objects", Range{0, 1e6});
  }
};

/// One sensor's part in the evidence for, or against, an event.
struct Contribution {
  std::string sensor;
  Phenomenology phenomenology = Phenomenology::infrared;
  std::int64_t hits = 0;
  std::int64_t misses = 0;  ///< looks that should have seen it and did not
  Instant first;
  Instant last;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sensor", self.sensor, "id");
    v.field("phenomenology", self.phenomenology, "infrared or radar");
    v.field("hits", self.hits, "measurements used", Range{0, 9e15});
    v.field("misses", self.misses, "looks that should have seen it and did not", Range{0, 9e15});
    v.field("first", self.first, "UTC of the first measurement");
    v.field("last", self.last, "UTC of the newest measurement");
  }
};

/// What happened, as believed at one time.
struct Event {
  std::string id;                          ///< E0001 …
  std::optional<std::string> parent;       ///< event from which this one separated
  std::optional<std::string> merged_into;  ///< event whose launch this one turned out to be
  std::optional<double> own_launch_probability;
  std::optional<std::vector<double>> other_launch_probabilities;
  std::int64_t revision = 0;
  Instant time;  ///< record time of this revision
  EventClass event_class = EventClass::unknown;
  std::map<std::string, double> class_probabilities;
  Level level = Level::possible;
  std::vector<Phenomenology> phenomenologies;
  ObjectCount objects;
  std::vector<std::int64_t> tracks;
  Instant first_report_time;
  std::optional<Instant> probable_time;
  std::optional<Instant> confirmed_time;
  std::optional<LaunchEstimate> launch;
  std::optional<Instant> burnout_time;
  std::optional<double> apogee_km;
  std::optional<double> apogee_sigma_km;
  std::optional<ImpactEstimate> impact;
  double radar_seconds = 0.0;
  std::vector<Contribution> contributions;  ///< sorted by sensor
  std::vector<std::string> explanation;     ///< sentences: why this level, what is missing, what else was weighed
  bool ended = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "E and a number that counts up in the run");
    v.field("parent", self.parent, "event from which this one separated");
    v.field("merged_into", self.merged_into, "event whose launch this one turned out to be; its tracks are there now");
    v.field("own_launch_probability", self.own_launch_probability,
            "that it is a launch, and none that another event stands for", Range{0, 1});
    v.field("other_launch_probabilities", self.other_launch_probabilities,
            "of tracks that joined it as pieces, to be a launch of their own instead; those below 0.001 left out",
            Range{0, 1});
    v.field("revision", self.revision, "counts up with each change", Range{0, 9e15});
    v.field("time", self.time, "UTC of this revision");
    v.field("class", self.event_class, "the most probable class, or unknown when none stands out");
    v.field("class_probabilities", self.class_probabilities, "sums to 1", Range{0, 1});
    v.field("level", self.level, "possible, probable or confirmed");
    v.field("phenomenologies", self.phenomenologies, "kinds of evidence");
    v.field("objects", self.objects, "how many");
    v.field("tracks", self.tracks, "track numbers", Range{1, 9e15});
    v.field("first_report_time", self.first_report_time, "UTC of the first report");
    v.field("probable_time", self.probable_time, "UTC at which the level became probable");
    v.field("confirmed_time", self.confirmed_time, "UTC at which the level became confirmed");
    v.field("launch", self.launch, "where and when it started; null when not known");
    v.field("burnout_time", self.burnout_time, "UTC at which thrust ended; null when not known");
    v.field("apogee_km", self.apogee_km, "height of the highest point; null when not known", Range{-100, 1e6});
    v.field("apogee_sigma_km", self.apogee_sigma_km, "standard deviation", Range{0, 1e6});
    v.field("impact", self.impact, "where and when it comes down; null where there is none");
    v.field("radar_seconds", self.radar_seconds,
            "time in sight of a radar: from the first to the last plot, without gaps of more than 30 s", Range{0, 1e9});
    v.field("contributions", self.contributions, "each sensor's part in the evidence");
    v.field("explanation", self.explanation, "sentences for people");
    v.field("ended", self.ended, "nothing more is expected");
  }
};

}  // namespace tocsin::message

namespace tocsin {
template <>
struct EnumNames<message::EventClass> {
  using E = message::EventClass;
  static constexpr std::array kNames{std::pair{E::ballistic, std::string_view("ballistic")},
                                     std::pair{E::space_launch, std::string_view("space_launch")},
                                     std::pair{E::sounding_rocket, std::string_view("sounding_rocket")},
                                     std::pair{E::manoeuvring, std::string_view("manoeuvring")},
                                     std::pair{E::aircraft, std::string_view("aircraft")},
                                     std::pair{E::fireball, std::string_view("fireball")},
                                     std::pair{E::reentry, std::string_view("reentry")},
                                     std::pair{E::satellite, std::string_view("satellite")},
                                     std::pair{E::fire, std::string_view("fire")},
                                     std::pair{E::volcano, std::string_view("volcano")},
                                     std::pair{E::glint, std::string_view("glint")},
                                     std::pair{E::lightning, std::string_view("lightning")},
                                     std::pair{E::unknown, std::string_view("unknown")}};
};
template <>
struct EnumNames<message::Level> {
  using E = message::Level;
  static constexpr std::array kNames{std::pair{E::possible, std::string_view("possible")},
                                     std::pair{E::probable, std::string_view("probable")},
                                     std::pair{E::confirmed, std::string_view("confirmed")}};
};
template <>
struct EnumNames<message::Phenomenology> {
  using E = message::Phenomenology;
  static constexpr std::array kNames{std::pair{E::infrared, std::string_view("infrared")},
                                     std::pair{E::radar, std::string_view("radar")}};
};
}  // namespace tocsin
