#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/motion/element_set.hpp"

namespace tocsin::formats {

/// What to do with a set whose checksum is missing or wrong.
enum class TleChecksum : std::uint8_t {
  Refuse,  ///< the set is refused
  Warn,    ///< the set is read and a warning is kept
  Ignore,  ///< not looked at
};

struct TleOptions {
  /// A wrong checksum means a damaged line, and a damaged element set puts the satellite somewhere else without further
  /// notice. Hand-edited sets (the published verification file has three) need Warn.
  TleChecksum checksum = TleChecksum::Refuse;
  /// Reads `start stop step` in minutes from column 70 on of line 2, as the verification file of AIAA 2006-6753 has
  /// them.
  bool read_spans = false;
  /// The whole public catalogue is about 4 MB; more than this is not an element file.
  std::size_t max_bytes = std::size_t{256} << 20U;
  /// Kept refusals and warnings, each; further ones are only counted, so that a wrong file does not fill the memory.
  std::size_t max_errors = 1000;
};

/// Times that a verification file asks for, minutes from the epoch.
struct TleSpan {
  double start_min = 0.0;
  double stop_min = 0.0;
  double step_min = 0.0;
  friend bool operator==(const TleSpan&, const TleSpan&) = default;
};

/// What a text of two- and three-line element sets held.
struct TleSets {
  std::vector<motion::ElementSet> sets;  ///< in the order of the text, duplicates included
  std::vector<std::int64_t> lines;       ///< number of line 1 of each set
  std::vector<TleSpan> spans;            ///< of each set, if `read_spans`; otherwise empty
  std::vector<Error> refused;            ///< entries that were not read, in order
  std::vector<Error> warnings;           ///< entries read in spite of their checksum
  std::size_t refused_count = 0;         ///< all of them, also beyond `max_errors`
  std::size_t warning_count = 0;
};

/// Reads two- and three-line element sets, with or without a byte-order mark, blank lines and `#` comments; catalogue
/// numbers may be Alpha-5. A bad set is refused by line, column, field and value, and does not stop the rest. Errors:
/// the text is larger than `max_bytes`. Columns: Spacetrack Report No. 3, section 2; Alpha-5 and the pivot year 1957:
/// space-track.org documentation.
[[nodiscard]] Result<TleSets> read_tle(std::string_view text, std::string_view source, const TleOptions& options = {});

/// Sum of the digits of columns 1 to 68, minus signs counting one, modulo ten.
[[nodiscard]] int tle_checksum(std::string_view line);

}  // namespace tocsin::formats
