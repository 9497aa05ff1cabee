// The generic world against the published facts it is made from: sensor errors may never be better than those.

#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {
namespace {

constexpr const char* kFacts = "../shared/data/default_world_generic.json";
constexpr double kGeoHeightKm = 35'786.0;

double number(const Json& object, std::string_view key) {
  const Json* found = object.find(key);
  EXPECT_TRUE(found != nullptr && found->is_number()) << key;
  return found != nullptr && found->is_number() ? found->number() : 0.0;
}
const Json& part(const Json& object, std::string_view key) {
  static const Json kNothing;
  const Json* found = object.find(key);
  EXPECT_NE(found, nullptr) << key;
  return found != nullptr ? *found : kNothing;
}
double element(const Json& array, std::size_t i) {
  return array.if_array()->at(i).number();
}

World read(const std::string& file) {
  return parse_world(read_file(file, 1U << 20U).value(), file).value();
}

void expect_infrared_not_better(const World& world, const Json& facts) {
  for (const InfraredSensor& sensor : world.infrared) {
    const bool scans = sensor.mode == InfraredMode::scanner;
    const Json& type = part(part(facts, "ir_sensor_types"), scans ? "scanner" : "starer");
    EXPECT_GE(sensor.los_sigma_rad, number(type, "los_sigma_urad") * 1e-6 * (1.0 - 1e-12));
    EXPECT_GE(sensor.nei_w_sr, number(type, "nei_w_per_sr_at_geo"));
    EXPECT_LE(sensor.nei_range_m, kGeoHeightKm * 1e3);
    EXPECT_GE(sensor.pixel_rad, number(type, "pixel_km_nadir") / kGeoHeightKm);
    EXPECT_GE(sensor.revisit_s, number(type, scans ? "revisit_s" : "frame_s"));
    EXPECT_LE(sensor.max_zenith_rad, degrees(85.0).value());
    if (!scans) {
      EXPECT_LE(sensor.fov_rad, degrees(number(type, "fov_deg")).value());
    }
  }
}

void expect_radars_as_stated(const World& world, const Json& facts) {
  ASSERT_EQ(world.radars.size(), part(facts, "radars").if_array()->size());
  for (const Json& fact : *part(facts, "radars").if_array()) {
    const std::string id = *part(fact, "id").if_string();
    const Radar* radar = nullptr;
    for (const Radar& candidate : world.radars) radar = candidate.id == id ? &candidate : radar;
    ASSERT_NE(radar, nullptr) << id;
    EXPECT_DOUBLE_EQ(radar->frequency_hz, number(fact, "freq_mhz") * 1e6);
    EXPECT_DOUBLE_EQ(radar->site.lat_rad, degrees(number(fact, "lat")).value());
    EXPECT_DOUBLE_EQ(radar->site.lon_rad, degrees(number(fact, "lon")).value());
    EXPECT_DOUBLE_EQ(radar->azimuth_start_rad, degrees(element(part(fact, "az"), 0)).value());
    EXPECT_DOUBLE_EQ(radar->azimuth_end_rad, degrees(element(part(fact, "az"), 1)).value());
    EXPECT_DOUBLE_EQ(radar->elevation_min_rad, degrees(element(part(fact, "el"), 0)).value());
    EXPECT_DOUBLE_EQ(radar->elevation_max_rad, degrees(element(part(fact, "el"), 1)).value());
    EXPECT_DOUBLE_EQ(radar->range_rcs1_m, number(fact, "range_km_rcs1") * 1e3);
    EXPECT_DOUBLE_EQ(radar->fence_revisit_s, number(fact, "fence_revisit_s"));
    const Json& sigma = part(fact, "sigma");
    EXPECT_DOUBLE_EQ(radar->range_sigma_m, number(sigma, "r_m"));
    EXPECT_DOUBLE_EQ(radar->azimuth_sigma_rad, degrees(number(sigma, "az_deg")).value());
    EXPECT_DOUBLE_EQ(radar->elevation_sigma_rad, degrees(number(sigma, "el_deg")).value());
    EXPECT_DOUBLE_EQ(radar->range_rate_sigma_mps, number(sigma, "rr_mps"));
  }
}

TEST(GenericFacts, AreThoseOfBothWorlds) {
  const Result<std::string> text = read_file(kFacts, 1U << 20U);
  if (!text) GTEST_SKIP() << "no " << kFacts << " here";
  const Result<Json> facts = parse_json(*text, kFacts);
  ASSERT_TRUE(facts) << facts.error().to_string();
  for (const char* file : {"worlds/generic.toml", "worlds/civil-infrared.toml"}) {
    const World world = read(file);
    expect_infrared_not_better(world, *facts);
    expect_radars_as_stated(world, *facts);
  }
}

TEST(GenericFacts, PlaceTheSatellitesOfTheGenericWorld) {
  const Result<std::string> text = read_file(kFacts, 1U << 20U);
  if (!text) GTEST_SKIP() << "no " << kFacts << " here";
  const Json facts = parse_json(*text, kFacts).value();
  const World world = read("worlds/generic.toml");
  const Json::Array& satellites = *part(facts, "satellites").if_array();
  ASSERT_EQ(world.satellites.size(), satellites.size());
  for (std::size_t i = 0; i < satellites.size(); ++i) {
    EXPECT_EQ(world.satellites[i].id, *part(satellites[i], "id").if_string());
    if (const auto* geo = std::get_if<GeoSlot>(&world.satellites[i].orbit)) {
      EXPECT_DOUBLE_EQ(geo->lon_deg, number(satellites[i], "lon_deg"));
      continue;
    }
    const auto& slot = std::get<MolniyaSlot>(world.satellites[i].orbit);
    EXPECT_DOUBLE_EQ(slot.a_km, number(satellites[i], "a_km"));
    EXPECT_DOUBLE_EQ(slot.eccentricity, number(satellites[i], "e"));
    EXPECT_DOUBLE_EQ(slot.inclination_deg, number(satellites[i], "i_deg"));
    EXPECT_DOUBLE_EQ(slot.argument_of_perigee_deg, number(satellites[i], "argp_deg"));
    EXPECT_DOUBLE_EQ(slot.apogee_lon_deg, element(part(satellites[i], "apogee_lon_deg"), 0));
    EXPECT_DOUBLE_EQ(slot.phase_deg, number(satellites[i], "phase_deg"));
  }
}

}  // namespace
}  // namespace tocsin::sense
