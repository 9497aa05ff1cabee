#include "tocsin/formats/geojson.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/plain_text.hpp"
#include "tocsin/formats/rings.hpp"
#include "tocsin/formats/series.hpp"

namespace tocsin::formats {
namespace {

constexpr int kDegreeDecimals = 6;  // 0.1 m
constexpr int kHeightDecimals = 1;
constexpr std::size_t kTextLimit = 400;

// A palette that colour-blind readers can tell apart (Okabe and Ito, 2008).
constexpr const char* kLaunchColour = "#e69f00";
constexpr const char* kImpactColour = "#d55e00";
constexpr const char* kOldImpactColour = "#999999";
constexpr const char* kWarningColour = "#cc79a7";
constexpr const char* kTrackColour = "#0072b2";
constexpr const char* kRadarColour = "#009e73";
constexpr const char* kSatelliteColour = "#56b4e9";

/// Names come from files and paths: they are made printable first.
Json shown(const std::string& text) {
  return Json(plain_text(text, kTextLimit));
}

Json position(double lat_deg, double lon_deg) {
  return Json(Json::Array{Json(rounded(lon_deg, kDegreeDecimals)), Json(rounded(lat_deg, kDegreeDecimals))});
}

Json position(const LatLonHeight& p) {
  Json out = position(p[0], p[1]);
  return std::move(out.push(Json(rounded(p[2], kHeightDecimals))));
}

Json geometry(const char* type, Json coordinates) {
  return Json::object().add("type", type).add("coordinates", std::move(coordinates));
}

Json ring_json(const LatLonRing& ring) {
  Json out = Json::array();
  for (const auto& p : ring) out.push(position(p[0], p[1]));
  return out;
}

/// Polygon or, when it was cut, MultiPolygon; nothing for a ring without inside.
std::optional<Json> area(const LatLonRing& ring) {
  const std::vector<LatLonRing> parts = cut_ring(ring, kDegreeDecimals);
  if (parts.empty()) return std::nullopt;
  if (parts.size() == 1) return geometry("Polygon", Json(Json::Array{ring_json(parts.front())}));
  Json polygons = Json::array();
  for (const LatLonRing& part : parts) polygons.push(Json(Json::Array{ring_json(part)}));
  return geometry("MultiPolygon", std::move(polygons));
}

std::optional<Json> path(const std::vector<LatLonHeight>& line, bool with_height) {
  std::vector<Json> parts;
  for (const auto& part : cut_line(line)) {
    Json points = Json::array();
    for (const LatLonHeight& p : part) points.push(with_height ? position(p) : position(p[0], p[1]));
    parts.push_back(std::move(points));
  }
  if (parts.empty()) return std::nullopt;
  if (parts.size() == 1) return geometry("LineString", std::move(parts.front()));
  return geometry("MultiLineString", Json(Json::Array(parts.begin(), parts.end())));
}

/// Collects features; the properties start with kind, name and title.
class Map {
 public:
  void add(const std::string& id, const char* kind, const std::string& name, const std::string& title, Json geometry,
           Json more) {
    Json properties = Json::object();
    properties.add("kind", kind).add("name", shown(name)).add("title", shown(title));
    if (more.if_object() != nullptr) {
      for (const auto& [key, value] : *more.if_object()) properties.add(key, value);
    }
    features_.push(Json::object()
                       .add("type", "Feature")
                       .add("id", shown(id))
                       .add("geometry", std::move(geometry))
                       .add("properties", std::move(properties)));
  }
  Json take() { return std::move(features_); }

 private:
  Json features_ = Json::array();
};

Json with_fill(Json properties, const char* colour, double opacity) {
  properties.add("stroke", colour).add("stroke-width", 2).add("fill", colour).add("fill-opacity", opacity);
  return properties;
}

Json with_marker(Json properties, const char* colour) {
  return std::move(properties.add("marker-color", colour));
}

Json with_line(Json properties, const char* colour, int width) {
  return std::move(properties.add("stroke", colour).add("stroke-width", width));
}

Json ellipse_properties(const message::Ellipse& e) {
  return Json::object()
      .add("semi_major_km", e.semi_major_km)
      .add("semi_minor_km", e.semi_minor_km)
      .add("azimuth_deg", e.azimuth_deg);
}

void add_launch(Map& map, const message::Event& event) {
  if (!event.launch) return;
  const message::LaunchEstimate& launch = *event.launch;
  Json about = Json::object()
                   .add("event", event.id)
                   .add("time", format_utc(launch.time))
                   .add("time_sigma_s", launch.time_sigma_s);
  const std::string title = "Launch of " + title_of(event);
  map.add(event.id + "/launch", "launch", event.id, title, geometry("Point", position(launch.lat_deg, launch.lon_deg)),
          with_marker(about, kLaunchColour));
  if (auto region = area(ellipse_ring(launch.ellipse90, launch.lat_deg, launch.lon_deg))) {
    Json more = ellipse_properties(launch.ellipse90).add("event", event.id);
    map.add(event.id + "/launch-region", "launch_region", event.id, title + ": 90 % region", std::move(*region),
            with_fill(std::move(more), kLaunchColour, 0.2));
  }
}

void add_impact(Map& map, const message::Event& event, const message::ImpactEstimate& impact, const std::string& number,
                bool current) {
  Json about = ellipse_properties(impact.ellipse90);
  about.add("event", event.id)
      .add("current", current)
      .add("made_at", format_utc(impact.made_at))
      .add("time", format_utc(impact.time));
  about.add("time_sigma_s", impact.time_sigma_s).add("radar_seconds", impact.radar_seconds);
  const std::string title = "Impact of " + title_of(event);
  if (auto region = area(ellipse_ring(impact.ellipse90, impact.lat_deg, impact.lon_deg))) {
    map.add(event.id + "/impact-region-" + number, "impact_region", event.id,
            title + ": 90 % region as of " + format_utc_seconds(impact.made_at), std::move(*region),
            with_fill(about, current ? kImpactColour : kOldImpactColour, current ? 0.3 : 0.05));
  }
  if (!current) return;
  map.add(event.id + "/impact", "impact", event.id, title, geometry("Point", position(impact.lat_deg, impact.lon_deg)),
          with_marker(std::move(about), kImpactColour));
}

void add_events(Map& map, const Products& products) {
  for (const EventProduct& product : products.events) {
    add_launch(map, product.event);
    std::int64_t number = 0;
    for (const message::ImpactEstimate& impact : product.impact_history) {
      ++number;
      if (product.event.impact && impact.made_at == product.event.impact->made_at) continue;
      add_impact(map, product.event, impact, std::to_string(number), false);
    }
    if (product.event.impact) add_impact(map, product.event, *product.event.impact, "current", true);
  }
}

void add_warnings(Map& map, const Products& products) {
  for (const WarningSpan& span : warning_spans(products)) {
    if (!span.is_last) continue;
    const message::Warning& w = *span.warning;
    const std::string name = w.id + "-" + std::to_string(w.revision);
    std::int64_t number = 0;
    for (const message::WarningArea& one : w.areas) {
      ++number;
      auto region = area(one.ring_deg);
      if (!region) continue;
      Json more = Json::object().add("event", w.event).add("state", name_of(w.state)).add("level", name_of(w.level));
      more.add("description", shown(w.headline));
      map.add(name + "/area-" + std::to_string(number), "warning_area", name, one.name, std::move(*region),
              with_fill(std::move(more), kWarningColour, 0.15));
    }
  }
}

void add_tracks(Map& map, const Products& products) {
  for (const TrackSeries& series : tracks_to_draw(products)) {
    std::vector<LatLonHeight> line;
    for (const message::Track* report : series.reports) {
      const Geodetic p = earth::to_geodetic(Position<Itrf>{report->position_m});
      line.push_back({in_degrees(Radians(p.lat_rad)), in_degrees(Radians(p.lon_rad)), p.height_m});
    }
    auto way = path(line, true);
    if (!way) continue;
    const std::string name = "T" + std::to_string(series.id);
    Json more = Json::object();
    if (!series.event.empty()) more.add("event", series.event);
    more.add("track_kind", series.full ? "full" : "single_satellite");
    more.add("begin", format_utc(series.reports.front()->time)).add("end", format_utc(series.reports.back()->time));
    map.add(name, "track", name, "Track " + name + (series.event.empty() ? "" : " of " + series.event), std::move(*way),
            with_line(std::move(more), kTrackColour, 3));
  }
}

void add_sensors(Map& map, const Products& products) {
  for (const SensorProduct& sensor : products.sensors) {
    const std::string name = sensor.name.empty() ? sensor.id : sensor.name;
    if (sensor.site) {
      const double lat_deg = in_degrees(Radians(sensor.site->lat_rad));
      const double lon_deg = in_degrees(Radians(sensor.site->lon_rad));
      map.add(sensor.id, "radar", sensor.id, name,
              geometry("Point", position({lat_deg, lon_deg, sensor.site->height_m})),
              with_marker(Json::object(), kRadarColour));
    } else if (!sensor.samples.empty()) {
      const Geodetic p = earth::to_geodetic(sensor.samples.front().position);
      Json more =
          Json::object().add("time", format_utc(sensor.samples.front().time)).add("height_m", rounded(p.height_m, 0));
      map.add(sensor.id, "satellite", sensor.id, name + " (point below it at the start)",
              geometry("Point", position(in_degrees(Radians(p.lat_rad)), in_degrees(Radians(p.lon_rad)))),
              with_marker(std::move(more), kSatelliteColour));
    }
    if (!sensor.site || !sensor.sector) continue;
    std::vector<LatLonHeight> line;
    for (const auto& p : sector_outline(*sensor.site, *sensor.sector)) line.push_back({p[0], p[1], 0.0});
    if (auto edge = path(line, false)) {
      map.add(sensor.id + "/sector", "radar_sector", sensor.id, name + ": sector", std::move(*edge),
              with_line(Json::object(), kRadarColour, 1));
    }
  }
}

}  // namespace

Json geojson_map(const Products& products) {
  Map map;
  add_sensors(map, products);
  add_tracks(map, products);
  add_warnings(map, products);
  add_events(map, products);
  Json out = Json::object();
  out.add("type", "FeatureCollection").add("name", shown(products.run)).add("status", name_of(products.status));
  out.add("simulated", products.simulated)
      .add("begin", format_utc(products.begin))
      .add("end", format_utc(products.end));
  out.add("features", map.take());
  return out;
}

std::string geojson(const Products& products) {
  return geojson_map(products).dump() + "\n";
}

}  // namespace tocsin::formats
