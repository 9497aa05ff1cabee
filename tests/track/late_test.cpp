#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/track/late_feed.hpp"

namespace tocsin::track::test {
namespace {

/// Two launches and a body that coasts, seen by two satellites and two radars.
class LateRecords : public testing::Test {
 protected:
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  std::vector<message::Record> in_time_ = late_scene(*sensors_, 150.0, 3);
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

TEST_F(LateRecords, InTimeCostNothing) {
  EXPECT_EQ(expected_.refiltered, 0);
  EXPECT_TRUE(expected_.refused.empty());
  expect_consistent(expected_);
}

TEST_F(LateRecords, OfOneSensorThatIsAlwaysLateGiveTheTracksOfTheOrder) {
  for (const char* sensor : {"GEO-2", "RAD-1"}) {
    for (const double delay_s : {5.0, 20.0, 60.0}) {
      SCOPED_TRACE(std::string(sensor) + " by " + std::to_string(delay_s));
      const Told late = told_by(
          delayed(in_time_, [&](const message::Record& look) { return look.header.source == sensor ? delay_s : 0.0; }));
      expect_same_end(late);
      EXPECT_GT(late.refiltered, 0);
      EXPECT_TRUE(late.refused.empty());
    }
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

}  // namespace
}  // namespace tocsin::track::test
