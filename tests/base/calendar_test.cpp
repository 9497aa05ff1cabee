#include "tocsin/base/calendar.hpp"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Calendar, CountsDaysFrom1970) {
  EXPECT_EQ(days_from_civil(1970, 1, 1), 0);
  EXPECT_EQ(days_from_civil(2000, 3, 1), 11017);
  EXPECT_EQ(days_from_civil(1960, 1, 1), -3653);
  EXPECT_EQ(days_from_civil(1858, 11, 17), -40587) << "origin of the modified Julian date";
}

TEST(Calendar, EveryDayOf800YearsFollowsTheOneBefore) {
  CivilDate before = civil_from_days(days_from_civil(1600, 1, 1) - 1);
  for (std::int64_t day = days_from_civil(1600, 1, 1); day < days_from_civil(2400, 1, 1); ++day) {
    const CivilDate date = civil_from_days(day);
    ASSERT_EQ(days_from_civil(date.year, date.month, date.day), day);
    const bool next_day = date.month == before.month && date.day == before.day + 1;
    const bool next_month = date.day == 1 && before.day == days_in_month(before.year, before.month);
    ASSERT_TRUE(next_day || next_month) << date.year << " " << date.month << " " << date.day;
    before = date;
  }
}

TEST(Calendar, KnowsLeapYears) {
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(2100, 2), 28);
  EXPECT_EQ(days_in_month(2024, 2), 29);
  EXPECT_EQ(days_in_month(2023, 12), 31);
  EXPECT_EQ(days_in_month(2023, 13), 0);
  EXPECT_EQ(days_in_month(2023, 0), 0);
}

}  // namespace
}  // namespace tocsin
