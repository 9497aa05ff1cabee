#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace tocsin::inline base {

/// Why an input was refused: everything a person needs to find and repair it.
struct Error {
  std::string source{};     ///< file name, sensor or stream the input came from; empty if unknown
  std::int64_t line = 0;    ///< 1-based line, or record number when `is_record`; 0 if unknown
  bool is_record = false;   ///< `line` counts records instead of lines
  std::int64_t column = 0;  ///< 1-based column; 0 if unknown
  std::string field{};      ///< name (dotted path) of the field
  std::string value{};      ///< what was found, shortened to a printable length
  std::string expected{};   ///< what would have been accepted
  std::string message{};    ///< free text when the parts above do not say it all

  /// One line for people: `file:12:3: field 'lat_deg': found 95, expected -90 to 90`.
  [[nodiscard]] std::string to_string() const;

  /// Puts `prefix.` in front of the field name, as nested readers return to their callers.
  [[nodiscard]] Error under(const std::string& prefix) const;
  /// Names the source where it is still empty.
  [[nodiscard]] Error in(const std::string& source_name) const;
  /// Names the line where it is still unknown.
  [[nodiscard]] Error at_line(std::int64_t number) const;
  /// Names the record where it is still unknown.
  [[nodiscard]] Error at_record(std::int64_t number) const;

  friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the reason why the input did not give one.
template <class T>
using Result = tl::expected<T, Error>;

/// Success without a value.
using Status = Result<void>;

/// Failure in the shape that every Result accepts.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

/// Failure with a free message.
[[nodiscard]] tl::unexpected<Error> fail(std::string message);

/// Failure of one named field; `value` is shortened and made printable.
[[nodiscard]] tl::unexpected<Error> fail_field(std::string field, std::string value, std::string expected);

/// The first 80 printable characters of untrusted text, for messages.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tocsin::inline base

/// Assigns the value of a Result to `target` (a declaration or a variable), or returns its error from the enclosing
/// function.
#define TOCSIN_TRY(target, expression) TOCSIN_TRY_UNIQUE_(target, expression, __COUNTER__)
#define TOCSIN_TRY_UNIQUE_(target, expression, counter) TOCSIN_TRY_NAMED_(target, expression, counter)
#define TOCSIN_TRY_NAMED_(target, expression, counter)                                         \
  auto tocsin_try_##counter = (expression);                                                    \
  if (!tocsin_try_##counter) return ::tl::unexpected(std::move(tocsin_try_##counter).error()); \
  target = std::move(*tocsin_try_##counter)
