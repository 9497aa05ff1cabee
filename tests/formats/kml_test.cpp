#include "tocsin/formats/kml.hpp"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "tocsin/base/json.hpp"
#include "tocsin/formats/geojson.hpp"

#include "tests/formats/sample.hpp"
#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

pugi::xml_document parsed(const Products& products) {
  pugi::xml_document out;
  const std::string text = kml(products);
  EXPECT_TRUE(out.load_buffer(text.data(), text.size()));
  return out;
}

std::vector<pugi::xml_node> placemarks(const pugi::xml_document& document) {
  std::vector<pugi::xml_node> out;
  for (const pugi::xml_node folder : document.child("kml").child("Document").children("Folder")) {
    for (const pugi::xml_node placemark : folder.children("Placemark")) out.push_back(placemark);
  }
  return out;
}

/// Longitude, latitude and height, if any, of each place of a text of coordinates.
std::vector<std::vector<double>> places(const std::string& text) {
  std::vector<std::vector<double>> out;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    std::vector<double> place;
    std::istringstream numbers(word);
    for (std::string number; std::getline(numbers, number, ',');) place.push_back(std::stod(number));
    out.push_back(place);
  }
  return out;
}

TEST(Kml, ShowsEachFeatureOfTheMapOnce) {
  const pugi::xml_document document = parsed(sample());
  std::set<std::string> ids;
  for (const pugi::xml_node placemark : placemarks(document)) {
    const std::string id = placemark.attribute("id").value();
    EXPECT_TRUE(std::regex_match(id, std::regex("[A-Za-z_][A-Za-z0-9_.-]*"))) << id;
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_NE(std::string(placemark.child_value("name")), "");
  }
  EXPECT_EQ(ids.size(), geojson_map(sample()).find("features")->if_array()->size());
  const std::string name = document.child("kml").child("Document").child_value("name");
  EXPECT_NE(name.find("(exercise"), std::string::npos) << name;
}

TEST(Kml, HasTheElementsInTheOrderOfTheStandard) {
  const std::vector<std::string> order{"name",  "TimeSpan",   "TimeStamp", "styleUrl",     "ExtendedData",
                                       "Point", "LineString", "Polygon",   "MultiGeometry"};
  const pugi::xml_document document = parsed(sample());
  for (const pugi::xml_node placemark : placemarks(document)) {
    std::ptrdiff_t last = -1;
    for (const pugi::xml_node child : placemark.children()) {
      const auto at = std::find(order.begin(), order.end(), child.name()) - order.begin();
      EXPECT_LT(last, at) << child.name();
      EXPECT_LT(at, static_cast<std::ptrdiff_t>(order.size())) << child.name();
      last = at;
    }
    const std::string style = placemark.child_value("styleUrl");
    ASSERT_EQ(style.substr(0, 1), "#");
    EXPECT_TRUE(document.child("kml").child("Document").find_child_by_attribute("Style", "id", style.c_str() + 1));
  }
  for (const pugi::xpath_node colour : document.select_nodes("//color"))
    EXPECT_TRUE(std::regex_match(colour.node().child_value(), std::regex("[0-9a-f]{8}")));
  for (const pugi::xpath_node time : document.select_nodes("//when|//begin|//end")) {
    EXPECT_TRUE(
        std::regex_match(time.node().child_value(), std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d+)?Z)")))
        << time.node().child_value();
  }
}

TEST(Kml, CoordinatesAreThoseOfTheMap) {
  const pugi::xml_document document = parsed(sample());
  for (const pugi::xpath_node node : document.select_nodes("//coordinates")) {
    const auto all = places(node.node().child_value());
    ASSERT_FALSE(all.empty());
    for (const auto& place : all) {
      ASSERT_TRUE(place.size() == 2 || place.size() == 3);
      EXPECT_LE(std::abs(place[0]), 180.0);
      EXPECT_LE(std::abs(place[1]), 90.0);
    }
    // Heights of tracks are meant as heights.
    const bool is_track = std::string(node.node().parent().name()) == "LineString" && all[0].size() == 3;
    EXPECT_EQ(std::string(node.node().parent().child_value("altitudeMode")), is_track ? "absolute" : "");
    const bool is_ring = std::string(node.node().parent().name()) == "LinearRing";
    EXPECT_TRUE(!is_ring || all.front() == all.back());
  }
  const auto launch =
      places(document.select_node("//Placemark[@id='f-E0001.47.launch']//coordinates").node().child_value());
  ASSERT_EQ(launch.size(), 1U);
  EXPECT_NEAR(launch[0][0], 126.426, 1e-6);
  EXPECT_NEAR(launch[0][1], 40.611, 1e-6);
}

TEST(Kml, HostileNamesStayText) {
  Products products = sample();
  products.run = "</Document><script>\n\xFF";
  products.sensors[2].name = "]]><a/>&";
  products.events[0].event.id = "E\x01\xFF<";
  const pugi::xml_document document = parsed(products);
  EXPECT_EQ(placemarks(document).size(), placemarks(parsed(sample())).size());
  EXPECT_FALSE(document.select_node("//script"));
}

TEST(Kml, AnEmptyRunIsAnEmptyMap) {
  EXPECT_TRUE(placemarks(parsed(Products{})).empty());
}

TEST(Kml, OpensInOgrinfo) {
  if (!has_tool("ogrinfo")) GTEST_SKIP() << "ogrinfo is not installed (gdal-bin)";
  const ToolRun run = run_tool("ogrinfo -ro -al -so " + test_file("map.kml", kml(sample())));
  EXPECT_EQ(run.status, 0) << run.output;
  for (const char* layer : {"Launches", "Impact regions", "Tracks", "Radars"})
    EXPECT_NE(run.output.find(std::string("Layer name: ") + layer), std::string::npos) << run.output.substr(0, 2000);
  EXPECT_EQ(run.output.find("ERROR"), std::string::npos) << run.output.substr(0, 2000);
}

}  // namespace
}  // namespace tocsin::formats
