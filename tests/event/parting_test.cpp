#include "tocsin/event/parting.hpp"

#include <cmath>
#include <utility>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/approach.hpp"
#include "tocsin/event/lifecycle.hpp"
#include "tocsin/motion/ballistic.hpp"

#include "plain_track.hpp"

namespace tocsin::event {
namespace {

const Instant kStart = *parse_utc("2023-09-14T05:00:00Z");

/// A vehicle on its way up, free from the beginning: what parts from it stays on its arc.
State<Itrf> climbing(double height_m) {
  const Geodetic place{0.5, -1.0, height_m};
  const Vec3 up = earth::ellipsoid_normal(place).u;
  const Vec3 east = unit(cross(Vec3{0.0, 0.0, 1.0}, up));
  return {earth::to_itrf(place), {1500.0 * up + 1800.0 * east}};
}

State<Itrf> at(const State<Itrf>& start, double after_s) {
  return motion::propagate_with_transition(start, kStart, kStart + seconds(after_s))->state;
}

message::Track track_of(std::int64_t id, const State<Itrf>& state, double after_s, double sigma_m, double sigma_mps) {
  message::Track track = test::plain_track(id, kStart + seconds(after_s), state, sigma_m, sigma_mps);
  track.first_seen = track.time - seconds(20.0);
  track.radar_hits = 40;
  track.existence = 0.99;
  return track;
}

/// Seen from this height on, every five seconds for so long.
EventState seen_from(double height_m, double seconds_long) {
  EventState event;
  event.product.id = "E0001";
  for (double t = 0.0; t <= seconds_long; t += 5.0) {
    const State<Itrf> s = at(climbing(height_m), t);
    event.path.push_back({kStart + seconds(t), s.position.m, s.velocity.mps, 1e3, 100.0});
  }
  return event;
}

/// Beside the vehicle at the end of its path.
State<Itrf> beside(double height_m, double after_s, const Vec3& off_m, const Vec3& off_mps) {
  State<Itrf> s = at(climbing(height_m), after_s);
  s.position.m += off_m;
  s.velocity.mps += off_mps;
  return s;
}

double ratio_of(const EventState& event, const State<Itrf>& state, double after_s, double sigma_m = 300.0,
                double sigma_mps = 10.0) {
  return approach_to_path(track_of(2, state, after_s, sigma_m, sigma_mps), event, {}).piece_likelihood_ratio;
}

/// A member that joined by its arc.
Member arc_member(std::int64_t id, const State<Itrf>& state) {
  Member member;
  member.track = track_of(id, state, 100.0, 300.0, 10.0);
  member.by_arc = true;
  member.live = true;
  return member;
}

TEST(Parting, CompanionsFlyAsPartsOfOneVehicleDo) {
  const State<Itrf> one = at(climbing(50e3), 100.0);
  EventState event = seen_from(50e3, 60.0);
  event.members = {arc_member(1, one), arc_member(2, beside(50e3, 100.0, {6e3, 0.0, 0.0}, {0.0, 30.0, 0.0})),
                   arc_member(3, beside(50e3, 100.0, {12e3, 0.0, 0.0}, {})),
                   arc_member(4, beside(50e3, 100.0, {}, {0.0, 0.0, 80.0}))};
  EXPECT_EQ(companion_of(event.members[0], event), 0) << "nobody came before";
  EXPECT_EQ(companion_of(event.members[1], event), 1);
  EXPECT_EQ(companion_of(event.members[2], event), 2) << "too far from the first, near enough to the second";
  EXPECT_EQ(companion_of(event.members[3], event), 0) << "it flies away";

  event.members[1].companion = 1;
  EXPECT_NE(companion_of(event.members[2], event), 2) << "who follows another is nobody's first";
  event.members[0].live = false;
  EXPECT_EQ(companion_of(event.members[1], event), 1) << "one that was lost stays its companion";
}

TEST(Parting, WhatLeftThePathIsAPieceAndWhatFliesBesideItIsNot) {
  const EventState event = seen_from(25e3, 60.0);
  EXPECT_GT(ratio_of(event, beside(25e3, 60.0, {50.0, 0.0, 20.0}, {3.0, -2.0, 1.0}), 60.0), 100.0);
  EXPECT_LT(ratio_of(event, beside(25e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0}), 60.0), 0.01);
}

TEST(Parting, APathThatIsNotKnownFromBelowTellsNothingOfWhatDoesNotMeetIt) {
  const EventState event = seen_from(100e3, 60.0);
  EXPECT_GT(ratio_of(event, beside(100e3, 60.0, {50.0, 0.0, 20.0}, {3.0, -2.0, 1.0}), 60.0), 100.0);
  EXPECT_EQ(ratio_of(event, beside(100e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0}), 60.0), 1.0);
}

TEST(Parting, ADescendingPathSaysNothingOfWhereStagesLeft) {
  EventState event = seen_from(100e3, 400.0);  // up, over the top and down below where stages separate
  ASSERT_LT(earth::height_above_ellipsoid_m({event.path.back().position_m}), 40e3);
  State<Itrf> away = at(climbing(100e3), 400.0);
  away.position.m += Vec3{10e3, 25e3, 60e3};
  EXPECT_EQ(ratio_of(event, away, 400.0), 1.0);
}

TEST(Parting, APathThatMayBeAnywhereIsNotMet) {
  const State<Itrf> state = beside(25e3, 60.0, {60e3, 0.0, 0.0}, {0.0, 300.0, 0.0});
  EventState event = seen_from(25e3, 60.0);
  const auto approach = [&] { return approach_to_path(track_of(2, state, 60.0, 300.0, 10.0), event, {}); };
  EXPECT_GT(approach().squared, 16.0);
  for (PathPoint& p : event.path) p.sigma_m = 400e3;
  EXPECT_GT(approach().squared, 16.0);
  EXPECT_FALSE(approach().tells);
  EXPECT_FALSE(approach().complete);
}

TEST(Parting, WhereAPathIsNotKnownItSpeaksNeitherForAPieceNorForANeighbour) {
  const State<Itrf> state = beside(25e3, 60.0, {0.0, 14e3, 0.0}, {0.0, 0.0, 150.0});
  EventState event = seen_from(25e3, 60.0);
  EXPECT_LT(ratio_of(event, state, 60.0), 0.1);
  for (std::size_t i = 0; i < 6; ++i) event.path[2 * i].sigma_m = 400e3;
  EXPECT_GT(ratio_of(event, state, 60.0), 0.4);
  EXPECT_LT(ratio_of(event, state, 60.0), 0.6);
}

TEST(Parting, OfAnotherEndOfTheEarthItIsOutOfReach) {
  const EventState event = seen_from(25e3, 60.0);
  State<Itrf> away = at(climbing(25e3), 60.0);
  away.position.m = -1.0 * away.position.m;
  EXPECT_TRUE(approach_to_path(track_of(2, away, 60.0, 300.0, 10.0), event, {}).out_of_reach);
}

TEST(Parting, AnUncertainStateTellsLittle) {
  const EventState event = seen_from(25e3, 60.0);
  const double ratio =
      ratio_of(event, beside(25e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0}), 60.0, 20e3, 200.0);
  EXPECT_GT(ratio, 0.1);
  EXPECT_LT(ratio, 10.0);
}

TEST(Parting, ItsOddsAreTrueWhereNeighboursAreAsAssumed) {
  Random random(3, "parting");
  const LifecycleOptions options;
  const EventState event = seen_from(25e3, 60.0);
  const auto draw = [&](double sigma) {
    return sigma / std::sqrt(3.0) * Vec3{random.normal(), random.normal(), random.normal()};
  };
  int own[3] = {0, 0, 0};
  int all[3] = {0, 0, 0};
  double expected[3] = {0.0, 0.0, 0.0};
  for (int run = 0; run < 3000; ++run) {
    const bool neighbour = random.uniform() < 0.5;
    // poorly known ones, too: the odds of these are not clear
    const double sigma_m = random.uniform(1e3, 20e3);
    const double sigma_mps = random.uniform(10.0, 300.0);
    const double spread_m = neighbour ? options.neighbour_m : options.meeting_floor_m;
    const double spread_mps = neighbour ? options.neighbour_mps : options.meeting_floor_mps;
    const double left_s = 5.0 * std::floor(random.uniform(0.0, 12.0));
    const State<Itrf> left = beside(25e3, left_s, draw(spread_m), draw(spread_mps));
    State<Itrf> seen = motion::propagate_with_transition(left, kStart + seconds(left_s), kStart + seconds(60.0))->state;
    seen.position.m += draw(sigma_m);
    seen.velocity.mps += draw(sigma_mps);
    const double ratio =
        approach_to_path(track_of(2, seen, 60.0, sigma_m, sigma_mps), event, options).piece_likelihood_ratio;
    const double p = 1.0 / (1.0 + ratio);
    const std::size_t bin = p < 0.2 ? 0 : p < 0.8 ? 1 : 2;
    own[bin] += neighbour ? 1 : 0;
    ++all[bin];
    expected[bin] += p;
  }
  for (std::size_t bin : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    ASSERT_GE(all[bin], 150) << bin;
    const double p = expected[bin] / all[bin];
    EXPECT_NEAR(static_cast<double>(own[bin]) / all[bin], p, 4.0 * std::sqrt(p * (1.0 - p) / all[bin]) + 0.03)
        << bin << " of " << all[bin];
  }
}

/// A launch whose path is known, and a track that joined it while it was too young to tell.
class PartingOfTracks : public ::testing::Test {
 protected:
  void begin() {
    message::Track leader = track_of(1, at(climbing(25e3), 60.0), 60.0, 500.0, 20.0);
    leader.infrared_hits = 6;
    leader.first_seen = kStart;
    leader.last_hit = kStart;
    report({leader}, 60.0);
    lifecycle_.events().front().path = seen_from(25e3, 60.0).path;
    leader_ = leader;
  }
  void report(const std::vector<message::Track>& tracks, double after_s) {
    lifecycle_.update(tracks, {}, evidence_, kStart + seconds(after_s));
  }

  Lifecycle lifecycle_{Options{}};
  Evidence evidence_{60.0, 100};
  message::Track leader_;
};

TEST_F(PartingOfTracks, ANeighbourThatJoinedLeavesWhenItsArcIsKnown) {
  begin();
  const State<Itrf> neighbour = beside(25e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0});
  report({leader_, track_of(2, neighbour, 60.0, 15e3, 2000.0)}, 60.0);
  ASSERT_EQ(lifecycle_.events().size(), 1U);
  ASSERT_EQ(lifecycle_.events()[0].members.size(), 2U);
  report({leader_, track_of(2, neighbour, 60.0, 300.0, 10.0)}, 61.0);
  ASSERT_EQ(lifecycle_.events().size(), 2U);
  EXPECT_EQ(lifecycle_.events()[0].members.size(), 1U);
  EXPECT_EQ(lifecycle_.events()[1].members.front().track.id, 2);
  EXPECT_GT(lifecycle_.events()[1].remarks.size(), 0U);
}

TEST_F(PartingOfTracks, WhatFliesBesideOneThatLeavesGoesWithIt) {
  begin();
  const State<Itrf> neighbour = beside(25e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0});
  State<Itrf> stage = neighbour;
  stage.position.m += Vec3{2e3, 0.0, 1e3};
  stage.velocity.mps += Vec3{10.0, -20.0, 0.0};
  const State<Itrf> piece = beside(25e3, 60.0, {50.0, 0.0, 20.0}, {3.0, -2.0, 1.0});
  const auto vague = [](std::int64_t id, const State<Itrf>& state) { return track_of(id, state, 60.0, 15e3, 2000.0); };
  report({leader_, vague(2, neighbour), vague(3, stage), vague(4, piece)}, 60.0);
  ASSERT_EQ(lifecycle_.events().size(), 1U);
  const auto known = [](std::int64_t id, const State<Itrf>& state) { return track_of(id, state, 60.0, 300.0, 10.0); };
  report({leader_, known(2, neighbour), known(3, stage), known(4, piece)}, 61.0);
  ASSERT_EQ(lifecycle_.events().size(), 2U);
  ASSERT_EQ(lifecycle_.events()[1].members.size(), 2U);
  EXPECT_EQ(lifecycle_.events()[1].members[1].track.id, 3);
  EXPECT_FALSE(lifecycle_.events()[1].members[1].same_object);
  ASSERT_EQ(lifecycle_.events()[0].members.size(), 2U);
  EXPECT_EQ(lifecycle_.events()[0].members[1].track.id, 4);
}

TEST_F(PartingOfTracks, ARestartBetweenForgetsNothing) {
  begin();
  const State<Itrf> neighbour = beside(25e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0});
  report({leader_, track_of(2, neighbour, 60.0, 15e3, 2000.0)}, 60.0);
  StateWriter out;
  put_state(out, std::as_const(lifecycle_));
  StateReader in(out.bytes());
  Lifecycle again{Options{}};
  get_state(in, again);
  ASSERT_TRUE(in.ok() && in.at_end());
  again.update({leader_, track_of(2, neighbour, 60.0, 300.0, 10.0)}, {}, evidence_, kStart + seconds(61.0));
  EXPECT_EQ(again.events().size(), 2U);
}

TEST_F(PartingOfTracks, APieceStays) {
  begin();
  const State<Itrf> piece = beside(25e3, 60.0, {50.0, 0.0, 20.0}, {3.0, -2.0, 1.0});
  report({leader_, track_of(2, piece, 60.0, 15e3, 2000.0)}, 60.0);
  report({leader_, track_of(2, piece, 60.0, 300.0, 10.0)}, 61.0);
  ASSERT_EQ(lifecycle_.events().size(), 1U);
  ASSERT_EQ(lifecycle_.events()[0].members.size(), 2U);
  EXPECT_LT(lifecycle_.events()[0].members[1].launch_probability, 0.05);
}

TEST_F(PartingOfTracks, WhatBurnsAgainHasLeftItsArcAndStays) {
  begin();
  const State<Itrf> stage = beside(25e3, 60.0, {50.0, 0.0, 20.0}, {3.0, -2.0, 1.0});
  report({leader_, track_of(2, stage, 60.0, 15e3, 2000.0)}, 60.0);
  message::Track burning = track_of(2, stage, 60.0, 300.0, 10.0);
  burning.boost_probability = 0.99;
  report({leader_, burning}, 61.0);
  const State<Itrf> gone = beside(25e3, 60.0, {10e3, 25e3, 0.0}, {-200.0, 250.0, 100.0});
  report({leader_, track_of(2, gone, 60.0, 300.0, 10.0)}, 62.0);
  ASSERT_EQ(lifecycle_.events().size(), 1U);
  EXPECT_EQ(lifecycle_.events()[0].members.size(), 2U);
}

}  // namespace
}  // namespace tocsin::event
