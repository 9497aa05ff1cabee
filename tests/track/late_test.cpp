#include <algorithm>
#include <cmath>

#include "tocsin/track/numbers.hpp"
#include "tocsin/track/tracker_state.hpp"

#include "tests/track/late_records.hpp"

namespace tocsin::track::test {
namespace {

/// For each track, the one of the others that is nearest, m.
std::vector<double> nearest_m(const std::vector<message::Track>& tracks, const std::vector<message::Track>& others) {
  std::vector<double> out;
  for (const message::Track& track : tracks) {
    double nearest = HUGE_VAL;
    for (const message::Track& other : others) {
      if (other.state != message::TrackState::ended) {
        nearest = std::min(nearest, norm(other.position_m - track.position_m));
      }
    }
    out.push_back(nearest);
  }
  return out;
}

TEST_F(LateRecords, InTimeCostNothing) {
  EXPECT_EQ(expected_.refiltered, 0);
  EXPECT_TRUE(expected_.refused.empty());
  expect_consistent(expected_);
}

TEST_F(LateRecords, OneByOneInAnyOrderWithinTenSecondsGiveTheTracksOfTheOrder) {
  const Told late = told_by(shuffled(in_time_, 10.0, 5));
  expect_same_end(late);
  EXPECT_TRUE(late.refused.empty());
}

TEST_F(LateRecords, BeyondTheHorizonAreRefusedByName) {
  const auto is_of = [](const message::Record& record) { return record.header.source == "RAD-2"; };
  const Told late = told_by(delayed(in_time_, [&](const message::Record& look) { return is_of(look) ? 70.0 : 0.0; }));
  EXPECT_EQ(late.refused.size(), static_cast<std::size_t>(std::count_if(in_time_.begin(), in_time_.end(), is_of)));
  ASSERT_FALSE(late.refused.empty());
  EXPECT_NE(late.refused.front().find("RAD-2 1: measured"), std::string::npos) << late.refused.front();
  std::vector<message::Record> without = in_time_;
  std::erase_if(without, is_of);
  EXPECT_EQ(difference(late.ticks.back(), told_by(without).ticks.back()), 0.0);
}

TEST_F(LateRecords, SurviveARestart) {
  Random random(7, "delay");
  const std::vector<message::Record> late =
      delayed(late_scene(*sensors_, 90.0, 3), [&](const message::Record&) { return 15.0 * random.uniform(); });
  const auto outputs = [&](std::size_t restart_every, const Options& options) {
    std::vector<std::string> out;
    auto tracker = std::make_unique<Tracker>(options, sensors_);
    for (std::size_t i = 0; i < late.size(); ++i) {
      if (restart_every > 0 && i % restart_every == 0) {
        const std::string state = tracker->save();
        tracker = std::make_unique<Tracker>(options, sensors_);
        EXPECT_TRUE(tracker->load(state));
        EXPECT_EQ(tracker->save(), state);
      }
      out.push_back(bytes_of(tracker->step(late[i])));
    }
    out.push_back(tracker->save());
    return out;
  };
  const std::vector<std::string> whole = outputs(0, {});
  EXPECT_EQ(whole, outputs(11, {}));
  Options small;
  small.late.max_records = 150;
  EXPECT_EQ(outputs(0, small), outputs(17, small));
}

TEST_F(LateRecords, ThatAreMissingForAMinuteLoseNoTrack) {
  const std::vector<message::Record> in_time = late_scene(*sensors_, 155.0, 3);
  const Told in_order = told_by(in_time);
  for (const char* sensor : {"GEO-2", "RAD-1"}) {
    SCOPED_TRACE(sensor);
    std::vector<message::Record> records = in_time;
    std::erase_if(records, [&](const message::Record& r) {
      return r.header.source == sensor && r.header.measured > at(85.0) && r.header.measured < at(145.0);
    });
    const Told told = told_by(records);
    expect_consistent(told);
    for (const double distance : nearest_m(in_order.ticks.back(), told.ticks.back())) EXPECT_LT(distance, 2e3);
    EXPECT_EQ(told.ticks[84].size(), 2U);
    for (const message::Track& before : told.ticks[84]) {
      EXPECT_NE(told.find(told.ticks.size() - 1, before.id), nullptr) << before.id;
    }
  }
}

TEST_F(LateRecords, OfASingleRadarKeepItsTracks) {
  std::vector<message::Record> records = late_scene(*sensors_, 155.0, 3);
  const Told all = told_by(records);
  std::erase_if(records, [](const message::Record& r) { return r.header.source != "RAD-1" && !is_tick(r); });
  const Told in_order = told_by(records);
  EXPECT_GE(in_order.ticks.back().size(), 2U);
  for (const double distance : nearest_m(in_order.ticks.back(), all.ticks.back())) EXPECT_LT(distance, 10e3);
  Random random(9, "delay");
  const Told late = told_by(delayed(records, [&](const message::Record&) { return 60.0 * random.uniform(); }));
  EXPECT_EQ(difference(late.ticks.back(), in_order.ticks.back()), 0.0);
  expect_consistent(late);
}

TEST(NumbersOfTracks, GoToTheOneThatSharesMost) {
  const auto claim = [](std::int64_t number, std::int64_t from, std::int64_t to) {
    Claim out{number, {}};
    for (std::int64_t i = from; i < to; ++i) out.evidence.push_back({"RAD-1", i});
    return out;
  };
  const std::vector<Claim> before{claim(7, 0, 10), claim(8, 10, 14), claim(9, 20, 30)};
  // 4 takes most of 7's and all of 8's; 5 has a little of 9's, which is not enough
  const std::vector<Claim> after{claim(4, 2, 14), claim(5, 27, 40)};
  const auto matched = match_claims(before, after);
  ASSERT_EQ(matched.size(), 1U);
  EXPECT_EQ(matched.front(), std::pair(std::size_t{0}, std::size_t{0}));
}

TEST(SequencesOfASource, AreRememberedWithoutTheirGaps) {
  SourceSequences seen;
  for (const std::int64_t n : {5, 7, 6, 1, 2, 9}) EXPECT_TRUE(seen.insert(n, 4)) << n;
  for (const std::int64_t n : {5, 6, 7, 1, 2, 9}) {
    EXPECT_FALSE(seen.insert(n, 4)) << n;
    EXPECT_TRUE(seen.contains(n)) << n;
  }
  EXPECT_FALSE(seen.contains(8));
  EXPECT_EQ(seen.runs.size(), 3U);
  EXPECT_TRUE(seen.insert(20, 4));
  EXPECT_TRUE(seen.insert(30, 4));  // a fifth row: the oldest two are forgotten
  EXPECT_EQ(seen.runs.size(), 3U);
  EXPECT_FALSE(seen.insert(3, 4));  // may have been there
  EXPECT_TRUE(seen.insert(8, 4));
  EXPECT_EQ(seen.runs.size(), 3U);
}

}  // namespace
}  // namespace tocsin::track::test
