#include "tocsin/track/imm.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/models_boost.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

Imm burning(double probability) {
  Imm imm;
  imm.time = at(0.0);
  imm.burning_since = at(-30.0);
  const Position<Itrf> place = earth::to_itrf({0.7, 2.2, 60e3});
  const Vec3 up = unit(place.m);
  const Vec3 v = 1500.0 * up;
  const Vec3 a = 25.0 * up;
  imm.boost.mean = {place.m.x, place.m.y, place.m.z, v.x, v.y, v.z, a.x, a.y, a.z};
  for (int i = 0; i < 9; ++i) imm.boost.covariance(i, i) = i < 3 ? 1e6 : (i < 6 ? 1e4 : 9.0);
  imm.coast = burnt_out(imm.boost);
  set_boost_probability(imm, probability);
  return imm;
}

TEST(Imm, ProbabilitiesStayWithinTheirLimits) {
  for (const double p : {0.0, 1.0, 0.5}) {
    Imm imm = burning(p);
    for (int i = 0; i < 50; ++i) {
      advance(imm, imm.time + seconds(7.0), {}, {});
      miss(imm.boost_probability, {0.99, 0.0});
      EXPECT_GT(imm.boost_probability, 0.0);
      EXPECT_LT(imm.boost_probability, 1.0);
      ASSERT_TRUE(is_sound(imm));
    }
  }
}

TEST(Imm, IdenticalModelsMixToThemselves) {
  Gaussian<6> a = burning(0.5).coast;
  const Gaussian<6> mixed = blend(a, 0.3, a, 0.7);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(mixed.mean[i], a.mean[i], 1e-6);
  for (std::size_t i = 0; i < 36; ++i) EXPECT_NEAR(mixed.covariance.a[i], a.covariance.a[i], 1e-3);
}

TEST(Imm, MixtureHasTheMomentsOfItsParts) {
  Gaussian<6> a = burning(0.5).coast;
  Gaussian<6> b = a;
  b.mean[0] += 1000.0;
  const Gaussian<6> mixed = blend(a, 0.25, b, 0.75);
  EXPECT_NEAR(mixed.mean[0], a.mean[0] + 750.0, 1e-6);
  EXPECT_NEAR(mixed.covariance(0, 0), a.covariance(0, 0) + 0.25 * 0.75 * 1e6, 1e-3);
}

TEST(Imm, AdvancingInPiecesIsAdvancingAtOnce) {
  Imm once = burning(0.9);
  Imm pieces = once;
  advance(once, at(8.0), {}, {});
  for (const double t : {2.0, 4.0, 6.0, 8.0}) advance(pieces, at(t), {}, {});
  EXPECT_EQ(once.time, pieces.time);
  EXPECT_NEAR(once.boost_probability, pieces.boost_probability, 1e-12);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(once.coast.mean[i], pieces.coast.mean[i], 1e-6);
  advance(once, at(3.0), {}, {});
  EXPECT_EQ(once.time, at(8.0));  // no way back
}

TEST(Imm, BurnoutGetsLikelierWithTheAgeOfTheBurn) {
  Imm young = burning(0.99);
  Imm old = young;
  young.burning_since = at(0.0);
  old.burning_since = at(-200.0);
  advance(young, at(10.0), {}, {});
  advance(old, at(10.0), {}, {});
  EXPECT_LT(old.boost_probability, young.boost_probability - 0.05);
}

TEST(Imm, LooksWithoutThePlumeSpeakForBurnoutAndAPlumeSpeaksAgainstIt) {
  Imm dark = burning(0.9);
  EXPECT_NEAR(miss(dark.boost_probability, {0.95, 0.0}), 0.9 * 0.95, 1e-9);
  EXPECT_NEAR(dark.boost_probability, 0.9 * 0.05 / (0.9 * 0.05 + 0.1), 1e-9);

  const sense::World world = synthetic_world();
  const auto sensors = synthetic_sensors(world);
  const Position<Itrf> eye = sensors->satellite_state(*sensors->infrared("GEO-2"), at(0.0)).position;
  message::Bearing raw;
  raw.sigma_rad = 20e-6;
  Measurement bearing = prepare("GEO-2", 1, at(0.0), raw, sense::nadir_frame(eye));
  const auto seen = project(bearing, state_of<9>(dark.boost.mean));
  bearing.value[0] -= seen->residual[0];
  bearing.value[1] -= seen->residual[1];
  Imm seen_again = dark;
  ASSERT_TRUE(correct(seen_again, bearing, {0.9, 0.9e-3}, Options{}));
  EXPECT_GT(seen_again.boost_probability, 0.99);
}

TEST(Imm, ABodyThatCoastsNeedsNoBoostEstimateUntilAStageLights) {
  const MotionOptions motion;
  Imm imm = burning(0.0);
  imm.coast.mean[0] *= 1.1;  // some hundred kilometres up
  imm.coast.mean[1] *= 1.1;
  imm.coast.mean[2] *= 1.1;
  settle_boost(imm, motion);
  EXPECT_FALSE(imm.boost.exists);
  EXPECT_TRUE(is_sound(imm));
  EXPECT_EQ(combined(imm).mean, imm.coast.mean);
  imm.has_burnt_out = true;
  imm.burnt_out_at = at(-1000.0);
  Imm stays = imm;
  advance(stays, at(30.0), motion, {});
  EXPECT_FALSE(stays.boost.exists);
  set_boost_probability(imm, 0.3);
  settle_boost(imm, motion);
  ASSERT_TRUE(imm.boost.exists);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(imm.boost.mean[i], imm.coast.mean[i]);
  advance(imm, at(10.0), motion, {});
  EXPECT_TRUE(imm.boost.exists);
  EXPECT_TRUE(is_sound(imm));
}

TEST(Imm, NumbersOfAMissingBoostEstimateAreNeitherCopiedNorSaved) {
  Imm imm = burning(0.0);
  imm.boost.exists = false;
  const Imm copy = imm;
  EXPECT_NE(copy.boost.mean, imm.boost.mean);
  EXPECT_EQ(combined(copy), combined(imm));
  StateWriter of_copy;
  put_state(of_copy, copy);
  StateWriter of_first;
  put_state(of_first, imm);
  EXPECT_EQ(of_copy.bytes(), of_first.bytes());
  imm.boost.exists = true;
  EXPECT_EQ(Imm(imm).boost.mean, imm.boost.mean);
}

/// The state after a burnout at an unknown moment between two looks must cover every such moment.
TEST(Imm, CoastModelCoversEveryMomentOfBurnoutBetweenTwoLooks) {
  for (const double burnout : {1.0, 4.0, 7.0, 9.5}) {
    Imm imm = burning(0.999);
    imm.burning_since = at(-100.0);
    SyntheticLaunch unused;
    const MotionOptions motion;
    StateVector<9> truth = move(imm.boost.mean, burnout, motion).mean;
    truth[6] = truth[7] = truth[8] = 0.0;
    truth = move(truth, 20.0 - burnout, motion).mean;
    advance(imm, at(10.0), motion, {});
    miss(imm.boost_probability, {0.97, 0.0});
    advance(imm, at(15.0), motion, {});
    miss(imm.boost_probability, {0.97, 0.0});
    advance(imm, at(20.0), motion, {});
    EXPECT_LT(imm.boost_probability, 0.25);
    message::Track track;
    const CoastState estimate = combined(imm);
    track.position_m = state_of<6>(estimate.mean).position.m;
    track.velocity_mps = state_of<6>(estimate.mean).velocity.mps;
    track.covariance = estimate.covariance;
    EXPECT_LT(nees(track, state_of<9>(truth)), 12.6) << burnout;  // 95 % of 6 degrees of freedom
  }
}

}  // namespace
}  // namespace tocsin::track::test
