#include <map>

#include <gtest/gtest.h>

#include "tocsin/warn/warnings.hpp"

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

// After a release.

TEST(Update, IsProposedReleasedByTwoAndReplacesTheAlert) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    60    70    80
    E0001    b2I   .     .     b3J
    ann      .     r1    .     .     r2
    bob      .     .     r1    .     .     r2
    out      pa1   .     ra1   pu2   .     ua1,ru2
  )")));
}

TEST(Update, AgreementToWhatIsAlreadyReleasedIsNoAgreementToItsUpdate) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    60    70    80        120   130
    E0001    b2I   .     .     b3I   .     .         b3i
    ann      .     r1    .     .     r2    .         .     r2
    bob      .     .     r1    .     .     r2
    refused  .     .     .     .     .     .         .     revision_2_is_already_released
    out      pa1   .     ra1   pu2   .     ua1,ru2   pu3
  )")));
}

TEST(Update, ReferencesWhatWasReleasedBefore) {
  const Played p = play(R"(
    seconds  0     10    20    60    70    80    120   130   140   200
    E0001    b2I   .     .     b3J   .     .     b3I
    ann      .     r1    .     .     r2    .     .     r3    .     c3
    bob      .     .     r1    .     .     r2    .     .     r3
  )");
  std::map<std::string, std::vector<std::int64_t>> references;
  for (const message::Warning& w : p.warnings) {
    if (w.state == message::WarningState::released)
      references[std::string(name_of(w.type)) + std::to_string(w.revision)] = w.references;
  }
  EXPECT_EQ(references["alert1"], std::vector<std::int64_t>{});
  EXPECT_EQ(references["update2"], (std::vector<std::int64_t>{1}));
  EXPECT_EQ(references["update3"], (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(references["cancel4"], (std::vector<std::int64_t>{1, 2, 3}));
}

TEST(Update, ARejectedUpdateLeavesTheAlertInForceAndIsNotAskedAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    60    70    110   150
    E0001    b2I   .     .     b2J   .     b2J   b2J
    ann      .     r1    .     .     j2
    bob      .     .     r1
    out      pa1   .     ra1   pu2   xu2
  )")));
}

// Taking back.

TEST(Cancel, OnePersonRetractsAtOnceWhateverRevisionThatPersonSaw) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    60    65
    E0001    b2I   .     .     b3J
    ann      .     r1    .     .     c1
    bob      .     .     r1
    out      pa1   .     ra1   pu2   xu2,xa1,rc3
  )")));
}

TEST(Cancel, NamesWhoDidItAndWhatItTakesBack) {
  const Played p = play(R"(
    seconds  0     10    20    30
    E0001    b2I
    ann      .     r1
    bob      .     .     r1
    cid      .     .     .     c1
  )");
  ASSERT_EQ(p.warnings.size(), 4U);
  const message::Warning& cancel = p.warnings[3];
  EXPECT_EQ(cancel.type, message::WarningType::cancel);
  EXPECT_EQ(cancel.state, message::WarningState::released);
  EXPECT_EQ(cancel.by, (std::vector<std::string>{"cid"}));
  EXPECT_EQ(cancel.references, (std::vector<std::int64_t>{1}));
  EXPECT_EQ(cancel.released_time, at_second(30));
  ASSERT_EQ(cancel.areas.size(), 1U);
  EXPECT_EQ(cancel.areas[0].ring_deg, p.warnings[1].areas.at(0).ring_deg);
  EXPECT_FALSE(cancel.areas[0].earliest.has_value());
  EXPECT_TRUE(p.warnings[1].areas[0].earliest.has_value());
  EXPECT_GT(cancel.expires, at_second(30));
  const message::Warning& alert = p.warnings[2];
  EXPECT_EQ(alert.state, message::WarningState::cancelled);
  EXPECT_EQ(alert.by, (std::vector<std::string>{"cid"}));
}

TEST(Cancel, AProposalIsRejectedByOnePersonWithEitherWord) {
  for (const std::string word : {"c1", "j1"}) {
    EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10
    E0001    b2I
    ann      .     )" + word + R"(
    out      pa1   xa1
  )")));
  }
}

TEST(Cancel, AClosedWarningIsNotDecidedAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20                      30                      40
    E0001    b2I
    ann      .     j1    c1                      r1                      k1
    refused  .     .     the_warning_is_closed   the_warning_is_closed
    out      pa1   xa1
  )")));
}

TEST(Cancel, RejectDoesNotTouchWhatIsReleased) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30
    E0001    b2I
    ann      .     r1    .     j1
    bob      .     .     r1
    refused  .     .     .     nothing_is_proposed
    out      pa1   .     ra1
  )")));
}

TEST(Cancel, ARejectedEventIsAskedAgainOnlyWhenThePictureIsAnother) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40    80    120
    E0001    b2I   .     b2I   b2i   b2I
    ann      .     j1
    out      pa1   xa1
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40
    E0001    b2I   .     b3I
    ann      .     j1
    out      pa1   xa1   pa1@2
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40
    E0001    b2I   .     b2J
    ann      .     j1
    out      pa1   xa1   pa1@2
  )")));
}

TEST(Cancel, WeakerEvidenceDoesNotAskAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40    80
    E0001    b3I   .     b2I   b3I
    ann      .     j1
    out      pa1   xa1
  )")));
}

// When it turns out to be nothing.

TEST(Dissolved, AProposalOfWhatDoesNotExistIsWithdrawnAndOneThatEndedStays) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10
    E0001    b2I   b2!
    out      pa1   xa1
  )")));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    100
    E0001    b2I   b2I.
    out      pa1
  )")));
}

TEST(Dissolved, AProposalThatTurnsIntoASpaceLaunchIsWithdrawnAndComesBackWhenItTurnsBallisticAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    40
    E0001    u2    s2    b2I
    out      pa1   xa1   pa1@2
  )")));
}

TEST(Dissolved, BetweenTheTwoThresholdsNothingFlaps) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     40        80    120   160
    E0001    b2I   h2I       h2I   h2I   s2
    out      pa1   ua1,pa2   .     .     xa2
  )")));
}

TEST(Dissolved, AReleasedWarningGetsACancellationProposedThatOnePersonReleases) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30    40
    E0001    b2I   .     .     s2
    ann      .     r1    .     .     r2
    bob      .     .     r1
    out      pa1   .     ra1   pc2   xa1,rc2
  )")));
}

TEST(Dissolved, ARejectedCancellationKeepsTheWarningAndIsNotAskedAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30    40    80
    E0001    b2I   .     .     s2    .     s2
    ann      .     r1    .     .     j2
    bob      .     .     r1
    out      pa1   .     ra1   pc2   xc2
  )")));
}

TEST(Dissolved, ARejectedCancellationIsAskedAgainWhenItWasAThreatInBetween) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30    40    80    120
    E0001    b2I   .     .     s2    .     b2I   s2
    ann      .     r1    .     .     j2
    bob      .     .     r1
    out      pa1   .     ra1   pc2   xc2   .     pc3
  )")));
}

TEST(Dissolved, ACancellationNobodyReleasedIsTakenBackWhenItIsAThreatAgain) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    30    60    100
    E0001    b2I   .     .     s2    b2I   b2J
    ann      .     r1    .     .     .
    bob      .     .     r1
    out      pa1   .     ra1   pc2   xc2   pu3
  )")));
}

TEST(Dissolved, AnUpdateThatWaitsIsReplacedByTheCancellation) {
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    60    70
    E0001    b2I   .     .     b2J   b2J!
    ann      .     r1
    bob      .     .     r1
    out      pa1   .     ra1   pu2   uu2,pc3
  )")));
}

// Time.

TEST(Expiry, AReleasedWarningExpiresAtItsTickAndAProposalDoesNot) {
  Policy quick;
  quick.expires_s = 2000.0;
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    2019  2020
    E0001    b2I
    ann      .     r1
    bob      .     .     r1
    out      pa1   .     ra1   .     ea1
  )",
                            quick)));
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     4000
    E0001    b2I
    out      pa1
  )",
                            quick)));
}

TEST(Expiry, AWarningLastsUntilTheEndOfTheImpactWindow) {
  Policy quick;
  quick.expires_s = 60.0;
  const Played p = play(R"(
    seconds  0     10    20    1216  1217
    E0001    b2I
    ann      .     r1
    bob      .     .     r1
    out      pa1   .     ra1   .     ea1
  )",
                        quick);
  EXPECT_TRUE(as_drawn(p));  // impact at second 1200, ± 1.645 × 10 s
}

TEST(Expiry, AReleasedUpdateRenews) {
  Policy quick;
  quick.expires_s = 2000.0;
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    1000  1010  1020      2020  3020
    E0001    b2I   .     .     b3I
    ann      .     r1    .     .     r2
    bob      .     .     r1    .     .     r2
    out      pa1   .     ra1   pu2   .     ua1,ru2   .     eu2
  )",
                            quick)));
}

TEST(Expiry, APendingCancellationEndsWithWhatItWouldCancel) {
  Policy quick;
  quick.expires_s = 2000.0;
  EXPECT_TRUE(as_drawn(play(R"(
    seconds  0     10    20    1500  2020
    E0001    b2I   .     .     s2
    ann      .     r1
    bob      .     .     r1
    out      pa1   .     ra1   pc2   ea1,xc2
  )",
                            quick)));
}

}  // namespace
}  // namespace tocsin::warn
