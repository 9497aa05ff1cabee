// The public world: only places are real, performance is that of the generic world.

#include <algorithm>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {
namespace {

World read(const std::string& file) {
  return parse_world(read_file(file, 1U << 20U).value(), file).value();
}

const World& public_world() {
  static const World kWorld = read("worlds/public-early-warning.toml");
  return kWorld;
}

TEST(PublicWorld, NamesTheSourceOfEveryEntryAndHowSureItIs) {
  ASSERT_GT(public_world().satellites.size(), 10U);
  ASSERT_GT(public_world().radars.size(), 20U);
  for (const Satellite& satellite : public_world().satellites) {
    EXPECT_FALSE(satellite.source.empty()) << satellite.id;
    EXPECT_FALSE(satellite.confidence.empty()) << satellite.id;
  }
  for (const Radar& radar : public_world().radars) {
    EXPECT_FALSE(radar.source.empty()) << radar.id;
    EXPECT_FALSE(radar.confidence.empty()) << radar.id;
  }
}

TEST(PublicWorld, GivesEverySatelliteTheGenericScannerAndNothingElse) {
  const World generic = read("worlds/generic.toml");
  const auto scanner = std::find_if(generic.infrared.begin(), generic.infrared.end(),
                                    [](const InfraredSensor& s) { return s.mode == InfraredMode::scanner; });
  ASSERT_NE(scanner, generic.infrared.end());
  EXPECT_EQ(public_world().infrared.size(), public_world().satellites.size());
  for (const InfraredSensor& s : public_world().infrared) {
    const auto figures = [](const InfraredSensor& x) {
      return std::tie(x.mode, x.bands_um, x.revisit_s, x.strips, x.los_sigma_rad, x.nei_w_sr, x.nei_range_m,
                      x.pixel_rad, x.max_zenith_rad, x.threshold_snr, x.false_per_look, x.latency_s);
    };
    EXPECT_EQ(figures(s), figures(*scanner)) << s.id;
  }
}

TEST(PublicWorld, GivesEveryRadarTheErrorsOfAGenericOne) {
  const World generic = read("worlds/generic.toml");
  for (const Radar& radar : public_world().radars) {
    const auto figures = [](const Radar& x) {
      return std::tie(x.range_sigma_m, x.azimuth_sigma_rad, x.elevation_sigma_rad, x.range_rate_sigma_mps, x.beam_rad,
                      x.fence_revisit_s, x.fence_parts, x.threshold_snr_db, x.detection_probability_rcs1,
                      x.false_per_look, x.false_per_dwell, x.latency_s, x.max_tracks, x.track_interval_s);
    };
    EXPECT_TRUE(std::any_of(generic.radars.begin(), generic.radars.end(), [&](const Radar& known) {
      return figures(known) == figures(radar);
    })) << radar.id;
    EXPECT_LE(radar.range_rcs1_m, radar.range_max_m) << radar.id;
    EXPECT_LE(radar.range_max_m, 6000e3) << radar.id;
  }
}

/// Satellites whose remark says that the elements were not used.
std::size_t in_their_slots(const char* utc) {
  const auto sensors = Sensors::create(public_world(), parse_utc(utc).value()).value();
  const auto& remarks = sensors->remarks();
  return static_cast<std::size_t>(std::count_if(remarks.begin(), remarks.end(), [](const std::string& remark) {
    return remark.find("are not used") != std::string::npos;
  }));
}

TEST(PublicWorld, StandsInItsSlotsWhenTheElementsAreTooOld) {
  EXPECT_EQ(in_their_slots("2026-03-20T00:00:00Z"), 0U);
  EXPECT_EQ(in_their_slots("2022-10-03T22:00:00Z"), public_world().satellites.size());
}

}  // namespace
}  // namespace tocsin::sense
