#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// Shortest decimal text that reads back to the same double (std::to_chars); `null` for values that are not finite.
[[nodiscard]] std::string shortest(double value);
/// Fixed number of decimals, for people.
[[nodiscard]] std::string fixed(double value, int decimals);
/// Whole text as a double, no spaces or trailing characters; nothing if it is not one or not finite.
[[nodiscard]] std::optional<double> to_double(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> to_integer(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
/// The candidate with the smallest edit distance to `word` if it is near enough to be a slip; empty otherwise.
[[nodiscard]] std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

/// Lower-case hexadecimal SHA-256 of bytes (FIPS 180-4).
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// Whole file as bytes. Errors: cannot be opened, or larger than `limit_bytes` (names both sizes).
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::uint64_t limit_bytes);
/// Writes through a temporary file and a rename, so that a reader never sees half a file.
[[nodiscard]] Status write_file(const std::string& path, std::string_view bytes);

}  // namespace tocsin::inline base
