#include "tocsin/base/config_syntax.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tocsin/base/text.hpp"

namespace tocsin::inline base {
namespace {

/// Steps over strings and comments of TOML text and sees everything else.
class TomlScanner {
 public:
  TomlScanner(std::string_view text, int max_depth) : text_(text), max_depth_(max_depth) {}

  Status run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else {
        see(c);
        ++at_;
      }
      if (brackets_ > max_depth_ || dots_ > max_depth_) {
        const auto line =
            1 +
            std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n');
        return fail(Error{
            .line = line, .value = "deeper nesting", .expected = "at most " + std::to_string(max_depth_) + " levels"});
      }
    }
    return {};
  }

 private:
  void see(char c) {
    if (c == '[' || c == '{') ++brackets_;
    if ((c == ']' || c == '}') && brackets_ > 0) --brackets_;
    if (c == '.') ++dots_;
    if (c == '\n' || c == ',' || c == '=' || c == '{' || c == '}') dots_ = 0;
  }

  /// Goes behind the string that starts here; a string that is not closed ends with its line (or the text), where the
  /// parser stops too.
  void skip_string(char quote) {
    const bool is_long = text_.substr(at_, 3) == std::string_view(quote == '"' ? R"(""")" : "'''");
    at_ += is_long ? 3 : 1;
    int closing = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n' && !is_long) return;
      if (c == '\\' && quote == '"') {
        ++at_;
        closing = 0;
        continue;
      }
      closing = c == quote ? closing + 1 : 0;
      if (closing == (is_long ? 3 : 1)) {
        ++at_;
        // up to two quotes may stand before the closing three
        for (int extra = 0; is_long && extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return;
      }
    }
  }

  std::string_view text_;
  int max_depth_;
  std::size_t at_ = 0;
  int brackets_ = 0;
  int dots_ = 0;
};

}  // namespace

Status check_toml_limits(std::string_view text, const ConfigLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return fail(Error{.value = std::to_string(text.size()) + " bytes",
                      .expected = "at most " + std::to_string(limits.max_bytes) + " bytes"});
  }
  return TomlScanner(text, limits.max_depth).run();
}

std::string range_text(double low, double high) {
  return "a number from " + shortest(low) + " to " + shortest(high);
}

std::string words_text(const std::vector<std::string>& words) {
  std::string text = "one of ";
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : ", ") + words[i];
  return text;
}

Result<Override> parse_override(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view path = trimmed(text.substr(0, equals));
  if (equals == std::string_view::npos || path.empty()) {
    return fail(Error{.source = "--set", .value = printable(text), .expected = "key.path=value"});
  }
  return Override{.path = std::string(path), .value = std::string(trimmed(text.substr(equals + 1)))};
}

}  // namespace tocsin::inline base
