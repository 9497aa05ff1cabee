#include "tocsin/sim/debris.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tocsin/sim/truth.hpp"

#include "tests/sim/rig.hpp"

namespace tocsin::sim {
namespace {

Instant separation_of(const motion::Flight& flight) {
  Instant last;
  for (const motion::FlightEvent& event : flight.events()) {
    if (event.kind == motion::FlightEventKind::separation) last = event.time;
  }
  return last;
}

TEST(Debris, LeavesThePayloadAtTheLastSeparation) {
  const Truth truth = Truth::create(scenario_of(atlantic_launch()), 1).value();
  const motion::Flight& flight = truth.launches()[0]->flight;
  const std::vector<Debris> pieces = make_debris(200, "a", flight, 5).value();
  ASSERT_EQ(pieces.size(), 200U);
  Vec3 mean{};
  for (const Debris& piece : pieces) {
    EXPECT_EQ(piece.flown.arc.begin(), separation_of(flight));
    const State<Itrf> state = piece.flown.arc.state_at(piece.flown.arc.begin());
    const State<Itrf> payload = flight.state_at(piece.flown.arc.begin());
    EXPECT_LT(norm(state.position.m - payload.position.m), 1e-3);
    const Vec3 push = state.velocity.mps - payload.velocity.mps;
    EXPECT_GE(norm(push), 0.5 - 1e-6);
    EXPECT_LE(norm(push), 10.0 + 1e-6);
    mean = mean + push / (norm(push) * 200.0);
    EXPECT_GE(piece.rcs_m2, 0.01);
    EXPECT_LE(piece.rcs_m2, 0.5);
    EXPECT_TRUE(piece.flown.reaches_ground);
  }
  EXPECT_LT(norm(mean), 3.5 / std::sqrt(200.0)) << "no direction is preferred";
}

TEST(Debris, IsTheSameWhateverElseComesLoose) {
  const Truth truth = Truth::create(scenario_of(atlantic_launch()), 1).value();
  const motion::Flight& flight = truth.launches()[0]->flight;
  const std::vector<Debris> few = make_debris(3, "a", flight, 5).value();
  const std::vector<Debris> many = make_debris(9, "a", flight, 5).value();
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i].rcs_m2, many[i].rcs_m2);
    EXPECT_EQ(few[i].flown.arc.end(), many[i].flown.arc.end());
  }
  EXPECT_NE(few[0].rcs_m2, make_debris(3, "b", flight, 5).value()[0].rcs_m2);
  EXPECT_NE(few[0].rcs_m2, make_debris(3, "a", flight, 6).value()[0].rcs_m2);
}

TEST(Debris, IsSeenByRadarsAndToldByTheTruthButNotBright) {
  const Outcome with = run_generic(scenario_of(atlantic_launch(), {"launch.debris=5"}));
  const Outcome without = run_generic(scenario_of(atlantic_launch()));
  const auto pieces = std::count_if(with.objects.begin(), with.objects.end(), [](const message::TruthObject& object) {
    return object.kind == "debris" && object.launch == "a" && object.impact_time && object.apogee_km > 800.0;
  });
  EXPECT_EQ(pieces, 5);
  EXPECT_EQ(with.objects.size(), without.objects.size() + 5);
  const auto infrared = [](const Outcome& outcome) {
    return std::count_if(outcome.records.begin(), outcome.records.end(), [](const message::Record& record) {
      return std::holds_alternative<message::Bearing>(record.payload);
    });
  };
  EXPECT_EQ(infrared(with), infrared(without));
  const auto of_debris =
      std::count_if(with.origins.begin(), with.origins.end(),
                    [](const message::TruthOrigin& origin) { return origin.body.starts_with("a-debris-"); });
  EXPECT_GT(of_debris, 20);
}

}  // namespace
}  // namespace tocsin::sim
