#include "tocsin/warn/wording.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::warn {
namespace {

using message::Event;
using message::EventClass;
using message::extent_text;
using message::kNormal90;
using message::Level;
using message::Phenomenology;

constexpr double kWorthSaying = 0.01;    // an alternative less probable than this is not listed
constexpr double kPointLengthKm = 50.0;  // a region as long as this is no point: its size is said with it
constexpr std::size_t kHeadlineLimit = 160;

std::string place(double lat_deg, double lon_deg, int decimals) {
  return fixed(std::abs(lat_deg), decimals) + (lat_deg < 0.0 ? " S " : " N ") + fixed(std::abs(lon_deg), decimals) +
         (lon_deg < 0.0 ? " W" : " E");
}

/// "22:44:10 UTC"
std::string clock_time(Instant t) {
  return format_utc_seconds(t).substr(11, 8) + " UTC";
}
/// "2022-10-03 22:44:10 UTC"
std::string date_time(Instant t) {
  return format_utc_seconds(t).substr(0, 10) + " " + clock_time(t);
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string status_prefix(message::RecordStatus status) {
  if (status == message::RecordStatus::exercise) return "EXERCISE: ";
  return status == message::RecordStatus::test ? "TEST: " : "";
}

std::string limited(std::string line) {
  if (line.size() <= kHeadlineLimit) return line;
  line.resize(kHeadlineLimit - 3);
  return line + "...";
}

std::vector<std::string> seen_by(const Event& event, Phenomenology kind) {
  std::vector<std::string> sensors;
  for (const message::Contribution& c : event.contributions) {
    if (c.phenomenology == kind && c.hits > 0) sensors.push_back(c.sensor);
  }
  return sensors;
}

std::string class_words(const std::string& name) {
  const auto known = enum_from_name<EventClass>(name);
  return known ? words_for(*known) : name;
}

std::string launch_sentence(const Event& event) {
  if (!event.launch) return "Where and when it started is not known.";
  const message::LaunchEstimate& launch = *event.launch;
  std::string text =
      "It started at " + date_time(launch.time) + " (90 %: within " +
      fixed(std::max(1.0, kNormal90 * launch.time_sigma_s), 0) + " s) at " + place(launch.lat_deg, launch.lon_deg, 2) +
      "; with 90 % probability the place lies within a region " + extent_text(launch.ellipse90) + " across.";
  if (!launch.azimuth_deg) return text + " Its heading is not known.";
  text += " It is heading " + fixed(*launch.azimuth_deg, 0) + " degrees from north";
  if (launch.azimuth_sigma_deg)
    text += " (90 %: within " + fixed(std::max(1.0, kNormal90 * *launch.azimuth_sigma_deg), 0) + " degrees)";
  return text + ".";
}

/// Past once the whole 90 % window of time is past.
std::string comes_down(const message::ImpactEstimate& impact, Instant now) {
  return now > impact.time + seconds(kNormal90 * impact.time_sigma_s) ? "came down" : "comes down";
}

std::string impact_sentence(const ObjectImpact& object, const std::string& lead, Instant now) {
  const message::ImpactEstimate& impact = object.impact;
  const double half_s = kNormal90 * impact.time_sigma_s;
  return (object.event == lead ? "It " : object.event + ", which separated from it, ") + comes_down(impact, now) +
         " at " + date_time(impact.time) + " (90 %: from " + clock_time(impact.time - seconds(half_s)) + " to " +
         clock_time(impact.time + seconds(half_s)) + ") near " + place(impact.lat_deg, impact.lon_deg, 2) +
         "; with 90 % probability within a region " + extent_text(impact.ellipse90) + " across.";
}

/// "from 40.6 N 126.4 E", with the size of the region where that is no point.
std::string launch_words(const Event& event, bool brief) {
  if (!event.launch) return "";
  const message::Ellipse& region = event.launch->ellipse90;
  const std::string where = " from " + place(event.launch->lat_deg, event.launch->lon_deg, 1);
  if (2.0 * region.semi_major_km < kPointLengthKm) return where;
  return where + (brief ? " (" + fixed(2.0 * region.semi_major_km, 0) + " km across)"
                        : " (region " + extent_text(region) + ")");
}

std::string impact_words(const Event& event, const Picture& picture, bool brief) {
  if (picture.impacts.empty()) return ", where it comes down is not known yet";
  const message::ImpactEstimate& impact = picture.impacts.front().impact;
  const bool wide =
      2.0 * impact.ellipse90.semi_major_km >= kPointLengthKm || event.event_class == EventClass::manoeuvring;
  const std::string where = place(impact.lat_deg, impact.lon_deg, 1);
  const std::string line = ", " + comes_down(impact, event.time) + " about " +
                           clock_time(impact.time + seconds(30.0)).substr(0, 5) + " UTC ";  // to the nearest minute
  if (!wide) return line + "near " + where;
  return brief ? line + "near " + where + " (" + extent_text(impact.ellipse90) + ")"
               : line + "in a region " + extent_text(impact.ellipse90) + " across around " + where;
}

/// From where to where, in fewer words when a headline would not hold them.
std::string way_words(const Event& event, const Picture& picture, std::size_t room) {
  for (const auto& [brief_impact, brief_launch] : {std::pair{false, false}, {true, false}}) {
    std::string way = launch_words(event, brief_launch) + impact_words(event, picture, brief_impact);
    if (way.size() <= room) return way;
  }
  return launch_words(event, true) + impact_words(event, picture, true);
}

/// How probable the class is; of an event whose class is open, which is the likeliest: the odds of the class named
/// unknown are those of none of the others.
std::string odds_words(const Event& event) {
  const auto& odds = event.class_probabilities;
  if (event.event_class != EventClass::unknown) {
    const auto own = odds.find(std::string(name_of(event.event_class)));
    return own == odds.end() ? "" : " with probability " + percent(own->second);
  }
  const auto likeliest =
      std::max_element(odds.begin(), odds.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (likeliest == odds.end() || likeliest->first == name_of(EventClass::unknown)) return "";
  return " (likeliest " + class_words(likeliest->first) + ", " + percent(likeliest->second) + ")";
}

std::string description_of(const Event& event, const Picture& picture) {
  std::string text = capitalised(words_for(event.event_class)) + odds_words(event);
  text += ", level " + std::string(name_of(event.level)) + ". " + launch_sentence(event);
  for (const ObjectImpact& object : picture.impacts) text += " " + impact_sentence(object, picture.event, event.time);
  if (picture.impacts.empty()) text += " Where it comes down is not known yet.";
  if (event.apogee_km) text += " Highest point " + fixed(*event.apogee_km, 0) + " km.";
  const double objects = event.objects.estimate;
  if (objects >= 1.5) text += " About " + fixed(objects, 0) + " objects are expected.";
  return text;
}

std::string level_sentence(const Event& event) {
  const std::vector<std::string> infrared = seen_by(event, Phenomenology::infrared);
  const std::vector<std::string> radar = seen_by(event, Phenomenology::radar);
  std::string text = "Level " + std::string(name_of(event.level)) + ": seen by ";
  if (infrared.empty() && radar.empty()) return text + "no sensor that is named.";
  if (!infrared.empty()) text += "infrared (" + joined(infrared) + ")";
  if (!infrared.empty() && !radar.empty()) text += " and ";
  if (!radar.empty()) text += "radar (" + joined(radar) + ")";
  text += ".";
  if (event.level == Level::confirmed) return text;
  if (radar.empty()) return text + " Missing for confirmed: a radar that sees it.";
  if (infrared.empty()) return text + " Missing for confirmed: an infrared sensor that sees it.";
  return text + " Missing for confirmed: agreement of both kinds.";
}

std::vector<std::string> sensor_sentences(const Event& event) {
  std::vector<std::string> out;
  for (const message::Contribution& c : event.contributions) {
    std::string text = c.sensor + " (" + std::string(name_of(c.phenomenology)) + ")";
    if (c.hits > 0) {
      text += ": " + std::to_string(c.hits) + (c.hits == 1 ? " measurement" : " measurements") + " from " +
              clock_time(c.first) + " to " + clock_time(c.last);
      if (c.misses > 0)
        text +=
            ", " + std::to_string(c.misses) + (c.misses == 1 ? " look" : " looks") + " should have seen it and did not";
    } else {
      text +=
          ": " + std::to_string(c.misses) + (c.misses == 1 ? " look" : " looks") + " should have seen it and did not";
    }
    out.push_back(text + ".");
  }
  return out;
}

std::string alternatives_sentence(const Event& event) {
  std::vector<std::pair<double, std::string>> odds;
  for (const auto& [name, p] : event.class_probabilities) {
    if (name != name_of(event.event_class) && p >= kWorthSaying) odds.emplace_back(-p, name);
  }
  std::sort(odds.begin(), odds.end());
  if (odds.empty()) return "No alternative has 1 % or more.";
  std::vector<std::string> words;
  for (const auto& [minus_p, name] : odds) words.push_back(class_words(name) + " " + percent(-minus_p));
  return (event.event_class == EventClass::unknown ? "Kinds that are possible: " : "Alternatives: ") + joined(words) +
         ".";
}

}  // namespace

std::string words_for(EventClass event_class) {
  switch (event_class) {
    case EventClass::ballistic:
      return "ballistic flight";
    case EventClass::space_launch:
      return "space launch";
    case EventClass::sounding_rocket:
      return "sounding rocket";
    case EventClass::manoeuvring:
      return "manoeuvring flight";
    case EventClass::aircraft:
      return "aircraft";
    case EventClass::fireball:
      return "fireball";
    case EventClass::reentry:
      return "re-entry";
    case EventClass::satellite:
      return "satellite";
    case EventClass::fire:
      return "fire";
    case EventClass::volcano:
      return "volcano";
    case EventClass::glint:
      return "sun glint";
    case EventClass::lightning:
      return "lightning";
    case EventClass::unknown:
      break;
  }
  return "launch of unknown kind";
}

std::string percent(double probability) {
  if (probability > 0.99 && probability < 1.0) return "over 99 %";
  if (probability > 0.0 && probability < 0.01) return "under 1 %";
  return fixed(100.0 * probability, 0) + " %";
}

Wording alert_wording(const Event& event, const Picture& picture, const Policy& policy, message::RecordStatus status,
                      const std::vector<std::string>& news) {
  Wording out;
  const bool of_concern = event.event_class == EventClass::ballistic || event.event_class == EventClass::manoeuvring ||
                          event.event_class == EventClass::unknown;
  std::string line = status_prefix(status) + capitalised(std::string(name_of(event.level))) + " ";
  line += of_concern ? words_for(event.event_class) : "launch (perhaps: " + words_for(event.event_class) + ")";
  line += way_words(event, picture, kHeadlineLimit - std::min(kHeadlineLimit, line.size()));
  out.headline = limited(std::move(line));
  out.description = status_prefix(status) + description_of(event, picture);

  if (!news.empty()) out.explanation.push_back("Changed since the revision before: " + joined(news) + ".");
  out.explanation.push_back(level_sentence(event));
  if (event.explanation.empty()) {  // an event that explains itself names its sensors
    for (std::string& sentence : sensor_sentences(event)) out.explanation.push_back(std::move(sentence));
  }
  out.explanation.push_back(alternatives_sentence(event));
  out.explanation.push_back("Ballistic, manoeuvring and unknown together have " + percent(picture.concern) +
                            ". The policy proposes a warning from " + percent(policy.propose_ballistic_probability) +
                            " and level " + std::string(name_of(policy.propose_at)) + " on, and withdraws it below " +
                            percent(policy.withdraw_ballistic_probability) + ".");
  for (const std::string& sentence : event.explanation) out.explanation.push_back(sentence);
  return out;
}

std::string why_dissolved(const Event& event, const Policy& policy) {
  if (event.ended && event.objects.estimate < 0.5) return event.id + " is now held not to exist.";
  if (event.level < policy.propose_at)
    return "The evidence for " + event.id + " fell back to " + std::string(name_of(event.level)) + ".";
  // the likeliest class: what the event is said to be may lag behind it for a moment
  const auto p = std::max_element(event.class_probabilities.begin(), event.class_probabilities.end(),
                                  [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto likeliest =
      p != event.class_probabilities.end() ? enum_from_name<EventClass>(p->first) : std::optional<EventClass>();
  std::string text = event.id + " is now held to be: " + words_for(likeliest.value_or(event.event_class));
  if (likeliest) text += " (" + percent(p->second) + ")";
  return text + "; ballistic, manoeuvring and unknown together have " + percent(concern(event)) + ".";
}

Wording cancel_wording(const Event& event, const std::string& id, const std::string& why,
                       message::RecordStatus status) {
  Wording out;
  out.headline = limited(status_prefix(status) + "Cancelled: warning " + id + " of " + event.id + " is withdrawn");
  out.description = status_prefix(status) + "The warning " + id + " is withdrawn. " + why;
  out.explanation = {level_sentence(event), alternatives_sentence(event)};  // the reason stands in the description
  for (const std::string& sentence : event.explanation) out.explanation.push_back(sentence);
  return out;
}

}  // namespace tocsin::warn
