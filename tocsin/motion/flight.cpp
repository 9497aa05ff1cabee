#include <algorithm>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::motion {

Flight::Flight(Vehicle vehicle, LaunchPlan plan, std::vector<FlightEvent> events, std::vector<FlightBody> bodies)
    : vehicle_(std::move(vehicle)), plan_(std::move(plan)), events_(std::move(events)), bodies_(std::move(bodies)) {
  TOCSIN_REQUIRE(!bodies_.empty() && !bodies_.front().arc.empty(), "a flight has a main body");
}

namespace {

const FlightEvent* find(const std::vector<FlightEvent>& events, FlightEventKind kind, int stage) {
  const auto found = std::find_if(events.begin(), events.end(),
                                  [&](const FlightEvent& e) { return e.kind == kind && e.stage == stage; });
  return found == events.end() ? nullptr : &*found;
}

}  // namespace

Instant Flight::final_burnout() const {
  const FlightEvent* burnout = find(events_, FlightEventKind::burnout, static_cast<int>(vehicle_.stages.size()) - 1);
  TOCSIN_REQUIRE(burnout != nullptr, "a flight has a last burnout");
  return burnout->time;
}

std::optional<FlightEvent> Flight::apogee() const {
  const FlightEvent* e = find(events_, FlightEventKind::apogee, static_cast<int>(vehicle_.stages.size()));
  return e != nullptr ? std::optional(*e) : std::nullopt;
}

std::optional<FlightEvent> Flight::manoeuvre() const {
  const FlightEvent* e = find(events_, FlightEventKind::manoeuvre, static_cast<int>(vehicle_.stages.size()));
  return e != nullptr ? std::optional(*e) : std::nullopt;
}

std::optional<FlightEvent> Flight::impact() const {
  const FlightEvent* e = find(events_, FlightEventKind::impact, static_cast<int>(vehicle_.stages.size()));
  return e != nullptr ? std::optional(*e) : std::nullopt;
}

std::optional<Geodetic> Flight::impact_point() const {
  if (!payload().reaches_ground) return std::nullopt;
  return earth::to_geodetic(payload().arc.state_at(payload().arc.end()).position);
}

State<Itrf> Flight::state_at(Instant t) const {
  const Arc& arc = payload().arc;
  if (t <= arc.begin()) return {earth::to_itrf(plan_.site), {}};
  State<Itrf> state = arc.state_at(t);
  if (t > arc.end() && payload().reaches_ground) state.velocity = {};
  return state;
}

int Flight::stage_at(Instant t) const {
  int stage = 0;
  for (const FlightEvent& e : events_) {
    if (e.kind == FlightEventKind::separation && e.time <= t) stage = std::max(stage, e.stage + 1);
  }
  return stage;
}

double Flight::mass_kg_at(Instant t) const {
  double mass = vehicle_.payload_mass_kg;
  for (std::size_t i = static_cast<std::size_t>(stage_at(t)); i < vehicle_.stages.size(); ++i) {
    const Stage& stage = vehicle_.stages[i];
    mass += stage.dry_mass_kg + stage.propellant_kg;
    const FlightEvent* ignition = find(events_, FlightEventKind::ignition, static_cast<int>(i));
    const FlightEvent* burnout = find(events_, FlightEventKind::burnout, static_cast<int>(i));
    if (ignition == nullptr || burnout == nullptr || t <= ignition->time) continue;
    mass -= stage.propellant_kg / stage.burn_s() * seconds_between(ignition->time, std::min(t, burnout->time));
  }
  return mass;
}

std::optional<Burning> Flight::burning_at(Instant t) const {
  for (std::size_t i = 0; i < vehicle_.stages.size(); ++i) {
    const FlightEvent* ignition = find(events_, FlightEventKind::ignition, static_cast<int>(i));
    const FlightEvent* burnout = find(events_, FlightEventKind::burnout, static_cast<int>(i));
    if (ignition == nullptr || burnout == nullptr || t < ignition->time || t >= burnout->time) continue;
    const Stage& stage = vehicle_.stages[i];
    const double height = earth::height_above_ellipsoid_m(state_at(t).position);
    const double thrust = std::max(0.0, stage.thrust_vacuum_n - earth::pressure_pa(height) * stage.exit_area_m2);
    return Burning{static_cast<int>(i), thrust, mass_kg_at(t), stage.radiant_intensity_w_sr};
  }
  return std::nullopt;
}

}  // namespace tocsin::motion
