#include "tocsin/track/dynamics.hpp"

#include <cmath>
#include <tuple>
#include <utility>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/models_boost.hpp"
#include "tocsin/track/models_coast.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

const StateVector<9> kClimbing{-3.0e6, 3.7e6, 4.6e6, -1500.0, 1200.0, 2100.0, -8.0, 9.0, 21.0};

StateVector<6> coasting(const StateVector<9>& x) {
  return {x[0], x[1], x[2], x[3], x[4], x[5]};
}

TEST(Heights, WhatIsSurelyAboveIsAboveAtEveryLatitude) {
  int above = 0;
  for (double latitude_rad = -1.5; latitude_rad <= 1.5; latitude_rad += 0.25) {
    for (double height_m = 0.0; height_m <= 200e3; height_m += 5e3) {
      const Position<Itrf> place = earth::to_itrf({latitude_rad, 1.0, height_m});
      EXPECT_FALSE(is_surely_above(place, height_m));
      if (!is_surely_above(place, 100e3)) continue;
      EXPECT_GT(height_m, 100e3);
      ++above;
    }
    EXPECT_TRUE(is_surely_above(earth::to_itrf({latitude_rad, 1.0, 122e3}), 100e3));
  }
  EXPECT_GT(above, 100);
}

/// Largest difference between the transition and central differences, in parts of the largest change of its row kind.
template <int N>
double worst_derivative(const StateVector<N>& x, double dt_s, const MotionOptions& options) {
  const Moved<N> moved = move(x, dt_s, options);
  double worst = 0.0;
  for (std::size_t j = 0; j < static_cast<std::size_t>(N); ++j) {
    const double step = j < 3 ? 50.0 : (j < 6 ? 0.5 : 0.05);
    StateVector<N> up = x;
    StateVector<N> down = x;
    up[j] += step;
    down[j] -= step;
    const StateVector<N> high = move(up, dt_s, options).mean;
    const StateVector<N> low = move(down, dt_s, options).mean;
    for (std::size_t i = 0; i < static_cast<std::size_t>(N); ++i) {
      const double numeric = (high[i] - low[i]) / (2.0 * step);
      const double scale = std::max(1e-3, std::abs(numeric));
      worst = std::max(worst, std::abs(numeric - moved.transition[i * static_cast<std::size_t>(N) + j]) / scale);
    }
  }
  return worst;
}

TEST(CoastTransition, AgreesWithNumericDifferences) {
  const MotionOptions options;
  for (const double dt : {0.5, 10.0, -7.0, 120.0}) {
    EXPECT_LT(worst_derivative<6>(coasting(kClimbing), dt, options), 2e-5) << dt;
  }
}

TEST(CoastTransition, AgreesWithNumericDifferencesInDenseAir) {
  const MotionOptions options;
  const Position<Itrf> low = earth::to_itrf({0.7, 2.2, 35e3});
  const StateVector<6> x{low.m.x, low.m.y, low.m.z, 900.0, -2500.0, -1800.0};
  EXPECT_GT(drag_magnitude(state_of<6>(x), options), 5.0);
  for (const double dt : {0.5, 3.0, -2.0}) EXPECT_LT(worst_derivative<6>(x, dt, options), 1e-3) << dt;
}

TEST(BoostTransition, AgreesWithNumericDifferences) {
  const MotionOptions options;
  for (const double dt : {0.5, 10.0, -7.0}) EXPECT_LT(worst_derivative<9>(kClimbing, dt, options), 2e-5) << dt;
}

TEST(CoastModel, FollowsAFlightOfOtherPhysicsForTenMinutes) {
  const MotionOptions options;
  const SyntheticBody flight = coast(state_of<9>(kClimbing), 0.0, 600.0);
  const StateVector<6> end = move(coasting(kClimbing), 600.0, options).mean;
  // J3 and J4, which the flight does not have, make a difference of some metres.
  EXPECT_LT(norm(state_of<6>(end).position.m - flight.state(600.0).position.m), 30.0);
  EXPECT_LT(norm(state_of<6>(end).velocity.mps - flight.state(600.0).velocity.mps), 0.2);
}

TEST(Drift, OfShortWaysIsThatOfTheVariationalEquations) {
  const MotionOptions options;
  const StateVector<6> x = coasting(kClimbing);
  for (const double dt : {0.1, -1.0, kLongestDrift_s, -kLongestDrift_s}) {
    const Moved<6> quick = drift(x, dt, options);
    const Flown whole = fly(state_of<6>(x), Vec3{}, dt, false, options);
    EXPECT_LT(norm(state_of<6>(quick.mean).position.m - whole.state.position.m), 1e-5) << dt;
    EXPECT_LT(norm(state_of<6>(quick.mean).velocity.mps - whole.state.velocity.mps), 1e-5) << dt;
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t j = 0; j < 6; ++j) {
        EXPECT_NEAR(quick.transition[6 * i + j], whole.transition[9 * i + j], 1e-8) << dt << " " << i << " " << j;
      }
    }
  }
}

/// Thrust that does not grow.
MotionOptions steady() {
  MotionOptions options;
  options.exhaust_mps = 1e12;
  return options;
}

TEST(BoostModel, GrowsAsARocketBurnsItsMass) {
  const MotionOptions options;
  const double size = norm(Vec3{kClimbing[6], kClimbing[7], kClimbing[8]});
  for (const double dt : {10.0, 0.5, -6.0}) {
    const StateVector<9> grown = move(kClimbing, dt, options).mean;
    const StateVector<9> constant = move(kClimbing, dt, steady()).mean;
    // Midpoint rule over the rocket equation.
    constexpr int kSteps = 20000;
    double gained_mps = 0.0;
    double way_m = 0.0;
    for (int i = 0; i < kSteps; ++i) {
      const double h = dt / kSteps;
      const double more = size / (1.0 - size * (i + 0.5) * h / options.exhaust_mps) - size;
      way_m += h * (gained_mps + 0.5 * h * more);
      gained_mps += h * more;
    }
    for (std::size_t i = 0; i < 3; ++i) {
      const double along = kClimbing[6 + i] / size;
      EXPECT_NEAR(grown[i] - constant[i], way_m * along, 1e-4) << dt;
      EXPECT_NEAR(grown[3 + i] - constant[3 + i], gained_mps * along, 1e-5) << dt;
      EXPECT_NEAR(grown[6 + i], kClimbing[6 + i] / (1.0 - size * dt / options.exhaust_mps), 1e-9) << dt;
    }
  }
}

TEST(BoostModel, GrowsNoFurtherThanVehiclesStand) {
  const MotionOptions options;
  StateVector<9> x = kClimbing;
  for (int i = 0; i < 60; ++i) x = move(x, 5.0, options).mean;
  EXPECT_NEAR(norm(Vec3{x[6], x[7], x[8]}), options.largest_thrust_mps2, 1e-6);
  for (std::size_t i = 6; i < 9; ++i) x[i] *= 2.0;  // a filter may believe more: it is left as it is
  EXPECT_EQ(move(x, 5.0, options).mean[7], x[7]);
  // One step over the moment when it is reached, or two.
  StateVector<9> strong = kClimbing;
  for (std::size_t i = 6; i < 9; ++i) strong[i] *= 3.0;
  const double until_s = options.exhaust_mps * (1.0 / norm(Vec3{strong[6], strong[7], strong[8]}) - 0.01);
  ASSERT_GT(until_s, 9.0);
  ASSERT_LT(until_s, 15.0);
  const StateVector<9> one = move(strong, 16.0, options).mean;
  const StateVector<9> two = move(move(strong, until_s, options).mean, 16.0 - until_s, options).mean;
  for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(one[i], two[i], i < 3 ? 0.5 : 0.1) << i;
}

TEST(BothModels, GoBackToWhereTheyCameFrom) {
  const MotionOptions options;
  // Gravity over the way that the growth adds (tens of metres) is left out.
  for (const auto& [model, tolerance] : {std::pair{steady(), 1e-4}, std::pair{options, 1e-2}}) {
    const StateVector<9> boost = move(move(kClimbing, 9.0, model).mean, -9.0, model).mean;
    for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(boost[i], kClimbing[i], tolerance);
  }
  const StateVector<6> start = coasting(kClimbing);
  const StateVector<6> free = move(move(start, 60.0, options).mean, -60.0, options).mean;
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(free[i], start[i], 1e-3);
}

TEST(BoostNoise, OfTwoStepsIsThatOfOne) {
  // Within a step the noise is that of a thrust that does not grow.
  for (const auto& [options, tolerance, mean_tolerance] :
       {std::tuple{steady(), 1e-4, 1e-4}, std::tuple{MotionOptions{}, 5e-2, 1e-3}}) {
    BoostState one;
    one.mean = kClimbing;
    for (int i = 0; i < 9; ++i) one.covariance(i, i) = 1.0;
    BoostState two = one;
    predict(one, 4.0, options);
    predict(two, 2.0, options);
    predict(two, 2.0, options);
    for (int i = 0; i < 9; ++i) {
      EXPECT_NEAR(one.covariance(i, i) / two.covariance(i, i), 1.0, tolerance) << i;
      EXPECT_NEAR(one.mean[static_cast<std::size_t>(i)], two.mean[static_cast<std::size_t>(i)], mean_tolerance) << i;
    }
  }
}

TEST(CoastNoise, GrowsWhereTheAirIs) {
  const MotionOptions options;
  const Position<Itrf> high = earth::to_itrf({0.7, 2.2, 300e3});
  const Position<Itrf> low = earth::to_itrf({0.7, 2.2, 40e3});
  const StateVector<6> above{high.m.x, high.m.y, high.m.z, 3000.0, 0.0, 0.0};
  const StateVector<6> below{low.m.x, low.m.y, low.m.z, 3000.0, 0.0, 0.0};
  EXPECT_GT(process_noise(below, 1.0, options)(3, 3), 100.0 * process_noise(above, 1.0, options)(3, 3));
}

TEST(BurnoutAndIgnition, KeepPlaceAndVelocity) {
  const MotionOptions options;
  BoostState boost;
  boost.mean = kClimbing;
  for (int i = 0; i < 9; ++i) boost.covariance(i, i) = 2.0 + i;
  const CoastState coast = burnt_out(boost);
  const BoostState lit = ignited(coast, options);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(lit.mean[i], boost.mean[i]);
  const Vec3 thrust{lit.mean[6], lit.mean[7], lit.mean[8]};
  EXPECT_NEAR(dot(thrust, unit(state_of<9>(lit.mean).velocity.mps)), options.ignition_mps2, 1e-9);
  EXPECT_EQ(lit.covariance(8, 8), options.ignition_sigma_mps2 * options.ignition_sigma_mps2);
}

TEST(Motion, BelowTheGroundStaysFinite) {
  const MotionOptions options;
  for (const double radius : {0.0, 1.0, 5e6, 6.0e6}) {
    const Moved<6> moved = move(StateVector<6>{radius, 0.0, 0.0, -10.0, 5.0, 1.0}, 1.0, options, false);
    for (const double value : moved.mean) EXPECT_TRUE(std::isfinite(value)) << radius;
  }
}

TEST(Dynamics, AForecastThroughTheGroundStaysAtAPossiblePlaceAndSpeed) {
  const MotionOptions options;
  // 7 km/s straight down from 150 km, carried on for far longer than it takes to come down.
  for (const double ahead_s : {15.0, 60.0, 300.0}) {
    const State<Itrf> start{{{6378137.0 + 150e3, 0.0, 0.0}}, {{-7000.0, 100.0, 50.0}}};
    const Flown end = fly(start, Vec3{-60.0, 80.0, 90.0}, ahead_s, true, options);
    EXPECT_LT(norm(end.state.position.m), 2e7) << ahead_s;
    EXPECT_LT(norm(end.state.velocity.mps), 3e4) << ahead_s;
    for (const double element : end.transition) EXPECT_TRUE(std::isfinite(element)) << ahead_s;
  }
}

}  // namespace
}  // namespace tocsin::track::test
