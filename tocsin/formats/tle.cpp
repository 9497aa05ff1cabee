#include "tocsin/formats/tle.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <optional>
#include <string>
#include <utility>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/tle_fields.hpp"

namespace tocsin::formats {
namespace {

using motion::ElementSet;
using tle::Column;
using tle::LineFields;

constexpr std::size_t columns_of_a_line = 69;
// Names have up to 24 characters and may begin with "1 " or "2 "; anything longer with such a beginning is meant to be
// an element line.
constexpr std::size_t longest_name = 26;
constexpr Column checksum_column{"checksum", 69, 69};

/// Lines that mean something: neither blank nor comments.
class ElementLines {
 public:
  explicit ElementLines(std::string_view text) : lines_(text) {}

  /// Number 0 behind the last one.
  Line next() {
    while (const std::optional<Line> line = lines_.next()) {
      if (!line->text.empty() && line->text.front() != '#') return *line;
    }
    return {};
  }

 private:
  Lines lines_;
};

bool exists(const Line& line) {
  return line.number > 0;
}

bool is_element_line(const Line& line, char digit) {
  return line.text.size() > longest_name && line.text[0] == digit && line.text[1] == ' ';
}

Error line_error(std::string_view source, const Line& line, const char* field, const char* expected) {
  Error e;
  e.source = std::string(source);
  e.line = line.number;
  e.column = 1;
  e.field = field;
  e.value = printable(line.text);
  e.expected = expected;
  return e;
}

/// Julian date of 0 h UTC on 1 January of a year from 1957 to 2056.
double julian_new_year(std::int64_t year) {
  const std::int64_t before = year - 1957;
  const std::int64_t leap_days = before / 4;
  return 2435839.5 + static_cast<double>(365 * before + leap_days);
}

void read_line_1(LineFields& f, ElementSet& set) {
  constexpr double per_day2_to_rad_min2 = 2.0 * std::numbers::pi / (1440.0 * 1440.0);
  constexpr double per_day3_to_rad_min3 = per_day2_to_rad_min2 / 1440.0;
  f.require_blank({2, 9, 18, 33, 44, 53, 62, 64});
  set.catalogue_number = f.catalogue_number();
  set.classification = f.character(8);
  const std::string_view designator = f.text({"international_designator", 10, 17});
  designator.copy(set.designator_chars.data(), set.designator_chars.size() - 1);
  const tle::EpochFields epoch = f.epoch();
  set.epoch_jd_midnight = julian_new_year(epoch.year) + static_cast<double>(epoch.day_of_year - 1);
  set.epoch_day_fraction = epoch.day_fraction;
  set.mean_motion_dot_rad_min2 =
      f.decimal({"mean_motion_dot", 34, 43}, {-1.0, 1.0, "revolutions per day squared between -1 and 1"}) *
      per_day2_to_rad_min2;
  set.mean_motion_ddot_rad_min3 = f.exponent({"mean_motion_ddot", 45, 52}) * per_day3_to_rad_min3;
  set.bstar_per_earth_radius = f.exponent({"bstar", 54, 61});
  // 4 is SGP4-XP, whose elements give wrong places in SGP4.
  constexpr Column type_column{"ephemeris_type", 63, 63};
  set.ephemeris_type = static_cast<std::int32_t>(f.integer_or_blank(type_column));
  if (set.ephemeris_type > 3) f.refuse(type_column, "0 to 3: 4 (SGP4-XP) is another theory");
  set.element_number = static_cast<std::int32_t>(f.integer_or_blank({"element_number", 65, 68}));
  const char c = set.classification;
  if (c != 'U' && c != 'C' && c != 'S' && c != ' ') f.refuse({"classification", 8, 8}, "U, C, S or blank");
}

void read_line_2(LineFields& f, ElementSet& set) {
  constexpr double rad = std::numbers::pi / 180.0;
  constexpr tle::Range turn{0.0, 360.0, "degrees from 0 to 360"};
  f.require_blank({2, 8, 17, 26, 34, 43, 52});
  if (f.catalogue_number() != set.catalogue_number)
    f.refuse({"catalogue_number", 3, 7}, "the catalogue number of line 1");
  set.inclination_rad = f.decimal({"inclination", 9, 16}, {0.0, 180.0, "degrees from 0 to 180"}) * rad;
  set.node_rad = f.decimal({"node", 18, 25}, turn) * rad;
  set.eccentricity = f.implied_decimal({"eccentricity", 27, 33});
  set.perigee_rad = f.decimal({"perigee", 35, 42}, turn) * rad;
  set.mean_anomaly_rad = f.decimal({"mean_anomaly", 44, 51}, turn) * rad;
  constexpr Column motion_column{"mean_motion", 53, 63};
  constexpr const char* motion_expected = "revolutions per day above 0, below 100";
  const double rev_day = f.decimal(motion_column, {0.0, 100.0, motion_expected});
  if (rev_day <= 0.0) f.refuse(motion_column, motion_expected);
  set.mean_motion_rad_min = rev_day * (2.0 * std::numbers::pi / 1440.0);
  set.revolution_at_epoch = static_cast<std::int32_t>(f.integer_or_blank({"revolution_at_epoch", 64, 68}));
}

/// Three numbers behind the element columns.
std::optional<TleSpan> read_span(std::string_view line) {
  std::array<double, 3> values{};
  std::string_view rest = line.substr(std::min(columns_of_a_line, line.size()));
  for (double& value : values) {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::optional<double> number = to_double(rest.substr(0, end));
    if (!number) return std::nullopt;
    value = *number;
    rest.remove_prefix(end);
  }
  if (!trimmed(rest).empty()) return std::nullopt;
  return TleSpan{values[0], values[1], values[2]};
}

std::string name_of(const Line& line) {
  if (!exists(line)) return {};
  std::string_view name = line.text;
  if (name.substr(0, 2) == "0 ") name.remove_prefix(2);
  return printable(trimmed(name));
}

/// Reads the whole text, entry by entry.
class Reader {
 public:
  Reader(std::string_view text, std::string_view source, const TleOptions& options)
      : lines_(text), source_(source), options_(options) {}

  TleSets read() {
    Line name;
    Line line = lines_.next();
    while (exists(line)) {
      if (is_element_line(line, '1')) {
        line = read_entry(name, line);
        name = {};
        continue;
      }
      if (is_element_line(line, '2')) {
        refuse(line_error(source_, line, "line_1", "line 1 of the element set before its line 2"));
        name = {};
      } else {
        if (exists(name)) refuse_name(name);
        name = line;
      }
      line = lines_.next();
    }
    if (exists(name)) refuse_name(name);
    return std::move(out_);
  }

 private:
  void refuse(Error error) {
    ++out_.refused_count;
    if (out_.refused.size() < options_.max_errors) out_.refused.push_back(std::move(error));
  }

  void refuse_name(const Line& name) {
    refuse(line_error(source_, name, "line_1", "line 1 of an element set after its name"));
  }

  /// Reads the set whose line 1 is given; returns the first line behind it.
  Line read_entry(const Line& name, const Line& line_1) {
    const Line line_2 = lines_.next();
    if (!is_element_line(line_2, '2')) {
      refuse(line_error(source_, line_1, "line_2", "line 2 of the element set after its line 1"));
      return line_2;
    }
    ElementSet set;
    std::optional<TleSpan> span;
    std::optional<Error> error = read_lines(line_1, line_2, set, span);
    if (error) {
      refuse(*std::move(error));
    } else {
      set.name = name_of(name);
      out_.sets.push_back(std::move(set));
      out_.lines.push_back(line_1.number);
      if (span) out_.spans.push_back(*span);
    }
    return lines_.next();
  }

  std::optional<Error> read_lines(const Line& line_1, const Line& line_2, ElementSet& set,
                                  std::optional<TleSpan>& span) {
    std::array<std::optional<Error>, 2> doubts{check_sum(line_1), check_sum(line_2)};
    if (options_.checksum == TleChecksum::Refuse) {
      for (const auto& doubt : doubts) {
        if (doubt) return doubt;
      }
    }
    LineFields first(line_1.text, line_1.number, source_);
    read_line_1(first, set);
    if (first.error()) return first.error();
    LineFields second(line_2.text, line_2.number, source_);
    read_line_2(second, set);
    if (second.error()) return second.error();

    if (!find_midnight(set.epoch_jd_midnight)) {
      first.refuse({"epoch_year", 19, 20}, "a year from 1960 on: UTC is not defined before");
      return first.error();
    }
    // A day of an element set has 86400 s, also where UTC inserts one.
    set.epoch = midnight_ + seconds(set.epoch_day_fraction * 86400.0);
    if (options_.read_spans) {
      span = read_span(line_2.text);
      if (!span) {
        second.refuse({"span", columns_of_a_line + 1, line_2.text.size()},
                      "three numbers: start, stop and step in minutes");
        return second.error();
      }
    }
    for (auto& doubt : doubts) {
      if (doubt) warn(*std::move(doubt));
    }
    return std::nullopt;
  }

  /// Sets `midnight_` to a day's begin; most sets of a catalogue have the day of the one before.
  bool find_midnight(double julian_date) {
    if (julian_date == midnight_jd_) return true;
    const Result<Instant> midnight = from_julian_utc({julian_date, 0.0});
    if (!midnight) return false;
    midnight_ = *midnight;
    midnight_jd_ = julian_date;
    return true;
  }

  void warn(Error error) {
    ++out_.warning_count;
    if (out_.warnings.size() < options_.max_errors) out_.warnings.push_back(std::move(error));
  }

  [[nodiscard]] std::optional<Error> check_sum(const Line& line) const {
    if (options_.checksum == TleChecksum::Ignore) return std::nullopt;
    const char expected = static_cast<char>('0' + tle_checksum(line.text));
    if (line.text.size() >= columns_of_a_line && line.text[columns_of_a_line - 1] == expected) return std::nullopt;
    LineFields fields(line.text, line.number, source_);
    const std::string words = std::string("checksum ") + expected;
    fields.refuse(checksum_column, words.c_str());
    return fields.error();
  }

  ElementLines lines_;
  std::string_view source_;
  TleOptions options_;
  double midnight_jd_ = 0.0;
  Instant midnight_;
  TleSets out_;
};

/// Sum of the digits among eight characters, a minus sign counting one. Without branches: digits and signs come in no
/// order that a processor could foresee.
std::uint64_t sum_of_eight(std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t high = 0x80U * ones;
  const auto each_below_high = [](std::uint64_t x) { return x & ~high; };
  const std::uint64_t digits = eight ^ (ones * '0');  // 0 to 9 where there is a digit
  const std::uint64_t others = ((each_below_high(digits) + ones * (0x80U - 10U)) | digits) & high;
  const std::uint64_t signs = eight ^ (ones * '-');  // 0 where there is a minus sign
  const std::uint64_t no_signs = ((each_below_high(signs) + ones * 0x7fU) | signs) & high;
  const std::uint64_t each = (digits & (((others ^ high) >> 7U) * 0xffU)) + ((no_signs ^ high) >> 7U);
  return (each * ones) >> 56U;
}

}  // namespace

int tle_checksum(std::string_view line) {
  constexpr std::size_t step = sizeof(std::uint64_t);
  const std::size_t size = std::min(line.size(), columns_of_a_line - 1);
  std::uint64_t sum = 0;
  std::uint64_t eight = 0;
  std::size_t at = 0;
  for (; at + step <= size; at += step) {
    std::memcpy(&eight, line.data() + at, step);
    sum += sum_of_eight(eight);
  }
  if (at < size) {
    eight = 0;
    std::memcpy(&eight, line.data() + at, size - at);
    sum += sum_of_eight(eight);
  }
  return static_cast<int>(sum % 10);
}

Result<TleSets> read_tle(std::string_view text, std::string_view source, const TleOptions& options) {
  if (text.size() > options.max_bytes) {
    Error e;
    e.source = std::string(source);
    e.field = "size";
    e.value = std::to_string(text.size()) + " bytes";
    e.expected = "at most " + std::to_string(options.max_bytes) + " bytes";
    return fail(std::move(e));
  }
  return Reader(without_byte_order_mark(text), source, options).read();
}

}  // namespace tocsin::formats
