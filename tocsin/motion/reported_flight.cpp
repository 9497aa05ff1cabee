#include "tocsin/motion/reported_flight.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"
#include "tocsin/motion/claims.hpp"
#include "tocsin/motion/vehicles.hpp"

namespace tocsin::motion {
namespace {

constexpr double kParabolicSpeedMps = 11.18e3;
constexpr double kMinBurnFraction = 0.35;
constexpr double kMaxKickRad = 1.2;

// What is solved for: energy of the vehicle, and the pitch-over as a vector (east, north), so that a kick through the
// vertical has no corner.
using Knobs = std::array<double, 3>;
// Apogee, range along the bearing, distance across it: flown minus reported, metres.
using Miss = std::array<double, 3>;

double size_of(const Miss& m) {
  return std::max({std::abs(m[0]), std::abs(m[1]), std::abs(m[2])});
}

// A vehicle whose energy is one number: 0 to 1 from the largest to the smallest payload at full burn; below 0 the
// largest payload with the last burn cut off early.
struct Family {
  Vehicle vehicle;
  double min_payload_kg = 0.0;
  double max_payload_kg = 0.0;

  [[nodiscard]] double lowest() const { return kMinBurnFraction - 1.0; }
  [[nodiscard]] double highest() const { return min_payload_kg < max_payload_kg ? 1.0 : 0.0; }
  [[nodiscard]] double payload_kg(double energy) const {
    return max_payload_kg * std::pow(min_payload_kg / max_payload_kg, std::clamp(energy, 0.0, 1.0));
  }
};

class Solver {
 public:
  Solver(const ReportedFlight& report, const ReportedFlightOptions& options, Family family,
         const ImpulsiveFlight& impulse)
      : report_(report), options_(options), family_(std::move(family)), impulse_(impulse) {}

  Result<SolvedFlight> solve() {
    TOCSIN_TRY(Knobs knobs, first_guess());
    Result<Miss> miss = try_flight(knobs);
    if (!miss) return tl::unexpected(std::move(miss).error());
    for (iterations_ = 0; iterations_ < options_.max_iterations && size_of(*miss) > options_.tolerance_m;
         ++iterations_) {
      if (!improve(knobs, *miss)) break;
    }
    if (size_of(*miss) > options_.tolerance_m) {
      return fail("no flight of the " + family_.vehicle.name + " vehicle fits: the nearest one misses the apogee by " +
                  fixed((*miss)[0] / 1e3, 1) + " km, the range by " + fixed((*miss)[1] / 1e3, 1) +
                  " km and the bearing by " + fixed((*miss)[2] / 1e3, 1) + " km across");
    }
    TOCSIN_TRY(Flight flight, fly(vehicle_of(knobs), plan_of(knobs), {}));
    return SolvedFlight{std::move(flight), (*miss)[0], (*miss)[1], (*miss)[2], iterations_};
  }

 private:
  [[nodiscard]] Vehicle vehicle_of(const Knobs& k) const {
    Vehicle v = family_.vehicle;
    v.payload_mass_kg = family_.payload_kg(k[0]);
    return v;
  }

  [[nodiscard]] LaunchPlan plan_of(const Knobs& k) const {
    LaunchPlan plan;
    plan.site = report_.site;
    plan.time = report_.time;
    plan.steering.kick_rad = std::hypot(k[1], k[2]);
    plan.steering.azimuth_rad = wrap_two_pi(std::atan2(k[1], k[2]));
    plan.last_burn_fraction = std::clamp(1.0 + std::min(k[0], 0.0), kMinBurnFraction, 1.0);
    plan.manoeuvre = report_.manoeuvre;
    return plan;
  }

  [[nodiscard]] bool allowed(const Knobs& k) const {
    return k[0] >= family_.lowest() && k[0] <= family_.highest() && std::hypot(k[1], k[2]) < kMaxKickRad;
  }

  // Speed and elevation relative to the ground at the last burnout; nothing when the vehicle falls back.
  struct Burnout {
    double speed_mps = 0.0;
    double elevation_rad = 0.0;
    double height_m = 0.0;
  };
  [[nodiscard]] std::optional<Burnout> burnout(const Knobs& k) const {
    const Result<Flight> flight =
        fly(vehicle_of(k), plan_of(k), {.tolerance_m = 1.0, .max_flight_s = 0.0, .fly_spent_stages = false});
    if (!flight) return std::nullopt;
    const State<Itrf> s = flight->state_at(flight->final_burnout());
    const earth::HeightAndNormal h = earth::height_and_normal(s.position.m);
    const double speed = norm(s.velocity.mps);
    return Burnout{speed, std::asin(dot(h.normal, s.velocity.mps) / speed), h.height_m};
  }

  // Pitch-over that gives the elevation, by bisection: more tilt, flatter flight.
  [[nodiscard]] double kick_for(double energy, double azimuth_rad, double elevation_rad) const {
    double low = 0.0;
    double high = kMaxKickRad;
    for (int i = 0; i < 16; ++i) {
      const double kick =
          i < 8 ? std::max(0.2 * high, 0.5 * (low + high) * (low > 0.0 ? 1.0 : 0.4)) : 0.5 * (low + high);
      const std::optional<Burnout> b = burnout({energy, kick * std::sin(azimuth_rad), kick * std::cos(azimuth_rad)});
      (b && b->elevation_rad > elevation_rad ? low : high) = kick;
    }
    return 0.5 * (low + high);
  }

  // Energy and pitch-over in turns until the burnout is that of the impulsive flight, seen from the burnout's height.
  Result<Knobs> first_guess() const {
    const double az = impulse_.azimuth_rad;
    double energy = 0.5 * (family_.lowest() + family_.highest());
    double kick = 0.05;
    for (int round = 0; round < 3; ++round) {
      kick = kick_for(energy, az, impulse_.elevation_rad);
      double low = family_.lowest();
      double high = family_.highest();
      for (int i = 0; i < 9; ++i) {
        energy = 0.5 * (low + high);
        const std::optional<Burnout> b = burnout({energy, kick * std::sin(az), kick * std::cos(az)});
        // Energy conserved from the ground to the burnout's height.
        const double there2 = impulse_.speed_mps * impulse_.speed_mps -
                              (b ? 2.0 * earth::kGravitationalParameter *
                                       (1.0 / earth::kMeanRadiusM - 1.0 / (earth::kMeanRadiusM + b->height_m))
                                 : 0.0);
        (b && b->speed_mps * b->speed_mps > there2 ? high : low) = energy;
      }
    }
    return Knobs{energy, kick * std::sin(az), kick * std::cos(az)};
  }

  Result<Miss> try_flight(const Knobs& k) const {
    if (!allowed(k)) return fail("beyond the vehicle");
    FlightOptions options;
    options.fly_spent_stages = false;
    TOCSIN_TRY(const Flight flight, fly(vehicle_of(k), plan_of(k), options));
    const std::optional<FlightEvent> top = flight.apogee();
    const std::optional<Geodetic> impact = flight.impact_point();
    if (!top || !impact) return fail("the payload does not come down");
    const earth::GeodesicLine line = earth::inverse(report_.site, *impact);
    const double turn = wrap_pi(line.azimuth_start_rad - report_.bearing_rad);
    return Miss{top->height_m - *report_.apogee_m, line.distance_m * std::cos(turn) - *report_.range_m,
                line.distance_m * std::sin(turn)};
  }

  // One Newton step with numeric derivatives, shortened until it helps; false when none does.
  bool improve(Knobs& knobs, Miss& miss) const {
    const double kick = std::hypot(knobs[1], knobs[2]);
    const Knobs delta{knobs[0] + 1e-4 > family_.highest() ? -1e-4 : 1e-4, std::max(1e-7, 1e-4 * kick),
                      std::max(1e-7, 1e-4 * kick)};
    std::array<Vec3, 3> columns;
    for (std::size_t i = 0; i < 3; ++i) {
      Knobs moved = knobs;
      moved[i] += delta[i];
      const Result<Miss> other = try_flight(moved);
      if (!other) return false;
      columns[i] = Vec3{(*other)[0] - miss[0], (*other)[1] - miss[1], (*other)[2] - miss[2]} / delta[i];
    }
    const double det = dot(columns[0], cross(columns[1], columns[2]));
    if (det == 0.0) return false;
    const Vec3 r{-miss[0], -miss[1], -miss[2]};
    Knobs step{dot(r, cross(columns[1], columns[2])) / det, dot(columns[0], cross(r, columns[2])) / det,
               dot(columns[0], cross(columns[1], r)) / det};
    // The derivatives hold for a part of the kick and a tenth of the energy.
    const double limit = std::max({std::abs(step[0]) / 0.1, std::hypot(step[1], step[2]) / (0.3 * kick + 1e-3), 1.0});
    for (double share = 1.0 / limit; share > 1e-4; share *= 0.5) {
      Knobs moved = knobs;
      for (std::size_t i = 0; i < 3; ++i) moved[i] += share * step[i];
      moved[0] = std::clamp(moved[0], family_.lowest(), family_.highest());
      const Result<Miss> other = try_flight(moved);
      if (other && size_of(*other) < size_of(miss)) {
        knobs = moved;
        miss = *other;
        return true;
      }
    }
    return false;
  }

  const ReportedFlight& report_;
  const ReportedFlightOptions& options_;
  Family family_;
  const ImpulsiveFlight& impulse_;
  int iterations_ = 0;
};

Status check_report(const ReportedFlight& r, const ReportedFlightOptions& o) {
  if (!r.apogee_m)
    return fail_field("apogee_km", "missing", "the reported apogee: without it the flight is not determined");
  if (!r.range_m)
    return fail_field("range_km", "missing", "the reported range: without it the flight is not determined");
  const double apogee = *r.apogee_m;
  const double range = *r.range_m;
  if (!(apogee > 0.0 && std::isfinite(apogee)))
    return fail_field("apogee_km", shortest(apogee / 1e3), "a positive number");
  if (!(range > 0.0 && std::isfinite(range))) return fail_field("range_km", shortest(range / 1e3), "a positive number");
  if (!std::isfinite(r.bearing_rad)) return fail_field("bearing_deg", shortest(r.bearing_rad), "a finite bearing");
  const bool lifts = r.manoeuvre.kind != ManoeuvreKind::none;
  if (lifts && apogee < o.min_manoeuvring_apogee_m) {
    return fail_field("apogee_km", shortest(apogee / 1e3),
                      "at least " + fixed(o.min_manoeuvring_apogee_m / 1e3, 0) +
                          ": a generic vehicle still burns at lower heights, and has no ballistic part");
  }
  if (!lifts && apogee < o.min_apogee_m) {
    return fail_field(
        "apogee_km", shortest(apogee / 1e3),
        "at least " + fixed(o.min_apogee_m / 1e3, 0) + ": lower flights stay in the atmosphere and are not ballistic");
  }
  if (range > o.max_range_m) {
    return fail_field("range_km", shortest(range / 1e3), "at most " + fixed(o.max_range_m / 1e3, 0));
  }
  if (!lifts && apogee < o.min_apogee_over_range * range) {
    return fail_field("apogee_km", shortest(apogee / 1e3),
                      "at least " + fixed(o.min_apogee_over_range * range / 1e3, 0) + ": apogees below " +
                          fixed(o.min_apogee_over_range, 2) + " of the range are not flyable with drag");
  }
  return {};
}

std::vector<Family> families_for(const ReportedFlight& report, double speed_mps) {
  if (report.vehicle) {
    const double payload = report.vehicle->payload_mass_kg;
    return {Family{*report.vehicle, payload, payload}};
  }
  const std::vector<VehicleFamily>& choice = report.families.empty() ? generic_vehicle_families() : report.families;
  std::vector<Family> out;
  for (const VehicleFamily& f : choice) {
    if (speed_mps <= f.reach_mps) out.push_back({f.vehicle, f.min_payload_kg, f.max_payload_kg});
  }
  return out;
}

}  // namespace

Result<SolvedFlight> solve_reported_flight(const ReportedFlight& report, const ReportedFlightOptions& options) {
  if (Status good = check_report(report, options); !good) return tl::unexpected(std::move(good).error());
  TOCSIN_TRY(const ImpulsiveFlight impulse,
             impulsive_flight(report.site, report.bearing_rad, *report.apogee_m, *report.range_m));
  if (impulse.speed_mps > kParabolicSpeedMps) {
    return fail("an apogee of " + fixed(*report.apogee_m / 1e3, 0) + " km and a range of " +
                fixed(*report.range_m / 1e3, 0) + " km need " + fixed(impulse.speed_mps / 1e3, 2) +
                " km/s at the ground: faster than escape");
  }
  const std::vector<Family> families = families_for(report, impulse.speed_mps);
  if (families.empty()) {
    return fail("the flight needs " + fixed(impulse.speed_mps / 1e3, 2) +
                " km/s at the ground, more than the largest generic vehicle has");
  }
  Error first;
  for (std::size_t i = 0; i < families.size(); ++i) {
    Result<SolvedFlight> solved = Solver(report, options, families[i], impulse).solve();
    if (solved) return solved;
    if (i == 0) first = solved.error();
    if (report.manoeuvre.kind == ManoeuvreKind::none) continue;
    // Lift adds to the range: from the whole range the search may begin too far from the ballistic part it looks for.
    for (const double share : {0.8, 0.6}) {
      const Result<ImpulsiveFlight> shorter =
          impulsive_flight(report.site, report.bearing_rad, *report.apogee_m, share * *report.range_m);
      if (!shorter) continue;
      solved = Solver(report, options, families[i], *shorter).solve();
      if (solved) return solved;
    }
  }
  return fail(std::move(first));
}

}  // namespace tocsin::motion
