#include "tocsin/motion/upper_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::motion {
namespace {

constexpr double kStepS = 1.0;
constexpr int kMostRounds = 30;
constexpr double kLevelMps = 0.5;
constexpr double kHeightM = 50.0;

struct Level {
  Vec3 up;
  Vec3 forward;
};

Level level_of(const State<Itrf>& s) {
  const Vec3 up = unit(s.position.m);
  return {up, unit(s.velocity.mps - dot(s.velocity.mps, up) * up)};
}

/// Speed over that of a circular orbit at its height, both against the stars.
double over_circular_mps(const State<Itrf>& s) {
  const Vec3 turning{-earth::kRotationRateRadS * s.position.m.y, earth::kRotationRateRadS * s.position.m.x, 0.0};
  return norm(s.velocity.mps + turning) - std::sqrt(earth::kGravitationalParameter / norm(s.position.m));
}

/// One burn with two angles.
class Burn {
 public:
  Burn(const Vehicle& vehicle, double first_rad, double last_rad)
      : stage_(vehicle.stages.back()),
        mass_kg_(vehicle.payload_mass_kg + stage_.dry_mass_kg + stage_.propellant_kg),
        first_rad_(first_rad),
        last_rad_(last_rad) {}

  /// Nothing if the propellant ends before the speed is reached.
  [[nodiscard]] std::optional<std::vector<TimedState>> fly(State<Itrf> s, double t_s) const {
    std::vector<TimedState> out{{t_s, s}};
    double burnt_s = 0.0;
    while (over_circular_mps(s) < 0.0) {
      if (burnt_s + kStepS > stage_.burn_s()) return std::nullopt;
      const State<Itrf> next = step(s, burnt_s, kStepS);
      if (over_circular_mps(next) >= 0.0) {
        const double share = over_circular_mps(s) / (over_circular_mps(s) - over_circular_mps(next));
        const double rest = std::max(share * kStepS, 1e-3);
        out.push_back({t_s + burnt_s + rest, step(s, burnt_s, rest)});
        return out;
      }
      s = next;
      burnt_s += kStepS;
      out.push_back({t_s + burnt_s, s});
    }
    return out;
  }

 private:
  [[nodiscard]] Vec3 acceleration(const State<Itrf>& s, double burnt_s) const {
    const double angle = first_rad_ + (last_rad_ - first_rad_) * burnt_s / stage_.burn_s();
    const Level level = level_of(s);
    const double flow = stage_.propellant_kg / stage_.burn_s();
    const double size = stage_.thrust_vacuum_n / (mass_kg_ - flow * burnt_s);
    return ballistic_acceleration(s, {.zonal_degree = 2}) +
           size * (std::cos(angle) * level.forward + std::sin(angle) * level.up);
  }

  [[nodiscard]] State<Itrf> step(const State<Itrf>& s, double burnt_s, double h) const {
    const auto moved = [&](const Vec3& v, const Vec3& a, double by) {
      return State<Itrf>{{s.position.m + by * v}, {s.velocity.mps + by * a}};
    };
    const Vec3 a1 = acceleration(s, burnt_s);
    const State<Itrf> s2 = moved(s.velocity.mps, a1, 0.5 * h);
    const Vec3 a2 = acceleration(s2, burnt_s + 0.5 * h);
    const State<Itrf> s3 = moved(s2.velocity.mps, a2, 0.5 * h);
    const Vec3 a3 = acceleration(s3, burnt_s + 0.5 * h);
    const State<Itrf> s4 = moved(s3.velocity.mps, a3, h);
    const Vec3 a4 = acceleration(s4, burnt_s + h);
    return {
        {s.position.m + (h / 6.0) * (s.velocity.mps + 2.0 * s2.velocity.mps + 2.0 * s3.velocity.mps + s4.velocity.mps)},
        {s.velocity.mps + (h / 6.0) * (a1 + 2.0 * a2 + 2.0 * a3 + a4)}};
  }

  const Stage& stage_;
  double mass_kg_;
  double first_rad_;
  double last_rad_;
};

struct Miss {
  double climb_mps = 0.0;
  double height_m = 0.0;
};

Miss miss_of(const State<Itrf>& s, double height_m) {
  return {dot(s.velocity.mps, level_of(s).up), earth::height_above_ellipsoid_m(s.position) - height_m};
}

}  // namespace

Arc arc_through(Instant epoch, const std::vector<TimedState>& states) {
  TOCSIN_REQUIRE(states.size() >= 3, "a path goes through three states");
  const std::size_t n = states.size();
  std::vector<Vec3> acceleration(n);
  const auto chord = [&](std::size_t a, std::size_t b) {
    return (states[b].state.velocity.mps - states[a].state.velocity.mps) / (states[b].t_s - states[a].t_s);
  };
  for (std::size_t i = 1; i + 1 < n; ++i) acceleration[i] = chord(i - 1, i + 1);
  acceleration[0] = chord(0, 1);
  acceleration[n - 1] = chord(n - 2, n - 1);
  std::vector<ArcStep> steps;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const double h = states[i + 1].t_s - states[i].t_s;
    ArcStep step{.begin_s = states[i].t_s, .length_s = h};
    const auto fill = [&](std::size_t at, const Vec3& y0, const Vec3& y1, const Vec3& d0, const Vec3& d1) {
      for (std::size_t k = 0; k < 3; ++k) {
        const int axis = static_cast<int>(k);
        const double rise = y1[axis] - y0[axis];
        const double start = h * d0[axis] - rise;
        step.c[0][at + k] = y0[axis];
        step.c[1][at + k] = rise;
        step.c[2][at + k] = start;
        step.c[3][at + k] = rise - h * d1[axis] - start;
      }
    };
    const State<Itrf>& a = states[i].state;
    const State<Itrf>& b = states[i + 1].state;
    fill(0, a.position.m, b.position.m, a.velocity.mps, b.velocity.mps);
    fill(3, a.velocity.mps, b.velocity.mps, acceleration[i], acceleration[i + 1]);
    steps.push_back(step);
  }
  return {epoch, std::move(steps), states.front().t_s, states.back().t_s};
}

Arc part_of(const Arc& arc, double begin_s, double end_s) {
  std::vector<ArcStep> steps;
  for (const ArcStep& step : arc.steps()) {
    const bool empty_part = end_s > begin_s && (step.last_s() <= begin_s || step.first_s() >= end_s);
    if (!empty_part) steps.push_back(step);
  }
  return {arc.epoch(), std::move(steps), begin_s, end_s};
}

Result<UpperStageFlight> fly_to_orbit(const State<Itrf>& state, Instant from, Instant ignition, const Vehicle& vehicle,
                                      double height_m) {
  TOCSIN_REQUIRE(from < ignition && !vehicle.stages.empty(), "a stage lights after it is let go");
  TOCSIN_TRY(Arc arc, propagate(state, from, ignition, {.tolerance_m = 1e-2}));
  const State<Itrf> at_ignition = arc.state_at(ignition);
  const auto burnt = [&](double first, double last) { return Burn(vehicle, first, last).fly(at_ignition, 0.0); };
  std::array<double, 2> angle{0.45, -0.15};
  constexpr double kNudge = 1e-4;
  for (int round = 0; round < kMostRounds; ++round) {
    const auto here = burnt(angle[0], angle[1]);
    const auto more = burnt(angle[0] + kNudge, angle[1]);
    const auto less = burnt(angle[0], angle[1] + kNudge);
    if (!here || !more || !less)
      return fail("the second stage does not reach orbital speed: its propellant ends before");
    const Miss m = miss_of(here->back().state, height_m);
    if (std::abs(m.climb_mps) < kLevelMps && std::abs(m.height_m) < kHeightM) {
      const Instant burnout = ignition + seconds(here->back().t_s);
      arc.append(arc_through(ignition, *here));
      return UpperStageFlight{std::move(arc), burnout};
    }
    const Miss a = miss_of(more->back().state, height_m);
    const Miss b = miss_of(less->back().state, height_m);
    const double cc[2] = {(a.climb_mps - m.climb_mps) / kNudge, (b.climb_mps - m.climb_mps) / kNudge};
    const double hh[2] = {(a.height_m - m.height_m) / kNudge, (b.height_m - m.height_m) / kNudge};
    const double det = cc[0] * hh[1] - cc[1] * hh[0];
    if (!(std::abs(det) > 0.0)) break;
    const auto bounded = [](double x) { return std::clamp(x, -0.2, 0.2); };
    angle[0] -= bounded((m.climb_mps * hh[1] - cc[1] * m.height_m) / det);
    angle[1] -= bounded((cc[0] * m.height_m - hh[0] * m.climb_mps) / det);
  }
  return fail("no ascent to an orbit of " + fixed(height_m * 1e-3, 0) + " km was found for the second stage");
}

}  // namespace tocsin::motion
