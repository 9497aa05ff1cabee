#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/app/system.hpp"
#include "tocsin/app/tdm_measurements.hpp"
#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::app {
namespace {

using formats::Tdm;
using formats::TdmData;
using formats::TdmSegment;

const Instant kTime = *parse_utc("2022-10-03T22:24:00Z");

class TdmOfARun : public testing::Test {
 protected:
  void SetUp() override {
    world_text_ = *read_file("worlds/generic.toml", kInputLimitBytes);
    centre_ = *make_centre(world_text_, "generic.toml", kTime);
    radar_ = centre_.sensors->world().radars.front();
    infrared_ = centre_.sensors->world().infrared.front();
  }

  message::Record plot(double after_s, double range_m, std::int64_t sequence) const {
    message::Plot p{.look = 99,
                    .range_m = range_m,
                    .azimuth_rad = radar_.azimuth_start_rad + 0.3,
                    .elevation_rad = 0.2,
                    .range_rate_mps = -1234.5,
                    .snr_db = 17.0};
    const sense::PlotSigma sigma = sense::plot_sigma(radar_, std::pow(10.0, 1.7), p.elevation_rad);
    p.range_sigma_m = sigma.range_m;
    p.azimuth_sigma_rad = sigma.azimuth_rad;
    p.elevation_sigma_rad = sigma.elevation_rad;
    p.range_rate_sigma_mps = sigma.range_rate_mps;
    return record(radar_.id, after_s, sequence, p);
  }
  message::Record bearing(double after_s, double east_rad, std::int64_t sequence) const {
    return record(infrared_.id, after_s, sequence,
                  message::Bearing{.look = 99,
                                   .east_rad = east_rad,
                                   .north_rad = 0.07,
                                   .sigma_rad = 2e-5,
                                   .intensity_w_sr = 5e4,
                                   .intensity_sigma_w_sr = 1e3,
                                   .snr = 50.0});
  }
  static message::Record record(const std::string& source, double after_s, std::int64_t sequence,
                                message::Payload payload) {
    const Instant t = kTime + seconds(after_s);
    return {message::Header{.source = source,
                            .sequence = sequence,
                            .status = message::RecordStatus::exercise,
                            .simulated = true,
                            .measured = t,
                            .received = t},
            std::move(payload)};
  }

  Tdm message_of(const std::vector<message::Record>& records) const {
    const RunIdentity identity{"run", message::RecordStatus::exercise, true, kTime, kTime + seconds(60.0)};
    return measurements_tdm(records, centre_, identity, {});
  }
  /// Through the text and back into records.
  TdmRecords again(const Tdm& message, TdmReading how = {}) const {
    how.world_text = world_text_;
    how.world_source = "generic.toml";
    const Result<std::string> text = formats::write_tdm(message, formats::NdmNotation::kvn);
    EXPECT_TRUE(text) << text.error().to_string();
    const auto read = formats::read_tdm(text.value_or(""), "f.tdm");
    EXPECT_TRUE(read && read->refused_count == 0);
    std::map<std::string, std::int64_t> last_sequence;
    Result<TdmRecords> out = records_of(*read, "f.tdm", how, last_sequence);
    EXPECT_TRUE(out) << out.error().to_string();
    return out.value_or(TdmRecords{});
  }
  /// The same with one keyword of the first segment changed; an empty value takes it away.
  TdmRecords changed(Tdm message, const std::string& keyword, const std::string& value) const {
    TdmSegment& segment = message.segments.front();
    std::erase_if(segment.metadata, [&](const formats::NdmField& field) { return field.keyword == keyword; });
    if (!value.empty()) segment.metadata.push_back({keyword, value});
    return again(message);
  }

  std::string world_text_;
  Centre centre_;
  sense::Radar radar_;
  sense::InfraredSensor infrared_;
};

template <class Payload>
std::vector<std::pair<message::Header, Payload>> all(const TdmRecords& records) {
  std::vector<std::pair<message::Header, Payload>> out;
  for (const message::Record& r : records.records) {
    if (const auto* payload = std::get_if<Payload>(&r.payload)) out.emplace_back(r.header, *payload);
  }
  return out;
}

TEST_F(TdmOfARun, APlotComesBackWithItsErrorsAndItsMoment) {
  const message::Record before = plot(1.5, 1'234'567.891, 7);
  const TdmRecords records = again(message_of({before}));
  EXPECT_EQ(records.refused_count, 0U);
  const auto plots = all<message::Plot>(records);
  const auto looks = all<message::Look>(records);
  ASSERT_EQ(plots.size(), 1U);
  ASSERT_EQ(looks.size(), 1U);
  const auto& [header, after] = plots[0];
  const auto& expected = std::get<message::Plot>(before.payload);
  EXPECT_LE(std::abs((header.measured - before.header.measured).nanoseconds()), 1);
  EXPECT_EQ(header.status, message::RecordStatus::exercise);
  EXPECT_TRUE(header.simulated);
  EXPECT_NEAR(after.range_m, expected.range_m, 1e-6);
  EXPECT_NEAR(after.azimuth_rad, wrap_two_pi(expected.azimuth_rad), 1e-14);
  EXPECT_NEAR(after.elevation_rad, expected.elevation_rad, 1e-14);
  EXPECT_NEAR(after.range_rate_mps.value_or(0.0), -1234.5, 1e-9);
  EXPECT_NEAR(after.snr_db, 17.0, 1e-9);
  EXPECT_NEAR(after.range_sigma_m, expected.range_sigma_m, 1e-9 * expected.range_sigma_m);
  EXPECT_NEAR(after.azimuth_sigma_rad, expected.azimuth_sigma_rad, 1e-9 * expected.azimuth_sigma_rad);
  EXPECT_NEAR(after.range_rate_sigma_mps, expected.range_rate_sigma_mps, 1e-9 * expected.range_rate_sigma_mps);
  EXPECT_EQ(after.look, looks[0].first.sequence);
  EXPECT_EQ(looks[0].second.hits, 1);
  EXPECT_TRUE(sense::inside(looks[0].second.field, after.azimuth_rad, after.elevation_rad));
  EXPECT_EQ(looks[0].first.received, looks[0].first.measured + seconds(radar_.latency_s));
}

TEST_F(TdmOfARun, ABearingComesBackInTheNadirFrame) {
  const message::Record before = bearing(2.25, -0.05, 3);
  const Tdm message = message_of({before});
  ASSERT_EQ(message.segments.size(), 1U);
  EXPECT_EQ(message.segments[0].value("REFERENCE_FRAME"), "ICRF");
  EXPECT_EQ(message.segments[0].value("PATH"), "2,1");
  const auto bearings = all<message::Bearing>(again(message));
  ASSERT_EQ(bearings.size(), 1U);
  EXPECT_EQ(bearings[0].first.measured, before.header.measured);
  EXPECT_NEAR(bearings[0].second.east_rad, -0.05, 1e-12);
  EXPECT_NEAR(bearings[0].second.north_rad, 0.07, 1e-12);
  EXPECT_GE(bearings[0].second.sigma_rad, infrared_.los_sigma_rad);
  EXPECT_EQ(bearings[0].second.snr, infrared_.threshold_snr) << "all that is known of its brightness";
}

TEST_F(TdmOfARun, DirectionsAreRightAscensionAndDeclination) {
  // Straight down from a satellite is the direction opposite to its place.
  message::Record down = bearing(0.0, 0.0, 1);
  std::get<message::Bearing>(down.payload).north_rad = 0.0;
  const Tdm message = message_of({down});
  const State<Itrf> state = centre_.sensors->satellite_state(infrared_, kTime);
  const Vec3 d = earth::to_gcrf(state, kTime).position.m;
  const auto& o = message.segments.at(0).observations;
  ASSERT_EQ(o.size(), 2U);
  EXPECT_NEAR(wrap_180(o[0].value - std::atan2(-d.y, -d.x) / kPi * 180.0), 0.0, 1e-9);
  EXPECT_NEAR(o[1].value, -std::asin(d.z / norm(d)) / kPi * 180.0, 1e-9);
}

TEST_F(TdmOfARun, TagsAreTheReceiptOfTheEcho) {
  const Tdm message = message_of({plot(0.0, 2'997'924.58, 1)});
  const TdmSegment& segment = message.segments.at(0);
  EXPECT_EQ(segment.value("TIMETAG_REF"), "RECEIVE");
  EXPECT_EQ(segment.observations.back().time, kTime + Duration(10'000'000));
  // The same number as the time of transmission would put the echo on the other side of the tag.
  const auto plots = all<message::Plot>(changed(message, "TIMETAG_REF", "TRANSMIT"));
  ASSERT_EQ(plots.size(), 1U);
  EXPECT_LE(std::abs((plots[0].first.measured - (kTime + Duration(20'000'000))).nanoseconds()), 1);
}

TEST_F(TdmOfARun, TwoObjectsAtOneTimeStandInTwoSegmentsAndShareALook) {
  const Tdm message = message_of({bearing(0.0, 0.01, 1), bearing(0.0, 0.02, 2), bearing(1.0, 0.03, 3)});
  ASSERT_EQ(message.segments.size(), 2U);
  EXPECT_EQ(message.segments[0].observations.size(), 4U);
  EXPECT_EQ(message.segments[1].observations.size(), 2U);
  const TdmRecords records = again(message);
  const auto looks = all<message::Look>(records);
  ASSERT_EQ(looks.size(), 2U);
  EXPECT_EQ(looks[0].second.hits, 2);
  EXPECT_EQ(looks[1].second.hits, 1);
  std::vector<std::int64_t> sequences;
  for (const message::Record& r : records.records) sequences.push_back(r.header.sequence);
  EXPECT_EQ(sequences, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  EXPECT_GT(looks[0].second.field.vertical_rad[0], looks[0].second.field.vertical_rad[1])
      << "where else an infrared sensor looked is not known";
}

TEST_F(TdmOfARun, MeasurementsOfSensorsThatTheWorldDoesNotHaveAreLeftOut) {
  message::Record stranger = plot(0.0, 1e6, 1);
  stranger.header.source = "NOBODY";
  EXPECT_TRUE(message_of({stranger}).segments.empty());
}

TEST_F(TdmOfARun, WithoutACrossSectionTheErrorsAreThoseThatTheWorldStates) {
  Tdm message = message_of({plot(0.0, 1e6, 1)});
  std::erase_if(message.segments.at(0).observations,
                [](const auto& o) { return o.data == TdmData::rcs || o.data == TdmData::doppler_instantaneous; });
  const auto plots = all<message::Plot>(again(message));
  ASSERT_EQ(plots.size(), 1U);
  EXPECT_DOUBLE_EQ(plots[0].second.range_sigma_m, radar_.range_sigma_m);
  EXPECT_FALSE(plots[0].second.range_rate_mps);
}

TEST_F(TdmOfARun, RangeInSecondsAndAsARoundTripIsTheSameDistance) {
  Tdm message = message_of({plot(0.0, 1e6, 1)});
  TdmSegment& segment = message.segments.at(0);
  for (formats::TdmObservation& o : segment.observations) {
    if (o.data == TdmData::range) o.value = 2.0 * 1e6 / 299'792'458.0;
  }
  for (formats::NdmField& field : segment.metadata) {
    if (field.keyword == "RANGE_UNITS") field.value = "s";
  }
  TdmReading how;
  how.range_is_round_trip = true;
  const auto plots = all<message::Plot>(again(message, how));
  ASSERT_EQ(plots.size(), 1U);
  EXPECT_NEAR(plots[0].second.range_m, 1e6, 1e-6);
}

TEST_F(TdmOfARun, CorrectionsThatWereNotAppliedAre) {
  Tdm message = message_of({plot(0.0, 1e6, 1)});
  message.segments.at(0).metadata.push_back({"CORRECTION_RANGE", "-1.5"});
  const auto with = [&](const char* applied) {
    const auto plots = all<message::Plot>(changed(message, "CORRECTIONS_APPLIED", applied));
    return plots.empty() ? 0.0 : plots[0].second.range_m;
  };
  EXPECT_NEAR(with("NO"), 998'500.0, 1e-6);
  EXPECT_NEAR(with("YES"), 1'000'000.0, 1e-6);
}

TEST_F(TdmOfARun, WhatCannotBeUsedIsRefusedByKeyword) {
  const auto field_of = [](const TdmRecords& records) {
    EXPECT_TRUE(records.records.empty());
    return records.refused_count == 1 ? records.refused.front().field : std::to_string(records.refused_count);
  };
  const Tdm of_radar = message_of({plot(0.0, 1e6, 1)});
  EXPECT_EQ(field_of(changed(of_radar, "PARTICIPANT_1", "STRANGER")), "segments.1.PARTICIPANT");
  EXPECT_EQ(field_of(changed(of_radar, "PATH", "2,1,2")), "segments.1.PATH");
  EXPECT_EQ(field_of(changed(of_radar, "PATH", "1,2")), "segments.1.PATH");
  EXPECT_EQ(field_of(changed(of_radar, "ANGLE_TYPE", "XEYN")), "segments.1.ANGLE_TYPE");
  EXPECT_EQ(field_of(changed(of_radar, "ANGLE_TYPE", "")), "segments.1.ANGLE_TYPE");
  EXPECT_EQ(field_of(changed(of_radar, "RANGE_UNITS", "RU")), "segments.1.RANGE_UNITS");
  EXPECT_EQ(field_of(changed(of_radar, "RANGE_MODULUS", "1000.0")), "segments.1.RANGE_MODULUS");
  EXPECT_EQ(field_of(changed(of_radar, "RECEIVE_DELAY_1", "0.1")), "segments.1.RECEIVE_DELAY_1");
  EXPECT_EQ(field_of(changed(of_radar, "MODE", "SINGLE_DIFF")), "segments.1.MODE");
  const Tdm of_infrared = message_of({bearing(0.0, 0.01, 1)});
  EXPECT_EQ(field_of(changed(of_infrared, "REFERENCE_FRAME", "TOD")), "segments.1.REFERENCE_FRAME");
  EXPECT_EQ(field_of(changed(of_infrared, "PATH", "1,2,1")), "segments.1.PATH");
  Tdm away = of_infrared;
  away.segments[0].observations[0].value = std::fmod(away.segments[0].observations[0].value + 180.0, 360.0);
  away.segments[0].observations[1].value *= -1.0;
  EXPECT_EQ(field_of(again(away)), "segments.1.ANGLE_1") << "away from the Earth";
}

TEST_F(TdmOfARun, OneIncompleteMomentDoesNotStopTheRest) {
  Tdm message = message_of({plot(0.0, 1e6, 1), plot(1.0, 1e6, 2)});
  auto& observations = message.segments.at(0).observations;
  observations.erase(
      std::find_if(observations.begin(), observations.end(), [](const auto& o) { return o.data == TdmData::angle_2; }));
  const TdmRecords records = again(message);
  EXPECT_EQ(all<message::Plot>(records).size(), 1U);
  ASSERT_EQ(records.refused_count, 1U);
  EXPECT_EQ(records.refused[0].to_string(),
            "f.tdm:record 2: field 'segments.1.RANGE': found not all, expected ANGLE_1, ANGLE_2 and RANGE of one time");
}

TEST_F(TdmOfARun, StatusIsWhatTheMessageSaysOrWhatWasAskedFor) {
  Tdm message = message_of({plot(0.0, 1e6, 1)});
  TdmReading how{.world_text = world_text_, .world_source = "generic.toml", .status = {}, .orientation = {}};
  how.status = message::RecordStatus::actual;
  std::map<std::string, std::int64_t> last_sequence;
  formats::NdmReading<Tdm> read;
  read.messages = {message};
  const Result<TdmRecords> refused = records_of(read, "f.tdm", how, last_sequence);
  ASSERT_FALSE(refused) << "an exercise never becomes actual";
  EXPECT_EQ(refused.error().field, "--status");
  message.header.comments.clear();
  EXPECT_EQ(again(message, how).records.at(0).header.status, message::RecordStatus::actual);
  EXPECT_EQ(again(message).records.at(0).header.status, message::RecordStatus::test);
}

}  // namespace
}  // namespace tocsin::app
