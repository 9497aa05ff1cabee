#include "tocsin/motion/vehicles.hpp"

#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/motion/reported_flight.hpp"
#include "tocsin/motion/vehicle_file.hpp"

namespace tocsin::motion {
namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

/// What is said of a text in which the first `what` became `by`.
std::string refusal(const std::string& what, const std::string& by) {
  const Result<VehicleSet> set = parse_vehicles(replaced(std::string(generic_vehicles_text()), what, by), "v.toml");
  EXPECT_FALSE(set) << by;
  return set ? "" : set.error().to_string();
}

void expect_said(const std::string& said, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(said.find(part), std::string::npos) << part << " in: " << said;
}

TEST(Vehicles, OfTheProgramAreThoseOfTheDataFile) {
  EXPECT_EQ(generic_vehicles_text(), read_file("data/vehicles.toml", 1U << 20U).value());
}

TEST(Vehicles, OfTheProgramSayWhereTheirFiguresComeFrom) {
  double reach_mps = 0.0;
  for (const VehicleFamily& family : generic_vehicles().families) {
    EXPECT_TRUE(family.vehicle.name.starts_with("generic")) << family.vehicle.name;
    EXPECT_TRUE(family.source.starts_with("generic")) << family.source;
    EXPECT_FALSE(family.confidence.empty());
    EXPECT_GE(family.reach_mps, reach_mps);
    reach_mps = family.reach_mps;
    // with its smallest payload a vehicle has the speed that it is said to reach, and what gravity and drag take
    Vehicle lightest = family.vehicle;
    lightest.payload_mass_kg = family.min_payload_kg;
    EXPECT_GT(ideal_speed_mps(lightest), family.reach_mps) << family.vehicle.name;
  }
  ASSERT_EQ(generic_vehicle_families().size(), 4U);
  EXPECT_EQ(generic_vehicle_families()[3].vehicle.stages.size(), 3U);
  EXPECT_EQ(generic_vehicle_families()[3].vehicle.stages[0].thrust_vacuum_n, 1.69e6);
  EXPECT_EQ(generic_launcher().stages[1].isp_vacuum_s, 345.0);
}

TEST(Vehicles, AreSortedByReach) {
  const std::string text = replaced(std::string(generic_vehicles_text()), "reach_mps = 1900.0", "reach_mps = 9900.0");
  const VehicleSet set = parse_vehicles(text, "v.toml").value();
  EXPECT_EQ(set.of_kind(FamilyKind::ballistic).back().vehicle.name, "generic short-range, one stage");
}

TEST(Vehicles, OfTheSoundingKindFlyAsHighAsSuchRocketsDo) {
  ReportedFlight report;
  report.site = {degrees(69.294).value(), degrees(16.021).value(), 10.0};
  report.bearing_rad = degrees(330.0).value();
  report.time = parse_utc("2023-11-20T10:00:00Z").value();
  report.families = generic_vehicles().of_kind(FamilyKind::sounding_rocket);
  ASSERT_EQ(report.families.size(), 2U);
  std::set<std::string> flown;
  for (const double apogee_km : {100.0, 150.0, 200.0, 250.0, 300.0, 350.0}) {
    for (const double range_km : {30.0, 80.0, 150.0}) {
      report.apogee_m = apogee_km * 1e3;
      report.range_m = range_km * 1e3;
      const Result<SolvedFlight> solved = solve_reported_flight(report);
      ASSERT_TRUE(solved) << apogee_km << " " << range_km << ": " << solved.error().to_string();
      const Flight& flight = solved->flight;
      EXPECT_NEAR(flight.apogee()->height_m, *report.apogee_m, 200.0);
      EXPECT_TRUE(flight.vehicle().name.starts_with("generic sounding rocket"));
      EXPECT_LT(seconds_between(flight.launch_time(), flight.final_burnout()), 60.0);
      flown.insert(flight.vehicle().name);
    }
  }
  EXPECT_EQ(flown.size(), 2U) << "the higher ones take two stages";
}

TEST(Vehicles, AreRefusedByName) {
  expect_said(refusal("dry_kg = 1000.0", "dry_kg = -1"), {"v.toml:", "family.0.stage.0.dry_kg", "-1"});
  expect_said(refusal("dry_kg = 1000.0", "dry_mass = 1"), {"dry_kg"});
  expect_said(refusal("thrust_vacuum_n = 165e3", "thrust_vacuum_n = 100"), {"thrust_vacuum_n", "100", "3600 s"});
  expect_said(refusal("isp_vacuum_s = 257.0", "isp_vacuum_s = \"high\""), {"isp_vacuum_s", "high"});
  expect_said(refusal("plume_w_sr = 2.0e4", "plume_w_sr = 2.0e4\ncolour = 1"), {"colour", "unknown key"});
  expect_said(refusal("max_payload_kg = 3500.0", "max_payload_kg = 100"), {"max_payload_kg", "100", "150"});
  expect_said(refusal("kind = \"ballistic\"", "kind = \"balistic\""), {"kind", "balistic", "ballistic"});
  expect_said(refusal("confidence = \"order of magnitude\"", "confidence = \"\""), {"confidence", "1 to"});
  expect_said(refusal("generic medium-range, one liquid stage", "generic short-range, one stage"),
              {"family.1.name", "no other family"});
  expect_said(refusal("[launcher]", "[launcher]\nreach_mps = 1"), {"launcher.reach_mps", "unknown key"});
  expect_said(refusal("[[launcher.stage]]", "[[launcher.stages]]"), {"launcher.stage", "2"});
  EXPECT_FALSE(parse_vehicles("", "v.toml"));
}

TEST(Vehicles, AreBoundedInSizeDepthAndNumber) {
  const std::string text(generic_vehicles_text());
  EXPECT_FALSE(parse_vehicles(text, "v.toml", {.max_bytes = 1000}));
  expect_said(refusal("dry_kg = 1000.0", "dry_kg = [[[[[[[[[1]]]]]]]]]"), {"v.toml", "deep"});
  EXPECT_FALSE(parse_vehicles(text, "v.toml", {.max_families = 3}));
}

}  // namespace
}  // namespace tocsin::motion
