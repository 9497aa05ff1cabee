#include "tocsin/event/boost_template.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
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
  const Ascent ascent(p, 20.0, 1.0);
  // v = −c ln(1 − a0 t / c) − g t; the Earth's spin takes some of the weight off.
  const double a0 = 1.4 * 9.80665;
  const double expected = -p.exhaust_mps * std::log(1.0 - a0 * 20.0 / p.exhaust_mps) - 9.79 * 20.0;
  EXPECT_NEAR(norm(ascent.at(20.0).velocity.mps), expected, 0.5);
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
