#include "tocsin/motion/lifting.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::motion {
namespace {

constexpr double kBeta = 5000.0;
const Instant kStart = parse_utc("2024-03-01T12:00:00Z").value();
const Instant kLimit = kStart + seconds(5000.0);

double height_m(const State<Itrf>& s) {
  return earth::height_above_ellipsoid_m(s.position);
}

double climb_mps(const State<Itrf>& s) {
  return dot(earth::ellipsoid_normal(earth::to_geodetic(s.position)).u, s.velocity.mps);
}

// Eastwards over the equator, falling.
State<Itrf> falling(double height, double speed_mps, double down_deg) {
  const double down = down_deg * kRadiansPerDegree;
  return {earth::to_itrf({0.0, 0.0, height}), {{-speed_mps * std::sin(down), speed_mps * std::cos(down), 0.0}}};
}

double range_m(const State<Itrf>& begin, const Arc& arc) {
  return earth::inverse(earth::to_geodetic(begin.position), earth::to_geodetic(arc.state_at(arc.end()).position))
      .distance_m;
}

Arc ballistic(const State<Itrf>& s) {
  PropagationOptions options;
  options.forces.beta_kg_m2 = kBeta;
  options.stop_at_height_m = 0.0;
  return propagate(s, kStart, kLimit, options).value();
}

TEST(Lifting, AboveItsHeightThePayloadIsBallistic) {
  const State<Itrf> s = falling(100e3, 2500.0, 15.0);
  const auto flown = fly_lifting(s, kStart, kLimit, kBeta, {.kind = ManoeuvreKind::glide}, 1e-2);
  ASSERT_TRUE(flown && flown->began);
  const Arc free = ballistic(s);
  const Instant before = free.falls_through(50e3, kStart)->time;
  EXPECT_LT(norm(flown->arc.state_at(before).position.m - free.state_at(before).position.m), 1.0);
  EXPECT_GT(*flown->began, before);
  const Instant after = before + seconds(40.0);
  EXPECT_GT(norm(flown->arc.state_at(after).position.m - free.state_at(after).position.m), 1e3);
}

TEST(Lifting, AGlideGoesAsFarAsTheEquilibriumGlide) {
  // Eggers, Allen and Neice, NACA TN 4046 (1957): R = r/2 · L/D · ln(1 / (1 − v²/gr)), with the height as energy.
  const State<Itrf> s = falling(45e3, 2500.0, 3.0);
  for (const double lift_to_drag : {1.0, 2.0, 3.0}) {
    Manoeuvre m{.kind = ManoeuvreKind::glide};
    m.lift_to_drag = lift_to_drag;
    const auto flown = fly_lifting(s, kStart, kLimit, kBeta, m, 1e-2);
    ASSERT_TRUE(flown) << flown.error().to_string();
    const double r = norm(s.position.m);
    const double v2 = 2500.0 * 2500.0 + 2.0 * 9.8 * 45e3;
    const double expected = 0.5 * r * lift_to_drag * std::log(1.0 / (1.0 - v2 / (9.8 * r)));
    EXPECT_NEAR(range_m(s, flown->arc) / expected, 1.0, 0.25) << lift_to_drag;
    EXPECT_NEAR(height_m(flown->arc.state_at(flown->arc.end())), 0.0, 1.0);
  }
}

TEST(Lifting, AGlideTurnsLevelAndDoesNotSkip) {
  const auto flown =
      fly_lifting(falling(80e3, 2700.0, 12.0), kStart, kLimit, kBeta, {.kind = ManoeuvreKind::glide}, 1e-2);
  ASSERT_TRUE(flown && flown->began);
  double steepest_climb = -1e9;
  for (Instant t = *flown->began; t < flown->arc.end(); t = t + seconds(1.0)) {
    steepest_climb = std::max(steepest_climb, climb_mps(flown->arc.state_at(t)));
  }
  EXPECT_LT(steepest_climb, 10.0);
  EXPECT_GT(steepest_climb, -20.0) << "it is level for a while";
}

TEST(Lifting, APullUpClimbsToItsAngleAndIsBallisticAfterwards) {
  const State<Itrf> s = falling(60e3, 1800.0, 20.0);
  Manoeuvre m{.kind = ManoeuvreKind::pullup};
  m.pull_up_to_rad = 0.15;
  const auto flown = fly_lifting(s, kStart, kLimit, kBeta, m, 1e-2);
  ASSERT_TRUE(flown && flown->began);
  double angle = -1.0;
  Instant top = kStart;
  for (Instant t = *flown->began; t < flown->arc.end(); t = t + seconds(0.1)) {
    const State<Itrf> at = flown->arc.state_at(t);
    const double now = std::asin(climb_mps(at) / norm(at.velocity.mps));
    if (now > angle) top = t;
    angle = std::max(angle, now);
  }
  EXPECT_NEAR(angle, 0.15, 0.005);
  PropagationOptions options;
  options.forces.beta_kg_m2 = kBeta;
  const Instant later = top + seconds(10.0);
  const auto free = propagate_state(flown->arc.state_at(top + seconds(1.0)), top + seconds(1.0), later, options);
  ASSERT_TRUE(free);
  EXPECT_LT(norm(free->position.m - flown->arc.state_at(later).position.m), 0.1);
  EXPECT_GT(range_m(s, flown->arc), range_m(s, ballistic(s)) + 20e3);
}

TEST(Lifting, BeginsAtTheApogeeOfAFlightThatStaysLow) {
  State<Itrf> s = falling(40e3, 1500.0, -3.0);
  const auto flown = fly_lifting(s, kStart, kLimit, kBeta, {.kind = ManoeuvreKind::pullup}, 1e-2);
  ASSERT_TRUE(flown && flown->began);
  const auto free = ballistic(s).apogee();
  ASSERT_TRUE(free);
  EXPECT_GE(*flown->began, free->time);
  EXPECT_LT(seconds_between(free->time, *flown->began), 5.0);
}

TEST(Lifting, FiguresThatNothingFliesWithAreRefusedByName) {
  const auto refused = [](Manoeuvre m) {
    const auto flown = fly_lifting(falling(60e3, 1800.0, 20.0), kStart, kLimit, kBeta, m, 1e-2);
    return flown ? std::string() : flown.error().to_string();
  };
  Manoeuvre m{.kind = ManoeuvreKind::glide};
  EXPECT_EQ(refused(m), "");
  m.lift_to_drag = 0.0;
  EXPECT_NE(refused(m).find("lift_to_drag"), std::string::npos);
  m = {.kind = ManoeuvreKind::glide};
  m.below_m = 2e5;
  EXPECT_NE(refused(m).find("below_m"), std::string::npos);
  m = {.kind = ManoeuvreKind::pullup};
  m.pull_up_to_rad = std::nan("");
  EXPECT_NE(refused(m).find("pull_up_to_rad"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::motion
