#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"

#include "tests/base/sample_record.hpp"

namespace tocsin {
namespace {

std::string state_of(const SampleRecord& record) {
  StateWriter out;
  put_state(out, record);
  return out.bytes();
}

TEST(State, RoundTripKeepsEveryBit) {
  SampleRecord record = sample_record();
  record.hits[0].range_m = std::bit_cast<double>(0x7ff8000000000123U);  // a state may hold what a record may not
  record.covariance(0, 1) = 7.0;
  const std::string bytes = state_of(record);
  StateReader in(bytes);
  SampleRecord back;
  get_state(in, back);
  EXPECT_TRUE(in.ok());
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(state_of(back), bytes);
  EXPECT_EQ(back.by_sensor, record.by_sensor);
  EXPECT_EQ(back.covariance, record.covariance);
}

TEST(State, EveryTruncationIsNoticed) {
  const std::string bytes = state_of(sample_record());
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    StateReader in(std::string_view(bytes).substr(0, n));
    SampleRecord back;
    get_state(in, back);
    ASSERT_FALSE(in.ok()) << n;
  }
}

TEST(State, AForgedLengthAllocatesNothing) {
  for (const std::uint64_t length :
       {std::uint64_t{9}, std::uint64_t{1} << 40U, std::numeric_limits<std::uint64_t>::max()}) {
    StateWriter out;
    out.u64(length);
    out.u64(0);
    StateReader vectors(out.bytes());
    std::vector<double> numbers;
    get_state(vectors, numbers);
    EXPECT_FALSE(vectors.ok());
    EXPECT_LE(numbers.capacity(), 2U);
    StateReader texts(out.bytes());
    std::string text;
    get_state(texts, text);
    EXPECT_FALSE(texts.ok());
    EXPECT_TRUE(text.empty());
    StateReader maps(out.bytes());
    std::map<std::string, double> map;
    get_state(maps, map);
    EXPECT_FALSE(maps.ok());
    EXPECT_LE(map.size(), 1U);
  }
}

TEST(State, ForgedValuesAreNoticed) {
  const auto read = [](std::int64_t number, auto value) {
    StateWriter out;
    out.i64(number);
    StateReader in(out.bytes());
    get_state(in, value);
    return in.ok();
  };
  EXPECT_TRUE(read(1, Weather::clear));
  EXPECT_FALSE(read(2, Weather::clear));
  EXPECT_FALSE(read(1LL << 32U, Weather::clear)) << "the upper half counts too";
  EXPECT_TRUE(read(1, true));
  EXPECT_FALSE(read(2, true));
  EXPECT_FALSE(read(1LL << 40U, 0));
  EXPECT_FALSE(read(-1, std::uint32_t{0}));
  EXPECT_TRUE(read(-1, std::uint64_t{0})) << "64 bits go both ways";
}

TEST(State, NumbersAreLittleEndian) {
  StateWriter out;
  out.u64(0x0102030405060708U);
  out.text("ab");
  EXPECT_EQ(out.bytes(), std::string("\x08\x07\x06\x05\x04\x03\x02\x01\x02\0\0\0\0\0\0\0ab", 18));
}

}  // namespace
}  // namespace tocsin
