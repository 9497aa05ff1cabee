#include "tocsin/formats/tle_fields.hpp"

namespace tocsin::formats::tle {
namespace {

// Powers of ten that a double holds exactly: quotients and products with whole numbers below 2^53 are then rounded
// once.
constexpr std::array<double, 16> powers_of_ten{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                               1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr std::size_t most_digits = 15;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view without_spaces(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

/// Whole number of digits only; nothing if there is anything else.
std::optional<std::int64_t> whole(std::string_view digits) {
  if (digits.empty() || digits.size() > most_digits) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

bool take_sign(std::string_view& s) {
  const bool negative = !s.empty() && s.front() == '-';
  if (negative || (!s.empty() && s.front() == '+')) s.remove_prefix(1);
  return negative;
}

std::optional<double> decimal_value(std::string_view s) {
  const bool negative = take_sign(s);
  std::int64_t digits = 0;
  std::size_t count = 0;
  std::size_t after_point = 0;
  bool point = false;
  for (const char c : s) {
    if (c == '.' && !point) {
      point = true;
    } else if (is_digit(c)) {
      digits = 10 * digits + (c - '0');
      if (++count > most_digits) return std::nullopt;
      if (point) ++after_point;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0) return std::nullopt;
  const double value = static_cast<double>(digits) / powers_of_ten[after_point];
  return negative ? -value : value;
}

std::optional<double> exponent_value(std::string_view s) {
  const bool negative = take_sign(s);
  if (s.size() < 3 || s.size() > 7) return std::nullopt;
  const char sign = s[s.size() - 2];
  const char digit = s.back();
  const std::optional<std::int64_t> mantissa = whole(s.substr(0, s.size() - 2));
  if (!mantissa || !is_digit(digit) || (sign != '-' && sign != '+' && sign != ' ')) return std::nullopt;
  const int power = (sign == '-' ? '0' - digit : digit - '0') - static_cast<int>(s.size() - 2);
  const double m = static_cast<double>(*mantissa);
  const double value = power < 0 ? m / powers_of_ten[static_cast<std::size_t>(-power)]
                                 : m * powers_of_ten[static_cast<std::size_t>(power)];
  return negative ? -value : value;
}

/// Value of the first character of an Alpha-5 number; nothing for I, O and what is not a capital letter.
std::optional<std::int32_t> alpha5_lead(char c) {
  if (c < 'A' || c > 'Z' || c == 'I' || c == 'O') return std::nullopt;
  return 10 + (c - 'A') - (c > 'I' ? 1 : 0) - (c > 'O' ? 1 : 0);
}

}  // namespace

std::string_view LineFields::text(const Column& column) const {
  if (line_.size() < column.first) return {};
  return without_spaces(line_.substr(column.first - 1, column.last - column.first + 1));
}

void LineFields::refuse(const Column& column, const char* expected) {
  if (error_) return;
  Error e;
  e.source = std::string(source_);
  e.line = number_;
  e.column = static_cast<std::int64_t>(column.first);
  e.field = column.name;
  e.value = printable(text(column));
  e.expected = expected;
  error_ = std::move(e);
}

double LineFields::decimal(const Column& column, const Range& range) {
  const std::optional<double> value = decimal_value(text(column));
  if (!value || *value < range.low || *value > range.high) {
    refuse(column, range.expected);
    return 0.0;
  }
  return *value;
}

double LineFields::implied_decimal(const Column& column) {
  const std::string_view digits = text(column);
  const std::optional<std::int64_t> value = whole(digits);
  if (!value || digits.size() != column.last - column.first + 1) {
    refuse(column, "seven digits after an implied decimal point");
    return 0.0;
  }
  return static_cast<double>(*value) / powers_of_ten[digits.size()];
}

double LineFields::exponent(const Column& column) {
  const std::optional<double> value = exponent_value(text(column));
  if (!value) refuse(column, "sign, five digits and a power of ten, as in 28098-4");
  return value.value_or(0.0);
}

std::int64_t LineFields::integer(const Column& column, std::int64_t low, std::int64_t high, const char* expected) {
  const std::optional<std::int64_t> value = whole(text(column));
  if (!value || *value < low || *value > high) {
    refuse(column, expected);
    return low;
  }
  return *value;
}

std::int64_t LineFields::integer_or_blank(const Column& column) {
  if (text(column).empty()) return 0;
  return integer(column, 0, 99999, "digits or blank");
}

std::int32_t LineFields::catalogue_number() {
  constexpr Column column{"catalogue_number", 3, 7};
  const std::string_view s = text(column);
  if (const std::optional<std::int64_t> number = whole(s)) return static_cast<std::int32_t>(*number);
  const std::optional<std::int32_t> lead = s.size() == 5 ? alpha5_lead(s.front()) : std::nullopt;
  const std::optional<std::int64_t> rest = lead ? whole(s.substr(1)) : std::nullopt;
  if (!rest) {
    refuse(column, "up to five digits, or Alpha-5: a capital letter except I and O and four digits");
    return 0;
  }
  return *lead * 10000 + static_cast<std::int32_t>(*rest);
}

EpochFields LineFields::epoch() {
  constexpr Column year_column{"epoch_year", 19, 20};
  constexpr Column day_column{"epoch_day", 21, 32};
  constexpr std::int64_t pivot = 57;  // Sputnik 1
  EpochFields e;
  const std::int64_t year =
      integer(year_column, 0, 99, "two digits: 57 to 99 for 1957 to 1999, 00 to 56 for 2000 to 2056");
  e.year = year >= pivot ? 1900 + year : 2000 + year;
  const bool leap = e.year % 4 == 0;  // 1957 to 2056 has no exception
  const std::string_view day = text(day_column);
  const std::size_t point = std::min(day.find('.'), day.size());
  const std::optional<std::int64_t> whole_day = whole(day.substr(0, point));
  const std::string_view decimals = day.substr(std::min(point + 1, day.size()));
  const std::optional<std::int64_t> fraction = decimals.empty() ? std::optional<std::int64_t>(0) : whole(decimals);
  if (!whole_day || !fraction || *whole_day < 1 || *whole_day > (leap ? 366 : 365)) {
    refuse(day_column, "day of the year from 1 with decimals, as in 179.78495062");
    return e;
  }
  e.day_of_year = *whole_day;
  e.day_fraction = static_cast<double>(*fraction) / powers_of_ten[decimals.size()];
  return e;
}

void LineFields::require_blank(std::initializer_list<std::size_t> columns) {
  for (const std::size_t c : columns) {
    if (character(c) != ' ') refuse({"column", c, c}, "a space: the fields are not in their columns");
  }
}

}  // namespace tocsin::formats::tle
