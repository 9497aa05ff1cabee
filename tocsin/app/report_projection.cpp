#include "tocsin/app/report_projection.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "tocsin/app/report_coast.hpp"
#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::app::report {
namespace {

constexpr double kNearAntipode = 1e-9;  // of 1 + cos c, where the projection blows up

/// Place of plane coordinates; nothing outside the image of the sphere.
std::optional<Geodetic> unprojected(const Geodetic& centre, Point p) {
  const double rho = std::hypot(p.x, p.y);
  if (rho >= 2.0) return std::nullopt;
  if (rho < 1e-12) return centre;
  const double c = 2.0 * std::asin(0.5 * rho);
  const double sin0 = std::sin(centre.lat_rad);
  const double cos0 = std::cos(centre.lat_rad);
  const double sin_lat = std::cos(c) * sin0 + p.y * std::sin(c) * cos0 / rho;
  const double lon =
      centre.lon_rad + std::atan2(p.x * std::sin(c), rho * cos0 * std::cos(c) - p.y * sin0 * std::sin(c));
  return Geodetic{std::asin(std::clamp(sin_lat, -1.0, 1.0)), wrap_pi(lon), 0.0};
}

/// Cuts a closed ring at one side of the frame (Sutherland & Hodgman, CACM 17, 1974).
template <class Inside, class Cross>
std::vector<Point> cut(const std::vector<Point>& ring, Inside inside, Cross cross) {
  std::vector<Point> out;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i == 0 ? ring.size() - 1 : i - 1];
    const Point b = ring[i];
    if (inside(a) != inside(b)) out.push_back(cross(a, b));
    if (inside(b)) out.push_back(b);
  }
  return out;
}

std::vector<Point> cut_to(const Box& box, std::vector<Point> ring) {
  const auto at_x = [](double x) {
    return [x](Point a, Point b) { return Point{x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)}; };
  };
  const auto at_y = [](double y) {
    return [y](Point a, Point b) { return Point{a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y}; };
  };
  ring = cut(
      ring, [&](Point p) { return p.x >= box.x; }, at_x(box.x));
  ring = cut(
      ring, [&](Point p) { return p.x <= box.right(); }, at_x(box.right()));
  ring = cut(
      ring, [&](Point p) { return p.y >= box.y; }, at_y(box.y));
  return cut(
      ring, [&](Point p) { return p.y <= box.bottom(); }, at_y(box.bottom()));
}

/// Direction from the centre (clockwise from up) and distance in the plane.
struct Polar {
  double azimuth = 0.0;
  double rho = 0.0;
};

/// The ring with everything beyond `limit` drawn in to a circle: what lies inside keeps its shape, and edges near the
/// antipode cannot cut across the map.
std::vector<Polar> drawn_in(const std::vector<Polar>& ring, double limit) {
  constexpr double kArcStep = 4.0 * kRadiansPerDegree;
  std::vector<Polar> out;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Polar& a = ring[i == 0 ? ring.size() - 1 : i - 1];
    const Polar& b = ring[i];
    if (a.rho > limit || b.rho > limit) {
      const double turn = wrap_pi(b.azimuth - a.azimuth);
      const int steps = static_cast<int>(std::abs(turn) / kArcStep);
      for (int k = 1; k <= steps; ++k) {
        const double s = static_cast<double>(k) / (steps + 1);
        out.push_back({a.azimuth + s * turn, std::min(limit, a.rho + s * (b.rho - a.rho))});
      }
    }
    out.push_back({b.azimuth, std::min(limit, b.rho)});
  }
  return out;
}

/// Whether the point opposite the centre is land: rings crossed on the way there from a place in the open ocean.
bool antipode_is_land(const std::vector<std::vector<Polar>>& rings, const Polar& ocean) {
  bool land = false;
  for (const std::vector<Polar>& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Polar& a = ring[i == 0 ? ring.size() - 1 : i - 1];
      const Polar& b = ring[i];
      const double da = wrap_pi(a.azimuth - ocean.azimuth);
      const double db = wrap_pi(b.azimuth - ocean.azimuth);
      if ((da < 0.0) == (db < 0.0) || std::abs(da - db) > kPi) continue;
      if (a.rho + (b.rho - a.rho) * da / (da - db) > ocean.rho) land = !land;
    }
  }
  return land;
}

std::string degrees_text(double value_deg, const char* positive, const char* negative) {
  const double shown = std::abs(value_deg);
  const std::string hemisphere = shown < 1e-9 || std::abs(shown - 180.0) < 1e-9 ? ""
                                 : value_deg > 0.0                              ? std::string(" ") + positive
                                                                                : std::string(" ") + negative;
  return fixed(shown, shown == std::floor(shown) ? 0 : 1) + "°" + hemisphere;
}

}  // namespace

Geodetic place_of(double lat_deg, double lon_deg) {
  return {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, 0.0};
}

MapView MapView::around(const std::vector<Geodetic>& points, const Box& frame, double margin_px, double least_km) {
  Vec3 sum;
  for (const Geodetic& p : points) sum += earth::ellipsoid_normal(p).u;
  if (squared_norm(sum) < 1e-12) sum = {1.0, 0.0, 0.0};
  Geodetic centre{std::atan2(sum.z, std::hypot(sum.x, sum.y)), std::atan2(sum.y, sum.x), 0.0};
  double width = 0.0;
  double height = 0.0;
  for (int pass = 0; pass < 3; ++pass) {  // the middle of what is drawn becomes the centre of the projection
    const MapView view(centre, 1.0, {}, frame);
    Point low{2.0, 2.0};
    Point high{-2.0, -2.0};
    for (const Geodetic& place : points) {
      const Point p = view.plane(place);
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    if (points.empty()) break;
    width = high.x - low.x;
    height = high.y - low.y;
    if (pass == 2) break;
    const auto middle = unprojected(centre, {0.5 * (low.x + high.x), 0.5 * (low.y + high.y)});
    if (middle) centre = *middle;
  }
  const double least = least_km * 1000.0 / earth::kMeanRadiusM;
  const double room_x = frame.width - 2.0 * margin_px;
  const double room_y = frame.height - 2.0 * margin_px;
  const double scale = std::min({room_x / std::max(width, 1e-6), room_y / std::max(height, 1e-6), room_x / least});
  return MapView(centre, scale, {frame.x + 0.5 * frame.width, frame.y + 0.5 * frame.height}, frame);
}

MapView MapView::hemisphere(const Geodetic& centre, const Box& frame) {
  const double radius = 0.5 * std::min(frame.width, frame.height);
  return MapView(centre, radius / std::sqrt(2.0), {frame.x + 0.5 * frame.width, frame.y + 0.5 * frame.height}, frame);
}

Point MapView::plane(const Geodetic& place) const {
  const double cos_lat = std::cos(place.lat_rad);
  const double sin_lat = std::sin(place.lat_rad);
  const double sin0 = std::sin(centre_.lat_rad);
  const double cos0 = std::cos(centre_.lat_rad);
  const double d = place.lon_rad - centre_.lon_rad;
  const double x = cos_lat * std::sin(d);
  const double y = cos0 * sin_lat - sin0 * cos_lat * std::cos(d);
  const double k = std::sqrt(2.0 / std::max(1.0 + sin0 * sin_lat + cos0 * cos_lat * std::cos(d), kNearAntipode));
  return {k * x, k * y};
}

Point MapView::at(const Geodetic& place) const {
  const Point p = plane(place);
  return {middle_.x + scale_ * p.x, middle_.y - scale_ * p.y};
}

std::vector<Point> MapView::at(const std::vector<Geodetic>& places) const {
  std::vector<Point> points;
  points.reserve(places.size());
  for (const Geodetic& place : places) points.push_back(at(place));
  return points;
}

double MapView::distance_rad(const Geodetic& place) const {
  const Point p = plane(place);
  return 2.0 * std::asin(std::min(1.0, 0.5 * std::hypot(p.x, p.y)));
}

double MapView::px_per_km() const {
  return scale_ * 1000.0 / earth::kMeanRadiusM;
}

double MapView::reach_rad() const {
  const double dx = std::max(middle_.x - frame_.x, frame_.right() - middle_.x);
  const double dy = std::max(middle_.y - frame_.y, frame_.bottom() - middle_.y);
  return 2.0 * std::asin(std::min(1.0, 0.5 * std::hypot(dx, dy) / scale_));
}

std::string MapView::land() const {
  return land(std::min(1.05 * reach_rad() + 0.01, 150.0 * kRadiansPerDegree));
}

std::string MapView::land(double limit_rad, double keep_px) const {
  const auto polar = [&](double lat_deg, double lon_deg) {
    const Point p = plane(place_of(lat_deg, lon_deg));
    return Polar{std::atan2(p.x, p.y), std::hypot(p.x, p.y)};
  };
  std::vector<std::vector<Polar>> rings;
  for (const std::vector<CoastPoint>& coast : coast_rings()) {
    std::vector<Polar>& ring = rings.emplace_back();
    for (const CoastPoint& p : coast) ring.push_back(polar(p.lat_deg, p.lon_deg));
  }
  const Polar ocean = polar(-30.0, -120.0);  // 2000 km from any land
  if (antipode_is_land(rings, ocean)) {
    std::vector<Polar>& circle = rings.emplace_back();
    for (int k = 0; k < 90; ++k) circle.push_back({(4.0 * k - 178.0) * kRadiansPerDegree, 2.0});
  }
  const double limit = 2.0 * std::sin(0.5 * limit_rad);
  std::string d;
  for (const std::vector<Polar>& ring : rings) {
    std::vector<Point> points;
    for (const Polar& p : drawn_in(ring, limit)) {
      points.push_back(
          {middle_.x + scale_ * p.rho * std::sin(p.azimuth), middle_.y - scale_ * p.rho * std::cos(p.azimuth)});
    }
    points = cut_to(frame_.grown(6.0), std::move(points));
    if (points.size() >= 3) d += path_of(points, true, keep_px);
  }
  return d;
}

std::string MapView::graticule(double step_deg, double limit_rad) const {
  std::string d;
  std::vector<Point> run;
  const Box seen = frame_.grown(10.0);
  const auto flush = [&] {
    if (run.size() > 1) d += path_of(run, false, 4.0);
    run.clear();
  };
  const auto add = [&](double lat_deg, double lon_deg) {
    const Geodetic place = place_of(lat_deg, lon_deg);
    const Point p = at(place);
    if (distance_rad(place) < limit_rad && seen.holds(p)) {
      run.push_back(p);
    } else {
      flush();
    }
  };
  const double along = std::min(1.0, 0.1 * step_deg);
  const int lines = static_cast<int>(std::lround(360.0 / step_deg));
  const int samples = static_cast<int>(std::lround(360.0 / along));
  for (int i = 0; i < lines; ++i) {
    for (int k = 0; 2 * k <= samples; ++k) add(-90.0 + k * along, -180.0 + i * step_deg);
    flush();
  }
  for (int i = 1; 2 * i < lines; ++i) {
    for (int k = 0; k <= samples; ++k) add(-90.0 + i * step_deg, -180.0 + k * along);
    flush();
  }
  return d;
}

double MapView::graticule_step_deg() const {
  constexpr std::array<double, 9> kSteps{0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0};
  const double wide_deg = std::max(frame_.width, frame_.height) / scale_ / kRadiansPerDegree;
  for (const double step : kSteps) {
    if (wide_deg / step <= 7.0) return step;
  }
  return kSteps.back();
}

std::vector<MapView::EdgeLabel> MapView::edge_labels(double step_deg) const {
  std::vector<EdgeLabel> labels;
  const auto walk = [&](bool left) {
    std::optional<Geodetic> before;
    const double length = left ? frame_.height : frame_.width;
    for (double s = 0.0; s <= length; s += 1.0) {
      const Point p = left ? Point{frame_.x, frame_.y + s} : Point{frame_.x + s, frame_.bottom()};
      const std::optional<Geodetic> now =
          unprojected(centre_, {(p.x - middle_.x) / scale_, (middle_.y - p.y) / scale_});
      if (before && now) {
        const double a = (left ? before->lat_rad : before->lon_rad) / kRadiansPerDegree / step_deg;
        const double b = (left ? now->lat_rad : now->lon_rad) / kRadiansPerDegree / step_deg;
        const double line = std::floor(std::max(a, b));
        if (std::abs(a - b) < 0.5 && std::floor(std::min(a, b)) < line) {
          labels.push_back(
              {p, left ? degrees_text(line * step_deg, "N", "S") : degrees_text(line * step_deg, "E", "W"), left});
        }
      }
      before = now;
    }
  };
  walk(true);
  walk(false);
  return labels;
}

}  // namespace tocsin::app::report
