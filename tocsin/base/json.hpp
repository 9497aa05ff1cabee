#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// A JSON document. Objects keep the order in which members were added, so that the same data give the same bytes.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  // NOLINTBEGIN(google-explicit-constructor): a number or a text is a document without being said to be one
  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value) : value_(value) {}
  Json(std::uint64_t value);  ///< precondition: at most INT64_MAX
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] static Json array() { return Json(Array{}); }
  [[nodiscard]] static Json object() { return Json(Object{}); }

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] const bool* if_bool() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* if_integer() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const double* if_double() const { return std::get_if<double>(&value_); }
  [[nodiscard]] const std::string* if_string() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* if_array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* if_object() const { return std::get_if<Object>(&value_); }
  /// Integer or floating number as double.
  [[nodiscard]] bool is_number() const { return if_integer() != nullptr || if_double() != nullptr; }
  [[nodiscard]] double number() const;

  /// Member by name, or nullptr if this is no object or has none.
  [[nodiscard]] const Json* find(std::string_view key) const;
  /// Adds a member at the end (precondition: object or null, key not present); returns *this for chaining.
  Json& add(std::string key, Json value);
  /// Appends an element (precondition: array or null).
  Json& push(Json value);

  /// What kind of value this is, in words for messages ("a number", "an object" …).
  [[nodiscard]] std::string_view kind() const;
  /// Compact text; doubles in their shortest form that reads back exactly, not-finite doubles as null. `indent` > 0 for
  /// people.
  [[nodiscard]] std::string dump(int indent = 0) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

struct JsonLimits {
  std::size_t max_bytes = 64U << 20U;  ///< one document; a line of a feed is bounded by the reader of the feed
  int max_depth = 64;                  ///< deeper nesting than any record has, far below what exhausts the stack
  std::size_t max_values = 8'000'000;  ///< a value takes 40 bytes of memory but may take 2 of text
};

/// Strict RFC 8259 text to Json. Integers beyond 64 bits become doubles; duplicate keys, invalid UTF-8 and numbers
/// beyond the range of double are errors. Errors name line and column.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const std::string& source, const JsonLimits& limits = {});

}  // namespace tocsin::inline base
