#include "tocsin/formats/geojson.hpp"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/json.hpp"

#include "tests/formats/sample.hpp"
#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

Json map_of(const Products& products) {
  const Result<Json> json = parse_json(geojson(products), "map.geojson");
  EXPECT_TRUE(json.has_value()) << (json ? "" : json.error().to_string());
  return json.value_or(Json());
}

/// By value: callers loop over maps that nobody keeps.
Json::Array features(const Json& map) {
  return *map.find("features")->if_array();
}
std::string kind(const Json& feature) {
  return *feature.find("properties")->find("kind")->if_string();
}
std::string type(const Json& feature) {
  return *feature.find("geometry")->find("type")->if_string();
}

void expect_position(const Json& p) {
  const Json::Array& a = *p.if_array();
  ASSERT_TRUE(a.size() == 2 || a.size() == 3);
  EXPECT_LE(std::abs(a[0].number()), 180.0);
  EXPECT_LE(std::abs(a[1].number()), 90.0);
}

/// RFC 7946, 3.1.6: at least four positions, closed, anticlockwise.
void expect_polygon(const Json& rings) {
  ASSERT_EQ(rings.if_array()->size(), 1U);
  const Json::Array& ring = *(*rings.if_array())[0].if_array();
  ASSERT_GE(ring.size(), 4U);
  EXPECT_EQ(ring.front().dump(), ring.back().dump());
  double area = 0.0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    expect_position(ring[i]);
    if (i == 0) continue;
    const Json::Array& a = *ring[i - 1].if_array();
    const Json::Array& b = *ring[i].if_array();
    area += a[0].number() * b[1].number() - b[0].number() * a[1].number();
  }
  EXPECT_GT(area, 0.0);
}

void expect_line(const Json& line) {
  const Json::Array& points = *line.if_array();
  ASSERT_GE(points.size(), 2U);
  for (std::size_t i = 0; i < points.size(); ++i) {
    expect_position(points[i]);
    if (i > 0) {
      EXPECT_LT(std::abs((*points[i].if_array())[0].number() - (*points[i - 1].if_array())[0].number()), 180.0);
    }
  }
}

void expect_rfc7946(const Json& map) {
  EXPECT_EQ(*map.find("type")->if_string(), "FeatureCollection");
  EXPECT_EQ(map.find("crs"), nullptr);
  std::set<std::string> ids;
  for (const Json& feature : features(map)) {
    EXPECT_EQ(*feature.find("type")->if_string(), "Feature");
    EXPECT_TRUE(ids.insert(*feature.find("id")->if_string()).second) << *feature.find("id")->if_string();
    const Json& c = *feature.find("geometry")->find("coordinates");
    const std::string t = type(feature);
    if (t == "Point")
      expect_position(c);
    else if (t == "Polygon")
      expect_polygon(c);
    else if (t == "LineString")
      expect_line(c);
    else if (t == "MultiPolygon")
      for (const Json& part : *c.if_array()) expect_polygon(part);
    else if (t == "MultiLineString")
      for (const Json& part : *c.if_array()) expect_line(part);
    else
      ADD_FAILURE() << t;
  }
}

TEST(GeoJson, IsWhatRfc7946Says) {
  expect_rfc7946(map_of(sample()));
}

TEST(GeoJson, AnEmptyRunIsAnEmptyMap) {
  const Json map = map_of(Products{});
  expect_rfc7946(map);
  EXPECT_TRUE(features(map).empty());
}

TEST(GeoJson, ShowsLaunchImpactHistoryWarningTracksAndSensors) {
  std::map<std::string, int> count;
  std::map<std::string, std::string> types;
  for (const Json& feature : features(map_of(sample()))) {
    ++count[kind(feature)];
    types[*feature.find("id")->if_string()] = type(feature);
  }
  EXPECT_EQ(count, (std::map<std::string, int>{{"launch", 1},
                                               {"launch_region", 1},
                                               {"impact", 1},
                                               {"impact_region", 3},
                                               {"warning_area", 1},
                                               {"track", 2},
                                               {"radar", 2},
                                               {"radar_sector", 2},
                                               {"satellite", 2}}));
  EXPECT_EQ(types["E0001/impact-region-current"], "MultiPolygon");  // across the antimeridian
  EXPECT_EQ(types["T3"], "MultiLineString");
  EXPECT_EQ(types.count("T9"), 0U);  // clutter: never confirmed, no event
}

TEST(GeoJson, CoordinatesAreLongitudeLatitudeHeight) {
  for (const Json& feature : features(map_of(sample()))) {
    if (kind(feature) != "launch" && *feature.find("id")->if_string() != "R1") continue;
    const Json::Array& p = *feature.find("geometry")->find("coordinates")->if_array();
    const bool launch = kind(feature) == "launch";
    EXPECT_NEAR(p[0].number(), launch ? 126.426 : 145.0, 1e-6);
    EXPECT_NEAR(p[1].number(), launch ? 40.611 : 43.0, 1e-6);
    EXPECT_EQ(p.size(), launch ? 2U : 3U);
  }
}

TEST(GeoJson, OnlyTheNewestImpactIsCurrent) {
  int current = 0;
  for (const Json& feature : features(map_of(sample()))) {
    if (kind(feature) == "impact_region" && *feature.find("properties")->find("current")->if_bool()) ++current;
  }
  EXPECT_EQ(current, 1);
}

TEST(GeoJson, HasColoursThatViewersKnow) {
  for (const Json& feature : features(map_of(sample()))) {
    const Json& properties = *feature.find("properties");
    const char* key = type(feature) == "Point" ? "marker-color" : "stroke";
    ASSERT_NE(properties.find(key), nullptr) << kind(feature);
    EXPECT_EQ(properties.find(key)->if_string()->size(), 7U);
    EXPECT_EQ(properties.find("fill") != nullptr, type(feature).ends_with("Polygon"));
  }
}

TEST(GeoJson, HostileNamesStayText) {
  Products products = sample();
  products.run = "\"}]}</script>\n\xFF";
  products.sensors[2].name = "\",\"x\":1,\"";
  expect_rfc7946(map_of(products));
}

TEST(GeoJson, OpensInOgrinfo) {
  if (!has_tool("ogrinfo")) GTEST_SKIP() << "ogrinfo is not installed (gdal-bin)";
  const ToolRun run = run_tool("ogrinfo -ro -al " + test_file("map.geojson", geojson(sample())));
  EXPECT_EQ(run.status, 0) << run.output;
  EXPECT_NE(run.output.find("Feature Count: 15"), std::string::npos) << run.output.substr(0, 2000);
  EXPECT_NE(run.output.find("Layer name: overflight"), std::string::npos);
  EXPECT_EQ(run.output.find("ERROR"), std::string::npos) << run.output.substr(0, 2000);
}

}  // namespace
}  // namespace tocsin::formats
