#include "tocsin/formats/czml.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/json.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

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
  EXPECT_EQ(sampled, 6);  // two satellites, two tracks and their traces on the ground
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
      EXPECT_TRUE(
          description->if_string()->ends_with("</table><p>Seen by &lt;two&gt; kinds &amp; &quot;sure&quot;.</p>"));
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

TEST(Czml, TheClockStartsShortlyBeforeTheFirstReport) {
  const Json scene = scene_of(sample());
  const Json& clock = *scene.if_array()->front().find("clock");
  EXPECT_EQ(parse_utc(*clock.find("currentTime")->if_string()).value(), at_second(30.0));
  EXPECT_EQ(clock.find("multiplier")->number(), 10.0);  // 1470 s in one to two and a half minutes
  Products quiet = sample();
  quiet.events.clear();
  quiet.end = at_second(86400.0);
  const Json day = scene_of(quiet);
  const Json& still = *day.if_array()->front().find("clock");
  EXPECT_EQ(parse_utc(*still.find("currentTime")->if_string()).value(), at_second(0.0));
  EXPECT_EQ(still.find("multiplier")->number(), 600.0);
}

TEST(Czml, ReferencesLeadToPacketsWithAPosition) {
  const auto all = packets(scene_of(sample()));
  int references = 0;
  for (const auto& [id, packet] : all) {
    const Json* line = packet.find("polyline");
    const Json* ends = line == nullptr ? nullptr : line->find("positions")->find("references");
    if (ends == nullptr) continue;
    for (const Json& end : *ends->if_array()) {
      ++references;
      const std::string text = *end.if_string();
      ASSERT_TRUE(text.ends_with("#position")) << text;
      const auto target = all.find(text.substr(0, text.size() - 9));
      ASSERT_NE(target, all.end()) << text;
      EXPECT_NE(target->second.find("position"), nullptr) << text;
    }
  }
  EXPECT_EQ(references, 8);  // two traces on the ground, the lines of sight of GEO-A and R1
}

TEST(Czml, LinesOfSightLastFromTheFirstToTheNewestMeasurement) {
  const auto all = packets(scene_of(sample()));
  ASSERT_TRUE(all.contains("sight/E0001/GEO-A"));
  const Span infrared = interval(*all.at("sight/E0001/GEO-A").find("availability"));
  EXPECT_EQ(infrared.from, at_second(70.0));  // the first measurement was at 50 s, the first place in space is of 70 s
  EXPECT_EQ(infrared.until, at_second(150.0));
  const Span radar = interval(*all.at("sight/E0001/R1").find("availability"));
  EXPECT_EQ(radar.from, at_second(120.0));
  EXPECT_EQ(radar.until, at_second(260.0));  // of the track; the newest measurement is of 280 s
}

TEST(Czml, TheHorizonOfARadarIsAPlaneThroughItsSite) {
  const auto all = packets(scene_of(sample()));
  const Json::Array& list =
      *all.at("radar/R1/sector").find("polygon")->find("positions")->find("cartesian")->if_array();
  ASSERT_GE(list.size(), 9U);
  const auto place = [&](std::size_t i) {
    return Vec3{list[3 * i].number(), list[3 * i + 1].number(), list[3 * i + 2].number()};
  };
  const Geodetic site{degrees(43.0).value(), degrees(145.0).value(), 200.0};
  const Vec3 up = earth::ellipsoid_normal(site).u;
  EXPECT_LT(norm(place(0) - earth::to_itrf(site).m), 0.2);
  for (std::size_t i = 1; i < list.size() / 3; ++i) {
    EXPECT_NEAR(dot(place(i) - place(0), up), 0.0, 0.3) << i;
    EXPECT_NEAR(norm(place(i) - place(0)), 3.0e6, 0.3) << i;
  }
  const Vec3 first = earth::enu_from_itrf(site).m * (place(1) - place(0));
  EXPECT_NEAR(std::atan2(first.x, first.y), degrees(-60.0).value(), 1e-6);  // the sector begins at 300°
}

TEST(Czml, ARevolutionIsDrawnOfWhatMovesOverTheEarth) {
  Products products = sample();
  // A circular orbit of 12 h, inclined by 60°, sampled every minute for half an hour.
  SensorProduct half_day = products.sensors[1];
  half_day.id = "HALF-DAY";
  half_day.samples.clear();
  const double radius = 26'610e3;
  const double rate = std::sqrt(earth::kGravitationalParameter / radius) / radius;
  for (int i = 0; i <= 30; ++i) {
    const double u = rate * 60.0 * i;
    const double turned = earth::kRotationRateRadS * 60.0 * i;
    const Vec3 at{std::cos(u), 0.5 * std::sin(u), std::sqrt(0.75) * std::sin(u)};
    const Vec3 itrf{std::cos(turned) * at.x + std::sin(turned) * at.y,
                    std::cos(turned) * at.y - std::sin(turned) * at.x, at.z};
    half_day.samples.push_back({at_second(60.0 * i), {radius * itrf}});
  }
  products.sensors.push_back(half_day);
  SensorProduct gone = products.sensors[1];
  gone.id = "GONE";
  for (std::size_t i = 0; i < gone.samples.size(); ++i)
    gone.samples[i].position = {Vec3{4e7 + 6e5 * static_cast<double>(i), 0.0, 0.0}};
  products.sensors.push_back(gone);
  const auto all = packets(scene_of(products));
  EXPECT_FALSE(all.contains("satellite/GEO-A/orbit"));  // it stands still
  EXPECT_FALSE(all.contains("satellite/GONE/orbit"));   // it does not come back
  ASSERT_TRUE(all.contains("satellite/HALF-DAY/orbit"));
  const Json::Array& list =
      *all.at("satellite/HALF-DAY/orbit").find("polyline")->find("positions")->find("cartesian")->if_array();
  ASSERT_EQ(list.size() % 3, 0U);
  double north = 0.0;
  for (std::size_t i = 0; i < list.size(); i += 3) {
    EXPECT_NEAR(std::hypot(list[i].number(), list[i + 1].number(), list[i + 2].number()), radius, 30e3);
    north = std::max(north, list[i + 2].number() / radius);
  }
  EXPECT_NEAR(north, std::sqrt(0.75), 2e-3);
}

TEST(Czml, LaunchRegionsAreShownAsTheyWereKnown) {
  Products products = sample();
  message::Event early = products.revisions.front();
  early.time = at_second(100.0);
  early.launch->ellipse90 = {.semi_major_km = 60.0, .semi_minor_km = 20.0, .azimuth_deg = 30.0};
  early.launch->lon_deg = 126.0;
  products.revisions.insert(products.revisions.begin(), early);
  const auto all = packets(scene_of(products));
  const Span first = interval(*all.at("event/E0001/launch-1/region").find("availability"));
  const Span second = interval(*all.at("event/E0001/launch-2/region").find("availability"));
  EXPECT_EQ(first.from, at_second(100.0));
  EXPECT_EQ(first.until, at_second(300.0));
  EXPECT_EQ(second.from, at_second(300.0));
  EXPECT_EQ(second.until, at_second(1500.0));
  const Json::Array& places = *all.at("event/E0001/launch").find("position")->if_array();
  ASSERT_EQ(places.size(), 2U);
  EXPECT_NEAR(places[0].find("cartographicDegrees")->if_array()->front().number(), 126.0, 1e-9);
  EXPECT_NEAR(places[1].find("cartographicDegrees")->if_array()->front().number(), 126.426, 1e-9);
}

}  // namespace
}  // namespace tocsin::formats
