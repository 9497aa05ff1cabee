#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/json.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/launch_fit.hpp"
#include "tocsin/sense/pointing.hpp"

#include "sky.hpp"

namespace tocsin::event {
namespace {

/// One webcast ascent: height and distance at whole seconds.
struct Ascent1Hz {
  std::string name;
  Geodetic site;
  double azimuth_rad = 0.0;
  std::vector<double> time_s, height_m, range_m;

  [[nodiscard]] Position<Itrf> at(double t) const {
    std::size_t i = 0;
    while (i + 2 < time_s.size() && time_s[i + 1] <= t) ++i;
    const double s = (t - time_s[i]) / (time_s[i + 1] - time_s[i]);
    Geodetic g = earth::direct(site, azimuth_rad, range_m[i] + s * (range_m[i + 1] - range_m[i]));
    g.height_m = height_m[i] + s * (height_m[i + 1] - height_m[i]);
    return earth::to_itrf(g);
  }
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<double> column(const Json& json, const char* name, double scale) {
  std::vector<double> out;
  for (const Json& value : *json.find(name)->if_array())
    out.push_back(value.is_number() ? scale * value.number() : NAN);
  return out;
}

std::vector<Ascent1Hz> ascents(const std::filesystem::path& folder) {
  std::vector<Ascent1Hz> out;
  std::istringstream rows(text_of(folder / "missions.csv"));
  std::string row;
  std::getline(rows, row);
  while (std::getline(rows, row)) {
    std::istringstream cells(row);
    std::vector<std::string> cell;
    for (std::string c; std::getline(cells, c, ',');) cell.push_back(c);
    if (cell.size() < 6) continue;
    const auto json = parse_json(text_of(folder / cell[0] / "analysed.json"), cell[0]);
    if (!json) continue;
    out.push_back({cell[0],
                   {std::stod(cell[2]) * kRadiansPerDegree, std::stod(cell[3]) * kRadiansPerDegree, 0.0},
                   std::stod(cell[5]) * kRadiansPerDegree,
                   column(*json, "time", 1.0),
                   column(*json, "altitude", 1e3),
                   column(*json, "downrange_distance", 1e3)});
  }
  return out;
}

TEST(RealAscents, AreTracedBackToTheirLaunchByTwoScanners) {
  const std::filesystem::path folder = "../shared/data/telemetry";
  if (!std::filesystem::exists(folder / "missions.csv")) GTEST_SKIP() << "no telemetry at " << folder;
  const test::Sky sky({-75, -137});
  const Instant lift_off = Instant::from_tai_ns(700'000'000'000'000'000);
  std::vector<double> miss, time;
  int inside = 0;
  for (const Ascent1Hz& ascent : ascents(folder)) {
    for (int repeat = 0; repeat < 3; ++repeat) {
      Random random = Random(9, ascent.name).substream(static_cast<std::uint64_t>(repeat));
      std::vector<Sighting> sightings;
      for (const auto& sensor : sky.world().infrared) {
        const Position<Itrf> satellite = sky.satellite_state(sensor, lift_off).position;
        for (double t = 10.0 * random.uniform(); t < 140.0; t += 10.0) {
          const Position<Itrf> place = ascent.at(t);
          if (earth::height_above_ellipsoid_m(place) < 10e3) continue;
          const auto angles = sense::tangent_angles(sense::nadir_frame(satellite), place);
          sightings.push_back({lift_off + seconds(t), satellite.m, angles.east_rad + 20e-6 * random.normal(),
                               angles.north_rad + 20e-6 * random.normal(), 20e-6, 1e5, sensor.id,
                               static_cast<std::int64_t>(t)});
        }
      }
      std::sort(sightings.begin(), sightings.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
      const auto fit = fit_launch(sightings, {}, 0.95);  // as after its classification
      ASSERT_TRUE(fit) << ascent.name << ": " << fit.error().to_string();
      const double km = earth::inverse(fit->place, ascent.site).distance_m * 1e-3;
      const double dt = seconds_between(lift_off, fit->time);
      miss.push_back(km);
      time.push_back(std::abs(dt));
      const GroundEllipse ellipse = ellipse_of(fit->var_east_m2, fit->var_north_m2, fit->cov_east_north_m2, 0.9);
      const earth::GeodesicLine line = earth::inverse(fit->place, ascent.site);
      inside += contains(ellipse, line.distance_m * std::sin(line.azimuth_start_rad),
                         line.distance_m * std::cos(line.azimuth_start_rad));
    }
  }
  std::sort(miss.begin(), miss.end());
  std::sort(time.begin(), time.end());
  std::printf("miss km p50 %.2f p90 %.2f   time s p50 %.2f p90 %.2f\n", miss[miss.size() / 2],
              miss[miss.size() * 9 / 10], time[time.size() / 2], time[time.size() * 9 / 10]);
  EXPECT_LT(miss[miss.size() * 9 / 10], 5.0);
  EXPECT_LT(time[time.size() * 9 / 10], 8.0);
  EXPECT_GE(inside, static_cast<int>(0.8 * static_cast<double>(miss.size())));
}

}  // namespace
}  // namespace tocsin::event
