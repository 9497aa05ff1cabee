#include "tests/track/reference_data.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/anchor_tracks.hpp"
#include "bench/naive_tracker.hpp"
#include "bench/scene.hpp"

namespace tocsin::track::test {
namespace {

TEST_F(ReferenceData, EveryObjectIsTrackedNoneIsFalseAndErrorsAreAsLargeAsStated) {
  constexpr int kRuns = 12;
  double sum = 0.0;
  int count = 0;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const std::vector<Motion> flights = separate_flights(seed);
    write(seed, flights);
    const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
    ASSERT_TRUE(data) << data.error().to_string();
    Tracker tracker(data->options, data->sensors);
    std::vector<message::Track> last;
    for (const bench::AnchorFrame& frame : data->frames) {
      for (const message::Record& record : frame.records) {
        TrackerOutput out = tracker.step(record);
        EXPECT_TRUE(out.refused.empty()) << out.refused.front();
        if (std::holds_alternative<message::Tick>(record.payload)) last = std::move(out.tracks);
      }
    }
    std::erase_if(last, [](const message::Track& t) { return t.state != message::TrackState::confirmed; });
    EXPECT_EQ(last.size(), flights.size()) << "seed " << seed;
    for (const Motion& start : flights) {
      const Motion truth = kepler(start, 0.5 * (kReferenceFrames - 1));
      const auto nearest = std::min_element(last.begin(), last.end(), [&](const auto& a, const auto& b) {
        return norm(a.position_m - truth.r) < norm(b.position_m - truth.r);
      });
      ASSERT_NE(nearest, last.end());
      ASSERT_LT(norm(nearest->position_m - truth.r), 2e3) << "seed " << seed;
      sum += nees(*nearest, truth);
      ++count;
    }
  }
  // 99 % of means of 96 values of chi-squared with 6 degrees of freedom
  EXPECT_NEAR(sum / count, 6.0, 2.58 * std::sqrt(12.0 / count));
}

/// What track_cost compares does the same work: each object has a track, and nothing else has one.
TEST(SceneOfCost, IsTrackedOneForOneByBothTrackers) {
  constexpr std::size_t kObjects = 30;
  const bench::AnchorData data = bench::separate_scene(kObjects, 40, 7);
  Tracker tracker(data.options, data.sensors);
  bench::NaiveTracker naive(data);
  std::size_t confirmed = 0;
  for (const bench::AnchorFrame& frame : data.frames) {
    naive.step(frame);
    for (const message::Record& record : frame.records) {
      const TrackerOutput out = tracker.step(record);
      EXPECT_TRUE(out.refused.empty()) << out.refused.front();
      if (!std::holds_alternative<message::Tick>(record.payload)) continue;
      confirmed = static_cast<std::size_t>(std::count_if(out.tracks.begin(), out.tracks.end(), [](const auto& track) {
        return track.state == message::TrackState::confirmed;
      }));
    }
  }
  EXPECT_EQ(confirmed, kObjects);
  EXPECT_EQ(naive.confirmed(), kObjects);
}

double rms_of_last_frame(const formats::AnchorTracks& tracks, const formats::AnchorReference& scene) {
  double squares = 0.0;
  for (const formats::AnchorTrack& track : tracks.frames.back()) {
    const formats::AnchorState& truth = scene.truth.back()[static_cast<std::size_t>(track.id)];
    squares += squared_norm(track.state.position_m - truth.position_m);
  }
  return std::sqrt(squares / static_cast<double>(tracks.frames.back().size()));
}

/// Filters that are told which plot is whose: among objects that cross they stay as sure as they say, and swapped
/// origins must show.
TEST(ToldAssociation, IsAsGoodAsItSaysAmongObjectsThatCross) {
  constexpr std::size_t kObjects = 10;
  double sum = 0.0;
  constexpr int kRuns = 4;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const formats::AnchorReference scene = bench::objects_crossing(kObjects, 120, seed);
    const bench::AnchorData data = bench::records_of(scene);
    const formats::AnchorTracks told = bench::told_association(data, scene, seed);
    ASSERT_EQ(told.frames.back().size(), kObjects);
    EXPECT_TRUE(told.frames[7].empty() && !told.frames[8].empty());
    for (std::size_t i = 0; i < kObjects; ++i) {
      message::Track track;
      const formats::AnchorTrack& last = told.frames.back()[i];
      track.position_m = last.state.position_m;
      track.velocity_mps = last.state.velocity_mps;
      track.covariance = told.last[i];
      sum += nees(track, {scene.truth.back()[i].position_m, scene.truth.back()[i].velocity_mps});
    }
    formats::AnchorReference mistaken = scene;
    for (auto& origins : mistaken.origins) {
      for (std::int64_t& origin : origins) {
        if (origin >= 0) origin = static_cast<std::int64_t>((static_cast<std::size_t>(origin) + 1) % kObjects);
      }
    }
    EXPECT_GT(rms_of_last_frame(bench::told_association(data, mistaken, seed), scene),
              3.0 * rms_of_last_frame(told, scene));
  }
  // 99 % of means of 40 values of chi-squared with 6 degrees of freedom
  EXPECT_NEAR(sum / (kRuns * kObjects), 6.0, 2.58 * std::sqrt(12.0 / (kRuns * kObjects)));
}

TEST(TracksTable, HasATitleForEachColumn) {
  const auto columns = [](const std::string& line) { return std::count(line.begin(), line.end(), ',') + 1; };
  EXPECT_EQ(columns(bench::tracks_titles()), 30);
  EXPECT_EQ(columns(bench::tracks_row({3, 1.5, {}}, message::Track{})), 30);
  EXPECT_EQ(bench::tracks_row({3, 1.5, {}}, message::Track{}).substr(0, 8), "3,1.500,");
}

TEST_F(ReferenceData, BadTablesAreRefusedByFileAndLine) {
  write(1, separate_flights(1));
  const std::string plots = *read_file(path("meas.csv"), 1U << 26U);
  const std::string frames = *read_file(path("frames.csv"), 1U << 26U);
  const std::string scenario = *read_file(path("scenario.json"), 1U << 26U);
  const auto refusal = [&](const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file(path(name), text));
    const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
    EXPECT_TRUE(write_file(path("meas.csv"), plots) && write_file(path("frames.csv"), frames) &&
                write_file(path("scenario.json"), scenario));
    return data ? "nothing" : data.error().to_string();
  };
  const std::string scans = "frame,t_s,radar_id,n_det\n";
  const std::string head = "frame,t_s,radar_id,det_id,range_m,az_rad,el_rad,truth_id\n0,0.0,0,0,500000,1.0,0.3,-1\n";
  EXPECT_NE(refusal("meas.csv", head + "0,0.0,0,0,x,1.0,0.3,-1\n").find("meas.csv:3"), std::string::npos);
  EXPECT_NE(refusal("meas.csv", head + "0,0.0,0,0\n").find("4 columns"), std::string::npos);
  EXPECT_NE(refusal("meas.csv", head + "999,0.0,0,0,500000,1.0,0.3,-1\n").find("one of frames.csv"), std::string::npos);
  EXPECT_NE(refusal("frames.csv", scans + "0,0.0,-1,0\n").find("frames.csv:2"), std::string::npos);
  EXPECT_NE(refusal("frames.csv", scans + "1,0.0,0,0\n").find("the next frame"), std::string::npos);
  EXPECT_NE(refusal("meas.csv", head + "0,0.0,0,0,,1.0,0.3,-1\n").find("nothing"), std::string::npos);
  EXPECT_NE(refusal("frames.csv", scans).find("found no frame"), std::string::npos);
  EXPECT_NE(refusal("scenario.json", "{}").find("radars"), std::string::npos);
  EXPECT_NE(refusal("scenario.json", scenario.substr(0, 200)).find("scenario.json"), std::string::npos);
  EXPECT_NE(refusal("scenario.json", "{\"radars\":[{}]}").find("radars[0].id"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::track::test
