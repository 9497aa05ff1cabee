#include "tocsin/base/json.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tocsin {
namespace {

Json read(std::string_view text) {
  Result<Json> json = parse_json(text, "x.json");
  EXPECT_TRUE(json) << json.error().to_string();
  return json ? *std::move(json) : Json();
}

std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
  const Result<Json> json = parse_json(text, "x.json", limits);
  return json ? "accepted" : json.error().to_string();
}

TEST(Json, KeepsTheOrderOfMembers) {
  const std::string text = R"({"b":1,"a":[true,false,null,"x",-2.5],"c":{}})";
  EXPECT_EQ(read(text).dump(), text);
  EXPECT_EQ(read(" { \"b\" : [ ] } ").dump(), "{\"b\":[]}");
}

TEST(Json, IsIndentedForPeople) {
  EXPECT_EQ(read(R"({"a":[1,2],"b":{},"c":[]})").dump(2),
            "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}");
}

TEST(Json, TellsIntegersFromOtherNumbers) {
  const Json json =
      read("[1, 1.0, 1e0, 9223372036854775807, 9223372036854775808, -9223372036854775808, -9223372036854775809, -0.0]");
  const Json::Array& a = *json.if_array();
  ASSERT_NE(a[0].if_integer(), nullptr);
  EXPECT_EQ(*a[0].if_integer(), 1);
  ASSERT_NE(a[1].if_double(), nullptr);
  ASSERT_NE(a[2].if_double(), nullptr);
  EXPECT_EQ(*a[3].if_integer(), std::numeric_limits<std::int64_t>::max());
  ASSERT_NE(a[4].if_double(), nullptr) << "beyond 64 bits";
  EXPECT_EQ(*a[4].if_double(), 0x1p63);
  EXPECT_EQ(*a[5].if_integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(*a[6].if_double(), -0x1p63);
  EXPECT_TRUE(std::signbit(a[7].number()));
}

RC_GTEST_PROP(Json, DoublesReadBackToTheirBits, (std::uint64_t bits)) {
  const auto value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  const Result<Json> back = parse_json(Json(value).dump(), "x");
  RC_ASSERT(back.has_value());
  RC_ASSERT(std::bit_cast<std::uint64_t>(back->number()) == bits);
}

TEST(Json, LargeWholeDoublesReadBackToTheirBits) {
  for (double value = 1.0; value < 1e300; value *= 3.0) {
    EXPECT_EQ(read(Json(value).dump()).number(), value);
    EXPECT_EQ(read(Json(-value).dump()).number(), -value);
  }
}

TEST(Json, EscapesWhatTextMayNotHold) {
  const std::string text("\"\\\b\f\n\r\t\0\x1f\x7f/é€😀", 20);
  const std::string dumped = Json(text).dump();
  EXPECT_EQ(dumped, R"("\"\\\u0008\u000c\n\r\t\u0000\u001f\u007f/é€😀")");
  EXPECT_EQ(*read(dumped).if_string(), text);
  EXPECT_EQ(*read(R"("\ud83d\ude00\/\u00e9")").if_string(), "😀/é");
}

RC_GTEST_PROP(Json, TextReadsBack, ()) {
  const std::string text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
  const Result<Json> back = parse_json(Json(text).dump(), "x");
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back->if_string() == text);
}

TEST(Json, ErrorsNameLineAndColumn) {
  EXPECT_EQ(refusal("[1,\n  x]").substr(0, 11), "x.json:2:3:");
  EXPECT_EQ(refusal("{\"a\":1,\n \"a\":2}"),
            "x.json:2:4: field 'a': found a second member of this name, expected each name once in an object");
  EXPECT_EQ(refusal("").substr(0, 11), "x.json:1:1:");
  EXPECT_EQ(refusal("{\"a\": 1").substr(0, 11), "x.json:1:8:");
  EXPECT_EQ(refusal("[1] 2").substr(0, 11), "x.json:1:5:");
  EXPECT_NE(refusal("[1,\n1e999]").find("beyond the range of double"), std::string::npos);
}

TEST(Json, RefusesWhatIsNotStrict) {
  for (const char* text :
       {"{a:1}", "[1,]",   "{\"a\":1,}", "'x'",    "NaN",     "Infinity", "01",      "+1",          "1.",
        ".5",    "\"\t\"", "// c\n1",    "/* */1", "[1 2]",   "nul",      "\"\\x\"", "\"\\ud800\"", "\"\\udc00x\"",
        "tru",   "\"",     "[",          "]",      "{\"a\"}", "1 1",      "\x01",    "True"}) {
    EXPECT_NE(refusal(text), "accepted") << text;
  }
}

TEST(Json, RefusesInvalidUtf8) {
  for (const char* text :
       {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"", "\"\xe2\x82\"", "\"\x80\""}) {
    EXPECT_NE(refusal(text), "accepted");
  }
}

TEST(Json, DuplicatesAreFoundInLargeObjectsToo) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_EQ(refusal(text + "\"last\":0}"), "accepted");
  EXPECT_NE(refusal(text + "\"k3\":0}").find("field 'k3'"), std::string::npos);
  EXPECT_NE(refusal(text + "\"k99\":0}").find("field 'k99'"), std::string::npos);
  EXPECT_EQ(refusal(R"({"a":{"b":1},"b":{"b":2}})"), "accepted") << "each object has its own names";
}

TEST(Json, IsBoundedInDepthSizeAndCount) {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_EQ(refusal(nested(64)), "accepted");
  EXPECT_EQ(refusal(nested(65)), "x.json:1:65: found deeper nesting, expected at most 64 levels");
  EXPECT_NE(refusal(nested(1'000'000)), "accepted");
  EXPECT_EQ(refusal("[1,2,3]", {.max_bytes = 6}), "x.json: found 7 bytes, expected at most 6 bytes of JSON");
  EXPECT_EQ(refusal("[1,2,3]", {.max_values = 4}), "accepted");
  EXPECT_NE(refusal("[1,2,3,4]", {.max_values = 4}), "accepted");
}

TEST(Json, FindsMembers) {
  const Json json = read(R"({"a":1,"b":{"c":2}})");
  ASSERT_NE(json.find("b"), nullptr);
  EXPECT_EQ(json.find("b")->find("c")->number(), 2.0);
  EXPECT_EQ(json.find("x"), nullptr);
  EXPECT_EQ(Json(1).find("x"), nullptr);
}

TEST(Json, IsBuiltMemberByMember) {
  Json json;
  json.add("n", std::int64_t{1}).add("list", Json::array().push("x").push(2.5)).add("flag", true);
  EXPECT_EQ(json.dump(), R"({"n":1,"list":["x",2.5],"flag":true})");
  EXPECT_EQ(Json(std::nan("")).dump(), "null");
  EXPECT_EQ(Json(std::uint64_t{7}).dump(), "7");
}

TEST(JsonDeathTest, MisuseIsABrokenInvariant) {
  EXPECT_DEATH((void)Json("x").number(), "numbers");
  EXPECT_DEATH((void)Json(1).add("x", 1), "objects");
  EXPECT_DEATH((void)Json::object().add("x", 1).add("x", 2), "once");
  EXPECT_DEATH((void)Json(std::numeric_limits<std::uint64_t>::max()), "63 bits");
}

}  // namespace
}  // namespace tocsin
