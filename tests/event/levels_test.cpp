#include "tocsin/event/levels.hpp"

#include <gtest/gtest.h>

namespace tocsin::event {
namespace {

using message::Level;
using message::Phenomenology;

const LevelOptions kOptions;

/// A stereo track that rises: the twin of every "must not".
LevelEvidence rising(std::vector<PlatformHits> platforms) {
  LevelEvidence e;
  e.platforms = std::move(platforms);
  e.innovation = 1.0;
  e.has_range = true;
  e.speed_mps = 1200.0;
  e.height_m = 40e3;
  return e;
}

PlatformHits infrared(const std::string& name, int hits) {
  return {name, Phenomenology::infrared, hits};
}
PlatformHits radar(const std::string& name, int hits) {
  return {name, Phenomenology::radar, hits};
}

Level level(const LevelEvidence& e) {
  return judge_level(e, kOptions).level;
}

TEST(Levels, InfraredAloneIsNeverConfirmedAndWithRadarItIs) {
  EXPECT_EQ(level(rising({infrared("a", 500), infrared("b", 500), infrared("c", 500)})), Level::probable);
  EXPECT_EQ(level(rising({infrared("a", 500), radar("r", 3)})), Level::confirmed);
}

TEST(Levels, RadarAloneIsNeverConfirmedAndWithInfraredItIs) {
  EXPECT_EQ(level(rising({radar("r", 500), radar("s", 500)})), Level::probable);
  EXPECT_EQ(level(rising({infrared("a", 2), radar("r", 500)})), Level::confirmed);
}

TEST(Levels, ConfirmedNeedsTwoBearingsAndThreePlots) {
  EXPECT_LT(level(rising({infrared("a", 1), radar("r", 30)})), Level::confirmed);
  EXPECT_LT(level(rising({infrared("a", 30), radar("r", 2)})), Level::confirmed);
  EXPECT_EQ(level(rising({infrared("a", 2), radar("r", 3)})), Level::confirmed);
}

TEST(Levels, ConfirmedNeedsMeasurementsThatDescribeOneObject) {
  LevelEvidence e = rising({infrared("a", 20), radar("r", 20)});
  EXPECT_EQ(level(e), Level::confirmed);
  e.innovation = 5.0;
  EXPECT_EQ(level(e), Level::possible);
}

TEST(Levels, FewLooksOfOneSensorAreOnlyPossibleManyConsistentOnesProbable) {
  LevelEvidence e = rising({infrared("a", 5)});
  e.has_range = false;
  e.motion = {5, 60.0, 20.0, true, 1.0};
  EXPECT_EQ(level(e), Level::possible);
  e.platforms = {infrared("a", 6)};
  e.motion.looks = 6;
  EXPECT_EQ(level(e), Level::probable);
}

TEST(Levels, OneRadarIsProbableAfterLongOnAnArcToTheGroundAndNeverConfirmed) {
  LevelEvidence e = rising({radar("r", 500)});
  EXPECT_EQ(level(e), Level::possible);  // a satellite
  e.comes_down = true;
  e.radar_s = 19.0;
  EXPECT_EQ(level(e), Level::possible);
  e.radar_s = 300.0;
  EXPECT_EQ(level(e), Level::probable);
  EXPECT_NE(judge_level(e, kOptions).why.find("300 s"), std::string::npos);
  e.platforms = {radar("r", 19)};
  EXPECT_EQ(level(e), Level::possible);  // chance
  e.platforms = {radar("r", 500)};
  e.innovation = 5.0;
  EXPECT_EQ(level(e), Level::possible);  // not one object
}

TEST(Levels, ManyLooksAtSomethingThatDoesNotSpeedUpAreOnlyPossible) {
  LevelEvidence e = rising({infrared("a", 50)});
  e.has_range = false;
  e.motion = {50, 60.0, 1.0, true, 1.0};
  EXPECT_EQ(level(e), Level::possible) << "an aircraft";
  e.motion = {50, 60.0, 20.0, false, 1.0};
  EXPECT_EQ(level(e), Level::possible) << "something that slows down";
  e.motion = {50, 60.0, 20.0, true, 1.0};
  EXPECT_EQ(level(e), Level::probable) << "the twin";
  e.motion = {50, 60.0, 20.0, false, 1.0};
  e.ascent_fits = true;
  EXPECT_EQ(level(e), Level::probable) << "one that climbs towards the satellite";
}

TEST(Levels, HeatThatTwoSatellitesSeeStandStillIsOnlyPossible) {
  LevelEvidence e = rising({infrared("a", 50), infrared("b", 50)});
  e.speed_mps = 3.0;
  e.height_m = 200.0;
  e.motion = {50, 1.0, 1.0, true, 1.0};
  EXPECT_EQ(level(e), Level::possible);
  EXPECT_TRUE(judge_level(e, kOptions).contradicted);
  EXPECT_EQ(level(rising({infrared("a", 50), infrared("b", 50)})), Level::probable);
}

TEST(Levels, ASecondSensorCountsFromItsSecondHit) {
  EXPECT_EQ(level(rising({infrared("a", 4), infrared("b", 1)})), Level::possible);
  EXPECT_EQ(level(rising({infrared("a", 4), infrared("b", 2)})), Level::probable);
  EXPECT_EQ(level(rising({infrared("a", 4), radar("r", 2)})), Level::probable);
  EXPECT_EQ(level(rising({radar("q", 4), radar("r", 2)})), Level::probable);
}

TEST(Levels, EveryVerdictSaysWhyAndWhatIsMissing) {
  for (const auto& e : {rising({infrared("a", 4)}), rising({infrared("a", 4), infrared("b", 2)})}) {
    const LevelVerdict verdict = judge_level(e, kOptions);
    EXPECT_FALSE(verdict.why.empty());
    EXPECT_FALSE(verdict.missing.empty());
  }
  EXPECT_TRUE(judge_level(rising({infrared("a", 4), radar("r", 4)}), kOptions).missing.empty());
}

}  // namespace
}  // namespace tocsin::event
