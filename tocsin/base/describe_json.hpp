#pragma once

// JSON from and to described types (describe.hpp). Included by the codecs only: it instantiates one reader and one
// writer for each record.

#include <cmath>
#include <set>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/json.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {

template <class T>
[[nodiscard]] Json json_of(const T& value);

/// Collects the members of one described object.
class JsonFieldWriter {
 public:
  template <class T>
  void field(const char* name, const T& value, const char*, Range = {}) {
    object_.emplace_back(name, json_of(value));
  }
  [[nodiscard]] Json take() { return Json(std::move(object_)); }

 private:
  Json::Object object_;
};

template <class T>
Json json_of(const T& value) {
  if constexpr (std::is_same_v<T, Json>) {
    return value;
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string>) {
    return Json(value);
  } else if constexpr (std::integral<T>) {
    return Json(static_cast<std::int64_t>(value));
  } else if constexpr (std::floating_point<T>) {
    TOCSIN_REQUIRE(std::isfinite(value), "a record never carries a number that is not finite");
    return Json(value);
  } else if constexpr (std::is_enum_v<T>) {
    return Json(name_of(value));
  } else if constexpr (std::is_same_v<T, Instant>) {
    return Json(format_utc(value));
  } else if constexpr (std::is_same_v<T, Vec3>) {
    return Json(Json::Array{Json(value.x), Json(value.y), Json(value.z)});
  } else if constexpr (is_optional<T>) {
    return value ? json_of(*value) : Json();
  } else if constexpr (is_vector<T> || is_std_array<T>) {
    Json::Array out;
    out.reserve(value.size());
    for (const auto& element : value) out.push_back(json_of(element));
    return Json(std::move(out));
  } else if constexpr (is_string_map<T>) {
    Json::Object out;
    for (const auto& [key, element] : value) out.emplace_back(key, json_of(element));
    return Json(std::move(out));
  } else if constexpr (covariance_size<T> > 0) {
    // upper triangle by rows: 21 numbers for 6 x 6
    Json::Array out;
    for (int i = 0; i < covariance_size<T>; ++i) {
      for (int j = i; j < covariance_size<T>; ++j) out.push_back(Json(value(i, j)));
    }
    return Json(std::move(out));
  } else {
    static_assert(Described<const T>, "describe() is missing");
    JsonFieldWriter writer;
    T::describe(value, writer);
    return writer.take();
  }
}

/// Reads `json` into `value`; the error names the field. Bounds apply to numbers, also inside arrays.
template <class T>
[[nodiscard]] Status read_json(const Json& json, T& value, Range range = {});

class JsonFieldReader {
 public:
  explicit JsonFieldReader(const Json::Object& object) : object_(object) {}

  template <class T>
  void field(const char* name, T& value, const char*, Range range = {}) {
    known_.emplace_back(name);
    if (error_) return;
    const Json* member = nullptr;
    for (const auto& [key, candidate] : object_) {
      if (key == name) member = &candidate;
    }
    if (member == nullptr || (member->is_null() && !std::is_same_v<T, Json>)) {
      if constexpr (is_optional<T>) {
        value.reset();
      } else {
        error_ = Error{.field = name, .value = member == nullptr ? "nothing" : "null", .expected = "a value"};
      }
      return;
    }
    if (Status status = read_json(*member, value, range); !status) error_ = std::move(status).error().under(name);
  }

  [[nodiscard]] Status finish() const {
    if (error_) return fail(*error_);
    for (const auto& [key, member] : object_) {
      bool found = false;
      for (const std::string& name : known_) found = found || name == key;
      if (!found) {
        const std::string near = nearest_word(key, known_);
        return fail(Error{.field = printable(key),
                          .value = "unknown field",
                          .expected = near.empty() ? "a known field" : "'" + near + "'"});
      }
    }
    return {};
  }

 private:
  const Json::Object& object_;
  std::vector<std::string> known_;
  std::optional<Error> error_;
};

/// What was found: scalars as written, arrays and objects by kind, because they may be large.
[[nodiscard]] inline Status wrong_json(const Json& json, std::string expected) {
  const bool is_scalar = json.if_array() == nullptr && json.if_object() == nullptr;
  return fail(
      Error{.value = is_scalar ? printable(json.dump()) : std::string(json.kind()), .expected = std::move(expected)});
}

template <class T>
[[nodiscard]] Status read_json_number(const Json& json, T& value, Range range) {
  if (!json.is_number()) return wrong_json(json, "a number");
  const double number = json.number();
  if (!(number >= range.low && number <= range.high)) {
    return wrong_json(json, "a number from " + shortest(range.low) + " to " + shortest(range.high));
  }
  if constexpr (std::integral<T>) {
    if (json.if_integer() == nullptr || !std::in_range<T>(*json.if_integer()))
      return wrong_json(json, "a whole number");
    value = static_cast<T>(*json.if_integer());
  } else {
    value = number;
  }
  return {};
}

template <class T>
[[nodiscard]] Status read_json_elements(const Json& json, T& value, Range range) {
  const Json::Array* array = json.if_array();
  if (array == nullptr) return wrong_json(json, "an array");
  if constexpr (is_vector<T>) {
    value.clear();
    value.resize(array->size());
  } else if (array->size() != value.size()) {
    return wrong_json(json, "an array of " + std::to_string(value.size()));
  }
  for (std::size_t i = 0; i < array->size(); ++i) {
    if (Status s = read_json((*array)[i], value[i], range); !s)
      return fail(std::move(s).error().under(std::to_string(i)));
  }
  return {};
}

template <class T>
[[nodiscard]] Status read_json_covariance(const Json& json, T& value) {
  constexpr int n = covariance_size<T>;
  std::array<double, static_cast<std::size_t>(n) * (n + 1) / 2> upper{};
  if (Status s = read_json_elements(json, upper, {}); !s) return s;
  std::size_t k = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = i; j < n; ++j) value(i, j) = value(j, i) = upper[k++];
  }
  return {};
}

template <class T>
Status read_json(const Json& json, T& value, Range range) {
  if constexpr (std::is_same_v<T, Json>) {
    value = json;
    return {};
  } else if constexpr (std::is_same_v<T, bool>) {
    if (json.if_bool() == nullptr) return wrong_json(json, "true or false");
    value = *json.if_bool();
    return {};
  } else if constexpr (std::integral<T> || std::floating_point<T>) {
    return read_json_number(json, value, range);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (json.if_string() == nullptr) return wrong_json(json, "text");
    value = *json.if_string();
    return {};
  } else if constexpr (std::is_enum_v<T>) {
    const std::optional<T> found = json.if_string() != nullptr ? enum_from_name<T>(*json.if_string()) : std::nullopt;
    if (!found) {
      std::string names;
      for (const auto& entry : EnumNames<T>::kNames) names += (names.empty() ? "" : ", ") + std::string(entry.second);
      return wrong_json(json, "one of " + names);
    }
    value = *found;
    return {};
  } else if constexpr (std::is_same_v<T, Instant>) {
    if (json.if_string() == nullptr) return wrong_json(json, "UTC text YYYY-MM-DDThh:mm:ssZ");
    const Result<Instant> time = parse_utc(*json.if_string());
    if (!time) {
      Error error = time.error();
      error.field.clear();  // the path of the member names it better
      return fail(std::move(error));
    }
    value = *time;
    return {};
  } else if constexpr (std::is_same_v<T, Vec3>) {
    std::array<double, 3> xyz{};
    if (Status s = read_json_elements(json, xyz, range); !s) return s;
    value = {xyz[0], xyz[1], xyz[2]};
    return {};
  } else if constexpr (is_optional<T>) {
    if (json.is_null()) {
      value.reset();
      return {};
    }
    return read_json(json, value.emplace(), range);
  } else if constexpr (is_vector<T> || is_std_array<T>) {
    return read_json_elements(json, value, range);
  } else if constexpr (is_string_map<T>) {
    const Json::Object* object = json.if_object();
    if (object == nullptr) return wrong_json(json, "an object");
    value.clear();
    for (const auto& [key, element] : *object) {
      if (Status s = read_json(element, value[key], range); !s) return fail(std::move(s).error().under(printable(key)));
    }
    return {};
  } else if constexpr (covariance_size<T> > 0) {
    return read_json_covariance(json, value);
  } else {
    const Json::Object* object = json.if_object();
    if (object == nullptr) return wrong_json(json, "an object");
    JsonFieldReader reader(*object);
    T::describe(value, reader);
    return reader.finish();
  }
}

/// JSON Schema (draft 2020-12) of a described type.
template <class T>
[[nodiscard]] Json schema_of(Range range = {});

class SchemaFieldWriter {
 public:
  template <class T>
  void field(const char* name, T&, const char* doc, Range range = {}) {
    Json schema = schema_of<std::remove_const_t<T>>(range);
    schema.add("description", doc);
    properties_.add(name, std::move(schema));
    if constexpr (!is_optional<std::remove_const_t<T>>) required_.push(Json(name));
  }
  [[nodiscard]] Json take() {
    Json out = Json::object();
    out.add("type", "object")
        .add("properties", std::move(properties_))
        .add("required", std::move(required_))
        .add("additionalProperties", false);
    return out;
  }

 private:
  Json properties_ = Json::object();
  Json required_ = Json::array();
};

template <class T>
Json schema_of(Range range) {
  Json out = Json::object();
  if constexpr (std::is_same_v<T, Json>) {
    return out;  // anything
  } else if constexpr (std::is_same_v<T, bool>) {
    out.add("type", "boolean");
  } else if constexpr (std::integral<T> || std::floating_point<T>) {
    out.add("type", std::integral<T> ? "integer" : "number");
    if (range.low > Range{}.low) out.add("minimum", range.low);
    if (range.high < Range{}.high) out.add("maximum", range.high);
  } else if constexpr (std::is_same_v<T, std::string>) {
    out.add("type", "string");
  } else if constexpr (std::is_same_v<T, Instant>) {
    out.add("type", "string").add("format", "date-time");
  } else if constexpr (std::is_enum_v<T>) {
    Json names = Json::array();
    for (const auto& entry : EnumNames<T>::kNames) names.push(Json(entry.second));
    out.add("enum", std::move(names));
  } else if constexpr (std::is_same_v<T, Vec3>) {
    out.add("type", "array").add("items", schema_of<double>(range)).add("minItems", 3).add("maxItems", 3);
  } else if constexpr (is_optional<T>) {
    Json any = Json::array();
    any.push(schema_of<typename T::value_type>(range)).push(Json::object().add("type", "null"));
    out.add("anyOf", std::move(any));
  } else if constexpr (is_vector<T>) {
    out.add("type", "array").add("items", schema_of<typename T::value_type>(range));
  } else if constexpr (is_std_array<T>) {
    const auto n = static_cast<std::int64_t>(std::tuple_size_v<T>);
    out.add("type", "array")
        .add("items", schema_of<typename T::value_type>(range))
        .add("minItems", n)
        .add("maxItems", n);
  } else if constexpr (is_string_map<T>) {
    out.add("type", "object").add("additionalProperties", schema_of<typename T::mapped_type>(range));
  } else if constexpr (covariance_size<T> > 0) {
    const std::int64_t n = covariance_size<T> * (covariance_size<T> + 1) / 2;
    out.add("type", "array").add("items", schema_of<double>()).add("minItems", n).add("maxItems", n);
  } else {
    T example{};
    SchemaFieldWriter writer;
    T::describe(example, writer);
    return writer.take();
  }
  return out;
}

}  // namespace tocsin::inline base
