#include "tocsin/event/classify.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace tocsin::event {
namespace {

using message::EventClass;

const ClassOptions kOptions;

ClassFeatures ascent() {
  ClassFeatures f;
  f.powered_ascent = true;
  f.seen_climbing = true;
  f.height_m = 120e3;
  f.climb_mps = 1200.0;
  f.speed_mps = 3000.0;
  f.speed_sigma_mps = 10.0;
  return f;
}

ClassFeatures burnt_out(double coast_s, double apogee_m, double range_m, double orbit_probability) {
  ClassFeatures f = ascent();
  f.coast_s = coast_s;
  f.apogee_m = apogee_m;
  f.range_m = range_m;
  f.orbit_probability = orbit_probability;
  return f;
}

double sum(const ClassPosterior& p) {
  return std::accumulate(p.probability.begin(), p.probability.end(), 0.0);
}

TEST(Classify, ProbabilitiesAndPriorSumToOne) {
  EXPECT_NEAR(std::accumulate(kOptions.prior.begin(), kOptions.prior.end(), 0.0), 1.0, 1e-12);
  EXPECT_NEAR(sum(classify(ascent(), kOptions)), 1.0, 1e-12);
  EXPECT_NEAR(sum(classify({}, kOptions)), 1.0, 1e-12);
}

TEST(Classify, NoRocketClassIsSureWhileThrustLastsOrMayReturn) {
  ClassFeatures f = ascent();
  f.thrust_now = true;
  for (const double orbit : {0.0, 0.5, 1.0}) {
    f.orbit_probability = orbit;
    const ClassPosterior p = classify(f, kOptions);
    EXPECT_LE(p.of(p.best()), 0.9);
  }
  for (const double coast : {0.0, 5.0, 19.0}) {
    const ClassPosterior p = classify(burnt_out(coast, 300e3, 1000e3, 0.0), kOptions);
    EXPECT_LE(p.of(EventClass::ballistic), 0.9) << coast;
  }
}

TEST(Classify, TheTimeUnderPowerTellsALaunchIntoSpaceFromABallisticFlight) {
  ClassFeatures f = ascent();
  f.thrust_now = true;
  const auto odds = [&](double powered_s) {
    f.powered_s = powered_s;
    const auto likelihood = classify(f, kOptions).likelihood;  // what the ceiling does not hold back
    return likelihood[static_cast<std::size_t>(EventClass::space_launch)] /
           likelihood[static_cast<std::size_t>(EventClass::ballistic)];
  };
  EXPECT_NEAR(odds(60.0), odds(0.0), 0.05 * odds(0.0));  // a minute tells nothing
  EXPECT_GT(odds(150.0), odds(60.0));
  EXPECT_GT(odds(400.0), 10.0 * odds(150.0));
  // After the last burnout the same holds for the arc that is left.
  ClassFeatures flat = burnt_out(60.0, 170e3, 3000e3, 0.0);
  const double unknown = classify(flat, kOptions).of(EventClass::space_launch);
  flat.powered_s = 500.0;
  EXPECT_GT(classify(flat, kOptions).of(EventClass::space_launch), unknown);
  EXPECT_GT(classify(flat, kOptions).of(EventClass::space_launch), 0.9);
}

TEST(Classify, ABallisticArcIsBallisticAMinuteAfterBurnout) {
  const ClassPosterior p = classify(burnt_out(60.0, 900e3, 4500e3, 0.0), kOptions);
  EXPECT_GT(p.of(EventClass::ballistic), 0.9);
  EXPECT_EQ(p.named(0.5), EventClass::ballistic);
}

TEST(Classify, WhatHasBeenHighIsNoFireWhenItHasComeDown) {
  ClassFeatures f;
  f.height_m = 3e3;
  f.speed_mps = 200.0;
  f.speed_sigma_mps = 10.0;
  EXPECT_LT(classify(f, kOptions).of(EventClass::ballistic), 0.3);
  f.highest_m = 900e3;
  EXPECT_EQ(classify(f, kOptions).best(), EventClass::ballistic);
}

TEST(Classify, AFlatArcKeepsThatItSteersPossibleAndASteepOneDoesNot) {
  // Of least energy: 0.25 of 450 km, 905 km over 4500 km.
  const ClassPosterior least = classify(burnt_out(100.0, 115e3, 450e3, 0.0), kOptions);
  const ClassPosterior far = classify(burnt_out(100.0, 910e3, 4500e3, 0.0), kOptions);
  const ClassPosterior flat = classify(burnt_out(100.0, 60e3, 450e3, 0.0), kOptions);
  EXPECT_LT(least.of(EventClass::manoeuvring), 0.02);
  EXPECT_LT(far.of(EventClass::manoeuvring), 0.02);
  EXPECT_GT(flat.of(EventClass::manoeuvring), 0.1);
  EXPECT_EQ(flat.best(), EventClass::ballistic);
}

TEST(Classify, LiftIsTheMarkOfABodyThatSteersAndItsAbsenceIsOfNone) {
  ClassFeatures f = burnt_out(200.0, 115e3, 450e3, 0.0);
  const double before = classify(f, kOptions).of(EventClass::manoeuvring);
  f.lift_log_odds = -5.0;
  EXPECT_EQ(classify(f, kOptions).of(EventClass::manoeuvring), before);
  f.lift_log_odds = 12.0;
  EXPECT_GT(classify(f, kOptions).of(EventClass::manoeuvring), 0.99);
}

TEST(Classify, AShortCoastLeavesRoomForAnotherStage) {
  const ClassPosterior early = classify(burnt_out(8.0, 130e3, 600e3, 0.0), kOptions);
  EXPECT_LT(early.of(EventClass::ballistic), 0.75);
  EXPECT_GT(early.of(EventClass::space_launch), 0.15);
}

TEST(Classify, AnOrbitAfterThrustIsASpaceLaunch) {
  const ClassPosterior p = classify(burnt_out(30.0, 250e3, 20000e3, 0.99), kOptions);
  EXPECT_GT(p.of(EventClass::space_launch), 0.9);
  EXPECT_LT(p.of(EventClass::ballistic), 0.05);
}

TEST(Classify, AFlatArcJustShortOfOrbitIsASpaceLaunchAndItsArchedTwinIsNot) {
  const ClassPosterior flat = classify(burnt_out(60.0, 200e3, 12000e3, 0.0), kOptions);
  EXPECT_GT(flat.of(EventClass::space_launch), 0.9);
  const ClassPosterior arched = classify(burnt_out(60.0, 1500e3, 12000e3, 0.0), kOptions);
  EXPECT_GT(arched.of(EventClass::ballistic), 0.9);
}

TEST(Classify, ALoftedTestIsBallisticASmallSteepOneMayBeASoundingRocket) {
  const ClassPosterior lofted = classify(burnt_out(100.0, 4000e3, 950e3, 0.0), kOptions);
  EXPECT_GT(lofted.of(EventClass::ballistic), 0.85);
  const ClassPosterior small = classify(burnt_out(100.0, 250e3, 80e3, 0.0), kOptions);
  EXPECT_GT(small.of(EventClass::sounding_rocket), 0.1);
}

TEST(Classify, WhatStandsStillIsNotARocket) {
  ClassFeatures f;
  f.direction_only = true;
  f.age_s = 300.0;
  f.motion = {30, 1.0, 1.0, false, 1.0};
  const ClassPosterior still = classify(f, kOptions);
  EXPECT_LT(still.of(EventClass::ballistic) + still.of(EventClass::space_launch), 0.25);
  f.motion = {30, 80.0, 30.0, true, 1.0};
  const ClassPosterior moving = classify(f, kOptions);
  EXPECT_GT(moving.of(EventClass::ballistic) + moving.of(EventClass::space_launch), 0.7);
}

TEST(Classify, AnUnpoweredOrbitIsASatelliteAndASuborbitalArcIsNot) {
  ClassFeatures f;
  f.seen_climbing = true;
  f.height_m = 600e3;
  f.speed_mps = 7500.0;
  f.speed_sigma_mps = 5.0;
  f.orbit_probability = 1.0;
  EXPECT_GT(classify(f, kOptions).of(EventClass::satellite), 0.4);
  EXPECT_LT(classify(f, kOptions).of(EventClass::ballistic), 0.01);
  f.orbit_probability = 0.0;
  EXPECT_LT(classify(f, kOptions).of(EventClass::satellite), 0.01);
  EXPECT_GT(classify(f, kOptions).of(EventClass::ballistic), 0.5);
}

/// Names said over seconds, of a class that is so probable in each while the others share the rest.
std::string named(const std::vector<std::pair<EventClass, double>>& seconds_of) {
  NamedClass named;
  std::string out;
  double t = 0.0;
  for (const auto& [c, p] : seconds_of) {
    ClassPosterior posterior;
    posterior.probability.fill((1.0 - p) / static_cast<double>(kClasses - 1));
    posterior.probability[static_cast<std::size_t>(c)] = p;
    named.weigh(posterior, Instant::from_tai_ns(0) + seconds(t), {});
    out += named.name == EventClass::unknown ? '.' : name_of(named.name)[0];
    t += 1.0;
  }
  return out;
}

TEST(NamedClass, WaitsForTheSecondLookAndIsNotTakenBackByAWaver) {
  using P = std::pair<EventClass, double>;
  const P ballistic{EventClass::ballistic, 0.76};
  const P space{EventClass::space_launch, 0.70};
  const P waver{EventClass::ballistic, 0.55};
  const P open{EventClass::ballistic, 0.40};
  const P sure{EventClass::satellite, 0.99};
  EXPECT_EQ(named({ballistic, ballistic, open, open, ballistic, open}), "......") << "never lasted";
  EXPECT_EQ(named({ballistic, ballistic, ballistic, ballistic, ballistic, ballistic, ballistic}), ".....bb");
  EXPECT_EQ(named({ballistic, ballistic, ballistic, ballistic, ballistic, ballistic, waver, waver, waver, waver, waver,
                   waver, waver}),
            ".....bbbbbbbb");
  EXPECT_EQ(named({ballistic, ballistic, ballistic, ballistic, ballistic, ballistic, space, space, ballistic}),
            ".....bbbb");
  EXPECT_EQ(named({sure, sure}), "ss") << "what is sure does not wait";
  EXPECT_EQ(named({sure, open, open, open, open, open, open}), "ssssss.");
}

TEST(Classify, HeatThatMayBeUnderPowerIsNotYetBallisticAndWithoutHeatItIs) {
  ClassFeatures f;
  f.height_m = 12e3;
  f.highest_m = 12e3;
  f.speed_mps = 1500.0;
  f.climb_mps = 600.0;
  EXPECT_EQ(classify(f, {}).named(ClassOptions{}.name_from), EventClass::ballistic);
  f.thrust_now = true;
  f.heat_probability = 0.5;
  EXPECT_EQ(classify(f, {}).named(ClassOptions{}.name_from), EventClass::unknown);
}

TEST(Classify, PriorAndEvidenceAreKeptApart) {
  const ClassFeatures f = burnt_out(60.0, 900e3, 4500e3, 0.0);
  const ClassPosterior p = classify(f, kOptions);
  // Posterior odds are prior odds times the evidence ratio.
  const double prior = kOptions.prior[static_cast<std::size_t>(EventClass::ballistic)];
  const double odds = prior / (1.0 - prior) * p.evidence_ratio(EventClass::ballistic, kOptions);
  EXPECT_NEAR(p.of(EventClass::ballistic), odds / (1.0 + odds), 1e-9);
  // The evidence does not change with the base rates.
  ClassOptions other = kOptions;
  other.prior[0] *= 0.1;
  const ClassPosterior q = classify(f, other);
  EXPECT_EQ(p.likelihood, q.likelihood);
  EXPECT_LT(q.of(EventClass::ballistic), p.of(EventClass::ballistic));
}

}  // namespace
}  // namespace tocsin::event
