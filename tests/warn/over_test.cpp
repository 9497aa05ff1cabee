// What is over leaves the live state; nothing is lost of what was said.

#include <gtest/gtest.h>

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

Policy an_hour() {
  Policy policy;
  policy.expires_s = 600.0;
  policy.keep_s = 3600.0;
  return policy;
}

message::Decision cancel_of(const std::string& warning) {
  return {
      .warning = warning, .revision = 1, .action = message::DecisionAction::cancel, .by = "ann", .reason = "because"};
}

TEST(Over, AnExpiredWarningOfAnEndedEventIsAnsweredByNameAndItsNumberIsNotGivenAgain) {
  const Played p = play(R"(
    seconds  0     10    20    1217  1300  4700  5000
    E0001    b2I   .     .     .     b2I.
    E0002    .     .     .     .     .     .     b2
    ann      .     r1    .     .     .     k1    k1
    bob      .     .     r1
    out      pa1   .     ra1   ea1   .     .     pa1@2
    refused  .     .     .     .     .     .     closed_more_than_3600_s_ago
  )",
                        an_hour());
  EXPECT_TRUE(as_drawn(p));
}

TEST(Over, AProposalThatNobodyDecidedAboutIsTakenBackAndOneOfALivingEventIsNot) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     1300  4920
    E0001    b2I   b2I.
    out      pa1   .     xa1
  )",
                            an_hour())));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     1300  9000
    E0001    b2I   b2I
    out      pa1
  )",
                            an_hour())));
}

TEST(Over, AClosedWarningOfALivingEventIsKeptSoThatItIsNotProposedAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    9000
    E0001    b2I   .     b2I
    ann      .     j1
    out      pa1   xa1
  )",
                            an_hour())));
}

TEST(Over, AWarningInForceStaysHoweverLongAgoItsEventEnded) {
  Policy lasting = an_hour();
  lasting.expires_s = 20000.0;
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    1300  9000
    E0001    b2I   .     .     b2I.
    ann      .     r1    .     .     c1
    bob      .     .     r1
    out      pa1   .     ra1   .     xa1,rc2
  )",
                            lasting)));
}

TEST(Over, TheStateIsAsLargeAfterADayOfLaunchesAsAfterThreeHours) {
  const Policy policy = an_hour();
  Warnings warnings(policy);
  std::size_t after_three_hours = 0;
  int proposed = 0;
  int closed = 0;
  constexpr int kBetween_s = 600;
  for (int s = 0; s < 86400; s += 20) {
    std::vector<message::Event> events;
    const int k = s / kBetween_s;
    const std::string id = "E" + std::to_string(1001 + k);
    // every other one is too sure to be a space launch to be proposed
    const char* look = k % 2 == 0 ? "b2" : "s2";
    if (s % kBetween_s == 0) events = {event_of(id, look, at_second(s), 1)};
    if (s % kBetween_s == 400) events = {event_of(id, std::string(look) + ".", at_second(s), 2)};
    const WarningsOutput out = warnings.step(tick_at(s), events);
    for (const message::Warning& w : out.warnings)
      (w.state == message::WarningState::proposed ? proposed : closed) += 1;
    if (s == 3 * 3600) after_three_hours = warnings.save().size();
  }
  EXPECT_EQ(proposed, 72);
  EXPECT_GE(closed, 65);
  EXPECT_GT(after_three_hours, 1000U);
  EXPECT_LT(warnings.save().size(), after_three_hours + after_three_hours / 5);
  for (const std::string gone : {"W0001", "W0050"}) {
    const WarningsOutput answer = warnings.step(decision_at(86400, cancel_of(gone)), {});
    ASSERT_EQ(answer.refused.size(), 1U);
    EXPECT_NE(answer.refused[0].find("closed more than 3600 s ago"), std::string::npos) << answer.refused[0];
  }
  const WarningsOutput never = warnings.step(decision_at(86400, cancel_of("W0073")), {});
  ASSERT_EQ(never.refused.size(), 1U);
  EXPECT_NE(never.refused[0].find("there is no such warning"), std::string::npos) << never.refused[0];
}

}  // namespace
}  // namespace tocsin::warn
