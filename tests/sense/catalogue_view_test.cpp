#include "tocsin/sense/catalogue_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/sense/view_volume.hpp"

namespace tocsin::sense {
namespace {

const Instant begin = parse_utc("2022-10-03T00:00:00Z").value();

std::vector<motion::ElementSet> many_orbits(std::size_t count, std::uint64_t seed) {
  Random random(seed, "orbits");
  std::vector<motion::ElementSet> out;
  for (std::size_t i = 0; i < count; ++i) {
    motion::ElementSet set;
    set.epoch = begin;
    set.epoch_jd_midnight = 2459855.5;
    const bool is_low = i % 4 != 0;
    const double revolutions = is_low ? random.uniform(12.0, 15.8) : random.uniform(1.0, 5.0);
    set.mean_motion_rad_min = revolutions * 2.0 * kPi / 1440.0;
    set.eccentricity = is_low ? random.uniform(0.0, 0.02) : random.uniform(0.0, 0.7);
    if (set.eccentricity > 0.5 && revolutions > 3.0) set.eccentricity = 0.5;
    set.inclination_rad = random.uniform(0.0, 2.0);
    set.node_rad = random.uniform(0.0, 6.28);
    set.perigee_rad = random.uniform(0.0, 6.28);
    set.mean_anomaly_rad = random.uniform(0.0, 6.28);
    out.push_back(set);
  }
  return out;
}

Radar radar_with(const char* id, double lat_deg, double lon_deg, double from_deg, double to_deg, double low_deg,
                 double high_deg, double range_km) {
  Radar out;
  out.id = id;
  out.site = {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, 100.0};
  out.azimuth_start_rad = from_deg * kRadiansPerDegree;
  out.azimuth_end_rad = to_deg * kRadiansPerDegree;
  out.elevation_min_rad = low_deg * kRadiansPerDegree;
  out.elevation_max_rad = high_deg * kRadiansPerDegree;
  out.range_max_m = range_km * 1e3;
  return out;
}

/// A narrow and a wide sector, a full circle with a hole at the zenith; scanners on a geostationary slot and on a
/// Molniya orbit, and a starer.
World some_world() {
  World world;
  world.radars = {radar_with("circle", -30.0, 140.0, 0.0, 0.0, 5.0, 80.0, 3000.0),
                  radar_with("narrow", 65.0, -20.0, 330.0, 30.0, 3.0, 90.0, 5000.0),
                  radar_with("wide", 40.0, 10.0, 100.0, 20.0, 10.0, 85.0, 4000.0)};
  Satellite satellite;
  satellite.id = "slot";
  satellite.orbit = GeoSlot{80.0};
  Satellite high;
  high.id = "high";
  high.orbit = MolniyaSlot{};
  world.satellites = {high, satellite};
  InfraredSensor scanner;
  scanner.id = "scanner";
  scanner.satellite = "slot";
  InfraredSensor moving = scanner;
  moving.id = "moving";
  moving.satellite = "high";
  InfraredSensor starer = scanner;
  starer.id = "starer";
  starer.mode = InfraredMode::starer;
  starer.fov_rad = 3.0 * kRadiansPerDegree;
  starer.stare_at = Geodetic{0.6, 1.2, 0.0};
  world.infrared = {moving, scanner, starer};
  return world;
}

const std::vector<std::string> all_ids{"circle", "narrow", "wide", "scanner", "moving", "starer"};

/// Whether a satellite is in a sensor's view, by the sensors' own functions and without any volume.
bool is_in_view(const Sensors& sensors, const std::string& id, const Position<Itrf>& place, Instant t) {
  if (const Radar* radar = sensors.radar(id)) {
    const RadarView seen = radar_view(*radar, place, {});
    return covers(*radar, seen.azimuth_rad, seen.elevation_rad) && seen.range_m <= instrumented_range_m(*radar);
  }
  const Position<Itrf> satellite = sensors.satellite_state(*sensors.infrared(id), t).position;
  const NadirFrame frame = nadir_frame(satellite);
  const Vec3 line = place.m - satellite.m;
  if (dot(line, frame.down.u) <= 0.0) return false;
  const InfraredSensor& sensor = *sensors.infrared(id);
  const double half = scan_half_angle(satellite);
  const message::Field field = sensor.mode == InfraredMode::starer ? scan_field(sensor, satellite, 0)
                                                                   : message::Field{{-half, half}, {-half, half}};
  if (!inside(field, tangent_angles(frame, place))) return false;
  // Behind the sphere of the equatorial radius?
  const double along = -dot(satellite.m, line) / dot(line, line);
  return along <= 0.0 || along >= 1.0 || norm(satellite.m + along * line) > earth::kEquatorialRadiusM;
}

double margin_of(const ViewVolume& volume, const Vec3& place_m) {
  return margin_m(volume, view_distances(volume, volume.local(place_m)));
}

struct Found {
  std::vector<Passage> passages;
  Status status;
};

Found find(const motion::Catalogue& catalogue, const Sensors& sensors, double hours, const PassageOptions& options,
           Executor& executor) {
  Found out;
  out.status = find_passages(catalogue, sensors, all_ids, {}, begin, begin + seconds(3600.0 * hours), options, executor,
                             [&](const Passage& p) { out.passages.push_back(p); });
  return out;
}

TEST(CatalogueView, AgreesWithTheSensorsOwnGeometry) {
  const auto sensors = Sensors::create(some_world(), begin).value();
  const motion::Catalogue catalogue = motion::Catalogue::from(many_orbits(60, 1));
  SerialExecutor serial;
  const double hours = 12.0;
  const Found found = find(catalogue, *sensors, hours, {}, serial);
  ASSERT_TRUE(found.status);
  ASSERT_GT(found.passages.size(), 300U);
  const earth::Orientation orientation;
  std::size_t inside_count = 0;
  std::size_t wrong = 0;
  // Every 7 seconds, but for what lies within 20 ms of an edge.
  for (double t_s = 0.0; t_s < 3600.0 * hours; t_s += 7.0) {
    const Instant t = begin + seconds(t_s);
    const earth::Attitude attitude = orientation.at(t);
    std::vector<Position<Itrf>> places;
    for (const motion::Sgp4& orbit : catalogue.orbits())
      places.push_back(attitude.to_itrf(orbit.state_at(t).value()).position);
    std::vector<std::uint8_t> listed(places.size() * all_ids.size(), 0);
    std::vector<std::uint8_t> unsure(listed.size(), 0);
    for (const Passage& p : found.passages) {
      const std::size_t at = p.satellite * all_ids.size() + p.sensor;
      if (p.enters <= t && t <= p.leaves) listed[at] = 1;
      const double near_s = std::min(std::abs(seconds_between(p.enters, t)), std::abs(seconds_between(p.leaves, t)));
      if (near_s < 0.02) unsure[at] = 1;
    }
    for (std::size_t s = 0; s < places.size(); ++s) {
      for (std::size_t j = 0; j < all_ids.size(); ++j) {
        const std::size_t at = s * all_ids.size() + j;
        if (unsure[at] != 0) continue;
        const bool truly = is_in_view(*sensors, all_ids[j], places[s], t);
        inside_count += truly;
        wrong += truly != (listed[at] != 0);
      }
    }
  }
  EXPECT_GT(inside_count, 10000U);
  EXPECT_EQ(wrong, 0U);
}

TEST(CatalogueView, TimesAreThoseOfThePropagator) {
  const auto sensors = Sensors::create(some_world(), begin).value();
  const motion::Catalogue catalogue = motion::Catalogue::from(many_orbits(40, 2));
  SerialExecutor serial;
  const Found found = find(catalogue, *sensors, 6.0, {}, serial);
  const earth::Orientation orientation;
  std::size_t checked = 0;
  for (const Passage& p : found.passages) {
    for (const Instant edge : {p.enters, p.leaves}) {
      if ((edge == p.enters && p.begins_inside) || (edge == p.leaves && p.ends_inside)) continue;
      const auto margin_m = [&](Instant t) {
        const earth::Attitude attitude = orientation.at(t);
        const std::string& id = all_ids[p.sensor];
        const Radar* radar = sensors->radar(id);
        const ViewVolume volume =
            radar != nullptr
                ? view_volume(*radar, attitude)
                : view_volume(*sensors->infrared(id), sensors->satellite_state(*sensors->infrared(id), t), attitude);
        return margin_of(volume, catalogue.orbits()[p.satellite].state_at(t).value().position.m);
      };
      // A few metres at the perigee of very eccentric orbits: less than a millisecond unless the edge is grazed.
      EXPECT_LT(std::abs(margin_m(edge)), 8.0) << all_ids[p.sensor] << " orbit " << p.satellite;
      ++checked;
    }
  }
  EXPECT_GT(checked, 300U);
}

TEST(CatalogueView, MarginNeverChangesFasterThanThePlaceMoves) {
  const auto sensors = Sensors::create(some_world(), begin).value();
  const earth::Attitude attitude = earth::Orientation().at(begin);
  Random random(3, "places");
  std::vector<ViewVolume> volumes;
  for (const Radar& radar : sensors->world().radars) volumes.push_back(view_volume(radar, attitude));
  const InfraredSensor& scanner = sensors->world().infrared.front();
  volumes.push_back(view_volume(scanner, sensors->satellite_state(scanner, begin), attitude));
  for (int i = 0; i < 20000; ++i) {
    const auto any = [&](double size) {
      return Vec3{size * random.normal(), size * random.normal(), size * random.normal()};
    };
    const Vec3 a = any(1.5e7);
    const Vec3 b = a + any(std::pow(10.0, random.uniform(0.0, 6.0)));
    for (const ViewVolume& volume : volumes)
      EXPECT_LE(std::abs(margin_of(volume, a) - margin_of(volume, b)), norm(b - a) * (1.0 + 1e-9) + 1e-6);
  }
}

TEST(CatalogueView, StepsBlocksAndThreadsChangeNothingThatMatters) {
  const auto sensors = Sensors::create(some_world(), begin).value();
  std::vector<motion::ElementSet> sets = many_orbits(600, 4);
  sets[10].mean_motion_rad_min = 0.0;  // never a state
  const motion::Catalogue catalogue = motion::Catalogue::from(sets);
  SerialExecutor serial;
  ThreadExecutor threads(3);
  const auto sorted = [](std::vector<Passage> p) {
    std::sort(p.begin(), p.end(), [](const Passage& a, const Passage& b) {
      return std::tuple(a.satellite, a.sensor, a.enters) < std::tuple(b.satellite, b.sensor, b.enters);
    });
    return p;
  };
  const Found reference = find(catalogue, *sensors, 3.0, {}, serial);
  const Found threaded = find(catalogue, *sensors, 3.0, {}, threads);
  ASSERT_EQ(reference.passages.size(), threaded.passages.size());
  for (std::size_t i = 0; i < reference.passages.size(); ++i) {
    EXPECT_EQ(reference.passages[i].satellite, threaded.passages[i].satellite);
    EXPECT_EQ(reference.passages[i].enters, threaded.passages[i].enters);
    EXPECT_EQ(reference.passages[i].leaves, threaded.passages[i].leaves);
    EXPECT_NE(reference.passages[i].satellite, 10U);
  }
  const std::vector<Passage> want = sorted(reference.passages);
  for (const PassageOptions& other : {PassageOptions{.step_s = 20.0}, PassageOptions{.steps_at_once = 7}}) {
    const std::vector<Passage> got = sorted(find(catalogue, *sensors, 3.0, other, serial).passages);
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < want.size(); ++i) {
      EXPECT_EQ(got[i].satellite, want[i].satellite);
      EXPECT_EQ(got[i].begins_inside, want[i].begins_inside);
      EXPECT_EQ(got[i].ends_inside, want[i].ends_inside);
      EXPECT_LT(std::abs(seconds_between(got[i].enters, want[i].enters)), 0.02);
      EXPECT_LT(std::abs(seconds_between(got[i].leaves, want[i].leaves)), 0.02);
    }
  }
}

TEST(CatalogueView, WrongQuestionsAreRefused) {
  const auto sensors = Sensors::create(some_world(), begin).value();
  const motion::Catalogue catalogue = motion::Catalogue::from(many_orbits(1, 5));
  SerialExecutor serial;
  const auto ask = [&](const std::vector<std::string>& ids, double to_s, const PassageOptions& options) {
    return find_passages(catalogue, *sensors, ids, {}, begin, begin + seconds(to_s), options, serial,
                         [](const auto&) {});
  };
  EXPECT_TRUE(ask({"narrow"}, 0.0, {}));
  EXPECT_EQ(ask({"nobody"}, 1.0, {}).error().value, "nobody");
  EXPECT_EQ(ask({"narrow"}, -1.0, {}).error().field, "to");
  EXPECT_EQ(ask({"narrow"}, 1.0, {.step_s = 1e4}).error().field, "step_s");
}

}  // namespace
}  // namespace tocsin::sense
