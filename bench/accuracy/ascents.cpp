#include "bench/accuracy/ascents.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/launch_model.hpp"
#include "tocsin/sense/pointing.hpp"

#include "bench/accuracy/launch_bound.hpp"
#include "tests/event/drawn_ascent.hpp"

namespace tocsin::bench {
namespace {

constexpr double kG0 = 9.80665;
constexpr double kGeoRadius_m = 42164e3;
constexpr double kStatedBias_rad = 2e-6;

motion::FlightOptions flight_options() {
  motion::FlightOptions options;
  options.fly_spent_stages = false;
  options.max_flight_s = 400.0;
  return options;
}

/// One stage that accelerates by `thrust_mps2` at lift-off and would be burnt up after `exhausted_s`.
motion::Vehicle one_stage(double thrust_mps2, double exhausted_s, double burn_s, double area_m2, double vacuum_ratio) {
  constexpr double kMass_kg = 10e3;
  motion::Stage stage;
  const double thrust_n = thrust_mps2 * kMass_kg;
  stage.thrust_vacuum_n = vacuum_ratio * thrust_n;
  stage.exit_area_m2 = (vacuum_ratio - 1.0) * thrust_n / earth::pressure_pa(0.0);
  stage.propellant_kg = kMass_kg * burn_s / exhausted_s;
  stage.dry_mass_kg = 0.5 * (kMass_kg - stage.propellant_kg);
  stage.isp_vacuum_s = stage.thrust_vacuum_n / (kG0 * kMass_kg / exhausted_s);
  stage.area_m2 = area_m2;
  motion::Vehicle out;
  out.name = "reference";
  out.stages = {stage};
  out.payload_mass_kg = kMass_kg - stage.propellant_kg - stage.dry_mass_kg;
  return out;
}

std::optional<motion::Flight> draw_reference(Instant lift_off, Random& random) {
  const double burn_s = random.uniform(80.0, 100.0);
  const motion::Vehicle vehicle = one_stage(18.0 * std::exp(0.06 * random.normal()), burn_s * random.uniform(1.18, 1.3),
                                            burn_s, random.uniform(0.4, 0.9), random.uniform(1.06, 1.15));
  motion::LaunchPlan plan;
  plan.site = {random.uniform(-5.0, 50.0) * kRadiansPerDegree, random.uniform(-10.0, 50.0) * kRadiansPerDegree,
               std::max(0.0, 100.0 + 200.0 * random.normal())};
  plan.time = lift_off;
  plan.steering.azimuth_rad = random.uniform(0.0, 2.0 * kPi);
  plan.steering.vertical_until_s = random.uniform(6.0, 10.0);
  plan.steering.kick_duration_s = random.uniform(9.0, 15.0);
  plan.steering.kick_rad = random.uniform(0.25, 0.5);
  const Result<motion::Flight> flight = motion::fly(vehicle, plan, flight_options());
  if (!flight) return std::nullopt;
  const State<Itrf> end = flight->state_at(flight->final_burnout() - seconds(0.1));
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(end.position)).u;
  const double climb_rad = std::asin(dot(up, unit(end.velocity.mps)));
  if (!(climb_rad > 20.0 * kRadiansPerDegree && climb_rad < 65.0 * kRadiansPerDegree)) return std::nullopt;
  return *flight;
}

// The vehicle of the bound's table.
constexpr double kThrust_mps2 = 18.0;
constexpr double kExhausted_s = 110.0;
constexpr double kBurn_s = 90.0;
constexpr double kVertical_s = 8.0;
constexpr double kKick_s = 12.0;
constexpr double kKick_rad = 24.0 * kRadiansPerDegree;
constexpr double kFollow_s = 0.1;

std::optional<motion::Flight> fly_class(const Geodetic& site, Instant lift_off, double azimuth_rad, double kick_rad,
                                        double thrust) {
  motion::LaunchPlan plan;
  plan.site = site;
  plan.time = lift_off;
  plan.steering.azimuth_rad = azimuth_rad;
  plan.steering.vertical_until_s = kVertical_s;
  plan.steering.kick_duration_s = kKick_s;
  plan.steering.kick_rad = kick_rad;
  plan.steering.follow_s = kFollow_s;
  const auto flight =
      motion::fly(one_stage(thrust * kThrust_mps2, kExhausted_s, kBurn_s, 1e-6, 1.0), plan, flight_options());
  return flight ? std::optional(*flight) : std::nullopt;
}

std::optional<motion::Flight> draw_class(Instant lift_off, Random& random) {
  const Geodetic site{random.uniform(-5.0, 50.0) * kRadiansPerDegree, random.uniform(-10.0, 50.0) * kRadiansPerDegree,
                      0.0};
  const double azimuth_rad = random.uniform(0.0, 2.0 * kPi);
  const double kick_rad = kKick_rad + kClassKnown.kick_rad * random.normal();
  return fly_class(site, lift_off, azimuth_rad, kick_rad, 1.0 + kClassKnown.thrust_share * random.normal());
}

event::test::AscentKind kind_of(Family family) {
  switch (family) {
    case Family::launcher:
      return event::test::AscentKind::launcher;
    case Family::solid:
      return event::test::AscentKind::solid;
    default:
      return event::test::AscentKind::liquid_missile;
  }
}

/// The stage in two halves of its propellant whose thrusts differ; that at lift-off stays.
std::vector<motion::Stage> uneven(const motion::Stage& stage, bool is_first, double sigma, Random& random) {
  std::vector<motion::Stage> out(2, stage);
  for (motion::Stage& part : out) {
    part.propellant_kg = 0.5 * stage.propellant_kg;
    part.dry_mass_kg = 0.5 * stage.dry_mass_kg;
    if (!is_first) part.thrust_vacuum_n *= std::exp(sigma * random.normal());
    is_first = false;
  }
  return out;
}

/// The stage in two, with a pause between.
std::vector<motion::Stage> in_two(const motion::Stage& stage, double coast_s) {
  std::vector<motion::Stage> out(2, stage);
  out[0].propellant_kg = 0.6 * stage.propellant_kg;
  out[0].dry_mass_kg = 0.6 * stage.dry_mass_kg;
  out[0].coast_after_s = coast_s;
  out[1].propellant_kg = 0.4 * stage.propellant_kg;
  out[1].dry_mass_kg = 0.4 * stage.dry_mass_kg;
  return out;
}

/// Vertical at first, then an exponential approach to a last pitch.
motion::Steering programme_of(const motion::Steering& steering, Random& random) {
  motion::Steering out = steering;
  out.law = motion::SteeringLaw::pitch_programme;
  const double last_rad = random.uniform(0.8, 1.4);
  const double time_s = random.uniform(45.0, 100.0);
  constexpr double kStep_s = 2.0;
  for (double t_s = 0.0; t_s < 400.0; t_s += kStep_s) {
    const double turned_s = std::max(0.0, t_s - steering.vertical_until_s);
    out.programme.push_back({t_s, 0.5 * kPi - last_rad * (1.0 - std::exp(-turned_s / time_s))});
  }
  return out;
}

/// The flight of a vehicle that the mismatch has changed; nothing when that one falls back.
std::optional<motion::Flight> changed(const motion::Flight& flight, const AscentMismatch& mismatch, Random& random) {
  motion::Vehicle vehicle = flight.vehicle();
  if (mismatch.thrust_sigma > 0.0) {
    std::vector<motion::Stage> stages;
    for (const motion::Stage& stage : vehicle.stages) {
      const auto parts = uneven(stage, stages.empty(), mismatch.thrust_sigma, random);
      stages.insert(stages.end(), parts.begin(), parts.end());
    }
    vehicle.stages = std::move(stages);
  }
  if (mismatch.coast_s > 0.0) {
    const auto parts = in_two(vehicle.stages.back(), mismatch.coast_s);
    vehicle.stages.pop_back();
    vehicle.stages.insert(vehicle.stages.end(), parts.begin(), parts.end());
  }
  for (motion::Stage& stage : vehicle.stages) stage.area_m2 *= mismatch.drag_factor;
  motion::LaunchPlan plan = flight.plan();
  if (mismatch.programme) plan.steering = programme_of(plan.steering, random);
  const Result<motion::Flight> out = motion::fly(vehicle, plan, flight_options());
  return out ? std::optional(*out) : std::nullopt;
}

/// Place gained by the mean acceleration 1 with the shape 2·sin², `x` of its length after its begin, per length².
double pushed(double x) {
  if (x <= 0.0) return 0.0;
  const double in = std::min(x, 1.0);
  const double w = 2.0 * kPi;
  return 0.5 * in * in + (std::cos(w * in) - 1.0) / (w * w) + (x - in);
}

}  // namespace

const std::vector<AscentMismatch>& ascent_mismatches() {
  static const std::vector<AscentMismatch> kAll{
      {.name = "heavy tails", .errors = ErrorKind::heavy},
      {.name = "2 % outliers", .errors = ErrorKind::outliers},
      {.name = "correlated jitter besides", .errors = ErrorKind::correlated},
      {.name = "biases of three times 2 µrad", .errors = ErrorKind::biased},
      {.name = "twice the drag", .drag_factor = 2.0},
      {.name = "wind", .wind_mps2 = 0.3},
      {.name = "dog-leg", .dog_leg_mps2 = 1.5},
      {.name = "other thrust curves", .thrust_sigma = 0.15},
      {.name = "pitch programme", .programme = true},
      {.name = "coast between stages", .coast_s = 6.0},
      {.name = "plume 150 m behind", .plume_m = 150.0},
  };
  return kAll;
}

Ascent::Ascent(motion::Flight flight, const AscentMismatch& mismatch, Random& random)
    : flight_(std::move(flight)), plume_m_(mismatch.plume_m) {
  const double at_10_km_s = passes_s(10e3);
  const State<Itrf> there = flight_.state_at(flight_.launch_time() + seconds(at_10_km_s));
  const Mat3 level = earth::enu_from_itrf(flight_.plan().site).m;
  const double side = random.uniform(0.0, 2.0 * kPi);
  if (mismatch.wind_mps2 > 0.0) {
    const double begin_s = passes_s(8e3);
    const Vec3 across = std::sin(side) * level.rows[0] + std::cos(side) * level.rows[1];
    pushes_.push_back({begin_s, passes_s(14e3) - begin_s, mismatch.wind_mps2 * across});
  }
  if (mismatch.dog_leg_mps2 > 0.0) {
    const Vec3 across = unit(cross(there.velocity.mps, level.rows[2]));
    const double to = side < kPi ? 1.0 : -1.0;
    pushes_.push_back({at_10_km_s + random.uniform(5.0, 20.0), 30.0, to * mismatch.dog_leg_mps2 * across});
  }
}

State<Itrf> Ascent::state_at(Instant t) const {
  State<Itrf> out = flight_.state_at(t);
  const double t_s = seconds_between(flight_.launch_time(), t);
  for (const Push& push : pushes_) {
    constexpr double kStep_s = 0.01;
    const double scale = push.length_s * push.length_s;
    const double now = pushed((t_s - push.begin_s) / push.length_s);
    const double later = pushed((t_s + kStep_s - push.begin_s) / push.length_s);
    out.position.m += scale * now * push.acceleration_mps2;
    out.velocity.mps += scale * (later - now) / kStep_s * push.acceleration_mps2;
  }
  for (std::size_t k = 0; k < knots_mps2_.size(); ++k) {
    constexpr double kStep_s = 0.01;
    const double now = event::departure_m(k, t_s, knot_interval_s_);
    out.position.m += now * knots_mps2_[k];
    out.velocity.mps += (event::departure_m(k, t_s + kStep_s, knot_interval_s_) - now) / kStep_s * knots_mps2_[k];
  }
  return out;
}

void Ascent::depart(std::vector<Vec3> knots_mps2, double interval_s) {
  knots_mps2_ = std::move(knots_mps2);
  knot_interval_s_ = interval_s;
}

Position<Itrf> Ascent::plume_at(Instant t) const {
  const State<Itrf> state = state_at(t);
  if (plume_m_ == 0.0) return state.position;
  return {state.position.m - plume_m_ * unit(state.velocity.mps)};
}

double Ascent::passes_s(double height_m) const {
  constexpr double kStep_s = 0.1;
  double t_s = 0.0;
  while (t_s < 200.0 &&
         earth::height_above_ellipsoid_m(flight_.state_at(flight_.launch_time() + seconds(t_s)).position) < height_m) {
    t_s += kStep_s;
  }
  return t_s;
}

Ascent draw_ascent(Family family, Instant lift_off, const AscentMismatch& mismatch, Random& random) {
  for (int attempt = 0; attempt < 300; ++attempt) {
    std::optional<motion::Flight> flight = family == Family::one_class ? draw_class(lift_off, random)
                                           : family == Family::reference
                                               ? draw_reference(lift_off, random)
                                               : event::test::draw_ascent(kind_of(family), lift_off, random);
    if (flight) flight = changed(*flight, mismatch, random);
    if (flight) return Ascent(*std::move(flight), mismatch, random);
  }
  TOCSIN_REQUIRE(false, "some draw flies");
}

motion::Flight reference_ascent(Instant lift_off) {
  const Geodetic site{10.0 * kRadiansPerDegree, 20.0 * kRadiansPerDegree, 0.0};
  const auto flight = fly_class(site, lift_off, 70.0 * kRadiansPerDegree, kKick_rad, 1.0);
  TOCSIN_REQUIRE(flight.has_value(), "the reference vehicle flies");
  return *flight;
}

event::LaunchFitOptions options_of_the_class() {
  event::LaunchFitOptions options;
  const double excess = kThrust_mps2 / kG0 - 1.0;
  event::LaunchFitOptions::Kind kind{"class", 1.0, 1.0};
  kind.excess_thrust = excess;
  // The bound's class burns up in a known time: its exhaust speed grows with its thrust. The options take both as
  // independent; the root of two makes them as wide as the class is where both grow together.
  const double share = std::sqrt(2.0) * kClassKnown.thrust_share;
  kind.excess_thrust_sigma_log = share * (1.0 + excess) / excess;
  kind.exhaust_mps = kThrust_mps2 * kExhausted_s;
  kind.exhaust_sigma_log = share;
  kind.drag_m2_kg = 1e-6;  // none
  kind.drag_sigma_log = 0.1;
  kind.tilt_sigma_rad = kKick_rad;  // of two axes: no heading is preferred
  options.kinds = {kind, event::LaunchFitOptions::Kind{"", 0.0, 0.0}, event::LaunchFitOptions::Kind{"", 0.0, 0.0}};
  options.vacuum_ratio = 1.0;
  options.vertical_s = kVertical_s;
  options.vertical_sigma_log = 1e-3;
  options.pitch_over_s = kKick_s;
  options.site_height_m = 0.0;
  options.site_height_sigma_m = 1.0;
  options.departure_odds = {1.0, 1e-9, 1e-9, 1e-9};
  options.extra_position_sigma_m = 0.0;
  options.extra_time_sigma_s = 0.0;
  return options;
}

std::vector<event::Sighting> watch(const Ascent& ascent, const Watching& how, ErrorKind errors, Random& random) {
  std::vector<event::Sighting> out;
  const Instant begin = ascent.flight().launch_time();
  const double end_s = seconds_between(begin, ascent.flight().final_burnout());
  std::int64_t sequence = 0;
  std::uint64_t key_of_axis = 100;
  for (const int longitude_deg : how.longitudes_deg) {
    const double lon = longitude_deg * kRadiansPerDegree;
    const Position<Itrf> satellite{Vec3{kGeoRadius_m * std::cos(lon), kGeoRadius_m * std::sin(lon), 0.0}};
    const auto axis = [&] {
      return AxisErrors(errors, kStatedBias_rad / how.sigma_rad, random.substream(++key_of_axis));
    };
    AxisErrors east = axis();
    AxisErrors north = axis();
    for (double t_s = how.revisit_s * random.uniform(); t_s < end_s; t_s += how.revisit_s) {
      const Instant t = begin + seconds(t_s);
      if (!ascent.flight().burning_at(t)) continue;
      const Position<Itrf> heat = ascent.plume_at(t);
      if (earth::height_above_ellipsoid_m(heat) < how.cloud_top_m) continue;
      const sense::TangentAngles angles = sense::tangent_angles(sense::nadir_frame(satellite), heat);
      out.push_back({t, satellite.m, angles.east_rad + how.sigma_rad * east.next(how.revisit_s),
                     angles.north_rad + how.sigma_rad * north.next(how.revisit_s), how.sigma_rad, 1e5,
                     "ir-" + std::to_string(longitude_deg), ++sequence});
    }
  }
  std::sort(out.begin(), out.end(), [](const event::Sighting& a, const event::Sighting& b) {
    return a.time != b.time ? a.time < b.time : a.sensor < b.sensor;
  });
  return out;
}

Watched draw_watched(Family family, Instant lift_off, Watching how, const AscentMismatch& mismatch, Random& random) {
  Ascent ascent = [&] {
    if (family != Family::assumed) return draw_ascent(family, lift_off, mismatch, random);
    AssumedAscent assumed = draw_assumed(lift_off, random);
    how.cloud_top_m = assumed.first_height_m;
    return std::move(assumed.ascent);
  }();
  std::vector<event::Sighting> sightings = watch(ascent, how, mismatch.errors, random);
  return {std::move(ascent), std::move(sightings)};
}

LaunchMiss miss_of(const event::LaunchFit& fit, const Geodetic& site) {
  const earth::GeodesicLine miss = earth::inverse(fit.place, site);
  const double east = miss.distance_m * std::sin(miss.azimuth_start_rad);
  const double north = miss.distance_m * std::cos(miss.azimuth_start_rad);
  const double det = fit.var_east_m2 * fit.var_north_m2 - fit.cov_east_north_m2 * fit.cov_east_north_m2;
  const double squared =
      (fit.var_north_m2 * east * east - 2.0 * fit.cov_east_north_m2 * east * north + fit.var_east_m2 * north * north) /
      det;
  return {miss.distance_m, squared, std::sqrt(det)};
}

}  // namespace tocsin::bench
