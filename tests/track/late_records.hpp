#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "tests/track/late_feed.hpp"

namespace tocsin::track::test {

inline constexpr double kEnd_s = 120.0;

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

}  // namespace tocsin::track::test
