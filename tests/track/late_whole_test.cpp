// Whole feeds with much that is late: each second of them processes up to a minute again.

#include <algorithm>

#include "tests/track/late_records.hpp"

namespace tocsin::track::test {
namespace {

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

TEST_F(LateRecords, ThatWouldTakeTooLongAreRefusedByName) {
  Options options;
  options.late.max_again = 60;
  const Told late =
      told_by(delayed(in_time_, [](const message::Record& look) { return look.header.source == "GEO-2" ? 30.0 : 0.0; }),
              options);
  ASSERT_FALSE(late.refused.empty());
  EXPECT_NE(late.refused.front().find("would take too long to be processed again"), std::string::npos)
      << late.refused.front();
  expect_consistent(late);
  EXPECT_EQ(difference(told_by(in_time_, options).ticks.back(), expected_.ticks.back()), 0.0);
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

}  // namespace
}  // namespace tocsin::track::test
