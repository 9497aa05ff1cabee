#include "tocsin/app/timeline.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::app {
namespace {

using message::region_text;
using message::within_text;

std::string launch_text(const message::LaunchEstimate& launch) {
  std::string text = "launch at " + format_utc_seconds(launch.time) + " " + within_text(launch.time_sigma_s, 0, " s") +
                     " from " + place_text(launch.lat_deg, launch.lon_deg) + ", " + region_text(launch.ellipse90);
  if (launch.azimuth_deg) {
    text += ", heading " + fixed(*launch.azimuth_deg, 0) + "°";
    if (launch.azimuth_sigma_deg) text += " " + within_text(*launch.azimuth_sigma_deg, 0, "°");
  }
  return text;
}

std::string impact_text(const message::ImpactEstimate& impact) {
  return "impact at " + format_utc_seconds(impact.time) + " " + within_text(impact.time_sigma_s, 0, " s") + " near " +
         place_text(impact.lat_deg, impact.lon_deg) + ", " + region_text(impact.ellipse90) + ", apogee " +
         fixed(impact.apogee_km, 0) + " km";
}

/// An estimate has changed enough to be worth a line when its region lost half of its length.
template <class Estimate>
bool worth_a_line(const std::optional<Estimate>& said, const Estimate& now) {
  return !said || now.ellipse90.semi_major_km < 0.5 * said->ellipse90.semi_major_km;
}

template <class Estimate>
double distance_km(const Estimate& a, const Estimate& b) {
  const auto place = [](const Estimate& e) {
    return Geodetic{degrees(e.lat_deg).value(), degrees(e.lon_deg).value(), 0.0};
  };
  return 1e-3 * earth::inverse(place(a), place(b)).distance_m;
}

/// Whether what is believed at the end is another time or place than what was told, by half of what was stated for it,
/// or is known clearly better.
template <class Estimate>
bool differs(const std::optional<Estimate>& said, const Estimate& now) {
  constexpr double kBetter = 0.8;
  if (now.time_sigma_s < kBetter * said->time_sigma_s ||
      now.ellipse90.semi_major_km < kBetter * said->ellipse90.semi_major_km)
    return true;
  return std::abs(seconds_between(said->time, now.time)) > 0.5 * message::kNormal90 * said->time_sigma_s ||
         distance_km(*said, now) > 0.5 * said->ellipse90.semi_major_km;
}

constexpr double kOutOfSight_s = 60.0;      ///< of every sensor: several looks of the slowest
constexpr double kWorthCorrectingS = 10.0;  ///< of the end of thrust

/// Follows one event through its revisions.
class EventStory {
 public:
  void tell(const message::Event& event, std::vector<TimelineEntry>& out) {
    const auto say = [&](Instant time, TimelineKind kind, std::string text) {
      out.push_back({time, kind, event.id, std::move(text)});
    };
    const bool ends = event.ended && !ended_;
    for (const message::Contribution& part : event.contributions) {
      if (part.hits > 0 && seen_by_.insert(part.sensor).second) {
        say(part.first, TimelineKind::seen, part.sensor + " (" + std::string(name_of(part.phenomenology)) + ")");
      }
    }
    if (std::string text = contact_text(event); !text.empty()) say(event.time, TimelineKind::seen, std::move(text));
    if (!level_ || *level_ != event.level) say(event.time, TimelineKind::inferred, reason(event));
    if (event.launch && (worth_a_line(launch_, *event.launch) || (ends && differs(launch_, *event.launch)))) {
      say(event.time, TimelineKind::inferred, (ends ? "last believed: " : "") + launch_text(*event.launch));
      launch_ = event.launch;
    }
    if (std::string text = thrust_text(event); !text.empty()) say(event.time, TimelineKind::inferred, std::move(text));
    if (class_ != event.event_class) {
      if (class_ || event.event_class != message::EventClass::unknown)
        say(event.time, TimelineKind::inferred, class_text(event));
    }
    if (event.impact && (worth_a_line(impact_, *event.impact) || (ends && differs(impact_, *event.impact)))) {
      say(event.time, TimelineKind::inferred, (ends ? "last believed: " : "") + impact_text(*event.impact));
      impact_ = event.impact;
    }
    if (ends) say(event.time, TimelineKind::inferred, end_text(event));
    level_ = event.level;
    class_ = event.event_class;
    ended_ = event.ended;
  }

 private:
  /// When nothing has seen it for a while, and by what it is seen again. Empty: nothing new.
  std::string contact_text(const message::Event& event) {
    const message::Contribution* newest = nullptr;
    for (const message::Contribution& part : event.contributions) {
      if (part.hits > 0 && (newest == nullptr || part.last > newest->last)) newest = &part;
    }
    if (newest == nullptr || event.ended) return {};
    const std::optional<Instant> before = last_seen_;
    last_seen_ = newest->last;
    if (before && newest->last > *before) {
      const double unseen_s = seconds_between(*before, newest->last);
      const bool again = std::exchange(lost_, false) && unseen_s > kOutOfSight_s;
      return again ? newest->sensor + " again, after " + fixed(unseen_s, 0) + " s out of sight" : "";
    }
    if (lost_ || seconds_between(newest->last, event.time) < kOutOfSight_s) return {};
    lost_ = true;
    return "out of sight of every sensor since " + format_utc_seconds(newest->last);
  }

  /// An end of thrust that was that of a stage, or was told too early, is corrected. Empty: nothing new.
  std::string thrust_text(const message::Event& event) {
    const std::optional<Instant> told = burnout_;
    const std::optional<Instant>& now = event.burnout_time;
    if (now == told) return {};
    if (now && told && std::abs(seconds_between(*told, *now)) <= kWorthCorrectingS) return {};
    burnout_ = now;
    if (!now) return "under thrust again";
    return "thrust ended at " + format_utc_seconds(*now) + (told ? ", not at " + format_utc_seconds(*told) : "");
  }

  static std::string end_text(const message::Event& event) {
    if (event.merged_into) return "event ended: it is the same launch as event " + *event.merged_into;
    const bool stays_up =
        event.event_class == message::EventClass::space_launch || event.event_class == message::EventClass::satellite;
    const bool is_open = !event.impact && !stays_up && event.level >= message::Level::probable;
    return is_open ? "event ended: no track is left, and where the flight goes is not known" : "event ended";
  }

  /// `class ballistic (97 %)`; where no class stands out the likeliest one is named as such.
  static std::string class_text(const message::Event& event) {
    const auto share = [](double probability) { return " (" + fixed(100.0 * probability, 0) + " %)"; };
    const std::string name(name_of(event.event_class));
    const auto& odds = event.class_probabilities;
    const auto likeliest =
        std::max_element(odds.begin(), odds.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (likeliest == odds.end()) return "class " + name;
    if (event.event_class == message::EventClass::unknown && likeliest->first != name) {
      return "class open again, likeliest " + likeliest->first + share(likeliest->second);
    }
    const auto own = odds.find(name);
    return "class " + name + (own == odds.end() ? "" : share(own->second));
  }

  /// The event's own first sentence, which begins with its level.
  static std::string reason(const message::Event& event) {
    const std::string level(name_of(event.level));
    if (event.explanation.empty()) return level;
    std::string sentence = event.explanation.front();
    if (!sentence.empty())
      sentence.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(sentence.front())));
    return sentence.starts_with(level) ? sentence : level + ": " + event.explanation.front();
  }

  std::set<std::string> seen_by_;
  std::optional<message::Level> level_;
  std::optional<message::EventClass> class_;
  std::optional<message::LaunchEstimate> launch_;
  std::optional<message::ImpactEstimate> impact_;
  std::optional<Instant> last_seen_;
  bool lost_ = false;  ///< and said so
  std::optional<Instant> burnout_;
  bool ended_ = false;
};

/// Why the program took a proposal back: the first sentence of its explanation, without its usual begin.
std::string why_withdrawn(const message::Warning& warning) {
  if (warning.explanation.empty()) return {};
  const std::string& why = warning.explanation.front();
  return ": " + (why.starts_with(message::kWithdrawnBegin) ? why.substr(message::kWithdrawnBegin.size()) : why);
}

TimelineEntry entry_of(const message::Warning& warning) {
  using message::WarningState;
  const std::string what = std::string(name_of(warning.type)) + " revision " + std::to_string(warning.revision) +
                           " of " + warning.event + " ";
  const std::string state(name_of(warning.state));
  const auto entry = [&](TimelineKind kind, const std::string& text) {
    return TimelineEntry{warning.time, kind, warning.id, what + text};
  };
  if (warning.state == WarningState::proposed || warning.state == WarningState::draft)
    return entry(TimelineKind::proposed, state + ": " + warning.headline);
  if (warning.state == WarningState::cancelled && warning.by.empty())
    return entry(TimelineKind::withdrawn, "withdrawn by the program" + why_withdrawn(warning));
  if (warning.state == WarningState::expired) return entry(TimelineKind::withdrawn, "expired: nobody renewed it");
  std::string people;
  for (const std::string& person : warning.by) people += (people.empty() ? " by " : ", ") + person;
  return entry(TimelineKind::decided, state + people);
}

}  // namespace

std::string place_text(double lat_deg, double lon_deg) {
  return fixed(std::abs(lat_deg), 2) + "° " + (lat_deg < 0.0 ? "S " : "N ") + fixed(std::abs(lon_deg), 2) + "° " +
         (lon_deg < 0.0 ? "W" : "E");
}

std::vector<TimelineEntry> timeline(const std::vector<message::Event>& revisions,
                                    const std::vector<message::Warning>& warnings) {
  std::vector<TimelineEntry> entries;
  std::map<std::string, EventStory> stories;
  for (const message::Event& event : revisions) stories[event.id].tell(event, entries);
  for (const message::Warning& warning : warnings) {
    // A proposal that a newer one replaced was nobody's decision, and the newer one is told anyway.
    if (warning.state != message::WarningState::updated || !warning.by.empty()) entries.push_back(entry_of(warning));
  }
  std::stable_sort(entries.begin(), entries.end(), [](const TimelineEntry& a, const TimelineEntry& b) {
    return std::tie(a.time, a.kind) < std::tie(b.time, b.kind);
  });
  return entries;
}

std::string_view name_of_kind(TimelineKind kind) {
  switch (kind) {
    case TimelineKind::seen:
      return "seen";
    case TimelineKind::inferred:
      return "inferred";
    case TimelineKind::proposed:
      return "proposed";
    case TimelineKind::decided:
      return "decided";
    case TimelineKind::withdrawn:
      return "withdrawn";
  }
  return "?";
}

std::string timeline_text(const std::vector<TimelineEntry>& entries) {
  std::string text;
  std::string day;
  for (const TimelineEntry& entry : entries) {
    const std::string stamp = format_utc_seconds(entry.time);
    if (stamp.substr(0, 10) != day) {
      day = stamp.substr(0, 10);
      text += day + " (UTC)\n";
    }
    std::string kind(name_of_kind(entry.kind));
    kind.resize(9, ' ');
    text += "  " + stamp.substr(11, 8) + "  " + kind + " " + entry.subject + "  " + entry.text + "\n";
  }
  return text;
}

}  // namespace tocsin::app
