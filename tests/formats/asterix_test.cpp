#include "tocsin/formats/asterix.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"

namespace tocsin::formats {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::string from_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    if (hex[i] == ' ') {
      --i;
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

struct Read {
  AsterixSummary summary;
  std::vector<AsterixRecord> records;
};

Read read(std::string_view bytes, const AsterixReadOptions& options = {}) {
  Read out;
  out.summary = read_asterix(
      bytes, "x.ast", [&](const AsterixRecord& r) { out.records.push_back(r); }, options);
  return out;
}

std::string block_of(const AsterixRecord& record) {
  AsterixLosses losses;
  return asterix_block(asterix_category(record), asterix_record(record, losses));
}

MonoradarReport plot(double range_m) {
  MonoradarReport r;
  r.source = {0, 2};
  r.time_of_day_s = 3600.0;
  r.descriptor = TargetDescriptor{};
  r.position = PolarPosition{.range_m = range_m, .azimuth_rad = 0.5 * kPi};
  return r;
}

SystemTrack track() {
  SystemTrack t;
  t.source = {0, 1};
  t.number = 7;
  t.time_of_day_s = 1.0;
  return t;
}

// cat048.raw, a radar's message from the samples of Croatia Control's decoder.
const std::string kSample048 =
    "300030 fdf702 19c9 356d4d a0 c5aff1e0 0200 0528 3c660c 10c236d41820 01c0780031bc000040 0deb 07b9582e 4100 20f5";

TEST(Asterix, ReadsAPublishedRadarMessage) {
  const Read found = read(from_hex(kSample048));
  EXPECT_EQ(found.summary.refused_count, 0U);
  ASSERT_EQ(found.records.size(), 1U);
  MonoradarReport expected;
  expected.source = {25, 201};
  expected.time_of_day_s = 27354.6015625;
  expected.descriptor = TargetDescriptor{.type = TargetReportType::mode_s_roll_call};
  expected.position = PolarPosition{.range_m = 197.68359375 * 1852.0, .azimuth_rad = 61920.0 * (kPi / 32768.0)};
  EXPECT_EQ(std::get<MonoradarReport>(found.records[0]), expected);
  EXPECT_NEAR(61920.0 * 360.0 / 65536.0, 340.13671875, 1e-12) << "as published";
  EXPECT_EQ(found.summary.passed_items.size(), 9U) << "identity, speed and status of an aircraft";
}

TEST(Asterix, ReadsAPublishedTrackMessage) {
  // A message of category 062 from the public samples of another decoder: 28443.5 s, x -3617 m, y 25551.5 m,
  // velocity (-1.25, -4.5) m/s, track 387.
  const Read found =
      read(from_hex("3e0026 975d20 0102 378dc0 ffe3be00c79f fffbffee 0fcf 2101108d16002a 0183 01010118 003d"));
  EXPECT_EQ(found.summary.refused_count, 0U);
  ASSERT_EQ(found.records.size(), 1U);
  SystemTrack expected;
  expected.source = {1, 2};
  expected.number = 387;
  expected.time_of_day_s = 28443.5;
  expected.status.geometric_height = false;
  expected.position_m = PlaneVector{-3617.0, 25551.5};
  expected.velocity_mps = PlaneVector{-1.25, -4.5};
  EXPECT_EQ(std::get<SystemTrack>(found.records[0]), expected);
  EXPECT_THAT(found.summary.passed_items, ElementsAre(Pair("I062/060", 1), Pair("I062/136", 1), Pair("I062/380", 1)));
}

TEST(Asterix, WritesAPlotAsComputedByHand) {
  MonoradarReport r = plot(100.5 * 1852.0);
  r.doppler = DopplerSpeed{.mps = -2.0, .doubtful = false};
  // FSPEC 010 140 020 040 | – | 120; 3600 s = 0x070800; type 1; 100.5 NM = 0x6480, 90° = 0x4000; CAL -2 = 0x3fe.
  EXPECT_EQ(to_hex(block_of(r)),
            "300013"
            "f10104"
            "0002"
            "070800"
            "20"
            "64804000"
            "8003fe");
}

TEST(Asterix, WritesARangeBeyond256MilesIntoTheExtendedRangeReport) {
  // 3000 km = 1619.87 NM = 414687 (0x653df) steps of 1/256 NM; ERR set, RHO all ones, RE of 5 bytes with item 5.
  const std::string bytes = block_of(plot(3.0e6));
  EXPECT_EQ(to_hex(bytes),
            "300017"
            "f1010102"
            "0002"
            "070800"
            "2140"
            "ffff4000"
            "05080653df");
  const Read back = read(bytes);
  ASSERT_EQ(back.records.size(), 1U);
  EXPECT_NEAR(std::get<MonoradarReport>(back.records[0]).position->range_m, 3.0e6, 1852.0 / 512.0);
  EXPECT_EQ(read(block_of(plot(255.999 * 1852.0))).records.size(), 1U) << "rounds to 256 NM, which only ERR holds";
}

TEST(Asterix, LeavesOutWhatAnItemCannotHold) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto lost = [](const AsterixRecord& record) {
    AsterixLosses losses;
    EXPECT_FALSE(asterix_record(record, losses).empty());
    return losses.items;
  };
  MonoradarReport r = plot(65536.0 * 1852.0);
  EXPECT_THAT(lost(r), ElementsAre(Pair("I048/040", 1)));
  r = plot(-1852.0);
  EXPECT_THAT(lost(r), ElementsAre(Pair("I048/040", 1)));
  r = plot(nan);
  EXPECT_THAT(lost(r), ElementsAre(Pair("I048/040", 1)));
  r = plot(3.0e6);
  r.descriptor.reset();
  EXPECT_THAT(lost(r), ElementsAre(Pair("I048/040", 1))) << "nothing could say where the range stands";
  r = plot(1e5);
  r.doppler = DopplerSpeed{.mps = 512.0};
  r.height_m = 204788.0 * 0.3048;
  EXPECT_THAT(lost(r), ElementsAre(Pair("I048/110", 1), Pair("I048/120", 1)));

  SystemTrack t = track();
  t.place = Wgs84Place{1.6, 0.0};
  t.position_m = PlaneVector{4194304.0, 0.0};
  t.velocity_mps = PlaneVector{0.0, 8192.0};
  t.height_m = 150010.0 * 0.3048;
  t.climb_mps = nan;
  t.accuracy = TrackAccuracy{.position_m = {}, .covariance_m = 16384.0, .height_m = -1.0};
  EXPECT_THAT(lost(t), ElementsAre(Pair("I062/100", 1), Pair("I062/105", 1), Pair("I062/130", 1), Pair("I062/185", 1),
                                   Pair("I062/220", 1), Pair("I062/500 AGA", 1), Pair("I062/500 COV", 1)));
  const Read back = read(block_of(t));
  ASSERT_EQ(back.records.size(), 1U);
  EXPECT_EQ(std::get<SystemTrack>(back.records[0]), track()) << "nothing has wrapped into another value";
}

TEST(Asterix, WritesNoRecordWithoutATimeOfDay) {
  for (const double time : {-0.1, 86400.0, 1e9, std::numeric_limits<double>::infinity()}) {
    MonoradarReport r = plot(1e5);
    r.time_of_day_s = time;
    AsterixLosses losses;
    EXPECT_TRUE(asterix_record(r, losses).empty());
    EXPECT_THAT(losses.records, ElementsAre(Pair("I048/140", 1)));
  }
}

TEST(Asterix, KeepsTheLimitsOfItsItems) {
  SystemTrack t = track();
  t.place = Wgs84Place{-0.5 * kPi, kPi};  // 180 east is 180 west
  t.height_m = 150000.0 * 0.3048;
  t.velocity_mps = PlaneVector{-8192.0, 8191.75};
  t.time_of_day_s = 86400.5;  // in a leap second
  const Read back = read(block_of(t));
  ASSERT_EQ(back.records.size(), 1U);
  const auto& r = std::get<SystemTrack>(back.records[0]);
  EXPECT_EQ(*r.place, (Wgs84Place{-0.5 * kPi, -kPi}));
  EXPECT_NEAR(*r.height_m, 45720.0, 1e-9);
  EXPECT_EQ(*r.velocity_mps, *t.velocity_mps);
  EXPECT_EQ(r.time_of_day_s, 86400.5);
  t.time_of_day_s = 86399.999;
  EXPECT_EQ(std::get<SystemTrack>(read(block_of(t)).records.at(0)).time_of_day_s, 0.0)
      << "the next midnight is nearest";
}

TEST(Asterix, AnUncertaintyIsNeverWrittenAsNone) {
  SystemTrack t = track();
  t.accuracy =
      TrackAccuracy{.position_m = PlaneVector{0.01, 0.0}, .height_m = 1e6, .velocity_mps = PlaneVector{64.0, 1e-9}};
  const Read back = read(block_of(t));
  ASSERT_EQ(back.records.size(), 1U);
  const TrackAccuracy& a = *std::get<SystemTrack>(back.records[0]).accuracy;
  EXPECT_EQ(*a.position_m, (PlaneVector{0.5, 0.0}));
  EXPECT_NEAR(*a.height_m, 255.0 * 6.25 * 0.3048, 1e-9) << "the largest value stands for all above";
  EXPECT_EQ(*a.velocity_mps, (PlaneVector{63.75, 0.25}));
}

/// A record with every item at a random value that its field can hold.
AsterixRecord random_record(std::mt19937_64& random) {
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11U) * 0x1p-53;
  };
  const auto maybe = [&] { return random() % 4 != 0; };
  if (maybe()) {
    SystemTrack t;
    t.source = {static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random())};
    t.number = static_cast<std::uint16_t>(random());
    t.time_of_day_s = uniform(0.0, 86400.0);
    t.status = {.single_sensor = maybe(),
                .geometric_height = maybe(),
                .height_source = static_cast<HeightSource>(random() % 8),
                .tentative = maybe(),
                .simulated = maybe(),
                .last = maybe(),
                .first = maybe(),
                .coasting = maybe()};
    if (maybe()) t.place = Wgs84Place{uniform(-0.5, 0.5) * kPi, uniform(-1.0, 1.0) * kPi};
    if (maybe()) t.position_m = PlaneVector{uniform(-4e6, 4e6), uniform(-4e6, 4e6)};
    if (maybe()) t.velocity_mps = PlaneVector{uniform(-8e3, 8e3), uniform(-8e3, 8e3)};
    if (maybe()) t.height_m = uniform(-457.0, 45700.0);
    if (maybe()) t.climb_mps = uniform(-1000.0, 1000.0);
    if (maybe()) t.ages = TrackAges{.track_s = uniform(0.0, 100.0), .primary_s = uniform(0.0, 60.0)};
    if (maybe()) t.accuracy = TrackAccuracy{.covariance_m = uniform(-16e3, 16e3), .climb_mps = uniform(0.0, 9.0)};
    return t;
  }
  MonoradarReport r;
  r.source = {static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random())};
  r.time_of_day_s = uniform(0.0, 86400.0);
  r.descriptor =
      TargetDescriptor{.type = static_cast<TargetReportType>(random() % 8), .simulated = maybe(), .test = maybe()};
  if (maybe()) r.position = PolarPosition{std::exp(uniform(0.0, 18.0)), uniform(-7.0, 7.0)};
  if (maybe()) r.height_m = uniform(-6e4, 6e4);
  if (maybe()) r.doppler = DopplerSpeed{uniform(-512.0, 511.0), maybe()};
  return r;
}

TEST(Asterix, WhatWasReadIsWrittenAndReadTheSame) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 2000; ++i) {
    const AsterixRecord record = random_record(random);
    AsterixLosses losses;
    const std::string bytes = asterix_block(asterix_category(record), asterix_record(record, losses));
    EXPECT_TRUE(losses.items.empty());
    const Read once = read(bytes);
    ASSERT_EQ(once.records.size(), 1U);
    EXPECT_EQ(block_of(once.records[0]), bytes);
    if (const auto* r = std::get_if<MonoradarReport>(&record); r != nullptr && r->position) {
      EXPECT_NEAR(std::get<MonoradarReport>(once.records[0]).position->range_m, r->position->range_m, 1852.0 / 511.0);
    }
    if (const auto* t = std::get_if<SystemTrack>(&record); t != nullptr && t->climb_mps) {
      EXPECT_NEAR(*std::get<SystemTrack>(once.records[0]).climb_mps, *t->climb_mps, 0.016);
    }
  }
}

TEST(Asterix, ABadValueCostsItsRecordAndNothingElse) {
  AsterixLosses losses;
  const std::string good = asterix_record(track(), losses);
  std::string bad = good;
  bad.replace(4, 3, "\xff\xff\xff");  // I062/070: 131072 s
  const Read found = read(asterix_block(62, good + bad + good) + block_of(plot(1e5)));
  EXPECT_EQ(found.records.size(), 3U);
  ASSERT_EQ(found.summary.refused.size(), 1U);
  EXPECT_EQ(found.summary.refused[0].to_string(),
            "x.ast:record 2: field 'I062/070': found 131071.9921875 s, expected below 86401 s; block 1, byte 17");
}

TEST(Asterix, ARecordWithoutAnEndCostsTheRestOfItsBlock) {
  AsterixLosses losses;
  const std::string good = asterix_record(track(), losses);
  std::string bad = good;
  bad[0] = static_cast<char>(bad[0] | 0x40);  // a spare bit of the field specification
  const Read found = read(asterix_block(62, good + bad + good) + block_of(plot(1e5)));
  EXPECT_EQ(found.records.size(), 2U);
  ASSERT_EQ(found.summary.refused.size(), 1U);
  EXPECT_EQ(
      found.summary.refused[0].to_string(),
      "x.ast:record 2: field 'FSPEC': found field reference number 2, expected numbers of items; block 1, byte 13");
}

TEST(Asterix, RefusesByNameWhatIsMissingOrCutOff) {
  const auto message = [](const std::string& hex) {
    const Read found = read(from_hex(hex));
    EXPECT_TRUE(found.records.empty());
    return found.summary.refused.empty() ? std::string() : found.summary.refused[0].to_string();
  };
  EXPECT_THAT(message("300006 800002"), testing::HasSubstr("'I048/140': found no item"));
  EXPECT_THAT(message("300007 40000001"), testing::HasSubstr("'I048/010': found no item"));
  EXPECT_THAT(message("300005 8000"), testing::HasSubstr("'I048/010': found 1 bytes, expected 2 or more"));
  EXPECT_THAT(message("300004 01"), testing::HasSubstr("'FSPEC': found 1 bytes"));
  EXPECT_THAT(message("300008 0101010101"), testing::HasSubstr("'FSPEC': found an extension into octet 5"));
  EXPECT_THAT(message("300004 02"), testing::HasSubstr("'I048/130.FSPEC'"));
  EXPECT_THAT(message("300006 020101"), testing::HasSubstr("'I048/130.FSPEC'"));
  EXPECT_THAT(message("30000b f0 0002 000000 2140"), testing::HasSubstr("'I048/040'"));
  EXPECT_THAT(message("30000b e0 0002 000000 2140"), testing::HasSubstr("'I048/040': found no item"));
  EXPECT_THAT(message("30000f f0 0002 000000 2140 ffff0000"), testing::HasSubstr("'I048/RE': found no Extended Range"));
  EXPECT_THAT(message("300017 f1010102 0002 000000 2140 ffff0000 050800ffff"),
              testing::HasSubstr("'I048/RE ERR': found 255.99609375 NM, expected 256 to 65535 NM"));
  EXPECT_THAT(message("300016 f1010102 0002 000000 2140 ffff0000 04080653"),
              testing::HasSubstr("'I048/RE.ERR': found 2 bytes, expected 3 or more"));
  EXPECT_THAT(message("300008 01010104 00"), testing::HasSubstr("'I048/SP': found length 0"));
  EXPECT_THAT(message("3e000a 9118 0102 000000"), testing::HasSubstr("'I062/"));
}

TEST(Asterix, ABlockLengthThatCannotBeEndsTheReading) {
  for (const char* hex : {"300002", "300003", "30ffff00", "30", "3000"}) {
    const Read found = read(block_of(plot(1e5)) + from_hex(hex));
    EXPECT_EQ(found.records.size(), 1U) << hex;
    ASSERT_EQ(found.summary.refused.size(), 1U) << hex;
    EXPECT_EQ(found.summary.refused[0].field, "block length");
    EXPECT_THAT(found.summary.refused[0].to_string(), testing::HasSubstr("; block 2, byte 14"));
  }
}

TEST(Asterix, PassesOverOtherCategories) {
  const Read found = read(from_hex("220006 f00102") + block_of(plot(1e5)));
  EXPECT_EQ(found.records.size(), 1U);
  EXPECT_THAT(found.summary.other_blocks, ElementsAre(Pair(34, 1)));
}

TEST(Asterix, PassesOverEveryKindOfItemByItsLength) {
  // Between items that are read: I062/380 with intent of two octets and two points, I062/390 with one time, I062/510 of
  // two units, a special purpose field of four bytes.
  const std::string record = from_hex(
                                 "911d030902"
                                 "0102"
                                 "000080") +
                             from_hex(
                                 "01c0"
                                 "0100"
                                 "02") +
                             std::string(30, 'x') +
                             from_hex(
                                 "0007"
                                 "20") +
                             from_hex(
                                 "0108"
                                 "01"
                                 "01020304") +
                             from_hex(
                                 "010203"
                                 "010202") +
                             from_hex("04aabbcc");
  const Read found = read(asterix_block(62, record + record));
  EXPECT_EQ(found.summary.refused_count, 0U);
  ASSERT_EQ(found.records.size(), 2U);
  SystemTrack expected = track();
  expected.source = {1, 2};
  EXPECT_EQ(std::get<SystemTrack>(found.records[1]), expected);
  EXPECT_THAT(found.summary.passed_items,
              ElementsAre(Pair("I062/380", 2), Pair("I062/390", 2), Pair("I062/510", 2), Pair("I062/SP", 2)));
}

TEST(Asterix, CountsAllErrorsAndKeepsSome) {
  std::string bytes;
  for (int i = 0; i < 10; ++i) bytes += from_hex("300006 800002");
  const Read found = read(bytes, {.max_errors = 3});
  EXPECT_EQ(found.summary.refused_count, 10U);
  EXPECT_EQ(found.summary.refused.size(), 3U);
}

TEST(Asterix, IsToldByItsBlocks) {
  EXPECT_TRUE(looks_like_asterix(from_hex(kSample048)));
  EXPECT_TRUE(looks_like_asterix(block_of(track()) + from_hex("220006 f00102")));
  EXPECT_FALSE(looks_like_asterix(""));
  EXPECT_FALSE(looks_like_asterix(from_hex("220006 f00102")));
  EXPECT_FALSE(looks_like_asterix(from_hex(kSample048) + "x"));
  EXPECT_FALSE(looks_like_asterix("0 VANGUARD 1\n1 00005U"));
}

}  // namespace
}  // namespace tocsin::formats
