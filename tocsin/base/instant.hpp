#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// Span of time in whole nanoseconds.
class Duration {
 public:
  constexpr Duration() = default;
  constexpr explicit Duration(std::int64_t nanoseconds) : ns_(nanoseconds) {}
  [[nodiscard]] constexpr std::int64_t nanoseconds() const { return ns_; }
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) * 1e-9; }

  friend constexpr Duration operator+(Duration a, Duration b) { return Duration(a.ns_ + b.ns_); }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration(a.ns_ - b.ns_); }
  friend constexpr Duration operator-(Duration a) { return Duration(-a.ns_); }
  friend constexpr Duration operator*(std::int64_t n, Duration a) { return Duration(n * a.ns_); }
  friend constexpr auto operator<=>(Duration, Duration) = default;

 private:
  std::int64_t ns_ = 0;
};

/// Nearest whole number of nanoseconds. Precondition: |seconds| < 9.2e9.
[[nodiscard]] Duration seconds(double value);
[[nodiscard]] constexpr Duration whole_seconds(std::int64_t value) {
  return Duration(value * 1'000'000'000);
}

/// Moment on the TAI scale: nanoseconds since 2000-01-01T12:00:00 TAI. UTC exists only in text, at the edges.
class Instant {
 public:
  constexpr Instant() = default;
  [[nodiscard]] static constexpr Instant from_tai_ns(std::int64_t ns) { return Instant(ns); }
  [[nodiscard]] constexpr std::int64_t tai_ns() const { return ns_; }

  friend constexpr Instant operator+(Instant t, Duration d) { return Instant(t.ns_ + d.nanoseconds()); }
  friend constexpr Instant operator-(Instant t, Duration d) { return Instant(t.ns_ - d.nanoseconds()); }
  friend constexpr Duration operator-(Instant a, Instant b) { return Duration(a.ns_ - b.ns_); }
  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  constexpr explicit Instant(std::int64_t ns) : ns_(ns) {}
  std::int64_t ns_ = 0;
};

/// Seconds from `from` to `to`.
[[nodiscard]] constexpr double seconds_between(Instant from, Instant to) {
  return (to - from).seconds();
}

/// Reads `YYYY-MM-DDThh:mm:ss[.fraction]Z` (`:60` in a leap second); accepts 1960 to 2100.
/// Uses the leap seconds in force (leap_seconds.hpp). Errors name the field `time` and what was expected.
[[nodiscard]] Result<Instant> parse_utc(std::string_view text);

/// `YYYY-MM-DDThh:mm:ss[.fraction]Z` with as many fraction digits as needed (none, 3, 6 or 9).
[[nodiscard]] std::string format_utc(Instant t);
/// Whole seconds (the fraction is cut off), `…Z`.
[[nodiscard]] std::string format_utc_seconds(Instant t);

/// Calendar parts of UTC, for writers of other formats.
struct UtcParts {
  int year = 2000;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;  ///< 60 in a leap second
  std::int32_t nanosecond = 0;
};
[[nodiscard]] UtcParts utc_parts(Instant t);
/// Errors: a part out of range or a date outside 1960 to 2100.
[[nodiscard]] Result<Instant> from_utc_parts(const UtcParts& parts);

/// Time scales as two-part Julian dates, as ERFA takes them (jd1 + jd2).
struct JulianDate {
  double jd1 = 0.0;
  double jd2 = 0.0;
};
[[nodiscard]] JulianDate julian_tt(Instant t);
/// Quasi-JD of UTC as in the SOFA convention.
[[nodiscard]] JulianDate julian_utc(Instant t);
/// UTC Julian date (two parts) to Instant. Errors: outside 1960 to 2100 or not finite.
[[nodiscard]] Result<Instant> from_julian_utc(JulianDate jd);

}  // namespace tocsin::inline base
