#include <gtest/gtest.h>

#include "tocsin/warn/warnings.hpp"

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

// One launch, one warning.

TEST(Families, WhatSeparatesFromALaunchJoinsItsWarning) {
  const Played p = play(R"(
    seconds  0     40        80        120
    E0001    b2I   .         b2I
    E0002    .     b2J<      b2J<      b2J<
    out      pa1   ua1,pa2
  )");
  EXPECT_TRUE(as_drawn(p));
  EXPECT_EQ(p.warnings.back().event, "E0001");
  EXPECT_EQ(p.warnings.back().areas.size(), 2U);
}

TEST(Families, AStageThatFallsIntoTheSameRegionIsNoNews) {
  const Played p = play(R"(
    seconds  0     40
    E0001    b2I
    E0002    .     b2i<
    out      pa1
  )");
  EXPECT_TRUE(as_drawn(p));
}

TEST(Families, TheReturningStageOfASpaceLaunchWarnsNobodyAndTheSameFlightAloneDoes) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10
    E0001    s2    .
    E0002    .     b3J<
    out      .     .
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10
    E0001    s2    .
    E0002    .     b3J
    out      .     pa1
  )")));
}

TEST(Families, TwoEventsThatTurnOutToBeOneLaunchKeepOneWarning) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10     40
    E0001    b2I   .      b2I+
    E0002    .     b2I    b2I.
    out      pa1   pa1@2  xa1@2
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10     40
    E0001    b2I   .      b2I
    E0002    .     b2I    b2I.
    out      pa1   pa1@2  .
  )")));
}

TEST(Families, TheWarningGoesOnUnderTheEventThatItsLaunchTurnsOutToBe) {
  const Played p = play(R"(
    seconds  0     10    20    40        50
    E0001    b1    .     .     b2J+
    E0002    .     b2I   .     b2I.
    ann      .     .     r1    .         r2
    bob      .     .     .     .         r2
    out      .     pa1   .     ua1,pa2   ra2
  )");
  EXPECT_TRUE(as_drawn(p));
  EXPECT_EQ(p.warnings.front().event, "E0002");
  EXPECT_EQ(p.warnings.back().event, "E0001");
}

TEST(Families, AgreementCountsOnWhenOnlyTheNameOfTheEventChanged) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    40    50
    E0001    b1    .     .     b2I+
    E0002    .     b2I   .     b2I.
    ann      .     .     r1
    bob      .     .     .     .     r1
    out      .     pa1   .     .     ra1
  )")));
}

TEST(Families, OfTwoReleasedWarningsOfOneLaunchTheSecondIsProposedForCancellation) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10     20    30      40      50
    E0001    b2I   .      .     .       b2I+
    E0002    .     b2I    .     .       b2I.
    ann      .     .      r1    2:r1    .       2:r2
    bob      .     .      r1    2:r1
    out      pa1   pa1@2  ra1   ra1@2   pc2@2   xa1@2,rc2@2
  )")));
}

TEST(Families, PeopleStayWarnedByTheSecondWarningUntilTheFirstIsReleased) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10     30      40      50        51
    E0001    b2I   .      .       b2I+
    E0002    .     b2I    .       b2I.
    ann      .     .      2:r1    .       r1
    bob      .     .      2:r1    .       r1
    out      pa1   pa1@2  ra1@2   .       ra1,pc2@2
  )")));
}

TEST(Families, TwoLaunchesAreTwoWarnings) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10
    E0001    b2I
    E0002    .     b2J
    out      pa1   pa1@2
  )")));
}

}  // namespace
}  // namespace tocsin::warn
