#include "tocsin/formats/areas.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/plain_text.hpp"
#include "tocsin/formats/rings.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kNameLimit = 200;
constexpr std::size_t kValuesOfFeature = 64;  // properties; a position takes three values
constexpr std::size_t kLanguageNames = 400;   // more than any map has languages
constexpr double kTurn = 360.0;
constexpr double kLargestLon = 540.0;  // a ring that starts at 180 and runs once around
constexpr int kDecimals = 7;           // of what is cut: a centimetre
constexpr int kDepth = 24;  // the deepest coordinate of a FeatureCollection lies at 8; properties may be deeper

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

Error wrong(std::string field, const Json* found, std::string expected) {
  std::string value = "nothing";
  if (found != nullptr) {
    const bool scalar = found->if_array() == nullptr && found->if_object() == nullptr;
    value = scalar ? printable(found->dump()) : std::string(found->kind());
  }
  return Error{.field = std::move(field), .value = std::move(value), .expected = std::move(expected)};
}

/// The member's text if it is a text or a whole number.
std::optional<std::string> label(const Json* member) {
  if (member == nullptr) return std::nullopt;
  if (const std::string* text = member->if_string()) return plain_text(trimmed(*text), kNameLimit);
  if (const std::int64_t* number = member->if_integer()) return std::to_string(*number);
  return std::nullopt;
}

/// One feature after the other into areas, with a common count of vertices.
class FeatureReader {
 public:
  explicit FeatureReader(const AreasOptions& options) : options_(options) {}

  /// An error without a field means that the whole file is too large.
  Result<message::NamedArea> read(const Json& feature) {
    if (const Json* type = feature.find("type");
        type == nullptr || type->if_string() == nullptr || *type->if_string() != "Feature") {
      return fail(wrong("type", type, "\"Feature\""));
    }
    message::NamedArea area;
    if (Status s = read_properties(feature, area); !s) return fail(std::move(s).error());
    const Json* geometry = feature.find("geometry");
    if (geometry == nullptr || geometry->if_object() == nullptr)
      return fail(wrong("geometry", geometry, "a Polygon or MultiPolygon"));
    if (Status s = read_geometry(*geometry, area); !s) return fail(std::move(s).error().under("geometry"));
    return area;
  }

  [[nodiscard]] bool full() const { return vertices_ > options_.max_vertices; }

 private:
  Status read_properties(const Json& feature, message::NamedArea& area) const {
    const Json* properties = feature.find("properties");
    const Json none = Json::object();
    if (properties == nullptr || properties->is_null()) properties = &none;
    if (properties->if_object() == nullptr) return fail(wrong("properties", properties, "an object or null"));
    std::vector<std::string> keys{options_.name_property};
    if (options_.name_property.empty()) keys = {"name", "NAME", "admin", "ADMIN", "name_en", "NAME_EN"};
    for (const std::string& key : keys) {
      if (const std::optional<std::string> found = label(properties->find(key)); found && area.name.empty())
        area.name = *found;
    }
    if (area.name.empty())
      return fail(wrong("properties." + keys.front(), properties->find(keys.front()), "a name that is not empty"));
    std::optional<std::string> id = label(feature.find("id"));
    if (!id) id = label(properties->find("id"));
    area.id = id.value_or("");
    area.country = label(properties->find("country")).value_or("");
    for (const auto& [key, value] : *properties->if_object()) {
      const std::string low = lowered(key);
      if (!low.starts_with("name:") && !low.starts_with("name_")) continue;
      const std::optional<std::string> name = label(&value);
      if (name && !name->empty() && low.size() > 5 && low.size() <= 16 && area.names.size() < kLanguageNames)
        area.names.emplace(low.substr(5), *name);
    }
    return {};
  }

  Status read_geometry(const Json& geometry, message::NamedArea& area) {
    const Json* type = geometry.find("type");
    const std::string* kind = type != nullptr ? type->if_string() : nullptr;
    if (kind == nullptr || (*kind != "Polygon" && *kind != "MultiPolygon"))
      return fail(wrong("type", type, "\"Polygon\" or \"MultiPolygon\""));
    const Json* coordinates = geometry.find("coordinates");
    const Json::Array* array = coordinates != nullptr ? coordinates->if_array() : nullptr;
    if (array == nullptr || array->empty()) return fail(wrong("coordinates", coordinates, "rings of positions"));
    if (*kind == "Polygon") return read_polygon(*coordinates, "coordinates", area);
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (Status s = read_polygon((*array)[i], "coordinates." + std::to_string(i), area); !s) return s;
    }
    return {};
  }

  Status read_polygon(const Json& json, const std::string& field, message::NamedArea& area) {
    const Json::Array* rings = json.if_array();
    if (rings == nullptr || rings->empty()) return fail(wrong(field, &json, "rings of positions"));
    message::AreaPart part;
    for (std::size_t i = 0; i < rings->size(); ++i) {
      LatLonRing ring;
      if (Status s = read_ring((*rings)[i], field + "." + std::to_string(i), ring); !s) return s;
      for (LatLonRing& piece : on_the_map(std::move(ring), kDecimals)) part.rings_deg.push_back(std::move(piece));
    }
    if (!part.rings_deg.empty()) area.parts.push_back(std::move(part));
    return {};
  }

  Status read_ring(const Json& json, const std::string& field, LatLonRing& ring) {
    const Json::Array* positions = json.if_array();
    if (positions == nullptr || positions->size() < 4)
      return fail(wrong(field, &json, "at least 4 positions, the last equal to the first"));
    vertices_ += positions->size();
    if (full()) return fail(Error{.message = "too many vertices"});
    ring.reserve(positions->size());
    for (std::size_t i = 0; i < positions->size(); ++i) {
      const Json::Array* position = (*positions)[i].if_array();
      const bool numbers =
          position != nullptr && position->size() >= 2 && (*position)[0].is_number() && (*position)[1].is_number();
      const double lon = numbers ? (*position)[0].number() : kTurn * kTurn;
      const double lat = numbers ? (*position)[1].number() : kTurn * kTurn;
      if (!(std::abs(lon) <= kLargestLon) || !(std::abs(lat) <= 90.0)) {
        Error error = wrong(field + "." + std::to_string(i), &(*positions)[i],
                            "[longitude from -540 to 540, latitude from -90 to 90]");
        if (position != nullptr) error.value = printable((*positions)[i].dump().substr(0, 60));
        return fail(std::move(error));
      }
      ring.push_back({lat, lon});
    }
    if (ring.front() != ring.back())
      return fail(Error{.field = field + "." + std::to_string(ring.size() - 1),
                        .value = printable((*positions)[ring.size() - 1].dump().substr(0, 60)),
                        .expected = "the first position again, so that the ring is closed"});
    return {};
  }

  const AreasOptions& options_;
  std::size_t vertices_ = 0;
};

/// WGS-84 in longitude and latitude under one of its names; RFC 7946 leaves the member out.
Status check_reference_system(const Json& document, const std::string& source) {
  const Json* crs = document.find("crs");
  if (crs == nullptr || crs->is_null()) return {};
  const Json* properties = crs->find("properties");
  const Json* name = properties != nullptr ? properties->find("name") : nullptr;
  const std::string* text = name != nullptr ? name->if_string() : nullptr;
  if (text != nullptr && (text->ends_with("CRS84") || text->ends_with("EPSG::4326") || *text == "EPSG:4326")) return {};
  return fail(wrong("crs.properties.name", name, "urn:ogc:def:crs:OGC:1.3:CRS84 (WGS-84), or no crs").in(source));
}

}  // namespace

Result<Areas> read_areas(std::string_view text, const std::string& source, const AreasOptions& options) {
  TOCSIN_TRY(const Json document,
             parse_json(without_byte_order_mark(text), source,
                        {.max_bytes = options.max_bytes,
                         .max_depth = kDepth,
                         .max_values = 4 * options.max_vertices + kValuesOfFeature * options.max_features}));
  const Json* type = document.find("type");
  const std::string* kind = type != nullptr ? type->if_string() : nullptr;
  if (kind == nullptr || (*kind != "FeatureCollection" && *kind != "Feature"))
    return fail(wrong("type", type, "\"FeatureCollection\" or \"Feature\" (a bare geometry has no name)").in(source));
  if (Status s = check_reference_system(document, source); !s) return fail(std::move(s).error());
  const Json::Array single{*kind == "Feature" ? document : Json()};
  const Json* member = document.find("features");
  const Json::Array* features = *kind == "Feature" ? &single : member != nullptr ? member->if_array() : nullptr;
  if (features == nullptr) return fail(wrong("features", member, "an array of features").in(source));
  if (features->size() > options.max_features)
    return fail(Error{.source = source,
                      .field = "features",
                      .value = std::to_string(features->size()),
                      .expected = "at most " + std::to_string(options.max_features)});

  Areas out;
  FeatureReader reader(options);
  for (std::size_t i = 0; i < features->size(); ++i) {
    Result<message::NamedArea> area = reader.read((*features)[i]);
    const auto number = static_cast<std::int64_t>(i) + 1;
    if (reader.full())
      return fail(Error{.source = source,
                        .line = number,
                        .is_record = true,
                        .field = "geometry.coordinates",
                        .value = "more vertices",
                        .expected = "at most " + std::to_string(options.max_vertices) + " in the file"});
    if (area && !area->parts.empty()) {
      out.areas.push_back(std::move(*area));
      continue;
    }
    const Error error =
        area ? Error{.field = "geometry.coordinates", .value = "rings that hold nothing", .expected = "an area"}
             : std::move(area).error();
    ++out.refused_count;
    if (out.refused.size() < options.max_errors) out.refused.push_back(error.in(source).at_record(number));
  }
  return out;
}

}  // namespace tocsin::formats
