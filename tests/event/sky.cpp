#include "sky.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::event::test {

Sky::Sky(const std::vector<int>& longitudes_deg, std::vector<sense::Radar> radars) {
  for (const int lon : longitudes_deg) {
    sense::Satellite satellite;
    satellite.id = "geo-" + std::to_string(lon);
    satellite.orbit = sense::GeoSlot{static_cast<double>(lon)};
    world_.satellites.push_back(satellite);
    sense::InfraredSensor sensor;
    sensor.id = "ir-" + std::to_string(lon);
    sensor.satellite = satellite.id;
    world_.infrared.push_back(sensor);
  }
  std::sort(world_.satellites.begin(), world_.satellites.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  std::sort(world_.infrared.begin(), world_.infrared.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  world_.radars = std::move(radars);
}

const sense::InfraredSensor* Sky::infrared(std::string_view id) const {
  for (const auto& sensor : world_.infrared) {
    if (sensor.id == id) return &sensor;
  }
  return nullptr;
}

const sense::Radar* Sky::radar(std::string_view id) const {
  for (const auto& radar : world_.radars) {
    if (radar.id == id) return &radar;
  }
  return nullptr;
}

State<Itrf> Sky::satellite_state(const sense::InfraredSensor& sensor, Instant t) const {
  return satellite_state(sensor.satellite, t);
}

State<Itrf> Sky::satellite_state(std::string_view satellite_id, Instant) const {
  for (const auto& satellite : world_.satellites) {
    if (satellite.id != satellite_id) continue;
    const double lon = std::get<sense::GeoSlot>(satellite.orbit).lon_deg * kRadiansPerDegree;
    return {{Vec3{42164e3 * std::cos(lon), 42164e3 * std::sin(lon), 0.0}}, {}};
  }
  return {};
}

std::vector<Sighting> watch(const Sky& sky, const Flight& flight, Instant lift_off, const Watch& how, Random& random) {
  std::vector<Sighting> out;
  std::int64_t sequence = 0;
  for (const auto& sensor : sky.world().infrared) {
    const Position<Itrf> satellite = sky.satellite_state(sensor, lift_off).position;
    for (double t = how.revisit_s * random.uniform(); t < std::min(how.until_s, flight.burnout_s());
         t += how.revisit_s) {
      const State<Itrf> state = flight.at(t);
      if (!flight.burning(t) || earth::height_above_ellipsoid_m(state.position) < how.cloud_top_m) continue;
      const sense::TangentAngles angles = sense::tangent_angles(sense::nadir_frame(satellite), state.position);
      out.push_back({lift_off + seconds(t), satellite.m, angles.east_rad + how.sigma_rad * random.normal(),
                     angles.north_rad + how.sigma_rad * random.normal(), how.sigma_rad, 1e5, sensor.id, sequence++});
    }
  }
  std::sort(out.begin(), out.end(), [](const Sighting& a, const Sighting& b) {
    return a.time != b.time ? a.time < b.time : a.sensor < b.sensor;
  });
  return out;
}

}  // namespace tocsin::event::test
