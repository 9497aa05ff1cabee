#include "tocsin/app/report_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/app/report_text.hpp"
#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/ground_ring.hpp"

namespace tocsin::app::report {
namespace {

constexpr double kFont = 12.0;
constexpr double kSurelyShown_km = 450.0;    // earlier regions up to this size make the map larger
constexpr double kLargestDrawn_km = 6000.0;  // a longer region covers the map and says nothing

bool saw_it(const EventView& view, const std::string& sensor) {
  return std::any_of(view.lanes.begin(), view.lanes.end(),
                     [&](const SensorLane& lane) { return lane.carrier == sensor && lane.hits > 0; });
}

std::string label_of(const formats::SensorProduct& sensor) {
  return sensor.name.empty() ? sensor.id : sensor.name;
}

/// What the map must hold.
std::vector<Geodetic> extent_of(const EventView& view, const formats::Products& products) {
  std::vector<Geodetic> points;
  const auto add_ring = [&](const std::vector<Geodetic>& ring) {
    points.insert(points.end(), ring.begin(), ring.end());
  };
  const message::Event& event = *view.event;
  if (event.launch) add_ring(ring_of(event.launch->lat_deg, event.launch->lon_deg, event.launch->ellipse90));
  if (event.impact && event.impact->ellipse90.semi_major_km < 0.5 * kLargestDrawn_km)
    add_ring(ring_of(event.impact->lat_deg, event.impact->lon_deg, event.impact->ellipse90));
  for (const message::ImpactEstimate& was : view.product->impact_history) {
    if (was.ellipse90.semi_major_km < kSurelyShown_km) add_ring(ring_of(was.lat_deg, was.lon_deg, was.ellipse90));
  }
  for (const Path& path : view.paths) {
    for (const PathPoint& p : path.points) points.push_back(p.place);
  }
  for (const PathPoint& p : view.predicted) points.push_back(p.place);
  for (const formats::SensorProduct& sensor : products.sensors) {
    if (sensor.site && saw_it(view, sensor.id)) points.push_back(*sensor.site);
  }
  return points;
}

void draw_sectors(Svg& svg, const MapView& map, const formats::Products& products) {
  for (const formats::SensorProduct& sensor : products.sensors) {
    if (!sensor.site || !sensor.sector || map.distance_rad(*sensor.site) > 1.2 * map.reach_rad() + 0.7) continue;
    const formats::RadarSector& sector = *sensor.sector;
    const double turn = sector.azimuth_start_rad == sector.azimuth_end_rad
                            ? 2.0 * kPi
                            : wrap_two_pi(sector.azimuth_end_rad - sector.azimuth_start_rad);
    const double range_m = std::clamp(sector.range_m, 1.0, earth::kLargestRingM);
    std::vector<Geodetic> edge;
    const bool full = turn > 2.0 * kPi - 1e-9;
    for (int k = 0; !full && k < 12; ++k)
      edge.push_back(earth::direct(*sensor.site, sector.azimuth_start_rad, range_m * k / 12.0));
    for (int k = 0; k <= 60; ++k)
      edge.push_back(earth::direct(*sensor.site, sector.azimuth_start_rad + turn * k / 60.0, range_m));
    for (int k = 11; !full && k >= 0; --k)
      edge.push_back(earth::direct(*sensor.site, sector.azimuth_end_rad, range_m * k / 12.0));
    svg.polygon(map.at(edge), "sector", label_of(sensor) + ": reach of the radar for 1 m²");
  }
}

void draw_areas(Svg& svg, const MapView& map, const EventView& view) {
  const message::Warning* newest = nullptr;
  for (const message::Warning* warning : view.warnings) {
    if (!warning->areas.empty()) newest = warning;
  }
  if (newest == nullptr) return;
  for (const message::WarningArea& area : newest->areas) {
    std::vector<Geodetic> ring;
    for (const auto& corner : area.ring_deg) ring.push_back(place_of(corner[0], corner[1]));
    svg.polygon(map.at(ring), "area", "Area of " + newest->id + ": " + area.name);
  }
}

void draw_impacts(Svg& svg, const MapView& map, const EventView& view) {
  const auto ellipse = [](const message::ImpactEstimate& impact) { return impact.ellipse90; };
  const auto steps = shrinking(view.product->impact_history, 0.6, ellipse);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const message::ImpactEstimate& impact = *steps[i];
    if (impact.ellipse90.semi_major_km > kLargestDrawn_km) continue;
    svg.polygon(map.at(ring_of(impact.lat_deg, impact.lon_deg, impact.ellipse90)),
                i + 1 == steps.size() ? "impact-now" : "impact-was",
                "Impact region (90 %) at " + t_plus(view.after_s(impact.made_at)) + ": " + size_text(impact.ellipse90));
  }
}

struct Stretch {
  const char* css;
  const char* words;
};

Stretch stretch_of(Flown flown) {
  if (flown == Flown::under_thrust) return {"path-burn", "under thrust"};
  if (flown == Flown::coasting) return {"path-coast", "coasting"};
  return {"path-guess", "unseen, predicted"};
}

/// Stretches of equal state in one polyline each, so that powered flight can be drawn in its own colour.
void draw_path(Svg& svg, const MapView& map, const Path& path) {
  std::vector<Point> all;
  for (const PathPoint& p : path.points) all.push_back(map.at(p.place));
  svg.polyline(all, "path-case");
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= all.size(); ++i) {
    const Flown flown = path.points[begin].flown;
    if (i < all.size() && path.points[i].flown == flown) continue;
    const Stretch stretch = stretch_of(flown);
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = all.begin() + static_cast<std::ptrdiff_t>(std::min(i + 1, all.size()));
    svg.polyline({from, to}, stretch.css, "Track " + std::to_string(path.track) + ", " + stretch.words);
    begin = i;
  }
}

void draw_minutes(Svg& svg, const MapView& map, LabelRoom& room, const EventView& view) {
  const std::vector<PathPoint> line = whole_path(view);
  for (const MinuteMark& mark : minute_marks(view, line)) {
    const Point p = map.at(line[mark.index - 1].place);
    const Point q = map.at(line[mark.index].place);
    const Point at{p.x + mark.share * (q.x - p.x), p.y + mark.share * (q.y - p.y)};
    if (!map.frame().holds(at)) continue;
    svg.circle(at, 2.6, "minute", clock_text(view.zero + seconds(mark.after_s)) + " UTC");
    room.block({at.x - 3.0, at.y - 3.0, 6.0, 6.0});
    room.place(svg, at, t_plus(mark.after_s), "label small", 11.0, 5.0, LabelRoom::Side::above);
  }
}

void draw_sensors(Svg& svg, const MapView& map, LabelRoom& room, const EventView& view,
                  const formats::Products& products) {
  for (const formats::SensorProduct& sensor : products.sensors) {
    if (!sensor.site && sensor.samples.empty()) continue;
    const Geodetic place = sensor.site ? *sensor.site : place_at(sensor, view.zero);
    const Point at = map.at(place);
    if (!map.frame().grown(-8.0).holds(at) || map.distance_rad(place) > 1.5) continue;
    const bool saw = saw_it(view, sensor.id);
    const std::string tip = label_of(sensor) + (saw ? ": saw it" : ": did not see it");
    if (sensor.site) {
      draw_radar(svg, at, saw, tip);
    } else {
      draw_satellite(svg, at, saw, tip + " (place below the satellite)");
    }
    room.block({at.x - 9.0, at.y - 7.0, 18.0, 14.0});
    room.place(svg, at, label_of(sensor), saw ? "label" : "label faint", kFont, 11.0, LabelRoom::Side::beside, saw);
  }
}

void draw_places(Svg& svg, const MapView& map, LabelRoom& room, const EventView& view) {
  const message::Event& event = *view.event;
  if (event.launch) {
    const Point at = map.at(place_of(event.launch->lat_deg, event.launch->lon_deg));
    svg.polygon({{at.x, at.y - 8.0}, {at.x + 7.0, at.y + 5.0}, {at.x - 7.0, at.y + 5.0}}, "launch-mark", "Launch");
    room.block({at.x - 8.0, at.y - 9.0, 16.0, 15.0});
    room.place(svg, at, "Launch", "label strong launch-ink", kFont, 9.0, LabelRoom::Side::below, true);
  }
  if (event.impact) {
    const Point at = map.at(place_of(event.impact->lat_deg, event.impact->lon_deg));
    if (!map.frame().holds(at)) return;
    svg.line({at.x - 6.0, at.y - 6.0}, {at.x + 6.0, at.y + 6.0}, "impact-mark");
    svg.line({at.x - 6.0, at.y + 6.0}, {at.x + 6.0, at.y - 6.0}, "impact-mark");
    room.block({at.x - 8.0, at.y - 8.0, 16.0, 16.0});
    room.place(svg, at, "Impact", "label strong impact-ink", kFont, 8.0, LabelRoom::Side::below, true);
  }
}

std::string description_of(const EventView& view) {
  const message::Event& event = *view.event;
  std::string text = "Map centred on the event.";
  if (event.launch) text += " Launch near " + place_words(event.launch->lat_deg, event.launch->lon_deg) + ".";
  if (event.impact)
    text += " Impact expected near " + place_words(event.impact->lat_deg, event.impact->lon_deg) + ", 90 % region " +
            size_text(event.impact->ellipse90) + ".";
  return text;
}

}  // namespace

std::vector<Geodetic> ring_of(double lat_deg, double lon_deg, const message::Ellipse& ellipse) {
  const GroundEllipse ground{1000.0 * ellipse.semi_major_km, 1000.0 * ellipse.semi_minor_km,
                             ellipse.azimuth_deg * kRadiansPerDegree};
  return earth::ground_ring(place_of(lat_deg, lon_deg), ground, 0.0, 64);
}

std::string event_map(const EventView& view, const formats::Products& products, const Form& form) {
  const Box frame{0.0, 0.0, form.width, form.height};
  const MapView map = MapView::around(extent_of(view, products), frame, 46.0, 1200.0);
  Svg svg("map-" + view.anchor + form.suffix, form.width, form.height, "Map of " + view.event->id,
          description_of(view));
  LabelRoom room(frame.grown(-4.0));
  svg.open_clipped(frame);
  draw_ground(svg, map, room, true);
  draw_sectors(svg, map, products);
  draw_areas(svg, map, view);
  draw_impacts(svg, map, view);
  if (view.event->launch) {
    const message::LaunchEstimate& launch = *view.event->launch;
    svg.polygon(map.at(ring_of(launch.lat_deg, launch.lon_deg, launch.ellipse90)), "launch-now",
                "Launch region (90 %): " + size_text(launch.ellipse90));
    const Path* first = nullptr;
    for (const Path& path : view.paths) {
      if (first == nullptr || path.points.front().time < first->points.front().time) first = &path;
    }
    if (first != nullptr)
      svg.line(map.at(place_of(launch.lat_deg, launch.lon_deg)), map.at(first->points.front().place), "path-guess");
  }
  std::vector<Point> ahead;
  for (const PathPoint& p : view.predicted) ahead.push_back(map.at(p.place));
  svg.polyline(ahead, "path-guess", "Predicted path");
  for (const Path& path : view.paths) draw_path(svg, map, path);
  std::vector<Point> line;
  for (const PathPoint& p : whole_path(view)) line.push_back(map.at(p.place));
  room.block_along(line);
  std::vector<Point> marks = line;
  if (view.event->launch) marks.push_back(map.at(place_of(view.event->launch->lat_deg, view.event->launch->lon_deg)));
  if (view.event->impact) marks.push_back(map.at(place_of(view.event->impact->lat_deg, view.event->impact->lon_deg)));
  draw_scale_bar(svg, map, room, marks);
  draw_places(svg, map, room, view);
  draw_sensors(svg, map, room, view, products);
  draw_minutes(svg, map, room, view);
  svg.close();
  svg.rect(frame, "frame");
  return svg.finish();
}

std::string hemisphere_map(const EventView& view, const formats::Products& products, const Form& form) {
  const double edge = 12.0;
  const Box frame{edge, edge, form.width - 2.0 * edge, form.height - 2.0 * edge};
  std::optional<Geodetic> place;
  if (view.event->launch) place = place_of(view.event->launch->lat_deg, view.event->launch->lon_deg);
  if (!place && !view.paths.empty()) place = view.paths.front().points.front().place;
  if (!place) return {};
  place->height_m = 0.0;
  const MapView map = MapView::hemisphere(*place, frame);
  Svg svg("globe-" + view.anchor + form.suffix, form.width, form.height, "Satellites over " + view.event->id,
          "The half of the Earth around the event with the places below the satellites.");
  LabelRoom room({0.0, 0.0, form.width, form.height});
  const double radius = 0.5 * std::min(frame.width, frame.height);
  svg.circle(map.middle(), radius, "ocean");
  svg.path(map.land(0.5 * kPi, 2.0), "land");
  svg.path(map.graticule(30.0, 0.5 * kPi), "graticule");
  svg.circle(map.middle(), radius, "frame");
  std::vector<Point> path;
  for (const PathPoint& p : whole_path(view)) path.push_back(map.at(p.place));
  std::vector<const formats::SensorProduct*> satellites;
  for (const formats::SensorProduct& sensor : products.sensors) {
    if (!sensor.samples.empty() && map.distance_rad(place_at(sensor, view.zero)) < 0.5 * kPi)
      satellites.push_back(&sensor);
  }
  for (const formats::SensorProduct* sensor : satellites) {
    if (!saw_it(view, sensor->id)) continue;
    const Geodetic below = place_at(*sensor, view.zero);
    const earth::GeodesicLine way = earth::inverse(below, *place);
    std::vector<Point> sight;
    for (int k = 0; k <= 24; ++k)
      sight.push_back(map.at(earth::direct(below, way.azimuth_start_rad, way.distance_m * k / 24.0)));
    svg.polyline(sight, "sight", label_of(*sensor) + " saw it");
  }
  svg.polyline(path, "path-case").polyline(path, "path-coast");
  svg.circle(map.middle(), 4.0, "launch-mark", "Event");
  for (const formats::SensorProduct* sensor : satellites) {
    const Point at = map.at(place_at(*sensor, view.zero));
    draw_satellite(svg, at, saw_it(view, sensor->id), label_of(*sensor));
    room.block({at.x - 9.0, at.y - 6.0, 18.0, 12.0});
  }
  for (const formats::SensorProduct* sensor : satellites) {
    const bool saw = saw_it(view, sensor->id);
    room.place(svg, map.at(place_at(*sensor, view.zero)), sensor->id, saw ? "label small" : "label small faint", 11.0,
               9.0, LabelRoom::Side::below, saw);
  }
  return svg.finish();
}

}  // namespace tocsin::app::report
