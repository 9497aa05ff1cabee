#include "tocsin/event/launch_count.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"

namespace tocsin::event {
namespace {

EventState launch_seen() {
  EventState event;
  event.extremes.powered_ascent = true;
  event.extremes.existence = 0.99;
  event.extremes.rocket = 0.9;
  event.posterior.probability[static_cast<std::size_t>(message::EventClass::ballistic)] = 0.7;
  event.posterior.probability[static_cast<std::size_t>(message::EventClass::space_launch)] = 0.2;
  message::Track track;
  track.infrared_hits = 4;
  event.members.push_back({track, true, true});
  return event;
}

TEST(LaunchCount, IsTheConvolutionOfItsEvents) {
  const message::LaunchCount count = count_of({0.5, 0.5, 1.0});
  ASSERT_EQ(count.probabilities.size(), 4U);
  EXPECT_DOUBLE_EQ(count.probabilities[0], 0.0);
  EXPECT_DOUBLE_EQ(count.probabilities[1], 0.25);
  EXPECT_DOUBLE_EQ(count.probabilities[2], 0.5);
  EXPECT_DOUBLE_EQ(count.probabilities[3], 0.25);
  EXPECT_DOUBLE_EQ(count.expected, 2.0);
  EXPECT_EQ(count.most_probable, 2);
  EXPECT_EQ(count.low90, 1);
  EXPECT_EQ(count.high90, 3);
}

TEST(LaunchCount, OfNothingIsNone) {
  const message::LaunchCount count = count_launches({});
  EXPECT_EQ(count.most_probable, 0);
  EXPECT_EQ(count.high90, 0);
  EXPECT_EQ(count.probabilities, std::vector<double>{1.0});
}

TEST(LaunchCount, HoldsNinetyOfAHundredWhereItsProbabilitiesAreTrue) {
  Random random(5, "launch count");
  int inside = 0;
  constexpr int kRuns = 2000;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<double> p;
    int truth = 0;
    for (int i = 0; i < 25; ++i) {
      p.push_back(random.uniform());
      truth += random.uniform() < p.back() ? 1 : 0;
    }
    const message::LaunchCount count = count_of(p);
    EXPECT_NEAR(std::accumulate(count.probabilities.begin(), count.probabilities.end(), 0.0), 1.0, 1e-12);
    inside += count.low90 <= truth && truth <= count.high90 ? 1 : 0;
  }
  EXPECT_GT(inside, 0.89 * kRuns);
  EXPECT_LT(inside, 0.98 * kRuns);
}

TEST(LaunchCount, CountsWhatRoseAndNotWhatIsAnotherOnes) {
  EventState event = launch_seen();
  EXPECT_NEAR(own_launch_probability(event, true, {}), 0.99 * 0.9, 1e-12);
  event.members[0].track.infrared_hits = 0;  // radar alone: a launch, or a stage of the one before
  EXPECT_NEAR(own_launch_probability(event, true, {}), 0.5 * 0.99 * 0.9, 1e-12);
  EXPECT_NEAR(own_launch_probability(event, false, {}), 0.99 * 0.9, 1e-12);
  event.product.merged_into = "E0001";
  EXPECT_EQ(own_launch_probability(event, false, {}), 0.0);
}

TEST(LaunchCount, OfARunLeavesOutWhatWasMerged) {
  std::map<std::string, message::Event> events;
  events["E0001"].own_launch_probability = 0.9;
  events["E0002"].own_launch_probability = 0.0;
  events["E0002"].merged_into = "E0001";
  const message::LaunchCount count = count_launches(events);
  EXPECT_DOUBLE_EQ(count.expected, 0.9);
  EXPECT_EQ(count.probabilities.size(), 2U);
}

}  // namespace
}  // namespace tocsin::event
