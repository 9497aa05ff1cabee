// Text to Json by the event parser of nlohmann-json: the only file that includes that library.
#include <algorithm>
#include <iterator>
#include <memory>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {
namespace {

/// Walks over the text and tells how far the parser has come, which its events do not say.
class TrackingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  TrackingIterator& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  TrackingIterator operator++(int) {
    TrackingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator!=(const TrackingIterator& a, const TrackingIterator& b) { return a.at_ != b.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

/// Receives the parser's events and builds the document. Returning false stops the parser.
class JsonBuilder {
 public:
  JsonBuilder(std::string_view text, const char* const* furthest, const JsonLimits& limits)
      : text_(text), furthest_(furthest), limits_(limits) {}

  bool null() { return accept(Json()); }
  bool boolean(bool value) { return accept(Json(value)); }
  bool number_integer(std::int64_t value) { return accept(Json(value)); }
  bool number_unsigned(std::uint64_t value) {
    const bool fits = std::in_range<std::int64_t>(value);
    return accept(fits ? Json(static_cast<std::int64_t>(value)) : Json(static_cast<double>(value)));
  }
  bool number_float(double value, const std::string& /*digits*/) { return accept(Json(value)); }
  bool string(std::string& value) { return accept(Json(std::move(value))); }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }  // not in text

  bool start_object(std::size_t /*count*/) { return open(true); }
  bool end_object() { return close(); }
  bool start_array(std::size_t /*count*/) { return open(false); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Level& level = levels_.back();
    if (!level.add_key(name)) {
      refuse({.field = printable(name),
              .value = "a second member of this name",
              .expected = "each name once in an object"});
      return false;
    }
    level.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& error) {
    const std::string_view what = error.what();
    // "[…] parse error at line 1, column 2: syntax error while parsing value - invalid literal; last read: 'x'"
    const std::size_t start = what.find(": ");
    std::string_view reason = start == std::string_view::npos ? what : what.substr(start + 2);
    constexpr std::string_view kSyntax = "syntax error while parsing ";
    if (reason.starts_with(kSyntax)) reason.remove_prefix(kSyntax.size());
    if (error.id == 406) reason = "a number beyond the range of double";
    refuse({.expected = "JSON", .message = printable(reason.substr(0, reason.find("; last read")))}, position);
    return false;
  }

  [[nodiscard]] Json take() { return std::move(root_); }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  /// An array or object that is still open.
  struct Level {
    bool is_object = false;
    Json::Array elements;
    Json::Object members;
    std::string key;
    std::unordered_set<std::string> names;  ///< only of large objects; small ones are searched

    bool add_key(const std::string& name) {
      constexpr std::size_t kSmall = 16;
      if (members.size() < kSmall) {
        return std::none_of(members.begin(), members.end(), [&](const Json::Member& m) { return m.first == name; });
      }
      if (names.empty()) {
        for (const Json::Member& member : members) names.insert(member.first);
      }
      return names.insert(name).second;
    }
  };

  bool accept(Json value) {
    if (++count_ > limits_.max_values) {
      refuse({.value = "more values",
              .expected = "at most " + std::to_string(limits_.max_values) + " values in a document"});
      return false;
    }
    if (levels_.empty()) {
      root_ = std::move(value);
    } else if (levels_.back().is_object) {
      levels_.back().members.emplace_back(std::move(levels_.back().key), std::move(value));
    } else {
      levels_.back().elements.push_back(std::move(value));
    }
    return true;
  }

  bool open(bool is_object) {
    if (std::cmp_greater_equal(levels_.size(), limits_.max_depth)) {
      refuse({.value = "deeper nesting", .expected = "at most " + std::to_string(limits_.max_depth) + " levels"});
      return false;
    }
    levels_.emplace_back().is_object = is_object;
    return true;
  }

  bool close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    return accept(level.is_object ? Json(std::move(level.members)) : Json(std::move(level.elements)));
  }

  void refuse(Error error) { refuse(std::move(error), static_cast<std::size_t>(*furthest_ - text_.data())); }

  /// Places the error at the character that was read last; `read` counts it.
  void refuse(Error error, std::size_t read) {
    const std::size_t at = std::min(read > 0 ? read - 1 : 0, text_.size());
    const std::string_view before = text_.substr(0, at);
    const std::size_t newline = before.rfind('\n');
    error.line = 1 + std::count(before.begin(), before.end(), '\n');
    error.column = static_cast<std::int64_t>(newline == std::string_view::npos ? at + 1 : at - newline);
    error_ = std::move(error);
  }

  std::string_view text_;
  const char* const* furthest_;
  JsonLimits limits_;
  std::vector<Level> levels_;
  std::size_t count_ = 0;
  Json root_;
  Error error_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, const std::string& source, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return fail(Error{.source = source,
                      .value = std::to_string(text.size()) + " bytes",
                      .expected = "at most " + std::to_string(limits.max_bytes) + " bytes of JSON"});
  }
  const char* furthest = text.data();
  JsonBuilder builder(text, &furthest, limits);
  const TrackingIterator begin(text.data(), &furthest);
  const TrackingIterator end(text.data() + text.size(), &furthest);
  if (!nlohmann::json::sax_parse(begin, end, &builder)) return fail(builder.error().in(source));
  return builder.take();
}

}  // namespace tocsin::inline base
