// Vehicles as the launch fit assumes them, flown by the simulator's dynamics.

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"

#include "bench/accuracy/ascents.hpp"

namespace tocsin::bench {
namespace {

constexpr double kG0 = 9.80665;
constexpr double kMass_kg = 10e3;
constexpr double kLongest_s = 300.0;
constexpr double kLeastSeen_s = 35.0;  // three looks of a slow scanner

/// Place in a list of shares that a number from 0 to 1 falls on.
template <class Shares>
std::size_t pick(const Shares& shares, Random& random) {
  double all = 0.0;
  for (const double share : shares) all += share;
  double left = all * random.uniform();
  std::size_t i = 0;
  while (i + 1 < shares.size() && left >= shares[i]) left -= shares[i++];
  return i;
}

std::size_t pick_kind(const event::LaunchFitOptions& options, Random& random) {
  std::vector<double> shares;
  for (const event::LaunchFitOptions::Kind& kind : options.kinds)
    shares.push_back(0.5 * (kind.share_space_launch + kind.share_other));
  return pick(shares, random);
}

motion::Vehicle vehicle_of(const event::LaunchFitOptions& options, const event::LaunchFitOptions::Kind& kind,
                           Random& random) {
  const double thrust_n =
      (1.0 + kind.excess_thrust * std::exp(kind.excess_thrust_sigma_log * random.normal())) * kMass_kg * kG0;
  motion::Stage stage;
  stage.thrust_vacuum_n = options.vacuum_ratio * thrust_n;
  stage.exit_area_m2 = (options.vacuum_ratio - 1.0) * thrust_n / earth::pressure_pa(0.0);
  stage.isp_vacuum_s = kind.exhaust_mps * std::exp(kind.exhaust_sigma_log * random.normal()) / kG0;
  stage.propellant_kg = random.uniform(0.65, 0.8) * kMass_kg;
  stage.dry_mass_kg = 0.5 * (kMass_kg - stage.propellant_kg);
  stage.area_m2 = kind.drag_m2_kg * std::exp(kind.drag_sigma_log * random.normal()) * kMass_kg /
                  motion::rocket_drag_coefficient(0.0);
  motion::Vehicle out;
  out.name = "assumed";
  out.stages = {stage};
  out.payload_mass_kg = kMass_kg - stage.propellant_kg - stage.dry_mass_kg;
  return out;
}

motion::LaunchPlan plan_of(const event::LaunchFitOptions& options, const event::LaunchFitOptions::Kind& kind,
                           Instant lift_off, Random& random) {
  motion::LaunchPlan out;
  out.site = {random.uniform(-5.0, 50.0) * kRadiansPerDegree, random.uniform(-15.0, 55.0) * kRadiansPerDegree,
              options.site_height_m + options.site_height_sigma_m * random.normal()};
  out.time = lift_off;
  const double east = kind.tilt_sigma_rad * random.normal();
  const double north = kind.tilt_sigma_rad * random.normal();
  out.steering.azimuth_rad = std::atan2(east, north);
  out.steering.kick_rad = std::min(1.2, std::hypot(east, north));
  out.steering.vertical_until_s = options.vertical_s * std::exp(options.vertical_sigma_log * random.normal());
  out.steering.kick_duration_s = options.pitch_over_s;
  out.steering.follow_s = 0.1;
  return out;
}

/// Whether anybody would take it for an ascent: it climbs until its burnout, and is seen for some time.
bool climbs(const Ascent& ascent, double from_s) {
  const double end_s = seconds_between(ascent.flight().launch_time(), ascent.flight().final_burnout());
  if (end_s - from_s < kLeastSeen_s) return false;
  const auto height = [&](double t_s) {
    return earth::height_above_ellipsoid_m(ascent.state_at(ascent.flight().launch_time() + seconds(t_s)).position);
  };
  for (double t_s = from_s; t_s + 5.0 < end_s; t_s += 5.0) {
    if (height(t_s + 5.0) <= height(t_s)) return false;
  }
  return true;
}

}  // namespace

AssumedAscent draw_assumed(Instant lift_off, Random& random) {
  const event::LaunchFitOptions options;
  motion::FlightOptions how;
  how.fly_spent_stages = false;
  how.max_flight_s = 400.0;
  while (true) {
    const event::LaunchFitOptions::Kind& kind = options.kinds[pick_kind(options, random)];
    const double sigma = options.departures[pick(options.departure_odds, random)] * (1.0 + kind.excess_thrust) * kG0;
    const double first_m = options.first_height_m + options.first_height_sigma_m * random.normal();
    const motion::Vehicle vehicle = vehicle_of(options, kind, random);
    const motion::LaunchPlan plan = plan_of(options, kind, lift_off, random);
    std::vector<Vec3> knots;
    for (double t_s = 0.0; t_s < kLongest_s; t_s += options.knot_interval_s)
      knots.push_back(sigma * Vec3{random.normal(), random.normal(), random.normal()});
    const double kept = random.uniform();
    const Result<motion::Flight> flight = motion::fly(vehicle, plan, how);
    if (!flight || first_m < 2e3) continue;
    Ascent ascent(*flight, {}, random);
    ascent.depart(std::move(knots), options.knot_interval_s);
    if (!climbs(ascent, ascent.passes_s(first_m))) continue;
    if (kind.time_to_10_km_sigma_s > 0.0) {  // what has been watched narrows the kind
      const double z = (ascent.passes_s(10e3) - kind.time_to_10_km_s) / kind.time_to_10_km_sigma_s;
      if (kept > std::exp(-0.5 * z * z)) continue;
    }
    return {std::move(ascent), first_m};
  }
}

}  // namespace tocsin::bench
