#include "tocsin/event/launch_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

#include "flight.hpp"
#include "sky.hpp"

namespace tocsin::event {
namespace {

using test::Flight;
using test::Sky;
using test::Vehicle;
using test::Watch;

const Instant kLiftOff = Instant::from_tai_ns(700'000'000'000'000'000);

struct Trials {
  int runs = 0;
  int refused = 0;
  int inside = 0;       ///< truth in the 90 % ellipse
  int time_inside = 0;  ///< within 1.645 sigma
  std::vector<double> miss_km;
  std::vector<double> time_s;
  std::vector<double> semi_major_km;
  std::vector<double> azimuth_deg;

  static double quantile(std::vector<double> v, double q) {
    if (v.empty()) return -1.0;
    std::sort(v.begin(), v.end());
    return v[std::min(v.size() - 1, static_cast<std::size_t>(q * static_cast<double>(v.size())))];
  }
  void print(const char* name) const {
    std::printf(
        "%-34s runs %d refused %d  miss km median %.2f p90 %.2f  semi-major km %.2f  inside %.3f  time s p50 %.2f p90 "
        "%.2f "
        "inside %.3f  azimuth deg p50 %.2f\n",
        name, runs, refused, quantile(miss_km, 0.5), quantile(miss_km, 0.9), quantile(semi_major_km, 0.5),
        inside / std::max(1.0, static_cast<double>(miss_km.size())), quantile(time_s, 0.5), quantile(time_s, 0.9),
        time_inside / std::max(1.0, static_cast<double>(miss_km.size())), quantile(azimuth_deg, 0.5));
  }
};

/// Vehicles drawn anew for each run around a base, so that no single trajectory decides.
Vehicle varied(const Vehicle& base, Random& random) {
  Vehicle v = base;
  v.site.lat_rad = degrees(random.uniform(-5.0, 50.0)).value();
  v.site.lon_rad = degrees(random.uniform(-15.0, 55.0)).value();
  v.azimuth_rad = random.uniform(0.0, 2.0 * kPi);
  for (auto& stage : v.stages) stage.thrust_to_weight *= std::exp(0.1 * random.normal());
  v.last_pitch_rad *= random.uniform(0.8, 1.1);
  v.pitch_time_s *= random.uniform(0.8, 1.3);
  v.vertical_s *= random.uniform(0.7, 1.4);
  return v;
}

Trials run(const Vehicle& base, const Sky& sky, const Watch& how, int runs, std::uint64_t seed) {
  Trials out;
  const LaunchFitOptions options;
  for (int i = 0; i < runs; ++i) {
    Random random = Random(seed, "launch_fit").substream(static_cast<std::uint64_t>(i));
    const Vehicle vehicle = varied(base, random);
    const Flight flight(vehicle, 1.0);
    const auto sightings = test::watch(sky, flight, kLiftOff, how, random);
    ++out.runs;
    const auto fit = fit_launch(sightings, options);
    if (!fit) {
      ++out.refused;
      continue;
    }
    const earth::GeodesicLine line = earth::inverse(fit->place, vehicle.site);
    const GroundEllipse ellipse = ellipse_of(fit->var_east_m2, fit->var_north_m2, fit->cov_east_north_m2, 0.9);
    out.inside += contains(ellipse, line.distance_m * std::sin(line.azimuth_start_rad),
                           line.distance_m * std::cos(line.azimuth_start_rad));
    out.miss_km.push_back(line.distance_m * 1e-3);
    out.semi_major_km.push_back(ellipse.semi_major_m * 1e-3);
    const double dt = std::abs(seconds_between(kLiftOff, fit->time));
    out.time_s.push_back(dt);
    out.time_inside += dt < 1.645 * fit->time_sigma_s;
    out.azimuth_deg.push_back(std::abs(wrap_pi(fit->azimuth_rad - vehicle.azimuth_rad)) / kRadiansPerDegree);
  }
  return out;
}

const Geodetic kSomewhere{0.5, 0.4, 0.0};

TEST(LaunchFit, FindsTheLaunchWithTwoScanners) {
  const Sky sky({-20, 60});
  const Trials small = run(test::short_range_vehicle(kSomewhere, 0.0), sky, Watch{}, 200, 1);
  small.print("two, 10 s, short range");
  const Trials large = run(test::orbital_vehicle(kSomewhere, 0.0), sky, Watch{}, 200, 2);
  large.print("two, 10 s, orbital");
}

TEST(LaunchFit, FindsTheLaunchWithTwoStarers) {
  const Sky sky({-20, 60});
  Watch fast;
  fast.revisit_s = 1.0;
  run(test::short_range_vehicle(kSomewhere, 0.0), sky, fast, 60, 3).print("two, 1 s, short range");
  run(test::orbital_vehicle(kSomewhere, 0.0), sky, fast, 60, 4).print("two, 1 s, orbital");
}

TEST(LaunchFit, OneSatellite) {
  const Sky sky({20});
  Watch fast;
  fast.revisit_s = 1.0;
  run(test::short_range_vehicle(kSomewhere, 0.0), sky, fast, 60, 5).print("one, 1 s, short range");
  run(test::orbital_vehicle(kSomewhere, 0.0), sky, fast, 60, 6).print("one, 1 s, orbital");
  run(test::short_range_vehicle(kSomewhere, 0.0), sky, Watch{}, 100, 7).print("one, 10 s, short range");
  run(test::orbital_vehicle(kSomewhere, 0.0), sky, Watch{}, 100, 8).print("one, 10 s, orbital");
}

}  // namespace
}  // namespace tocsin::event
