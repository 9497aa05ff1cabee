#include "tocsin/motion/boost.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/vehicles.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::motion {
namespace {

LaunchPlan plan_at(double lat, double lon, double azimuth_deg, double kick_rad) {
  LaunchPlan plan;
  plan.site = degrees_at(lat, lon, 100.0);
  plan.time = parse_utc("2022-10-03T22:22:00Z").value();
  plan.steering.azimuth_rad = azimuth_deg * kRadiansPerDegree;
  plan.steering.kick_rad = kick_rad;
  return plan;
}

Flight fly_family(std::size_t i, double kick_rad = 0.1) {
  return fly(generic_vehicle_families()[i].vehicle, plan_at(39.0, 125.7, 80.0, kick_rad)).value();
}

TEST(Boost, EventsComeInTheirOrder) {
  const Flight flight = fly_family(3, 0.06);
  std::vector<FlightEventKind> kinds;
  for (const FlightEvent& e : flight.events()) kinds.push_back(e.kind);
  using K = FlightEventKind;
  const std::vector<K> expected{K::launch,     K::ignition, K::burnout, K::separation, K::ignition, K::burnout,
                                K::separation, K::ignition, K::burnout, K::separation, K::apogee,   K::impact};
  EXPECT_EQ(kinds, expected);
  for (std::size_t i = 1; i < flight.events().size(); ++i)
    EXPECT_LE(flight.events()[i - 1].time, flight.events()[i].time);
  EXPECT_EQ(flight.events().front().time, flight.launch_time());
  EXPECT_EQ(flight.bodies().size(), 4U);
}

TEST(Boost, BurnTimesAreThoseOfTheirClass) {
  const std::pair<double, double> bounds[] = {{50.0, 70.0}, {60.0, 110.0}, {150.0, 180.0}, {280.0, 320.0}};
  for (std::size_t i = 0; i < 4; ++i) {
    const Flight flight = fly_family(i);
    const double burn = seconds_between(flight.launch_time(), flight.final_burnout());
    EXPECT_GE(burn, bounds[i].first);
    EXPECT_LE(burn, bounds[i].second);
  }
}

TEST(Boost, StandsOnThePadRisesStraightAndBreaksTheCloudInTheUsualTime) {
  for (std::size_t i = 0; i < 4; ++i) {
    const Flight flight = fly_family(i);
    const State<Itrf> pad = flight.state_at(flight.launch_time() - seconds(100.0));
    EXPECT_EQ(norm(pad.velocity.mps), 0.0);
    const Mat3 enu = earth::enu_from_itrf(flight.plan().site).m;
    const Vec3 moved = enu * (flight.state_at(flight.launch_time() + seconds(5.0)).position.m - pad.position.m);
    EXPECT_GT(moved.z, 30.0);
    EXPECT_LT(std::hypot(moved.x, moved.y), 0.02 * moved.z);
    const ArcPoint cloud = flight.payload().arc.rises_through(10e3, flight.launch_time()).value();
    const double t = seconds_between(flight.launch_time(), cloud.time);
    EXPECT_GT(t, 28.0);
    EXPECT_LT(t, 75.0);
  }
}

TEST(Boost, PlaceAndVelocityAreContinuousAndBelongTogether) {
  const Flight flight = fly_family(2);
  for (double t = 0.5; t < 400.0; t += 0.731) {
    const Instant at = flight.launch_time() + seconds(t);
    const double h = 0.05;
    const State<Itrf> before = flight.state_at(at - seconds(h));
    const State<Itrf> after = flight.state_at(at + seconds(h));
    const Vec3 mean = 0.5 * (before.velocity.mps + after.velocity.mps);
    ASSERT_LT(norm((after.position.m - before.position.m) / (2.0 * h) - mean), 2.5) << t;
    ASSERT_LT(norm(after.velocity.mps - before.velocity.mps), 2.0 * h * 260.0) << t;
  }
}

TEST(Boost, AccelerationIsThrustOverMassMinusGravityAndDrag) {
  const Flight flight = fly_family(3, 0.06);
  // High in the second stage there is no air: what is left beside gravity is thrust over mass, along the velocity.
  const Instant t = flight.launch_time() + seconds(170.0);
  const Burning burning = flight.burning_at(t).value();
  EXPECT_EQ(burning.stage, 1);
  const double h = 0.02;
  const Vec3 a =
      (flight.state_at(t + seconds(h)).velocity.mps - flight.state_at(t - seconds(h)).velocity.mps) / (2.0 * h);
  const State<Itrf> s = flight.state_at(t);
  const Vec3 thrust = a - ballistic_acceleration(s, {});
  EXPECT_NEAR(norm(thrust), burning.thrust_n / burning.mass_kg, 0.02);
  EXPECT_LT(angle_between(thrust, s.velocity.mps), 1e-3);
}

TEST(Boost, GainsTheRocketEquationMinusItsLosses) {
  for (std::size_t i = 0; i < 4; ++i) {
    const Flight flight = fly_family(i);
    const double gained = norm(flight.state_at(flight.final_burnout()).velocity.mps);
    const double ideal = ideal_speed_mps(flight.vehicle());
    EXPECT_LT(gained, ideal - 300.0);
    EXPECT_GT(gained, ideal - 2600.0);
  }
}

TEST(Boost, MassFallsWithThePropellantAndTheStages) {
  const Flight flight = fly_family(2);
  const Vehicle& v = flight.vehicle();
  double all = v.payload_mass_kg;
  for (const Stage& s : v.stages) all += s.dry_mass_kg + s.propellant_kg;
  EXPECT_NEAR(flight.mass_kg_at(flight.launch_time()), all, 1e-6);
  EXPECT_NEAR(flight.mass_kg_at(flight.launch_time() + seconds(0.5 * v.stages[0].burn_s())),
              all - 0.5 * v.stages[0].propellant_kg, 1e-3);
  EXPECT_NEAR(flight.mass_kg_at(flight.final_burnout()), v.payload_mass_kg + v.stages[1].dry_mass_kg, 1e-3);
  EXPECT_NEAR(flight.mass_kg_at(flight.apogee()->time), v.payload_mass_kg, 1e-9);
  EXPECT_EQ(flight.stage_at(flight.launch_time()), 0);
  EXPECT_EQ(flight.stage_at(flight.final_burnout()), 1);
  EXPECT_EQ(flight.stage_at(flight.impact()->time), 2);
}

TEST(Boost, BurnsFromIgnitionToBurnoutAndNotBetweenStages) {
  const Flight flight = fly_family(2);
  const Stage& first = flight.vehicle().stages[0];
  const Instant t0 = flight.launch_time();
  EXPECT_FALSE(flight.burning_at(t0 - seconds(1.0)));
  EXPECT_EQ(flight.burning_at(t0 + seconds(10.0))->stage, 0);
  EXPECT_LT(flight.burning_at(t0 + seconds(1.0))->thrust_n, first.thrust_vacuum_n) << "the air pushes back";
  EXPECT_NEAR(flight.burning_at(t0 + seconds(90.0))->thrust_n, first.thrust_vacuum_n, 0.01 * first.thrust_vacuum_n);
  EXPECT_FALSE(flight.burning_at(t0 + seconds(first.burn_s() + 1.0)));
  EXPECT_EQ(flight.burning_at(t0 + seconds(first.burn_s() + 3.0))->radiant_intensity_w_sr, 5e4);
  EXPECT_FALSE(flight.burning_at(flight.final_burnout()));
}

TEST(Boost, SpentStagesFallShortOfThePayload) {
  const Flight flight = fly_family(3, 0.06);
  const auto range = [&](const FlightBody& b) {
    return earth::inverse(flight.plan().site, earth::to_geodetic(b.arc.state_at(b.arc.end()).position)).distance_m;
  };
  double before = 0.0;
  for (std::size_t i = 1; i < flight.bodies().size(); ++i) {
    const FlightBody& stage = flight.bodies()[i];
    EXPECT_EQ(stage.kind, BodyKind::stage);
    EXPECT_TRUE(stage.reaches_ground);
    EXPECT_GE(stage.beta_kg_m2, 300.0);
    // It starts where the main body is at separation.
    EXPECT_LT(norm(stage.arc.state_at(stage.arc.begin()).position.m - flight.state_at(stage.arc.begin()).position.m),
              1e-3);
    EXPECT_GT(range(stage), before);
    before = range(stage);
  }
  EXPECT_GT(range(flight.payload()), before - 200e3);
  EXPECT_EQ(norm(flight.state_at(flight.impact()->time + seconds(10.0)).velocity.mps), 0.0);
}

TEST(Boost, APitchProgrammeStandingUprightGoesStraightUp) {
  LaunchPlan plan = plan_at(0.0, 10.0, 90.0, 0.0);
  plan.steering.law = SteeringLaw::pitch_programme;
  plan.steering.programme = {{0.0, kPi / 2.0}};
  const Flight up = fly(generic_vehicle_families()[1].vehicle, plan).value();
  const double drift = earth::inverse(plan.site, up.impact_point().value()).distance_m;
  EXPECT_LT(drift, 80e3) << "the turning Earth alone";
  EXPECT_NEAR(earth::inverse(plan.site, up.impact_point().value()).azimuth_start_rad, 1.5 * kPi, 0.1)
      << "which falls behind to the west";
  plan.steering.programme = {{0.0, kPi / 2.0}, {8.0, kPi / 2.0}, {60.0, 0.7}, {100.0, 0.6}};
  const Flight over = fly(generic_vehicle_families()[1].vehicle, plan).value();
  EXPECT_GT(earth::inverse(plan.site, over.impact_point().value()).distance_m, 300e3);
  const double bearing = earth::inverse(plan.site, over.impact_point().value()).azimuth_start_rad;
  EXPECT_NEAR(bearing / kRadiansPerDegree, 90.0, 2.0);
}

TEST(Boost, CuttingTheLastBurnShortGivesLess) {
  LaunchPlan plan = plan_at(39.0, 125.7, 80.0, 0.1);
  const Flight full = fly(generic_vehicle_families()[2].vehicle, plan).value();
  plan.last_burn_fraction = 0.8;
  const Flight cut = fly(generic_vehicle_families()[2].vehicle, plan).value();
  EXPECT_NEAR(seconds_between(cut.final_burnout(), full.final_burnout()), 0.2 * full.vehicle().stages[1].burn_s(),
              1e-6);
  EXPECT_LT(cut.apogee()->height_m, full.apogee()->height_m);
  EXPECT_LT(cut.mass_kg_at(cut.impact()->time), cut.mass_kg_at(cut.final_burnout()));
}

TEST(Boost, TheSameLaunchIsTheSameFlight) {
  const Flight a = fly_family(3);
  const Flight b = fly_family(3);
  for (double t = 0.0; t < 2000.0; t += 37.0) {
    const Instant at = a.launch_time() + seconds(t);
    ASSERT_EQ(a.state_at(at), b.state_at(at));
  }
}

TEST(Boost, DragCoefficientHasItsPeakJustAboveTheSpeedOfSound) {
  EXPECT_NEAR(rocket_drag_coefficient(0.0), 0.29, 0.02);
  EXPECT_NEAR(rocket_drag_coefficient(1.15), 0.55, 0.02);
  EXPECT_LT(rocket_drag_coefficient(6.0), 0.23);
  for (double m = 0.0; m < 8.0; m += 0.01) {
    const double slope = (rocket_drag_coefficient(m + 1e-5) - rocket_drag_coefficient(m)) / 1e-5;
    const double next = (rocket_drag_coefficient(m + 1e-5 + 1e-3) - rocket_drag_coefficient(m + 1e-3)) / 1e-5;
    EXPECT_NEAR(slope, next, 0.02) << m;
  }
}

TEST(Boost, RefusesWhatCannotFly) {
  const Vehicle good = generic_vehicle_families()[2].vehicle;
  const LaunchPlan plan = plan_at(39.0, 125.7, 80.0, 0.1);
  Vehicle heavy = good;
  heavy.payload_mass_kg = 60000.0;
  ASSERT_FALSE(fly(heavy, plan));
  EXPECT_NE(fly(heavy, plan).error().message.find("does not lift"), std::string::npos);
  Vehicle none = good;
  none.stages.clear();
  EXPECT_EQ(fly(none, plan).error().field, "stages");
  Vehicle bad = good;
  bad.stages[1].isp_vacuum_s = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(fly(bad, plan).error().field, "stages.1.isp_vacuum_s");
  LaunchPlan wrong = plan;
  wrong.site.lat_rad = 3.0;
  EXPECT_FALSE(fly(good, wrong));
  wrong = plan;
  wrong.steering.kick_rad = 2.0;
  EXPECT_EQ(fly(good, wrong).error().field, "steering.kick_rad");
  wrong = plan;
  wrong.last_burn_fraction = 0.0;
  EXPECT_FALSE(fly(good, wrong));
  wrong = plan;
  wrong.steering.law = SteeringLaw::pitch_programme;
  wrong.steering.programme = {{0.0, 1.5}, {10.0, 0.0}, {11.0, -1.5}};
  ASSERT_FALSE(fly(good, wrong)) << "dives into the ground";
  EXPECT_NE(fly(good, wrong).error().message.find("falls back"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::motion
