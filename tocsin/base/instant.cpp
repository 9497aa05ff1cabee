#include "tocsin/base/instant.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <erfa.h>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;  ///< nanoseconds
constexpr std::int64_t kDay = 86400 * kSecond;
constexpr std::int64_t kDayOf2000 = days_from_civil(2000, 1, 1);
constexpr std::int64_t kFirstDay = days_from_civil(1960, 1, 1);
constexpr std::int64_t kPresentUtcDay = days_from_civil(1972, 1, 1);
constexpr std::int64_t kEndDay = days_from_civil(2101, 1, 1);
constexpr std::int64_t kTtMinusTai = 32'184'000'000;
constexpr double kJulianDateOf1970 = 2440587.5;
constexpr std::string_view kExpected = "UTC YYYY-MM-DDThh:mm:ss[.fraction]Z from 1960 to 2100";

/// TAI − UTC over one UTC day: offset at its start, and how much UTC seconds were longer than SI seconds (1960 to
/// 1971).
struct DayOffset {
  std::int64_t at_start_ns = 0;
  std::int64_t drift_ns_per_s = 0;
};

/// UTC before 1972 had steps and rates; ERFA's table has them in multiples of 1e-7 s, which are exact in nanoseconds.
DayOffset early_offset(std::int64_t utc_day) {
  const CivilDate date = civil_from_days(std::max(utc_day, kFirstDay));
  double at_start_s = 0.0;
  double at_noon_s = 0.0;
  eraDat(date.year, date.month, date.day, 0.0, &at_start_s);
  eraDat(date.year, date.month, date.day, 0.5, &at_noon_s);
  const bool before_utc = utc_day < kFirstDay;
  return {.at_start_ns = std::llround(at_start_s * 1e9),
          .drift_ns_per_s = before_utc ? 0 : std::llround((at_noon_s - at_start_s) * 1e9 / 43200.0)};
}

DayOffset offset_of(std::int64_t utc_day) {
  if (utc_day < kPresentUtcDay) return early_offset(utc_day);
  const std::vector<LeapSeconds::Step>& steps = leap_seconds_in_use().steps;
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), utc_day,
                       [](std::int64_t day, const LeapSeconds::Step& step) { return day < step.utc_day; });
  return {.at_start_ns = std::prev(after)->tai_minus_utc_s * kSecond};
}

/// How far TAI moved in `utc_ns` of a day beyond what UTC shows.
std::int64_t drift(std::int64_t utc_ns, std::int64_t drift_ns_per_s) {
  return utc_ns / kSecond * drift_ns_per_s + utc_ns % kSecond * drift_ns_per_s / kSecond;
}

/// Length of a UTC day in its own seconds: 86400, 86401 with a leap second, or other steps before 1972.
std::int64_t day_length(std::int64_t utc_day) {
  const DayOffset today = offset_of(utc_day);
  const std::int64_t step = offset_of(utc_day + 1).at_start_ns - today.at_start_ns - drift(kDay, today.drift_ns_per_s);
  return kDay + step;
}

/// A UTC day (from 1970-01-01) and the nanoseconds of its own seconds since its midnight.
struct UtcTime {
  std::int64_t day = 0;
  std::int64_t ns = 0;
};

Instant instant_of(UtcTime utc) {
  const DayOffset offset = offset_of(utc.day);
  const std::int64_t since_midnight = utc.ns + drift(utc.ns, offset.drift_ns_per_s) + offset.at_start_ns;
  return Instant::from_tai_ns((utc.day - kDayOf2000) * kDay - kDay / 2 + since_midnight);
}

UtcTime utc_of(Instant t) {
  // split before shifting the origin: no instant overflows
  std::int64_t day = t.tai_ns() / kDay;
  std::int64_t tai_ns = t.tai_ns() % kDay + kDay / 2;
  if (tai_ns < 0) {
    tai_ns += kDay;
    --day;
  }
  day += kDayOf2000;
  // Between TAI and UTC midnight lies less than a day, in either direction.
  DayOffset offset = offset_of(day);
  std::int64_t elapsed = tai_ns - offset.at_start_ns;
  while (elapsed < 0) {
    --day;
    tai_ns += kDay;
    offset = offset_of(day);
    elapsed = tai_ns - offset.at_start_ns;
  }
  while (true) {
    const DayOffset next = offset_of(day + 1);
    const std::int64_t from_next = tai_ns - kDay - next.at_start_ns;
    if (from_next < 0) break;
    ++day;
    tai_ns -= kDay;
    offset = next;
    elapsed = from_next;
  }
  std::int64_t utc_ns = elapsed - drift(elapsed, offset.drift_ns_per_s);
  while (utc_ns + 1 + drift(utc_ns + 1, offset.drift_ns_per_s) <= elapsed) ++utc_ns;
  while (utc_ns + drift(utc_ns, offset.drift_ns_per_s) > elapsed) --utc_ns;
  return {.day = day, .ns = utc_ns};
}

tl::unexpected<Error> refuse(std::string_view text, std::string expected) {
  return fail_field("time", std::string(text), std::move(expected));
}

void put_digits(std::string& text, std::size_t at, std::size_t count, int value) {
  for (std::size_t i = at + count; i > at; --i, value /= 10) text[i - 1] = static_cast<char>('0' + value % 10);
}

/// `YYYY-MM-DDThh:mm:ss` of parts that fit their places, as those of every instant do.
std::string text_of(const UtcParts& p) {
  std::string text = "0000-00-00T00:00:00";
  put_digits(text, 0, 4, p.year);
  put_digits(text, 5, 2, p.month);
  put_digits(text, 8, 2, p.day);
  put_digits(text, 11, 2, p.hour);
  put_digits(text, 14, 2, p.minute);
  put_digits(text, 17, 2, p.second);
  return text;
}

/// Any parts, for messages.
std::string shown(const UtcParts& p) {
  std::string text = std::to_string(p.year);
  for (const int part : {p.month, p.day, p.hour, p.minute, p.second, p.nanosecond}) text += " " + std::to_string(part);
  return text;
}

/// Digits at fixed places of a text, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// `.123Z` or `Z` to nanoseconds.
std::optional<std::int32_t> fraction_ns(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() < 3 || text.size() > 11 || text.front() != '.' || text.back() != 'Z') return std::nullopt;
  const std::size_t count = text.size() - 2;
  std::optional<int> value = digits(text, 1, count);
  for (std::size_t i = count; value && i < 9; ++i) *value *= 10;
  return value;
}

}  // namespace

Duration seconds(double value) {
  TOCSIN_REQUIRE(std::abs(value) < 9.2e9, "a duration is finite and shorter than 290 years");
  return Duration(std::llround(value * 1e9));
}

Result<Instant> from_utc_parts(const UtcParts& p) {
  const bool is_date = p.month >= 1 && p.month <= 12 && p.day >= 1 && p.year >= 1960 && p.year <= 2100 &&
                       p.day <= days_in_month(p.year, p.month);
  if (!is_date) return refuse(shown(p), "a date of the calendar from 1960 to 2100");
  const bool is_time = p.hour >= 0 && p.hour <= 23 && p.minute >= 0 && p.minute <= 59 && p.second >= 0 &&
                       p.second <= 60 && p.nanosecond >= 0 && p.nanosecond < kSecond;
  if (!is_time) return refuse(shown(p), "a time of day up to 23:59:59, or :60 in a leap second");
  const UtcTime utc{.day = days_from_civil(p.year, p.month, p.day),
                    .ns = (p.hour * 3600 + p.minute * 60 + p.second) * kSecond + p.nanosecond};
  if (p.second == 60 && (p.hour != 23 || p.minute != 59 || utc.ns >= day_length(utc.day))) {
    return refuse(shown(p), "a second up to 59: there is no leap second here");
  }
  if (utc.ns >= day_length(utc.day)) return refuse(shown(p), "a time that was not skipped by a step of UTC");
  return instant_of(utc);
}

Result<Instant> parse_utc(std::string_view text) {
  const bool has_shape =
      text.size() >= 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':';
  if (!has_shape) return refuse(text, std::string(kExpected));
  const std::array parts{digits(text, 0, 4),  digits(text, 5, 2),  digits(text, 8, 2),
                         digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)};
  const std::optional<std::int32_t> fraction = fraction_ns(text.substr(19));
  for (const std::optional<int>& part : parts) {
    if (!part) return refuse(text, std::string(kExpected));
  }
  if (!fraction)
    return refuse(text, std::string(kExpected) + (text.size() > 30 ? ", at most 9 digits of fraction" : ""));
  Result<Instant> t = from_utc_parts({.year = *parts[0],
                                      .month = *parts[1],
                                      .day = *parts[2],
                                      .hour = *parts[3],
                                      .minute = *parts[4],
                                      .second = *parts[5],
                                      .nanosecond = *fraction});
  if (!t) return refuse(text, std::move(t).error().expected);
  return t;
}

UtcParts utc_parts(Instant t) {
  const UtcTime utc = utc_of(t);
  const CivilDate date = civil_from_days(utc.day);
  // all that lies past 23:59:59 of a day with a leap second is its second 60
  const auto whole = static_cast<int>(utc.ns / kSecond);
  const int minutes = std::min(whole / 60, 1439);
  return {.year = date.year,
          .month = date.month,
          .day = date.day,
          .hour = minutes / 60,
          .minute = minutes % 60,
          .second = whole - minutes * 60,
          .nanosecond = static_cast<std::int32_t>(utc.ns % kSecond)};
}

std::string format_utc(Instant t) {
  const UtcParts parts = utc_parts(t);
  std::string text = text_of(parts);
  if (parts.nanosecond != 0) {
    text += ".000000000";
    put_digits(text, 20, 9, parts.nanosecond);
    text.resize(parts.nanosecond % 1'000'000 == 0 ? 23 : (parts.nanosecond % 1000 == 0 ? 26 : 29));
  }
  text += 'Z';
  return text;
}

std::string format_utc_seconds(Instant t) {
  return text_of(utc_parts(t)) + "Z";
}

JulianDate julian_tt(Instant t) {
  std::int64_t day = t.tai_ns() / kDay;
  std::int64_t ns = t.tai_ns() % kDay + kTtMinusTai;
  if (ns < 0) {
    ns += kDay;
    --day;
  }
  if (ns >= kDay) {
    ns -= kDay;
    ++day;
  }
  return {.jd1 = 2451545.0 + static_cast<double>(day), .jd2 = static_cast<double>(ns) / static_cast<double>(kDay)};
}

JulianDate julian_utc(Instant t) {
  const UtcTime utc = utc_of(t);
  return {.jd1 = kJulianDateOf1970 + static_cast<double>(utc.day),
          .jd2 = static_cast<double>(utc.ns) / static_cast<double>(day_length(utc.day))};
}

Result<Instant> from_julian_utc(JulianDate jd) {
  constexpr double kFirst = kJulianDateOf1970 + static_cast<double>(kFirstDay);
  constexpr double kEnd = kJulianDateOf1970 + static_cast<double>(kEndDay);
  const double sum = jd.jd1 + jd.jd2;
  if (!(sum >= kFirst && sum < kEnd && std::abs(jd.jd1) < 1e9)) {
    return refuse(shortest(jd.jd1) + " + " + shortest(jd.jd2), "a UTC Julian date from 1960 to 2100");
  }
  // whole days and fractions apart: no bit of the fraction is lost to the size of the day number
  const double days1 = std::floor(jd.jd1);
  const double days2 = std::floor(jd.jd2);
  double fraction = (jd.jd1 - days1 - 0.5) + (jd.jd2 - days2);
  double days = days1 + days2 - (kJulianDateOf1970 - 0.5);
  const double carry = std::floor(fraction);
  fraction -= carry;
  days += carry;
  UtcTime utc{.day = static_cast<std::int64_t>(days)};
  const std::int64_t length = day_length(utc.day);
  utc.ns = std::llround(fraction * static_cast<double>(length));
  if (utc.ns >= length) utc = {.day = utc.day + 1, .ns = 0};
  if (utc.day < kFirstDay || utc.day >= kEndDay) return refuse(shortest(sum), "a UTC Julian date from 1960 to 2100");
  return instant_of(utc);
}

}  // namespace tocsin::inline base
