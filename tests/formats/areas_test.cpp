#include "tocsin/formats/areas.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace tocsin::formats {
namespace {

std::string feature(const std::string& properties, const std::string& coordinates,
                    const std::string& type = "Polygon") {
  return R"({"type":"Feature","properties":{)" + properties + R"(},"geometry":{"type":")" + type +
         R"(","coordinates":)" + coordinates + "}}";
}
std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}
const std::string square = "[[[10,50],[12,50],[12,52],[10,52],[10,50]]]";

/// Even-odd over all rings, as message::AreaPart says.
bool holds(const message::NamedArea& area, double lat, double lon) {
  for (const message::AreaPart& part : area.parts) {
    bool inside = false;
    for (const auto& ring : part.rings_deg) {
      for (std::size_t i = 1; i < ring.size(); ++i) {
        const auto& a = ring[i - 1];
        const auto& b = ring[i];
        if ((a[0] > lat) != (b[0] > lat) && lon < a[1] + (lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1])) inside = !inside;
      }
    }
    if (inside) return true;
  }
  return false;
}

TEST(Areas, ReadNamesIdsAndLanguages) {
  const auto read =
      read_areas(collection(feature(
                     R"("name":"Midland","country":"Nowhere","name_de":"Mittelland","NAME_FR":"Pays","id":7)", square)),
                 "areas.geojson");
  ASSERT_TRUE(read.has_value()) << read.error().to_string();
  ASSERT_EQ(read->areas.size(), 1U);
  const message::NamedArea& area = read->areas.front();
  EXPECT_EQ(area.name, "Midland");
  EXPECT_EQ(area.id, "7");
  EXPECT_EQ(area.country, "Nowhere");
  EXPECT_EQ(area.names, (message::NamesByLanguage{{"de", "Mittelland"}, {"fr", "Pays"}}));
  EXPECT_TRUE(holds(area, 51.0, 11.0));
  EXPECT_FALSE(holds(area, 53.0, 11.0));
}

TEST(Areas, TakeTheNameFromThePropertyThatIsAskedFor) {
  const std::string text = feature(R"("name":"short","long":"The Long Name")", square);
  EXPECT_EQ(read_areas(text, "a").value().areas.front().name, "short");
  EXPECT_EQ(read_areas(text, "a", {.name_property = "long"}).value().areas.front().name, "The Long Name");
  EXPECT_EQ(read_areas(feature(R"("ADMIN":"By its administration")", square), "a").value().areas.front().name,
            "By its administration");
}

TEST(Areas, KeepHolesAndParts) {
  const std::string text =
      feature(R"("name":"x")",
              "[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[6,3],[6,6],[3,6],[3,3]]],[[[20,0],[21,0],[21,1],[20,0]]]]",
              "MultiPolygon");
  const auto read = read_areas(text, "a");
  ASSERT_TRUE(read.has_value());
  const message::NamedArea& area = read->areas.front();
  ASSERT_EQ(area.parts.size(), 2U);
  EXPECT_TRUE(holds(area, 1.0, 1.0));
  EXPECT_FALSE(holds(area, 4.5, 4.5));
  EXPECT_TRUE(holds(area, 0.5, 20.8));
}

TEST(Areas, AreCutAtTheAntimeridianHoweverItIsWritten) {
  for (const char* ring :
       {"[[[170,10],[-170,10],[-170,20],[170,20],[170,10]]]", "[[[170,10],[190,10],[190,20],[170,20],[170,10]]]",
        "[[[-190,10],[-170,10],[-170,20],[-190,20],[-190,10]]]",
        "[[[170,10],[170,20],[-170,20],[-170,10],[170,10]]]"}) {
    const auto read = read_areas(feature(R"("name":"Date line")", ring), "a");
    ASSERT_TRUE(read.has_value() && read->areas.size() == 1) << ring;
    const message::NamedArea& area = read->areas.front();
    EXPECT_TRUE(holds(area, 15.0, 175.0)) << ring;
    EXPECT_TRUE(holds(area, 15.0, -175.0)) << ring;
    EXPECT_FALSE(holds(area, 15.0, 0.0)) << ring;
    EXPECT_FALSE(holds(area, 15.0, 165.0)) << ring;
  }
}

TEST(Areas, ThatRunAroundTheEarthHoldTheNearerPole) {
  // either direction, and as a flat map that runs along its own edge
  for (const char* ring : {"[[[0,-70],[120,-70],[-120,-70],[0,-70]]]", "[[[0,-70],[-120,-70],[120,-70],[0,-70]]]",
                           "[[[-180,-70],[180,-70],[180,-90],[-180,-90],[-180,-70]]]"}) {
    const auto read = read_areas(feature(R"("name":"South")", ring), "a");
    ASSERT_TRUE(read.has_value() && read->areas.size() == 1) << ring;
    EXPECT_TRUE(holds(read->areas.front(), -80.0, 33.0)) << ring;
    EXPECT_TRUE(holds(read->areas.front(), -89.9, -179.0)) << ring;
    EXPECT_FALSE(holds(read->areas.front(), -60.0, 33.0)) << ring;
    EXPECT_FALSE(holds(read->areas.front(), 80.0, 33.0)) << ring;
  }
}

TEST(Areas, RefuseABadFeatureByNumberAndMemberAndReadTheRest) {
  const auto read =
      read_areas(collection(feature(R"("name":"good")", square) + "," + feature(R"("nom":"no name")", square) + "," +
                            feature(R"("name":"open")", "[[[10,50],[12,50],[12,52],[10,52]]]") + "," +
                            feature(R"("name":"north")", "[[[10,50],[12,50],[12,95],[10,50]]]") + "," +
                            feature(R"("name":"point")", "[10,50]", "Point") +
                            R"(,{"type":"Feature","properties":null},17,)" + feature(R"("name":"also good")", square)),
                 "areas.geojson");
  ASSERT_TRUE(read.has_value()) << read.error().to_string();
  EXPECT_EQ(read->areas.size(), 2U);
  EXPECT_EQ(read->refused_count, 6U);
  ASSERT_EQ(read->refused.size(), 6U);
  EXPECT_EQ(read->refused[0].field, "properties.name");
  EXPECT_EQ(read->refused[0].line, 2);
  EXPECT_TRUE(read->refused[0].is_record);
  EXPECT_EQ(read->refused[1].field, "geometry.coordinates.0.3");
  EXPECT_EQ(read->refused[2].field, "geometry.coordinates.0.2");
  EXPECT_EQ(read->refused[2].value, "[12,95]");
  EXPECT_EQ(read->refused[3].field, "geometry.type");
  EXPECT_EQ(read->refused[4].field, "properties.name");
  EXPECT_EQ(read->refused[5].field, "type");
}

TEST(Areas, RefuseWhatIsNoGeoJsonByName) {
  EXPECT_FALSE(read_areas("", "a").has_value());
  EXPECT_FALSE(read_areas("{\"type\":\"FeatureCollection\",\"features\":[", "a").has_value());
  EXPECT_EQ(read_areas("{}", "a").error().field, "type");
  EXPECT_EQ(read_areas(R"({"type":"Polygon","coordinates":[]})", "a").error().value, "\"Polygon\"");
  EXPECT_EQ(read_areas(R"({"type":"FeatureCollection","features":{}})", "a").error().field, "features");
  const std::string metric = R"({"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]})";
  EXPECT_EQ(read_areas(metric, "a").error().field, "crs.properties.name");
}

TEST(Areas, AreBounded) {
  const std::string text = collection(feature(R"("name":"a")", square) + "," + feature(R"("name":"b")", square));
  EXPECT_FALSE(read_areas(text, "a", {.name_property = {}, .max_bytes = 50}).has_value());
  EXPECT_EQ(read_areas(text, "a", {.name_property = {}, .max_features = 1}).error().field, "features");
  EXPECT_EQ(read_areas(text, "a", {.name_property = {}, .max_vertices = 9}).error().line, 2);
  EXPECT_TRUE(read_areas(text, "a", {.name_property = {}, .max_vertices = 10}).has_value());
  EXPECT_FALSE(read_areas(std::string(100, '['), "a").has_value());
}

TEST(Places, ReadColumnsInAnyOrderUnderTheirUsualNames) {
  const auto read = read_places(
      "\xEF\xBB\xBFLongitude,City,POP,ignored,Latitude,Country,name_ja\r\n140.74,Aomori,275192,x,40.82,Japan,青森\r\n"
      "\n139.7,\"Edo, old \"\"town\"\"\",,x,35.7,,\r\n",
      "places.csv");
  ASSERT_TRUE(read.has_value()) << read.error().to_string();
  ASSERT_EQ(read->places.size(), 2U);
  EXPECT_EQ(read->refused_count, 0U);
  const message::Place& aomori = read->places[0];
  EXPECT_EQ(aomori.name, "Aomori");
  EXPECT_EQ(aomori.country, "Japan");
  EXPECT_DOUBLE_EQ(aomori.lat_deg, 40.82);
  EXPECT_DOUBLE_EQ(aomori.lon_deg, 140.74);
  EXPECT_EQ(aomori.population, 275192);
  EXPECT_EQ(aomori.names.at("ja"), "青森");
  EXPECT_EQ(read->places[1].name, "Edo, old \"town\"");
  EXPECT_EQ(read->places[1].population, 0);
}

TEST(Places, ReadOtherSeparators) {
  EXPECT_EQ(read_places("name;lat;lon\nA;1.5;2\n", "p").value().places.front().lat_deg, 1.5);
  const auto tabs = read_places("name\tlat\tlng\tpopulation\nA\t1\t2.5\t\n", "p");
  ASSERT_TRUE(tabs.has_value());
  ASSERT_EQ(tabs->places.size(), 1U);
  EXPECT_EQ(tabs->places.front().lon_deg, 2.5);
}

TEST(Places, RefuseABadRowByLineAndColumnAndReadTheRest) {
  const auto read = read_places(
      "name,lat,lon,population\nA,1,2,3\nB,91,2,3\nC,1,east,3\n,1,2,3\nD,1,2,-4\nE,1,2\n\"F,1,2,3\nG,1,2,3\n", "p.csv");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->places.size(), 2U);
  EXPECT_EQ(read->refused_count, 6U);
  EXPECT_EQ(read->refused[0].to_string(), "p.csv:3:3: field 'lat': found 91, expected degrees from -90 to 90");
  EXPECT_EQ(read->refused[1].column, 5);
  EXPECT_EQ(read->refused[2].field, "name");
  EXPECT_EQ(read->refused[3].field, "population");
  EXPECT_EQ(read->refused[4].field, "columns");
  EXPECT_EQ(read->refused[5].line, 8);
}

TEST(Places, RefuseWhatIsNoTableByName) {
  EXPECT_EQ(read_places("", "p").error().field, "header");
  EXPECT_EQ(read_places("name,lat\nA,1\n", "p").error().field, "lon");
  EXPECT_EQ(read_places("{\"type\":\"Feature\"}", "p").error().field, "name");
  EXPECT_FALSE(read_places("name,lat,lon\nA,1,2\nB,1,2\n", "p", {.max_places = 1}).has_value());
  EXPECT_FALSE(read_places("name,lat,lon\nA,1,2\n", "p", {.max_bytes = 5}).has_value());
}

}  // namespace
}  // namespace tocsin::formats
