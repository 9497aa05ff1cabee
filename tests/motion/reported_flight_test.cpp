#include "tocsin/motion/reported_flight.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/motion/vehicles.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::motion {
namespace {

ReportedFlight report(double lat, double lon, double bearing, double apogee_km, double range_km) {
  ReportedFlight r;
  r.site = degrees_at(lat, lon);
  r.bearing_rad = bearing * kRadiansPerDegree;
  r.apogee_m = apogee_km * 1e3;
  r.range_m = range_km * 1e3;
  r.time = parse_utc("2022-10-03T22:22:00Z").value();
  return r;
}

// What the flight itself says, not what the solver claims.
void expect_matches(const ReportedFlight& r, const Result<SolvedFlight>& solved, const std::string& what) {
  ASSERT_TRUE(solved) << what << ": " << solved.error().to_string();
  const Flight& flight = solved->flight;
  ASSERT_TRUE(flight.apogee() && flight.impact_point()) << what;
  EXPECT_NEAR(flight.apogee()->height_m, *r.apogee_m, 1e3) << what;
  const earth::GeodesicLine line = earth::inverse(r.site, *flight.impact_point());
  EXPECT_NEAR(line.distance_m, *r.range_m, 1e3) << what;
  EXPECT_LT(std::abs(wrap_pi(line.azimuth_start_rad - r.bearing_rad)) * *r.range_m, 1e3) << what;
  EXPECT_EQ(flight.launch_time(), r.time);
}

TEST(ReportedFlight, TheOverflightOfOctober2022) {
  const ReportedFlight r = report(40.611, 126.426, 80.0, 970.0, 4500.0);
  const Result<SolvedFlight> solved = solve_reported_flight(r);
  expect_matches(r, solved, "2022-10-03");
  const double time = seconds_between(r.time, solved->flight.impact()->time);
  EXPECT_GT(time, 1226.0 + 60.0) << "longer than the impulsive arc by the powered phase";
  EXPECT_LT(time, 1226.0 + 270.0);
}

TEST(ReportedFlight, LiftCarriesAManoeuvringFlightToItsReportedRange) {
  for (const auto& [kind, apogee, range] : {std::tuple{ManoeuvreKind::glide, 100.0, 1000.0},
                                            {ManoeuvreKind::glide, 50.0, 1000.0},
                                            {ManoeuvreKind::pullup, 60.0, 450.0},
                                            {ManoeuvreKind::pullup, 30.0, 230.0}}) {
    ReportedFlight r = report(39.0, 126.0, 70.0, apogee, range);
    EXPECT_TRUE(apogee >= 60.0 || !solve_reported_flight(r)) << "without lift it is refused";
    r.manoeuvre.kind = kind;
    const Result<SolvedFlight> solved = solve_reported_flight(r);
    expect_matches(r, solved, std::to_string(apogee) + "/" + std::to_string(range));
    ASSERT_TRUE(solved && solved->flight.manoeuvre());
    EXPECT_GT(solved->flight.manoeuvre()->time, solved->flight.apogee()->time);
    EXPECT_LT(solved->flight.manoeuvre()->time, solved->flight.impact()->time);
  }
  ReportedFlight low = report(39.0, 126.0, 70.0, 15.0, 200.0);
  low.manoeuvre.kind = ManoeuvreKind::pullup;
  const Result<SolvedFlight> refused = solve_reported_flight(low);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().to_string().find("still burns"), std::string::npos) << refused.error().to_string();
}

TEST(ReportedFlight, LoftedFlightsHighAboveAShortRange) {
  for (const double range : {60.0, 300.0, 1000.0}) {
    for (const double bearing : {0.0, 90.0, 180.0, 270.0}) {
      for (const double apogee : {500.0, 2111.0, 7687.0}) {
        const ReportedFlight r = report(39.03, 125.9, bearing, apogee, range);
        expect_matches(r, solve_reported_flight(r), std::to_string(apogee) + "/" + std::to_string(range));
      }
    }
  }
}

TEST(ReportedFlight, DepressedFlightsDownToWhatTheAirAllows) {
  for (const double range : {500.0, 1500.0, 4500.0, 8000.0}) {
    const ReportedFlight r = report(39.0, 125.7, 80.0, std::max(60.0, 0.121 * range), range);
    expect_matches(r, solve_reported_flight(r), std::to_string(range));
  }
}

TEST(ReportedFlight, FromAnywhereInAnyDirection) {
  Random random(11, "reported flights");
  for (int i = 0; i < 40; ++i) {
    const double range = 60.0 * std::pow(8000.0 / 60.0, random.uniform());
    const double lowest = std::max(60.0, 0.12 * range);
    const double apogee = lowest * std::pow(7700.0 / lowest, random.uniform());
    const double lat = std::asin(random.uniform(-1.0, 1.0)) / kRadiansPerDegree;
    const ReportedFlight r = report(lat, random.uniform(-180.0, 180.0), random.uniform(0.0, 360.0), apogee, range);
    expect_matches(r, solve_reported_flight(r), std::to_string(i));
  }
}

TEST(ReportedFlight, EveryFlyableReportedTest) {
  std::ifstream file("../shared/data/reported_tests/tests.csv");
  if (!file) GTEST_SKIP() << "the reported tests are not here (../shared/data/reported_tests)";
  std::string line;
  std::getline(file, line);
  int rows = 0;
  while (std::getline(file, line)) {
    std::vector<std::string> f;
    std::stringstream text(line);
    for (std::string cell; std::getline(text, cell, ',');) f.push_back(cell);
    if (f.size() < 14 || f[9].empty() || f[10].empty()) continue;
    const double apogee = std::atof(f[9].c_str());
    const double range = std::atof(f[10].c_str());
    if (apogee < 60.0 || apogee < 0.12 * range || f[13] == "failure" || f[4] == "SLV" || !f[5].empty()) continue;
    const ReportedFlight r =
        report(std::atof(f[7].c_str()), std::atof(f[8].c_str()), std::atof(f[11].c_str()), apogee, range);
    expect_matches(r, solve_reported_flight(r), line);
    ++rows;
  }
  EXPECT_GE(rows, 40);
  std::printf("flyable rows solved: %d\n", rows);
}

TEST(ReportedFlight, AVehicleThatIsGivenIsUsedAsItIs) {
  ReportedFlight r = report(40.611, 126.426, 80.0, 970.0, 4500.0);
  r.vehicle = generic_vehicle_families()[3].vehicle;
  r.vehicle->payload_mass_kg = 4500.0;
  const Result<SolvedFlight> solved = solve_reported_flight(r);
  expect_matches(r, solved, "given");
  EXPECT_EQ(solved->flight.vehicle().name, r.vehicle->name);
  EXPECT_EQ(solved->flight.vehicle().payload_mass_kg, 4500.0);
  EXPECT_LT(solved->flight.plan().last_burn_fraction, 1.0);
  r.vehicle = generic_vehicle_families()[0].vehicle;
  ASSERT_FALSE(solve_reported_flight(r)) << "a short-range vehicle does not reach 4500 km";
}

TEST(ReportedFlight, IsTheSameEveryTime) {
  const ReportedFlight r = report(39.0, 125.7, 90.0, 300.0, 700.0);
  const SolvedFlight a = solve_reported_flight(r).value();
  const SolvedFlight b = solve_reported_flight(r).value();
  EXPECT_EQ(a.flight.impact()->time, b.flight.impact()->time);
  EXPECT_EQ(a.flight.state_at(r.time + seconds(200.0)), b.flight.state_at(r.time + seconds(200.0)));
}

TEST(ReportedFlight, SaysWhyAReportIsNotFlyable) {
  const auto refused = [](const ReportedFlight& r) {
    const Result<SolvedFlight> s = solve_reported_flight(r);
    EXPECT_FALSE(s);
    return s ? Error{} : s.error();
  };
  ReportedFlight r = report(39.0, 125.7, 90.0, 300.0, 700.0);
  r.apogee_m.reset();
  EXPECT_EQ(refused(r).field, "apogee_km");
  EXPECT_EQ(refused(r).value, "missing");
  r = report(39.0, 125.7, 90.0, 300.0, 700.0);
  r.range_m.reset();
  EXPECT_EQ(refused(r).field, "range_km");
  EXPECT_NE(refused(report(39.0, 125.7, 90.0, 50.0, 200.0)).expected.find("atmosphere"), std::string::npos);
  EXPECT_NE(refused(report(39.0, 125.7, 90.0, 100.0, 900.0)).expected.find("drag"), std::string::npos);
  EXPECT_EQ(refused(report(39.0, 125.7, 90.0, std::numeric_limits<double>::quiet_NaN(), 900.0)).field, "apogee_km");
  EXPECT_EQ(refused(report(39.0, 125.7, 90.0, 5000.0, 18000.0)).field, "range_km");
  EXPECT_NE(refused(report(39.0, 125.7, 90.0, 60000.0, 1000.0)).message.find("km/s"), std::string::npos);
  EXPECT_NE(refused(report(39.0, 125.7, 90.0, 1e6, 1000.0)).to_string().find("Moon"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::motion
