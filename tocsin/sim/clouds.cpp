#include "tocsin/sim/clouds.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"

namespace tocsin::sim {

Clouds::Clouds(double top_km, const std::vector<CloudScript>& circles) : top_m_(top_km * 1e3), highest_m_(top_m_) {
  for (const CloudScript& circle : circles) {
    const Geodetic centre{degrees(circle.lat_deg).value(), degrees(circle.lon_deg).value(), 0.0};
    const double radius_rad = std::min(circle.radius_km * 1e3 / earth::kMeanRadiusM, kPi);
    circles_.push_back({earth::ellipsoid_normal(centre).u, std::cos(radius_rad), circle.top_km * 1e3});
    highest_m_ = std::max(highest_m_, circles_.back().top_m);
  }
}

double Clouds::top_m(const Position<Itrf>& place) const {
  std::optional<double> top;
  if (!circles_.empty()) {
    const Vec3 normal = earth::ellipsoid_normal(earth::to_geodetic(place)).u;
    for (const Circle& circle : circles_) {
      if (dot(normal, circle.normal) >= circle.cos_radius) top = std::max(top.value_or(0.0), circle.top_m);
    }
  }
  return top.value_or(top_m_);
}

bool Clouds::hides(const Position<Itrf>& source, const Position<Itrf>& observer) const {
  const double height = earth::height_above_ellipsoid_m(source);
  if (highest_m_ <= 0.0 || height >= highest_m_) return false;
  const double top = top_m(source);  // 0 is clear sky, also for what lies a little below the ellipsoid
  if (top > 0.0 && height < top) return true;
  const Direction<Itrf> line = direction_of(observer - source);
  return std::any_of(circles_.begin(), circles_.end(), [&](const Circle& circle) {
    if (circle.top_m <= 0.0 || height >= circle.top_m) return false;
    const std::optional<Position<Itrf>> leaves = earth::intersect_ellipsoid(source, line, circle.top_m);
    return leaves && top_m(*leaves) >= circle.top_m;
  });
}

}  // namespace tocsin::sim
