#include "tocsin/base/config.hpp"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

ConfigTable read(std::string_view text) {
  Result<ConfigTable> config = parse_config(text, "s.toml");
  EXPECT_TRUE(config) << config.error().to_string();
  return *std::move(config);
}

std::string refusal(std::string_view text, const ConfigLimits& limits = {}) {
  const Result<ConfigTable> config = parse_config(text, "s.toml", {}, limits);
  return config ? "accepted" : config.error().to_string();
}

template <class T>
std::string error_of(const Result<T>& result) {
  return result ? "accepted" : result.error().to_string();
}

TEST(Config, GivesValuesOfTheirKind) {
  ConfigTable c = read(R"(
number = 1.5
whole = 7
yes = true
name = "n"
when = 2022-10-03T22:22:00Z
when_text = "2016-12-31T23:59:60Z"
numbers = [1, 2.5]
names = ["a", "b"]
[launch]
lat_deg = 40
[[sensor]]
id = 1
[[sensor]]
id = 2
)");
  EXPECT_EQ(*c.number("number", 0, 2), 1.5);
  EXPECT_EQ(*c.number("whole", 0, 10), 7.0);
  EXPECT_EQ(*c.integer("whole", 0, 10), 7);
  EXPECT_TRUE(*c.boolean_or("yes", false));
  EXPECT_EQ(*c.string("name"), "n");
  EXPECT_EQ(*c.choice("name", {"m", "n"}), "n");
  EXPECT_EQ(*c.time("when"), *parse_utc("2022-10-03T22:22:00Z"));
  EXPECT_EQ(*c.time("when_text"), *parse_utc("2016-12-31T23:59:60Z"));
  EXPECT_EQ(*c.numbers("numbers", 1, 3, 0, 5), (std::vector<double>{1.0, 2.5}));
  EXPECT_EQ(*c.strings_or("names", {}), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(*c.table("launch")->number("lat_deg", -90, 90), 40.0);
  ASSERT_EQ(c.tables("sensor")->size(), 2U);
  EXPECT_EQ(*c.tables("sensor")->at(1).integer("id", 0, 9), 2);
  EXPECT_TRUE(c.has("launch"));
  EXPECT_FALSE(c.has("landing"));
  EXPECT_TRUE(c.finish());
  EXPECT_EQ(c.table("launch")->line(), 10);
}

TEST(Config, FallsBackWhereNothingIsGiven) {
  ConfigTable c = read("");
  EXPECT_EQ(*c.number_or("a", 3.5, 0, 1), 3.5);
  EXPECT_EQ(*c.integer_or("a", 3, 0, 1), 3);
  EXPECT_EQ(*c.boolean_or("a", true), true);
  EXPECT_EQ(*c.string_or("a", "x"), "x");
  EXPECT_EQ(*c.choice_or("a", "x", {"x"}), "x");
  EXPECT_EQ(*c.optional_number("a", 0, 1), std::nullopt);
  EXPECT_EQ(*c.numbers_or("a", {1, 2}, 2, 2, 0, 9), (std::vector<double>{1, 2}));
  EXPECT_EQ(*c.strings_or("a", {"x"}), std::vector<std::string>{"x"});
  EXPECT_FALSE(c.optional_table("a")->has_value());
  EXPECT_TRUE(c.tables("a")->empty());
}

TEST(Config, ErrorsNameFileLineAndField) {
  ConfigTable c =
      read("[launch]\nlat_deg = 95\nname = 3\nwhen = 2022-10-03\nlist = [1, \"x\"]\nkind = \"bal\"\nn = 1.0\n");
  ConfigTable launch = *c.table("launch");
  EXPECT_EQ(error_of(launch.number("lat_deg", -90, 90)),
            "s.toml:2:11: field 'launch.lat_deg': found 95, expected a number from -90 to 90");
  EXPECT_EQ(error_of(launch.string("name")), "s.toml:3:8: field 'launch.name': found 3, expected text");
  EXPECT_EQ(error_of(launch.numbers("list", 1, 2, 0, 9)),
            "s.toml:5:12: field 'launch.list.1': found \"x\", expected a number from 0 to 9");
  EXPECT_EQ(error_of(launch.numbers("list", 3, 3, 0, 9)),
            "s.toml:5:8: field 'launch.list': found an array of 2, expected an array of 3 numbers");
  EXPECT_EQ(error_of(launch.choice("kind", {"ballistic", "space"})),
            "s.toml:6:8: field 'launch.kind': found \"bal\", expected one of ballistic, space");
  EXPECT_EQ(error_of(launch.integer("n", 0, 9)),
            "s.toml:7:5: field 'launch.n': found 1, expected a whole number from 0 to 9");
  EXPECT_EQ(error_of(launch.time("when")).substr(0, 35), "s.toml:4:8: field 'launch.when': fo");
  EXPECT_EQ(error_of(launch.boolean_or("n", false)).substr(0, 12), "s.toml:7:5: ");
  EXPECT_EQ(error_of(c.number("launch", 0, 1)).substr(0, 31), "s.toml:1:1: field 'launch': fou");
  EXPECT_EQ(launch.error_at("lat_deg", "95", "less").to_string(),
            "s.toml:2:11: field 'launch.lat_deg': found 95, expected less");
  EXPECT_EQ(launch.error_at("", "this", "that").to_string(), "s.toml:1:1: field 'launch': found this, expected that");
}

TEST(Config, NumbersAreFiniteAndNotText) {
  ConfigTable c = read("a = nan\nb = inf\nc = -inf\nd = \"1\"\ne = true\n");
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    EXPECT_FALSE(c.number(key, -1e308, 1e308)) << key;
    EXPECT_FALSE(c.number_or(key, 1.0, -1e308, 1e308)) << key;
    EXPECT_FALSE(c.integer_or(key, 1, -5, 5)) << key;
  }
  EXPECT_EQ(error_of(c.number("a", 0, 1)), "s.toml:1:5: field 'a': found nan, expected a number from 0 to 1");
}

TEST(Config, UnknownKeysNameTheNearestKnownOne) {
  ConfigTable c = read("[launch]\nkick_dge = 2\nzzz = 1\nlat_deg = 1\n");
  ConfigTable launch = *c.table("launch");
  (void)launch.number("lat_deg", -90, 90);
  (void)launch.number_or("kick_deg", 2.0, 0, 45);
  EXPECT_EQ(launch.finish().error().to_string(),
            "s.toml:2:12: field 'launch.kick_dge': found unknown key, expected 'kick_deg'");
  (void)launch.has("kick_dge");
  EXPECT_FALSE(launch.finish()) << "asking whether a key is there does not make it known";
  (void)launch.number_or("kick_dge", 2.0, 0, 45);
  EXPECT_EQ(launch.finish().error().to_string(),
            "s.toml:3:7: field 'launch.zzz': found unknown key, expected one of kick_deg, kick_dge, lat_deg");
}

TEST(Config, AMissingKeyPointsToItsSlip) {
  ConfigTable c = read("[launch]\nlat_dge = 2\n");
  EXPECT_EQ(error_of(c.table("launch")->number("lat_deg", -90, 90)),
            "s.toml:1:1: field 'launch.lat_deg': found nothing, expected a number from -90 to 90; is 'lat_dge' a slip "
            "of it?");
  EXPECT_EQ(error_of(c.table("landing")), "s.toml:1:1: field 'landing': found nothing, expected a table [landing]");
}

TEST(Config, TablesAreTables) {
  ConfigTable c = read("a = 1\nb = [1]\n[c]\n");
  EXPECT_FALSE(c.table("a"));
  EXPECT_FALSE(c.optional_table("b"));
  EXPECT_FALSE(c.tables("a"));
  EXPECT_FALSE(c.tables("c"));
  EXPECT_EQ(error_of(c.tables("b")), "s.toml:2:6: field 'b.0': found 1, expected tables [[b]]");
}

TEST(Config, TimesAreUtc) {
  ConfigTable c =
      read("a = 2022-10-03T22:22:00.5Z\nb = 2022-10-04T07:22:00+09:00\nc = 2022-10-03T22:22:00\nd = \"22:22\"\n");
  EXPECT_EQ(*c.time("a"), *parse_utc("2022-10-03T22:22:00.5Z"));
  EXPECT_NE(error_of(c.time("b")).find("found 2022-10-04T07:22:00+09:00"), std::string::npos);
  EXPECT_NE(error_of(c.time("c")).find("found 2022-10-03T22:22:00,"), std::string::npos);
  EXPECT_NE(error_of(c.time("d")).find("found \"22:22\""), std::string::npos);
}

TEST(Config, RefusesBadSyntaxByLine) {
  EXPECT_EQ(refusal("a = 1\nb = \n").substr(0, 9), "s.toml:2:");
  EXPECT_EQ(refusal("a = 1\na = 2\n").substr(0, 9), "s.toml:2:");
  EXPECT_EQ(refusal("\n\n[x\n").substr(0, 9), "s.toml:3:");
  EXPECT_NE(refusal("a = \"\xff\"\n"), "accepted");
  EXPECT_NE(refusal(std::string("a = 1\0", 6)), "accepted");
}

TEST(Config, IsBoundedInSizeAndDepth) {
  EXPECT_EQ(refusal("abc = 1", {.max_bytes = 6}), "s.toml: found 7 bytes, expected at most 6 bytes");
  const auto nested = [](std::size_t n) { return "a = " + std::string(n, '[') + std::string(n, ']'); };
  EXPECT_EQ(refusal(nested(16)), "accepted");
  EXPECT_EQ(refusal("\n" + nested(17)), "s.toml:2: found deeper nesting, expected at most 16 levels");
  EXPECT_NE(refusal(nested(1'000'000)), "accepted");
  std::string dotted = "a";
  for (int i = 0; i < 1'000'000; ++i) dotted += ".a";
  EXPECT_NE(refusal(dotted + " = 1"), "accepted");
  EXPECT_NE(refusal("[" + dotted + "]"), "accepted");
  EXPECT_EQ(refusal("a.b.c.d.e = 1.5\n[f.g.h]\nx = { y = { z = [[1.5]] } }\n"), "accepted");
}

TEST(Config, TextAndCommentsDoNotCountAsNesting) {
  const std::string dots(1000, '.');
  const std::string open(1000, '[');
  EXPECT_EQ(refusal("a = \"" + dots + open + "\\\"" + open + "\" # " + dots + open + "\n"), "accepted");
  EXPECT_EQ(refusal("a = '" + dots + open + "\\'\nb = '''" + open + "'\n''" + open + "\n'''''\nc = \"\"\"" + open +
                    "\"\n\\\"\"\"" + "\"\"\n"),
            "accepted");
}

}  // namespace
}  // namespace tocsin
