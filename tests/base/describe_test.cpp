#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/describe_json.hpp"

#include "tests/base/sample_record.hpp"

namespace tocsin {
namespace {

/// The error of reading the sample with one piece of its text changed.
std::string refusal(const std::string& from, const std::string& to) {
  std::string text = json_of(sample_record()).dump();
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  text.replace(at, from.size(), to);
  const Result<Json> json = parse_json(text, "x");
  EXPECT_TRUE(json) << json.error().to_string();
  SampleRecord record;
  const Status status = read_json(*json, record);
  return status ? "accepted" : status.error().to_string();
}

TEST(Describe, JsonRoundTripKeepsEveryBit) {
  const SampleRecord record = sample_record();
  const Result<Json> json = parse_json(json_of(record).dump(), "x");
  ASSERT_TRUE(json);
  SampleRecord back;
  const Status status = read_json(*json, back);
  ASSERT_TRUE(status) << status.error().to_string();
  EXPECT_EQ(back, record);
  EXPECT_TRUE(std::signbit(*back.hits[1].speed_mps)) << "-0 stays -0";
  EXPECT_EQ(json_of(back).dump(), json_of(record).dump());
}

TEST(Describe, UnknownFieldsNameTheNearestOne) {
  EXPECT_EQ(refusal("\"note\"", "\"nnote\""), "field 'nnote': found unknown field, expected 'note'");
  EXPECT_EQ(refusal("\"note\":null", "\"zzzzzz\":1"), "field 'zzzzzz': found unknown field, expected a known field");
}

TEST(Describe, ErrorsNameTheNestedPath) {
  EXPECT_EQ(refusal("0.3333333333333333", "\"far\""), "field 'hits.1.range_m': found \"far\", expected a number");
  EXPECT_EQ(refusal("0.3333333333333333", "-1"), "field 'hits.1.range_m': found -1, expected a number from 0 to 1e+09");
  EXPECT_EQ(refusal("5e-324", "1e6"), "field 'hits.2.speed_mps': found 1e+06, expected a number from -1e+05 to 1e+05");
  EXPECT_EQ(refusal("\"range_m\":0.1,", ""), "field 'hits.0.range_m': found nothing, expected a value");
  EXPECT_EQ(refusal("1e+22", "[]"), "field 'by_sensor.a': found an array, expected a number");
}

TEST(Describe, EachKindIsChecked) {
  EXPECT_EQ(refusal("\"cloudy\"", "\"foggy\""), "field 'weather': found \"foggy\", expected one of clear, cloudy");
  EXPECT_EQ(refusal("\"cloudy\"", "3"), "field 'weather': found 3, expected one of clear, cloudy");
  EXPECT_EQ(refusal("\"is_day\":true", "\"is_day\":1"), "field 'is_day': found 1, expected true or false");
  EXPECT_EQ(refusal("\"count\":12", "\"count\":12.5"), "field 'count': found 12.5, expected a whole number");
  EXPECT_EQ(refusal("\"count\":12", "\"count\":1001"), "field 'count': found 1001, expected a number from 0 to 1000");
  EXPECT_EQ(refusal("\"count\":12", "\"count\":1e30"), "field 'count': found 1e+30, expected a number from 0 to 1000");
  EXPECT_EQ(refusal("[-1,", "[-1,0,"), "field 'pair': found an array, expected an array of 2");
  EXPECT_EQ(refusal("[-1,", "[-2,"), "field 'pair.0': found -2, expected a number from -1 to 1");
  EXPECT_EQ(refusal("\"place\":[", "\"place\":[1,"), "field 'place': found an array, expected an array of 3");
  EXPECT_EQ(refusal("\"covariance\":[", "\"covariance\":[1,"),
            "field 'covariance': found an array, expected an array of 6");
  EXPECT_EQ(refusal("\"by_sensor\":{", "\"by_sensor\":5,\"x\":{"), "field 'by_sensor': found 5, expected an object");
  EXPECT_EQ(refusal("Z\"", "\""),
            "field 'time': found 2003-11-30T09:32:37.012345678, expected UTC YYYY-MM-DDThh:mm:ss[.fraction]Z from 1960 "
            "to 2100");
  EXPECT_EQ(refusal("\"note\":null", "\"note\":7"), "field 'note': found 7, expected text");
  SampleRecord record;
  EXPECT_EQ(read_json(Json(1), record).error().to_string(), "found 1, expected an object");
}

TEST(Describe, NullIsAbsent) {
  EXPECT_EQ(refusal("\"note\":null", "\"note\":null"), "accepted");
  EXPECT_EQ(refusal(",\"note\":null", ""), "accepted");
  EXPECT_EQ(refusal("\"count\":12", "\"count\":null"), "field 'count': found null, expected a value");
}

TEST(Describe, WideIntegersDoNotWrap) {
  std::uint8_t small = 0;
  EXPECT_FALSE(read_json(Json(256), small));
  EXPECT_FALSE(read_json(Json(-1), small));
  EXPECT_TRUE(read_json(Json(255), small));
  std::uint64_t wide = 0;
  EXPECT_FALSE(read_json(Json(-1), wide));
}

TEST(Describe, TheSchemaSaysWhatIsRead) {
  const Json schema = schema_of<SampleRecord>();
  EXPECT_EQ(schema.find("type")->dump(), "\"object\"");
  EXPECT_EQ(schema.find("additionalProperties")->dump(), "false");
  EXPECT_EQ(schema.find("required")->dump(),
            R"(["time","hits","weather","name","is_day","count","pair","by_sensor","place","covariance"])");
  const Json& properties = *schema.find("properties");
  EXPECT_EQ(properties.find("time")->dump(),
            R"({"type":"string","format":"date-time","description":"time of the look"})");
  EXPECT_EQ(properties.find("count")->dump(),
            R"({"type":"integer","minimum":0,"maximum":1000,"description":"looks so far"})");
  EXPECT_EQ(properties.find("weather")->dump(), R"({"enum":["clear","cloudy"],"description":"over the site"})");
  EXPECT_EQ(
      properties.find("pair")->dump(),
      R"({"type":"array","items":{"type":"number","minimum":-1,"maximum":1},"minItems":2,"maxItems":2,"description":"two numbers"})");
  EXPECT_EQ(properties.find("covariance")->find("minItems")->dump(), "6");
  EXPECT_EQ(properties.find("note")->dump(),
            R"({"anyOf":[{"type":"string"},{"type":"null"}],"description":"of the operator"})");
  EXPECT_EQ(properties.find("hits")->find("items")->find("required")->dump(), R"(["range_m"])");
}

TEST(DescribeDeathTest, ARecordNeverCarriesANumberThatIsNotFinite) {
  SampleRecord record = sample_record();
  record.hits[0].range_m = std::numeric_limits<double>::infinity();
  EXPECT_DEATH((void)json_of(record), "not finite");
}

}  // namespace
}  // namespace tocsin
