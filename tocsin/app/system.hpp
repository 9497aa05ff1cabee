#pragma once

#include <cstdint>
#include <string>

namespace tocsin::app {

/// Largest scenario or world file.
inline constexpr std::uint64_t kInputLimitBytes = std::uint64_t{16} << 20U;

/// Text of a leap second list, and where it came from.
struct LeapSecondsText {
  std::string text;
  std::string source;  ///< path, or "built in"
};

/// The system's `leap-seconds.list`, or the built-in one (as the same kind of text) where there is none or it cannot be
/// read.
[[nodiscard]] LeapSecondsText system_leap_seconds();

}  // namespace tocsin::app
