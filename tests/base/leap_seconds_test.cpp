#include "tocsin/base/leap_seconds.hpp"

#include <filesystem>
#include <string>

#include <erfa.h>
#include <gtest/gtest.h>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin {
namespace {

const std::string kShort =
    "#\tcomment\n"
    "#$\t 3676924800\n"
    "#@\t4023129600\n"
    "2272060800\t10\t# 1 Jan 1972\n"
    "2287785600      11      # 1 Jul 1972\r\n"
    "\n"
    "2303683200 12\n"
    "#h\t1 2 3 4 5\n";

/// Puts the built-in list back, so that tests do not see each other.
class UsedLeapSeconds : public testing::Test {
 protected:
  ~UsedLeapSeconds() override { use_leap_seconds(builtin_leap_seconds()); }
};

TEST(LeapSeconds, TheBuiltInListAgreesWithErfaMonthByMonth) {
  ASSERT_EQ(builtin_leap_seconds().steps.size(), 28U);
  for (int year = 1972; year <= 2022; ++year) {
    for (int month = 1; month <= 12; ++month) {
      double expected = 0.0;
      ASSERT_EQ(eraDat(year, month, 1, 0.0, &expected), 0);
      int found = 0;
      for (const LeapSeconds::Step& step : builtin_leap_seconds().steps) {
        if (step.utc_day <= days_from_civil(year, month, 1)) found = step.tai_minus_utc_s;
      }
      EXPECT_EQ(found, expected) << year << "-" << month;
    }
  }
}

TEST(LeapSeconds, ReadsTheListOfTheIers) {
  const Result<LeapSeconds> list = parse_leap_seconds(kShort, "leap-seconds.list");
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->steps, (std::vector<LeapSeconds::Step>{{730, 10}, {912, 11}, {1096, 12}}));
  EXPECT_EQ(civil_from_days(list->expires_utc_day), (CivilDate{2027, 6, 28}));
}

TEST(LeapSeconds, ReadsTheListOfThisSystem) {
  const std::string path = "/usr/share/zoneinfo/leap-seconds.list";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  const Result<std::string> text = read_file(path, 1U << 20U);
  ASSERT_TRUE(text);
  const Result<LeapSeconds> list = parse_leap_seconds(*text, path);
  ASSERT_TRUE(list) << list.error().to_string();
  ASSERT_GE(list->steps.size(), builtin_leap_seconds().steps.size());
  for (std::size_t i = 0; i < builtin_leap_seconds().steps.size(); ++i) {
    EXPECT_EQ(list->steps[i], builtin_leap_seconds().steps[i]);
  }
}

TEST(LeapSeconds, RefusesADamagedListByLine) {
  const auto error_of = [](const std::string& from, const std::string& to) {
    std::string text = kShort;
    text.replace(text.find(from), from.size(), to);
    const Result<LeapSeconds> list = parse_leap_seconds(text, "x.list");
    return list ? "accepted" : list.error().to_string();
  };
  EXPECT_EQ(error_of("2287785600      11", "2287785600 12").substr(0, 32), "x.list:5: field 'TAI-UTC': found");
  EXPECT_EQ(error_of("2287785600      11", "2287785601 11").substr(0, 36), "x.list:5: field 'NTP seconds': found");
  EXPECT_EQ(error_of("2303683200", "2287785600").substr(0, 9), "x.list:7:");
  EXPECT_EQ(error_of("2303683200 12", "2303683200").substr(0, 9), "x.list:7:");
  EXPECT_EQ(error_of("2303683200 12", "2303683200 12 13").substr(0, 9), "x.list:7:");
  EXPECT_EQ(error_of("2272060800\t10", "2272060800\t11").substr(0, 9), "x.list:4:");
  EXPECT_EQ(error_of("4023129600", "soon").substr(0, 9), "x.list:3:");
  EXPECT_EQ(error_of("4023129600", "99999999999999999999").substr(0, 9), "x.list:3:");
  EXPECT_EQ(error_of("4023129600", "2272060800").substr(0, 14), "x.list: field ") << "expired before its last step";
  EXPECT_EQ(error_of("#@", "##").substr(0, 28), "x.list: field 'expiry (#@)':");
  EXPECT_EQ(error_of("#$\t 3676924800", "#@ 4023129600").substr(0, 9), "x.list:3:") << "two expiries";
  EXPECT_FALSE(parse_leap_seconds("", "x.list"));
  EXPECT_FALSE(parse_leap_seconds(std::string(2U << 20U, '#'), "x.list"));
}

TEST_F(UsedLeapSeconds, ALaterListMovesLaterTextOnly) {
  const Instant before = *parse_utc("2030-06-30T12:00:00Z");
  const Instant after = *parse_utc("2030-07-01T12:00:00Z");
  LeapSeconds list = builtin_leap_seconds();
  list.steps.push_back({.utc_day = days_from_civil(2030, 7, 1), .tai_minus_utc_s = 38});
  use_leap_seconds(list);
  EXPECT_EQ(*parse_utc("2030-06-30T12:00:00Z"), before);
  EXPECT_EQ(*parse_utc("2030-07-01T12:00:00Z"), after + whole_seconds(1));
  EXPECT_EQ(format_utc(*parse_utc("2030-06-30T23:59:60Z")), "2030-06-30T23:59:60Z");
  EXPECT_EQ(leap_seconds_in_use(), list);
}

TEST_F(UsedLeapSeconds, ASecondCanAlsoBeLeftOut) {
  LeapSeconds list = builtin_leap_seconds();
  list.steps.push_back({.utc_day = days_from_civil(2030, 1, 1), .tai_minus_utc_s = 36});
  use_leap_seconds(list);
  const Instant last = *parse_utc("2029-12-31T23:59:58Z");
  EXPECT_EQ(format_utc(last + whole_seconds(1)), "2030-01-01T00:00:00Z");
  EXPECT_FALSE(parse_utc("2029-12-31T23:59:59Z"));
}

TEST(LeapSeconds, WarnsOnlyAfterTheExpiry) {
  EXPECT_EQ(leap_seconds_warning(*parse_utc("2027-06-28T23:59:59Z")), "");
  EXPECT_EQ(leap_seconds_warning(*parse_utc("2027-06-29T00:00:00Z")),
            "leap seconds are known until 2027-06-28, but it is 2027-06-29T00:00:00Z: UTC may be wrong by a second; "
            "install a newer "
            "leap-seconds.list");
  EXPECT_EQ(leap_seconds_warning(*parse_utc("1965-01-01T00:00:00Z")), "");
}

TEST(LeapSecondsDeathTest, OnlyAListFrom1972IsUsed) {
  EXPECT_DEATH(use_leap_seconds(LeapSeconds{}), "1972");
}

}  // namespace
}  // namespace tocsin
