#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

class Records : public testing::Test {
 protected:
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  Tracker tracker_{{}, sensors_};

  static message::Record record(const std::string& source, std::int64_t sequence, double t_s,
                                message::Payload payload) {
    message::Record out;
    out.header = {source, sequence, message::RecordStatus::test, true, at(t_s), at(t_s + 1.0), {}};
    out.payload = std::move(payload);
    return out;
  }
  static message::Plot plot() {
    message::Plot out;
    out.look = 9;
    out.range_m = 900e3;
    out.azimuth_rad = 1.0;
    out.elevation_rad = 0.3;
    out.range_rate_mps = -500.0;
    out.range_sigma_m = 60.0;
    out.azimuth_sigma_rad = out.elevation_sigma_rad = 2e-3;
    out.range_rate_sigma_mps = 5.0;
    out.snr_db = 20.0;
    return out;
  }
  static message::Bearing bearing() {
    message::Bearing out;
    out.look = 9;
    out.east_rad = 0.02;
    out.north_rad = 0.1;
    out.sigma_rad = 20e-6;
    out.intensity_w_sr = 1e5;
    out.snr = 30.0;
    return out;
  }
  /// The only complaint of one step.
  std::string complaint(const message::Record& r) {
    const TrackerOutput out = tracker_.step(r);
    EXPECT_EQ(out.refused.size(), 1U);
    EXPECT_TRUE(out.tracks.empty());
    return out.refused.empty() ? "" : out.refused.front();
  }
  static testing::AssertionResult says(const std::string& text, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
      if (text.find(part) == std::string::npos) return testing::AssertionFailure() << part << " not in: " << text;
    }
    return testing::AssertionSuccess();
  }
};

TEST_F(Records, ThatCannotBeAreRefusedByName) {
  message::Plot bad = plot();
  bad.range_m = 0.0;
  EXPECT_TRUE(says(complaint(record("RAD-1", 1, 1.0, bad)), {"RAD-1 1", "range_m", "0"}));
  bad = plot();
  bad.elevation_rad = degrees(95.0).value();
  EXPECT_TRUE(says(complaint(record("RAD-1", 2, 1.0, bad)), {"RAD-1 2", "elevation_rad"}));
  bad = plot();
  bad.azimuth_rad = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(says(complaint(record("RAD-1", 3, 1.0, bad)), {"RAD-1 3", "azimuth_rad"}));
  bad = plot();
  bad.range_rate_mps = 1e9;
  EXPECT_TRUE(says(complaint(record("RAD-1", 4, 1.0, bad)), {"RAD-1 4", "range_rate_mps"}));
  bad = plot();
  bad.range_rate_sigma_mps = 0.0;
  EXPECT_TRUE(says(complaint(record("RAD-1", 5, 1.0, bad)), {"RAD-1 5", "range_rate_sigma_mps"}));
  EXPECT_TRUE(says(complaint(record("RAD-9", 1, 1.0, plot())), {"RAD-9 1", "no radar"}));
  EXPECT_TRUE(says(complaint(record("GEO-1", 1, 1.0, plot())), {"GEO-1 1", "no radar"}));
  message::Bearing dark = bearing();
  dark.sigma_rad = 0.0;
  EXPECT_TRUE(says(complaint(record("GEO-1", 2, 1.0, dark)), {"GEO-1 2", "sigma_rad"}));
  dark = bearing();
  dark.intensity_w_sr = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(says(complaint(record("GEO-1", 3, 1.0, dark)), {"GEO-1 3", "intensity_w_sr"}));
  EXPECT_TRUE(says(complaint(record("RAD-1", 6, 1.0, bearing())), {"RAD-1 6", "no infrared sensor"}));
  message::Look look;
  look.begin = at(5.0);
  EXPECT_TRUE(says(complaint(record("RAD-1", 7, 1.0, look)), {"RAD-1 7", "begin"}));
  EXPECT_TRUE(says(complaint(record("bogus\n\x01name", 1, 1.0, look)), {"no sensor"}));
}

TEST_F(Records, ThatCameBeforeAreCountedAndRefused) {
  EXPECT_TRUE(tracker_.step(record("RAD-1", 1, 1.0, plot())).refused.empty());
  EXPECT_TRUE(says(complaint(record("RAD-1", 1, 1.0, plot())), {"RAD-1 1", "before"}));
  EXPECT_TRUE(tracker_.step(record("RAD-2", 1, 1.0, plot())).refused.empty());
}

TEST_F(Records, OfAnotherStatusAreRefused) {
  EXPECT_TRUE(tracker_.step(record("RAD-1", 1, 1.0, plot())).refused.empty());
  message::Record other = record("RAD-1", 2, 1.0, plot());
  other.header.status = message::RecordStatus::actual;
  EXPECT_TRUE(says(complaint(other), {"RAD-1 2", "actual", "test"}));
}

TEST_F(Records, TooOldOrFromTheFutureAreRefused) {
  ASSERT_TRUE(tracker_.step(record("clock", 1, 100.0, message::Tick{at(100.0)})).refused.empty());
  EXPECT_TRUE(says(complaint(record("RAD-1", 1, 30.0, plot())), {"RAD-1 1", "before the newest tick"}));
  EXPECT_TRUE(says(complaint(record("RAD-1", 2, 1e6, plot())), {"RAD-1 2", "clock"}));
  EXPECT_TRUE(says(complaint(record("clock", 2, 99.0, message::Tick{at(99.0)})), {"tick"}));
}

TEST_F(Records, OfClocksThatAreDecadesOffAreRefusedAndCostNothing) {
  // a billion seconds, carried over in steps of some seconds, would hold up everything else for an hour
  constexpr double kDecades_s = 1e9;
  message::Look look;
  look.begin = at(0.5);
  const auto seen = [&](std::int64_t number, double t_s) {
    message::Plot of_look = plot();
    of_look.look = 2 * number;
    of_look.range_m += plot().range_rate_mps.value() * static_cast<double>(number);
    std::vector<std::string> refused = tracker_.step(record("RAD-1", 2 * number + 1, t_s, of_look)).refused;
    look.begin = at(t_s - 0.5);
    for (const std::string& text : tracker_.step(record("RAD-1", 2 * number, t_s, look)).refused) {
      refused.push_back(text);
    }
    return refused;
  };
  // before the first tick only what is known says what time it is
  EXPECT_TRUE(seen(1, 1.0).empty());
  EXPECT_TRUE(says(complaint(record("RAD-2", 1, -kDecades_s, plot())), {"RAD-2 1", "before what the tracker knows"}));
  EXPECT_TRUE(says(complaint(record("RAD-2", 2, kDecades_s, plot())), {"RAD-2 2", "its clock is wrong"}));
  EXPECT_TRUE(seen(2, 2.0).empty());
  // the first tick ends all that is not of its time, and refuses what waits
  EXPECT_TRUE(tracker_.step(record("RAD-1", 9, 2.5, plot())).refused.empty());
  TrackerOutput out = tracker_.step(record("CLOCK", 1, kDecades_s, message::Tick{at(kDecades_s)}));
  ASSERT_EQ(out.refused.size(), 1U);
  EXPECT_TRUE(says(out.refused.front(), {"RAD-1 9", "before the newest tick"}));
  ASSERT_EQ(out.tracks.size(), 1U);
  EXPECT_EQ(out.tracks.front().state, message::TrackState::ended);
  // and so does every leap of the clock
  EXPECT_TRUE(seen(10, kDecades_s + 1.0).empty());
  EXPECT_TRUE(seen(11, kDecades_s + 2.0).empty());
  EXPECT_EQ(tracker_.step(record("CLOCK", 2, 0.0, message::Tick{at(kDecades_s + 3.0)})).tracks.size(), 1U);
  out = tracker_.step(record("CLOCK", 3, 0.0, message::Tick{at(2.0 * kDecades_s)}));
  ASSERT_EQ(out.tracks.size(), 1U);
  EXPECT_EQ(out.tracks.front().end_reason, "unseen for too long");
  EXPECT_TRUE(tracker_.step(record("CLOCK", 4, 0.0, message::Tick{at(2.0 * kDecades_s + 1.0)})).tracks.empty());
}

TEST_F(Records, OfAnotherTimeThatWaitForTheFirstTickAreNoDamageOfTheState) {
  message::Plot waits = plot();
  EXPECT_TRUE(tracker_.step(record("RAD-2", 1, 1e9, waits)).refused.empty());
  message::Plot seen = plot();
  seen.look = 2;
  EXPECT_TRUE(tracker_.step(record("RAD-1", 1, 1.0, seen)).refused.empty());
  message::Look look;
  look.begin = at(0.5);
  EXPECT_TRUE(tracker_.step(record("RAD-1", 2, 1.0, look)).refused.empty());
  Tracker other({}, sensors_);
  const Status loaded = other.load(tracker_.save());
  EXPECT_TRUE(loaded) << loaded.error().to_string();
  EXPECT_EQ(other.step(record("CLOCK", 1, 2.0, message::Tick{at(2.0)})).refused.size(), 1U);
}

TEST_F(Records, ThatStartNothingDoNoHarm) {
  for (int i = 1; i <= 5; ++i) {
    message::Plot below = plot();
    below.elevation_rad = -0.5;
    below.look = 100 + i;
    EXPECT_TRUE(tracker_.step(record("RAD-1", i, 1.0, below)).refused.empty());
    message::Look look;
    look.begin = at(1.0);
    look.hits = 1;
    look.field = {{0.0, 0.0}, {-1.0, 1.0}};
    const TrackerOutput out = tracker_.step(record("RAD-1", 100 + i, 1.0, look));
    ASSERT_EQ(out.refused.size(), 1U);
    EXPECT_TRUE(says(out.refused.front(), {"no object of interest"}));
  }
}

/// Plots in the zenith, at the edge of every bound, again and again: nothing may break.
TEST_F(Records, AtTheEdgesOfTheirBoundsNeverBreakAFilter) {
  Random random(5, "hostile");
  std::int64_t sequence = 0;
  for (int k = 1; k <= 120; ++k) {
    const double t = 0.5 * k;
    for (int i = 0; i < 3; ++i) {
      message::Plot wild = plot();
      wild.range_m = i == 0 ? 1000.0 : random.uniform(1e3, 1e9);
      wild.elevation_rad = i == 1 ? 0.5 * kPi : random.uniform(-1.57, 1.57);
      wild.azimuth_rad = random.uniform(-6.28, 6.28);
      wild.range_rate_mps = random.uniform(-3e4, 3e4);
      wild.range_sigma_m = random.uniform() < 0.5 ? 1e-3 : 1e6;
      wild.azimuth_sigma_rad = random.uniform() < 0.5 ? 1e-9 : 3.2;
      wild.elevation_sigma_rad = random.uniform() < 0.5 ? 1e-9 : 3.2;
      wild.range_rate_sigma_mps = random.uniform() < 0.5 ? 1e-9 : 1e5;
      wild.look = 1'000'000 + k;
      static_cast<void>(tracker_.step(record("RAD-1", ++sequence, t, wild)));
      message::Bearing odd = bearing();
      odd.east_rad = random.uniform(-1.5, 1.5);
      odd.north_rad = random.uniform(-1.5, 1.5);
      odd.sigma_rad = random.uniform() < 0.5 ? 1e-9 : 0.1;
      odd.look = 1'000'000 + k;
      static_cast<void>(tracker_.step(record("GEO-1", sequence, t, odd)));
    }
    message::Look look;
    look.begin = at(t);
    look.field = {{0.0, 0.0}, {-1.5, 1.5}};
    look.hits = 3;
    static_cast<void>(tracker_.step(record("RAD-1", 1'000'000 + k, t, look)));
    look.field = {{-1.5, 1.5}, {-1.5, 1.5}};
    static_cast<void>(tracker_.step(record("GEO-1", 1'000'000 + k, t, look)));
    const TrackerOutput out = tracker_.step(record("clock", k, t, message::Tick{at(t)}));
    for (const message::Track& track : out.tracks) {
      EXPECT_TRUE(is_finite(track.position_m) && is_finite(track.velocity_mps));
      for (const double value : track.covariance.a) EXPECT_TRUE(std::isfinite(value));
      EXPECT_TRUE(track.boost_probability >= 0.0 && track.boost_probability <= 1.0);
      EXPECT_TRUE(track.existence >= 0.0 && track.existence <= 1.0);
    }
  }
}

TEST_F(Records, WithoutLooksStillMakeTracks) {
  const SyntheticBody body = launch({}, 200.0);
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.end_s = 130.0;
  options.clutter_factor = 0.0;
  options.looks = false;
  const Told told = run(tracker_, stream({body}, *sensors_, options, 6));
  ASSERT_FALSE(told.ticks.back().empty());
  const message::Track& track = told.ticks.back().front();
  EXPECT_EQ(track.state, message::TrackState::confirmed);
  EXPECT_EQ(track.kind, message::TrackKind::full);
  EXPECT_LT(position_error_m(track, body.state(130.0)), 15e3);
}

TEST_F(Records, OfOneSourceThatComeLateChangeLittle) {
  const SyntheticBody body = launch({}, 200.0);
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.end_s = 110.0;
  const auto in_time = stream({body}, *sensors_, options, 8);
  auto late = in_time;
  for (message::Record& r : late) {
    if (r.header.source == "GEO-2") r.header.received = r.header.received + seconds(4.0);
  }
  std::stable_sort(late.begin(), late.end(), [](const message::Record& a, const message::Record& b) {
    return a.header.received < b.header.received;
  });
  const Told first = run(tracker_, in_time);
  Tracker other({}, sensors_);
  const Told second = run(other, late);
  ASSERT_EQ(first.ticks.back().size(), 1U);
  ASSERT_EQ(second.ticks.back().size(), 1U);
  const State<Itrf> truth = body.state(110.0);
  EXPECT_LT(position_error_m(second.ticks.back().front(), truth),
            position_error_m(first.ticks.back().front(), truth) + 3e3);
  EXPECT_LT(nees(second.ticks.back().front(), truth), 25.0);
}

}  // namespace
}  // namespace tocsin::track::test
