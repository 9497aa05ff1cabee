#include "tocsin/formats/omm_record.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <utility>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::formats::omm {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double per_day = 2.0 * std::numbers::pi / 1440.0;  // rad/min of a revolution a day
constexpr double per_day2 = per_day / 1440.0;
constexpr double per_day3 = per_day2 / 1440.0;
constexpr double mu_km3_s2 = 398600.8;  // WGS-72, as the theory

enum Keyword : std::uint8_t {
  kName,
  kId,
  kCentre,
  kFrame,
  kTimeSystem,
  kTheory,
  kEpoch,
  kMotion,
  kAxis,
  kEccentricity,
  kInclination,
  kNode,
  kPerigee,
  kAnomaly,
  kType,
  kClassification,
  kNumber,
  kElementNumber,
  kRevolution,
  kBstar,
  kMotionDot,
  kMotionDdot,
  kKeywords
};

struct Known {
  std::string_view name;
  std::string_view unit;  // the one that may stand beside it
};

constexpr std::array<Known, kKeywords> known{{{"OBJECT_NAME", ""},
                                              {"OBJECT_ID", ""},
                                              {"CENTER_NAME", ""},
                                              {"REF_FRAME", ""},
                                              {"TIME_SYSTEM", ""},
                                              {"MEAN_ELEMENT_THEORY", ""},
                                              {"EPOCH", ""},
                                              {"MEAN_MOTION", "rev/day"},
                                              {"SEMI_MAJOR_AXIS", "km"},
                                              {"ECCENTRICITY", ""},
                                              {"INCLINATION", "deg"},
                                              {"RA_OF_ASC_NODE", "deg"},
                                              {"ARG_OF_PERICENTER", "deg"},
                                              {"MEAN_ANOMALY", "deg"},
                                              {"EPHEMERIS_TYPE", ""},
                                              {"CLASSIFICATION_TYPE", ""},
                                              {"NORAD_CAT_ID", ""},
                                              {"ELEMENT_SET_NO", ""},
                                              {"REV_AT_EPOCH", ""},
                                              {"BSTAR", "1/er"},
                                              {"MEAN_MOTION_DOT", "rev/day**2"},
                                              {"MEAN_MOTION_DDOT", "rev/day**3"}}};

/// Without these there is no orbit. One of mean motion and semi-major axis is asked for apart.
constexpr std::array<Keyword, 6> required{kEpoch, kEccentricity, kInclination, kNode, kPerigee, kAnomaly};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

/// Digits only, of a fixed number.
std::optional<int> digits(std::string_view text, std::size_t count) {
  if (text.size() != count || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  int value = 0;
  for (const char c : text) value = 10 * value + (c - '0');
  return value;
}

struct DayAndSeconds {
  std::int64_t days_from_1970 = 0;
  double seconds = 0.0;
};

/// CCSDS time codes A and B: 2020-10-04T21:23:55.291584 and 2020-278T21:23:55.291584, with or without Z.
std::optional<DayAndSeconds> time_code(std::string_view text) {
  if (!text.empty() && text.back() == 'Z') text.remove_suffix(1);
  const std::size_t t = text.find('T');
  if (t == std::string_view::npos) return std::nullopt;
  const std::string_view date = text.substr(0, t);
  const std::string_view clock = text.substr(t + 1);
  const std::optional<int> year = digits(date.substr(0, 4), 4);
  if (!year || *year < 1957 || date.size() < 8 || date[4] != '-') return std::nullopt;
  DayAndSeconds out;
  if (date.size() == 8) {
    const std::optional<int> day = digits(date.substr(5), 3);
    const auto length = days_from_civil(*year + 1, 1, 1) - days_from_civil(*year, 1, 1);
    if (!day || *day < 1 || *day > length) return std::nullopt;
    out.days_from_1970 = days_from_civil(*year, 1, 1) + *day - 1;
  } else {
    if (date.size() != 10 || date[7] != '-') return std::nullopt;
    const std::optional<int> month = digits(date.substr(5, 2), 2);
    const std::optional<int> day = digits(date.substr(8), 2);
    if (!month || !day || *day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
    out.days_from_1970 = days_from_civil(*year, *month, *day);
  }
  if (clock.size() < 8 || clock[2] != ':' || clock[5] != ':' || (clock.size() > 8 && clock[8] != '.'))
    return std::nullopt;
  const std::optional<int> hour = digits(clock.substr(0, 2), 2);
  const std::optional<int> minute = digits(clock.substr(3, 2), 2);
  const std::optional<int> whole_second = digits(clock.substr(6, 2), 2);
  const std::optional<double> second = to_double(clock.substr(6));
  if (!hour || !minute || !whole_second || !second || *hour > 23 || *minute > 59 || *second >= 60.0)
    return std::nullopt;
  // Whole seconds are exact, so the sum is rounded once.
  out.seconds = static_cast<double>(3600 * *hour + 60 * *minute) + *second;
  return out;
}

}  // namespace

void Record::refuse(std::string_view field, std::string_view value, std::string expected, Place place) {
  if (error_) return;
  error_ = Error{.source = source_,
                 .line = place.line,
                 .is_record = place.is_record,
                 .column = place.column,
                 .field = std::string(field),
                 .value = printable(value),
                 .expected = std::move(expected)};
}

double Record::number(const Context& at, double low, double high, const char* expected) {
  const std::optional<double> value = to_double(at.value);
  if (value && *value >= low && *value <= high) return *value;
  refuse(at.keyword, at.value, expected, at.place);
  return 0.0;
}

std::int64_t Record::integer(const Context& at, std::int64_t low, std::int64_t high, const char* expected) {
  const std::optional<std::int64_t> value = to_integer(at.value);
  if (value && *value >= low && *value <= high) return *value;
  refuse(at.keyword, at.value, expected, at.place);
  return low;
}

void Record::word(const Context& at, std::initializer_list<std::string_view> accepted, const char* expected) {
  const std::string value = lower(at.value);
  if (std::none_of(accepted.begin(), accepted.end(), [&](std::string_view a) { return a == value; }))
    refuse(at.keyword, at.value, expected, at.place);
}

void Record::set_epoch(const Context& at) {
  const std::optional<DayAndSeconds> time = time_code(at.value);
  constexpr double jd_of_1970 = 2440587.5;
  const double midnight = jd_of_1970 + (time ? static_cast<double>(time->days_from_1970) : 0.0);
  const Result<Instant> instant = from_julian_utc({midnight, 0.0});
  if (!time || !instant) {
    refuse(at.keyword, at.value, "UTC as in 2020-10-04T21:23:55.291584, 1960 to 2100", at.place);
    return;
  }
  set_.epoch_jd_midnight = midnight;
  set_.epoch_day_fraction = time->seconds / 86400.0;
  set_.epoch = *instant + seconds(time->seconds);
}

void Record::set_designator(const Context& at) {
  // 1998-067A: year, number of the launch, piece. Objects without one have the catalogue number or nothing here.
  const std::string_view id = at.value;
  const std::size_t dash = id.find('-');
  const bool is_designator = dash == 4 && digits(id.substr(0, 4), 4) && id.size() >= 8 && id.size() <= 11 &&
                             digits(id.substr(5, 3), 3).has_value() &&
                             std::all_of(id.begin() + 8, id.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_designator) return;
  const std::string as_in_a_tle = std::string(id.substr(2, 2)) + std::string(id.substr(5));
  as_in_a_tle.copy(set_.designator_chars.data(), set_.designator_chars.size() - 1);
}

void Record::set_motion(const Context& at, double rev_day) {
  if (!(rev_day > 0.0)) refuse(at.keyword, at.value, "revolutions per day above 0, below 100", at.place);
  set_.mean_motion_rad_min = rev_day * per_day;
}

void Record::set_motion_of_axis(const Context& at) {
  const double a = number(at, 1.0, 1e7, "kilometres from 1 to 1e7");
  if (a > 0.0) set_.mean_motion_rad_min = 60.0 * std::sqrt(mu_km3_s2 / (a * a * a));
}

void Record::put(std::string_view keyword, std::string_view value, std::string_view unit, Place place) {
  if (error_) return;
  const auto found = std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.name == keyword; });
  if (found == known.end()) return;
  const auto index = static_cast<std::size_t>(found - known.begin());
  if (seen_[index]) return refuse(keyword, value, "this keyword once in a message", place);
  if (!unit.empty() && lower(unit) != found->unit) {
    const std::string expected = found->unit.empty() ? "no unit" : "the unit " + std::string(found->unit);
    return refuse(keyword, unit, expected, place);
  }
  seen_.set(index);
  set(index, {keyword, trimmed(value), place});
}

void Record::set(std::size_t index, const Context& at) {
  constexpr std::int64_t largest_count = 1'000'000'000;
  const auto degrees = [&](double high, const char* expected) { return number(at, 0.0, high, expected) * degree; };
  const auto count = [&](std::int64_t high, const char* expected) {
    return at.value.empty() ? 0 : static_cast<std::int32_t>(integer(at, 0, high, expected));
  };
  const auto number_or_zero = [&](const char* expected) {
    return at.value.empty() ? 0.0 : number(at, -1e6, 1e6, expected);
  };
  switch (static_cast<Keyword>(index)) {
    case kName:
      set_.name = printable(at.value);
      break;
    case kId:
      set_designator(at);
      break;
    case kCentre:
      word(at, {"earth"}, "EARTH");
      break;
    case kFrame:
      word(at, {"teme", "teme of date"}, "TEME");
      break;
    case kTimeSystem:
      word(at, {"utc"}, "UTC");
      break;
    case kTheory:
      word(at, {"sgp4", "sgp/sgp4", "sgp4/sdp4", "sdp4"}, "SGP4");
      break;
    case kEpoch:
      set_epoch(at);
      break;
    case kMotion:
      set_motion(at, number(at, 0.0, 100.0, "revolutions per day above 0, below 100"));
      break;
    case kAxis:
      set_motion_of_axis(at);
      break;
    case kEccentricity:
      set_.eccentricity = number(at, 0.0, std::nextafter(1.0, 0.0), "0 to below 1");
      break;
    case kInclination:
      set_.inclination_rad = degrees(180.0, "degrees from 0 to 180");
      break;
    case kNode:
      set_.node_rad = degrees(360.0, "degrees from 0 to 360");
      break;
    case kPerigee:
      set_.perigee_rad = degrees(360.0, "degrees from 0 to 360");
      break;
    case kAnomaly:
      set_.mean_anomaly_rad = degrees(360.0, "degrees from 0 to 360");
      break;
    case kType:
      // 4 is SGP4-XP, whose elements give wrong places in SGP4.
      set_.ephemeris_type = count(3, "0 to 3: 4 (SGP4-XP) is another theory");
      break;
    case kClassification:
      if (!at.value.empty() && at.value != "U" && at.value != "C" && at.value != "S")
        refuse(at.keyword, at.value, "U, C or S", at.place);
      if (!at.value.empty()) set_.classification = at.value.front();
      break;
    case kNumber:
      set_.catalogue_number = count(largest_count - 1, "a catalogue number of up to nine digits");
      break;
    case kElementNumber:
      set_.element_number = count(largest_count, "a whole number");
      break;
    case kRevolution:
      set_.revolution_at_epoch = count(largest_count, "a whole number");
      break;
    case kBstar:
      set_.bstar_per_earth_radius = number_or_zero("a number, 1/Earth radius");
      break;
    case kMotionDot:
      set_.mean_motion_dot_rad_min2 = number_or_zero("revolutions per day squared") * per_day2;
      break;
    case kMotionDdot:
      set_.mean_motion_ddot_rad_min3 = number_or_zero("revolutions per day cubed") * per_day3;
      break;
    case kKeywords:
      break;
  }
}

Result<motion::ElementSet> Record::finish() {
  for (const Keyword k : required) {
    if (!seen_[k]) refuse(known[k].name, "nothing", "this keyword in the message", begin_);
  }
  if (!seen_[kMotion] && !seen_[kAxis]) refuse("MEAN_MOTION", "nothing", "this keyword in the message", begin_);
  if (error_) return fail(*error_);
  return set_;
}

void Harvest::take(Result<motion::ElementSet> set) {
  if (!set) return refuse(std::move(set).error());
  out_.sets.push_back(*std::move(set));
}

void Harvest::refuse(Error error) {
  ++out_.refused_count;
  if (out_.refused.size() < options_.max_errors) out_.refused.push_back(std::move(error));
}

}  // namespace tocsin::formats::omm
