#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::formats {

/// Text that every XML 1.0 reader takes and that shows what it says: bytes that are not UTF-8 become U+FFFD, control
/// characters (but line ends) and noncharacters become spaces, characters that turn the direction of writing are left
/// out. At most `limit` characters, the last three of a shortened text are dots.
[[nodiscard]] std::string plain_text(std::string_view text, std::size_t limit);

/// A time as `format_utc` writes it, for XML Schema, which has no leap second: that is written as the second before it.
[[nodiscard]] std::string without_leap_second(std::string time);

/// The text as content of an XML element: & < > as entities.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace tocsin::formats
