#include "tocsin/track/measurement.hpp"

#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/track/kalman.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

State<Itrf> moved(const State<Itrf>& state, std::size_t component, double step) {
  State<Itrf> out = state;
  std::array<double*, 6> parts{&out.position.m.x,   &out.position.m.y,   &out.position.m.z,
                               &out.velocity.mps.x, &out.velocity.mps.y, &out.velocity.mps.z};
  *parts[component] += step;
  return out;
}

void expect_derivative(const Measurement& measurement, const State<Itrf>& state, double tolerance) {
  const auto centre = project(measurement, state);
  ASSERT_TRUE(centre);
  for (std::size_t j = 0; j < 6; ++j) {
    const double step = j < 3 ? 20.0 : 1.0;
    const auto up = project(measurement, moved(state, j, step));
    const auto down = project(measurement, moved(state, j, -step));
    ASSERT_TRUE(up && down);
    for (int i = 0; i < measurement.size; ++i) {
      const auto row = static_cast<std::size_t>(i);
      // Residual is measured minus predicted: its derivative is minus that of the prediction.
      const double numeric = -wrap_pi(up->residual[row] - down->residual[row]) / (2.0 * step);
      const double large = -(up->residual[row] - down->residual[row]) / (2.0 * step);
      const double value = i == 0 || i == 3 ? large : numeric;
      EXPECT_NEAR(centre->jacobian[6 * row + j], value, tolerance * std::max(std::abs(value), 1e-10)) << i << " " << j;
    }
  }
}

class Projections : public testing::Test {
 protected:
  sense::World world_ = synthetic_world();
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(world_);
  State<Itrf> state_{earth::to_itrf({degrees(47.0).value(), degrees(136.0).value(), 240e3}),
                     {{900.0, -2100.0, 1400.0}}};

  [[nodiscard]] Measurement bearing(const char* id) const {
    const Position<Itrf> eye = sensors_->satellite_state(*sensors_->infrared(id), at(10.0)).position;
    message::Bearing raw;
    raw.sigma_rad = 20e-6;
    return prepare(id, 1, at(10.0), raw, sense::nadir_frame(eye));
  }
  [[nodiscard]] Measurement plot(bool with_rate) const {
    message::Plot raw;
    raw.range_m = 800e3;
    raw.range_sigma_m = 60.0;
    raw.azimuth_sigma_rad = raw.elevation_sigma_rad = 2e-3;
    raw.range_rate_sigma_mps = 5.0;
    if (with_rate) raw.range_rate_mps = 100.0;
    return prepare("RAD-1", 1, at(10.0), raw, *sensors_->radar("RAD-1"));
  }
};

TEST_F(Projections, OfBearingsHaveTheRightDerivative) {
  for (const char* id : {"GEO-1", "GEO-3", "HEO-1"}) expect_derivative(bearing(id), state_, 1e-5);
}

TEST_F(Projections, OfPlotsHaveTheRightDerivative) {
  expect_derivative(plot(true), state_, 1e-4);
  expect_derivative(plot(false), state_, 1e-4);
}

TEST_F(Projections, OfACoupledRadarThroughAirHaveTheRightDerivative) {
  Measurement echo = plot(true);
  sense::Radar radar = *echo.radar;
  radar.coupling_s = 3.48;
  earth::RefractiveMedium medium;
  medium.ionosphere.electrons_m2 = 30e16;
  radar.refraction = std::make_shared<const earth::RefractionTable>(medium, radar.site.height_m);
  const double plain = project(echo, state_)->residual[0];
  echo.radar = &radar;
  expect_derivative(echo, state_, 1e-4);
  const auto seen = project(echo, state_);
  const double rate = echo.value[3] - seen->residual[3];
  EXPECT_GT(std::abs(rate), 500.0);
  // what recedes was reported farther, and the air adds some metres
  EXPECT_NEAR(plain - seen->residual[0], 3.48 * rate + 30.0, 30.0);
}

TEST_F(Projections, DoNotExistBehindASatelliteOrInTheZenithOfARadar) {
  const Measurement seen = bearing("GEO-1");
  EXPECT_FALSE(project(seen, {{seen.frame.origin.m - 1000.0 * seen.frame.down.u}, {}}));
  EXPECT_FALSE(project(seen, {seen.frame.origin, {}}));
  const Measurement echo = plot(true);
  const Position<Itrf> site = earth::to_itrf(echo.radar->site);
  EXPECT_FALSE(project(echo, {{site.m + 500e3 * earth::ellipsoid_normal(echo.radar->site).u}, {}}));
  EXPECT_FALSE(project(echo, {site, {}}));
}

TEST_F(Projections, AzimuthResidualsCrossNorthTheShortWay) {
  Measurement echo = plot(true);
  const auto seen = project(echo, state_);
  ASSERT_TRUE(seen);
  const double azimuth = echo.value[1] - seen->residual[1];
  echo.value[1] = azimuth + 2.0 * kPi - 1e-3;
  EXPECT_NEAR(project(echo, state_)->residual[1], -1e-3, 1e-9);
}

/// Ten plots around a state that is known badly: the update must say how well it is known afterwards.
TEST_F(Projections, KalmanUpdatesStateTheirErrors) {
  Random random(3, "kalman");
  const MotionOptions options;
  double sum = 0.0;
  constexpr int kRuns = 300;
  for (int run = 0; run < kRuns; ++run) {
    CoastState estimate;
    const std::array<double, 6> truth{state_.position.m.x,   state_.position.m.y,   state_.position.m.z,
                                      state_.velocity.mps.x, state_.velocity.mps.y, state_.velocity.mps.z};
    for (std::size_t i = 0; i < 6; ++i) {
      const double sigma = i < 3 ? 30e3 : 500.0;
      estimate.mean[i] = truth[i] + sigma * random.normal();
      estimate.covariance(static_cast<int>(i), static_cast<int>(i)) = sigma * sigma;
    }
    for (int k = 0; k < 5; ++k) {
      Measurement echo = plot(true);
      const auto seen = project(echo, state_);
      for (std::size_t i = 0; i < 4; ++i) {
        echo.value[i] += -seen->residual[i] + std::sqrt(echo.variance[i]) * random.normal();
      }
      ASSERT_TRUE(correct(estimate, echo, 0.0, 4, options));
    }
    message::Track track;
    track.position_m = state_of<6>(estimate.mean).position.m;
    track.velocity_mps = state_of<6>(estimate.mean).velocity.mps;
    track.covariance = estimate.covariance;
    sum += nees(track, state_);
  }
  // Mean of 300 χ² of 6 degrees of freedom: 6 ± 2.58·√(12/300).
  EXPECT_NEAR(sum / kRuns, 6.0, 2.58 * std::sqrt(12.0 / kRuns) + 0.3);
}

TEST_F(Projections, LateMeasurementsAreReferredToTheirOwnTime) {
  const MotionOptions options;
  const SyntheticBody body = coast(state_, 0.0, 30.0);
  const State<Itrf> then = body.state(10.0);
  const State<Itrf> now = body.state(15.0);
  CoastState estimate;
  estimate.mean = {now.position.m.x,   now.position.m.y,   now.position.m.z,
                   now.velocity.mps.x, now.velocity.mps.y, now.velocity.mps.z};
  for (int i = 0; i < 6; ++i) estimate.covariance(i, i) = i < 3 ? 1e6 : 1e2;
  Measurement echo = plot(true);
  const auto seen = project(echo, then);
  for (std::size_t i = 0; i < 4; ++i) echo.value[i] -= seen->residual[i];
  const auto agreement = innovation(estimate, echo, 5.0, options);
  ASSERT_TRUE(agreement);
  EXPECT_LT(agreement->squared, 1e-4);
  EXPECT_GT(innovation(estimate, echo, 0.0, options)->squared, 10.0);
}

}  // namespace
}  // namespace tocsin::track::test
