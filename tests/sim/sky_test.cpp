#include "tocsin/sim/sky.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/sim/radar_stream.hpp"

#include "tests/sim/rig.hpp"

namespace tocsin::sim {
namespace {

std::string sky_of(const std::string& lines, double duration_s) {
  return "name = \"s\"\nworld = \"worlds/generic.toml\"\nseed = 3\nbegin = \"2022-10-03T12:00:00Z\"\nduration_s = " +
         std::to_string(duration_s) + "\n[sky]\n" + lines;
}

const char* const kSatellites = "satellites = \"examples/propagate_catalogue/four_satellites.tle\"\n";

/// The plots of one radar that come from a body, and how often it looked.
struct Seen {
  std::vector<message::Plot> plots;
  std::vector<Instant> times;
  int fence_hits = 0;
};

Seen seen_by(const sense::Radar& radar, const Scenario& scenario, const std::vector<SkyBody>& sky,
             const std::string& body) {
  const Truth truth = Truth::create(scenario, scenario.seed).value();
  const Clouds clouds(7.0, {});
  Surroundings around;
  around.truth = &truth;
  around.clouds = &clouds;
  around.begin = scenario.begin;
  around.end = scenario.begin + seconds(scenario.duration_s);
  around.seed = scenario.seed;
  around.sky = &sky;
  RadarStream stream(radar, around, Faults(scenario.faults, radar.id));
  Seen seen;
  while (std::optional<LookGroup> group = stream.next()) {
    const bool is_fence = std::get<message::Look>(group->items.back().payload).mode == "fence";
    for (const LookItem& item : group->items) {
      if (item.body != body) continue;
      seen.plots.push_back(std::get<message::Plot>(item.payload));
      seen.times.push_back(item.measured);
      seen.fence_hits += is_fence ? 1 : 0;
    }
  }
  return seen;
}

TEST(Sky, TheMoonIsWhereAndAsLargeAsItIs) {
  EXPECT_NEAR(moon_rcs_m2(), 6.6e11, 0.05e11);
  const Instant begin = parse_utc("2022-10-03T12:00:00Z").value();
  const SkyBody moon = SkyBody::moon(begin, begin + seconds(3600.0));
  for (const double after_s : {0.0, 1800.0, 3600.0}) {
    const Instant t = begin + seconds(after_s);
    const State<Itrf> state = moon.state_at(t).value();
    EXPECT_NEAR(norm(state.position.m) + kMoonRadiusM, norm(earth::moon_place(t).m), 1.0);
    EXPECT_GT(dot(state.position.m / norm(state.position.m), earth::moon_direction_itrf(t).u), std::cos(1e-4));
    const Vec3 later = moon.state_at(t + seconds(10.0))->position.m;
    EXPECT_LT(norm(later - state.position.m - 10.0 * state.velocity.mps), 200.0) << "it moves as it says";
  }
}

TEST(Sky, SatellitesGivePlotsWhereTheirElementsPutThem) {
  const Scenario scenario = scenario_of(sky_of(kSatellites, 8000));
  ASSERT_EQ(scenario.sky.satellites.size(), 4U);
  const auto sensors = sensors_of("worlds/generic.toml", scenario.begin);
  const std::vector<SkyBody> sky =
      make_sky(scenario.sky, *sensors, scenario.begin, scenario.begin + seconds(8000.0)).value();
  ASSERT_FALSE(sky.empty());
  std::size_t plots = 0;
  for (const SkyBody& body : sky) {
    const std::int32_t number = std::stoi(body.id().substr(body.id().rfind('-') + 1));
    const auto set = std::find_if(scenario.sky.satellites.begin(), scenario.sky.satellites.end(),
                                  [&](const motion::ElementSet& one) { return one.catalogue_number == number; });
    const motion::Sgp4 orbit = motion::Sgp4::from(*set);
    for (const sense::Radar& radar : sensors->world().radars) {
      const Seen seen = seen_by(radar, scenario, sky, body.id());
      plots += seen.plots.size();
      for (std::size_t i = 0; i < seen.plots.size(); ++i) {
        const State<Itrf> state = earth::to_itrf(orbit.state_at(seen.times[i]).value(), seen.times[i]);
        const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
        EXPECT_NEAR(seen.plots[i].range_m, view.range_m, 7.0 * seen.plots[i].range_sigma_m);
        EXPECT_NEAR(seen.plots[i].elevation_rad, view.elevation_rad, 7.0 * seen.plots[i].elevation_sigma_rad);
      }
    }
  }
  EXPECT_GT(plots, 300U);
}

TEST(Sky, TheMoonIsHeardOnlyByARadarWhoseRangesFold) {
  Scenario scenario = scenario_of(sky_of("moon = true\n", 36000));
  const auto sensors = sensors_of("worlds/generic.toml", scenario.begin);
  const std::vector<SkyBody> sky =
      make_sky(scenario.sky, *sensors, scenario.begin, scenario.begin + seconds(36000.0)).value();
  ASSERT_EQ(sky.size(), 1U);
  sense::Radar radar = *sensors->radar("X-T");
  radar.false_per_look = 0.0;
  radar.false_per_dwell = 0.0;
  EXPECT_TRUE(seen_by(radar, scenario, sky, "moon").plots.empty());

  constexpr double kFoldM = 5000e3;
  scenario.faults.push_back({.sensor = "X-T", .ambiguous_range_m = kFoldM});
  const Seen seen = seen_by(radar, scenario, sky, "moon");
  EXPECT_GT(seen.plots.size(), 40U);
  double power = 0.0;
  for (std::size_t i = 0; i < seen.plots.size(); ++i) {
    const State<Itrf> state = sky[0].state_at(seen.times[i]).value();
    const double range_m = sense::radar_view(radar, state.position, state.velocity).range_m;
    EXPECT_GT(range_m, 350e6);
    EXPECT_NEAR(std::remainder(range_m - seen.plots[i].range_m, kFoldM), 0.0, 8.0 * seen.plots[i].range_sigma_m);
    // the radar equation: 1 m² at its range of detection, the Moon at its own
    const double expected =
        sense::mean_snr(radar, radar.range_rcs1_m, 1.0) * moon_rcs_m2() * std::pow(radar.range_rcs1_m / range_m, 4.0);
    EXPECT_LT(seen.plots[i].snr_db, 10.0 * std::log10(expected) + 12.0);
    power += std::pow(10.0, 0.1 * seen.plots[i].snr_db) / expected / static_cast<double>(seen.plots.size());
  }
  EXPECT_NEAR(power, 1.0, 0.35) << "of the mean";
  // as long as it stands in the fence every sweep hears it
  double in_fence = 0.0;
  for (double t_s = 0.0; t_s < 36000.0; t_s += radar.fence_revisit_s) {
    const State<Itrf> state = sky[0].state_at(scenario.begin + seconds(t_s)).value();
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    if (!sense::covers(radar, view.azimuth_rad, view.elevation_rad)) continue;
    for (int part = 0; part < radar.fence_parts; ++part)
      in_fence += sense::inside(sense::fence_field(radar, part), view.azimuth_rad, view.elevation_rad) ? 1.0 : 0.0;
  }
  EXPECT_GT(in_fence, 20.0);
  EXPECT_NEAR(seen.fence_hits, in_fence, 0.05 * in_fence + 2.0);
}

TEST(Sky, IsToldByTheTruthAndLeavesOtherSensorsAlone) {
  const std::string& launch = atlantic_launch();
  const Outcome without = run_generic(scenario_of(launch, {"duration_s=900"}));
  const Outcome with = run_generic(scenario_of(launch + "[sky]\nmoon = true\n" + kSatellites, {"duration_s=900"}));
  const auto infrared = [](const Outcome& outcome) {
    std::string bytes;
    for (const message::Record& record : outcome.records) {
      if (std::holds_alternative<message::Bearing>(record.payload)) bytes += message::to_json(record).dump() + "\n";
    }
    return bytes;
  };
  EXPECT_GT(infrared(without).size(), 1000U);
  EXPECT_EQ(infrared(with), infrared(without));
  const auto moon = std::find_if(with.objects.begin(), with.objects.end(),
                                 [](const message::TruthObject& object) { return object.kind == "moon"; });
  ASSERT_NE(moon, with.objects.end());
  EXPECT_FALSE(moon->launch);
}

TEST(Sky, IsRefusedByName) {
  const auto refusal = [](const std::string& lines) {
    ConfigTable root = parse_config(sky_of(lines, 60), "s.toml").value();
    const Result<Scenario> scenario = read_scenario(root);
    EXPECT_FALSE(scenario) << lines;
    return scenario ? "" : scenario.error().to_string();
  };
  EXPECT_NE(refusal("satellites = \"nothing.tle\"").find("sky.satellites"), std::string::npos);
  EXPECT_NE(refusal("satellites = \"scenarios/quiet-day.toml\"").find("quiet-day.toml"), std::string::npos);
  EXPECT_NE(refusal("rcs_m2 = 0").find("sky.rcs_m2"), std::string::npos);
  EXPECT_NE(refusal("moon = 1").find("sky.moon"), std::string::npos);
  EXPECT_NE(refusal("sun = true").find("sky.sun"), std::string::npos);
  const std::string one = text_of("examples/propagate_catalogue/four_satellites.tle");
  ConfigTable root = parse_config(sky_of(kSatellites, 60), "s.toml").value();
  const auto twice = [&](const std::string&, std::uint64_t) -> Result<std::string> { return one + one; };
  const Result<Scenario> scenario = read_scenario(root, twice);
  ASSERT_FALSE(scenario);
  EXPECT_NE(scenario.error().to_string().find("90001 twice"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::sim
