#include "tocsin/formats/rings.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ground_ring.hpp"

namespace tocsin::formats {
namespace {

constexpr double kHalfTurn = 180.0;
constexpr double kTurn = 360.0;

/// The longitude of `lon` next to `reference`, at most half a turn away.
double unwrapped(double lon, double reference) {
  return reference + wrap_180(lon - reference);
}

/// Open ring (without the repeated point) in continuous longitude; a ring around a pole is closed along it.
LatLonRing unrolled(const LatLonRing& ring) {
  LatLonRing out;
  double lon = ring.front()[1];
  for (const auto& point : ring) {
    lon = unwrapped(point[1], lon);
    out.push_back({point[0], lon});
  }
  const double winding = out.back()[1] - out.front()[1];
  if (std::abs(winding) < kHalfTurn) {
    out.pop_back();
    return out;
  }
  const double pole = winding > 0.0 ? 90.0 : -90.0;  // eastward with the inside on the left: the north pole is inside
  out.push_back({pole, out.back()[1]});
  out.push_back({pole, out.front()[1]});
  return out;
}

/// The part of a ring on one side of a meridian (Sutherland and Hodgman, Comm. ACM 17, 1974).
LatLonRing clipped(const LatLonRing& ring, double meridian, bool keep_west) {
  LatLonRing out;
  const auto inside = [&](const std::array<double, 2>& p) { return keep_west ? p[1] <= meridian : p[1] >= meridian; };
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    if (inside(a)) out.push_back(a);
    if (inside(a) != inside(b)) {
      const double share = (meridian - a[1]) / (b[1] - a[1]);
      out.push_back({a[0] + share * (b[0] - a[0]), meridian});
    }
  }
  return out;
}

/// Twice the area in square degrees, positive when anticlockwise.
double signed_area(const LatLonRing& ring) {
  double sum = 0.0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    sum += a[1] * b[0] - b[1] * a[0];
  }
  return sum;
}

/// Rounded, without repeated points, anticlockwise and closed; empty if nothing is left.
LatLonRing finished(const LatLonRing& open, double shift_deg, int decimals) {
  LatLonRing ring;
  for (const auto& p : open) {
    const std::array<double, 2> q{rounded(p[0], decimals),
                                  rounded(std::clamp(p[1] + shift_deg, -kHalfTurn, kHalfTurn), decimals)};
    if (ring.empty() || ring.back() != q) ring.push_back(q);
  }
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  const double area = signed_area(ring);
  if (ring.size() < 3 || area == 0.0) return {};
  if (area < 0.0) std::reverse(ring.begin(), ring.end());
  ring.push_back(ring.front());
  return ring;
}

}  // namespace

double rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  const double out = std::round(value * scale) / scale;
  return out == 0.0 ? 0.0 : out;  // no negative zero
}

std::vector<LatLonRing> cut_ring(const LatLonRing& ring, int decimals) {
  if (ring.size() < 4) return {};
  LatLonRing closed = ring;
  if (closed.front() != closed.back()) closed.push_back(closed.front());
  const LatLonRing whole = unrolled(closed);
  const auto [west, east] =
      std::minmax_element(whole.begin(), whole.end(), [](const auto& a, const auto& b) { return a[1] < b[1]; });
  std::vector<LatLonRing> parts;
  const double first =
      std::floor((*west)[1] / kTurn + 0.5);  // window n holds longitudes from 360 n - 180 to 360 n + 180
  const double last = std::ceil((*east)[1] / kTurn - 0.5);
  for (double window = first; window <= last; window += 1.0) {
    const LatLonRing part =
        clipped(clipped(whole, kTurn * window - kHalfTurn, false), kTurn * window + kHalfTurn, true);
    LatLonRing done = finished(part, -kTurn * window, decimals);
    if (!done.empty()) parts.push_back(std::move(done));
  }
  return parts;
}

std::vector<LatLonRing> on_the_map(LatLonRing ring, int decimals) {
  bool cut = false;
  double winding = 0.0;
  double lat_sum = ring.front()[0];
  for (std::size_t i = 0; i < ring.size(); ++i) {
    cut = cut || std::abs(ring[i][1]) > kHalfTurn;
    if (i == 0) continue;
    const double step = ring[i][1] - ring[i - 1][1];
    cut = cut || (std::abs(step) > kHalfTurn && std::abs(step) < kTurn);
    winding += wrap_180(step);
    lat_sum += ring[i][0];
  }
  if (!cut) return {std::move(ring)};
  // cut_ring takes the side on the left of a ring around a pole: eastward holds the north pole.
  if (std::abs(winding) > kHalfTurn && (winding > 0.0) != (lat_sum > 0.0)) std::reverse(ring.begin(), ring.end());
  return cut_ring(ring, decimals);
}

std::vector<std::vector<LatLonHeight>> cut_line(const std::vector<LatLonHeight>& line) {
  std::vector<std::vector<LatLonHeight>> parts(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    LatLonHeight point = line[i];
    point[1] = wrap_180(point[1]);
    if (!parts.back().empty()) {
      const LatLonHeight& before = parts.back().back();
      const double lon = unwrapped(point[1], before[1]);
      if (std::abs(lon) > kHalfTurn) {
        const double edge = lon > 0.0 ? kHalfTurn : -kHalfTurn;
        const double share = lon == before[1] ? 0.0 : (edge - before[1]) / (lon - before[1]);
        const LatLonHeight crossing{before[0] + share * (point[0] - before[0]), edge,
                                    before[2] + share * (point[2] - before[2])};
        parts.back().push_back(crossing);
        parts.push_back({{crossing[0], -edge, crossing[2]}});
      }
    }
    parts.back().push_back(point);
  }
  std::erase_if(parts, [](const std::vector<LatLonHeight>& part) { return part.size() < 2; });
  return parts;
}

LatLonRing sector_outline(const Geodetic& site, const RadarSector& sector) {
  constexpr double kStep = 5.0 * kRadiansPerDegree;
  const double width = wrap_two_pi(sector.azimuth_end_rad - sector.azimuth_start_rad);
  const bool full = width == 0.0;
  const double turn = full ? 2.0 * kPi : width;
  const int steps = std::max(1, static_cast<int>(std::ceil(turn / kStep)));
  const double range_m = std::clamp(sector.range_m, 0.0, earth::kLargestRingM);
  const auto add = [](LatLonRing& ring, const Geodetic& p) {
    ring.push_back({in_degrees(Radians(p.lat_rad)), wrap_180(in_degrees(Radians(p.lon_rad)))});
  };
  LatLonRing ring;
  if (!full) add(ring, site);
  for (int i = 0; i <= steps; ++i) add(ring, earth::direct(site, sector.azimuth_start_rad + turn * i / steps, range_m));
  if (!full) add(ring, site);
  return ring;
}

LatLonRing ellipse_ring(const message::Ellipse& ellipse, double lat_deg, double lon_deg) {
  const GroundEllipse metres{.semi_major_m = ellipse.semi_major_km * 1000.0,
                             .semi_minor_m = ellipse.semi_minor_km * 1000.0,
                             .azimuth_rad = degrees(ellipse.azimuth_deg).value()};
  LatLonRing ring;
  for (const Geodetic& p : earth::ground_ring({degrees(lat_deg).value(), degrees(lon_deg).value(), 0.0}, metres)) {
    ring.push_back({in_degrees(Radians(p.lat_rad)), wrap_180(in_degrees(Radians(p.lon_rad)))});
  }
  return ring;
}

}  // namespace tocsin::formats
