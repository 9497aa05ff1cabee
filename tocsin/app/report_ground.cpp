#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tocsin/app/report_coast.hpp"
#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/ground_ring.hpp"

namespace tocsin::app::report {
namespace {

constexpr double kCoastTrue_km = 150.0;  // a narrower map would show the coarseness of the coast

/// Largest of 1, 2, 5 times a power of ten that is not above `value`.
double round_below(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  const double lead = value / power;
  return (lead >= 5.0 ? 5.0 : lead >= 2.0 ? 2.0 : 1.0) * power;
}

/// One region of a close-up: when it was said and how large it was.
struct Region {
  Instant made_at;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  message::Ellipse ellipse;
};

struct CloseUpWords {
  std::string id;
  std::string title;
  std::string css;  ///< launch or impact
};

/// As wide as shows earlier regions too, but never so wide that the newest is lost.
double reach_km(const std::vector<Region>& regions) {
  const double newest = std::max(0.05, regions.back().ellipse.semi_major_km);
  double reach = 1.5 * newest;
  for (const Region& region : regions) {
    if (region.ellipse.semi_major_km <= 6.0 * newest) reach = std::max(reach, 1.15 * region.ellipse.semi_major_km);
  }
  return reach;
}

std::string close_up(const EventView& view, const std::vector<Region>& regions, const CloseUpWords& words,
                     const Form& form) {
  if (regions.empty()) return {};
  const Box frame{0.0, 0.0, form.width, form.height};
  const Region& newest = regions.back();
  const double reach = std::min(reach_km(regions), 5000.0);
  const Geodetic centre = place_of(newest.lat_deg, newest.lon_deg);
  const MapView map =
      MapView::around(earth::ground_ring(centre, {1000.0 * reach, 1000.0 * reach, 0.0}, 0.0, 32), frame, 14.0, 0.0);
  Svg svg(words.id + "-" + view.anchor + form.suffix, form.width, form.height, words.title,
          "Newest 90 % region " + size_text(newest.ellipse) + " around " + place_words(newest.lat_deg, newest.lon_deg) +
              ", with the earlier, larger ones.");
  LabelRoom room(frame.grown(-4.0));
  svg.open_clipped(frame);
  draw_ground(svg, map, room, false);
  const Point middle = map.at(centre);
  svg.line({middle.x, 0.0}, {middle.x, form.height}, "graticule")
      .line({0.0, middle.y}, {form.width, middle.y}, "graticule");
  std::vector<std::pair<Point, std::string>> labels;
  for (const Region& region : regions) {
    const bool now = &region == &newest;
    if (region.ellipse.semi_major_km > 20.0 * reach) continue;
    const std::string when = t_plus(view.after_s(region.made_at));
    const std::vector<Point> ring = map.at(ring_of(region.lat_deg, region.lon_deg, region.ellipse));
    svg.polygon(ring, words.css + (now ? "-now" : "-ring"), when + ": " + size_text(region.ellipse));
    const Point top = *std::min_element(ring.begin(), ring.end(), [](Point a, Point b) { return a.y < b.y; });
    const Point low = *std::max_element(ring.begin(), ring.end(), [](Point a, Point b) { return a.y < b.y; });
    if (!now && region.ellipse.semi_major_km < 1.3 * newest.ellipse.semi_major_km) continue;
    labels.emplace_back(frame.grown(-14.0).holds(top) ? top : low, when);
  }
  svg.circle(middle, 2.6, words.css + "-dot");
  std::vector<Point> marks{middle};
  for (const auto& [at, when] : labels) marks.push_back(at);
  draw_scale_bar(svg, map, room, marks);
  for (auto label = labels.rbegin(); label != labels.rend(); ++label)
    room.place(svg, label->first, label->second, "label small", 11.0, 3.0, LabelRoom::Side::above);
  svg.close();
  svg.rect(frame, "frame");
  return svg.finish();
}

/// Plate carrée: longitude right, latitude up.
Point flat(double lat_deg, double lon_deg, const Form& form) {
  return {form.width * (lon_deg + 180.0) / 360.0, form.height * (90.0 - lat_deg) / 180.0};
}

/// Path of a ring without jumps in longitude, drawn where it lies and one turn to both sides; a ring around a pole is
/// closed along the edge of the map.
std::string flat_ring(std::vector<CoastPoint> ring, const Form& form) {
  std::string d;
  const double turn_deg = ring.back().lon_deg - ring.front().lon_deg;
  if (std::abs(turn_deg) > 180.0) {
    const double pole_deg = ring.front().lat_deg > 0.0 ? 95.0 : -95.0;
    const double whole_deg = std::copysign(360.0, turn_deg);
    ring.push_back({ring.front().lat_deg, ring.front().lon_deg + whole_deg});
    ring.push_back({pole_deg, ring.back().lon_deg});
    ring.push_back({pole_deg, ring.front().lon_deg});
  }
  for (const double shift_deg : {-360.0, 0.0, 360.0}) {
    std::vector<Point> points;
    bool seen = false;
    for (const CoastPoint& p : ring) {
      points.push_back(flat(p.lat_deg, p.lon_deg + shift_deg, form));
      seen = seen || (points.back().x >= 0.0 && points.back().x <= form.width);
    }
    if (seen) d += path_of(points, true, 1.0);
  }
  return d;
}

/// The reach of a radar as a ring without jumps.
std::vector<CoastPoint> sector_ring(const Geodetic& site, const formats::RadarSector& sector) {
  const bool full = sector.azimuth_start_rad == sector.azimuth_end_rad;
  const double turn = full ? 2.0 * kPi : wrap_two_pi(sector.azimuth_end_rad - sector.azimuth_start_rad);
  const double range_m = std::clamp(sector.range_m, 1.0, earth::kLargestRingM);
  std::vector<CoastPoint> ring;
  double lon_deg = site.lon_rad / kRadiansPerDegree;
  const auto add = [&](const Geodetic& p) {
    lon_deg += wrap_180(p.lon_rad / kRadiansPerDegree - lon_deg);
    ring.push_back({p.lat_rad / kRadiansPerDegree, lon_deg});
  };
  for (int k = 0; !full && k < 12; ++k) add(earth::direct(site, sector.azimuth_start_rad, range_m * k / 12.0));
  for (int k = 0; k <= 60; ++k) add(earth::direct(site, sector.azimuth_start_rad + turn * k / 60.0, range_m));
  for (int k = 11; !full && k >= 0; --k) add(earth::direct(site, sector.azimuth_end_rad, range_m * k / 12.0));
  return ring;
}

}  // namespace

void draw_ground(Svg& svg, const MapView& map, LabelRoom& room, bool labels) {
  svg.rect(map.frame(), "ocean");
  const double wide_km = map.frame().width / map.px_per_km();
  if (wide_km >= kCoastTrue_km) svg.path(map.land(), "land");
  if (!labels) return;
  const double step_deg = map.graticule_step_deg();
  svg.path(map.graticule(step_deg), "graticule");
  for (const MapView::EdgeLabel& label : map.edge_labels(step_deg)) {
    const double w = width_of(label.text, 10.0);
    if (label.left && (label.at.y < 14.0 || label.at.y > map.frame().bottom() - 20.0)) continue;
    if (!label.left && (label.at.x < 34.0 || label.at.x > map.frame().right() - 30.0)) continue;
    const Point at = label.left ? Point{label.at.x + 5.0, label.at.y - 3.0} : Point{label.at.x + 3.0, label.at.y - 5.0};
    svg.text(at, label.text, "label tiny faint");
    room.block({at.x, at.y - 9.0, w, 11.0});
  }
}

void draw_scale_bar(Svg& svg, const MapView& map, LabelRoom& room, const std::vector<Point>& marks) {
  const Box& frame = map.frame();
  const double km = round_below(std::min(150.0, 0.3 * frame.width) / map.px_per_km());
  const double length = km * map.px_per_km();
  const double w = length + 14.0;
  constexpr double kHeight = 25.0;
  const double right = frame.right() - 7.0 - w;
  const double low = frame.bottom() - 18.0 - kHeight;
  const std::array<Box, 4> corners{Box{right, low, w, kHeight}, Box{frame.x + 7.0, low, w, kHeight},
                                   Box{right, frame.y + 7.0, w, kHeight},
                                   Box{frame.x + 7.0, frame.y + 7.0, w, kHeight}};
  const auto free = std::find_if(corners.begin(), corners.end(), [&](const Box& corner) {
    return std::none_of(marks.begin(), marks.end(), [&](Point p) { return corner.grown(22.0).holds(p); });
  });
  const Box& box = free == corners.end() ? corners[0] : *free;
  const double x = box.x + 7.0;
  const double y = box.y + 17.0;
  svg.rect(box, "plate", 3.0);
  svg.path("M" + px(x) + "," + px(y - 4.0) + "V" + px(y) + "H" + px(x + length) + "V" + px(y - 4.0), "bar");
  const std::string text = km < 1.0 ? grouped(1000.0 * km) + " m" : grouped(km) + " km";
  svg.text({x + 0.5 * length, y - 5.0}, text, "label tiny", Anchor::middle);
  room.block(box);
}

void draw_satellite(Svg& svg, Point at, bool saw, std::string_view tip) {
  const std::string_view css = saw ? "sat" : "sat off";
  svg.path("M" + px(at.x - 8.0) + "," + px(at.y - 2.5) + "h5v5h-5zM" + px(at.x + 3.0) + "," + px(at.y - 2.5) +
               "h5v5h-5zM" + px(at.x - 3.0) + "," + px(at.y) + "h6M" + px(at.x - 2.0) + "," + px(at.y - 4.0) +
               "h4v8h-4z",
           css, tip);
}

void draw_radar(Svg& svg, Point at, bool saw, std::string_view tip) {
  const std::string_view css = saw ? "radar" : "radar off";
  svg.path("M" + px(at.x - 6.0) + "," + px(at.y - 3.0) + "a6.5,6.5 0 0 0 12,0zM" + px(at.x) + "," + px(at.y + 1.0) +
               "v5M" + px(at.x - 4.0) + "," + px(at.y + 6.5) + "h8M" + px(at.x) + "," + px(at.y - 3.0) + "l3,-4",
           css, tip);
}

std::string launch_close_up(const EventView& view, const Form& form) {
  std::vector<Region> regions;
  const auto ellipse = [](const message::Event* event) { return event->launch->ellipse90; };
  for (const auto* step : shrinking(view.launch_news, 0.6, ellipse)) {
    const message::LaunchEstimate& launch = *(*step)->launch;
    regions.push_back({(*step)->time, launch.lat_deg, launch.lon_deg, launch.ellipse90});
  }
  return close_up(view, regions, {"launch", "Launch region, closer", "launch"}, form);
}

std::string impact_close_up(const EventView& view, const Form& form) {
  std::vector<Region> regions;
  const auto ellipse = [](const message::ImpactEstimate& impact) { return impact.ellipse90; };
  for (const message::ImpactEstimate* step : shrinking(view.product->impact_history, 0.6, ellipse))
    regions.push_back({step->made_at, step->lat_deg, step->lon_deg, step->ellipse90});
  return close_up(view, regions, {"impact", "Impact region, closer", "impact"}, form);
}

std::string sensor_map(const formats::Products& products, const Form& form) {
  const Box frame{0.0, 0.0, form.width, form.height};
  Svg svg("world" + form.suffix, form.width, form.height, "Sensors of this run",
          "The Earth with the radars and the places below the satellites at the middle of the run.");
  LabelRoom room(frame.grown(-3.0));
  svg.open_clipped(frame);
  svg.rect(frame, "ocean");
  std::string land;
  for (const std::vector<CoastPoint>& ring : coast_rings()) land += flat_ring(ring, form);
  svg.path(land, "land");
  for (double lon = -150.0; lon < 180.0; lon += 30.0)
    svg.line(flat(90.0, lon, form), flat(-90.0, lon, form), "graticule");
  for (double lat = -60.0; lat < 90.0; lat += 30.0)
    svg.line(flat(lat, -180.0, form), flat(lat, 180.0, form), "graticule");
  const Instant middle = products.begin + Duration((products.end - products.begin).nanoseconds() / 2);
  for (const formats::SensorProduct& sensor : products.sensors) {
    if (sensor.site && sensor.sector)
      svg.path(flat_ring(sector_ring(*sensor.site, *sensor.sector), form), "sector", sensor.id);
  }
  std::vector<std::pair<Point, std::string>> marks;
  for (const formats::SensorProduct& sensor : products.sensors) {
    if (!sensor.site && sensor.samples.empty()) continue;
    const Geodetic place = sensor.site ? *sensor.site : place_at(sensor, middle);
    const Point at = flat(place.lat_rad / kRadiansPerDegree, place.lon_rad / kRadiansPerDegree, form);
    if (sensor.site) {
      draw_radar(svg, at, true, sensor.id);
    } else {
      draw_satellite(svg, at, true, sensor.id);
    }
    room.block({at.x - 9.0, at.y - 7.0, 18.0, 14.0});
    marks.emplace_back(at, sensor.id);
  }
  for (const auto& [at, id] : marks) room.place(svg, at, id, "label small", 11.0, 9.0, LabelRoom::Side::below);
  svg.close();
  svg.rect(frame, "frame");
  return svg.finish();
}

}  // namespace tocsin::app::report
