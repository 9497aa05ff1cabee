#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/record.hpp"

namespace tocsin::formats {

struct JsonLinesLimits {
  std::size_t max_line_bytes =
      std::size_t{1} << 20U;       ///< a record has some hundred bytes; the rest of a longer line is skipped unread
  int max_depth = 32;              ///< no record nests deeper than 10
  std::size_t max_refused = 1000;  ///< kept refusals; further ones are only counted
};

/// One line of a JSON Lines text: its number and its value, or why it was refused.
struct JsonLine {
  std::int64_t number = 0;  ///< 1-based
  Result<Json> value;
};

/// Reads JSON Lines (one RFC 8259 value a line, UTF-8, LF or CRLF) as a stream: memory holds one line, however large
/// the file. Blank lines are skipped, a byte-order mark at the start is allowed. A bad line does not stop the rest.
class JsonLinesReader {
 public:
  /// Reads a file. Errors: cannot be opened, is a folder.
  [[nodiscard]] static Result<JsonLinesReader> open(const std::string& path, const JsonLinesLimits& limits = {});
  /// Reads a stream that outlives the reader; `source` names it in errors.
  JsonLinesReader(std::istream& in, std::string source, const JsonLinesLimits& limits = {});
  JsonLinesReader(JsonLinesReader&&) noexcept;
  JsonLinesReader& operator=(JsonLinesReader&&) noexcept;
  ~JsonLinesReader();

  /// The next line that is not blank; nothing at the end.
  [[nodiscard]] std::optional<JsonLine> next();
  [[nodiscard]] const std::string& source() const;

 private:
  struct State;
  explicit JsonLinesReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The same for records (`tocsin process INPUT`): bad lines are collected, records come one by one in the order of the
/// file.
class RecordReader {
 public:
  [[nodiscard]] static Result<RecordReader> open(const std::string& path, const JsonLinesLimits& limits = {});
  RecordReader(std::istream& in, std::string source, const JsonLinesLimits& limits = {});

  /// The next good record; nothing at the end.
  [[nodiscard]] std::optional<message::Record> next();
  /// Lines refused so far, by source, line, field, value and what was expected.
  [[nodiscard]] const std::vector<Error>& refused() const { return refused_; }
  /// All of them, also beyond `max_refused`.
  [[nodiscard]] std::size_t refused_count() const { return refused_count_; }
  /// Good records given so far.
  [[nodiscard]] std::size_t record_count() const { return record_count_; }

 private:
  RecordReader(JsonLinesReader lines, const JsonLinesLimits& limits);
  JsonLinesReader lines_;
  std::size_t max_refused_ = 0;
  std::vector<Error> refused_;
  std::size_t refused_count_ = 0;
  std::size_t record_count_ = 0;
};

/// One value as a line, with its end.
[[nodiscard]] std::string json_line(const Json& value);
[[nodiscard]] std::string json_line(const message::Record& record);

}  // namespace tocsin::formats
