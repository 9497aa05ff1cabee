#include "tocsin/warn/warnings.hpp"

#include <gtest/gtest.h>

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

using message::RecordStatus;

// What is proposed, and its twin that is not, under the same policy.

TEST(Proposal, ProbableBallisticFlightIsProposedAndPossibleIsNot) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40
    E0001    b1    b2I   b2I
    out      .     pa1
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40
    E0001    b1    b1I   b1I
    out      .     .     .
  )")));
}

TEST(Proposal, UnknownAndManoeuvringCountAndASpaceLaunchDoesNot) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0
    E0001    u2
    out      pa1
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0
    E0001    m2
    out      pa1
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     60
    E0001    s2    s3
    out      .     .
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0
    E0001    f3
    out      .
  )")));
}

TEST(Proposal, ABallisticShareBelowThePolicyIsNotEnoughAndLoweringThePolicyMakesItSo) {
  const std::string drawing = R"(
    seconds  0
    E0001    h2
  )";
  EXPECT_EQ(play(drawing).drawn, "");
  Policy careful;
  careful.propose_ballistic_probability = 0.1;
  careful.withdraw_ballistic_probability = 0.05;
  EXPECT_EQ(play(drawing, careful).drawn, "0:pa1");
}

TEST(Proposal, AnEventThatIsOverIsNotProposed) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10
    E0001    b1    b2.
    out      .     .
  )")));
}

TEST(Proposal, TheLevelOfThePolicyDecides) {
  Policy late;
  late.propose_at = message::Level::confirmed;
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20
    E0001    b1    b2    b3
    out      .     .     pa1
  )",
                            late)));
}

TEST(Proposal, NothingIsEverReleasedWithoutPeople) {
  const Played p = play(R"(
    seconds  0     40    80    120   4000
    E0001    b2    b3I   b3J   b3i   b3.
  )");
  for (const message::Warning& w : p.warnings) EXPECT_NE(w.state, message::WarningState::released);
  EXPECT_EQ(p.warnings.back().state, message::WarningState::proposed);
}

// Two people.

TEST(Release, NeedsTwoDifferentPeople) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20
    E0001    b2I
    ann      .     r1
    bob      .     .     r1
    out      pa1   .     ra1
  )")));
}

TEST(Release, TheSamePersonTwiceDoesNotCountAndIsRefusedByName) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20                     30
    E0001    b2I
    ann      .     r1    r1
    bob      .     .     .                      r1
    refused  .     .     ann_has_already_agreed
    out      pa1   .     .                      ra1
  )")));
}

TEST(Release, ThreeSignaturesWhenThePolicyAsksForThree) {
  Policy three;
  three.signatures = 3;
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30
    E0001    b2I
    ann      .     r1
    bob      .     .     r1
    cid      .     .     .     r1
    out      pa1   .     .     ra1
  )",
                            three)));
}

TEST(Release, NamesThePeopleInTheOrderOfTheirDecisions) {
  const Played p = play(R"(
    seconds  0     10    20
    E0001    b2I
    bob      .     r1
    ann      .     .     r1
  )");
  ASSERT_EQ(p.warnings.back().state, message::WarningState::released);
  EXPECT_EQ(p.warnings.back().by, (std::vector<std::string>{"bob", "ann"}));
  EXPECT_EQ(p.warnings.back().released_time, at_second(20));
  EXPECT_EQ(p.warnings.back().time, at_second(20));
  EXPECT_EQ(p.warnings.back().proposed_time, at_second(0));
  EXPECT_EQ(p.warnings.back().expires, at_second(3620));
}

TEST(Release, OnlyOfficersOfThePolicyDecide) {
  Policy named;
  named.officers = {"ann", "bob"};
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10                     20    30
    E0001    b2I
    eve      .     r1
    ann      .     .                      r1
    bob      .     .                      .     r1
    refused  .     not_among_the_officers
    out      pa1   .                      .     ra1
  )",
                            named)));
}

TEST(Release, NobodyMayDecideAboutActualWarningsWithoutAListOfOfficers) {
  const Stage actual{.status = RecordStatus::actual, .simulated = false};
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10                           20
    E0001    b2I
    ann      .     r1
    bob      .     .                            r1
    refused  .     the_policy_names_no_officers the_policy_names_no_officers
    out      pa1
  )",
                            {}, actual)));
  Policy named;
  named.officers = {"ann", "bob"};
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20
    E0001    b2I
    ann      .     r1
    bob      .     .     r1
    out      pa1   .     ra1
  )",
                            named, actual)));
}

TEST(Release, UnknownWarningsAndRevisionsAreRefused) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10               20                        30
    E0001    b2I
    ann      .     7:r1             r2                        r0
    refused  .     no_such_warning  there_is_no_such_revision there_is_no_such_revision
    out      pa1
  )")));
}

TEST(Release, WhatIsReleasedIsNotReleasedAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30
    E0001    b2I
    ann      .     r1    .     r1
    bob      .     .     r1
    refused  .     .     .     already_released
    out      pa1   .     ra1
  )")));
}

// What people saw must be what is released.

TEST(Revisions, AProposalIsReplacedWhenThePictureChangesAndStaysAnAlert) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     40        80
    E0001    b2    b2I       b3I
    out      pa1   ua1,pa2   ua2,pa3
  )")));
}

TEST(Revisions, AgreementToAnOutdatedRevisionIsRefused) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     40        50              60    70
    E0001    b2I   b2J
    ann      .     .         r1              .     r2
    bob      .     .         .               r2
    refused  .     .         revision_2_is_the_newest
    out      pa1   ua1,pa2   .               .     ra2
  )")));
}

TEST(Revisions, AFirstSignatureIsLostWhenThePictureChangesAndKeptWhenItOnlySharpens) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40        50    60
    E0001    b2I   .     b2J
    ann      .     r1    .         .     r2
    bob      .     .     .         r2
    out      pa1   .     ua1,pa2   .     ra2
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40        50
    E0001    b2I   .     b2i
    ann      .     r1
    bob      .     .     .         r2
    out      pa1   .     ua1,pa2   ra2
  )")));
}

TEST(Revisions, WhoSawAWiderRegionOfTheSameMayStillAgree) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     40        50    60
    E0001    b2I   b2i
    ann      .     .         r1
    bob      .     .         .     r2
    out      pa1   ua1,pa2   .     ra2
  )")));
}

TEST(Revisions, WhoSawASmallerRegionMustLookAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     40        50
    E0001    b2I   b2w
    ann      .     .         r1
    refused  .     .         the_impact_region_grew
    out      pa1   ua1,pa2
  )")));
}

TEST(Revisions, UpdatesKeepTheIntervalAndTheNewestPictureWins) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30        60
    E0001    b2    b2I   b2J
    out      pa1   .     .     ua1,pa2
  )")));
}

TEST(Revisions, AChangeThatWentAwayWithinTheIntervalIsNotProposed) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    60
    E0001    b2I   b2J   b2I
    out      pa1
  )")));
}

TEST(Revisions, AFallenLevelDoesNotWaitForTheInterval) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     5
    E0001    b3I   b2I
    out      pa1   ua1,pa2
  )")));
}

TEST(Revisions, ARisenLevelDoesNotWaitForTheInterval) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     5         35
    E0001    b2I   b3I       b3I
    out      pa1   ua1,pa2
  )")));
}

// The impact of these drawings is at second 1200, 90 % within 16 s.

TEST(Proposal, NothingIsProposedOfWhatHasComeDownAndItsTwinInFlightIs) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  1190   1230
    E0001    b1I    b2I
    out      .
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  1150   1190
    E0001    b1I    b2I
    out      .      pa1
  )")));
}

TEST(Revisions, WhatHasComeDownIsSaidAgainOnlyElsewhereOrWithLessEvidence) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     1400  1500
    E0001    b2I   b3I   m3i
    out      pa1
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     1400
    E0001    b2I   b2J
    out      pa1   ua1,pa2
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     1400
    E0001    b3I   b2I
    out      pa1   ua1,pa2
  )")));
}

TEST(Revisions, ReportsOfTheSamePictureChangeNothing) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     40    80    120   160
    E0001    b2I   b2I   b2I   b2I   b2I
    out      pa1
  )")));
}

TEST(Revisions, NoWarningStandsAboveItsEvent) {
  const Played p = play(R"(
    seconds  0     20    40    45    50    90    95    120
    E0001    b2I   b3I   b3I   b2I   b1I   b2J   b3J   b1J
    ann      .     .     .     .     .     .     r2
  )");
  ASSERT_FALSE(p.warnings.empty());
  for (const message::Warning& w : p.warnings) {
    if (w.state != message::WarningState::proposed) continue;
    // the drawing's level at that second
    const double s = seconds_between(at_second(0), w.time);
    const auto level = s < 20   ? message::Level::probable
                       : s < 45 ? message::Level::confirmed
                       : s < 95 ? message::Level::probable
                                : message::Level::confirmed;
    EXPECT_LE(w.level, level) << s;
  }
}

}  // namespace
}  // namespace tocsin::warn
