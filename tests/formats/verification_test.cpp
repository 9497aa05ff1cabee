#include "tocsin/formats/verification.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace tocsin::formats {
namespace {

// Satellite 5 of the verification set in AIAA 2006-6753, and its first states as printed there.
constexpr const char* kVanguard1 =
    "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n"
    "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667";

std::string lines_for(const std::string& span, VerificationCount& count) {
  const auto sets = read_tle(std::string(kVanguard1) + "  " + span + "\n", "test", {.read_spans = true});
  EXPECT_TRUE(sets && sets->sets.size() == 1 && sets->spans.size() == 1) << span;
  std::string out;
  append_verification(sets->sets.at(0), sets->spans.at(0), {}, out, count);
  return out;
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Verification, PrintsTheColumnsOfThePaper) {
  VerificationCount count;
  EXPECT_EQ(
      lines_for("0.00      720.0        360.00", count),
      "5 xx\n"
      "       0.00000000    7022.46529266   -1400.08296755       0.03995155  1.893841015  6.405893759  4.534807250\n"
      "     360.00000000   -7154.03120202   -3783.17682504   -3536.19412294  4.741887409 -4.151817765 -2.093935425\n"
      "     720.00000000   -7134.59340119    6531.68641334    3260.27186483 -4.113793027 -2.911922039 -2.557327851\n");
  EXPECT_EQ(count.states, 3U);
  EXPECT_EQ(count.failed_sets, 0U);
}

TEST(Verification, BeginsAtTheEpochAndEndsAtTheStop) {
  VerificationCount count;
  EXPECT_EQ(lines_of(lines_for("-100.0      50.0      60.0", count)), 1U + 1U + 4U);  // epoch; -100, -40, 20, 50
  EXPECT_EQ(lines_of(lines_for("0.0       0.0      60.0", count)), 1U + 1U);
  EXPECT_EQ(lines_of(lines_for("0.0      90.0      60.0", count)), 1U + 1U + 2U);
}

TEST(Verification, TheFirstFailureEndsTheSet) {
  const auto sets = read_tle(std::string(kVanguard1) + "  0.0 100.0 50.0\n", "test", {.read_spans = true});
  motion::ElementSet set = sets->sets.at(0);
  set.eccentricity = 1.0;
  std::string out;
  VerificationCount count;
  append_verification(set, {0.0, 100.0, 50.0}, {}, out, count);
  EXPECT_EQ(out, "5 xx\n# no state at 0 min: error 1, mean eccentricity outside [-0.001, 1)\n");
  EXPECT_EQ(count.failed_sets, 1U);
}

}  // namespace
}  // namespace tocsin::formats
