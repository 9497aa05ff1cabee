#include "tocsin/track/consistency.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

constexpr int kSeeds = 400;

/// Innovations of three numbers each.
template <class Draw>
double factor_of(int updates, Draw draw) {
  Consistency consistency;
  InnovationTrail trail;
  for (int i = 0; i < updates; ++i) consistency.add(std::array<double, 3>{draw(0), draw(1), draw(2)}, trail);
  return consistency.factor();
}

template <class Make>
double mean_factor(int updates, const Make& make) {
  double out = 0.0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Random random(static_cast<std::uint64_t>(seed), "consistency");
    out += factor_of(updates, make(random)) / kSeeds;
  }
  return out;
}

auto as_stated(Random& random) {
  return [&random](int) { return random.normal(); };
}

auto twice_the_variance(Random& random) {
  return [&random](int) { return std::sqrt(2.0) * random.normal(); };
}

/// Besides what is stated a slow error of a quarter of it that is forgotten in five updates.
auto slow_besides(Random& random) {
  std::array<double, 3> slow{};
  for (double& x : slow) x = 0.25 * random.normal();
  return [&random, slow](int axis) mutable {
    double& x = slow[static_cast<std::size_t>(axis)];
    const double kept = std::exp(-0.2);
    x = kept * x + 0.25 * std::sqrt(1.0 - kept * kept) * random.normal();
    return x + random.normal();
  };
}

TEST(Consistency, OfWhatIsStatedRightlyChangesNextToNothing) {
  EXPECT_EQ(Consistency{}.factor(), 1.0);
  EXPECT_LT(mean_factor(10, as_stated), 1.12);
  EXPECT_LT(mean_factor(100, as_stated), 1.05);
  EXPECT_LT(mean_factor(5000, as_stated), 1.01);
}

TEST(Consistency, ShowsErrorsLargerThanStated) {
  EXPECT_GT(mean_factor(100, twice_the_variance), 1.7);
  EXPECT_NEAR(mean_factor(5000, twice_the_variance), 2.0, 0.05);
}

TEST(Consistency, ShowsErrorsThatLast) {
  EXPECT_GT(mean_factor(100, slow_besides), 1.15);
  // the mean of many such errors has 1 + 0.25²·(1 + kept)/(1 − kept) times the variance that is stated of it
  EXPECT_NEAR(mean_factor(5000, slow_besides), 1.63, 0.15);
}

TEST(Consistency, OfSeriesMixedIsThatOfEach) {
  // each track has errors of its own: what follows one another between them is not correlated
  Consistency consistency;
  Random random(1, "two tracks");
  std::array<InnovationTrail, 2> trails;
  for (int i = 0; i < 20000; ++i) {
    const double mean = i % 2 == 0 ? 0.2 : -0.2;
    consistency.add(std::array<double, 1>{mean + random.normal()}, trails[static_cast<std::size_t>(i % 2)]);
  }
  EXPECT_GT(consistency.factor(), 1.4);
}

TEST(Consistency, ForgetsWhatWasLongAgo) {
  Consistency consistency;
  InnovationTrail trail;
  Random random(2, "repaired");
  for (int i = 0; i < 20000; ++i) consistency.add(std::array<double, 1>{3.0 * random.normal()}, trail);
  EXPECT_GT(consistency.factor(), 8.0);
  for (int i = 0; i < 200000; ++i) consistency.add(std::array<double, 1>{random.normal()}, trail);
  EXPECT_LT(consistency.factor(), 1.1);
}

TEST(Consistency, OfOneInnovationShowsOnlyWhatChanceDoesNot) {
  EXPECT_EQ(Consistency::factor_of(0.0, 6), 1.0);
  EXPECT_EQ(Consistency::factor_of(9.0, 6), 1.0);
  EXPECT_NEAR(Consistency::factor_of(60.0, 6), 10.0 - 1.0 / std::sqrt(3.0), 1e-12);
}

/// A body that rises through the fence of RAD-1, whose errors are this many times what it states.
std::vector<message::Record> coast_before_a_radar(const sense::Sensors& sensors, double noise_factor) {
  const sense::Radar& radar = *sensors.radar("RAD-1");
  const Position<Itrf> place = sense::radar_position(radar, 1500e3, 1.0, degrees(2.0).value());
  const Vec3 up = unit(place.m);
  const Vec3 level = unit(cross(up, earth::to_itrf(radar.site).m - place.m));
  StreamOptions options;
  options.radars = {"RAD-1"};
  options.end_s = 90.0;
  options.noise_factor = noise_factor;
  options.clutter_factor = 0.0;
  return stream({coast({place, {2000.0 * level + 2500.0 * up}}, 3.0, 100.0)}, sensors, options, 5);
}

/// Variance of the place that is told of the only confirmed track at the end.
double told_variance(const Told& told) {
  for (const message::Track& track : told.ticks.back()) {
    if (track.state != message::TrackState::confirmed) continue;
    return track.covariance(0, 0) + track.covariance(1, 1) + track.covariance(2, 2);
  }
  ADD_FAILURE() << "no confirmed track";
  return 0.0;
}

TEST(Consistency, OfARadarIsInTheCovarianceThatIsTold) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const auto variance_with = [&](double noise_factor) {
    Tracker tracker({}, sensors);
    return told_variance(run(tracker, coast_before_a_radar(*sensors, noise_factor)));
  };
  // the filter takes plots as stated: its own covariance is nearly the same in both
  const double ratio = variance_with(1.5) / variance_with(1.0);
  EXPECT_GT(ratio, 1.6);
  EXPECT_LT(ratio, 3.2);
}

TEST(Consistency, OfARadarOutlastsARestart) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const std::vector<message::Record> records = coast_before_a_radar(*sensors, 1.5);
  const auto half = records.begin() + static_cast<std::ptrdiff_t>(records.size() / 2);
  Tracker whole({}, sensors);
  const double expected = told_variance(run(whole, records));
  Tracker before({}, sensors);
  static_cast<void>(run(before, {records.begin(), half}));
  Tracker after({}, sensors);
  ASSERT_TRUE(after.load(before.save()));
  EXPECT_EQ(told_variance(run(after, {half, records.end()})), expected);
}

}  // namespace
}  // namespace tocsin::track::test
