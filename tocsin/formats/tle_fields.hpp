#pragma once

// Private to tle.cpp: fixed-column fields of one line of an element set.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/base/result.hpp"

namespace tocsin::formats::tle {

/// A field and where it stands; columns are 1-based and inclusive, as in the format's description.
struct Column {
  const char* name;
  std::size_t first;
  std::size_t last;
};

/// Closed range that a value must lie in, and the words for it.
struct Range {
  double low;
  double high;
  const char* expected;
};

/// Year and day of an epoch, the day split so that no digit is lost.
struct EpochFields {
  std::int64_t year = 0;
  std::int64_t day_of_year = 0;
  double day_fraction = 0.0;
};

/// Reads fields of one line. The first failure is kept, later reads go on and return zero, and `error()` tells.
class LineFields {
 public:
  LineFields(std::string_view line, std::int64_t number, std::string_view source)
      : line_(line), number_(number), source_(source) {}

  /// Decimal number with at most one sign and point, spaces around it.
  double decimal(const Column& column, const Range& range);
  /// Digits with a decimal point before the first.
  double implied_decimal(const Column& column);
  /// Sign, five digits with a decimal point before the first, and a power of ten: ` 28098-4`.
  double exponent(const Column& column);
  /// Digits with spaces around them.
  std::int64_t integer(const Column& column, std::int64_t low, std::int64_t high, const char* expected);
  /// As `integer`, but blank counts as zero: for columns that nothing depends on.
  std::int64_t integer_or_blank(const Column& column);
  /// Digits, or Alpha-5: a letter without I and O for 10 to 33, and four digits.
  std::int32_t catalogue_number();
  EpochFields epoch();
  char character(std::size_t column) const { return column <= line_.size() ? line_[column - 1] : ' '; }
  /// The field without the spaces around it.
  [[nodiscard]] std::string_view text(const Column& column) const;
  /// Columns that separate fields must be blank: a shifted line is noticed even if its numbers can be read.
  void require_blank(std::initializer_list<std::size_t> columns);

  void refuse(const Column& column, const char* expected);
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  std::string_view line_;
  std::int64_t number_;
  std::string_view source_;
  std::optional<Error> error_;
};

}  // namespace tocsin::formats::tle
