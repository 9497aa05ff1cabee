#include "tocsin/base/result.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/require.hpp"

namespace tocsin {
namespace {

TEST(Error, IsOneLineForPeople) {
  const Error error{
      .source = "w.toml", .line = 12, .column = 3, .field = "lat_deg", .value = "95", .expected = "-90 to 90"};
  EXPECT_EQ(error.to_string(), "w.toml:12:3: field 'lat_deg': found 95, expected -90 to 90");
  EXPECT_EQ((Error{.source = "a.jsonl", .line = 7, .is_record = true, .message = "cut off"}).to_string(),
            "a.jsonl:record 7: cut off");
  EXPECT_EQ(Error{}.to_string(), "refused");
  EXPECT_EQ((Error{.line = 4, .expected = "a number"}).to_string(), "4: expected a number");
  EXPECT_EQ((Error{.field = "x", .message = "twice"}).to_string(), "field 'x': twice");
}

TEST(Error, CollectsItsPlaceOnTheWayUp) {
  const Error error = Error{.field = "range_m"}.under("3").under("hits").at_record(8).in("feed").at_line(9).in("other");
  EXPECT_EQ(error.field, "hits.3.range_m");
  EXPECT_EQ(error.source, "feed");
  EXPECT_EQ(error.line, 8) << "the innermost reader knows best";
  EXPECT_TRUE(error.is_record);
  EXPECT_EQ(Error{}.under("a").field, "a");
}

TEST(Printable, NeverSteersATerminal) {
  EXPECT_EQ(printable("plain é 서울"), "plain é 서울");
  EXPECT_EQ(printable("a\x1b[31m\n"), "a\\x1b[31m\\x0a");
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b") << "C1 control";
  EXPECT_EQ(printable("\u202e"), "\\xe2\\x80\\xae") << "right-to-left override";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "lone surrogate";
  EXPECT_EQ(printable(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(printable(std::string(1'000'000, 'x')), std::string(80, 'x') + "...");
  EXPECT_EQ(printable(""), "");
}

Result<int> half(int n) {
  if (n % 2 != 0) return fail_field("n", std::to_string(n), "an even number");
  return n / 2;
}

Result<int> quarter(int n) {
  TOCSIN_TRY(const int first, half(n));
  int second = 0;
  TOCSIN_TRY(second, half(first));
  return second;
}

Status check(int n) {
  TOCSIN_TRY([[maybe_unused]] const int q, quarter(n));
  return {};
}

TEST(Try, GivesTheValueOrReturnsTheError) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(6).error().to_string(), "field 'n': found 3, expected an even number");
  EXPECT_TRUE(check(8));
  EXPECT_FALSE(check(7));
  EXPECT_EQ(Status(fail("no")).error().message, "no");
}

TEST(RequireDeathTest, EndsTheProgramWithItsReason) {
  const int apples = 2;
  EXPECT_DEATH(TOCSIN_REQUIRE(apples == 3, "three apples"),
               "result_test.cpp:[0-9]+: broken invariant: three apples \\(apples == 3\\)");
  TOCSIN_REQUIRE(apples == 2, "never seen");
}

}  // namespace
}  // namespace tocsin
