#include "tocsin/sim/truth.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/message/heading.hpp"
#include "tocsin/motion/reported_flight.hpp"
#include "tocsin/motion/space_launch.hpp"
#include "tocsin/motion/vehicles.hpp"

namespace tocsin::sim {
namespace {

std::string body_id(const Launch& launch, const motion::FlightBody& flown) {
  if (flown.kind == motion::BodyKind::payload) return launch.script.id;
  return launch.script.id + "-stage-" + std::to_string(flown.stage + 1);
}

std::string piece_id(const Launch& launch, const Debris& piece) {
  return launch.script.id + "-debris-" + std::to_string(piece.number);
}

/// As the file calls it: a single launch has no name of its own.
std::string name_of(const LaunchScript& script) {
  return script.id == "launch" ? script.id : "launch " + script.id;
}

tl::unexpected<Error> not_reported(const std::string& figure) {
  return fail(Error{
      .field = figure + "_km",
      .value = "nothing",
      .expected = "a figure",
      .message =
          figure + " is not reported: without it no flight is determined, unless orbit_km or telemetry is given"});
}

Geodetic site_of(const LaunchScript& script) {
  return {degrees(script.lat_deg).value(), degrees(script.lon_deg).value(), script.height_m};
}

Result<motion::Flight> fly_script(const LaunchScript& script, const motion::VehicleSet& vehicles) {
  const double bearing_rad = degrees(script.bearing_deg).value();
  if (script.record)
    return motion::fly_record(*script.record, vehicles.launcher, site_of(script), bearing_rad, script.time);
  if (!script.telemetry.empty())
    return fail_field("telemetry", script.telemetry, "the folder of a recorded ascent, read before");
  if (script.orbit_km) {
    return motion::fly_space_launch(vehicles.launcher, site_of(script), bearing_rad, script.time,
                                    *script.orbit_km * 1e3);
  }
  if (!script.apogee_km) return not_reported("apogee");
  if (!script.range_km) return not_reported("range");
  motion::ReportedFlight report;
  report.site = site_of(script);
  report.bearing_rad = bearing_rad;
  report.apogee_m = *script.apogee_km * 1e3;
  report.range_m = *script.range_km * 1e3;
  report.time = script.time;
  report.manoeuvre = script.manoeuvre;
  for (const motion::VehicleFamily& family : vehicles.families) {
    if (family.vehicle.name == script.vehicle) report.vehicle = family.vehicle;
  }
  const bool sounding = script.vehicle_class == "sounding_rocket";
  report.families = vehicles.of_kind(sounding ? motion::FamilyKind::sounding_rocket : motion::FamilyKind::ballistic);
  if (!report.vehicle && report.families.empty()) {
    return fail_field("vehicle", "nothing", "the name of a family: the vehicles have none of this class");
  }
  TOCSIN_TRY(motion::SolvedFlight solved, motion::solve_reported_flight(report));
  return std::move(solved.flight);
}

void describe_impact(const Geodetic& ground, const Geodetic& site, message::TruthObject& object) {
  object.impact_lat_deg = in_degrees(Radians(ground.lat_rad));
  object.impact_lon_deg = in_degrees(Radians(ground.lon_rad));
  object.ground_range_km = earth::inverse(site, ground).distance_m / 1e3;
}

}  // namespace

Body::Body(const Launch& launch, const motion::FlightBody& flown)
    : launch_(&launch),
      flown_(&flown),
      id_(body_id(launch, flown)),
      key_(Random(0, id_).bits()),
      begin_(flown.kind == motion::BodyKind::payload ? launch.flight.launch_time() : flown.arc.begin()),
      end_(flown.arc.end()) {}

Body::Body(const Launch& launch, const Debris& piece)
    : launch_(&launch),
      flown_(&piece.flown),
      piece_(&piece),
      id_(piece_id(launch, piece)),
      key_(Random(0, id_).bits()),
      begin_(piece.flown.arc.begin()),
      end_(piece.flown.arc.end()) {}

const motion::StageBurn* Body::burn_within(Instant from, Instant to) const {
  const auto meets = [&](const motion::StageBurn& burn) { return burn.begin <= to && from <= burn.end; };
  const auto found = std::find_if(flown_->burns.begin(), flown_->burns.end(), meets);
  return found == flown_->burns.end() ? nullptr : &*found;
}

bool Body::may_burn(Instant from, Instant to) const {
  if (burn_within(from, to) != nullptr) return true;
  return flown_->kind == motion::BodyKind::payload && to >= begin_ && from <= launch_->flight.final_burnout();
}

State<Itrf> Body::state_at(Instant t) const {
  return flown_->kind == motion::BodyKind::payload ? launch_->flight.state_at(t) : flown_->arc.state_at(t);
}

bool Body::burning_at(Instant t) const {
  if (burn_within(t, t) != nullptr) return true;
  return may_burn(t, t) && launch_->flight.burning_at(t).has_value();
}

double Body::intensity_w_sr(Instant t, double height_m) const {
  if (!may_burn(t, t)) return 0.0;
  if (const motion::StageBurn* burn = burn_within(t, t)) {
    const auto& stage = launch_->flight.vehicle().stages[static_cast<std::size_t>(flown_->stage)];
    return launch_->plume.intensity_w_sr(burn->share * stage.radiant_intensity_w_sr, height_m, t);
  }
  const double stage_w_sr = launch_->plume.stage_intensity_w_sr(launch_->flight, t);
  if (stage_w_sr <= 0.0) return 0.0;
  return launch_->plume.intensity_w_sr(stage_w_sr, height_m, t);
}

double Body::band_ratio(double height_m, double band_um) const {
  return launch_->plume.band_ratio(height_m, band_um);
}

double Body::rcs_m2(Instant t) const {
  if (piece_ != nullptr) return piece_->rcs_m2;
  const bool is_payload = flown_->kind == motion::BodyKind::payload &&
                          launch_->flight.stage_at(t) >= static_cast<int>(launch_->flight.vehicle().stages.size());
  return is_payload ? launch_->script.rcs_m2 : launch_->script.stage_rcs_m2;
}

message::TruthObject Body::describe() const {
  const motion::Flight& flight = launch_->flight;
  const bool is_payload = flown_->kind == motion::BodyKind::payload;
  message::TruthObject object;
  object.id = id_;
  object.launch = launch_->script.id;
  object.kind = is_payload ? "payload" : piece_ != nullptr ? "debris" : "stage";
  object.vehicle_class = launch_->script.vehicle_class;
  object.begin = begin_;
  object.end = end_;
  object.launch_lat_deg = launch_->script.lat_deg;
  object.launch_lon_deg = launch_->script.lon_deg;
  const Geodetic& site = flight.plan().site;
  const Instant headed = flight.launch_time() + seconds(message::kHeadingAfterS);
  object.launch_azimuth_deg =
      in_degrees(Radians(earth::inverse(site, earth::to_geodetic(flight.state_at(headed).position)).azimuth_start_rad));
  object.launch_time = flight.launch_time();
  if (!is_payload) {
    if (const std::optional<motion::ArcPoint> apogee = flown_->arc.apogee()) object.apogee_km = apogee->height_m / 1e3;
    if (!flown_->reaches_ground) return object;
    object.impact_time = end_;
    describe_impact(earth::to_geodetic(flown_->arc.state_at(end_).position), site, object);
    return object;
  }
  for (const motion::FlightEvent& event : flight.events()) {
    if (event.kind == motion::FlightEventKind::burnout) object.burnouts.push_back(event.time);
  }
  if (const std::optional<motion::FlightEvent> apogee = flight.apogee()) object.apogee_km = apogee->height_m / 1e3;
  if (const std::optional<motion::FlightEvent> lift = flight.manoeuvre()) object.manoeuvre_time = lift->time;
  if (const std::optional<motion::FlightEvent> impact = flight.impact()) object.impact_time = impact->time;
  if (const std::optional<Geodetic> ground = flight.impact_point()) describe_impact(*ground, site, object);
  return object;
}

Result<Truth> Truth::create(const Scenario& scenario, std::uint64_t seed) {
  std::vector<LaunchScript> scripts = scenario.launches;
  std::sort(scripts.begin(), scripts.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  Truth truth;
  for (const LaunchScript& script : scripts) {
    Result<motion::Flight> flight = fly_script(script, vehicles_of(scenario));
    if (!flight) return fail(flight.error().under(name_of(script)));
    const double burn_s = seconds_between(flight->launch_time(), flight->final_burnout());
    truth.launches_.push_back(
        std::make_unique<Launch>(Launch{script, *std::move(flight), Plume(script, burn_s, seed)}));
    Launch& launch = *truth.launches_.back();
    Result<std::vector<Debris>> debris = make_debris(script.debris, script.id, launch.flight, seed);
    if (!debris) return fail(debris.error().under(name_of(script)));
    launch.debris = *std::move(debris);
    for (const motion::FlightBody& flown : launch.flight.bodies()) {
      if (flown.kind == motion::BodyKind::stage && !script.stages_are_bodies) continue;
      truth.bodies_.emplace_back(launch, flown);
    }
    for (const Debris& piece : launch.debris) truth.bodies_.emplace_back(launch, piece);
  }
  std::sort(truth.bodies_.begin(), truth.bodies_.end(), [](const Body& a, const Body& b) { return a.id() < b.id(); });
  const auto twin = std::adjacent_find(truth.bodies_.begin(), truth.bodies_.end(),
                                       [](const Body& a, const Body& b) { return a.id() == b.id(); });
  if (twin != truth.bodies_.end()) return fail_field("launch.id", twin->id(), "ids whose stages have other names");
  return truth;
}

}  // namespace tocsin::sim
