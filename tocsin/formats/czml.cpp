#include "tocsin/formats/czml.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/formats/plain_text.hpp"
#include "tocsin/formats/rings.hpp"
#include "tocsin/formats/series.hpp"

namespace tocsin::formats {
namespace {

using Colour = std::array<int, 4>;  // red, green, blue, opacity, 0 to 255

// The palette of the map (geojson.cpp).
constexpr Colour kLaunch{230, 159, 0, 255};
constexpr Colour kImpact{213, 94, 0, 255};
constexpr Colour kWarning{204, 121, 167, 255};
constexpr Colour kTrack{0, 114, 178, 255};
constexpr Colour kRadar{0, 158, 115, 255};
constexpr Colour kSatellite{86, 180, 233, 255};

constexpr double kSatelliteTrailS = 43200.0;  // one Molniya revolution
constexpr int kMetreDecimals = 1;
constexpr std::size_t kTextLimit = 2000;

/// Names come from files and paths: they are made printable first.
Json shown(const std::string& text) {
  return Json(plain_text(text, kTextLimit));
}

/// Text for Cesium's information box, which takes HTML.
std::string html(const std::string& text) {
  std::string out;
  for (const char c : plain_text(text, kTextLimit)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Json rgba(Colour c, int opacity) {
  return Json::object().add("rgba", Json(Json::Array{Json(c[0]), Json(c[1]), Json(c[2]), Json(opacity)}));
}

Json solid(Colour c, int opacity) {
  return Json::object().add("solidColor", Json::object().add("color", rgba(c, opacity)));
}

Json point(Colour c, int pixels) {
  return Json::object()
      .add("color", rgba(c, 255))
      .add("pixelSize", pixels)
      .add("outlineColor", rgba({0, 0, 0, 255}, 255))
      .add("outlineWidth", 1);
}

Json label(const std::string& text, Colour c) {
  Json offset = Json::object().add("cartesian2", Json(Json::Array{Json(10), Json(0)}));
  return Json::object()
      .add("text", shown(text))
      .add("font", "12px sans-serif")
      .add("style", "FILL_AND_OUTLINE")
      .add("fillColor", rgba(c, 255))
      .add("outlineColor", rgba({0, 0, 0, 255}, 255))
      .add("outlineWidth", 3)
      .add("horizontalOrigin", "LEFT")
      .add("pixelOffset", std::move(offset));
}

Json polyline_path(Colour c, int width, double trail_s) {
  return Json::object()
      .add("material", solid(c, 200))
      .add("width", width)
      .add("leadTime", 0)
      .add("trailTime", trail_s)
      .add("resolution", 60);
}

std::string interval(Instant from, Instant until) {
  return format_utc(from) + "/" + format_utc(until);
}

void append(Json::Array& list, const Vec3& m) {
  for (const double v : {m.x, m.y, m.z}) list.emplace_back(rounded(v, kMetreDecimals));
}

struct Sample {
  Instant time;
  Vec3 itrf_m;
};

/// Sampled position in the rotating frame; one sample stands still. Precondition: not empty, times ascending.
Json sampled(const std::vector<Sample>& samples, const char* algorithm, int degree) {
  Json out = Json::object().add("referenceFrame", "FIXED");
  Json::Array list;
  if (samples.size() == 1) {
    append(list, samples.front().itrf_m);
    return std::move(out.add("cartesian", Json(std::move(list))));
  }
  const Instant epoch = samples.front().time;
  for (const Sample& s : samples) {
    list.emplace_back(seconds_between(epoch, s.time));
    append(list, s.itrf_m);
  }
  out.add("epoch", format_utc(epoch)).add("interpolationAlgorithm", algorithm).add("interpolationDegree", degree);
  out.add("forwardExtrapolationType", "HOLD").add("backwardExtrapolationType", "HOLD");
  return std::move(out.add("cartesian", Json(std::move(list))));
}

/// Degrees and height as Cesium takes them, without the repeated last point of a ring.
Json degrees_list(const LatLonRing& ring, bool closed) {
  Json list = Json::array();
  const std::size_t n = ring.size() - (closed && ring.size() > 1 && ring.front() == ring.back() ? 1 : 0);
  for (std::size_t i = 0; i < n; ++i)
    list.push(Json(rounded(ring[i][1], 6))).push(Json(rounded(ring[i][0], 6))).push(Json(0));
  return Json::object().add("cartographicDegrees", std::move(list));
}

Json polygon(const LatLonRing& ring, Colour c, int opacity) {
  return Json::object()
      .add("positions", degrees_list(ring, true))
      .add("material", solid(c, opacity))
      .add("height", 0)
      .add("outline", true)
      .add("outlineColor", rgba(c, 255));
}

Json at_place(double lat_deg, double lon_deg, double height_m) {
  return Json::object().add(
      "cartographicDegrees",
      Json(Json::Array{Json(rounded(lon_deg, 6)), Json(rounded(lat_deg, 6)), Json(rounded(height_m, 1))}));
}

Json packet(const std::string& id, const std::string& name) {
  return Json::object().add("id", shown(id)).add("name", shown(name));
}

Json document(const Products& products, Instant until) {
  Json clock = Json::object();
  clock.add("interval", interval(products.begin, until)).add("currentTime", format_utc(products.begin));
  clock.add("multiplier", 10).add("range", "CLAMPED").add("step", "SYSTEM_CLOCK_MULTIPLIER");
  std::string name =
      products.run + " (" + std::string(name_of(products.status)) + (products.simulated ? ", simulated)" : ")");
  return packet("document", name).add("version", "1.0").add("clock", std::move(clock));
}

void add_satellite(Json& out, const SensorProduct& sensor) {
  std::vector<Sample> samples;
  for (const SatelliteSample& s : sensor.samples) {
    if (samples.empty() || samples.back().time < s.time) samples.push_back({s.time, s.position.m});
  }
  if (samples.empty()) return;
  const std::string name = sensor.name.empty() ? sensor.id : sensor.name;
  const int degree = static_cast<int>(std::min<std::size_t>(5, samples.size() - 1));
  Json p = packet("satellite/" + sensor.id, name);
  p.add("position", sampled(samples, "LAGRANGE", degree))
      .add("point", point(kSatellite, 8))
      .add("label", label(name, kSatellite));
  if (samples.size() > 1) p.add("path", polyline_path(kSatellite, 1, kSatelliteTrailS));
  out.push(std::move(p));
}

void add_radar(Json& out, const SensorProduct& sensor) {
  const std::string name = sensor.name.empty() ? sensor.id : sensor.name;
  const Geodetic& site = *sensor.site;
  Json p = packet("radar/" + sensor.id, name);
  p.add("position", at_place(in_degrees(Radians(site.lat_rad)), in_degrees(Radians(site.lon_rad)), site.height_m));
  p.add("point", point(kRadar, 8)).add("label", label(name, kRadar));
  out.push(std::move(p));
  if (!sensor.sector) return;
  Json edge = packet("radar/" + sensor.id + "/sector", name + ": sector");
  edge.add("polyline", Json::object()
                           .add("positions", degrees_list(sector_outline(site, *sensor.sector), false))
                           .add("width", 1)
                           .add("arcType", "GEODESIC")
                           .add("material", solid(kRadar, 160)));
  out.push(std::move(edge));
}

void add_tracks(Json& out, const Products& products) {
  for (const TrackSeries& series : tracks_to_draw(products)) {
    std::vector<Sample> samples;
    for (const message::Track* report : series.reports) samples.push_back({report->time, report->position_m});
    const Instant from = samples.front().time;
    const Instant until = samples.back().time;
    const std::string name = "T" + std::to_string(series.id) + (series.event.empty() ? "" : " " + series.event);
    Json p = packet("track/" + std::to_string(series.id), name);
    p.add("availability", interval(from, until)).add("position", sampled(samples, "LINEAR", 1));
    p.add("point", point(kTrack, 8))
        .add("label", label(name, kTrack))
        .add("path", polyline_path(kTrack, 2, seconds_between(from, until)));
    out.push(std::move(p));
  }
}

void add_region(Json& out, Json p, const LatLonRing& ring, Instant from, Instant until, Colour c, int opacity) {
  if (until <= from || ring.size() < 4) return;
  out.push(std::move(p.add("availability", interval(from, until)).add("polygon", polygon(ring, c, opacity))));
}

void add_event(Json& out, const EventProduct& product, Instant end) {
  const message::Event& event = product.event;
  std::string about;
  for (const std::string& sentence : event.explanation) about += "<p>" + html(sentence) + "</p>";
  if (event.launch && event.first_report_time < end) {
    const message::LaunchEstimate& launch = *event.launch;
    const std::string name = "Launch " + title_of(event);
    Json p = packet("event/" + event.id + "/launch", name);
    p.add("availability", interval(event.first_report_time, end)).add("description", about);
    p.add("position", at_place(launch.lat_deg, launch.lon_deg, 0.0))
        .add("point", point(kLaunch, 10))
        .add("label", label("Launch " + event.id, kLaunch));
    out.push(std::move(p));
    add_region(out, packet("event/" + event.id + "/launch-region", name + ": 90 % region"),
               ellipse_ring(launch.ellipse90, launch.lat_deg, launch.lon_deg), event.first_report_time, end, kLaunch,
               60);
  }
  std::vector<message::ImpactEstimate> impacts = product.impact_history;
  if (event.impact && (impacts.empty() || impacts.back().made_at != event.impact->made_at))
    impacts.push_back(*event.impact);
  for (std::size_t i = 0; i < impacts.size(); ++i) {
    const message::ImpactEstimate& impact = impacts[i];
    const Instant until = i + 1 < impacts.size() ? impacts[i + 1].made_at : end;
    const std::string id = "event/" + event.id + "/impact-" + std::to_string(i + 1);
    const std::string name = "Impact " + event.id + ", 90 % region as of " + format_utc_seconds(impact.made_at);
    if (until <= impact.made_at) continue;
    add_region(out, packet(id + "/region", name), ellipse_ring(impact.ellipse90, impact.lat_deg, impact.lon_deg),
               impact.made_at, until, kImpact, 80);
    Json p = packet(id, "Impact " + event.id + " about " + format_utc_seconds(impact.time));
    p.add("availability", interval(impact.made_at, until))
        .add("description", about)
        .add("position", at_place(impact.lat_deg, impact.lon_deg, 0.0));
    p.add("point", point(kImpact, 8))
        .add("label", label("Impact " + event.id + " " + format_utc_seconds(impact.time).substr(11), kImpact));
    out.push(std::move(p));
  }
}

void add_warnings(Json& out, const Products& products) {
  for (const WarningSpan& span : warning_spans(products)) {
    const message::Warning& w = *span.warning;
    const std::string name = w.id + " revision " + std::to_string(w.revision);
    for (std::size_t i = 0; i < w.areas.size(); ++i) {
      Json p = packet("warning/" + w.id + "/" + std::to_string(w.revision) + "/" + std::to_string(i + 1),
                      name + ": " + w.areas[i].name);
      p.add("description", "<p>" + html(w.headline) + "</p><p>" + html(w.description) + "</p>");
      add_region(out, std::move(p), w.areas[i].ring_deg, span.from, span.until, kWarning, w.released_time ? 90 : 40);
    }
  }
}

}  // namespace

std::string czml(const Products& products) {
  const Instant end = std::max(products.end, products.begin + whole_seconds(1));
  Json out = Json::array();
  out.push(document(products, end));
  for (const SensorProduct& sensor : products.sensors) {
    if (sensor.site) {
      add_radar(out, sensor);
    } else {
      add_satellite(out, sensor);
    }
  }
  add_tracks(out, products);
  for (const EventProduct& product : products.events) add_event(out, product, end);
  add_warnings(out, products);
  return out.dump() + "\n";
}

}  // namespace tocsin::formats
