#include "tocsin/motion/space_launch.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/upper_stage.hpp"

namespace tocsin::motion {
namespace {

/// The ascent up to the insertion.
struct Insertion {
  LaunchPlan plan;
  Flight first;  ///< whose payload is the second stage, unlit
  Instant separation;
  UpperStageFlight upper;

  [[nodiscard]] double burn_s(double ignition_after_s) const {
    return seconds_between(separation, upper.burnout) - ignition_after_s;
  }
};

/// The first stage with all that it carries as its payload.
Vehicle first_stage_alone(const Vehicle& vehicle) {
  Vehicle out = vehicle;
  const Stage& second = vehicle.stages.back();
  out.payload_mass_kg += second.dry_mass_kg + second.propellant_kg;
  out.stages.pop_back();
  return out;
}

Instant separation_of(const Flight& flight) {
  const auto at = std::find_if(flight.events().begin(), flight.events().end(),
                               [](const FlightEvent& e) { return e.kind == FlightEventKind::separation; });
  TOCSIN_REQUIRE(at != flight.events().end(), "a stage that is flown separates");
  return at->time;
}

Result<Insertion> insert(const Vehicle& vehicle, const LaunchPlan& plan, double height_m,
                         const SpaceLaunchOptions& options) {
  TOCSIN_TRY(Flight first, fly(first_stage_alone(vehicle), plan));
  const Instant separation = separation_of(first);
  TOCSIN_TRY(UpperStageFlight upper, fly_to_orbit(first.state_at(separation), separation,
                                                  separation + seconds(options.ignition_after_s), vehicle, height_m));
  return Insertion{plan, std::move(first), separation, std::move(upper)};
}

Result<Insertion> cheapest(const Vehicle& vehicle, LaunchPlan plan, double height_m,
                           const SpaceLaunchOptions& options) {
  std::optional<Insertion> best;
  std::optional<Error> refused;
  const int steps = static_cast<int>((options.largest_kick_rad - options.least_kick_rad) / options.kick_step_rad + 0.5);
  for (int i = 0; i <= steps; ++i) {
    plan.steering.kick_rad = options.least_kick_rad + i * options.kick_step_rad;
    Result<Insertion> tried = insert(vehicle, plan, height_m, options);
    if (!tried) {
      if (!refused) refused = tried.error();
      continue;
    }
    if (!best || tried->burn_s(options.ignition_after_s) < best->burn_s(options.ignition_after_s))
      best = *std::move(tried);
  }
  if (best) return *std::move(best);
  TOCSIN_REQUIRE(refused.has_value(), "at least one pitch-over is tried");
  return fail(*refused);
}

}  // namespace

Result<Flight> fly_space_launch(const Vehicle& vehicle, const Geodetic& site, double azimuth_rad, Instant time,
                                double height_m, const SpaceLaunchOptions& options) {
  TOCSIN_REQUIRE(vehicle.stages.size() == 2, "a space launch has two stages");
  LaunchPlan plan;
  plan.site = site;
  plan.time = time;
  plan.steering.azimuth_rad = azimuth_rad;
  TOCSIN_TRY(Insertion ascent, cheapest(vehicle, std::move(plan), height_m, options));
  const Instant separation = ascent.separation;
  const Instant insertion = ascent.upper.burnout;

  FlightBody main{BodyKind::payload, 2, {}, false, vehicle.payload_beta_kg_m2};
  main.arc = part_of(ascent.first.payload().arc, 0.0, seconds_between(time, separation));
  main.arc.append(ascent.upper.arc);
  PropagationOptions unpowered;
  unpowered.forces.beta_kg_m2 = main.beta_kg_m2;
  unpowered.tolerance_m = 1e-2;
  unpowered.stop_at_height_m = 0.0;
  const Instant limit = insertion + seconds(options.after_s);
  TOCSIN_TRY(const Arc orbit, propagate(main.arc.state_at(insertion), insertion, limit, unpowered));
  main.reaches_ground = orbit.end() < limit;
  main.arc.append(orbit);

  std::vector<FlightEvent> events;
  for (const FlightEvent& e : ascent.first.events()) {
    if (e.stage == 0) events.push_back(e);
  }
  const auto note = [&](FlightEventKind kind, Instant t) {
    events.push_back({kind, t, 1, earth::height_above_ellipsoid_m(main.arc.state_at(t).position)});
  };
  note(FlightEventKind::ignition, separation + seconds(options.ignition_after_s));
  note(FlightEventKind::burnout, insertion);
  if (main.reaches_ground) events.push_back({FlightEventKind::impact, main.arc.end(), 2, 0.0});
  std::vector<FlightBody> bodies{std::move(main)};
  for (const FlightBody& body : ascent.first.bodies()) {
    if (body.kind == BodyKind::stage) bodies.push_back(body);
  }
  return Flight(vehicle, ascent.plan, std::move(events), std::move(bodies));
}

}  // namespace tocsin::motion
