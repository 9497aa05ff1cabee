#include <cmath>
#include <utility>
#include <vector>

#include "tocsin/base/text.hpp"
#include "tocsin/warn/exposure.hpp"
#include "tocsin/warn/wording.hpp"

namespace tocsin::warn {
namespace {

constexpr double kWorthSaying = 0.01;
constexpr std::size_t kMostAreas = 6;
constexpr std::size_t kMostPlaces = 3;
constexpr double kMinute_s = 60.0;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

/// 1234567 as "1,234,567".
std::string people(std::int64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string with_country(const std::string& name, const std::string& country) {
  return country.empty() ? name : name + " (" + country + ")";
}

std::string areas_text(const message::Exposure& exposure) {
  std::vector<std::string> words;
  std::size_t left = 0;
  bool elsewhere_said = exposure.elsewhere < kWorthSaying;
  for (const message::ExposedArea& area : exposure.areas) {
    if (!elsewhere_said && exposure.elsewhere > area.probability) {
      words.push_back("sea or no named area " + percent(exposure.elsewhere));
      elsewhere_said = true;
    }
    if (words.size() >= kMostAreas || (area.probability < kWorthSaying && !words.empty())) {
      ++left;
    } else {
      words.push_back(with_country(area.name, area.country) + " " + percent(area.probability));
    }
  }
  if (!elsewhere_said) words.push_back("sea or no named area " + percent(exposure.elsewhere));
  if (left > 0) words.push_back(std::to_string(left) + " more at the edge");
  return joined(words);
}

std::string time_text(const message::Exposure& exposure) {
  if (exposure.areas.empty() || !exposure.areas.front().minutes_left) return {};
  const message::ExposedArea& area = exposure.areas.front();
  const double from = *area.minutes_left;
  const double window_min = seconds_between(*area.earliest, *area.latest) / kMinute_s;
  const double to = from + window_min;
  if (from <= 0.0) return ", the window of time has begun";
  const std::string low = fixed(std::floor(from), 0);
  const std::string high = fixed(std::ceil(to), 0);
  return ", in " + low + " to " + high + " minutes";
}

}  // namespace

std::string exposure_sentence(const message::Exposure& exposure) {
  if (exposure.areas.empty() && exposure.place_count == 0)
    return exposure.elsewhere > 0.0 ? "Under the region: no named area, only sea." : "";
  std::string text = "Under the region: " + areas_text(exposure) + time_text(exposure) + ".";
  if (exposure.place_count > 0) {
    text += " " + std::to_string(exposure.place_count) + (exposure.place_count == 1 ? " place" : " places");
    if (exposure.population > 0) text += " with " + people(exposure.population) + " people";
    std::vector<std::string> first;
    for (const message::ExposedPlace& place : exposure.places) {
      if (first.size() < kMostPlaces)
        first.push_back(with_country(place.name, place.country) + " (" + percent(place.probability) + " within 10 km)");
    }
    if (!first.empty()) text += ", first " + joined(first);
    text += ".";
  }
  if (!exposure.overflown.empty()) {
    std::vector<std::string> names;
    for (const message::OverflownArea& area : exposure.overflown) names.push_back(area.name);
    if (names.size() > kMostAreas) {
      const std::size_t left = names.size() - kMostAreas;
      names.resize(kMostAreas);
      names.push_back(std::to_string(left) + " more");
    }
    text += " On the way it passes over " + joined(names) + ".";
  }
  return text;
}

}  // namespace tocsin::warn
