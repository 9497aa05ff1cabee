#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/sense/attitude.hpp"

#include "tests/sim/infrared_rig.hpp"

// Where infrared sensors look, how wrong they are about it, and when they cannot look at all.
namespace tocsin::sim {
namespace {

const Position<Itrf>& source_place() {
  static const Position<Itrf> kPlace = earth::to_itrf({degrees(5.0).value(), degrees(10.0).value(), 80e3});
  return kPlace;
}

/// Without line-of-sight noise to speak of.
std::string quiet_starer() {
  std::string keys = starer();
  return keys.replace(keys.find("los_sigma_urad = 10"), 19, "los_sigma_urad = 0.1");
}

TEST(LineOfSight, DriftsLikeARandomWalkCommonToAllItSees) {
  // the change from hour to hour
  const InfraredRig rig(starer() + "nei_w_sr = 1\n",
                        steady_source(1e6,
                                      "[[fault]]\nsensor = \"s\"\nlos_drift_urad_rt_h = 300\n"
                                      "los_bias_north_urad = 500\n"),
                        24.0);
  std::vector<double> hourly;
  double sum_north = 0.0;
  int n = 0;
  Instant next = rig.scenario.begin;
  rig.each<message::Bearing>([&](const LookItem& item, const message::Bearing& bearing) {
    const sense::TangentAngles truth = rig.true_angles(source_place(), item.measured);
    if (n < 10) sum_north += bearing.north_rad - truth.north_rad;
    ++n;
    if (item.measured < next) return;
    hourly.push_back(bearing.east_rad - truth.east_rad);
    next = item.measured + seconds(3600.0);
  });
  EXPECT_NEAR(sum_north / 10.0, 500e-6, 30e-6);  // from the bias on
  ASSERT_GE(hourly.size(), 23U);
  double square = 0.0;
  for (std::size_t i = 1; i < hourly.size(); ++i) square += std::pow(hourly[i] - hourly[i - 1], 2.0);
  const double per_hour = std::sqrt(square / static_cast<double>(hourly.size() - 1));
  EXPECT_GT(per_hour, 150e-6);
  EXPECT_LT(per_hour, 500e-6);
}

TEST(StarReferences, ShowTheBiasAndTheDriftThatBearingsHave) {
  const InfraredRig rig(quiet_starer() + "nei_w_sr = 1\nstar_interval_s = 20\nstar_sigma_urad = 2\n",
                        steady_source(1e6,
                                      "[[fault]]\nsensor = \"s\"\nlos_bias_east_urad = 80\n"
                                      "los_bias_north_urad = -60\nlos_drift_urad_rt_h = 40\n"),
                        6.0);
  double east = 0.0;  // of the newest bearing
  double north = 0.0;
  double square = 0.0;
  int compared = 0;
  int references = 0;
  Instant before;
  for (const LookGroup& group : rig.looks()) {
    for (const LookItem& item : group.items) {
      if (const auto* bearing = std::get_if<message::Bearing>(&item.payload)) {
        const sense::TangentAngles truth = rig.true_angles(source_place(), item.measured);
        east = bearing->east_rad - truth.east_rad;
        north = bearing->north_rad - truth.north_rad;
      }
      const auto* reference = std::get_if<message::FrameRef>(&item.payload);
      if (reference == nullptr) continue;
      EXPECT_EQ(item.measured.tai_ns() % 20'000'000'000, 0);
      if (references++ > 0) {
        EXPECT_EQ((item.measured - before).nanoseconds(), 20'000'000'000);
      }
      before = item.measured;
      EXPECT_DOUBLE_EQ(reference->sigma_rad, 2e-6);
      if (east == 0.0) continue;
      const sense::NadirFrame frame =
          sense::nadir_frame(rig.sensors->satellite_state(rig.sensor(), item.measured).position);
      const sense::TangentAngles offset = sense::pointing_offset(*reference, frame, item.measured).value();
      square += std::pow(offset.east_rad - east, 2.0) + std::pow(offset.north_rad - north, 2.0);
      ++compared;
    }
  }
  EXPECT_EQ(references, 6 * 180);
  ASSERT_GT(compared, 1000);
  // noise of the reference and the drift of a second between the two
  EXPECT_NEAR(std::sqrt(square / (2.0 * compared)), std::hypot(2e-6, 40e-6 / 60.0), 0.2e-6);
}

TEST(StarReferences, AreNotMadeUnlessAWorldAsksForThem) {
  const InfraredRig rig(starer(), "", 0.5);
  for (const LookGroup& group : rig.looks()) EXPECT_EQ(group.items.size(), 1U);
}

TEST(SunExclusion, BlindsAScannerAroundMidnightOfTheEclipseSeasonAndIsReported) {
  const InfraredRig rig("sun_exclusion_deg = 20\nfalse_per_look = 0\n", "", 24.0);
  const auto sun_angle = [&](Instant t) {
    const Position<Itrf> satellite = rig.sensors->satellite_state(rig.sensor(), t).position;
    return angle_between(earth::sun_direction_itrf(t).u, -satellite.m);
  };
  std::vector<std::pair<Instant, message::HealthState>> reports;
  int looks = 0;
  rig.each<message::Health>([&](const LookItem& item, const message::Health& health) {
    EXPECT_EQ(health.reason.empty(), health.state == message::HealthState::operational);
    reports.emplace_back(item.measured, health.state);
  });
  rig.each<message::Look>([&](const LookItem&, const message::Look& look) {
    ++looks;
    const double angle = sun_angle(look.begin);
    const Position<Itrf> satellite = rig.sensors->satellite_state(rig.sensor(), look.begin).position;
    EXPECT_TRUE(angle > degrees(20.0).value() ||
                earth::sunlit_fraction(satellite, earth::sun_direction_itrf(look.begin)) == 0.0);
  });
  // The run begins at midnight under the satellite, in the Earth's shadow: it sees. Then the Sun comes out, goes on
  // until it has left the exclusion; and the same again in the other order before the next midnight.
  ASSERT_EQ(reports.size(), 4U);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    EXPECT_EQ(reports[i].second, i % 2 == 0 ? message::HealthState::degraded : message::HealthState::operational);
  }
  const double first_h = seconds_between(rig.scenario.begin, reports[1].first) / 3600.0;
  EXPECT_NEAR(first_h, 20.0 / 15.0, 0.15);  // 15 degrees an hour
  EXPECT_LT(looks, 86'400 - 3600);
  EXPECT_GT(looks, 86'400 - 4 * 3600);
}

TEST(SunExclusion, IsNoneWithoutTheKey) {
  const InfraredRig rig("false_per_look = 0\n", "", 1.0);
  rig.each<message::Health>([&](const LookItem&, const message::Health&) { ADD_FAILURE(); });
}

TEST(StareSchedule, LooksAtItsPointsInTurn) {
  const std::string keys =
      "mode = \"starer\"\nrevisit_s = 1\nfov_deg = 1\nfalse_per_look = 0\nnei_w_sr = 1000\n"
      "[[infrared.stare]]\nlat_deg = 5\nlon_deg = 10\ndwell_s = 10\n"
      "[[infrared.stare]]\nlat_deg = -20\nlon_deg = -15\ndwell_s = 30\n";
  const InfraredRig rig(keys, steady_source(1e5));
  int at_source = 0;
  int looks = 0;
  rig.each<message::Look>([&](const LookItem&, const message::Look& look) {
    ++looks;
    const bool here = sense::inside(look.field, rig.true_angles(source_place(), look.begin));
    EXPECT_EQ(look.hits, here ? 1 : 0);
    at_source += here ? 1 : 0;
  });
  EXPECT_GT(looks, 3590);
  EXPECT_NEAR(at_source, 0.25 * looks, 12.0);
}

}  // namespace
}  // namespace tocsin::sim
