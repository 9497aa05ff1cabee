#pragma once

// For readers: lines and words of texts, as views with their places.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::formats {

/// The text behind a UTF-8 byte-order mark, if there is one.
[[nodiscard]] inline std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return text;
}

/// Where something stands in the text.
struct Place {
  std::int64_t line = 0;
  std::int64_t column = 0;
  bool is_record = false;  ///< `line` counts records
};

/// Line and column of places in a text, for places that never go back.
class PlaceFinder {
 public:
  explicit PlaceFinder(std::string_view text) : text_(text) {}

  /// Precondition: `offset` not below the one before.
  [[nodiscard]] Place at(std::size_t offset) {
    offset = std::min(offset, text_.size());
    for (; offset_ < offset; ++offset_) {
      if (text_[offset_] != '\n') continue;
      ++line_;
      line_begin_ = offset_ + 1;
    }
    return {line_, static_cast<std::int64_t>(offset - std::min(line_begin_, offset)) + 1};
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  std::size_t line_begin_ = 0;
  std::int64_t line_ = 1;
};

/// A line without its end and without the spaces before that, and its number, from 1.
struct Line {
  std::string_view text;
  std::int64_t number = 0;
};

/// Lines of a text, one after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::optional<Line> next() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    return Line{line, ++number_};
  }

 private:
  std::string_view rest_;
  std::int64_t number_ = 0;
};

/// The first words of a line, between spaces and tabs.
template <std::size_t Most>
struct Words {
  std::array<std::string_view, Most> word;
  std::size_t count = 0;

  explicit Words(std::string_view line) {
    std::size_t i = 0;
    while (count < Most && (i = line.find_first_not_of(" \t", i)) != std::string_view::npos) {
      const std::size_t end = std::min(line.find_first_of(" \t", i), line.size());
      word[count++] = line.substr(i, end - i);
      i = end;
    }
  }
};

}  // namespace tocsin::formats
