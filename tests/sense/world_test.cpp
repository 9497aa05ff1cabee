#include "tocsin/sense/world.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"

namespace tocsin::sense {
namespace {

constexpr const char* kSmall = R"(name = "small"
[[satellite]]
id = "S2"
orbit = "geostationary"
lon_deg = 10
[[satellite]]
id = "S1"
orbit = "molniya"
apogee_lon_deg = 20
[[infrared_type]]
id = "fast"
revisit_s = 5
los_sigma_urad = 15
[[infrared]]
id = "b"
satellite = "S2"
type = "fast"
nei_w_sr = 700
[[infrared]]
id = "a"
satellite = "S1"
[[radar]]
id = "r"
lat_deg = 10
lon_deg = 20
azimuth_deg = [250, 10]
elevation_deg = [2, 70]
range_rcs1_km = 4500
range_sigma_m = 300
azimuth_sigma_deg = 0.3
elevation_sigma_deg = 0.4
range_rate_sigma_mps = 20
[policy]
centre = "x"
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kSmall;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string refusal(const std::string& text) {
  const Result<World> world = parse_world(text, "w.toml");
  EXPECT_FALSE(world) << text;
  return world ? "" : world.error().to_string();
}

void expect_refused(const std::string& text, const std::vector<std::string>& words) {
  const std::string message = refusal(text);
  for (const std::string& word : words)
    EXPECT_NE(message.find(word), std::string::npos) << message << " lacks " << word;
}

TEST(World, IsReadSortedWithTypesAndDefaults) {
  const Result<World> world = parse_world(kSmall, "w.toml");
  ASSERT_TRUE(world) << world.error().to_string();
  EXPECT_EQ(world->satellites[0].id, "S1");
  EXPECT_EQ(world->infrared[0].id, "a");
  EXPECT_EQ(world->infrared[1].id, "b");
  EXPECT_DOUBLE_EQ(world->infrared[1].revisit_s, 5.0);
  EXPECT_DOUBLE_EQ(world->infrared[1].los_sigma_rad, 15e-6);
  EXPECT_DOUBLE_EQ(world->infrared[1].nei_w_sr, 700.0);
  EXPECT_DOUBLE_EQ(world->infrared[0].revisit_s, 10.0);
  const Radar& radar = world->radars[0];
  EXPECT_DOUBLE_EQ(radar.azimuth_start_rad, degrees(250).value());
  EXPECT_DOUBLE_EQ(radar.fence_elevation_rad, degrees(2).value());
  EXPECT_DOUBLE_EQ(radar.range_max_m, 6750e3);
  EXPECT_EQ(radar.fence_parts, 5);
  EXPECT_TRUE(std::holds_alternative<MolniyaSlot>(world->satellites[0].orbit));
}

TEST(World, RefusesAnUnknownKeyWithTheNearestKnownOne) {
  expect_refused(with("nei_w_sr = 700", "nei_w_sr = 700\nrevisit = 4"),
                 {"w.toml:", "infrared.0.revisit", "'revisit_s'"});
  expect_refused(with("lon_deg = 10", "lon_deg = 10\nlon_dge = 10"), {"lon_dge", "'lon_deg'"});
  expect_refused(with("[policy]", "[polcy]"), {"polcy", "'policy'"});
}

TEST(World, RefusesHalfASignal) {
  const std::string range = "range_rcs1_km = 4500\n";
  const auto more = [&](const std::string& keys) { return with(range, range + keys); };
  expect_refused(more("chirp = \"up\"\n"), {"radar.0.bandwidth_mhz", "nothing"});
  expect_refused(more("chirp = \"up\"\nbandwidth_mhz = 1\n"), {"radar.0.pulse_ms", "nothing"});
  expect_refused(more("chirp = \"sideways\"\n"), {"radar.0.chirp", "sideways"});
  expect_refused(more("swerling = 5\n"), {"radar.0.swerling", "5"});
  expect_refused(more("pulses = 0\n"), {"radar.0.pulses", "0"});
  expect_refused(more("frequency_mhz = 20\nionosphere_tecu = 5\n"), {"radar.0.ionosphere_tecu", "5", "frequency"});
  std::string circle = more("scan_loss_exponent = 1.5\n");
  circle.replace(circle.find("[250, 10]"), 9, "[10, 10]");
  expect_refused(circle, {"radar.0.scan_loss_exponent", "full circle"});
}

TEST(World, RefusesFiguresOutOfRange) {
  expect_refused(with("lat_deg = 10", "lat_deg = 95"), {"radar.0.lat_deg", "95", "-90"});
  expect_refused(with("lat_deg = 10", "lat_deg = nan"), {"radar.0.lat_deg", "nan"});
  expect_refused(with("range_sigma_m = 300", "range_sigma_m = -1"), {"radar.0.range_sigma_m", "-1"});
  expect_refused(with("range_sigma_m = 300", "range_sigma_m = 0"), {"radar.0.range_sigma_m"});
  expect_refused(with("[250, 10]", "[250, 400]"), {"radar.0.azimuth_deg", "400"});
  expect_refused(with("[250, 10]", "[250]"), {"radar.0.azimuth_deg"});
  expect_refused(with("[2, 70]", "[70, 2]"), {"radar.0.elevation_deg", "lower limit first"});
  expect_refused(with("revisit_s = 5", "revisit_s = inf"), {"infrared_type.0.revisit_s", "inf"});
}

TEST(World, RefusesWrongTypes) {
  expect_refused(with("lon_deg = 10", "lon_deg = \"east\""), {"satellite.0.lon_deg", "\"east\""});
  expect_refused(with("id = \"S2\"", "id = 2"), {"satellite.0.id", "text"});
  expect_refused("name = \"x\"\nsatellite = 3\n", {"satellite", "[[satellite]]"});
  expect_refused("satellite = [1]\nname = \"x\"", {"satellite.0"});
}

TEST(World, RefusesWhatIsMissing) {
  expect_refused(with("range_sigma_m = 300\n", ""), {"radar.0.range_sigma_m", "nothing"});
  expect_refused(with("name = \"small\"\n", ""), {"name", "text"});
  expect_refused("", {"name"});
}

TEST(World, RefusesASensorOnASatelliteThatIsNotThere) {
  expect_refused(with("satellite = \"S2\"", "satellite = \"S22\""), {"infrared.0.satellite", "S22", "'S2'"});
}

TEST(World, RefusesIdsThatStandTwiceOrAreTaken) {
  expect_refused(with("id = \"S2\"", "id = \"S1\""), {"satellite.1.id", "S1"});
  expect_refused(with("id = \"r\"", "id = \"a\""), {"radar.0.id", "no other"});
  expect_refused(with("id = \"r\"", "id = \"clock\""), {"radar.0.id", "ticks"});
  expect_refused(with("id = \"r\"", "id = \"a b\""), {"radar.0.id"});
}

TEST(World, RefusesAnUnknownTypeAndAStarerWithoutField) {
  expect_refused(with("type = \"fast\"", "type = \"slow\""), {"infrared.0.type", "slow"});
  expect_refused(with("nei_w_sr = 700", "mode = \"starer\"\nstare_lat_deg = 1\nstare_lon_deg = 2"),
                 {"infrared.0.fov_deg"});
  expect_refused(with("nei_w_sr = 700", "mode = \"starer\"\nfov_deg = 2"), {"infrared.0.stare_lat_deg"});
  expect_refused(with("nei_w_sr = 700", "mode = \"gazer\""), {"infrared.0.mode", "scanner, starer"});
}

TEST(World, ReadsPublishedOrbitsAndRefusesBadOnes) {
  const std::string good = R"(name = "p"
[[satellite]]
id = "S"
orbit = "published"
epoch = "2026-03-19T07:16:04.579Z"
inclination_deg = 0.0165
raan_deg = 158.1848
eccentricity = 0.0000923
argument_of_perigee_deg = 222.8494
mean_anomaly_deg = 45.6199
mean_motion_rev_day = 1.00272030
fallback = { orbit = "geostationary", lon_deg = 140.8 }
)";
  ASSERT_TRUE(parse_world(good, "w")) << parse_world(good, "w").error().to_string();
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  expect_refused(changed("2026-03-19", "0000-03-19"), {"satellite.0.epoch", "0000"});
  expect_refused(changed("eccentricity = 0.0000923", "eccentricity = 1.5"), {"satellite.0.eccentricity"});
  expect_refused(changed("fallback = { orbit = \"geostationary\", lon_deg = 140.8 }", ""), {"satellite.0.fallback"});
  expect_refused(changed("lon_deg = 140.8", "lon_deg = 140.8, lat_deg = 1"), {"satellite.0.fallback.lat_deg"});
}

TEST(World, SaysHowSureTheSourceOfAnEntryIs) {
  const std::string text = with("lon_deg = 10\n", "lon_deg = 10\nsource = \"a list\"\nconfidence = \"medium\"\n");
  const Result<World> world = parse_world(text, "w.toml");
  ASSERT_TRUE(world) << world.error().to_string();
  EXPECT_EQ(world->satellites[1].confidence, "medium");  // S2, after S1
  EXPECT_EQ(world->satellites[1].source, "a list");
  EXPECT_EQ(world->satellites[0].confidence, "");
  EXPECT_EQ(
      parse_world(with("range_sigma_m = 300", "range_sigma_m = 300\nconfidence = \"low\""), "w")->radars[0].confidence,
      "low");
  expect_refused(with("range_sigma_m = 300", "range_sigma_m = 300\nconfidence = \"sure\""),
                 {"radar.0.confidence", "sure", "high, medium, low"});
}

TEST(World, OfAnyTextIsReadOrRefusedButNeverBreaks) {
  const std::string text = kSmall;
  for (std::size_t length = 0; length < text.size(); length += 7) {
    static_cast<void>(parse_world(text.substr(0, length), "cut"));
  }
  expect_refused(std::string(20000, '['), {"w.toml"});
}

}  // namespace
}  // namespace tocsin::sense
