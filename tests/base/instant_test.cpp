#include "tocsin/base/instant.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <erfa.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tocsin/base/calendar.hpp"

namespace tocsin {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

Instant at(std::string_view text) {
  const Result<Instant> t = parse_utc(text);
  EXPECT_TRUE(t) << t.error().to_string();
  return t.value_or(Instant());
}

TEST(Instant, CountsFromNoonOf2000InAtomicTime) {
  // TAI - UTC was 32 s in 2000 (IERS Bulletin C)
  EXPECT_EQ(at("2000-01-01T11:59:28Z").tai_ns(), 0);
  EXPECT_EQ(at("2000-01-01T12:00:00Z").tai_ns(), 32 * kSecond);
  EXPECT_EQ(at("2022-10-03T22:22:00Z").tai_ns(), (8311LL * 86400 + 37320 + 37) * kSecond);
}

TEST(Instant, LeapSecondsAreSeconds) {
  EXPECT_EQ(seconds_between(at("2016-12-31T23:59:59Z"), at("2016-12-31T23:59:60Z")), 1.0);
  EXPECT_EQ(seconds_between(at("2016-12-31T23:59:60Z"), at("2017-01-01T00:00:00Z")), 1.0);
  EXPECT_EQ(format_utc(at("2016-12-31T23:59:60Z")), "2016-12-31T23:59:60Z");
  EXPECT_EQ(format_utc(at("2016-12-31T23:59:60Z") + Duration(999'999'999)), "2016-12-31T23:59:60.999999999Z");
  EXPECT_EQ(format_utc(at("2016-12-31T23:59:60Z") + whole_seconds(1)), "2017-01-01T00:00:00Z");
  EXPECT_FALSE(parse_utc("2016-12-30T23:59:60Z"));
  EXPECT_FALSE(parse_utc("2016-12-31T22:59:60Z"));
  EXPECT_FALSE(parse_utc("2016-12-31T23:59:61Z"));
}

TEST(Instant, WritesAsManyDigitsAsNeeded) {
  const Instant t = at("2024-02-29T01:02:03Z");
  EXPECT_EQ(format_utc(t), "2024-02-29T01:02:03Z");
  EXPECT_EQ(format_utc(t + Duration(500'000'000)), "2024-02-29T01:02:03.500Z");
  EXPECT_EQ(format_utc(t + Duration(1'000)), "2024-02-29T01:02:03.000001Z");
  EXPECT_EQ(format_utc(t + Duration(1)), "2024-02-29T01:02:03.000000001Z");
  EXPECT_EQ(format_utc_seconds(t + Duration(999'999'999)), "2024-02-29T01:02:03Z");
  EXPECT_EQ(at("2024-02-29T01:02:03.5Z"), t + Duration(500'000'000));
  EXPECT_EQ(at("2024-02-29T01:02:03.123456789Z"), t + Duration(123'456'789));
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "Z",
                           "2024-02-30T00:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "2024-13-01T00:00:00Z",
                           "2024-00-01T00:00:00Z",
                           "2024-01-00T00:00:00Z",
                           "2024-01-01T24:00:00Z",
                           "2024-01-01T00:60:00Z",
                           "2024-01-01T00:00:00",
                           "2024-01-01 00:00:00Z",
                           "2024-01-01T00:00:00.Z",
                           "2024-01-01T00:00:00.1234567890Z",
                           "2024-01-01T00:00:00+00:00",
                           "1959-12-31T23:59:59Z",
                           "2101-01-01T00:00:00Z",
                           "2024-1-01T00:00:00Z",
                           "2024-01-01T00:00:0xZ",
                           "-024-01-01T00:00:00Z",
                           "2024-01-01T00:00:00Z ",
                           "2024-01-01T00:00:00ZZ",
                           "2024-01-01T00:00:00.1.2Z",
                           "2024-01-01T00:00:00,5Z"}) {
    const Result<Instant> t = parse_utc(text);
    ASSERT_FALSE(t) << text;
    EXPECT_EQ(t.error().field, "time");
    EXPECT_FALSE(t.error().expected.empty());
  }
  EXPECT_EQ(from_utc_parts({.year = 2024, .month = 2, .day = 30}).error().to_string(),
            "field 'time': found 2024 2 30 0 0 0 0, expected a date of the calendar from 1960 to 2100");
  EXPECT_EQ(parse_utc("2024-02-30T00:00:00Z").error().to_string(),
            "field 'time': found 2024-02-30T00:00:00Z, expected a date of the calendar from 1960 to 2100");
}

TEST(Instant, AcceptsThe140YearsOfItsRange) {
  EXPECT_EQ(format_utc(at("1960-01-01T00:00:00Z")), "1960-01-01T00:00:00Z");
  EXPECT_EQ(format_utc(at("2100-12-31T23:59:59.999999999Z")), "2100-12-31T23:59:59.999999999Z");
}

RC_GTEST_PROP(Instant, TextAfter1972IsExactToTheNanosecond, ()) {
  const std::int64_t first = at("1972-01-01T00:00:00Z").tai_ns();
  const std::int64_t last = at("2100-12-31T23:59:59Z").tai_ns();
  const Instant t = Instant::from_tai_ns(*rc::gen::inRange(first, last));
  RC_ASSERT(*parse_utc(format_utc(t)) == t);
  const UtcParts parts = utc_parts(t);
  RC_ASSERT(*from_utc_parts(parts) == t);
}

TEST(Instant, EverySecondAroundEveryMidnightOfLeapSecondsIsWrittenOnce) {
  for (const char* last :
       {"1972-06-30T23:59:58Z", "1990-12-31T23:59:58Z", "1997-06-30T23:59:58Z", "2016-12-31T23:59:58Z"}) {
    const Instant start = at(last);
    const std::string day(last, 10);
    EXPECT_EQ(format_utc(start + whole_seconds(1)), day + "T23:59:59Z");
    EXPECT_EQ(format_utc(start + whole_seconds(2)), day + "T23:59:60Z");
    EXPECT_EQ(format_utc(start + whole_seconds(3)).substr(10), "T00:00:00Z");
    for (int half = 0; half < 10; ++half) {
      const Instant t = start + half * Duration(kSecond / 2);
      EXPECT_EQ(at(format_utc(t)), t);
    }
  }
}

TEST(Instant, NoInstantIsTooEarlyOrLateToBeWritten) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(format_utc(Instant::from_tai_ns(kLeast)).substr(0, 4), "1707");
  EXPECT_EQ(format_utc(Instant::from_tai_ns(kMost)).substr(0, 4), "2292");
  for (const std::int64_t ns : {kLeast, kLeast + 1, std::int64_t{0}, kMost - 1, kMost}) {
    EXPECT_TRUE(std::isfinite(julian_tt(Instant::from_tai_ns(ns)).jd1));
    EXPECT_TRUE(std::isfinite(julian_utc(Instant::from_tai_ns(ns)).jd1));
  }
}

/// Before 1972 UTC had steps of milliseconds and seconds of another length: ERFA is the reference.
TEST(EarlyUtc, AgreesWithErfa) {
  for (int year = 1960; year < 1975; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (const int day : {1, 2, 15, days_in_month(year, month)}) {
        for (const double hour : {0.0, 11.25, 23.999}) {
          const int h = static_cast<int>(hour);
          const double m = (hour - h) * 60.0;
          const double s = (m - static_cast<int>(m)) * 60.0;
          const UtcParts parts{year, month, day, h, static_cast<int>(m), static_cast<int>(s), 0};
          const Result<Instant> t = from_utc_parts(parts);
          ASSERT_TRUE(t);
          double utc1 = 0, utc2 = 0, tai1 = 0, tai2 = 0;
          ASSERT_EQ(eraDtf2d("UTC", year, month, day, h, parts.minute, parts.second, &utc1, &utc2), 0);
          ASSERT_EQ(eraUtctai(utc1, utc2, &tai1, &tai2), 0);
          const double tai_s = (tai1 - 2451545.0) * 86400.0 + tai2 * 86400.0;
          ASSERT_NEAR(static_cast<double>(t->tai_ns()) * 1e-9, tai_s, 2e-6) << format_utc(*t);
          const JulianDate utc = julian_utc(*t);
          ASSERT_NEAR((utc.jd1 - utc1) + (utc.jd2 - utc2), 0.0, 1e-14) << format_utc(*t);
        }
      }
    }
  }
}

RC_GTEST_PROP(EarlyUtc, TextReadsBackToTheSameText, ()) {
  const std::int64_t first = at("1960-01-01T00:00:00Z").tai_ns();
  const std::int64_t last = at("1972-01-01T00:00:00Z").tai_ns();
  const Instant t = Instant::from_tai_ns(*rc::gen::inRange(first, last));
  const Result<Instant> back = parse_utc(format_utc(t));
  RC_ASSERT(back.has_value());
  // early UTC seconds were longer than atomic ones: nanoseconds of the two do not map one to one
  RC_ASSERT(std::abs((*back - t).nanoseconds()) <= 1);
  RC_ASSERT(format_utc(*back) == format_utc(t));
}

TEST(EarlyUtc, StepsAreHeldByTheLastMinute) {
  // 1963-11-01: UTC was set back by 0.1 s; 1961-08-01: it was advanced by 0.05 s
  EXPECT_EQ(format_utc(at("1963-10-31T23:59:60.050Z")), "1963-10-31T23:59:60.050Z");
  EXPECT_FALSE(parse_utc("1963-10-31T23:59:60.150Z"));
  EXPECT_EQ(format_utc(at("1961-07-31T23:59:59.940Z")), "1961-07-31T23:59:59.940Z");
  const Result<Instant> skipped = parse_utc("1961-07-31T23:59:59.960Z");
  ASSERT_FALSE(skipped);
  EXPECT_NE(skipped.error().expected.find("skipped"), std::string::npos);
}

TEST(EarlyUtc, TimeNeverRunsBackwards) {
  Instant before = at("1960-01-01T00:00:00Z");
  std::string text = format_utc(before);
  for (int i = 0; i < 20000; ++i) {
    const Instant t = before + Duration(18'938'123'456'789);  // a little over five hours
    const std::string next = format_utc(t);
    ASSERT_LT(text, next);
    before = t;
    text = next;
  }
}

TEST(JulianDates, AgreeWithErfa) {
  for (const char* text : {"1972-01-01T00:00:00Z", "1999-12-31T23:59:59.5Z", "2016-12-31T23:59:60.25Z",
                           "2016-12-31T12:00:00Z", "2024-06-15T06:07:08.123456789Z"}) {
    const Instant t = at(text);
    const UtcParts p = utc_parts(t);
    double utc1 = 0, utc2 = 0, tai1 = 0, tai2 = 0, tt1 = 0, tt2 = 0;
    ASSERT_EQ(eraDtf2d("UTC", p.year, p.month, p.day, p.hour, p.minute, p.second + p.nanosecond * 1e-9, &utc1, &utc2),
              0);
    ASSERT_EQ(eraUtctai(utc1, utc2, &tai1, &tai2), 0);
    ASSERT_EQ(eraTaitt(tai1, tai2, &tt1, &tt2), 0);
    const JulianDate utc = julian_utc(t);
    const JulianDate tt = julian_tt(t);
    EXPECT_NEAR((utc.jd1 - utc1) + (utc.jd2 - utc2), 0.0, 2e-15) << text;
    EXPECT_NEAR((tt.jd1 - tt1) + (tt.jd2 - tt2), 0.0, 2e-15) << text;
    EXPECT_EQ(*from_julian_utc(utc), t) << text;
    EXPECT_EQ(*from_julian_utc({utc.jd2, utc.jd1}), t) << "the order of the two parts is free";
  }
}

RC_GTEST_PROP(JulianDates, ReadBackToTheNanosecond, ()) {
  const std::int64_t first = at("1972-01-01T00:00:00Z").tai_ns();
  const std::int64_t last = at("2100-12-31T23:59:59Z").tai_ns();
  const Instant t = Instant::from_tai_ns(*rc::gen::inRange(first, last));
  RC_ASSERT(*from_julian_utc(julian_utc(t)) == t);
}

TEST(JulianDates, RefuseWhatIsOutsideTheRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const JulianDate jd :
       {JulianDate{nan, 0}, JulianDate{2451545.0, infinity}, JulianDate{1e300, -1e300}, JulianDate{2436934.4, 0},
        JulianDate{2488434.5, 0}, JulianDate{0, 0}, JulianDate{2e9, -2e9 + 2451545.0}}) {
    EXPECT_FALSE(from_julian_utc(jd)) << jd.jd1 << " " << jd.jd2;
  }
  EXPECT_EQ(format_utc(*from_julian_utc({2400000.5, 51544.0})), "2000-01-01T00:00:00Z") << "modified Julian date";
}

TEST(Duration, RoundsToNanoseconds) {
  EXPECT_EQ(seconds(1.0).nanoseconds(), kSecond);
  EXPECT_EQ(seconds(-0.25).nanoseconds(), -kSecond / 4);
  EXPECT_EQ(seconds(1.4e-9).nanoseconds(), 1);
  EXPECT_EQ(seconds(-1.6e-9).nanoseconds(), -2);
  EXPECT_EQ(2 * whole_seconds(3) - whole_seconds(1), whole_seconds(5));
}

TEST(DurationDeathTest, IsFinite) {
  EXPECT_DEATH((void)seconds(std::nan("")), "finite");
  EXPECT_DEATH((void)seconds(1e10), "finite");
}

TEST(UtcParts, AreChecked) {
  EXPECT_FALSE(from_utc_parts({.nanosecond = 1'000'000'000}));
  EXPECT_FALSE(from_utc_parts({.nanosecond = -1}));
  EXPECT_FALSE(from_utc_parts({.hour = -1}));
  EXPECT_FALSE(from_utc_parts({.month = 13}));
  EXPECT_FALSE(from_utc_parts({.year = std::numeric_limits<int>::max()}));
  EXPECT_FALSE(from_utc_parts({.day = std::numeric_limits<int>::min()}));
}

}  // namespace
}  // namespace tocsin
