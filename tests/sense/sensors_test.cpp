#include "tocsin/sense/sensors.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::sense {
namespace {

Instant utc(std::string_view text) {
  return parse_utc(text).value();
}

World world_of(const std::string& file) {
  const Result<std::string> text = read_file(file, 1U << 20U);
  EXPECT_TRUE(text) << text.error().to_string();
  Result<World> world = parse_world(text.value_or(""), file);
  EXPECT_TRUE(world) << world.error().to_string();
  return world.value_or(World{});
}

double lon_deg(const State<Itrf>& state) {
  return in_degrees(Radians(std::atan2(state.position.m.y, state.position.m.x)));
}

TEST(GenericWorld, HasTheStatedSensors) {
  const World world = world_of("worlds/generic.toml");
  EXPECT_EQ(world.satellites.size(), 6U);
  EXPECT_EQ(world.infrared.size(), 10U);
  EXPECT_EQ(world.radars.size(), 3U);
  const auto made = Sensors::create(world, utc("2023-03-21T00:00:00Z"));
  ASSERT_TRUE(made) << made.error().to_string();
  const Sensors& sensors = **made;
  EXPECT_TRUE(sensors.remarks().empty());
  const InfraredSensor* scanner = sensors.infrared("GEO-A-scanner");
  ASSERT_NE(scanner, nullptr);
  EXPECT_DOUBLE_EQ(scanner->los_sigma_rad, 20e-6);
  EXPECT_DOUBLE_EQ(scanner->nei_w_sr, 3000.0);
  const Radar* radar = sensors.radar("UHF-E");
  ASSERT_NE(radar, nullptr);
  EXPECT_DOUBLE_EQ(radar->range_sigma_m, 60.0);
  EXPECT_DOUBLE_EQ(radar->azimuth_sigma_rad, degrees(0.1).value());
  EXPECT_EQ(sensors.radar("UHF-W"), nullptr);
  EXPECT_EQ(sensors.infrared(""), nullptr);
}

TEST(GenericWorld, GeostationarySatellitesStandStillOverTheirSlots) {
  const auto sensors = Sensors::create(world_of("worlds/generic.toml"), utc("2023-03-21T00:00:00Z")).value();
  for (const auto& [id, lon] :
       {std::pair{"GEO-A", -75.0}, std::pair{"GEO-B", 0.0}, std::pair{"GEO-C", 75.0}, std::pair{"GEO-D", 150.0}}) {
    for (const char* time : {"2023-03-21T00:00:00Z", "2023-03-21T17:31:00Z"}) {
      const State<Itrf> state = sensors->satellite_state(id, utc(time));
      EXPECT_NEAR(lon_deg(state), lon, 1e-6);
      EXPECT_NEAR(norm(state.position.m), 42'164e3, 5e3);
      EXPECT_NEAR(norm(state.velocity.mps), 0.0, 0.5);
    }
  }
}

TEST(GenericWorld, EllipticalSatellitesTakeTurnsOverTheNorth) {
  const auto sensors = Sensors::create(world_of("worlds/generic.toml"), utc("2023-03-21T00:00:00Z")).value();
  double lowest_of_higher = 1e9;
  for (int minute = 0; minute < 1440; minute += 10) {
    const Instant t = utc("2023-03-21T00:00:00Z") + whole_seconds(60 * minute);
    const Geodetic a = earth::to_geodetic(sensors->satellite_state("HEO-1", t).position);
    const Geodetic b = earth::to_geodetic(sensors->satellite_state("HEO-2", t).position);
    lowest_of_higher = std::min(lowest_of_higher, std::max(a.lat_rad, b.lat_rad));
    for (const Geodetic& satellite : {a, b}) {
      if (satellite.height_m < 39'000e3) continue;  // near an apogee: over one of the two longitudes
      const double off = std::abs(wrap_180(satellite.lon_rad / kRadiansPerDegree - -20.0));
      EXPECT_LT(std::min(off, 180.0 - off), 12.0);
    }
  }
  EXPECT_GT(in_degrees(Radians(lowest_of_higher)), 40.0);
}

TEST(CivilInfraredWorld, UsesYoungElementsAndSlotsOtherwiseAndSaysSo) {
  const World world = world_of("worlds/civil-infrared.toml");
  const auto young = Sensors::create(world, utc("2026-04-10T00:00:00Z"));
  ASSERT_TRUE(young) << young.error().to_string();
  const auto old = Sensors::create(world, utc("2022-10-03T22:20:00Z"));
  ASSERT_TRUE(old) << old.error().to_string();
  ASSERT_EQ((*young)->remarks().size(), world.satellites.size());
  for (const std::string& remark : (*young)->remarks()) EXPECT_TRUE(remark.ends_with(": used")) << remark;
  for (const std::string& remark : (*old)->remarks()) {
    EXPECT_NE(remark.find("not used beyond 90 days"), std::string::npos) << remark;
  }
  // elements and slot agree where the satellite is: they are the same satellite
  const Instant t = utc("2026-03-25T00:00:00Z");
  const auto by_elements = Sensors::create(world, t).value();
  const auto by_slot = Sensors::create(world, utc("2025-03-25T00:00:00Z")).value();
  for (const Satellite& satellite : world.satellites) {
    const State<Itrf> a = by_elements->satellite_state(satellite.id, t);
    const State<Itrf> b = by_slot->satellite_state(satellite.id, t);
    if (satellite.id.starts_with("Arktika")) {
      EXPECT_LT(norm(a.position.m), 46'000e3);
      continue;
    }
    EXPECT_NEAR(wrap_180(lon_deg(a) - lon_deg(b)), 0.0, 0.3) << satellite.id;
    EXPECT_LT(norm(a.position.m - b.position.m), 600e3) << satellite.id;
  }
}

TEST(CivilInfraredWorld, PublishedMolniyaOrbitsHaveTheirApogeesWhereTheirFallbackSaysSo) {
  const World world = world_of("worlds/civil-infrared.toml");
  const auto sensors = Sensors::create(world, utc("2026-03-20T00:00:00Z")).value();
  for (const auto& [id, apogee_lon] : {std::pair{"Arktika-M-1", -17.6}, std::pair{"Arktika-M-2", -20.0}}) {
    int near_apogee = 0;
    for (int minute = 0; minute < 1440; minute += 5) {
      const Geodetic at = earth::to_geodetic(
          sensors->satellite_state(id, utc("2026-03-20T00:00:00Z") + whole_seconds(60 * minute)).position);
      if (at.height_m < 38'200e3) continue;
      ++near_apogee;
      const double off = std::abs(wrap_180(at.lon_rad / kRadiansPerDegree - apogee_lon));
      EXPECT_LT(std::min(off, 180.0 - off), 12.0) << id << " " << minute;
    }
    EXPECT_GT(near_apogee, 0) << id;
  }
}

TEST(Sensors, RefuseAnOrbitThatFails) {
  World world;
  PublishedOrbit orbit;
  orbit.epoch = utc("2026-01-01T00:00:00Z");
  orbit.eccentricity = 0.5;
  orbit.mean_motion_rev_day = 16.0;  // a perigee deep inside the Earth, and there at its epoch
  world.satellites.push_back({"S", "S", orbit, "", ""});
  const auto made = Sensors::create(world, orbit.epoch);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().to_string().find("satellite S"), std::string::npos) << made.error().to_string();
}

TEST(Sensors, RefuseASensorWithoutItsSatellite) {
  World world;
  world.infrared.push_back({});
  world.infrared.back().id = "lonely";
  world.infrared.back().satellite = "nowhere";
  const auto made = Sensors::create(world, utc("2026-01-02T00:00:00Z"));
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().to_string().find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::sense
