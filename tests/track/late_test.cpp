#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "tocsin/track/numbers.hpp"
#include "tocsin/track/tracker_state.hpp"

#include "tests/track/late_feed.hpp"

namespace tocsin::track::test {
namespace {

constexpr double kEnd_s = 120.0;

/// Two launches and a body that coasts, seen by two satellites and two radars.
class LateRecords : public testing::Test {
 protected:
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  std::vector<message::Record> in_time_ = late_scene(*sensors_, kEnd_s, 3);
  Told expected_ = told_by(in_time_);

  [[nodiscard]] Told told_by(const std::vector<message::Record>& records, const Options& options = {}) const {
    Tracker tracker(options, sensors_);
    return run(tracker, records);
  }
  /// The tracks at the end are those of the feed in order, and nobody was told of one as two.
  void expect_same_end(const Told& late) const {
    EXPECT_GE(expected_.ticks.back().size(), 3U);
    EXPECT_EQ(difference(late.ticks.back(), expected_.ticks.back()), 0.0);
    expect_consistent(late);
  }
  /// Numbers that were told as ended do not come back, each measurement is told once for a track, and every track that
  /// was told lives or was told as ended.
  static void expect_consistent(const Told& told) {
    std::set<std::int64_t> live;
    std::set<std::int64_t> ended;
    for (const auto& tick : told.ticks) {
      std::set<std::int64_t> now;
      for (const message::Track& track : tick) {
        EXPECT_FALSE(ended.contains(track.id)) << "track " << track.id << " came back";
        if (track.state == message::TrackState::ended) {
          ended.insert(track.id);
        } else {
          EXPECT_TRUE(now.insert(track.id).second) << "track " << track.id << " twice";
        }
      }
      for (const std::int64_t id : live) EXPECT_TRUE(now.contains(id) || ended.contains(id)) << "track " << id;
      live = now;
    }
    std::set<std::tuple<std::int64_t, std::string, std::int64_t>> assigned;
    for (const message::Assignment& a : told.assignments) {
      EXPECT_TRUE(assigned.emplace(a.track, a.source, a.sequence).second) << a.source << " " << a.sequence;
    }
  }
};

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

TEST_F(LateRecords, OfOneSensorThatIsAlwaysLateGiveTheTracksOfTheOrder) {
  const std::pair<const char*, double> cases[] = {{"RAD-1", 5.0}, {"RAD-1", 20.0}, {"GEO-2", 20.0}, {"GEO-2", 60.0}};
  for (const auto& [sensor, delay_s] : cases) {
    SCOPED_TRACE(std::string(sensor) + " by " + std::to_string(delay_s));
    const Told late = told_by(delayed(in_time_, [&, from = sensor, by = delay_s](const message::Record& look) {
      return look.header.source == from ? by : 0.0;
    }));
    expect_same_end(late);
    EXPECT_GT(late.refiltered, 0);
    EXPECT_TRUE(late.refused.empty());
  }
}

TEST_F(LateRecords, OfEveryLookByItsOwnDelayGiveTheTracksOfTheOrder) {
  for (const double most_s : {10.0, 60.0}) {
    Random random(4, "delay");
    const Told late = told_by(delayed(in_time_, [&](const message::Record&) { return most_s * random.uniform(); }));
    expect_same_end(late);
    EXPECT_TRUE(late.refused.empty());
  }
}

TEST_F(LateRecords, OneByOneInAnyOrderWithinTenSecondsGiveTheTracksOfTheOrder) {
  const Told late = told_by(shuffled(in_time_, 10.0, 5));
  expect_same_end(late);
  EXPECT_TRUE(late.refused.empty());
}

TEST_F(LateRecords, AndRepeatedOnesAreCountedAndChangeNothing) {
  const std::vector<message::Record> late = shuffled(in_time_, 10.0, 5);
  std::vector<message::Record> twice;
  for (const message::Record& record : late) {
    twice.push_back(record);
    if (!is_tick(record)) twice.push_back(record);
  }
  const Told told = told_by(twice);
  expect_same_end(told);
  EXPECT_EQ(told.refused.size(), twice.size() - late.size());
  for (const std::string& text : told.refused) EXPECT_NE(text.find("there before"), std::string::npos) << text;
  // and once more, when their originals have been processed
  std::vector<message::Record> later = delayed(late, [](const message::Record&) { return 8.0; });
  std::erase_if(later, is_tick);
  std::vector<message::Record> both = late;
  both.insert(both.end(), later.begin(), later.end());
  const Told again = told_by(by_receipt(both));
  expect_same_end(again);
  EXPECT_EQ(again.refused.size(), later.size());
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

TEST_F(LateRecords, AreKeptInABoundedMemory) {
  // a link that is always 20 s late: what is kept does not grow
  const std::vector<message::Record> late = delayed(late_scene(*sensors_, 240.0, 3), [](const message::Record& look) {
    return look.header.source == "RAD-1" ? 20.0 : 0.0;
  });
  Tracker tracker({}, sensors_);
  std::size_t before = 0;
  std::size_t after = 0;
  for (const message::Record& record : late) {
    static_cast<void>(tracker.step(record));
    if (!is_tick(record)) continue;
    const double t_s = seconds_between(at(0.0), record.header.received);
    if (t_s > 160.0 && t_s <= 200.0) before = std::max(before, tracker.save().size());
    if (t_s > 200.0 && t_s <= 240.0) after = std::max(after, tracker.save().size());
  }
  EXPECT_LT(after, before + before / 4);
}

TEST_F(LateRecords, BeyondTheNumberThatIsKeptAreRefusedByName) {
  Options options;
  options.late.max_records = 200;
  const Told late =
      told_by(delayed(in_time_, [](const message::Record& look) { return look.header.source == "GEO-2" ? 30.0 : 0.0; }),
              options);
  ASSERT_FALSE(late.refused.empty());
  EXPECT_NE(late.refused.front().find("came too late"), std::string::npos) << late.refused.front();
  expect_consistent(late);
  // nothing that comes in time suffers
  EXPECT_EQ(difference(told_by(in_time_, options).ticks.back(), expected_.ticks.back()), 0.0);
}

TEST_F(LateRecords, SurviveARestart) {
  Random random(7, "delay");
  const std::vector<message::Record> late =
      delayed(late_scene(*sensors_, 100.0, 3), [&](const message::Record&) { return 15.0 * random.uniform(); });
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

TEST(LateRecordsOfMixedRates, GiveTheTracksOfTheOrder) {
  sense::World world = synthetic_world();
  world.radars[0].fence_revisit_s = 0.5;
  world.radars[1].fence_revisit_s = 10.0;
  const auto sensors = synthetic_sensors(world);
  const std::vector<message::Record> in_time = late_scene(*sensors, 130.0, 3);
  const auto told_by = [&](const std::vector<message::Record>& records) {
    Tracker tracker({}, sensors);
    return run(tracker, records);
  };
  const Told expected = told_by(in_time);
  EXPECT_EQ(expected.ticks.back().size(), 3U);
  EXPECT_EQ(expected.refiltered, 0);
  Random random(9, "delay");
  const Told late = told_by(delayed(in_time, [&](const message::Record&) { return 30.0 * random.uniform(); }));
  EXPECT_EQ(difference(late.ticks.back(), expected.ticks.back()), 0.0);
  EXPECT_TRUE(late.refused.empty());
}

TEST_F(LateRecords, LeaveTheNumberOfATrackThatStandsForTheSame) {
  // the satellites tell of the launches at once; a minute later the radar's looks come
  const Told late = told_by(delayed(
      in_time_, [](const message::Record& look) { return look.header.source.starts_with("RAD") ? 60.0 : 0.0; }));
  expect_same_end(late);
  EXPECT_EQ(late.ticks[84].size(), 2U);
  for (const message::Track& before : late.ticks[84]) {
    EXPECT_NE(late.find(late.ticks.size() - 1, before.id), nullptr) << before.id;
  }
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
