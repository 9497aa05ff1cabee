#include "tocsin/base/leap_seconds.hpp"

#include <cstddef>
#include <optional>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {
namespace {

constexpr std::size_t kMaxListBytes = 1U << 20U;
constexpr std::size_t kMaxSteps = 1000;
constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kNtpDayOf1970 = 25567;                                   ///< days from 1900-01-01 to 1970-01-01
constexpr std::int64_t kNtpSecondsLimit = 10'000'000'000;                       ///< year 2216
constexpr LeapSeconds::Step kFirstStep{.utc_day = 730, .tai_minus_utc_s = 10};  ///< 1972-01-01: UTC in its present form

LeapSeconds& list_in_use() {
  static LeapSeconds list = builtin_leap_seconds();
  return list;
}

/// NTP seconds of a midnight as days from 1970-01-01.
std::optional<std::int64_t> utc_day_of_ntp(std::string_view text) {
  const std::optional<std::int64_t> ntp = to_integer(text);
  if (!ntp || *ntp < 0 || *ntp > kNtpSecondsLimit || *ntp % kSecondsPerDay != 0) return std::nullopt;
  return *ntp / kSecondsPerDay - kNtpDayOf1970;
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = line.find_first_of(" \t");
    out.push_back(line.substr(0, end));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end);
  }
  return out;
}

/// Adds `NTP-seconds TAI-UTC` to the list.
Status add_step(std::string_view line, LeapSeconds& list) {
  const std::vector<std::string_view> parts = words(line);
  if (parts.size() != 2) return fail_field("", std::string(line), "NTP seconds and TAI-UTC");
  const std::optional<std::int64_t> day = utc_day_of_ntp(parts[0]);
  if (!day) return fail_field("NTP seconds", std::string(parts[0]), "whole days from 1900-01-01 in seconds");
  const std::optional<std::int64_t> offset = to_integer(parts[1]);
  if (!offset) return fail_field("TAI-UTC", std::string(parts[1]), "whole seconds");
  if (list.steps.empty()) {
    if (*day != kFirstStep.utc_day || *offset != kFirstStep.tai_minus_utc_s) {
      return fail_field("", std::string(line), "10 s from 1972-01-01 (2272060800 10) as the first step");
    }
  } else {
    const LeapSeconds::Step& last = list.steps.back();
    if (*day <= last.utc_day)
      return fail_field("NTP seconds", std::string(parts[0]), "a later day than the step before");
    if (*offset != last.tai_minus_utc_s + 1 && *offset != last.tai_minus_utc_s - 1) {
      return fail_field("TAI-UTC", std::string(parts[1]), "one second more or less than the step before");
    }
  }
  if (list.steps.size() == kMaxSteps) return fail_field("", "more steps", "at most " + std::to_string(kMaxSteps));
  list.steps.push_back({.utc_day = *day, .tai_minus_utc_s = static_cast<int>(*offset)});
  return {};
}

/// One line: `#@ expiry`, another comment, a step, or nothing.
Status read_line(std::string_view line, LeapSeconds& list, bool& expiry_seen) {
  if (line.starts_with("#@")) {
    const std::string_view text = trimmed(line.substr(2));
    const std::optional<std::int64_t> day = utc_day_of_ntp(text);
    if (!day) return fail_field("expiry (#@)", std::string(text), "whole days from 1900-01-01 in seconds");
    if (expiry_seen) return fail_field("expiry (#@)", "a second one", "only one");
    list.expires_utc_day = *day;
    expiry_seen = true;
    return {};
  }
  const std::string_view data = trimmed(line.substr(0, line.find('#')));
  return data.empty() ? Status{} : add_step(data, list);
}

bool is_valid(const LeapSeconds& list) {
  if (list.steps.empty() || list.steps.front() != kFirstStep) return false;
  for (std::size_t i = 1; i < list.steps.size(); ++i) {
    const int change = list.steps[i].tai_minus_utc_s - list.steps[i - 1].tai_minus_utc_s;
    if (list.steps[i].utc_day <= list.steps[i - 1].utc_day || (change != 1 && change != -1)) return false;
  }
  return true;
}

}  // namespace

const LeapSeconds& builtin_leap_seconds() {
  // Facts of IERS Bulletin C (announcements) and of the IERS leap-seconds.list that expires on 2027-06-28.
  // Days: 86400 s each from 1970-01-01.
  static const LeapSeconds list{
      .steps = {{730, 10},   {912, 11},   {1096, 12},  {1461, 13},  {1826, 14},  {2191, 15},  {2557, 16},
                {2922, 17},  {3287, 18},  {3652, 19},  {4199, 20},  {4564, 21},  {4929, 22},  {5660, 23},
                {6574, 24},  {7305, 25},  {7670, 26},  {8217, 27},  {8582, 28},  {8947, 29},  {9496, 30},
                {10043, 31}, {10592, 32}, {13149, 33}, {14245, 34}, {15522, 35}, {16617, 36}, {17167, 37}},
      .expires_utc_day = 20997,
  };
  return list;
}

Result<LeapSeconds> parse_leap_seconds(std::string_view text, const std::string& source) {
  if (text.size() > kMaxListBytes) {
    return fail(Error{.source = source,
                      .value = std::to_string(text.size()) + " bytes",
                      .expected = "at most " + std::to_string(kMaxListBytes) + " bytes"});
  }
  LeapSeconds list;
  bool expiry_seen = false;
  std::int64_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (Status status = read_line(line, list, expiry_seen); !status)
      return fail(status.error().in(source).at_line(number));
  }
  if (list.steps.empty())
    return fail(Error{.source = source, .value = "no steps", .expected = "TAI-UTC steps from 1972"});
  if (!expiry_seen)
    return fail(
        Error{.source = source, .field = "expiry (#@)", .value = "nothing", .expected = "a line `#@ NTP-seconds`"});
  if (list.expires_utc_day < list.steps.back().utc_day) {
    return fail(Error{
        .source = source, .field = "expiry (#@)", .value = "a day before the last step", .expected = "a later day"});
  }
  return list;
}

void use_leap_seconds(const LeapSeconds& list) {
  TOCSIN_REQUIRE(is_valid(list), "a list of leap seconds starts in 1972 and changes by one second at a time");
  list_in_use() = list;
}

const LeapSeconds& leap_seconds_in_use() {
  return list_in_use();
}

std::string leap_seconds_warning(Instant t) {
  const LeapSeconds& list = leap_seconds_in_use();
  const UtcParts now = utc_parts(t);
  if (days_from_civil(now.year, now.month, now.day) <= list.expires_utc_day) return {};
  const CivilDate end = civil_from_days(list.expires_utc_day);
  const Result<Instant> expiry = from_utc_parts({.year = end.year, .month = end.month, .day = end.day});
  return "leap seconds are known until " + (expiry ? format_utc_seconds(*expiry).substr(0, 10) : "another age") +
         ", but it is " + format_utc_seconds(t) + ": UTC may be wrong by a second; install a newer leap-seconds.list";
}

}  // namespace tocsin::inline base
