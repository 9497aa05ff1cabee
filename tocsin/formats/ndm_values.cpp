#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/ndm_text.hpp"
#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats::ndm {
namespace {

constexpr std::int64_t kSecond_ns = 1'000'000'000;
constexpr std::int64_t kDay_ns = 86'400 * kSecond_ns;
constexpr std::int64_t kNoonOf2000_ns = days_from_civil(2000, 1, 1) * kDay_ns + kDay_ns / 2;

constexpr std::array<std::pair<std::string_view, TimeScale>, 4> kScaleNames{
    {{"UTC", TimeScale::utc}, {"TAI", TimeScale::tai}, {"GPS", TimeScale::gps}, {"TT", TimeScale::tt}}};

/// What the scale shows minus TAI. IS-GPS-200: GPS time was UTC on 1980-01-06, 19 s behind TAI; IAU 1991 for TT.
std::int64_t ahead_of_tai_ns(TimeScale scale) {
  if (scale == TimeScale::gps) return -19 * kSecond_ns;
  return scale == TimeScale::tt ? 32'184'000'000 : 0;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Digits only, of a fixed number; takes them off the text.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(count), is_digit))
    return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) value = 10 * value + (c - '0');
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// Year, then month and day or the day of the year.
bool take_date(std::string_view& text, UtcParts& parts) {
  const std::optional<int> year = take_digits(text, 4);
  if (!year || !take(text, '-')) return false;
  parts.year = *year;
  const std::size_t t = text.find('T');
  if (t == 3) {
    const std::optional<int> day = take_digits(text, 3);
    const std::int64_t first = days_from_civil(*year, 1, 1);
    if (!day || *day < 1 || *day > days_from_civil(*year + 1, 1, 1) - first) return false;
    const CivilDate date = civil_from_days(first + *day - 1);
    parts.month = date.month;
    parts.day = date.day;
    return true;
  }
  const std::optional<int> month = take_digits(text, 2);
  if (!month || !take(text, '-')) return false;
  const std::optional<int> day = take_digits(text, 2);
  if (!day) return false;
  parts.month = *month;
  parts.day = *day;
  return true;
}

/// hh:mm:ss and a fraction; `round_up` when the digits beyond nanoseconds are half of one or more.
bool take_clock(std::string_view& text, UtcParts& parts, bool& round_up) {
  int* const fields[] = {&parts.hour, &parts.minute, &parts.second};
  for (int i = 0; i < 3; ++i) {
    if (i > 0 && !take(text, ':')) return false;
    const std::optional<int> value = take_digits(text, 2);
    if (!value) return false;
    *fields[i] = *value;
  }
  round_up = false;
  parts.nanosecond = 0;
  if (!take(text, '.')) return true;
  for (int i = 0; !text.empty() && is_digit(text.front()); ++i, text.remove_prefix(1)) {
    if (i < 9) parts.nanosecond = 10 * parts.nanosecond + (text.front() - '0');
    if (i >= 9) {
      if (i == 9) round_up = text.front() >= '5';
      continue;
    }
    if (text.size() > 1 && is_digit(text[1])) continue;
    for (int j = i + 1; j < 9; ++j) parts.nanosecond *= 10;
  }
  return true;
}

std::optional<Instant> instant_of(const UtcParts& p, TimeScale scale) {
  if (scale == TimeScale::utc) {
    const Result<Instant> instant = from_utc_parts(p);
    return instant ? std::optional(*instant) : std::nullopt;
  }
  if (p.year < 1960 || p.year > 2100 || p.day < 1 || p.day > days_in_month(p.year, p.month)) return std::nullopt;
  if (p.hour > 23 || p.minute > 59 || p.second > 59) return std::nullopt;
  const std::int64_t clock_ns = (p.hour * 3600 + p.minute * 60 + p.second) * kSecond_ns + p.nanosecond;
  const std::int64_t shown_ns = days_from_civil(p.year, p.month, p.day) * kDay_ns + clock_ns - kNoonOf2000_ns;
  return Instant::from_tai_ns(shown_ns - ahead_of_tai_ns(scale));
}

std::string padded(std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

bool is_path(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % 2 == 0 ? text[i] < '1' || text[i] > '5' : text[i] != ',') return false;
  }
  return text.size() >= 3 && text.size() % 2 == 1;
}

}  // namespace

std::optional<TimeScale> scale_of(std::string_view name) {
  for (const auto& [known, scale] : kScaleNames) {
    if (same_word(known, name)) return scale;
  }
  return std::nullopt;
}

std::optional<Instant> read_time(std::string_view text, TimeScale scale) {
  UtcParts parts;
  bool round_up = false;
  if (!take_date(text, parts) || !take(text, 'T') || !take_clock(text, parts, round_up)) return std::nullopt;
  (void)take(text, 'Z');
  if (!text.empty()) return std::nullopt;
  const std::optional<Instant> instant = instant_of(parts, scale);
  return instant && round_up ? std::optional(*instant + Duration(1)) : instant;
}

std::string write_time(Instant t, TimeScale scale) {
  if (scale == TimeScale::utc) {
    std::string text = format_utc(t);
    text.pop_back();
    return text;
  }
  const std::int64_t shown_ns = t.tai_ns() + ahead_of_tai_ns(scale) + kNoonOf2000_ns;
  const std::int64_t day = shown_ns >= 0 ? shown_ns / kDay_ns : (shown_ns - kDay_ns + 1) / kDay_ns;
  const std::int64_t ns = shown_ns - day * kDay_ns;
  const std::int64_t s = ns / kSecond_ns;
  const CivilDate date = civil_from_days(day);
  std::string text = padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T" +
                     padded(s / 3600, 2) + ":" + padded(s / 60 % 60, 2) + ":" + padded(s % 60, 2);
  std::string fraction = padded(ns % kSecond_ns, 9);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return fraction.empty() ? text : text + "." + fraction;
}

std::string number_text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string text(buffer.data(), end);
  if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".0");
  return text;
}

bool is_blank(std::string_view text) {
  constexpr std::size_t kMost = 1000;
  return trimmed(plain_text(text, kMost)).empty();
}

const Rule* find_rule(std::span<const Rule> rules, std::string_view keyword) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.keyword == keyword; });
  return found == rules.end() ? nullptr : &*found;
}

std::optional<std::string> accepted(const Rule& rule, std::string_view value, TimeScale scale) {
  constexpr std::int64_t kMostInteger = 2'147'483'647;
  const auto if_so = [&](bool good) { return good ? std::optional(std::string(value)) : std::nullopt; };
  const std::optional<double> number = to_double(value);
  const std::optional<std::int64_t> integer = to_integer(value);
  switch (rule.kind) {
    case ValueKind::text:
      return if_so(!is_blank(value));
    case ValueKind::number:
      return if_so(number.has_value());
    case ValueKind::positive:
      return if_so(number && *number > 0.0);
    case ValueKind::non_negative:
      return if_so(number && *number >= 0.0);
    case ValueKind::integer:
      return if_so(integer && std::abs(*integer) <= kMostInteger);
    case ValueKind::positive_integer:
      return if_so(integer && *integer > 0 && *integer <= kMostInteger);
    case ValueKind::time:
      return if_so(read_time(value, scale).has_value());
    case ValueKind::path:
      return if_so(is_path(value));
    case ValueKind::word:
      for (const std::string_view word : rule.words) {
        if (same_word(word, value)) return std::string(word);
      }
  }
  return std::nullopt;
}

std::string expected(const Rule& rule) {
  switch (rule.kind) {
    case ValueKind::text:
      return "a value";
    case ValueKind::number:
      return "a number";
    case ValueKind::positive:
      return "a number above 0";
    case ValueKind::non_negative:
      return "a number from 0";
    case ValueKind::integer:
      return "a whole number of 32 bits";
    case ValueKind::positive_integer:
      return "a whole number from 1";
    case ValueKind::time:
      return kTime;
    case ValueKind::path:
      return "numbers of participants as 1,2,1";
    case ValueKind::word:
      break;
  }
  std::string out;
  for (const std::string_view word : rule.words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

bool is_keyword(std::string_view text) {
  const auto is_part = [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; };
  return !text.empty() && text.size() <= 64 && !is_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), is_part);
}

}  // namespace tocsin::formats::ndm
