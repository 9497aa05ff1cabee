#include "tocsin/motion/lifting.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"

namespace tocsin::motion {
namespace {

constexpr double kStandardGravity = 9.80665;
constexpr double kLevelOutS = 10.0;  // time constant with which a glide turns level
constexpr double kNoticeable = 0.1;  // share of the weight from which lift counts as a manoeuvre
constexpr double kMaxStepS = 2.0;    // the density changes by a third in it

// Ballistic motion and lift in the plane of velocity and vertical.
struct LiftingMotion {
  BallisticMotion free{Ballistic{}};
  Manoeuvre manoeuvre;

  [[nodiscard]] static double path_angle_rad(const StateVector<6>& y) {
    const double speed = norm(Vec3{y[3], y[4], y[5]});
    return speed > 0.0 ? std::asin(std::clamp(climb_mps(y.data()) / speed, -1.0, 1.0)) : 0.0;
  }

  // m/s², upwards across the velocity.
  [[nodiscard]] double lift_mps2(const Vec3& r, const Vec3& v, const Vec3& up, const Vec3& across) const {
    const double speed = norm(v);
    const double most = manoeuvre.lift_to_drag * drag_rate(r, speed, free.beta_kg_m2).per_s * speed;
    if (manoeuvre.kind == ManoeuvreKind::pullup) return most;
    // What turns the path level: against what gravity and the Earth's curvature do to it, and the angle that is left.
    const double weight = -dot(free.acceleration(r, v), across) - speed * speed / norm(r) * dot(across, up);
    const double angle = std::asin(std::clamp(dot(up, v) / speed, -1.0, 1.0));
    return std::clamp(weight - speed * angle / kLevelOutS, 0.0, most);
  }

  void operator()(double /*t*/, const StateVector<6>& y, StateVector<6>& dy) const {
    const Vec3 r{y[0], y[1], y[2]};
    const Vec3 v{y[3], y[4], y[5]};
    Vec3 a = free.acceleration(r, v);
    a += lift(r, v);
    dy = {y[3], y[4], y[5], a.x, a.y, a.z};
  }

  [[nodiscard]] Vec3 lift(const Vec3& r, const Vec3& v) const {
    const Vec3 up = earth::height_and_normal(r).normal;
    const Vec3 along = unit(v);
    const Vec3 raised = up - dot(up, along) * along;
    const double size = norm(raised);
    if (!(size > 1e-6)) return {};  // straight down: there is no plane to lift in
    const Vec3 across = raised / size;
    return lift_mps2(r, v, up, across) * across;
  }
};

Status check(const Manoeuvre& m) {
  const auto within = [](const char* field, double value, double low, double high) -> Status {
    if (value > low && value <= high) return {};
    return fail_field(field, shortest(value), "above " + shortest(low) + ", at most " + shortest(high));
  };
  if (Status good = within("lift_to_drag", m.lift_to_drag, 0.0, 10.0); !good) return good;
  if (Status good = within("below_m", m.below_m, 0.0, 100e3); !good) return good;
  return within("pull_up_to_rad", m.pull_up_to_rad, 0.0, 1.5);
}

// Ballistic part: to where the falling payload passes the height at which lift begins.
Result<Arc> fall_to_lift(const State<Itrf>& state, Instant from, Instant limit, const Manoeuvre& manoeuvre,
                         const PropagationOptions& options) {
  const auto climb = [](const State<Itrf>& s) {
    return dot(earth::height_and_normal(s.position.m).normal, s.velocity.mps);
  };
  State<Itrf> here = state;
  Instant since = from;
  Arc arc;
  if (climb(state) > 0.0) {
    TOCSIN_TRY(const ArcPoint top, find_apogee(state, from, options));
    const Instant until = std::min(top.time, limit);
    TOCSIN_TRY(arc, propagate(state, from, until, options));
    here = arc.state_at(until);
    since = until;
  }
  if (since >= limit || earth::height_and_normal(here.position.m).height_m <= manoeuvre.below_m) return arc;
  PropagationOptions down = options;
  down.stop_at_height_m = manoeuvre.below_m;
  TOCSIN_TRY(const Arc fall, propagate(here, since, limit, down));
  arc.append(fall);
  return arc;
}

struct Lifted {
  std::vector<ArcStep> steps;
  double end_s = 0.0;
  StateVector<6> end{};
  std::optional<double> began_s;
  bool landed = false;
};

// Integrates with lift until the ground, the end of the pull-up, or the limit.
Result<Lifted> lift_down(const LiftingMotion& motion, const StateVector<6>& start, double limit_s, double tolerance_m) {
  Integrator<6, 6, LiftingMotion> flight(motion, 0.0, start, tolerance_of(tolerance_m), {.max_step = kMaxStepS});
  Lifted out;
  const bool ends_climbing = motion.manoeuvre.kind == ManoeuvreKind::pullup;
  while (flight.t() != limit_s) {
    if (Status made = flight.step(limit_s); !made) return tl::unexpected(std::move(made).error());
    const DenseStep<6> dense = flight.dense();
    out.steps.push_back({dense.begin, dense.length, dense.c});
    out.end_s = flight.t();
    out.end = flight.y();
    const State<Itrf> s = state_of(out.end);
    if (!out.began_s && norm(motion.lift(s.position.m, s.velocity.mps)) > kNoticeable * kStandardGravity) {
      out.began_s = flight.t();
    }
    if (height_m(out.end.data()) < 0.0) {
      const double before = height_m(dense.at(dense.begin).data());
      out.end_s = root_between([&](double t) { return height_m(dense.at(t).data()); }, dense.begin, before, dense.end(),
                               height_m(out.end.data()), 1e-9);
      out.landed = true;
      return out;
    }
    const auto climbs = [&](const StateVector<6>& y) {
      return LiftingMotion::path_angle_rad(y) - motion.manoeuvre.pull_up_to_rad;
    };
    const double after = climbs(out.end);
    if (ends_climbing && after >= 0.0) {
      out.end_s = root_between([&](double t) { return climbs(dense.at(t)); }, dense.begin,
                               std::min(0.0, climbs(dense.at(dense.begin))), dense.end(), after, 1e-9);
      out.end = dense.at(out.end_s);
      return out;
    }
  }
  return out;
}

}  // namespace

Result<LiftingFlight> fly_lifting(const State<Itrf>& state, Instant from, Instant limit, double beta_kg_m2,
                                  const Manoeuvre& manoeuvre, double tolerance_m) {
  if (Status good = check(manoeuvre); !good) return fail(good.error().under("manoeuvre"));
  PropagationOptions options;
  options.forces.beta_kg_m2 = beta_kg_m2;
  options.tolerance_m = tolerance_m;
  LiftingFlight out;
  TOCSIN_TRY(out.arc, fall_to_lift(state, from, limit, manoeuvre, options));
  const Instant since = out.arc.empty() ? from : out.arc.end();
  const double left_s = seconds_between(since, limit);
  if (left_s <= 0.0) return out;
  LiftingMotion motion;
  motion.free = BallisticMotion(options.forces);
  motion.manoeuvre = manoeuvre;
  const State<Itrf> there = out.arc.empty() ? state : out.arc.state_at(since);
  TOCSIN_TRY(Lifted lifted, lift_down(motion, vector_of(there), left_s, tolerance_m));
  if (lifted.began_s) out.began = since + seconds(*lifted.began_s);
  out.arc.append(Arc(since, std::move(lifted.steps), 0.0, lifted.end_s));
  if (lifted.landed || out.arc.end() >= limit) return out;
  options.stop_at_height_m = 0.0;
  TOCSIN_TRY(const Arc fall, propagate(state_of(lifted.end), out.arc.end(), limit, options));
  out.arc.append(fall);
  return out;
}

}  // namespace tocsin::motion
