#include <gtest/gtest.h>

#include "tocsin/base/config.hpp"

namespace tocsin {
namespace {

constexpr std::string_view kFile = R"(
seed = 1
name = "a"
list = [1, 2, 3]
[launch]
lat_deg = 40
[[operator]]
delay_s = 1
[[operator]]
delay_s = 2
)";

Result<ConfigTable> with(const std::vector<std::string>& texts) {
  std::vector<Override> overrides;
  for (const std::string& text : texts) overrides.push_back(*parse_override(text));
  return parse_config(kFile, "s.toml", overrides);
}

std::string refusal(const std::string& text) {
  const Result<ConfigTable> config = with({text});
  return config ? "accepted" : config.error().to_string();
}

TEST(Override, IsKeyAndValue) {
  EXPECT_EQ(parse_override("a.b = 1=2 ")->path, "a.b");
  EXPECT_EQ(parse_override("a.b = 1=2 ")->value, "1=2");
  EXPECT_EQ(parse_override("a=")->value, "");
  EXPECT_EQ(parse_override("no value").error().to_string(), "--set: found no value, expected key.path=value");
  EXPECT_FALSE(parse_override("=1"));
  EXPECT_FALSE(parse_override(""));
}

TEST(Override, ReplacesAndAddsValues) {
  Result<ConfigTable> c =
      with({"seed=7", "name=plain words", "launch.lat_deg=-1.5", "launch.lon_deg=10", "operator.1.delay_s=9",
            "list.2=30", "when=2022-10-03T22:22:00Z", "quoted=\"1\"", "empty=\"\""});
  ASSERT_TRUE(c) << c.error().to_string();
  EXPECT_EQ(*c->integer("seed", 0, 9), 7);
  EXPECT_EQ(*c->string("name"), "plain words");
  EXPECT_EQ(*c->table("launch")->number("lat_deg", -90, 90), -1.5);
  EXPECT_EQ(*c->table("launch")->number("lon_deg", -180, 180), 10.0);
  EXPECT_EQ(*c->tables("operator")->at(0).number("delay_s", 0, 60), 1.0);
  EXPECT_EQ(*c->tables("operator")->at(1).number("delay_s", 0, 60), 9.0);
  EXPECT_EQ(*c->numbers("list", 3, 3, 0, 100), (std::vector<double>{1, 2, 30}));
  EXPECT_EQ(*c->time("when"), *parse_utc("2022-10-03T22:22:00Z"));
  EXPECT_EQ(*c->string("quoted"), "1");
  EXPECT_EQ(*c->string("empty"), "");
}

TEST(Override, AnEmptyValueTakesTheKeyAway) {
  Result<ConfigTable> c = with({"launch.lat_deg=", "absent="});
  ASSERT_TRUE(c) << c.error().to_string();
  EXPECT_FALSE(c->table("launch")->has("lat_deg"));
  EXPECT_TRUE(with({})->table("launch")->has("lat_deg"));
}

TEST(Override, TheLastOneWins) {
  EXPECT_EQ(*with({"seed=2", "seed=3"})->integer("seed", 0, 9), 3);
}

TEST(Override, IsCheckedLikeTheFile) {
  Result<ConfigTable> c = with({"launch.lat_deg=95", "launch.lat_dge=1", "seed=nan"});
  ASSERT_TRUE(c);
  ConfigTable launch = *c->table("launch");
  EXPECT_EQ(launch.number("lat_deg", -90, 90).error().to_string(),
            "--set launch.lat_deg: field 'launch.lat_deg': found 95, expected a number from -90 to 90");
  EXPECT_EQ(launch.finish().error().to_string(),
            "--set launch.lat_dge: field 'launch.lat_dge': found unknown key, expected 'lat_deg'");
  EXPECT_FALSE(c->number("seed", -1e9, 1e9));
}

TEST(Override, NeedsAPathThatExists) {
  EXPECT_EQ(refusal("lanch.lat_deg=1"), "--set: field 'lanch.lat_deg': found no 'lanch', expected 'launch'");
  EXPECT_EQ(refusal("zzzzzz.lat_deg=1"),
            "--set: field 'zzzzzz.lat_deg': found no 'zzzzzz', expected a table of the file");
  EXPECT_EQ(refusal("operator.2.delay_s=1"), "--set: field 'operator.2.delay_s': found '2', expected an index below 2");
  EXPECT_EQ(refusal("operator.-1.delay_s=1"),
            "--set: field 'operator.-1.delay_s': found '-1', expected an index below 2");
  EXPECT_EQ(refusal("seed.x=1"), "--set: field 'seed.x': found 'x' inside 1, expected a table");
  EXPECT_EQ(refusal("list.3=1"), "--set: field 'list.3': found '3', expected an index below 3");
  EXPECT_NE(refusal("launch.=1"), "accepted");
  EXPECT_NE(refusal("launch..x=1"), "accepted");
}

TEST(Override, CannotSmuggleAnotherKey) {
  Result<ConfigTable> c = with({"name=1\nseed=9"});
  ASSERT_TRUE(c);
  EXPECT_EQ(*c->string("name"), "1\nseed=9");
  EXPECT_EQ(*c->integer("seed", 0, 9), 1);
}

TEST(Override, IsBoundedInDepth) {
  Result<ConfigTable> c = with({"name=" + std::string(100'000, '[')});
  ASSERT_TRUE(c);
  EXPECT_EQ(c->string("name")->size(), 100'000U) << "too deep for TOML, so it is text";
}

}  // namespace
}  // namespace tocsin
