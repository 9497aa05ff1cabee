// A launch seen by two scanners, one of which points beside what it believes: through the whole chain, with and without
// references to stars.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/base/config.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sim/scenario.hpp"
#include "tocsin/sim/simulation.hpp"

namespace tocsin::app {
namespace {

const Geodetic kSite{degrees(15.0).value(), degrees(-40.0).value(), 0.0};

std::string world(bool stars) {
  const std::string text = R"(name = "two scanners"
[[satellite]]
id = "W"
orbit = "geostationary"
lon_deg = -75
[[satellite]]
id = "E"
orbit = "geostationary"
lon_deg = 0
[[infrared]]
id = "E-scanner"
satellite = "E"
[[infrared]]
id = "W-scanner"
satellite = "W"
)";
  return stars ? text + "star_interval_s = 20\n" : text;
}

std::string scenario(double bias_urad) {
  std::string out =
      "name = \"s\"\nworld = \"w\"\nbegin = \"2023-03-21T13:58:00Z\"\nduration_s = 240\n"
      "[launch]\nid = \"a\"\ntime = \"2023-03-21T14:00:00Z\"\nlat_deg = 15.0\nlon_deg = -40.0\nbearing_deg = 330\n"
      "apogee_km = 900\nrange_km = 3500\n";
  if (bias_urad != 0.0) {
    out += "[[fault]]\nsensor = \"W-scanner\"\nlos_bias_north_urad = " + std::to_string(bias_urad) + "\n";
  }
  return out;
}

/// Errors of the launch points that the chain says at the end, km, seed by seed.
std::vector<double> launch_errors_km(bool stars, double bias_urad) {
  std::vector<double> out;
  Result<ConfigTable> root = parse_config(scenario(bias_urad), "s.toml");
  EXPECT_TRUE(root);
  const Result<sim::Scenario> script = sim::read_scenario(*root);
  EXPECT_TRUE(script) << script.error().to_string();
  const Result<Centre> centre = make_centre(world(stars), "w.toml", script->begin);
  EXPECT_TRUE(centre) << centre.error().to_string();
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    auto simulation = sim::Simulation::create(*script, centre->sensors, seed);
    EXPECT_TRUE(simulation) << simulation.error().to_string();
    Pipeline pipeline(*centre);
    std::optional<message::LaunchEstimate> launch;
    while (std::optional<message::Record> record = (*simulation)->next()) {
      for (const message::Event& event : pipeline.step(*record).events) {
        if (event.launch) launch = event.launch;
      }
    }
    EXPECT_TRUE(launch.has_value()) << seed;
    if (!launch) continue;
    const Geodetic place{degrees(launch->lat_deg).value(), degrees(launch->lon_deg).value(), 0.0};
    out.push_back(1e-3 * earth::inverse(place, kSite).distance_m);
  }
  return out;
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST(MispointedScanner, PutsALaunchAsideUnlessItRefersToStars) {
  const double right = mean(launch_errors_km(false, 0.0));
  const double wrong = mean(launch_errors_km(false, 100.0));
  const double corrected = mean(launch_errors_km(true, 100.0));
  std::printf("launch error, km: pointed right %.2f, 100 microradians off %.2f, with stars %.2f\n", right, wrong,
              corrected);
  EXPECT_GT(wrong, right + 0.6);
  EXPECT_LT(corrected, right + 0.15);
}

}  // namespace
}  // namespace tocsin::app
