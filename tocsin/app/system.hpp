#pragma once

#include <cstdint>
#include <string>

#include "tocsin/base/result.hpp"
#include "tocsin/earth/orientation.hpp"

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

/// Earth orientation from a file of published parameters (formats/eop.hpp); without a name UT1 as UTC and a fixed pole.
[[nodiscard]] Result<earth::Orientation> read_orientation(const std::string& path);

}  // namespace tocsin::app
