#include "tocsin/formats/plain_text.hpp"

#include <cstdint>
#include <vector>

namespace tocsin::formats {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

/// The first character of `text` (RFC 3629: no overlong forms, no surrogates). Precondition: not empty.
Character decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < n) return {};
  char32_t code = first & (0xFFU >> (n + 1));
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[n] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, n, true};
}

bool turns_writing(char32_t c) {
  return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFEU;
}

}  // namespace

std::string plain_text(std::string_view text, std::size_t limit) {
  std::string out;
  std::vector<std::size_t> starts;  // of the characters in `out`
  for (std::size_t at = 0; at < text.size();) {
    const Character c = decode(text.substr(at));
    const std::string_view bytes = text.substr(at, c.bytes);
    at += c.bytes;
    if (c.valid && turns_writing(c.code)) continue;
    if (starts.size() == limit) {
      out.resize(limit >= 3 ? starts[limit - 3] : 0);
      return out + (limit >= 3 ? "..." : "");
    }
    starts.push_back(out.size());
    out += !c.valid ? kReplacement : is_control(c.code) ? std::string_view(" ") : bytes;
  }
  return out;
}

std::string without_leap_second(std::string time) {
  constexpr std::size_t seconds = 17;
  if (time.size() > seconds + 1 && time.compare(seconds, 2, "60") == 0) time.replace(seconds, 2, "59");
  return time;
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace tocsin::formats
