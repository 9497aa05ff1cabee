// What we write, read field by field by tshark: every field that it finds, and no other.

#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/formats/asterix.hpp"
#include "tocsin/formats/surveillance.hpp"

#include "tests/formats/dissection.hpp"
#include "tests/formats/sample.hpp"
#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

using Fields = std::vector<std::pair<std::string, double>>;

/// Names without the prefix that all have; the field specification and the ends of extents are left out.
void expect_fields(const Dissection& found, const Fields& expected) {
  std::vector<std::string> names;
  std::vector<double> values;
  for (const auto& [name, show] : found) {
    if (name == "asterix.fspec" || name == "asterix.FX" || name == "asterix.spare") continue;
    names.push_back(name.substr(std::string("asterix.").size()));
    values.push_back(std::strtod(show.c_str(), nullptr));
  }
  std::vector<std::string> expected_names;
  for (const auto& [name, value] : expected) expected_names.push_back(name);
  ASSERT_EQ(names, expected_names);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(values[i], expected[i].second, 1e-12 * std::abs(expected[i].second)) << names[i];
  }
}

Datagram block_of(const AsterixRecord& record) {
  AsterixLosses losses;
  const std::string bytes = asterix_record(record, losses);
  EXPECT_TRUE(losses.items.empty() && losses.records.empty());
  return {at_second(0.0), asterix_block(asterix_category(record), bytes)};
}

MonoradarReport near_report() {
  MonoradarReport r;
  r.source = {17, 201};
  r.time_of_day_s = 81023.5078125;
  r.descriptor = TargetDescriptor{.type = TargetReportType::primary, .simulated = true, .test = false};
  r.position = PolarPosition{.range_m = 123.625 * 1852.0, .azimuth_rad = 6203.0 / 32768.0 * kPi};
  r.height_m = -1225.0 * 0.3048;
  r.doppler = DopplerSpeed{.mps = -317.0, .doubtful = true};
  return r;
}

MonoradarReport far_report() {
  MonoradarReport r;
  r.source = {0, 3};
  r.time_of_day_s = 86399.9921875;
  r.descriptor = TargetDescriptor{.type = TargetReportType::secondary_and_primary, .simulated = false, .test = true};
  r.position = PolarPosition{.range_m = (2200.0 + 37.0 / 256.0) * 1852.0, .azimuth_rad = 1.5 * kPi};
  r.doppler = DopplerSpeed{.mps = 511.0, .doubtful = false};
  return r;
}

SystemTrack full_track() {
  SystemTrack t;
  t.source = {9, 8};
  t.number = 54321;
  t.time_of_day_s = 12345.6796875;
  t.status = {.single_sensor = true,
              .geometric_height = false,
              .height_source = HeightSource::triangulation,
              .tentative = true,
              .simulated = true,
              .last = false,
              .first = true,
              .coasting = true};
  t.place = Wgs84Place{-12345678.0 / 33554432.0 * kPi, 23456789.0 / 33554432.0 * kPi};
  t.position_m = PlaneVector{-4194304.0, 1234567.5};
  t.velocity_mps = PlaneVector{-8192.0, 7351.25};
  t.height_m = 148193.75 * 0.3048;
  t.climb_mps = -123456.25 * 0.3048 / 60.0;
  t.ages = TrackAges{.track_s = 700.0, .primary_s = 3.25};
  t.accuracy = TrackAccuracy{.position_m = PlaneVector{120.5, 1e9},
                             .covariance_m = -87.5,
                             .wgs84_rad = Wgs84Place{77.0 / 33554432.0 * kPi, 65001.0 / 33554432.0 * kPi},
                             .height_m = 31.25 * 0.3048,
                             .velocity_mps = PlaneVector{1.75, 1000.0},
                             .climb_mps = 606.25 * 0.3048 / 60.0};
  return t;
}

TEST(AsterixOracle, ReadsEveryFieldAsSent) {
  if (!has_tool("tshark")) GTEST_SKIP() << "tshark is not installed";
  const std::vector<Dissection> found = dissected(
      std::vector{block_of(near_report()), block_of(far_report()), block_of(full_track())}, kAsterixPort, "asterix");
  ASSERT_EQ(found.size(), 3U);
  expect_fields(found[0], {{"category", 48},
                           {"length", 21},
                           {"048_010_SAC", 17},
                           {"048_010_SIC", 201},
                           {"048_140_VALUE", 81023.5078125},
                           {"048_020_TYP", 1},
                           {"048_020_SIM", 1},
                           {"048_020_RDP", 0},
                           {"048_020_SPI", 0},
                           {"048_020_RAB", 0},
                           {"048_040_RHO", 123.625},
                           {"048_040_THETA", 6203.0 * 360.0 / 65536.0},
                           {"048_110_3DH", -1225},
                           {"048_120_CAL_D", 1},
                           {"048_120_CAL_CAL", -317}});
  expect_fields(found[1], {{"category", 48},
                           {"length", 26},
                           {"048_010_SAC", 0},
                           {"048_010_SIC", 3},
                           {"048_140_VALUE", 86399.9921875},
                           {"048_020_TYP", 3},
                           {"048_020_SIM", 0},
                           {"048_020_RDP", 0},
                           {"048_020_SPI", 0},
                           {"048_020_RAB", 0},
                           {"048_020_TST", 1},
                           {"048_020_ERR", 1},
                           {"048_020_XPP", 0},
                           {"048_020_ME", 0},
                           {"048_020_MI", 0},
                           {"048_020_FOEFRI", 0},
                           {"048_040_RHO", 65535.0 / 256.0},
                           {"048_040_THETA", 270},
                           {"048_120_CAL_D", 0},
                           {"048_120_CAL_CAL", 511},
                           {"048_RE", 0}});
  expect_fields(found[2], {{"category", 62},
                           {"length", 59},
                           {"062_010_SAC", 9},
                           {"062_010_SIC", 8},
                           {"062_070_VALUE", 12345.6796875},
                           {"062_105_LAT", -12345678.0 * 180.0 / 33554432.0},
                           {"062_105_LON", 23456789.0 * 180.0 / 33554432.0},
                           {"062_100_X", -4194304},
                           {"062_100_Y", 1234567.5},
                           {"062_185_VX", -8192},
                           {"062_185_VY", 7351.25},
                           {"062_040_VALUE", 54321},
                           {"062_080_MON", 1},
                           {"062_080_SPI", 0},
                           {"062_080_MRH", 0},
                           {"062_080_SRC", 3},
                           {"062_080_CNF", 1},
                           {"062_080_SIM", 1},
                           {"062_080_TSE", 0},
                           {"062_080_TSB", 1},
                           {"062_080_FPC", 0},
                           {"062_080_AFF", 0},
                           {"062_080_STP", 0},
                           {"062_080_KOS", 0},
                           {"062_080_AMA", 0},
                           {"062_080_MD4", 0},
                           {"062_080_ME", 0},
                           {"062_080_MI", 0},
                           {"062_080_MD5", 0},
                           {"062_080_CST", 1},
                           {"062_080_PSR", 0},
                           {"062_080_SSR", 0},
                           {"062_080_MDS", 0},
                           {"062_080_ADS", 0},
                           {"062_080_SUC", 0},
                           {"062_080_AAC", 0},
                           {"062_290_TRK_VALUE", 63.75},
                           {"062_290_PSR_VALUE", 3.25},
                           {"062_130_VALUE", 148193.75},
                           {"062_220_VALUE", -123456.25},
                           {"062_500_APC_X", 120.5},
                           {"062_500_APC_Y", 32767.5},
                           {"062_500_COV_VALUE", -87.5},
                           {"062_500_APW_LAT", 77.0 * 180.0 / 33554432.0},
                           {"062_500_APW_LON", 65001.0 * 180.0 / 33554432.0},
                           {"062_500_AGA_VALUE", 31.25},
                           {"062_500_ATV_X", 1.75},
                           {"062_500_ATV_Y", 63.75},
                           {"062_500_ARC_VALUE", 606.25}});
}

}  // namespace
}  // namespace tocsin::formats
