#include "tocsin/formats/kml.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <sstream>
#include <string_view>

#include <pugixml.hpp>

#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/geojson.hpp"
#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kTextLimit = 400;

/// Kinds of features, in the order of the folders.
struct Kind {
  std::string_view kind;
  const char* folder;
};
constexpr std::array<Kind, 9> kKinds{{{"warning_area", "Areas of warnings"},
                                      {"impact", "Impacts"},
                                      {"impact_region", "Impact regions"},
                                      {"launch", "Launches"},
                                      {"launch_region", "Launch regions"},
                                      {"track", "Tracks"},
                                      {"satellite", "Satellites"},
                                      {"radar", "Radars"},
                                      {"radar_sector", "Radar sectors"}}};

/// Properties that say how a feature looks or that have an element of their own.
constexpr std::array<std::string_view, 8> kNotData{"kind",         "name", "title",        "stroke",
                                                   "stroke-width", "fill", "fill-opacity", "marker-color"};

pugi::xml_node add(pugi::xml_node parent, const char* name, std::string_view text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(std::string(text).c_str());
  return node;
}

std::string text_of(const Json& properties, std::string_view key) {
  const Json* value = properties.find(key);
  if (value == nullptr) return {};
  const std::string* text = value->if_string();
  return text != nullptr ? plain_text(*text, kTextLimit) : value->dump();
}

/// KML has aabbggrr where style properties have #rrggbb.
std::string colour(const std::string& web, double opacity) {
  constexpr const char* digits = "0123456789abcdef";
  const auto alpha = static_cast<std::size_t>(std::lround(255.0 * std::clamp(opacity, 0.0, 1.0)));
  if (web.size() != 7) return "ffffffff";
  return std::string{digits[alpha / 16], digits[alpha % 16]} + web.substr(5, 2) + web.substr(3, 2) + web.substr(1, 2);
}

/// An xsd:ID: begins with a letter; what may not stand in one becomes its number, so that no two ids become one.
std::string xml_id(std::string_view id) {
  std::string out = "f-";
  for (const char c : id) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    out += is_plain ? std::string(1, c) : "." + std::to_string(static_cast<unsigned char>(c)) + ".";
  }
  return out;
}

void add_time(pugi::xml_node placemark, const Json& properties) {
  const std::string begin = text_of(properties, "begin");
  if (!begin.empty()) {
    pugi::xml_node span = placemark.append_child("TimeSpan");
    add(span, "begin", without_leap_second(begin));
    add(span, "end", without_leap_second(text_of(properties, "end")));
    return;
  }
  std::string when = text_of(properties, "made_at");
  if (when.empty()) when = text_of(properties, "time");
  if (!when.empty()) add(placemark.append_child("TimeStamp"), "when", without_leap_second(when));
}

/// Looks of the features, each written once.
class Styles {
 public:
  explicit Styles(pugi::xml_node document) : document_(document) {}

  std::string url_of(const Json& properties) {
    const std::string marker = text_of(properties, "marker-color");
    const std::string stroke = text_of(properties, "stroke");
    const std::string fill = text_of(properties, "fill");
    const std::string width = text_of(properties, "stroke-width");
    const Json* opacity = properties.find("fill-opacity");
    const double filled = opacity != nullptr ? opacity->number() : 0.0;
    const std::string key = marker + " " + stroke + " " + width + " " + fill + " " + shortest(filled);
    const auto [at, is_new] = names_.try_emplace(key, "look-" + std::to_string(names_.size() + 1));
    if (is_new) {
      pugi::xml_node style = document_.append_child("Style");
      style.append_attribute("id").set_value(at->second.c_str());
      if (!marker.empty()) add(style.append_child("IconStyle"), "color", colour(marker, 1.0));
      if (!stroke.empty()) {
        pugi::xml_node line = style.append_child("LineStyle");
        add(line, "color", colour(stroke, 1.0));
        add(line, "width", width);
      }
      if (!fill.empty()) add(style.append_child("PolyStyle"), "color", colour(fill, filled));
    }
    return "#" + at->second;
  }

 private:
  pugi::xml_node document_;
  std::map<std::string, std::string> names_;
};

bool has_height(const Json& position) {
  return position.if_array()->size() == 3;
}

std::string coordinate(const Json& position) {
  std::string out;
  for (const Json& number : *position.if_array()) out += (out.empty() ? "" : ",") + shortest(number.number());
  return out;
}

std::string coordinates(const Json& positions) {
  std::string out;
  for (const Json& p : *positions.if_array()) out += (out.empty() ? "" : " ") + coordinate(p);
  return out;
}

void add_line(pugi::xml_node parent, const Json& line) {
  pugi::xml_node node = parent.append_child("LineString");
  const bool is_high = has_height(line.if_array()->front());
  add(node, "tessellate", is_high ? "0" : "1");
  if (is_high) add(node, "altitudeMode", "absolute");
  add(node, "coordinates", coordinates(line));
}

void add_polygon(pugi::xml_node parent, const Json& rings) {
  pugi::xml_node node = parent.append_child("Polygon");
  add(node, "tessellate", "1");
  add(node.append_child("outerBoundaryIs").append_child("LinearRing"), "coordinates",
      coordinates(rings.if_array()->front()));
}

void add_geometry(pugi::xml_node placemark, const Json& geometry) {
  const std::string type = text_of(geometry, "type");
  const Json& places = *geometry.find("coordinates");
  if (type == "Point") {
    pugi::xml_node node = placemark.append_child("Point");
    add(node, "coordinates", coordinate(places));
    return;
  }
  const bool is_area = type.ends_with("Polygon");
  const auto one = [&](pugi::xml_node parent, const Json& part) {
    is_area ? add_polygon(parent, part) : add_line(parent, part);
  };
  if (!type.starts_with("Multi")) return one(placemark, places);
  pugi::xml_node multi = placemark.append_child("MultiGeometry");
  for (const Json& part : *places.if_array()) one(multi, part);
}

void add_placemark(pugi::xml_node folder, const Json& feature, Styles& styles) {
  const Json& properties = *feature.find("properties");
  pugi::xml_node placemark = folder.append_child("Placemark");
  placemark.append_attribute("id").set_value(xml_id(text_of(feature, "id")).c_str());
  add(placemark, "name", text_of(properties, "title"));
  add_time(placemark, properties);
  add(placemark, "styleUrl", styles.url_of(properties));
  pugi::xml_node data = placemark.append_child("ExtendedData");
  for (const auto& [key, value] : *properties.if_object()) {
    if (std::find(kNotData.begin(), kNotData.end(), key) != kNotData.end()) continue;
    pugi::xml_node one = data.append_child("Data");
    one.append_attribute("name").set_value(key.c_str());
    add(one, "value", text_of(properties, key));
  }
  add_geometry(placemark, *feature.find("geometry"));
}

}  // namespace

std::string kml(const Products& products) {
  const Json map = geojson_map(products);
  pugi::xml_document text;
  pugi::xml_node declaration = text.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node root = text.append_child("kml");
  root.append_attribute("xmlns").set_value("http://www.opengis.net/kml/2.2");
  pugi::xml_node document = root.append_child("Document");
  // Whoever opens the file sees first whether it is real.
  const std::string status = text_of(map, "status") + (products.simulated ? ", simulated" : "");
  add(document, "name", text_of(map, "name") + " (" + status + ")");
  add(document, "open", "1");
  // Styles stand before the folders that use them.
  pugi::xml_document folders;
  Styles styles(document);
  const Json::Array& features = *map.find("features")->if_array();
  for (const Kind& kind : kKinds) {
    pugi::xml_node folder;
    for (const Json& feature : features) {
      if (text_of(*feature.find("properties"), "kind") != kind.kind) continue;
      if (!folder) {
        folder = folders.append_child("Folder");
        add(folder, "name", kind.folder);
      }
      add_placemark(folder, feature, styles);
    }
  }
  for (const pugi::xml_node folder : folders.children()) document.append_copy(folder);
  std::ostringstream out;
  text.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace tocsin::formats
