#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// TAI − UTC steps since 1972, as published by the IERS.
struct LeapSeconds {
  struct Step {
    std::int64_t utc_day = 0;  ///< days from 1970-01-01 of the first day with this offset
    int tai_minus_utc_s = 0;
    friend bool operator==(const Step&, const Step&) = default;
  };
  std::vector<Step> steps;           ///< ascending
  std::int64_t expires_utc_day = 0;  ///< the list says nothing after this day

  friend bool operator==(const LeapSeconds&, const LeapSeconds&) = default;
};

/// The list known when this version was made (28 steps, the last of 2017-01-01).
[[nodiscard]] const LeapSeconds& builtin_leap_seconds();

/// Reads the text of an IERS/NIST `leap-seconds.list`. Errors name the line.
[[nodiscard]] Result<LeapSeconds> parse_leap_seconds(std::string_view text, const std::string& source);

/// Makes `list` the one that UTC text is read and written with. Only `main` (and a replay, from its journal) calls
/// this, once, before any other thread runs: leap seconds are configuration, recorded in the journal.
void use_leap_seconds(const LeapSeconds& list);
[[nodiscard]] const LeapSeconds& leap_seconds_in_use();

/// A sentence to warn with when `t` lies after the list's expiry; empty otherwise.
[[nodiscard]] std::string leap_seconds_warning(Instant t);

}  // namespace tocsin::inline base
