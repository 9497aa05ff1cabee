#include <cstddef>
#include <cstdint>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/require.hpp"

/// Accepted text is a fixed point of writing and reading; a list of leap seconds is read or refused; any instant can be
/// written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto t = tocsin::parse_utc(text)) {
    const std::string written = tocsin::format_utc(*t);
    const auto back = tocsin::parse_utc(written);
    TOCSIN_REQUIRE(back.has_value() && *back == *t, "time text reads back");
    TOCSIN_REQUIRE(written.substr(0, 19) == text.substr(0, 19), "the seconds are written as they were read");
    TOCSIN_REQUIRE(tocsin::from_julian_utc(tocsin::julian_utc(*t)).has_value(), "a time has a Julian date");
  }
  (void)tocsin::parse_leap_seconds(text, "fuzz");
  if (size >= 8) {
    std::uint64_t ns = 0;
    for (std::size_t i = 0; i < 8; ++i) ns = (ns << 8U) | data[i];
    const auto t = tocsin::Instant::from_tai_ns(static_cast<std::int64_t>(ns));
    const std::string written = tocsin::format_utc(t);
    if (const auto back = tocsin::parse_utc(written)) {
      TOCSIN_REQUIRE(tocsin::format_utc(*back) == written, "written time reads back to the same text");
    }
    TOCSIN_REQUIRE(tocsin::julian_tt(t).jd1 > 0.0, "every instant has a Julian date");
  }
  return 0;
}
