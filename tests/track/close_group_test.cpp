#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/track/group_solver.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/tracker.hpp"
#include "tocsin/track/tracker_state.hpp"

#include "bench/anchor_data.hpp"
#include "tests/track/reference_data.hpp"
#include "tests/track/synthetic.hpp"

// Objects that fly closer together than one plot tells them apart.
namespace tocsin::track::test {
namespace {

/// Two objects that cross, seen without error forty times, and a group that has taken them for each other in between.
class Crossing : public testing::Test {
 protected:
  static constexpr std::size_t kLooks = 40;

  Crossing() {
    const sense::Radar& radar = *sensors_->radar("RAD-1");
    const Position<Itrf> place = sense::radar_position(radar, 900e3, 1.0, 0.4);
    const Vec3 up = unit(place.m);
    const Vec3 level = unit(cross(up, Vec3{0.0, 0.0, 1.0}));
    const Vec3 v = 3000.0 * level + 1500.0 * up;
    group_.number = 1;
    group_.epoch = at(100.0);
    group_.reference = {place.m.x, place.m.y, place.m.z, v.x, v.y, v.z};
    GroupSolver solver(group_, *sensors_, options_);
    for (std::size_t k = 0; k < kLooks; ++k) {
      GroupLook look;
      look.source = "RAD-1";
      look.number = static_cast<std::int64_t>(k);
      look.time = at(100.0 + static_cast<double>(k));
      look.log_missed = std::log(0.1);
      for (const double side : {-1.0, 1.0}) look.plots.push_back(plot(side, k, up));
      static_cast<void>(solver.add_look(std::move(look), {}));
    }
    // the one that starts low is member 0; its plot is the first of each look
    solver.add_member(1, 0, 0);
    solver.add_member(2, 0, 1);
  }

  [[nodiscard]] GroupPlot plot(double side, std::size_t k, const Vec3& up) const {
    const double t_s = static_cast<double>(k);
    StateVector<6> x = group_.reference;
    const Vec3 dr = side * 1500.0 * up;
    const Vec3 dv = -side * 75.0 * up;
    const std::array<double, 6> offset{dr.x, dr.y, dr.z, dv.x, dv.y, dv.z};
    for (std::size_t i = 0; i < 6; ++i) x[i] += offset[i];
    const State<Itrf> there = state_of<6>(move(x, t_s, options_.motion, false).mean);
    const sense::Radar& radar = *sensors_->radar("RAD-1");
    const sense::RadarJacobian seen = sense::reported_jacobian(radar, there.position, there.velocity).rows;
    GroupPlot out;
    out.size = 3;
    out.sequence = static_cast<std::int64_t>(2 * k) + (side > 0.0 ? 1 : 0);
    out.time = at(100.0 + t_s);
    out.value = {seen.view.range_m, seen.view.azimuth_rad, seen.view.elevation_rad, 0.0};
    out.variance = {1e4, 1e-6, 1e-6, 1.0};
    out.log_gain = 25.0;
    return out;
  }

  void set(std::size_t member, std::size_t look, std::int64_t plot) { group_.members[member].slots[look] = plot; }
  /// Each member has the plots of its object.
  void tell_apart() {
    for (std::size_t k = 0; k < kLooks; ++k) {
      set(0, k, 0);
      set(1, k, 1);
    }
  }
  /// From the sixth look on the plots are dealt out at random.
  void mix() {
    Random random(3, "mixed");
    for (std::size_t k = 5; k < kLooks; ++k) {
      const std::int64_t first = random.uniform() < 0.5 ? 0 : 1;
      set(0, k, first);
      set(1, k, 1 - first);
    }
  }
  /// Each member has the plots of one object, whichever: nothing was known of them before.
  void expect_right() const {
    for (std::size_t k = 0; k < kLooks; ++k) {
      EXPECT_EQ(group_.members[0].slots[k], group_.members[0].slots[0]) << k;
      EXPECT_EQ(group_.members[1].slots[k], 1 - group_.members[0].slots[0]) << k;
    }
  }

  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  Options options_;
  CloseGroup group_;
};

TEST_F(Crossing, IsTakenBackWhenTheTwoHaveParted) {
  for (std::size_t k = 0; k < kLooks; ++k) {
    set(0, k, k < 20 ? 0 : 1);
    set(1, k, k < 20 ? 1 : 0);
  }
  GroupSolver solver(group_, *sensors_, options_);
  EXPECT_EQ(solver.exchange_tails(), 1U);
  solver.sweep(kLooks);
  expect_right();
}

TEST_F(Crossing, IsToldApartAfreshWhereTheTwoAreMixed) {
  mix();
  GroupSolver solver(group_, *sensors_, options_);
  EXPECT_TRUE(solver.is_strained(1.0));
  solver.sweep(kLooks);
  static_cast<void>(solver.decide_afresh());
  solver.sweep(kLooks);
  expect_right();
  EXPECT_FALSE(solver.is_strained(1.0));
}

TEST_F(Crossing, IsToldApartByDrawsWhereTheTwoAreMixed) {
  mix();
  Random random(4, "draws");
  GroupSolver solver(group_, *sensors_, options_);
  EXPECT_TRUE(solver.is_strained(2.0));
  for (int n = 0; n < 20 && solver.is_strained(2.0); ++n) static_cast<void>(solver.draw_afresh(random));
  EXPECT_FALSE(solver.is_strained(2.0));
  expect_right();
}

TEST_F(Crossing, IsDecidedAsByANewSolverWhereOneIsNotInView) {
  for (std::size_t k = 0; k < kLooks; ++k) {
    set(0, k, k < 20 ? 0 : 1);
    set(1, k, k >= kLooks - 4 ? kAbsent : k < 20 ? 1 : 0);
  }
  GroupSolver solver(group_, *sensors_, options_);
  solver.sweep(8);
  EXPECT_EQ(solver.exchange_tails(), 1U);
  solver.sweep(kLooks);
  GroupSolver other(group_, *sensors_, options_);
  for (std::size_t k = 0; k < kLooks; ++k) EXPECT_EQ(other.assign(k), 0U) << k;
}

TEST_F(Crossing, KnowsWhatItKnewWhereAPlotThatIsNobodysIsSharperThanAnyCanBe) {
  tell_apart();
  const Instant t = at(145.0);
  const CoastState before = GroupSolver(group_, *sensors_, options_).estimate(1, t);
  for (const double variance : {1e-8, 1e-11, 1e-18, 1e-300}) {
    CloseGroup group = group_;
    {
      GroupSolver solver(group, *sensors_, options_);
      GroupLook look = group.looks.back();
      look.number += 1;
      look.time = at(100.0 + kLooks);
      look.plots.resize(1);
      look.plots[0].time = look.time;
      look.plots[0].value[0] += 40e3;
      look.plots[0].variance = {variance, variance, variance, variance};
      static_cast<void>(solver.add_look(std::move(look), {0, 0}));
      static_cast<void>(solver.assign(kLooks));
    }
    ASSERT_EQ(group.members[1].slots.back(), kMissed);
    const CoastState after = GroupSolver(group, *sensors_, options_).estimate(1, t);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(after.mean[i], before.mean[i], 1e-3) << variance;
    for (int i = 0; i < 6; ++i) EXPECT_NEAR(after.covariance(i, i) / before.covariance(i, i), 1.0, 1e-6) << variance;
  }
}

TEST_F(Crossing, KeepsWhatItToldWhenTheEpochMoves) {
  tell_apart();
  GroupSolver solver(group_, *sensors_, options_);
  const Instant t = at(145.0);
  solver.share_out(kLooks);
  const CoastState before = solver.estimate(1, t);
  solver.move_epoch(15);
  solver.share_out(0);
  const CoastState after = solver.estimate(1, t);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(after.mean[i], before.mean[i], 1.0);
  for (std::size_t i = 3; i < 6; ++i) EXPECT_NEAR(after.mean[i], before.mean[i], 0.05);
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(after.covariance(i, i) / before.covariance(i, i), 1.0, 0.02);
}

TEST_F(Crossing, TellsOfThePathThatWasDecidedOnceItIsAnother) {
  tell_apart();
  const Instant t = at(145.0);
  std::array<CoastState, 2> decided;
  {
    GroupSolver solver(group_, *sensors_, options_);
    solver.share_out(kLooks);
    for (std::size_t i = 0; i < 2; ++i) decided[i] = solver.estimate(i, t);
  }
  std::swap(group_.members[0].slots, group_.members[1].slots);
  const auto off_m = [&](const CoastState& state, std::size_t member) {
    double squared = 0.0;
    for (std::size_t i = 0; i < 3; ++i) squared += std::pow(state.mean[i] - decided[member].mean[i], 2);
    return std::sqrt(squared);
  };
  // looks in which a plot may be of either
  const auto unsure = [&] {
    return std::count_if(group_.shared[0].shares.begin(), group_.shared[0].shares.end(),
                         [](const PlotShare& share) { return share.sight >= 0 && share.precision[0] < 1.0; });
  };
  EXPECT_GT(unsure(), 0);
  GroupSolver solver(group_, *sensors_, options_);
  solver.share_out(0);
  EXPECT_LT(off_m(solver.estimate(0, t), 0), 1.0) << "shares do not change by themselves";
  ASSERT_GT(off_m(decided[0], 1), 1000.0);
  ASSERT_TRUE(solver.follow_decisions());
  EXPECT_EQ(unsure(), 0);
  solver.share_out(kLooks);
  EXPECT_GT(unsure(), 0) << "what is not known is not told for long";
  EXPECT_FALSE(solver.follow_decisions());
  EXPECT_LT(off_m(solver.estimate(0, t), 1), 50.0);
  EXPECT_LT(off_m(solver.estimate(1, t), 0), 50.0);
}

TEST_F(Crossing, TellsWhatALateLookSaysAtOnce) {
  constexpr std::size_t kLate = 20;
  tell_apart();
  GroupSolver solver(group_, *sensors_, options_);
  solver.share_out(kLooks);
  GroupLook look = group_.looks[kLate];
  look.number += 1000;
  const std::size_t place = solver.add_look(std::move(look), {0, 0});
  ASSERT_EQ(place, kLate + 1);
  for (const SharedMember& shared : group_.shared) ASSERT_LT(shared.shares[place].sight, 0);
  solver.share_out(1);
  for (const SharedMember& shared : group_.shared) EXPECT_GE(shared.shares[place].sight, 0);
}

TEST_F(Crossing, ForgetsWhatItToldOnceItChanges) {
  tell_apart();
  GroupSolver solver(group_, *sensors_, options_);
  const Instant t = at(145.0);
  solver.share_out(8);
  const CoastState before = solver.estimate(1, t);
  solver.move_epoch(15);
  const CoastState after = solver.estimate(1, t);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(after.mean[i], before.mean[i], 1.0);
}

TEST_F(Crossing, KeepsItsEstimatesWhenTheEpochMoves) {
  tell_apart();
  GroupSolver solver(group_, *sensors_, options_);
  const Instant t = at(145.0);
  const CoastState before = solver.estimate(1, t);
  solver.move_epoch(15);
  EXPECT_EQ(group_.looks.size(), kLooks - 15);
  const CoastState after = solver.estimate(1, t);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(after.mean[i], before.mean[i], 1.0);
  for (std::size_t i = 3; i < 6; ++i) EXPECT_NEAR(after.mean[i], before.mean[i], 0.05);
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(after.covariance(i, i) / before.covariance(i, i), 1.0, 0.02);
}

class Salvo : public ReferenceData {
 protected:
  static std::string state_after(std::size_t frames, const bench::AnchorData& data) {
    Tracker tracker(data.options, data.sensors);
    for (std::size_t k = 0; k < frames; ++k) {
      for (const message::Record& record : data.frames[k].records) static_cast<void>(tracker.step(record));
    }
    return tracker.save();
  }
};

TEST_F(Salvo, IsTrackedOneForOneAndErrorsAreAsLargeAsStated) {
  constexpr std::size_t kObjects = 6;
  std::vector<double> errors;
  std::size_t identities = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const std::vector<Motion> flights = salvo(seed, kObjects);
    write(seed, flights);
    const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
    ASSERT_TRUE(data) << data.error().to_string();
    Tracker tracker(data->options, data->sensors);
    std::vector<message::Track> last;
    std::set<std::int64_t> confirmed;
    for (const bench::AnchorFrame& frame : data->frames) {
      for (const message::Record& record : frame.records) {
        TrackerOutput out = tracker.step(record);
        EXPECT_TRUE(out.refused.empty()) << out.refused.front();
        if (std::holds_alternative<message::Tick>(record.payload)) last = std::move(out.tracks);
      }
      for (const message::Track& track : last) {
        if (track.state == message::TrackState::confirmed) confirmed.insert(track.id);
      }
    }
    std::erase_if(last, [](const message::Track& t) { return t.state != message::TrackState::confirmed; });
    EXPECT_EQ(last.size(), kObjects) << "seed " << seed;
    identities += confirmed.size();
    for (const Motion& start : flights) {
      const Motion truth = kepler(start, 0.5 * (kReferenceFrames - 1));
      double least = HUGE_VAL;
      for (const message::Track& track : last) least = std::min(least, nees(track, truth));
      errors.push_back(least);
    }
  }
  EXPECT_LE(identities, 8 * kObjects + 2);  // nearly nothing is told that was not one of them
  // in a scene of thirty or so two neighbours stay confused (docs/adr/0018), and in which hangs on the last bit: one of
  // the two compilers has such a pair here
  std::sort(errors.begin(), errors.end());
  constexpr std::ptrdiff_t kConfused = 2;
  double sum = 0.0;
  std::for_each(errors.begin(), errors.end() - kConfused, [&](double error) { sum += error; });
  const double mean = sum / static_cast<double>(errors.size() - kConfused);
  EXPECT_GT(mean, 3.0);
  EXPECT_LT(mean, 9.0);
  EXPECT_LT(errors[errors.size() - kConfused - 1], 30.0);
  EXPECT_LT(errors.back(), 1000.0);
}

TEST_F(Salvo, GoesOnWithTheSameBytesAfterARestart) {
  write(5, salvo(5, 5));
  const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
  ASSERT_TRUE(data) << data.error().to_string();
  const auto outputs = [&](std::size_t restart_every) {
    std::vector<std::string> out;
    auto tracker = std::make_unique<Tracker>(data->options, data->sensors);
    std::size_t n = 0;
    for (const bench::AnchorFrame& frame : data->frames) {
      for (const message::Record& record : frame.records) {
        if (restart_every > 0 && ++n % restart_every == 0) {
          const std::string state = tracker->save();
          tracker = std::make_unique<Tracker>(data->options, data->sensors);
          EXPECT_TRUE(tracker->load(state));
          EXPECT_EQ(tracker->save(), state);
        }
        out.push_back(bytes_of(tracker->step(record)));
      }
    }
    return out;
  };
  const std::vector<std::string> whole = outputs(0);
  EXPECT_EQ(whole, outputs(1));
  EXPECT_EQ(whole, outputs(11));
}

TEST_F(Salvo, DamagedStatesAreRefusedOrCanBeWorkedWith) {
  write(6, salvo(6, 4));
  const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
  ASSERT_TRUE(data) << data.error().to_string();
  const std::size_t half = data->frames.size() / 2;
  const std::string state = state_after(half, *data);
  Random random(4, "flip");
  int accepted = 0;
  for (int i = 0; i < 200; ++i) {
    std::string flipped = state;
    const std::size_t at = random.bits() % flipped.size();
    flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << (random.bits() % 8)));
    Tracker other(data->options, data->sensors);
    if (!other.load(flipped)) continue;
    ++accepted;
    for (std::size_t k = half; k < half + 14; ++k) {
      for (const message::Record& record : data->frames[k].records) static_cast<void>(other.step(record));
    }
  }
  EXPECT_GT(accepted, 20);
}

TEST_F(Salvo, DamagedSharesAreRefused) {
  write(6, salvo(6, 4));
  const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
  ASSERT_TRUE(data) << data.error().to_string();
  const std::string state = state_after(data->frames.size() / 2, *data);
  StateReader in(state);
  static_cast<void>(in.text());
  static_cast<void>(in.u64());
  Admission admission;
  Memory memory;
  get_state(in, admission);
  get_state(in, memory);
  ASSERT_TRUE(in.ok());
  ASSERT_EQ(memory.groups.size(), 1U);
  ASSERT_EQ(memory.groups[0].shared.size(), 4U);

  StateWriter before;
  put_state(before, memory);
  const auto is_taken_with = [&](const std::function<void(CloseGroup&)>& damage) {
    Memory damaged = memory;
    damage(damaged.groups[0]);
    StateWriter after;
    put_state(after, damaged);
    std::string bytes = state;
    bytes.replace(bytes.find(before.bytes()), before.bytes().size(), after.bytes());
    return static_cast<bool>(Tracker(data->options, data->sensors).load(bytes));
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(is_taken_with([](CloseGroup&) {}));
  EXPECT_TRUE(is_taken_with([](CloseGroup& group) { group.shared.pop_back(); })) << "of a member that came just now";
  EXPECT_FALSE(is_taken_with([](CloseGroup& group) { group.shared.push_back(group.shared.back()); }));
  EXPECT_FALSE(is_taken_with([](CloseGroup& group) { group.shared[2].shares.pop_back(); }));
  EXPECT_FALSE(is_taken_with([](CloseGroup& group) { group.shared[2].shares.back().sight = 40; }));
  EXPECT_FALSE(is_taken_with([](CloseGroup& group) { group.shared[2].shares.back().sight = -2; }));
  EXPECT_FALSE(is_taken_with([&](CloseGroup& group) { group.shared[2].shares.front().precision[5] = nan; }));
  EXPECT_FALSE(is_taken_with([&](CloseGroup& group) { group.shared[2].shares.front().pull[1] = nan; }));
  EXPECT_FALSE(is_taken_with([&](CloseGroup& group) { group.shared[2].prior.g[3] = nan; }));
  EXPECT_FALSE(is_taken_with([](CloseGroup& group) { group.shared[2].total.j = {}; })) << "without an inverse";
}

TEST(GroupOptions, CountLooksInStepsOfAtLeastOne) {
  const auto sensors = synthetic_sensors(synthetic_world());
  for (int GroupOptions::*interval :
       {&GroupOptions::review_interval, &GroupOptions::share_interval, &GroupOptions::block_looks}) {
    Options options;
    options.group.*interval = 0;
    EXPECT_DEATH(Tracker(options, sensors), "steps of at least one");
  }
}

}  // namespace
}  // namespace tocsin::track::test
