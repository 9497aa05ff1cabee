#include "tocsin/track/burnout.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "synthetic.hpp"

namespace tocsin::track {
namespace {

using test::at;

/// A track that saw a plume at 100 s, and looks every second after it that did not.
Burnout after_dark_looks(int looks) {
  const BurnOptions options;
  TrackFile track;
  track.infrared_hits = options.burnout_min_hits;
  track.imm.boost_probability = 0.99;
  burnout_after_hit(track, at(100.0), true, options);
  for (int i = 1; i <= looks; ++i) {
    track.imm.boost_probability = i < looks ? 0.6 : 0.01;
    burnout_after_miss(track, at(100.0 + i), 0.97, options);
  }
  return track.burnout;
}

/// Between two looks every moment is equally likely: nine tenths of the way are the 90 % interval, and not ±1.645
/// sigma.
TEST(Burnout, IntervalIsThatOfAUniformTimeBetweenTwoLooks) {
  const Burnout burnout = after_dark_looks(1);
  ASSERT_TRUE(burnout.time);
  EXPECT_NEAR(seconds_between(at(100.0), *burnout.time), 0.5, 1e-6);
  EXPECT_NEAR(burnout.sigma_s, std::sqrt(1.0 / 12.0), 0.01);
  EXPECT_NEAR(seconds_between(at(100.0), burnout.earliest), 0.05, 0.01);
  EXPECT_NEAR(seconds_between(at(100.0), burnout.latest), 0.95, 0.01);
}

/// A look misses 3 % of plumes: so much of the second look's second is as likely as the first's.
TEST(Burnout, IntervalAllowsForALookThatMissedThePlume) {
  const Burnout burnout = after_dark_looks(2);
  ASSERT_TRUE(burnout.time);
  EXPECT_NEAR(seconds_between(at(100.0), burnout.latest), 0.95 * 1.03, 0.02);
  EXPECT_GT(burnout.sigma_s, std::sqrt(1.0 / 12.0) + 0.01);
}

/// Seconds by which the end of thrust is told before it comes; `off_sigmas`: by which the bearings of one look of each
/// satellite are wrong, nothing: those looks see nothing.
double told_early_s(std::optional<double> off_sigmas) {
  const auto sensors = test::synthetic_sensors(test::synthetic_world());
  const test::SyntheticBody body = test::launch({}, 200.0);
  test::StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.detection_probability = 1.0;
  options.clutter_factor = 0.0;
  options.end_s = std::floor(body.burnout_s) + 20.0;
  std::vector<message::Record> records;
  for (message::Record record : test::stream({body}, *sensors, options, 3)) {
    auto* bearing = std::get_if<message::Bearing>(&record.payload);
    auto* look = std::get_if<message::Look>(&record.payload);
    const double t_s = seconds_between(at(0.0), record.header.measured);
    const bool is_spoilt = t_s > 90.0 && t_s <= 100.0;
    if (bearing != nullptr && is_spoilt && !off_sigmas) continue;
    if (bearing != nullptr && is_spoilt) bearing->north_rad += *off_sigmas * bearing->sigma_rad;
    if (look != nullptr && !off_sigmas && t_s > 90.0 && t_s <= 104.0) look->hits = 0;
    records.push_back(record);
  }
  Tracker tracker({}, sensors);
  const test::Told told = test::run(tracker, records);
  for (std::size_t k = 0; k < told.ticks.size(); ++k) {
    for (const message::Track& track : told.ticks[k]) {
      if (track.kind == message::TrackKind::full && track.burnout_time)
        return body.burnout_s - (static_cast<double>(k) + 1.0);
    }
  }
  return -1e9;
}

/// Whoever measures a plume badly has still seen one: only a look without any bearing near it speaks of burnout.
TEST(Burnout, BearingOutsideTheGateIsNoAbsenceOfAPlume) {
  EXPECT_GT(told_early_s(std::nullopt), 0.0) << "two looks that see nothing speak of burnout";
  EXPECT_LT(told_early_s(12.0), 0.0);
  EXPECT_GT(told_early_s(12.0), -20.0) << "and it is told when it comes";
  EXPECT_GT(told_early_s(100.0), 0.0) << "what is far away is another object";
}

}  // namespace
}  // namespace tocsin::track
