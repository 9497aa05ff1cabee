#include <cmath>
#include <cstdio>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/sense/attitude.hpp"

#include "tests/track/synthetic.hpp"

// Infrared sensors that are wrong about where they look, and their references to stars, in the tracker.
namespace tocsin::track::test {
namespace {

using message::TrackKind;
using message::TrackState;

class Pointing : public testing::Test {
 protected:
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  Tracker tracker_{{}, sensors_};
  std::int64_t sequence_ = 0;

  [[nodiscard]] message::FrameRef attitude(double t_s, double east_urad, double north_urad) const {
    const sense::InfraredSensor& sensor = *sensors_->infrared("GEO-1");
    const sense::NadirFrame frame = sense::nadir_frame(sensors_->satellite_state(sensor, at(t_s)).position);
    message::FrameRef out = sense::attitude_with_offset(frame, {1e-6 * east_urad, 1e-6 * north_urad}, at(t_s));
    out.sigma_rad = 5e-6;
    return out;
  }
  static message::Bearing bearing() {
    message::Bearing out;
    out.look = 999;
    out.east_rad = 0.02;
    out.north_rad = 0.1;
    out.sigma_rad = 20e-6;
    out.intensity_w_sr = 1e5;
    out.snr = 30.0;
    return out;
  }
  TrackerOutput give(double t_s, message::Payload payload, const std::string& source = "GEO-1") {
    message::Record record;
    record.header = {source, ++sequence_, message::RecordStatus::test, true, at(t_s), at(t_s + 1.0), {}};
    record.payload = std::move(payload);
    return tracker_.step(record);
  }
  /// The only complaint about a reference, which names `what`.
  void expect_refused(double t_s, const message::FrameRef& reference, const std::string& what,
                      const std::string& source = "GEO-1") {
    const TrackerOutput out = give(t_s, reference, source);
    ASSERT_EQ(out.refused.size(), 1U) << what;
    EXPECT_EQ(out.refused.front().rfind(source + " " + std::to_string(sequence_) + ": ", 0), 0U) << out.refused.front();
    EXPECT_NE(out.refused.front().find(what), std::string::npos) << out.refused.front();
  }
};

TEST_F(Pointing, IsCorrectedByTheReferencesOfTheSameSensorOnly) {
  EXPECT_FALSE(give(1.0, bearing()).corrected.has_value());
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(give(2.0 + i, attitude(2.0 + i, 80.0, -60.0)).refused.empty());
  const TrackerOutput out = give(6.0, bearing());
  ASSERT_TRUE(out.corrected.has_value());
  EXPECT_NEAR(out.corrected->east_rad, bearing().east_rad - 80e-6, 1e-6);
  EXPECT_NEAR(out.corrected->north_rad, bearing().north_rad + 60e-6, 1e-6);
  EXPECT_NEAR(out.corrected->sigma_rad, std::hypot(20e-6, 2.5e-6), 0.01e-6);
  EXPECT_FALSE(give(6.0, bearing(), "GEO-2").corrected.has_value());
  EXPECT_FALSE(give(7.0, message::Tick{at(7.0)}, "clock").corrected.has_value());
}

TEST_F(Pointing, OfRecordsThatCannotBeIsRefusedByName) {
  message::FrameRef bad = attitude(1.0, 0.0, 0.0);
  bad.w *= 0.9;
  expect_refused(1.0, bad, "expected a unit quaternion");
  bad = attitude(1.0, 0.0, 0.0);
  bad.y = std::numeric_limits<double>::quiet_NaN();
  expect_refused(1.0, bad, "y: found ");
  bad = attitude(1.0, 0.0, 0.0);
  bad.sigma_rad = 0.0;
  expect_refused(1.0, bad, "sigma_rad: found 0");
  bad.sigma_rad = -1.0;
  expect_refused(1.0, bad, "sigma_rad: found -1");
  const message::FrameRef straight = attitude(1.0, 0.0, 0.0);
  expect_refused(1.0, {-straight.x, straight.w, straight.z, -straight.y, 5e-6}, "nadir behind");
  expect_refused(1.0, attitude(1.0, 2e4, 0.0), "at most 10000 microradians are believed");
  expect_refused(1.0, straight, "no infrared sensor", "RAD-1");
  expect_refused(1.0, straight, "no infrared sensor", "GEO-77");
  EXPECT_TRUE(give(1.0, straight).refused.empty());
  --sequence_;
  expect_refused(1.0, straight, "there before");
  EXPECT_TRUE(give(1000.0, message::Tick{at(1000.0)}, "clock").refused.empty());
  expect_refused(70.0, attitude(70.0, 0.0, 0.0), "before the newest tick");
  expect_refused(1e6, attitude(1e6, 0.0, 0.0), "clock");
}

TEST_F(Pointing, FarFromWhatIsExpectedIsRefusedUntilItIsRepeated) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(give(i, attitude(i, 20.0, 0.0)).refused.empty());
  expect_refused(5.0, attitude(5.0, 420.0, 0.0), "off by 420.0 microradians east");
  EXPECT_NEAR(give(5.5, bearing()).corrected->east_rad, 0.02 - 20e-6, 1e-6);
  expect_refused(6.0, attitude(6.0, 420.0, 0.0), "sigmas from what is expected, at most 6 are used");
  EXPECT_TRUE(give(7.0, attitude(7.0, 420.0, 0.0)).refused.empty());
  EXPECT_NEAR(give(7.5, bearing()).corrected->east_rad, 0.02 - 420e-6, 1e-6);
}

TEST_F(Pointing, OfAnotherTimeIsForgottenAtTheFirstTick) {
  EXPECT_TRUE(give(1e8, attitude(1e8, 20.0, 0.0)).refused.empty());
  EXPECT_TRUE(give(1e8, bearing()).corrected.has_value());
  static_cast<void>(give(2.0, message::Tick{at(2.0)}, "clock"));
  EXPECT_FALSE(give(2.0, bearing()).corrected.has_value());
}

/// Errors of the tracks of two-satellite ascents 40 s after they came into view.
struct Flown {
  int seen = 0;
  double nees = 0.0;  ///< mean
  double position_m = 0.0;
};

Flown fly(const sense::Sensors& sensors, const std::shared_ptr<const sense::Sensors>& shared, double bias_sigma_rad,
          double interval_s) {
  Flown out;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Random random(seed, "mispointed ascent");
    SyntheticLaunch plan;
    plan.site = {random.uniform(0.3, 0.9), random.uniform(1.9, 2.5), 100.0};
    plan.azimuth_rad = random.uniform(0.0, 2.0 * kPi);
    plan.stages = {{random.uniform(90.0, 120.0), random.uniform(15.0, 18.0), random.uniform(0.25, 0.4), 0.0}};
    StreamOptions options;
    options.infrared = {"GEO-1", "GEO-2"};
    options.end_s = 90.0;
    Mispointing how;
    how.interval_s = interval_s;
    for (const std::string& id : options.infrared) {
      const double east = bias_sigma_rad * random.normal();
      how.offsets[id] = {east, bias_sigma_rad * random.normal()};
    }
    const SyntheticBody body = launch(plan, 200.0);
    Tracker tracker({}, shared);
    const Told told = run(tracker, mispointed(stream({body}, sensors, options, seed), sensors, how, seed));
    EXPECT_TRUE(told.refused.empty());
    for (const message::Track& track : told.ticks.back()) {
      if (track.kind != TrackKind::full || track.state == TrackState::ended) continue;
      const State<Itrf> truth = body.state(static_cast<double>(told.ticks.size()));
      ++out.seen;
      out.nees += nees(track, truth);
      out.position_m += position_error_m(track, truth);
    }
  }
  out.nees /= out.seen;
  out.position_m /= out.seen;
  return out;
}

TEST_F(Pointing, BiasIsTakenOutOfTracksByReferencesToStars) {
  const Flown right = fly(*sensors_, sensors_, 0.0, 0.0);
  const Flown wrong = fly(*sensors_, sensors_, 40e-6, 0.0);
  const Flown corrected = fly(*sensors_, sensors_, 40e-6, 20.0);
  for (const auto& [name, flown] : {std::pair("right", right), {"40 µrad off", wrong}, {"corrected", corrected}}) {
    std::printf("%-12s n %d  NEES(6) %5.2f  position %5.2f km\n", name, flown.seen, flown.nees,
                1e-3 * flown.position_m);
  }
  ASSERT_GE(right.seen, 27);
  ASSERT_GE(corrected.seen, 27);
  EXPECT_GT(wrong.nees, 2.0 * right.nees);
  EXPECT_LT(corrected.position_m, 1.1 * right.position_m);
  // that the error of the correction is the same in successive bearings does not show
  EXPECT_LT(corrected.nees, 1.15 * right.nees);
}

}  // namespace
}  // namespace tocsin::track::test
