#include "tocsin/event/boost_template.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/normal_equations.hpp"

namespace tocsin::event {
namespace {

AscentParameters slow() {
  AscentParameters p;
  p.site = {0.5, 0.4, 0.0};
  p.thrust_to_weight = 1.4;
  p.tilt_east_rad = 0.12;
  p.tilt_north_rad = 0.05;
  return p;
}

double height(const Position<Itrf>& place) {
  return earth::height_above_ellipsoid_m(place);
}

TEST(BoostTemplate, StandsOnItsSiteBeforeLiftOff) {
  const Ascent ascent(slow(), 100.0, 3.0);
  EXPECT_EQ(ascent.place_at(-5.0).m, earth::to_itrf(slow().site).m);
  EXPECT_EQ(norm(ascent.at(-5.0).velocity.mps), 0.0);
}

TEST(BoostTemplate, RisesVerticallyAtFirstAsTheRocketEquationSays) {
  AscentParameters p = slow();
  p.vertical_s = 20.0;
  p.drag_m2_kg = 0.0;
  p.vacuum_ratio = 1.0;
  const Ascent ascent(p, 20.0, 1.0);
  // v = −c ln(1 − a0 t / c) − g t; the Earth's spin takes some of the weight off.
  const double a0 = 1.4 * 9.80665;
  const double expected = -p.exhaust_mps * std::log(1.0 - a0 * 20.0 / p.exhaust_mps) - 9.79 * 20.0;
  EXPECT_NEAR(norm(ascent.at(20.0).velocity.mps), expected, 0.5);
}

TEST(BoostTemplate, ThrustGrowsAsTheAirThins) {
  AscentParameters p = slow();
  p.drag_m2_kg = 0.0;
  p.vertical_s = 130.0;
  p.vacuum_ratio = 1.2;
  AscentParameters same = p;
  same.vacuum_ratio = 1.0;
  same.exhaust_mps = p.exhaust_mps / 1.2;  // burns as much mass in a second
  const Ascent grows(p, 120.0, 0.5);
  const Ascent stays(same, 120.0, 0.5);
  EXPECT_NEAR(norm(grows.at(5.0).velocity.mps), norm(stays.at(5.0).velocity.mps), 0.05) << "alike near the ground";
  // In thin air a fifth more thrust, and so much more speed gained on the way straight up.
  const auto push = [](const Ascent& a) { return norm(a.at(119.0).velocity.mps) - norm(a.at(115.0).velocity.mps); };
  EXPECT_GT(height(stays.place_at(115.0)), 25e3);
  const double mass_share = 1.0 - 1.4 * 9.80665 * 117.0 / same.exhaust_mps;
  EXPECT_NEAR(push(grows) - push(stays), 0.2 * 4.0 * 1.4 * 9.80665 / mass_share, 0.5);
}

TEST(BoostTemplate, DragIsLargestNearTheSpeedOfSound) {
  const auto drag_area = [](double speed_mps) {
    // Two paths with and without drag that part by the drag of half a second at that speed.
    AscentParameters p = slow();
    p.tilt_east_rad = p.tilt_north_rad = 0.0;
    p.thrust_to_weight = 3.0;
    AscentParameters none = p;
    none.drag_m2_kg = 0.0;
    const Ascent with(p, 80.0, 0.25);
    const Ascent without(none, 80.0, 0.25);
    double t = 1.0;
    while (norm(with.at(t).velocity.mps) < speed_mps) t += 0.25;
    const auto gained = [&](const Ascent& a) {
      return norm(a.at(t + 0.5).velocity.mps) - norm(a.at(t - 0.5).velocity.mps);
    };
    const double h = height(with.place_at(t));
    const double mass_share = 1.0 - p.vacuum_ratio * 3.0 * 9.80665 * t / p.exhaust_mps;
    return (gained(without) - gained(with)) * mass_share / (0.5 * earth::density(h).kg_m3 * speed_mps * speed_mps);
  };
  EXPECT_GT(drag_area(390.0), 1.4 * drag_area(170.0));
}

TEST(BoostTemplate, DragTakesWhatTheDynamicPressureSays) {
  AscentParameters with = slow();
  AscentParameters without = slow();
  without.drag_m2_kg = 0.0;
  const State<Itrf> a = Ascent(with, 40.0, 0.5).at(40.0);
  const State<Itrf> b = Ascent(without, 40.0, 0.5).at(40.0);
  EXPECT_LT(norm(a.velocity.mps), norm(b.velocity.mps));
  // Below half of 1.2 kg/m³ · (190 m/s)² · 3e-5 m²/kg over 40 s.
  EXPECT_GT(norm(a.velocity.mps), norm(b.velocity.mps) - 0.5 * 1.2 * 190.0 * 190.0 * 3e-5 * 40.0);
}

TEST(BoostTemplate, FliesTowardsItsTilt) {
  const Ascent ascent(slow(), 120.0, 3.0);
  const Geodetic end = earth::to_geodetic(ascent.place_at(120.0));
  const double azimuth = earth::inverse(slow().site, end).azimuth_start_rad;
  EXPECT_NEAR(azimuth, std::atan2(0.12, 0.05), 0.05);
  EXPECT_GT(height(ascent.place_at(120.0)), 10e3);
}

TEST(BoostTemplate, LongStepsAreAsGoodAsShortOnes) {
  const Ascent coarse(slow(), 130.0, 3.0);
  const Ascent fine(slow(), 130.0, 0.05);
  for (double t = 0.0; t <= 130.0; t += 7.3) {
    EXPECT_LT(norm(coarse.place_at(t).m - fine.place_at(t).m), 20.0) << t;
    EXPECT_LT(norm(coarse.at(t).velocity.mps - fine.at(t).velocity.mps), 1.0) << t;
  }
}

TEST(NormalEquations, SolveInvertAndMeasureASmallSystem) {
  NormalEquations equations(2);
  equations.add({2.0, 0.0}, 4.0, 1.0);
  equations.add({1.0, 3.0}, 1.0, 2.0);
  equations.add_prior(1, 0.5, 0.5);
  // H = [4 + 2, 6; 6, 18 + 4], g = [8 + 2, 6 + 1].
  const auto x = equations.step(0.0);
  ASSERT_TRUE(x);
  EXPECT_NEAR(6.0 * (*x)[0] + 6.0 * (*x)[1], 10.0, 1e-12);
  EXPECT_NEAR(6.0 * (*x)[0] + 22.0 * (*x)[1], 7.0, 1e-12);
  EXPECT_NEAR(*equations.log_determinant(), std::log(6.0 * 22.0 - 36.0), 1e-12);
  const auto inverse = equations.inverse();
  ASSERT_TRUE(inverse);
  EXPECT_NEAR((*inverse)[0], 22.0 / 96.0, 1e-12);
  EXPECT_NEAR((*inverse)[1], -6.0 / 96.0, 1e-12);
  EXPECT_FALSE(NormalEquations(2).step(0.1)) << "nothing is known";
}

}  // namespace
}  // namespace tocsin::event
