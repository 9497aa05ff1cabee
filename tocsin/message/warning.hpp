#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/exposure.hpp"
#include "tocsin/message/header.hpp"

namespace tocsin::message {

enum class WarningType { alert, update, cancel };

/// draft: being assembled; proposed: waits for people; released: two people agreed; updated: a newer revision was
/// released; cancelled: retracted or rejected; expired: nobody renewed it in time.
enum class WarningState { draft, proposed, released, updated, cancelled, expired };

/// A named area that a warning concerns.
struct WarningArea {
  std::string name;
  std::vector<std::array<double, 2>> ring_deg;  ///< latitude, longitude; closed: the last point repeats the first
  std::optional<Instant> earliest;              ///< of the time window of impact
  std::optional<Instant> latest;
  std::optional<Exposure> exposure;  ///< none when the centre knows no areas, or when the area is that of a launch

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("name", self.name, "for people");
    v.field("ring_deg", self.ring_deg, "closed ring of latitude, longitude", Range{-180, 180});
    v.field("earliest", self.earliest, "UTC, begin of the time window");
    v.field("latest", self.latest, "UTC, end of the time window");
    v.field("exposure", self.exposure, "who lies under it; null when not known");
  }
};

/// One revision of one warning.
struct Warning {
  std::string id;  ///< W0001 …
  std::string event;
  std::int64_t event_revision = 0;
  std::int64_t revision = 1;
  WarningType type = WarningType::alert;
  WarningState state = WarningState::draft;
  RecordStatus status = RecordStatus::test;
  bool simulated = false;
  std::vector<std::string> by;  ///< people who agreed to the release, or the one who cancelled
  Level level = Level::possible;
  Instant time;  ///< of this state
  Instant proposed_time;
  std::optional<Instant> released_time;
  Instant expires;
  std::string headline;
  std::string description;
  std::vector<std::string> explanation;
  std::vector<WarningArea> areas;
  std::vector<std::int64_t> references;  ///< earlier released revisions that this one replaces or cancels

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "W and a number that counts up in the run");
    v.field("event", self.event, "id of the event");
    v.field("event_revision", self.event_revision, "revision of the event it was made from", Range{0, 9e15});
    v.field("revision", self.revision, "counts up from 1", Range{1, 1e9});
    v.field("type", self.type, "alert, update or cancel");
    v.field("state", self.state, "draft, proposed, released, updated, cancelled or expired");
    v.field("status", self.status, "actual, exercise or test");
    v.field("simulated", self.simulated, "made from simulated records");
    v.field("by", self.by, "people who agreed to the release, or the one who cancelled");
    v.field("level", self.level, "possible, probable or confirmed");
    v.field("time", self.time, "UTC at which it came into this state");
    v.field("proposed_time", self.proposed_time, "UTC at which this revision was proposed");
    v.field("released_time", self.released_time, "UTC of the release; null before");
    v.field("expires", self.expires, "UTC");
    v.field("headline", self.headline, "one line");
    v.field("description", self.description, "a paragraph");
    v.field("explanation", self.explanation, "sentences: evidence, what is missing, alternatives");
    v.field("areas", self.areas, "areas concerned");
    v.field("references", self.references, "earlier released revisions that it replaces or cancels", Range{1, 1e9});
  }
};

enum class AlarmState { unacknowledged, acknowledged, returned, cleared };

/// A condition of the system itself that a person must know of (ISA-18.2 states).
struct Alarm {
  std::string id;
  AlarmState state = AlarmState::unacknowledged;
  Instant time;
  std::string text;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "name of the condition");
    v.field("state", self.state, "unacknowledged, acknowledged, returned or cleared");
    v.field("time", self.time, "UTC at which it came into this state");
    v.field("text", self.text, "for people");
  }
};

}  // namespace tocsin::message

namespace tocsin {
template <>
struct EnumNames<message::WarningType> {
  using E = message::WarningType;
  static constexpr std::array kNames{std::pair{E::alert, std::string_view("alert")},
                                     std::pair{E::update, std::string_view("update")},
                                     std::pair{E::cancel, std::string_view("cancel")}};
};
template <>
struct EnumNames<message::WarningState> {
  using E = message::WarningState;
  static constexpr std::array kNames{
      std::pair{E::draft, std::string_view("draft")},         std::pair{E::proposed, std::string_view("proposed")},
      std::pair{E::released, std::string_view("released")},   std::pair{E::updated, std::string_view("updated")},
      std::pair{E::cancelled, std::string_view("cancelled")}, std::pair{E::expired, std::string_view("expired")}};
};
template <>
struct EnumNames<message::AlarmState> {
  using E = message::AlarmState;
  static constexpr std::array kNames{std::pair{E::unacknowledged, std::string_view("unacknowledged")},
                                     std::pair{E::acknowledged, std::string_view("acknowledged")},
                                     std::pair{E::returned, std::string_view("returned")},
                                     std::pair{E::cleared, std::string_view("cleared")}};
};
}  // namespace tocsin
