#include "tocsin/warn/areas.hpp"

#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ground_ring.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::warn {
namespace {

using message::kNormal90;

Geodetic place_of(double lat_deg, double lon_deg) {
  return {degrees(lat_deg).value(), degrees(lon_deg).value(), 0.0};
}

GroundEllipse ellipse_m(const message::Ellipse& e) {
  return {.semi_major_m = e.semi_major_km * 1000.0,
          .semi_minor_m = e.semi_minor_km * 1000.0,
          .azimuth_rad = degrees(e.azimuth_deg).value()};
}

std::vector<std::array<double, 2>> ring_deg(double lat_deg, double lon_deg, const message::Ellipse& ellipse,
                                            double margin_km) {
  std::vector<std::array<double, 2>> out;
  for (const Geodetic& p : earth::ground_ring(place_of(lat_deg, lon_deg), ellipse_m(ellipse), margin_km * 1000.0)) {
    out.push_back({in_degrees(Radians(p.lat_rad)), wrap_180(in_degrees(Radians(p.lon_rad)))});
  }
  return out;
}

}  // namespace

message::WarningArea impact_area(const message::ImpactEstimate& impact, double margin_km, const std::string& about) {
  message::WarningArea area;
  area.name = "Where " + about + " comes down (90 % region with a margin)";
  area.ring_deg = ring_deg(impact.lat_deg, impact.lon_deg, impact.ellipse90, margin_km);
  area.earliest = impact.time - seconds(kNormal90 * impact.time_sigma_s);
  area.latest = impact.time + seconds(kNormal90 * impact.time_sigma_s);
  return area;
}

message::WarningArea launch_area(const message::LaunchEstimate& launch, double margin_km, const std::string& about) {
  message::WarningArea area;
  area.name = "Where " + about + " started; where it goes is not known yet";
  area.ring_deg = ring_deg(launch.lat_deg, launch.lon_deg, launch.ellipse90, margin_km);
  return area;
}

double ground_distance_km(double lat_a_deg, double lon_a_deg, double lat_b_deg, double lon_b_deg) {
  return earth::inverse(place_of(lat_a_deg, lon_a_deg), place_of(lat_b_deg, lon_b_deg)).distance_m / 1000.0;
}

bool inside(const message::Ellipse& ellipse, double centre_lat_deg, double centre_lon_deg, double lat_deg,
            double lon_deg) {
  const earth::GeodesicLine line = earth::inverse(place_of(centre_lat_deg, centre_lon_deg), place_of(lat_deg, lon_deg));
  return contains(ellipse_m(ellipse), line.distance_m * std::sin(line.azimuth_start_rad),
                  line.distance_m * std::cos(line.azimuth_start_rad));
}

}  // namespace tocsin::warn
