#include "tocsin/formats/cap_words.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::formats {
namespace {

using message::Level;
using message::RecordStatus;
using message::Warning;
using message::WarningType;

constexpr std::size_t kMostNames = 8;
constexpr double kWorthSaying = 0.01;  // a sea less probable than this is not named

using Filling = std::initializer_list<std::pair<std::string_view, std::string>>;

/// The template with each {key} replaced; what is put in is not looked at again.
std::string filled(std::string_view text, Filling filling) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view key = text.substr(open + 1, close - open - 1);
    for (const auto& [name, value] : filling) out += name == key ? value : "";
    text.remove_prefix(close + 1);
  }
  return out;
}

/// "2022-10-03 22:44:10 UTC"
std::string time_text(Instant t) {
  const std::string utc = format_utc_seconds(t);
  return utc.substr(0, 10) + " " + utc.substr(11, 8) + " UTC";
}

/// "2022-10-03 22:44:10 – 22:46:02 UTC"
std::string window_text(const message::WarningArea& area) {
  if (!area.earliest || !area.latest) return {};
  const std::string from = format_utc_seconds(*area.earliest);
  const std::string to = format_utc_seconds(*area.latest);
  const bool same_day = from.substr(0, 10) == to.substr(0, 10);
  return from.substr(0, 10) + " " + from.substr(11, 8) + " – " + (same_day ? "" : to.substr(0, 10) + " ") +
         to.substr(11, 8) + " UTC";
}

std::string place_text(double lat_deg, double lon_deg) {
  return fixed(std::abs(lat_deg), 1) + "° " + (lat_deg < 0.0 ? "S" : "N") + ", " + fixed(std::abs(lon_deg), 1) + "° " +
         (lon_deg < 0.0 ? "W" : "E");
}

/// The middle of a ring.
std::string middle_text(const message::WarningArea& area) {
  Vec3 sum;
  for (const auto& p : area.ring_deg) {
    const double lat = degrees(p[0]).value();
    const double lon = degrees(p[1]).value();
    sum = sum + Vec3{std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
  }
  return place_text(in_degrees(Radians(std::atan2(sum.z, std::hypot(sum.x, sum.y)))),
                    in_degrees(Radians(std::atan2(sum.y, sum.x))));
}

std::string localised(const std::string& name, const std::map<std::string, std::string>& names, std::string_view tag) {
  const auto found = names.find(std::string(tag));
  return found != names.end() ? found->second : name;
}

std::string_view level_word(Level level, const CapTexts& texts) {
  if (level == Level::confirmed) return texts.confirmed;
  return level == Level::probable ? texts.probable : texts.possible;
}

std::string_view status_prefix(const Warning& w, const CapTexts& texts) {
  if (w.status == RecordStatus::exercise) return texts.exercise;
  return w.status == RecordStatus::test ? texts.test : std::string_view();
}

std::string_view instruction(const Warning& w, const CapTexts& texts) {
  if (!w.released_time) return texts.draft;
  if (w.status != RecordStatus::actual) return texts.no_action;
  return w.type == WarningType::cancel ? texts.nothing : texts.shelter;
}

/// Names of what lies under an area, or where it is.
std::string whereabouts(const message::WarningArea& area, const CapTexts& texts) {
  const std::string names = area.exposure ? area_names(*area.exposure, texts) : std::string();
  return names.empty() ? middle_text(area) : names;
}

bool is_impact(const message::WarningArea& area) {
  return area.exposure.has_value() || area.earliest.has_value();
}

/// English: the area's own name, with the names of what lies under it in front.
std::string english_area(const message::WarningArea& area, const CapTexts& texts) {
  const std::string names = area.exposure ? area_names(*area.exposure, texts) : std::string();
  std::string text = names.empty() ? area.name : names + ": " + area.name;
  if (area.earliest && area.latest)
    text += ", " + format_utc_seconds(*area.earliest) + " to " + format_utc_seconds(*area.latest);
  return text;
}

std::string translated_area(const Warning& w, const message::WarningArea& area, const CapTexts& texts) {
  if (!is_impact(area) && w.type != WarningType::cancel) return std::string(texts.area_launch);
  if (window_text(area).empty()) return whereabouts(area, texts);
  return filled(texts.area_impact, {{"areas", whereabouts(area, texts)}, {"window", window_text(area)}});
}

std::string translated_headline(const Warning& w, const CapTexts& texts) {
  if (w.type == WarningType::cancel) return filled(texts.headline_cancel, {{"id", w.id}});
  const std::string level(level_word(w.level, texts));
  for (const message::WarningArea& area : w.areas) {
    if (is_impact(area)) return filled(texts.headline, {{"level", level}, {"areas", whereabouts(area, texts)}});
  }
  return filled(texts.headline_unknown, {{"level", level}});
}

std::string translated_description(const Warning& w, const message::Event* event, const CapTexts& texts) {
  if (w.type == WarningType::cancel) return filled(texts.cancel_sentence, {{"id", w.id}});
  std::string text = filled(texts.level_sentence, {{"level", std::string(level_word(w.level, texts))}});
  if (event != nullptr && event->launch) {
    text +=
        " " + filled(texts.launch_sentence, {{"time", time_text(event->launch->time)},
                                             {"place", place_text(event->launch->lat_deg, event->launch->lon_deg)}});
  }
  bool known = false;
  for (const message::WarningArea& area : w.areas) {
    if (!is_impact(area)) continue;
    known = true;
    text += " " + filled(texts.impact_sentence, {{"window", window_text(area)}, {"areas", whereabouts(area, texts)}});
  }
  return known ? text : text + " " + std::string(texts.unknown_sentence);
}

}  // namespace

std::string area_names(const message::Exposure& exposure, const CapTexts& texts) {
  std::vector<std::pair<std::string, std::string>> groups;  // country and its areas
  const std::string separator(texts.separator);
  for (std::size_t i = 0; i < exposure.areas.size() && i < kMostNames; ++i) {
    const message::ExposedArea& area = exposure.areas[i];
    const std::string name = localised(area.name, area.names, texts.tag);
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& g) { return !area.country.empty() && g.first == area.country; });
    if (group == groups.end()) {
      groups.emplace_back(area.country, name);
    } else {
      group->second += separator + name;
    }
  }
  std::vector<std::string> words;
  words.reserve(groups.size() + 2);
  for (const auto& [country, names] : groups) words.push_back(country.empty() ? names : names + " (" + country + ")");
  if (exposure.areas.size() > kMostNames)
    words.push_back(filled(texts.more, {{"count", std::to_string(exposure.areas.size() - kMostNames)}}));
  if (exposure.elsewhere >= kWorthSaying) words.emplace_back(texts.sea);
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

CapWords cap_words(const Warning& w, const message::Event* event, const CapTexts& texts) {
  CapWords words{.language = std::string(texts.cap_tag),
                 .event = std::string(texts.event),
                 .headline = w.headline,
                 .description = w.description,
                 .instruction = std::string(instruction(w, texts)),
                 .areas = {},
                 .no_area = std::string(texts.area_unknown)};
  if (texts.tag == "en") {
    for (const std::string& sentence : w.explanation) words.description += "\n" + sentence;
    for (const message::WarningArea& area : w.areas) words.areas.push_back(english_area(area, texts));
    return words;
  }
  const std::string prefix(status_prefix(w, texts));
  words.headline = prefix + translated_headline(w, texts);
  words.description = prefix + translated_description(w, event, texts);
  for (const message::WarningArea& area : w.areas) words.areas.push_back(translated_area(w, area, texts));
  return words;
}

}  // namespace tocsin::formats
