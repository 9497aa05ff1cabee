#include "tocsin/event/leader.hpp"

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/event_state.hpp"

namespace tocsin::event {
namespace {

const Instant kNow = *parse_utc("2022-10-03T22:30:00Z");

/// A coasting track over the equator at this height and speed, level.
Member member(std::int64_t id, double height_m, double speed_mps) {
  Member out;
  out.track.id = id;
  out.track.state = message::TrackState::confirmed;
  out.track.kind = message::TrackKind::full;
  out.track.position_m = earth::to_itrf({0.0, 0.0, height_m}).m;
  out.track.velocity_mps = {0.0, speed_mps, 0.0};
  for (int i = 0; i < 6; ++i) out.track.covariance(i, i) = i < 3 ? 1e4 : 1.0;
  out.same_object = id == 1;
  return out;
}

EventState led_and_lost(double lost_at_m) {
  EventState event;
  event.members = {member(1, 500e3, 4000.0), member(2, 300e3, 2000.0)};
  choose_leader(event, kNow, {});
  EXPECT_EQ(event.leading_track, 1);
  PathPoint last;
  last.position_m = earth::to_itrf({0.0, 0.0, lost_at_m}).m;
  event.path.push_back(last);
  event.members.front().live = false;
  choose_leader(event, kNow, {});
  return event;
}

TEST(Leader, AStageThatIsLeftInViewDoesNotSpeakForALeaderLostAboveTheAir) {
  EXPECT_EQ(led_and_lost(500e3).leading_track, 0);
}

TEST(Leader, InTheAirASlowerBodyMayBeTheOneThatWasLost) {
  EXPECT_EQ(led_and_lost(60e3).leading_track, 2);
}

TEST(Leader, NothingSpeaksForAFlightThatHasComeDown) {
  for (const bool down : {false, true}) {
    EventState event;
    event.members = {member(2, 60e3, 2000.0)};
    event.unpowered = message::ImpactEstimate{};
    event.extremes.energy_m2_s2 = 0.0;
    event.unpowered->time = kNow - seconds(down ? 5.0 : -5.0);
    choose_leader(event, kNow, {});
    EXPECT_EQ(event.leading_track, down ? 0 : 2);
    event.leading_track = 0;
    event.extremes.energy_m2_s2 = -1e12;  // what is faster than the arc was has been powered since
    choose_leader(event, kNow, {});
    EXPECT_EQ(event.leading_track, 2);
    event.leading_track = 0;
    event.extremes.energy_m2_s2 = 0.0;
    event.departure.log_odds = 10.0;  // lift keeps it up
    choose_leader(event, kNow, {});
    EXPECT_EQ(event.leading_track, 2);
  }
}

TEST(Leader, ABodyAsFastAsTheLostOneLeads) {
  EventState event = led_and_lost(500e3);
  event.members.push_back(member(3, 480e3, 4010.0));
  choose_leader(event, kNow, {});
  EXPECT_EQ(event.leading_track, 3);
}

}  // namespace
}  // namespace tocsin::event
