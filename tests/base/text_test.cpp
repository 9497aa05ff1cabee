#include "tocsin/base/text.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tocsin {
namespace {

TEST(Shortest, ReadsBackAndIsShort) {
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(100.0), "100");
  EXPECT_EQ(shortest(1e22), "1e+22");
  EXPECT_EQ(shortest(5e-324), "5e-324");
  EXPECT_EQ(shortest(0.0), "0");
  EXPECT_EQ(shortest(-0.0), "-0.0") << "-0 would read back as an integer";
  EXPECT_EQ(shortest(std::nan("")), "null");
  EXPECT_EQ(shortest(-std::numeric_limits<double>::infinity()), "null");
}

RC_GTEST_PROP(Shortest, EveryDoubleReadsBackToItsBits, (std::uint64_t bits)) {
  const auto value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  RC_ASSERT(std::bit_cast<std::uint64_t>(*to_double(shortest(value))) == bits);
}

TEST(Fixed, IsForPeople) {
  EXPECT_EQ(fixed(3.14159, 2), "3.14");
  EXPECT_EQ(fixed(-0.001, 2), "0.00");
  EXPECT_EQ(fixed(-0.006, 2), "-0.01");
  EXPECT_EQ(fixed(1e3, 0), "1000");
  EXPECT_EQ(fixed(std::numeric_limits<double>::max(), 3).size(), 309U + 4U);
  EXPECT_EQ(fixed(std::nan(""), 3), "null");
}

TEST(Numbers, AreWholeTexts) {
  EXPECT_EQ(to_double("1.5e3"), 1500.0);
  EXPECT_EQ(to_double("+2"), 2.0);
  EXPECT_EQ(to_double(".5"), 0.5);
  for (const char* text : {"", " 1", "1 ", "1x", "nan", "inf", "-inf", "1e999", "+-1", "+", "0x10", "1,5", "--1"}) {
    EXPECT_FALSE(to_double(text)) << text;
  }
  EXPECT_EQ(to_integer("-42"), -42);
  EXPECT_EQ(to_integer("+42"), 42);
  EXPECT_EQ(to_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"", "1.0", "9223372036854775808", " 1", "1e3", "+-1", "+"})
    EXPECT_FALSE(to_integer(text)) << text;
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(split(",", ','), (std::vector<std::string_view>{"", ""}));
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n "), "");
}

TEST(NearestWord, FindsSlips) {
  const std::vector<std::string> words{"lat_deg", "lon_deg", "height_m", "kick_deg", "id"};
  EXPECT_EQ(nearest_word("lat_dge", words), "lat_deg") << "two letters swapped";
  EXPECT_EQ(nearest_word("latdeg", words), "lat_deg") << "one left out";
  EXPECT_EQ(nearest_word("hieght_m", words), "height_m");
  EXPECT_EQ(nearest_word("di", words), "id");
  EXPECT_EQ(nearest_word("lat_deg", words), "lat_deg");
  EXPECT_EQ(nearest_word("speed", words), "");
  EXPECT_EQ(nearest_word("apogee", {"range_km", "apogee_km"}), "apogee_km") << "the unit left out";
  EXPECT_EQ(nearest_word("", words), "");
  EXPECT_EQ(nearest_word("x", {}), "");
  EXPECT_EQ(nearest_word("b_deg", {"c_deg", "a_deg"}), "c_deg") << "the first of equals";
}

TEST(NearestWord, LongHostileWordsCostNothing) {
  EXPECT_EQ(nearest_word(std::string(10'000'000, 'x'), {"lat_deg", "lon_deg"}), "");
}

/// Vectors of FIPS 180-4's examples and of the NIST test suite.
TEST(Sha256, MatchesThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, EveryLengthAroundABlockIsPadded) {
  // reference: sha256 of the concatenated digests of 0 to 130 letters, computed by Python's hashlib
  std::string all;
  for (std::size_t n = 0; n <= 130; ++n) all += sha256_hex(std::string(n, 'x'));
  EXPECT_EQ(sha256_hex(all), "87aca1c44bc7ba8897768170211f0a02063de70801131ff86c7edb9ce32c6a50");
}

}  // namespace
}  // namespace tocsin
