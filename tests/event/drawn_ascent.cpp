#include "drawn_ascent.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::event::test {
namespace {

constexpr double kG0 = 9.80665;

struct Draw {
  double thrust_to_weight = 0.0;  ///< at lift-off
  double isp_vacuum_s = 0.0;
  double vacuum_ratio = 0.0;  ///< thrust in vacuum over that at sea level
  double mass_kg = 0.0;
  double area_m2 = 0.0;
  double propellant_share = 0.0;
  std::vector<std::pair<double, double>> throttle;  ///< from which second on, and how much
};

double log_uniform(Random& random, double low, double high) {
  return low * std::exp(random.uniform() * std::log(high / low));
}

Draw draw(AscentKind kind, Random& random) {
  Draw d;
  if (kind == AscentKind::launcher) {
    d.thrust_to_weight = 1.0 + std::clamp(0.3 * std::exp(0.45 * random.normal()), 0.12, 0.9);
    d.isp_vacuum_s = random.uniform(295.0, 340.0);
    d.vacuum_ratio = random.uniform(1.07, 1.20);
    d.mass_kg = log_uniform(random, 50e3, 600e3);
    d.area_m2 = 10.5 * std::pow(d.mass_kg / 550e3, 2.0 / 3.0) * std::exp(0.2 * random.normal());
    d.propellant_share = 0.7;
    d.throttle = {{0.0, 1.0}};
    if (random.uniform() < 0.5) {  // a bucket around the largest dynamic pressure
      const double begin = random.uniform(42.0, 58.0);
      d.throttle.push_back({begin, random.uniform(0.75, 0.95)});
      d.throttle.push_back({begin + random.uniform(12.0, 25.0), 1.0});
    }
    return d;
  }
  const bool solid = kind == AscentKind::solid;
  d.thrust_to_weight = 1.0 + std::clamp((solid ? 1.1 : 0.8) * std::exp(0.4 * random.normal()), 0.35, 2.5);
  d.isp_vacuum_s = solid ? random.uniform(255.0, 290.0) : random.uniform(240.0, 290.0);
  d.vacuum_ratio = random.uniform(1.06, 1.17);
  d.mass_kg = log_uniform(random, 5e3, 60e3);
  d.area_m2 = 0.8 * std::pow(d.mass_kg / 5e3, 2.0 / 3.0) * std::exp(0.2 * random.normal());
  d.propellant_share = random.uniform(0.65, 0.8);
  d.throttle = {{0.0, 1.0}};
  if (solid) {  // grains burn progressively or regressively
    d.throttle.push_back({random.uniform(15.0, 25.0), 1.0 + 0.08 * random.normal()});
    d.throttle.push_back({random.uniform(35.0, 50.0), 1.0 + 0.08 * random.normal()});
  }
  return d;
}

motion::Vehicle vehicle_of(const Draw& d) {
  const double thrust_n = d.thrust_to_weight * d.mass_kg * kG0;
  motion::Stage piece;
  piece.dry_mass_kg = 1e-3;
  piece.isp_vacuum_s = d.isp_vacuum_s;
  piece.area_m2 = d.area_m2;
  piece.exit_area_m2 = thrust_n * (d.vacuum_ratio - 1.0) / earth::pressure_pa(0.0);
  motion::Vehicle vehicle;
  vehicle.name = "drawn";
  double left_kg = d.propellant_share * d.mass_kg;
  for (std::size_t i = 0; i < d.throttle.size() && left_kg > 0.0; ++i) {
    piece.thrust_vacuum_n = d.throttle[i].second * thrust_n * d.vacuum_ratio;
    const double flow = piece.thrust_vacuum_n / (kG0 * d.isp_vacuum_s);
    const double until_s = i + 1 < d.throttle.size() ? d.throttle[i + 1].first : 1e9;
    piece.propellant_kg = std::min(left_kg, flow * (until_s - d.throttle[i].first));
    left_kg -= piece.propellant_kg;
    vehicle.stages.push_back(piece);
  }
  vehicle.payload_mass_kg = (1.0 - d.propellant_share) * d.mass_kg;
  return vehicle;
}

/// Whether it looks like an ascent at its burnout, and burns for some time above cloud.
bool plausible(const motion::Flight& flight) {
  const Instant end = flight.final_burnout();
  if (seconds_between(flight.launch_time(), end) < 55.0) return false;
  const State<Itrf> state = flight.state_at(end - seconds(0.1));
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(state.position)).u;
  const double climb_rad = std::asin(dot(up, unit(state.velocity.mps)));
  return earth::height_above_ellipsoid_m(state.position) > 25e3 && climb_rad > degrees(15.0).value() &&
         climb_rad < degrees(75.0).value();
}

}  // namespace

motion::Flight draw_ascent(AscentKind kind, Instant lift_off, Random& random) {
  motion::FlightOptions options;
  options.fly_spent_stages = false;
  options.max_flight_s = 300.0;
  for (int attempt = 0; attempt < 200; ++attempt) {
    const Draw d = draw(kind, random);
    motion::LaunchPlan plan;
    plan.site = {degrees(random.uniform(-5.0, 50.0)).value(), degrees(random.uniform(-15.0, 55.0)).value(),
                 std::max(0.0, 100.0 + 200.0 * random.normal())};
    plan.time = lift_off;
    plan.steering.azimuth_rad = random.uniform(0.0, 2.0 * kPi);
    plan.steering.vertical_until_s = random.uniform(5.0, 14.0);
    plan.steering.kick_rad = random.uniform(0.02, 0.08) * (d.thrust_to_weight > 1.6 ? 3.0 : 1.0);
    plan.steering.kick_duration_s = random.uniform(5.0, 12.0);
    const Result<motion::Flight> flight = motion::fly(vehicle_of(d), plan, options);
    if (flight && plausible(*flight)) return *flight;
  }
  TOCSIN_REQUIRE(false, "some draw flies");
}

std::vector<Sighting> watch(const Sky& sky, const motion::Flight& flight, const Watch& how, Random& random) {
  std::vector<Sighting> out;
  const double end_s = seconds_between(flight.launch_time(), flight.final_burnout());
  std::int64_t sequence = 0;
  for (const auto& sensor : sky.world().infrared) {
    const Position<Itrf> satellite = sky.satellite_state(sensor, flight.launch_time()).position;
    for (double t = how.revisit_s * random.uniform(); t < std::min(how.until_s, end_s); t += how.revisit_s) {
      const Instant time = flight.launch_time() + seconds(t);
      const State<Itrf> state = flight.state_at(time);
      if (earth::height_above_ellipsoid_m(state.position) < how.cloud_top_m) continue;
      const sense::TangentAngles angles = sense::tangent_angles(sense::nadir_frame(satellite), state.position);
      out.push_back({time, satellite.m, angles.east_rad + how.sigma_rad * random.normal(),
                     angles.north_rad + how.sigma_rad * random.normal(), how.sigma_rad, 1e5, sensor.id, sequence++});
    }
  }
  std::sort(out.begin(), out.end(), [](const Sighting& a, const Sighting& b) {
    return a.time != b.time ? a.time < b.time : a.sensor < b.sensor;
  });
  return out;
}

}  // namespace tocsin::event::test
