#include "tocsin/motion/boost.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"
#include "tocsin/motion/impact.hpp"

namespace tocsin::motion {
namespace {

constexpr double kStandardGravity = 9.80665;
// Longer steps would jump over what the steering does.
constexpr double kMaxBoostStepS = 10.0;

// How the thrust is pointed in a part of the ascent.
enum class Pointing { fixed, tilting, following, along_velocity, programme };

// One part of the ascent between discontinuities: constant mass flow, one law of pointing.
struct PoweredMotion {
  double begin_s = 0.0;  // after launch
  double mass_kg = 0.0;  // at begin_s
  double flow_kg_s = 0.0;
  double thrust_vacuum_n = 0.0;  // 0: coasting
  double exit_area_m2 = 0.0;
  double drag_area_m2 = 0.0;
  Pointing pointing = Pointing::fixed;
  Vec3 up;          // at the site
  Vec3 horizontal;  // launch azimuth at the site
  const Steering* steering = nullptr;
  BallisticMotion gravity{Ballistic{}};

  [[nodiscard]] Vec3 tilted(double tilt_rad) const { return std::cos(tilt_rad) * up + std::sin(tilt_rad) * horizontal; }

  [[nodiscard]] Vec3 thrust_direction(double t_s, const Vec3& v) const {
    switch (pointing) {
      case Pointing::fixed:
        return up;
      case Pointing::tilting: {
        const double share = (t_s - steering->vertical_until_s) / steering->kick_duration_s;
        return tilted(steering->kick_rad * std::clamp(share, 0.0, 1.0));
      }
      case Pointing::following: {
        const double share = (t_s - steering->vertical_until_s - steering->kick_duration_s) / steering->follow_s;
        const double w = std::clamp(share, 0.0, 1.0);
        const double smooth = w * w * (3.0 - 2.0 * w);
        return unit((1.0 - smooth) * tilted(steering->kick_rad) + smooth * unit(v));
      }
      case Pointing::along_velocity:
        return unit(v);
      case Pointing::programme:
        return tilted(0.5 * kPi - elevation_at(t_s));
    }
    return up;
  }

  [[nodiscard]] double elevation_at(double t_s) const {
    const std::vector<PitchPoint>& p = steering->programme;
    if (t_s <= p.front().time_s) return p.front().elevation_rad;
    for (std::size_t i = 1; i < p.size(); ++i) {
      if (t_s > p[i].time_s) continue;
      const double w = (t_s - p[i - 1].time_s) / (p[i].time_s - p[i - 1].time_s);
      return p[i - 1].elevation_rad + w * (p[i].elevation_rad - p[i - 1].elevation_rad);
    }
    return p.back().elevation_rad;
  }

  void operator()(double t_s, const StateVector<6>& y, StateVector<6>& dy) const {
    const Vec3 r{y[0], y[1], y[2]};
    const Vec3 v{y[3], y[4], y[5]};
    const double mass = mass_kg - flow_kg_s * (t_s - begin_s);
    const double height = earth::height_and_normal(r).height_m;
    Vec3 a = gravity.acceleration(r, v);
    const double speed = norm(v);
    if (height < kTopOfAirM && speed > 0.0) {
      const double mach = speed / earth::speed_of_sound_mps(height);
      const double drag_n = 0.5 * earth::density(height).kg_m3 * speed * rocket_drag_coefficient(mach) * drag_area_m2;
      a -= (drag_n / mass) * v;
    }
    if (thrust_vacuum_n > 0.0) {
      const double thrust_n = std::max(0.0, thrust_vacuum_n - earth::pressure_pa(height) * exit_area_m2);
      a += (thrust_n / mass) * thrust_direction(t_s, v);
    }
    dy = {y[3], y[4], y[5], a.x, a.y, a.z};
  }
};

Status positive(const char* field, double value) {
  if (value > 0.0 && std::isfinite(value)) return {};
  return fail_field(field, shortest(value), "a positive number");
}

Status not_negative(const char* field, double value) {
  if (value >= 0.0 && std::isfinite(value)) return {};
  return fail_field(field, shortest(value), "zero or a positive number");
}

Status check_stage(const Stage& s) {
  for (const auto& [field, value] : {std::pair{"dry_mass_kg", s.dry_mass_kg},
                                     {"propellant_kg", s.propellant_kg},
                                     {"thrust_vacuum_n", s.thrust_vacuum_n},
                                     {"isp_vacuum_s", s.isp_vacuum_s}}) {
    if (Status good = positive(field, value); !good) return good;
  }
  for (const auto& [field, value] : {std::pair{"area_m2", s.area_m2},
                                     {"exit_area_m2", s.exit_area_m2},
                                     {"coast_after_s", s.coast_after_s},
                                     {"radiant_intensity_w_sr", s.radiant_intensity_w_sr}}) {
    if (Status good = not_negative(field, value); !good) return good;
  }
  return {};
}

Status check_steering(const Steering& s) {
  if (!std::isfinite(s.azimuth_rad)) return fail_field("azimuth_rad", shortest(s.azimuth_rad), "a finite azimuth");
  if (s.law == SteeringLaw::pitch_programme) {
    if (s.programme.empty()) return fail_field("programme", "none", "at least one time and elevation");
    for (std::size_t i = 0; i < s.programme.size(); ++i) {
      const PitchPoint& p = s.programme[i];
      const bool later = i == 0 || p.time_s > s.programme[i - 1].time_s;
      if (!later || !std::isfinite(p.time_s) || !(std::abs(p.elevation_rad) <= 0.5 * kPi)) {
        return fail_field("programme", shortest(p.time_s) + " s",
                          "times in ascending order, elevations from -90 to 90 degrees");
      }
    }
    return {};
  }
  if (Status good = positive("kick_duration_s", s.kick_duration_s); !good) return good;
  if (Status good = positive("follow_s", s.follow_s); !good) return good;
  if (Status good = not_negative("vertical_until_s", s.vertical_until_s); !good) return good;
  if (!(s.kick_rad >= 0.0 && s.kick_rad < 1.4)) return fail_field("kick_rad", shortest(s.kick_rad), "0 to 1.4");
  return {};
}

Status check_plan(const Vehicle& vehicle, const LaunchPlan& plan) {
  if (vehicle.stages.empty() || vehicle.stages.size() > 8) {
    return fail_field("stages", std::to_string(vehicle.stages.size()), "1 to 8 stages");
  }
  for (std::size_t i = 0; i < vehicle.stages.size(); ++i) {
    if (Status good = check_stage(vehicle.stages[i]); !good)
      return fail(good.error().under("stages." + std::to_string(i)));
  }
  if (Status good = positive("payload_mass_kg", vehicle.payload_mass_kg); !good) return good;
  if (Status good = positive("payload_beta_kg_m2", vehicle.payload_beta_kg_m2); !good) return good;
  if (!(std::abs(plan.site.lat_rad) <= 0.5 * kPi) || !std::isfinite(plan.site.lon_rad) ||
      !(std::abs(plan.site.height_m) <= 1e4)) {
    return fail_field("site", shortest(plan.site.lat_rad / kRadiansPerDegree),
                      "latitude -90 to 90, finite longitude, height within 10 km");
  }
  if (!(plan.last_burn_fraction > 0.0 && plan.last_burn_fraction <= 1.0)) {
    return fail_field("last_burn_fraction", shortest(plan.last_burn_fraction), "above 0, at most 1");
  }
  if (Status good = check_steering(plan.steering); !good) return fail(good.error().under("steering"));

  double mass = vehicle.payload_mass_kg;
  for (const Stage& s : vehicle.stages) mass += s.dry_mass_kg + s.propellant_kg;
  const Stage& first = vehicle.stages.front();
  const double thrust = first.thrust_vacuum_n - earth::pressure_pa(plan.site.height_m) * first.exit_area_m2;
  if (thrust <= 1.02 * mass * kStandardGravity) {
    return fail("the thrust at lift-off, " + fixed(thrust / 1e3, 0) + " kN, does not lift the weight of " +
                fixed(mass * kStandardGravity / 1e3, 0) + " kN");
  }
  return {};
}

// Builds the flight part by part.
class Ascent {
 public:
  Ascent(const Vehicle& vehicle, const LaunchPlan& plan, const FlightOptions& options)
      : vehicle_(vehicle), plan_(plan), options_(options) {
    const Mat3 enu = earth::enu_from_itrf(plan.site).m;
    motion_.up = enu.rows[2];
    motion_.horizontal =
        std::sin(plan.steering.azimuth_rad) * enu.rows[0] + std::cos(plan.steering.azimuth_rad) * enu.rows[1];
    motion_.steering = &plan.steering;
    motion_.mass_kg = vehicle.payload_mass_kg;
    for (const Stage& s : vehicle.stages) motion_.mass_kg += s.dry_mass_kg + s.propellant_kg;
    y_ = vector_of(State<Itrf>{earth::to_itrf(plan.site), {}});
  }

  Result<Flight> fly() {
    note(FlightEventKind::launch, 0);
    for (std::size_t i = 0; i < vehicle_.stages.size(); ++i) {
      if (Status good = fly_stage(i); !good) return tl::unexpected(std::move(good).error());
    }
    FlightBody payload{BodyKind::payload, count(), ascent_, false, vehicle_.payload_beta_kg_m2};
    const bool lifts = plan_.manoeuvre.kind != ManoeuvreKind::none;
    if (Status good = lifts ? come_down_lifting(payload) : come_down(payload); !good)
      return tl::unexpected(std::move(good).error());
    if (const std::optional<ArcPoint> top = payload.arc.apogee()) {
      events_.push_back({FlightEventKind::apogee, top->time, count(), top->height_m});
    }
    if (payload.reaches_ground) events_.push_back({FlightEventKind::impact, payload.arc.end(), count(), 0.0});
    std::vector<FlightBody> bodies{std::move(payload)};
    for (FlightBody& stage : spent_) {
      if (Status good = come_down(stage); !good) return tl::unexpected(std::move(good).error());
      bodies.push_back(std::move(stage));
    }
    std::stable_sort(events_.begin(), events_.end(),
                     [](const FlightEvent& a, const FlightEvent& b) { return a.time < b.time; });
    return Flight(vehicle_, plan_, std::move(events_), std::move(bodies));
  }

 private:
  [[nodiscard]] int count() const { return static_cast<int>(vehicle_.stages.size()); }

  void note(FlightEventKind kind, std::size_t stage) {
    events_.push_back({kind, plan_.time + seconds(t_), static_cast<int>(stage), height_m(y_.data())});
  }

  Status fly_stage(std::size_t i) {
    const Stage& stage = vehicle_.stages[i];
    const bool last = i + 1 == vehicle_.stages.size();
    const double burn_s = stage.burn_s() * (last ? plan_.last_burn_fraction : 1.0);
    motion_.thrust_vacuum_n = stage.thrust_vacuum_n;
    motion_.flow_kg_s = stage.propellant_kg / stage.burn_s();
    motion_.exit_area_m2 = stage.exit_area_m2;
    motion_.drag_area_m2 = stage.area_m2;
    note(FlightEventKind::ignition, i);
    if (Status good = burn_until(t_ + burn_s); !good) return good;
    note(FlightEventKind::burnout, i);
    motion_.thrust_vacuum_n = 0.0;
    motion_.flow_kg_s = 0.0;
    if (stage.coast_after_s > 0.0) {
      if (Status good = go(t_ + stage.coast_after_s); !good) return good;
    }
    note(FlightEventKind::separation, i);
    const double dropped_kg = stage.dry_mass_kg + stage.propellant_kg * (1.0 - burn_s / stage.burn_s());
    motion_.mass_kg -= dropped_kg;
    if (options_.fly_spent_stages) {
      const double beta =
          std::max(options_.min_stage_beta_kg_m2, stage.area_m2 > 0.0 ? dropped_kg / stage.area_m2 : 0.0);
      spent_.push_back({BodyKind::stage, static_cast<int>(i), standing_arc(), false, beta});
    }
    return {};
  }

  // Burns with the pointing that the time calls for.
  Status burn_until(double end_s) {
    const Steering& s = plan_.steering;
    if (s.law == SteeringLaw::pitch_programme) {
      for (const PitchPoint& p : s.programme) {
        if (p.time_s <= t_ || p.time_s >= end_s) continue;
        motion_.pointing = Pointing::programme;
        if (Status good = go(p.time_s); !good) return good;
      }
      motion_.pointing = Pointing::programme;
      return go(end_s);
    }
    // The parts of the gravity turn and when each of them ends.
    const double tilted_s = s.vertical_until_s + s.kick_duration_s;
    const std::pair<Pointing, double> parts[] = {{Pointing::fixed, s.vertical_until_s},
                                                 {Pointing::tilting, tilted_s},
                                                 {Pointing::following, tilted_s + s.follow_s},
                                                 {Pointing::along_velocity, end_s}};
    for (const auto& [pointing, until_s] : parts) {
      if (t_ >= std::min(end_s, until_s)) continue;
      motion_.pointing = pointing;
      if (Status good = go(std::min(end_s, until_s)); !good) return good;
    }
    return {};
  }

  // Integrates to `end_s`.
  Status go(double end_s) {
    motion_.begin_s = t_;
    Integrator<6, 6, PoweredMotion> flight(motion_, t_, y_, tolerance_of(options_.tolerance_m),
                                           {.max_step = kMaxBoostStepS});
    std::vector<ArcStep> steps;
    while (flight.t() != end_s) {
      if (Status made = flight.step(end_s); !made) return made;
      const DenseStep<6> dense = flight.dense();
      steps.push_back({dense.begin, dense.length, dense.c});
      y_ = flight.y();
      if (height_m(y_.data()) < std::min(plan_.site.height_m, 0.0) - 10.0) {
        return fail("the vehicle falls back to the ground " + fixed(flight.t(), 0) +
                    " s after launch, before its last stage is spent");
      }
    }
    if (!steps.empty()) ascent_.append(Arc(plan_.time, std::move(steps), t_, end_s));
    motion_.mass_kg -= motion_.flow_kg_s * (end_s - t_);
    t_ = end_s;
    return {};
  }

  // The moment of separation as the beginning of a body's own path.
  [[nodiscard]] Arc standing_arc() const {
    ArcStep step{.begin_s = t_, .length_s = 1.0};
    step.c[0] = y_;
    return Arc(plan_.time, {step}, t_, t_);
  }

  // Ballistic descent of a body from the end of its arc to the ground.
  Status come_down(FlightBody& body) const {
    PropagationOptions options;
    options.forces.beta_kg_m2 = body.beta_kg_m2;
    options.tolerance_m = options_.tolerance_m;
    options.stop_at_height_m = 0.0;
    const Instant from = body.arc.end();
    const Instant limit = plan_.time + seconds(options_.max_flight_s);
    if (limit <= from) return {};
    const State<Itrf> state = body.arc.state_at(from);
    if (earth::height_and_normal(state.position.m).height_m <= 0.0) return fail("a body separates below the ground");
    Result<Arc> fall = propagate(state, from, limit, options);
    if (!fall) return tl::unexpected(std::move(fall).error());
    body.reaches_ground = fall->end() < limit;
    if (body.arc.begin() == from) body.arc = Arc();
    body.arc.append(*fall);
    return {};
  }

  // Descent of a payload with lift.
  Status come_down_lifting(FlightBody& body) {
    const Instant from = body.arc.end();
    const Instant limit = plan_.time + seconds(options_.max_flight_s);
    if (limit <= from) return {};
    const State<Itrf> state = body.arc.state_at(from);
    if (earth::height_and_normal(state.position.m).height_m <= 0.0)
      return fail("the payload separates below the ground");
    Result<LiftingFlight> fall =
        fly_lifting(state, from, limit, body.beta_kg_m2, plan_.manoeuvre, options_.tolerance_m);
    if (!fall) return tl::unexpected(std::move(fall).error());
    body.arc.append(fall->arc);
    body.reaches_ground = body.arc.end() < limit;
    if (fall->began) {
      const double height_there_m = earth::height_and_normal(body.arc.state_at(*fall->began).position.m).height_m;
      events_.push_back({FlightEventKind::manoeuvre, *fall->began, count(), height_there_m});
    }
    return {};
  }

  const Vehicle& vehicle_;
  const LaunchPlan& plan_;
  const FlightOptions& options_;
  PoweredMotion motion_;
  double t_ = 0.0;
  StateVector<6> y_{};
  Arc ascent_;
  std::vector<FlightEvent> events_;
  std::vector<FlightBody> spent_;
};

}  // namespace

double Stage::burn_s() const {
  return propellant_kg * kStandardGravity * isp_vacuum_s / thrust_vacuum_n;
}

double rocket_drag_coefficient(double mach) {
  constexpr double kPeak = 1.15;
  const double rise = (mach - kPeak) / 0.35;
  const double fall = (mach - kPeak) / 1.2;
  const double wave = mach < kPeak ? 0.26 * std::exp(-rise * rise) : 0.26 / (1.0 + fall * fall);
  const double slow = mach / 2.5;
  return 0.19 + 0.10 / (1.0 + slow * slow * slow * slow) + wave;
}

Result<Flight> fly(const Vehicle& vehicle, const LaunchPlan& plan, const FlightOptions& options) {
  if (Status good = check_plan(vehicle, plan); !good) return tl::unexpected(std::move(good).error());
  return Ascent(vehicle, plan, options).fly();
}

}  // namespace tocsin::motion
