#include "tocsin/formats/surveillance.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/dis.hpp"

#include "tests/formats/sample.hpp"

namespace tocsin::formats {
namespace {

using message::RecordStatus;
using testing::ElementsAre;
using testing::Pair;

message::Record plot_of(const std::string& source, std::int64_t sequence, double range_m, double received_s) {
  message::Record record;
  record.header = {.source = source,
                   .sequence = sequence,
                   .status = RecordStatus::exercise,
                   .simulated = true,
                   .measured = at_second(received_s - 0.25),
                   .received = at_second(received_s),
                   .time_quality = message::TimeQuality::synchronised};
  record.payload = message::Plot{.look = sequence,
                                 .range_m = range_m,
                                 .azimuth_rad = 1.0,
                                 .elevation_rad = 0.3,
                                 .range_rate_mps = -120.0,
                                 .range_sigma_m = 3.0,
                                 .azimuth_sigma_rad = 1e-3,
                                 .elevation_sigma_rad = 1e-3,
                                 .range_rate_sigma_mps = 0.5,
                                 .snr_db = 20.0};
  return record;
}

std::vector<AsterixRecord> records_of(const std::vector<Datagram>& datagrams) {
  std::vector<AsterixRecord> out;
  for (const Datagram& d : datagrams) {
    const AsterixSummary summary = read_asterix(d.payload, "", [&](const AsterixRecord& r) { out.push_back(r); });
    EXPECT_EQ(summary.refused_count, 0U);
    EXPECT_EQ(summary.blocks, 1);
    EXPECT_LE(d.payload.size(), kMaxDatagramBytes);
  }
  return out;
}

TEST(Surveillance, GivesEachRadarItsAddress) {
  const auto sources = asterix_sources(sample());
  ASSERT_TRUE(sources);
  EXPECT_THAT(*sources, ElementsAre(Pair("R1", DataSource{0, 2}), Pair("R2", DataSource{0, 3})));
  Products many = sample();
  for (int i = 0; i < 253; ++i) many.sensors.push_back(many.sensors.back());
  for (std::size_t i = 0; i < many.sensors.size(); ++i) many.sensors[i].id = "S" + std::to_string(i);
  ASSERT_FALSE(asterix_sources(many));
  EXPECT_EQ(asterix_sources(many).error().field, "radars");
}

TEST(Surveillance, PlotsOfOneReceiptShareABlock) {
  std::vector<message::Record> records{plot_of("R1", 1, 3e5, 10.0), plot_of("R1", 2, 2.5e6, 10.0),
                                       plot_of("R2", 1, 1e6, 10.0), plot_of("R1", 3, 1e6, 11.0),
                                       plot_of("GEO-A", 3, 1e6, 11.0)};
  const AsterixDatagrams made = asterix_plots(records, *asterix_sources(sample()));
  EXPECT_EQ(made.records, 4);
  EXPECT_EQ(made.other_plots, 1);
  EXPECT_EQ(made.datagrams.size(), 3U);
  EXPECT_EQ(made.datagrams[0].time, at_second(10.0));
  const std::vector<AsterixRecord> found = records_of(made.datagrams);
  ASSERT_EQ(found.size(), 4U);
  const auto& far = std::get<MonoradarReport>(found[1]);
  EXPECT_EQ(far.source, (DataSource{0, 2}));
  EXPECT_EQ(far.time_of_day_s, 22 * 3600 + 22 * 60 + 9.75);
  EXPECT_EQ(far.descriptor, (TargetDescriptor{.type = TargetReportType::primary, .simulated = true, .test = true}));
  EXPECT_NEAR(far.position->range_m, 2.5e6, 4.0);
  EXPECT_NEAR(far.position->azimuth_rad, 1.0, 5e-5);
  EXPECT_EQ(far.doppler->mps, -120.0);
  EXPECT_FALSE(far.height_m) << "no geoid, no height above mean sea level";
}

TEST(Surveillance, AnActualPlotIsNeitherTestNorSimulated) {
  message::Record record = plot_of("R1", 1, 3e5, 10.0);
  record.header.status = RecordStatus::actual;
  record.header.simulated = false;
  const MonoradarReport report =
      monoradar_report(record.header, std::get<message::Plot>(record.payload), DataSource{0, 2});
  EXPECT_EQ(report.descriptor, TargetDescriptor{});
  record.header.status = RecordStatus::test;
  EXPECT_TRUE(monoradar_report(record.header, std::get<message::Plot>(record.payload), {}).descriptor->test);
}

TEST(Surveillance, ManyPlotsOfOneReceiptFillSeveralBlocks) {
  std::vector<message::Record> records;
  for (int i = 0; i < 200; ++i) records.push_back(plot_of("R1", i, 2e6, 10.0));
  const AsterixDatagrams made = asterix_plots(records, *asterix_sources(sample()));
  EXPECT_EQ(records_of(made.datagrams).size(), 200U);
  EXPECT_GT(made.datagrams.size(), 2U);
}

TEST(Surveillance, TracksGoOutWithoutTheHeightThatTheItemCannotHold) {
  const Products products = sample();
  const AsterixDatagrams made = asterix_tracks(products);
  const std::vector<AsterixRecord> found = records_of(made.datagrams);
  // Of track 3 all but the first report, which is a direction; track 9 is clutter in space; track 4 directions only.
  ASSERT_EQ(found.size(), 24U);
  EXPECT_EQ(made.directions, 22);
  std::int64_t without_height = 0;
  std::int64_t without_climb = 0;
  for (const AsterixRecord& record : found) {
    const auto& t = std::get<SystemTrack>(record);
    without_height += t.height_m ? 0 : 1;
    without_climb += t.climb_mps ? 0 : 1;
    if (t.climb_mps) {
      EXPECT_LT(std::abs(*t.climb_mps), 1040.5);
    }
  }
  EXPECT_EQ(without_height, 24) << "all are above 150000 ft";
  EXPECT_GT(without_climb, 0);
  EXPECT_THAT(made.losses.items, ElementsAre(Pair("I062/130", without_height), Pair("I062/220", without_climb)));
  const auto& first = std::get<SystemTrack>(found[0]);
  EXPECT_EQ(first.source, kCentreSource);
  EXPECT_EQ(first.number, 9);
  EXPECT_TRUE(first.status.first && first.status.tentative && first.status.simulated && !first.status.last);
  EXPECT_EQ(first.status.height_source, HeightSource::none);
  EXPECT_NEAR(first.place->lat_rad, degrees(-20.0).value(), 1e-7);
  EXPECT_NEAR(first.place->lon_rad, degrees(10.0).value(), 1e-7);
}

TEST(Surveillance, ATrackWithinTheItemsKeepsItsValues) {
  Products products = sample();
  products.simulated = false;
  products.status = RecordStatus::actual;
  message::Track track = products.tracks[0];
  const Geodetic place{degrees(60.0).value(), degrees(25.0).value(), 20e3};
  const Mat3 itrf_from_enu = transposed(earth::enu_from_itrf(place).m);
  track.position_m = earth::to_itrf(place).m;
  track.velocity_mps = itrf_from_enu * Vec3{700.0, -1500.0, 900.0};
  track.radar_hits = 5;
  track.first_seen = track.time - seconds(20.0);
  track.last_hit = track.time - seconds(2.0);
  track.sensors = {"R1"};
  track.misses = 1;
  // 30 m east, 40 m north, 50 m up, 3, 4, 5 m/s
  const Vec3 sigma_enu{30.0, 40.0, 50.0};
  for (int block = 0; block < 2; ++block) {
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) {
        double sum = 0.0;
        for (int k = 0; k < 3; ++k) {
          const double s = sigma_enu[k] / (block == 0 ? 1.0 : 10.0);
          sum += itrf_from_enu.rows[static_cast<std::size_t>(i)][k] *
                 itrf_from_enu.rows[static_cast<std::size_t>(j)][k] * s * s;
        }
        track.covariance(3 * block + i, 3 * block + j) = sum;
      }
    }
  }
  const SystemTrack out = system_track(track, products, false, true);
  EXPECT_FALSE(out.status.simulated);
  EXPECT_TRUE(out.status.last && out.status.single_sensor && out.status.coasting);
  EXPECT_EQ(out.status.height_source, HeightSource::radar_3d);
  EXPECT_NEAR(*out.height_m, 20e3, 1e-6);
  EXPECT_NEAR(out.velocity_mps->x, 700.0, 1e-9);
  EXPECT_NEAR(out.velocity_mps->y, -1500.0, 1e-9);
  EXPECT_NEAR(*out.climb_mps, 900.0, 1e-9);
  EXPECT_EQ(out.ages, (TrackAges{.track_s = 20.0, .primary_s = 2.0}));
  // Moved by one sigma in latitude and longitude, the place is one sigma away.
  const Geodetic north{place.lat_rad + out.accuracy->wgs84_rad->lat_rad, place.lon_rad, place.height_m};
  EXPECT_NEAR(norm(earth::to_itrf(north).m - track.position_m), 40.0, 1e-3);
  const Geodetic east{place.lat_rad, place.lon_rad + out.accuracy->wgs84_rad->lon_rad, place.height_m};
  EXPECT_NEAR(norm(earth::to_itrf(east).m - track.position_m), 30.0, 1e-3);
  EXPECT_NEAR(*out.accuracy->height_m, 50.0, 1e-6);
  EXPECT_NEAR(out.accuracy->velocity_mps->x, 3.0, 1e-9);
  EXPECT_NEAR(out.accuracy->velocity_mps->y, 4.0, 1e-9);
  EXPECT_NEAR(*out.accuracy->climb_mps, 5.0, 1e-9);

  track.infrared_hits = 3;
  EXPECT_FALSE(system_track(track, products, false, false).ages) << "which kind the last measurement was is not known";
}

TEST(Surveillance, OnlyWhatIsMeasuredAndActualIsAnActualTrack) {
  Products products = sample();
  for (const RecordStatus status : {RecordStatus::actual, RecordStatus::exercise, RecordStatus::test}) {
    for (const bool simulated : {false, true}) {
      products.status = status;
      products.simulated = simulated;
      EXPECT_EQ(system_track(products.tracks[0], products, false, false).status.simulated,
                simulated || status != RecordStatus::actual);
    }
  }
}

TEST(Surveillance, ATrackNumberThatDoesNotFitIsCounted) {
  Products products = sample();
  for (message::Track& track : products.tracks) track.id += 65530;
  const AsterixDatagrams made = asterix_tracks(products);
  EXPECT_EQ(made.records, 20) << "65533 fits, 65539 does not";
  EXPECT_THAT(made.losses.records, ElementsAre(Pair("I062/040", 4)));
  products.events.clear();
  products.tracks.push_back(products.tracks.back());
  products.tracks.back().id = 70000;
  EXPECT_EQ(dis_entities(products).entities, 1);
}

TEST(Surveillance, DisHasTheTracksWorthDrawingInOrderOfTime) {
  Products products = sample();
  products.tracks.push_back(products.tracks.front());
  message::Track end;
  for (const message::Track& track : products.tracks) {
    if (track.id == 3) end = track;
  }
  end.time = at_second(300.0);
  end.kind = message::TrackKind::full;
  end.state = message::TrackState::ended;
  products.tracks.push_back(end);
  const DisDatagrams made = dis_entities(products);
  EXPECT_EQ(made.entities, 1) << "track 4 is a direction, track 9 was never confirmed";
  ASSERT_EQ(made.datagrams.size(), 21U);
  for (std::size_t i = 0; i < made.datagrams.size(); ++i) {
    const std::string& pdu = made.datagrams[i].payload;
    ASSERT_EQ(pdu.size(), kEntityStateBytes);
    EXPECT_EQ(pdu[1], 2) << "an exercise";
    EXPECT_EQ(pdu[10], 6) << "constructive";
    EXPECT_EQ(pdu[17], 3) << "track 3";
    EXPECT_EQ(pdu[85] != 0, i + 1 == made.datagrams.size()) << "only the last says that it is the last";
    EXPECT_EQ(pdu.substr(129, 6), "EXER 3");
  }
}

/// 23:59:60.5 of the last leap second.
Instant in_leap_second() {
  return from_utc_parts(
             {.year = 2016, .month = 12, .day = 31, .hour = 23, .minute = 59, .second = 60, .nanosecond = 500'000'000})
      .value();
}

TEST(Surveillance, ALeapSecondIsWrittenAsTheSecondBeforeIt) {
  Products products = sample();
  message::Track track = products.tracks[0];
  track.time = in_leap_second();
  EXPECT_EQ(system_track(track, products, false, false).time_of_day_s, 86399.5);
  message::Record record = plot_of("R1", 1, 3e5, 10.0);
  record.header.measured = in_leap_second();
  EXPECT_EQ(monoradar_report(record.header, std::get<message::Plot>(record.payload), {}).time_of_day_s, 86399.5);
  EntityState state;
  state.time = in_leap_second();
  EntityState before;
  before.time = in_leap_second() - whole_seconds(1);
  EXPECT_EQ(entity_state_pdu(state), entity_state_pdu(before));
}

TEST(Pcap, StampsPacketsWithUnixTime) {
  const std::vector<Datagram> sent{{at_second(450.25), "abc"}, {in_leap_second(), "defg"}};
  const std::string file = pcap(sent, 8600);
  const auto bytes = [&](std::size_t at, std::size_t size) { return file.substr(at, size); };
  // pcap 2.4, little-endian, microseconds, Ethernet.
  EXPECT_EQ(bytes(0, 8), std::string("\xd4\xc3\xb2\xa1\x02\x00\x04\x00", 8));
  EXPECT_EQ(bytes(20, 4), std::string("\x01\x00\x00\x00", 4));
  // 1664836170 s and 250 ms; 1483228799 s and 500 ms, the second before the leap second.
  EXPECT_EQ(bytes(24, 8), std::string("\x4a\x62\x3b\x63\x90\xd0\x03\x00", 8));
  EXPECT_EQ(bytes(32, 4), std::string("\x2d\x00\x00\x00", 4)) << "14 + 20 + 8 + 3 bytes";
  EXPECT_EQ(bytes(24 + 16 + 45, 8), std::string("\x7f\x46\x68\x58\x20\xa1\x07\x00", 8));
  EXPECT_TRUE(file.ends_with("defg"));
  EXPECT_EQ(file.size(), 24U + 2 * (16 + 42) + 7);
}

}  // namespace
}  // namespace tocsin::formats
