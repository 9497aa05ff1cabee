#include "tocsin/message/codec.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/message/payloads.hpp"

namespace tocsin::message {
namespace {

Header header() {
  return {.source = "GEO-A",
          .sequence = 7,
          .status = RecordStatus::exercise,
          .simulated = true,
          .measured = *parse_utc("2022-10-03T22:23:09.123456789Z"),
          .received = *parse_utc("2022-10-03T22:23:10Z"),
          .time_quality = TimeQuality::holdover};
}

/// A measurement without its sigmas is refused, so an empty one is no example.
template <class T>
T example(T payload) {
  if constexpr (std::is_same_v<T, Bearing>) payload.sigma_rad = 2e-5;
  if constexpr (std::is_same_v<T, Plot>)
    payload.range_sigma_m = payload.azimuth_sigma_rad = payload.elevation_sigma_rad = 1e-3;
  return payload;
}

TEST(Codec, EveryRecordTypeReadsBackAsItWasWritten) {
  for_each_payload([](const auto& payload) {
    const Record record{header(), example(payload)};
    const std::string text = to_json(record).dump();
    const auto json = parse_json(text, "test");
    ASSERT_TRUE(json) << text;
    const auto read = record_from_json(*json);
    ASSERT_TRUE(read) << text << "\n" << (read ? "" : read.error().to_string());
    EXPECT_EQ(to_json(*read).dump(), text);
  });
}

TEST(Codec, MeasurementsKeepEveryBit) {
  Plot plot{.look = 3,
            .range_m = 1234567.8901234567,
            .azimuth_rad = 0.1 + 0.2,
            .elevation_rad = std::nextafter(0.5, 1.0),
            .range_rate_mps = -1.0 / 3.0,
            .range_sigma_m = 60,
            .azimuth_sigma_rad = 1e-3,
            .elevation_sigma_rad = 1e-3,
            .range_rate_sigma_mps = 5,
            .snr_db = 17.25};
  const Record record{header(), plot};
  const auto read =
      record_from_texts(type_name(record.payload), header_text(record.header), payload_text(record.payload));
  ASSERT_TRUE(read);
  const auto& back = std::get<Plot>(read->payload);
  EXPECT_EQ(back.range_m, plot.range_m);
  EXPECT_EQ(back.azimuth_rad, plot.azimuth_rad);
  EXPECT_EQ(back.elevation_rad, plot.elevation_rad);
  EXPECT_EQ(back.range_rate_mps, plot.range_rate_mps);
  EXPECT_EQ(read->header.measured, record.header.measured);
}

struct BadRecord {
  const char* what;
  const char* from;
  const char* to;
  const char* named;  ///< what the message must name
};

class BadRecords : public testing::TestWithParam<BadRecord> {};

TEST_P(BadRecords, AreRefusedByName) {
  const Record record{header(), Bearing{.look = 1,
                                        .east_rad = 0.01,
                                        .north_rad = 0.02,
                                        .sigma_rad = 2e-5,
                                        .intensity_w_sr = 1e5,
                                        .intensity_sigma_w_sr = 3e3,
                                        .snr = 30,
                                        .band_um = 2.7}};
  std::string text = to_json(record).dump();
  ASSERT_TRUE(record_from_json(*parse_json(text, "test"))) << "the twin without the fault is accepted";
  const auto at = text.find(GetParam().from);
  ASSERT_NE(at, std::string::npos) << GetParam().from;
  text.replace(at, std::string(GetParam().from).size(), GetParam().to);
  const auto json = parse_json(text, "test");
  ASSERT_TRUE(json) << text;
  const auto read = record_from_json(*json);
  ASSERT_FALSE(read) << text;
  EXPECT_NE(read.error().to_string().find(GetParam().named), std::string::npos) << read.error().to_string();
}

INSTANTIATE_TEST_SUITE_P(
    Bearing, BadRecords,
    testing::Values(BadRecord{"version", "\"version\":1", "\"version\":9", "version"},
                    BadRecord{"type", "\"type\":\"bearing\"", "\"type\":\"baering\"", "one of configuration"},
                    BadRecord{"missing field", "\"sigma_rad\":2e-05,", "", "bearing.sigma_rad"},
                    BadRecord{"unknown field", "\"sigma_rad\"", "\"sigma_rd\"", "sigma_r"},
                    BadRecord{"null", "\"east_rad\":0.01", "\"east_rad\":null", "bearing.east_rad"},
                    BadRecord{"text for a number", "\"east_rad\":0.01", "\"east_rad\":\"0.01\"", "bearing.east_rad"},
                    BadRecord{"out of range", "\"east_rad\":0.01", "\"east_rad\":2", "bearing.east_rad"},
                    BadRecord{"year 0", "2022-10-03T22:23:10Z", "0000-10-03T22:23:10Z", "header.received"},
                    BadRecord{"local time", "2022-10-03T22:23:10Z", "2022-10-03T22:23:10+09:00", "header.received"},
                    BadRecord{"enumeration", "\"exercise\"", "\"exercize\"", "header.status"},
                    BadRecord{"extra member", "\"version\":1", "\"version\":1,\"note\":1", "note"}));

TEST(Codec, ProductsReadBackAsTheyWereWritten) {
  Event event;
  event.id = "E0001";
  event.class_probabilities = {{"ballistic", 0.75}, {"unknown", 0.25}};
  event.launch = LaunchEstimate{.lat_deg = 40.6, .lon_deg = 126.4};
  event.impact = ImpactEstimate{};
  event.contributions = {{.sensor = "X-T", .phenomenology = Phenomenology::radar, .hits = 3}};
  const std::string text = to_json(event).dump();
  const auto back = event_from_json(*parse_json(text, "test"));
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(to_json(*back).dump(), text);

  Track track;
  track.id = 5;
  track.covariance(0, 1) = track.covariance(1, 0) = 2.5;
  const auto track_back = track_from_json(*parse_json(to_json(track).dump(), "test"));
  ASSERT_TRUE(track_back);
  EXPECT_EQ(track_back->covariance, track.covariance);
}

TEST(Codec, SavedStateKeepsEveryField) {
  Event event;
  event.id = "E0042";
  event.class_probabilities = {{"ballistic", 1.0 / 3.0}};
  event.launch = LaunchEstimate{.time_sigma_s = 0.1};
  event.explanation = {"one", "two"};
  StateWriter out;
  put_state(out, event);
  Event back;
  StateReader in(out.bytes());
  get_state(in, back);
  EXPECT_TRUE(in.ok() && in.at_end());
  EXPECT_EQ(to_json(back).dump(), to_json(event).dump());
}

TEST(Codec, NumbersThatAreNotFiniteNeverLeave) {
  Track track;
  track.position_m.x = std::numeric_limits<double>::quiet_NaN();
  // Vec3 members are written through Json, which has no word for NaN: it becomes null, and reading it back is refused.
  const auto back = track_from_json(to_json(track));
  EXPECT_FALSE(back);
}

TEST(Schema, NamesEveryFieldOfARecord) {
  const auto plot = schema("plot");
  ASSERT_TRUE(plot);
  const Json* properties = plot->find("properties");
  ASSERT_NE(properties, nullptr);
  const Json range = *properties->find("range_m");
  EXPECT_EQ(*range.find("type")->if_string(), "number");
  EXPECT_EQ(range.find("minimum")->number(), 0.0);
  EXPECT_FALSE(schema("plott"));
  for (const std::string& name : schema_names()) EXPECT_TRUE(schema(name)) << name;
}

}  // namespace
}  // namespace tocsin::message
