#pragma once

// For readers and writers of binary formats: numbers of a few bytes, the most significant byte first.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::formats {

/// Appends the lowest `bytes` bytes of a number (two's complement where it is negative). Precondition: at most 8.
inline void put_big_endian(std::int64_t value, std::size_t bytes, std::string& out) {
  for (std::size_t i = bytes; i-- > 0;)
    out += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xffU);
}

/// Number of all the bytes, without sign. Precondition: at most 7 bytes.
[[nodiscard]] inline std::int64_t unsigned_big_endian(std::string_view bytes) {
  std::int64_t value = 0;
  for (const char c : bytes) value = value * 256 + static_cast<unsigned char>(c);
  return value;
}

/// Number of the lowest `bits` bits of the bytes in two's complement. Precondition: 1 to 56 bits, at most 7 bytes.
[[nodiscard]] inline std::int64_t signed_big_endian(std::string_view bytes, int bits) {
  const std::int64_t span = std::int64_t{1} << bits;
  const std::int64_t value = unsigned_big_endian(bytes) & (span - 1);
  return value < span / 2 ? value : value - span;
}

/// Byte of a text as a number.
[[nodiscard]] inline unsigned octet(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

}  // namespace tocsin::formats
