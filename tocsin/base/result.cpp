#include "tocsin/base/result.hpp"

#include <array>
#include <cstddef>

namespace tocsin::inline base {
namespace {

constexpr std::size_t kPrintableLength = 80;

/// Code point of the well-formed UTF-8 sequence at the start of `text` and its length; length 0 if it is none (RFC
/// 3629).
struct Utf8Character {
  char32_t code = 0;
  std::size_t length = 0;
};

Utf8Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  std::size_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (length == 0 || text.size() < length) return {};
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length};
}

/// Characters that move the cursor, hide text or turn its direction could forge a message on an operator's terminal.
bool is_harmless(char32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return false;
  if (code >= 0x200B && code <= 0x200F) return false;
  if (code >= 0x2028 && code <= 0x202E) return false;
  if (code >= 0x2060 && code <= 0x206F) return false;
  return code != 0xFEFF && code != 0xAD && code < 0xE0000;
}

}  // namespace

std::string printable(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  std::size_t count = 0;
  while (!text.empty()) {
    if (count == kPrintableLength) return out + "...";
    const Utf8Character character = first_character(text);
    const std::size_t length = character.length == 0 ? 1 : character.length;
    if (character.length != 0 && is_harmless(character.code)) {
      out += text.substr(0, length);
    } else {
      for (const char c : text.substr(0, length)) {
        const auto byte = static_cast<unsigned char>(c);
        out += "\\x";
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
      }
    }
    text.remove_prefix(length);
    ++count;
  }
  return out;
}

std::string Error::to_string() const {
  std::string place = source;
  if (line > 0) place += (place.empty() ? "" : ":") + std::string(is_record ? "record " : "") + std::to_string(line);
  if (line > 0 && column > 0) place += ":" + std::to_string(column);

  std::string what;
  if (!field.empty()) what = "field '" + field + "'";
  std::string details;
  if (!value.empty()) details = "found " + value;
  if (!expected.empty()) details += (details.empty() ? "expected " : ", expected ") + expected;
  if (!message.empty()) details += (details.empty() ? "" : "; ") + message;
  if (!details.empty()) what += (what.empty() ? "" : ": ") + details;
  if (what.empty()) what = "refused";
  return place.empty() ? what : place + ": " + what;
}

Error Error::under(const std::string& prefix) const {
  Error out = *this;
  out.field = out.field.empty() ? prefix : prefix + "." + out.field;
  return out;
}

Error Error::in(const std::string& source_name) const {
  Error out = *this;
  if (out.source.empty()) out.source = source_name;
  return out;
}

Error Error::at_line(std::int64_t number) const {
  Error out = *this;
  if (out.line == 0) out.line = number;
  return out;
}

Error Error::at_record(std::int64_t number) const {
  Error out = *this;
  if (out.line == 0) {
    out.line = number;
    out.is_record = true;
  }
  return out;
}

tl::unexpected<Error> fail(std::string message) {
  return fail(Error{.message = std::move(message)});
}

tl::unexpected<Error> fail_field(std::string field, std::string value, std::string expected) {
  return fail(Error{.field = std::move(field), .value = printable(value), .expected = std::move(expected)});
}

}  // namespace tocsin::inline base
