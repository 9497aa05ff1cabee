#include "tests/track/soak.hpp"

#include <cstdio>

#include <gtest/gtest.h>

namespace tocsin::track::test {
namespace {

/// The short form of track_soak, which takes a day.
TEST(Soak, NothingIsOlderThanItsEvidenceAndNothingGrows) {
  const SoakPlan plan{.hours = 2.0, .launches = 17};
  const Soak soaked = soak(plan);
  for (const std::string& complaint : soaked.complaints) ADD_FAILURE() << complaint;
  ASSERT_EQ(soaked.points.size(), 4U);
  const SoakPoint& first = soaked.points.front();
  const SoakPoint& last = soaked.points.back();
  EXPECT_GE(last.confirmed, 17U) << "every launch was tracked";
  EXPECT_GT(soaked.oldest_confirmed_s, 5.0) << "what went out of sight was carried on";
  EXPECT_EQ(soaked.refused, 0U);
  EXPECT_LT(last.state_bytes, 2 * first.state_bytes);
  EXPECT_LE(last.live, 3U) << "half an hour after the last launch";
}

}  // namespace
}  // namespace tocsin::track::test
