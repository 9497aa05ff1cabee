#include "tocsin/formats/czml.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/json.hpp"

#include "tests/formats/sample.hpp"

namespace tocsin::formats {
namespace {

Json scene_of(const Products& products) {
  const Result<Json> json = parse_json(czml(products), "scene.czml");
  EXPECT_TRUE(json.has_value()) << (json ? "" : json.error().to_string());
  return json.value_or(Json());
}

std::map<std::string, Json> packets(const Json& scene) {
  std::map<std::string, Json> out;
  for (const Json& packet : *scene.if_array()) {
    EXPECT_TRUE(out.emplace(*packet.find("id")->if_string(), packet).second) << packet.dump();
  }
  return out;
}

struct Span {
  Instant from;
  Instant until;
};

Span interval(const Json& text) {
  const std::string& s = *text.if_string();
  const std::size_t slash = s.find('/');
  return {parse_utc(s.substr(0, slash)).value(), parse_utc(s.substr(slash + 1)).value()};
}

TEST(Czml, StartsWithADocumentAndItsClock) {
  const Json scene = scene_of(sample());
  const Json& document = scene.if_array()->front();
  EXPECT_EQ(*document.find("id")->if_string(), "document");
  EXPECT_EQ(*document.find("version")->if_string(), "1.0");
  EXPECT_EQ(*document.find("name")->if_string(), "overflight (exercise, simulated)");
  const Span span = interval(*document.find("clock")->find("interval"));
  EXPECT_EQ(span.from, at_second(0.0));
  EXPECT_EQ(span.until, at_second(1500.0));
}

TEST(Czml, AnEmptyRunStillHasAClockThatRuns) {
  const Json scene = scene_of(Products{});
  ASSERT_EQ(scene.if_array()->size(), 1U);
  const Span span = interval(*scene.if_array()->front().find("clock")->find("interval"));
  EXPECT_LT(span.from, span.until);
}

TEST(Czml, SampledPositionsAscendAndAreInTheFixedFrame) {
  int sampled = 0;
  for (const auto& [id, packet] : packets(scene_of(sample()))) {
    const Json* position = packet.find("position");
    if (position == nullptr || position->find("epoch") == nullptr) continue;
    ++sampled;
    EXPECT_EQ(*position->find("referenceFrame")->if_string(), "FIXED");
    const Json::Array& list = *position->find("cartesian")->if_array();
    ASSERT_EQ(list.size() % 4, 0U) << id;
    for (std::size_t i = 4; i < list.size(); i += 4) EXPECT_LT(list[i - 4].number(), list[i].number()) << id;
    EXPECT_LT(position->find("interpolationDegree")->number(), static_cast<double>(list.size()) / 4.0);
    const double radius = std::hypot(list[1].number(), list[2].number(), list[3].number());
    EXPECT_GT(radius, id.starts_with("satellite/") ? 4.0e7 : 6.3e6);
  }
  EXPECT_EQ(sampled, 4);  // two satellites, two tracks
}

TEST(Czml, TracksAreThereWhileTheyWereFollowed) {
  const auto all = packets(scene_of(sample()));
  ASSERT_TRUE(all.contains("track/3"));
  EXPECT_FALSE(all.contains("track/9"));
  const Span span = interval(*all.at("track/3").find("availability"));
  EXPECT_EQ(span.from, at_second(70.0));  // the first report had no position in space
  EXPECT_EQ(span.until, at_second(260.0));
  EXPECT_NE(all.at("track/3").find("path"), nullptr);
}

TEST(Czml, ImpactRegionsFollowEachOtherWithoutGapOrOverlap) {
  const auto all = packets(scene_of(sample()));
  const std::vector<double> begins{130.0, 200.0, 280.0, 1500.0};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string id = "event/E0001/impact-" + std::to_string(i + 1) + "/region";
    ASSERT_TRUE(all.contains(id));
    const Span span = interval(*all.at(id).find("availability"));
    EXPECT_EQ(span.from, at_second(begins[i]));
    EXPECT_EQ(span.until, at_second(begins[i + 1]));
    const Json::Array& list = *all.at(id).find("polygon")->find("positions")->find("cartographicDegrees")->if_array();
    EXPECT_EQ(list.size() % 3, 0U);
    EXPECT_GE(list.size(), 9U);
    EXPECT_FALSE(list[0].number() == list[list.size() - 3].number() &&
                 list[1].number() == list[list.size() - 2].number());
  }
  EXPECT_FALSE(all.contains("event/E0001/impact-4/region"));
}

TEST(Czml, WarningAreasAreThereFromProposalUntilTheyAreReplaced) {
  const auto all = packets(scene_of(sample()));
  const Span first = interval(*all.at("warning/W0001/1/1").find("availability"));
  EXPECT_EQ(first.from, at_second(130.0));
  EXPECT_EQ(first.until, at_second(170.25));  // the sample's updated state keeps that time
  EXPECT_TRUE(all.contains("warning/W0001/3/1"));
}

TEST(Czml, DescriptionsAreEscapedForTheInformationBox) {
  for (const auto& [id, packet] : packets(scene_of(sample()))) {
    const Json* description = packet.find("description");
    if (description == nullptr) continue;
    EXPECT_EQ(description->if_string()->find("<two>"), std::string::npos);
    if (id == "event/E0001/launch") {
      EXPECT_EQ(*description->if_string(), "<p>Seen by &lt;two&gt; kinds &amp; &quot;sure&quot;.</p>");
    }
  }
}

TEST(Czml, RadarsStandAtTheirSitesWithTheirSectors) {
  const auto all = packets(scene_of(sample()));
  for (const std::string id : {"radar/R1", "radar/R2"}) {
    ASSERT_TRUE(all.contains(id));
    ASSERT_TRUE(all.contains(id + "/sector"));
    EXPECT_EQ(all.at(id).find("position")->find("cartographicDegrees")->if_array()->size(), 3U);
  }
}

}  // namespace
}  // namespace tocsin::formats
