#include "tocsin/track/lone_plot.hpp"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/track/association.hpp"
#include "tocsin/track/gating.hpp"
#include "tocsin/track/initiation_radar.hpp"
#include "tocsin/track/meeting.hpp"
#include "tocsin/track/memory.hpp"
#include "tocsin/track/tracker_state.hpp"

#include "bench/scene.hpp"
#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

template <class T>
std::string saved(const T& value) {
  StateWriter out;
  put_state(out, value);
  return out.bytes();
}

class LonePlots : public testing::Test {
 protected:
  sense::Radar radar_ = synthetic_world().radars.front();
  Options options_;
  Random random_{1, "lone plots"};

  [[nodiscard]] Measurement plot(double t_s, int size) {
    Measurement out;
    out.source = radar_.id;
    out.sequence = 7;
    out.time = at(t_s);
    out.size = size;
    out.value = {random_.uniform(300e3, 3000e3), random_.uniform(0.0, 2.0 * kPi), random_.uniform(0.1, 1.2),
                 size == 4 ? random_.uniform(-6000.0, 6000.0) : 0.0};
    out.variance = {3600.0, 3e-6, 3e-6, size == 4 ? 25.0 : 0.0};
    out.snr_db = random_.uniform(12.0, 25.0);
    out.radar = &radar_;
    return out;
  }
  /// Over all that the radar covers.
  [[nodiscard]] LookView look(std::int64_t number, double end_s) const {
    LookView out;
    out.source = radar_.id;
    out.number = number;
    out.begin = at(end_s - 0.1);
    out.end = at(end_s);
    out.field = {{0.0, 0.0}, {radar_.elevation_min_rad, radar_.elevation_max_rad}};
    out.has_field = true;
    out.radar = &radar_;
    return out;
  }
  [[nodiscard]] LonePlot lone(const Measurement& plot, std::int64_t number = 1) const {
    return lone_plot(plot, plot_position(plot), look(3, 0.0), number, options_);
  }
  /// A look that brings these plots, as the track files of a memory meet it.
  void meet_without_hits(const LookView& view, SortedMeasurements& sorted, Memory& memory) const {
    Meetings meetings;
    meet(view, sorted, memory.tracks, options_, meetings);
    for (const Meeting& met : meetings.all()) {
      ASSERT_FALSE(met.carried);
      count_miss(met.expected, met.track->imm.boost_probability, met.track->log_odds, met.track->misses);
    }
  }
  void expect_the_same(bool coupled, int size) {
    radar_.coupling_s = coupled ? 0.1 : 0.0;
    std::int64_t misses = 0;
    for (int run = 0; run < 300; ++run) {
      Memory as_plot;
      Memory as_file;
      as_plot.lone.push_back(lone(plot(0.0, size)));
      if (!may_be_alone(as_plot.lone.front(), options_)) continue;
      as_file.tracks.push_back(track_file_of(as_plot.lone.front(), options_));
      for (int k = 1; k <= 3; ++k) {
        const LookView view = look(3 + k, 0.5 * k);
        SortedMeasurements sorted;
        pass_lone_plots(view, sorted, as_plot, options_);
        meet_without_hits(view, sorted, as_file);
      }
      ASSERT_EQ(as_plot.lone.size(), 1U);
      misses += as_plot.lone.front().misses;
      to_track_files(as_plot, options_);
      ASSERT_TRUE(saved(as_plot.tracks) == saved(as_file.tracks)) << run;
    }
    EXPECT_GT(misses, 100);
  }
};

TEST_F(LonePlots, ComeToTheSameAsTheirTrackFiles) {
  expect_the_same(false, 3);
  expect_the_same(false, 4);
  expect_the_same(true, 4);
  expect_the_same(true, 3);
  options_.radar.boost_probability = 0.0;
  expect_the_same(false, 3);
  expect_the_same(true, 4);
}

TEST_F(LonePlots, BecomeTrackFilesWhereSomethingLiesWithinTheirReach) {
  const Measurement first = plot(0.0, 3);
  Measurement next = first;
  next.time = at(1.0);
  const auto stays = [&](double range_m, const LookView& view) {
    Memory memory;
    memory.lone.push_back(lone(first));
    next.value[0] = first.value[0] + range_m;
    SortedMeasurements sorted;
    sorted.add(next, 0);
    sorted.sort();
    pass_lone_plots(view, sorted, memory, options_);
    EXPECT_EQ(memory.lone.size() + memory.tracks.size(), 1U);
    return memory.tracks.size() == 0;
  };
  EXPECT_FALSE(stays(7e3, look(4, 1.0)));
  EXPECT_FALSE(stays(-7e3, look(4, 1.0)));
  EXPECT_TRUE(stays(200e3, look(4, 1.0)));
  EXPECT_FALSE(stays(200e3, look(3, 1.0))) << "the look that brought it";
  EXPECT_FALSE(stays(200e3, look(4, 3.0))) << "too late to be missed without being carried";
}

TEST_F(LonePlots, BecomeTrackFilesForALookOfInfrared) {
  sense::InfraredSensor scanner;
  LookView view = look(4, 1.0);
  view.radar = nullptr;
  view.infrared = &scanner;
  SortedMeasurements none;
  for (const double thrust : {0.05, 0.0}) {
    options_.radar.boost_probability = thrust;
    Memory memory;
    memory.lone.push_back(lone(plot(0.0, 3)));
    pass_lone_plots(view, none, memory, options_);
    EXPECT_EQ(memory.tracks.size(), thrust > 0.0 ? 1U : 0U) << "without bearings only what may burn is concerned";
  }
  Measurement bearing;
  bearing.time = at(0.9);
  bearing.size = 2;
  bearing.variance = {1e-10, 1e-10};
  SortedMeasurements one;
  one.add(bearing, 0);
  one.sort();
  Memory memory;
  memory.lone.push_back(lone(plot(0.0, 3)));
  pass_lone_plots(view, one, memory, options_);
  EXPECT_EQ(memory.tracks.size(), 1U) << "a bearing may be of anything";
}

TEST_F(LonePlots, AreNotAloneWhatALookOrTickWouldTreatInAWayOfItsOwn) {
  Measurement usual = plot(0.0, 4);
  usual.value = {1500e3, 1.0, 0.5, -1000.0};
  EXPECT_TRUE(may_be_alone(lone(usual), options_));

  Measurement exact = usual;
  exact.variance = {0.0, 0.0, 0.0, 0.0};
  EXPECT_FALSE(may_be_alone(lone(exact), options_)) << "no filter can take it";

  Measurement vague = usual;
  vague.variance[1] = 1.0;
  EXPECT_FALSE(may_be_alone(lone(vague), options_)) << "its place is not known";

  Measurement down = usual;
  down.value = {300e3, 1.0, -0.03, -3000.0};
  EXPECT_FALSE(may_be_alone(lone(down), options_)) << "it may have come down";

  Options burning = options_;
  burning.radar.boost_probability = 0.6;
  EXPECT_FALSE(may_be_alone(lone_plot(usual, plot_position(usual), look(3, 0.0), 1, burning), burning));

  for (const auto& change : std::vector<std::function<void(Options&)>>{
           [](Options& o) { o.merge.min_plots = 1; }, [](Options& o) { o.existence.innovation_hits = 1; },
           [](Options& o) { o.radar.velocity_sigma_mps = 1e200; },
           [](Options& o) { o.motion.ignition_mps2 = o.motion.ignition_sigma_mps2 = 0.0; }}) {
    Options other = options_;
    change(other);
    EXPECT_FALSE(may_be_alone(lone(usual), other)) << "by its options";
  }
}

TEST_F(LonePlots, GoAtATickWhenTheyAreImprobableOrUnseenAndAreCarriedWhenTheyAreOld) {
  const auto left = [&](double now_s, double log_odds) {
    Memory memory;
    memory.lone.push_back(lone(plot(0.0, 3)));
    memory.lone.back().log_odds = log_odds;
    memory.now = at(now_s);
    keep_up_lone_plots(memory, options_);
    return std::pair(memory.lone.size(), memory.tracks.size());
  };
  using Sizes = std::pair<std::size_t, std::size_t>;
  EXPECT_EQ(left(1.0, 0.0), Sizes(1, 0));
  EXPECT_EQ(left(1.0, options_.existence.delete_log_odds - 0.1), Sizes(0, 0));
  EXPECT_EQ(left(2.0 * options_.intake.follow_lag_s + 0.1, 0.0), Sizes(0, 1));
  EXPECT_EQ(left(options_.radar.patience_s + 0.1, 0.0), Sizes(0, 0));
  options_.radar.patience_s = -1.0;
  EXPECT_EQ(left(-0.5, 0.0), Sizes(1, 0)) << "not seen since is counted from its time";

  Memory memory;
  memory.lone.push_back(lone(plot(0.0, 3)));
  memory.now = at(-20.0);
  drop_lone_plots(memory, 20.5);
  EXPECT_EQ(memory.lone.size(), 1U);
  drop_lone_plots(memory, 19.5);
  EXPECT_TRUE(memory.lone.empty());
}

TEST_F(LonePlots, AreWhatALookLeavesOfPlotsThatNothingExplains) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const Gates gates(options_);
  Memory memory;
  StepOutput out;
  Meetings meetings;
  Work work{options_, *sensors, gates, memory, out, meetings};
  std::vector<Arrived> arrived(2);
  arrived[0].measurement = plot(0.0, 4);
  arrived[0].measurement.value = {1500e3, 1.0, 0.5, -1000.0};
  arrived[1].measurement = plot(0.0, 4);
  arrived[1].measurement.value = {300e3, 2.0, -0.03, -3000.0};
  process_look(look(3, 0.0), std::move(arrived), work);
  EXPECT_EQ(memory.lone.size(), 1U);
  EXPECT_EQ(memory.tracks.size(), 1U) << "what may have come down";
  EXPECT_EQ(memory.next_number, 3);
}

TEST_F(LonePlots, TakeTheirPlaceAmongTheTracksByNumber) {
  Memory memory;
  for (const std::int64_t number : {2, 5, 9}) {
    memory.tracks.push_back(track_file_of(lone(plot(0.0, 3), number), options_));
  }
  for (const std::int64_t number : {1, 4, 6, 10}) memory.lone.push_back(lone(plot(0.0, 3), number));
  to_track_files(memory, options_);
  EXPECT_TRUE(memory.lone.empty());
  std::vector<std::int64_t> numbers;
  for (const TrackFile& track : memory.tracks) numbers.push_back(track.number);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 4, 5, 6, 9, 10}));
}

/// What is saved are track files: if a lone plot were anything else, a restart would show it.
void expect_the_same_after_restarts(const bench::AnchorData& data) {
  Tracker whole(data.options, data.sensors);
  Tracker restarted(data.options, data.sensors);
  for (const bench::AnchorFrame& frame : data.frames) {
    for (const message::Record& record : frame.records) {
      const std::string state = restarted.save();
      restarted = Tracker(data.options, data.sensors);
      ASSERT_TRUE(restarted.load(state));
      ASSERT_TRUE(bytes_of(whole.step(record)) == bytes_of(restarted.step(record))) << frame.number;
    }
    ASSERT_TRUE(whole.save() == restarted.save()) << frame.number;
  }
}

TEST(LonePlotsOfAScene, GoOnWithTheSameBytesAfterARestartAtEveryRecord) {
  for (const double thrust : {0.0, 0.05}) {
    for (const bool rates : {false, true}) {
      bench::AnchorData data = bench::records_of(bench::objects_apart(4, 14, 3, 25.0));
      data.options.radar.boost_probability = thrust;
      Random random(2, "rates");
      for (bench::AnchorFrame& frame : data.frames) {
        for (message::Record& record : frame.records) {
          auto* plot = std::get_if<message::Plot>(&record.payload);
          if (plot == nullptr || !rates) continue;
          plot->range_rate_mps = random.uniform(-5000.0, 5000.0);
          plot->range_rate_sigma_mps = 50.0;
        }
      }
      expect_the_same_after_restarts(data);
    }
  }
}

TEST(LonePlotsOfAScene, GoOnWithTheSameBytesWhenTheRadarsFallSilent) {
  for (const double patience_s : {16.0, 100.0}) {
    for (const double leap_s : {0.0, 7000.0}) {
      bench::AnchorData data = bench::records_of(bench::objects_apart(4, 60, 4, 20.0));
      data.options.radar.patience_s = patience_s;
      data.options.existence.delete_log_odds = -50.0;  // time decides, not looks
      for (std::size_t k = 6; k < data.frames.size(); ++k) {
        auto& records = data.frames[k].records;
        std::erase_if(records,
                      [](const auto& record) { return !std::holds_alternative<message::Tick>(record.payload); });
        for (message::Record& record : records) {
          if (k < 40) continue;
          auto& tick = std::get<message::Tick>(record.payload);
          for (Instant* time : {&tick.time, &record.header.measured, &record.header.received}) {
            *time = *time + seconds(leap_s);
          }
        }
      }
      expect_the_same_after_restarts(data);
    }
  }
}

}  // namespace
}  // namespace tocsin::track::test
