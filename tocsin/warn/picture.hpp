#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/warn/policy.hpp"

namespace tocsin::warn {

using EventsById = std::map<std::string, message::Event>;

/// Where one of the objects of a warning comes down.
struct ObjectImpact {
  std::string event;
  message::ImpactEstimate impact;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("event", self.event, "id of the event");
    v.field("impact", self.impact, "where and when it comes down");
  }
};

/// What a revision of a warning is about: what people are asked to agree to.
struct Picture {
  std::string event;  ///< the event that leads: the launch itself, or what separated from it
  std::int64_t event_revision = 0;
  message::EventClass event_class = message::EventClass::unknown;
  message::Level level = message::Level::possible;
  double concern = 0.0;  ///< probability of ballistic, manoeuvring or unknown
  std::optional<message::LaunchEstimate> launch;
  std::vector<ObjectImpact> impacts;  ///< of the leading event first

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("event", self.event, "leading event");
    v.field("event_revision", self.event_revision, "its revision");
    v.field("class", self.event_class, "its class");
    v.field("level", self.level, "its level");
    v.field("concern", self.concern, "probability of ballistic, manoeuvring or unknown");
    v.field("launch", self.launch, "where it started");
    v.field("impacts", self.impacts, "where its objects come down");
  }
};

enum class Assessment {
  threat,     ///< the policy wants a warning
  undecided,  ///< neither: what was proposed stays as it is
  dissolved,  ///< held not to exist, or not to be a threat
};

/// Probability that an event is ballistic, manoeuvring or of unknown kind.
[[nodiscard]] double concern(const message::Event& event);

/// By the policy's level and probabilities. An event that ended with fewer than half an object expected never existed.
[[nodiscard]] Assessment assess(const message::Event& event, const Policy& policy);

/// The event that this one comes from in the end, following `parent`.
[[nodiscard]] std::string family_of(const message::Event& event, const EventsById& events);

/// The event that all tracks of an ended event belong to now: what was taken for two launches was one. Nothing for all
/// others.
[[nodiscard]] const message::Event* absorber_of(const message::Event& event, const EventsById& events);

struct FamilyPicture {
  Picture picture;
  Assessment assessment = Assessment::undecided;
  bool ended = false;  ///< of the leading event
};

/// The picture of a launch and all that separated from it. The launch itself leads while it is a threat; otherwise the
/// first of its parts that is one, but not the returning stages of a space launch or sounding rocket. Nothing when no
/// event of the family is known.
[[nodiscard]] std::optional<FamilyPicture> picture_of(const std::string& family, const EventsById& events,
                                                      const Policy& policy);

/// Whether all that it says of impacts is over: every 90 % window of time has passed. False without an impact.
[[nodiscard]] bool is_over(const Picture& picture, Instant now);

/// What differs between two pictures, in words.
struct Changes {
  std::vector<std::string> words;
  bool different =
      false;  ///< more than a sharper view of the same: who agreed to the old one has not agreed to the new one
  bool level_fell = false;
  bool level_rose = false;
  bool elsewhere = false;  ///< something comes down outside the region that was known

  [[nodiscard]] bool any() const { return !words.empty(); }
};

/// Material changes: level, class, launch place, impact place or time, region shrunk by half or doubled. What stays
/// within the region that was known, or within a quarter of the margin that is added anyway, is none.
[[nodiscard]] Changes changes(const Picture& from, const Picture& to, const Policy& policy);

}  // namespace tocsin::warn
