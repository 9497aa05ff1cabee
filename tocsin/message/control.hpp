#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/message/look.hpp"

namespace tocsin::message {

/// Time passes: the only clock that a stage knows. Ticks come at whole seconds of record time.
struct Tick {
  Instant time;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "record time of the tick");
  }
};

/// From here on the journal is processed by another version of the software.
struct Epoch {
  std::string version;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("version", self.version, "version of the software that processes what follows");
  }
};

/// One piece of configuration, by content: world, leap seconds, element sets, Earth orientation, regions.
struct Configuration {
  std::string kind;
  std::string name;
  std::string sha256;
  std::string content;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("kind", self.kind, "world, leap_seconds, element_sets, earth_orientation, areas or places");
    v.field("name", self.name, "file name, for people");
    v.field("sha256", self.sha256, "of the content");
    v.field("content", self.content, "the text itself");
  }
};

enum class HealthState { operational, degraded, failed };

/// State of a sensor or feed as it reports it or as the centre finds it.
struct Health {
  HealthState state = HealthState::operational;
  std::string reason;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("state", self.state, "operational, degraded or failed");
    v.field("reason", self.reason, "in words; empty when operational");
  }
};

enum class DwellMode { fence, confirm, track };

/// The radar's own scheduler asks for a dwell.
struct Tasking {
  DwellMode mode = DwellMode::fence;
  Instant at;
  double azimuth_rad = 0.0;
  double elevation_rad = 0.0;
  double range_m = 0.0;     ///< expected, for track dwells
  std::int64_t object = 0;  ///< number of the scheduler's own track; 0 for the fence

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("mode", self.mode, "fence, confirm or track");
    v.field("at", self.at, "UTC of the dwell");
    v.field("azimuth_rad", self.azimuth_rad, "beam centre", Range{-6.2832, 6.2832});
    v.field("elevation_rad", self.elevation_rad, "beam centre", Range{-1.5708, 1.5708});
    v.field("range_m", self.range_m, "expected range", Range{0, 1e9});
    v.field("object", self.object, "the scheduler's own track number; 0 for the fence", Range{0, 9e15});
  }
};

enum class DecisionAction { release, reject, cancel, acknowledge };

/// What a person decided about a warning.
struct Decision {
  std::string warning;
  std::int64_t revision = 0;  ///< the revision that the person saw
  DecisionAction action = DecisionAction::acknowledge;
  std::string by;  ///< id of the person
  std::string reason;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("warning", self.warning, "id of the warning");
    v.field("revision", self.revision, "revision that the person saw", Range{0, 1e9});
    v.field("action", self.action, "release, reject, cancel or acknowledge");
    v.field("by", self.by, "id of the person");
    v.field("reason", self.reason, "in the person's words; may be empty");
  }
};

enum class NotificationType { pre_launch, window_extension, post_launch, cancel, geophysical_experiment, de_orbit };

/// Announcement of a launch by another state (pre-launch and launch notification; Hague Code of Conduct).
struct Notification {
  std::string id;  ///< e.g. PLN/PP/YYYY/xxx/zzz/nn
  NotificationType type = NotificationType::pre_launch;
  std::string vehicle_class;
  Instant window_begin;
  Instant window_end;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  std::optional<double> azimuth_deg;
  std::optional<double> impact_lat_deg;
  std::optional<double> impact_lon_deg;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "as given by the notifying state");
    v.field("type", self.type, "kind of notification");
    v.field("vehicle_class", self.vehicle_class, "in the words of the notification");
    v.field("window_begin", self.window_begin, "UTC");
    v.field("window_end", self.window_end, "UTC");
    v.field("lat_deg", self.lat_deg, "launch area", Range{-90, 90});
    v.field("lon_deg", self.lon_deg, "launch area", Range{-180, 180});
    v.field("azimuth_deg", self.azimuth_deg, "planned launch azimuth", Range{0, 360});
    v.field("impact_lat_deg", self.impact_lat_deg, "planned impact area", Range{-90, 90});
    v.field("impact_lon_deg", self.impact_lon_deg, "planned impact area", Range{-180, 180});
  }
};

/// Result of sending a warning over one channel, with what was read back from it.
struct Dispatch {
  std::string warning;
  std::int64_t revision = 0;
  std::string channel;
  bool delivered = false;
  std::string detail;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("warning", self.warning, "id of the warning");
    v.field("revision", self.revision, "revision that was sent", Range{0, 1e9});
    v.field("channel", self.channel, "name of the channel");
    v.field("delivered", self.delivered, "whether the channel took it");
    v.field("detail", self.detail, "receipt, read-back or error");
  }
};

}  // namespace tocsin::message

namespace tocsin {
template <>
struct EnumNames<message::HealthState> {
  using E = message::HealthState;
  static constexpr std::array kNames{std::pair{E::operational, std::string_view("operational")},
                                     std::pair{E::degraded, std::string_view("degraded")},
                                     std::pair{E::failed, std::string_view("failed")}};
};
template <>
struct EnumNames<message::DwellMode> {
  using E = message::DwellMode;
  static constexpr std::array kNames{std::pair{E::fence, std::string_view("fence")},
                                     std::pair{E::confirm, std::string_view("confirm")},
                                     std::pair{E::track, std::string_view("track")}};
};
template <>
struct EnumNames<message::DecisionAction> {
  using E = message::DecisionAction;
  static constexpr std::array kNames{
      std::pair{E::release, std::string_view("release")}, std::pair{E::reject, std::string_view("reject")},
      std::pair{E::cancel, std::string_view("cancel")}, std::pair{E::acknowledge, std::string_view("acknowledge")}};
};
template <>
struct EnumNames<message::NotificationType> {
  using E = message::NotificationType;
  static constexpr std::array kNames{std::pair{E::pre_launch, std::string_view("pre_launch")},
                                     std::pair{E::window_extension, std::string_view("window_extension")},
                                     std::pair{E::post_launch, std::string_view("post_launch")},
                                     std::pair{E::cancel, std::string_view("cancel")},
                                     std::pair{E::geophysical_experiment, std::string_view("geophysical_experiment")},
                                     std::pair{E::de_orbit, std::string_view("de_orbit")}};
};
}  // namespace tocsin
