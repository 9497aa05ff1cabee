#pragma once

// Private to the readers and writers of Navigation Data Messages: values, lines and elements of both notations.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/ndm.hpp"
#include "tocsin/formats/xml.hpp"

namespace tocsin::formats::ndm {

/// Time scales that differ from TAI by what is known exactly. Others (TDB, UT1, clocks of spacecraft) are refused.
enum class TimeScale : std::uint8_t { utc, tai, gps, tt };
inline constexpr const char* kScales = "UTC, TAI, GPS or TT";
[[nodiscard]] std::optional<TimeScale> scale_of(std::string_view name);

/// CCSDS time codes A and B (301.0-B-4): 2020-10-04T21:23:55.291584 and 2020-278T21:23:55.291584, with or without Z;
/// 1960 to 2100, `:60` in leap seconds of UTC; digits beyond nanoseconds are rounded.
[[nodiscard]] std::optional<Instant> read_time(std::string_view text, TimeScale scale);
inline constexpr const char* kTime = "a time as 2020-10-04T21:23:55.291584 or 2020-278T21:23:55, 1960 to 2100";
/// Code A without Z, as many digits as needed.
[[nodiscard]] std::string write_time(Instant t, TimeScale scale);

/// Shortest text that reads back to the same double, with a decimal point (503.0-B-2, 4.3.4 and 4.3.5; up to 17 digits
/// where the standard has 16, or it would not be the same).
[[nodiscard]] std::string number_text(double value);

enum class ValueKind : std::uint8_t {
  text,
  number,
  positive,
  non_negative,
  integer,
  positive_integer,
  time,
  word,  ///< one of `words`, whatever the case
  path,  ///< 1,2,1
};

/// What a keyword takes.
struct Rule {
  std::string_view keyword;
  ValueKind kind = ValueKind::text;
  std::span<const std::string_view> words{};
};

/// Whether a text shows nothing: it could not be written.
[[nodiscard]] bool is_blank(std::string_view text);

[[nodiscard]] const Rule* find_rule(std::span<const Rule> rules, std::string_view keyword);
/// The value as it is kept (words in the standard's spelling); nothing if the rule does not take it.
[[nodiscard]] std::optional<std::string> accepted(const Rule& rule, std::string_view value, TimeScale scale);
[[nodiscard]] std::string expected(const Rule& rule);
/// A keyword that a table does not have but that could be one: capitals, digits, underscores.
[[nodiscard]] bool is_keyword(std::string_view text);

/// Collects what is refused and doubted, within the limits.
class Findings {
 public:
  Findings(std::string source, std::size_t limit) : source_(std::move(source)), limit_(limit) {}
  void refuse(std::string_view field, std::string_view value, std::string expected, Place place);
  void warn(std::string_view field, std::string_view value, std::string expected, Place place);
  template <class Message>
  void move_to(NdmReading<Message>& reading) {
    reading.refused = std::move(refused_);
    reading.warnings = std::move(warnings_);
    reading.refused_count = refused_count_;
    reading.warning_count = warning_count_;
  }

 private:
  [[nodiscard]] Error error(std::string_view field, std::string_view value, std::string expected, Place place) const;
  std::string source_;
  std::size_t limit_;
  std::vector<Error> refused_, warnings_;
  std::size_t refused_count_ = 0, warning_count_ = 0;
};

/// Reads the keywords of a header; the first that is none of its own ends it.
class HeaderReader {
 public:
  explicit HeaderReader(bool has_classification) : has_classification_(has_classification) {}
  /// False when the keyword is not one of a header.
  [[nodiscard]] bool put(std::string_view keyword, std::string_view value, Place place, Findings& findings);
  /// The header; keywords that are missing are refused.
  [[nodiscard]] NdmHeader finish(Place place, Findings& findings);

 private:
  bool has_classification_;
  bool has_created_ = false;
  NdmHeader header_;
};

/// One line of key-value notation that is not blank.
struct KvnLine {
  bool is_comment = false;
  bool has_value = false;    ///< there was an equals sign
  std::string_view keyword;  ///< of a line without equals sign the whole line
  std::string_view value;    ///< of a comment its text
  Place place;
  Place value_place;
};

/// Lines of key-value notation, one after the other.
class KvnLines {
 public:
  explicit KvnLines(std::string_view text) : lines_(text) {}
  [[nodiscard]] std::optional<KvnLine> next();
  [[nodiscard]] Place end() const { return {last_, 1}; }  ///< the last line read

 private:
  Lines lines_;
  std::int64_t last_ = 1;
};

/// Text as a value of key-value notation: printable ASCII, one line.
[[nodiscard]] std::string kvn_value(std::string_view text);
/// `COMMENT …`, in several lines where one would be longer than 254 characters.
void kvn_comment(std::string_view text, std::string& out);
void kvn_pair(std::string_view keyword, std::string_view value, std::string& out);
void xml_element(std::string_view name, std::string_view text, std::string& out);

/// `kind` is TDM or OEM.
void write_header(const NdmHeader& header, std::string_view kind, std::string_view version, NdmNotation notation,
                  std::string& out);

/// Fields in the order of their table, others behind. XML has no place for others: they become comments in front.
/// Errors: a value that its keyword does not take, by keyword.
[[nodiscard]] Status write_fields(const std::vector<std::string>& comments, const std::vector<NdmField>& fields,
                                  std::span<const Rule> rules, TimeScale scale, NdmNotation notation, std::string& out);

/// Errors: more bytes than allowed.
[[nodiscard]] Status check_size(std::string_view text, std::string_view source, const NdmOptions& options);

}  // namespace tocsin::formats::ndm
