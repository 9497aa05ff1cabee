#include "tocsin/base/json.hpp"

#include <array>
#include <limits>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {
namespace {

void append_escaped(std::string_view text, std::string& out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

/// Text of one document, optionally with line breaks.
class JsonPrinter {
 public:
  explicit JsonPrinter(int indent) : indent_(indent) {}

  void print(const Json& json) {
    if (json.if_bool() != nullptr) {
      out_ += *json.if_bool() ? "true" : "false";
    } else if (json.if_integer() != nullptr) {
      out_ += std::to_string(*json.if_integer());
    } else if (json.if_double() != nullptr) {
      out_ += shortest(*json.if_double());
    } else if (json.if_string() != nullptr) {
      append_escaped(*json.if_string(), out_);
    } else if (json.if_array() != nullptr) {
      print_array(*json.if_array());
    } else if (json.if_object() != nullptr) {
      print_object(*json.if_object());
    } else {
      out_ += "null";
    }
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void break_line() {
    if (indent_ <= 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * depth_, ' ');
  }

  void print_array(const Json::Array& array) {
    out_ += '[';
    ++depth_;
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) out_ += ',';
      break_line();
      print(array[i]);
    }
    --depth_;
    if (!array.empty()) break_line();
    out_ += ']';
  }

  void print_object(const Json::Object& object) {
    out_ += '{';
    ++depth_;
    for (std::size_t i = 0; i < object.size(); ++i) {
      if (i > 0) out_ += ',';
      break_line();
      append_escaped(object[i].first, out_);
      out_ += indent_ > 0 ? ": " : ":";
      print(object[i].second);
    }
    --depth_;
    if (!object.empty()) break_line();
    out_ += '}';
  }

  int indent_;
  std::size_t depth_ = 0;
  std::string out_;
};

}  // namespace

Json::Json(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {
  TOCSIN_REQUIRE(value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()),
                 "a JSON integer fits 63 bits");
}

double Json::number() const {
  if (const std::int64_t* integer = if_integer()) return static_cast<double>(*integer);
  const double* value = if_double();
  TOCSIN_REQUIRE(value != nullptr, "only numbers have a number");
  return *value;
}

const Json* Json::find(std::string_view key) const {
  const Object* object = if_object();
  if (object == nullptr) return nullptr;
  for (const Member& member : *object) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

Json& Json::add(std::string key, Json value) {
  if (is_null()) value_ = Object{};
  auto* object = std::get_if<Object>(&value_);
  TOCSIN_REQUIRE(object != nullptr, "only objects have members");
  TOCSIN_REQUIRE(find(key) == nullptr, "a member is added once");
  object->emplace_back(std::move(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) value_ = Array{};
  auto* array = std::get_if<Array>(&value_);
  TOCSIN_REQUIRE(array != nullptr, "only arrays have elements");
  array->push_back(std::move(value));
  return *this;
}

std::string_view Json::kind() const {
  static constexpr std::array<std::string_view, 7> kKinds{"null", "true or false", "a number", "a number",
                                                          "text", "an array",      "an object"};
  return kKinds[value_.index()];
}

std::string Json::dump(int indent) const {
  JsonPrinter printer(indent);
  printer.print(*this);
  return printer.take();
}

}  // namespace tocsin::inline base
