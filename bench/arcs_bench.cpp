// Unpowered flights to the ground: Boost.odeint's Runge-Kutta-Fehlberg 7(8), our scalar integrator and the batch by
// each kind of vector instructions, on the same starts with the same forces (J6, rotating frame), interleaved in one
// run. Errors are those of the point of impact against a much tighter scalar integration. Usage: bench_arcs [--arcs N]
// [--repetitions N]

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <boost/numeric/odeint.hpp>

#include "tocsin/base/lane_target.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/arc_batch.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"
#include "tocsin/motion/claims.hpp"

#include "bench/timing.hpp"

namespace tocsin::motion {
namespace {

using bench::median;
using bench::median_ratio;
using bench::seconds_now;
namespace odeint = boost::numeric::odeint;
using Vector = std::array<double, 6>;

constexpr double longest_s = 8000.0;
const Instant start_time = parse_utc("2022-10-03T22:22:00Z").value();

/// Starts at 150 km of flights around one apogee and range.
std::vector<State<Itrf>> starts_of(double apogee_km, double range_km, std::size_t count) {
  const Geodetic site{40.611 * kRadiansPerDegree, 126.426 * kRadiansPerDegree, 0.0};
  const ImpulsiveFlight f = impulsive_flight(site, 80.0 * kRadiansPerDegree, apogee_km * 1e3, range_km * 1e3).value();
  const double h = f.speed_mps * std::cos(f.elevation_rad);
  const Vec3 enu{h * std::sin(f.azimuth_rad), h * std::cos(f.azimuth_rad), f.speed_mps * std::sin(f.elevation_rad)};
  const State<Itrf> ground{earth::to_itrf(site), {transposed(earth::enu_from_itrf(site).m) * enu}};
  const Arc arc = propagate(ground, start_time, start_time + seconds(f.apogee_time_s)).value();
  const State<Itrf> first = arc.rises_through(150e3, start_time).value().state;
  Random random(1, "starts");
  std::vector<State<Itrf>> out;
  for (std::size_t i = 0; i < count; ++i) {
    State<Itrf> s = first;
    s.position.m += Vec3{1e3 * random.normal(), 1e3 * random.normal(), 1e3 * random.normal()};
    s.velocity.mps += Vec3{20.0 * random.normal(), 20.0 * random.normal(), 20.0 * random.normal()};
    out.push_back(s);
  }
  return out;
}

/// The flight by odeint, stopped where it falls through the ground by secant steps from the last one above it.
Vec3 by_odeint(const State<Itrf>& start, double tolerance) {
  const BallisticMotion motion{Ballistic{}};
  const auto rhs = [&](const Vector& y, Vector& dy, double t) { motion(t, y, dy); };
  auto stepper = odeint::make_controlled<odeint::runge_kutta_fehlberg78<Vector>>(tolerance, tolerance * 1e-3);
  odeint::runge_kutta_fehlberg78<Vector> plain;
  Vector y = vector_of(start);
  double t = 0.0;
  double h = 30.0;
  while (t < longest_s) {
    const Vector before = y;
    const double t_before = t;
    if (stepper.try_step(rhs, y, t, h) == odeint::fail) continue;
    if (height_m(y.data()) >= 0.0) continue;
    double a = 0.0;
    double fa = height_m(before.data());
    double b = t - t_before;
    double fb = height_m(y.data());
    Vector z = y;
    for (int i = 0; i < 30 && std::abs(fb) > 1e-4; ++i) {
      const double c = b - fb * (b - a) / (fb - fa);
      plain.do_step(rhs, before, 0.0, z, c);
      const double fc = height_m(z.data());
      if (fc * fb < 0.0) {
        a = b, fa = fb;
      } else {
        fa *= 0.5;
      }
      b = c, fb = fc;
    }
    y = z;
    break;
  }
  return {y[0], y[1], y[2]};
}

Vec3 by_scalar(const State<Itrf>& start, double tolerance_m) {
  PropagationOptions options;
  options.tolerance_m = tolerance_m;
  options.stop_at_height_m = 0.0;
  return propagate_state(start, start_time, start_time + seconds(longest_s), options).value().position.m;
}

using Starts = std::vector<State<Itrf>>;

struct Way {
  std::string name;
  std::function<void(const Starts&, double tolerance, std::vector<Vec3>&)> run;
  double tolerance = 0.0;
  double worst_m = 0.0;
  std::vector<double> seconds_each{};
};

double worst_of(const std::vector<Vec3>& found, const std::vector<Vec3>& truth) {
  double out = 0.0;
  for (std::size_t i = 0; i < found.size(); ++i) out = std::max(out, norm(found[i] - truth[i]));
  return out;
}

/// Tolerances per step mean something else in each program: the loosest is taken that meets the ground within a
/// millimetre, which is what people ask for.
double loosest_tolerance(const Way& way, const Starts& starts, const std::vector<Vec3>& truth) {
  std::vector<Vec3> found(starts.size());
  double tolerance = 1.0;
  for (; tolerance > 1e-9; tolerance *= 0.5) {
    way.run(starts, tolerance, found);
    if (worst_of(found, truth) < 1e-3) break;
  }
  return tolerance;
}

/// Returns the tolerance of the batch by the best instructions.
double compare(double apogee_km, double range_km, std::size_t count, std::size_t repetitions) {
  const Starts starts = starts_of(apogee_km, range_km, count);
  std::vector<Vec3> truth;
  for (const State<Itrf>& s : starts) truth.push_back(by_scalar(s, 1e-8));
  const auto each = [](auto one) {
    return [one](const Starts& from, double tolerance, std::vector<Vec3>& to) {
      for (std::size_t i = 0; i < from.size(); ++i) to[i] = one(from[i], tolerance);
    };
  };
  std::vector<Way> ways;
  ways.push_back({"odeint rkf78", each(by_odeint)});
  ways.push_back({"scalar", each(by_scalar)});
  for (const std::int64_t target : lane_targets()) {
    const auto batch = [target](const Starts& from, double tolerance, std::vector<Vec3>& to) {
      static std::vector<BatchArc> ends;
      force_lane_target(target);
      ends.resize(from.size());
      propagate_to_ground(from, {.longest_s = longest_s, .tolerance_m = tolerance}, ends);
      for (std::size_t i = 0; i < from.size(); ++i) to[i] = ends[i].state.position.m;
    };
    ways.push_back({"batch " + std::string(lane_target_name(target)), batch});
  }
  std::vector<Vec3> found(count);
  for (Way& way : ways) {
    way.tolerance = loosest_tolerance(way, starts, truth);
    way.run(starts, way.tolerance, found);
    way.worst_m = worst_of(found, truth);
  }
  for (std::size_t k = 0; k < repetitions; ++k) {
    for (Way& way : ways) {
      const double begin = seconds_now();
      way.run(starts, way.tolerance, found);
      way.seconds_each.push_back((seconds_now() - begin) / static_cast<double>(count));
    }
  }
  force_lane_target(0);
  std::printf("%zu flights of apogee %g km, range %g km, to the ground\n", count, apogee_km, range_km);
  for (const Way& way : ways) {
    std::printf("  %-16s %8.3f us a flight, %6.2f x odeint; worst impact error %.1e m (tolerance %.1e)\n",
                way.name.c_str(), 1e6 * median(way.seconds_each), median_ratio(ways[0].seconds_each, way.seconds_each),
                way.worst_m, way.tolerance);
  }
  return ways[2].tolerance;
}

/// What drag and variational equations cost, by the best instructions; at the tolerance that meets the ground within a
/// millimetre without them.
void compare_extras(double apogee_km, double range_km, double tolerance, std::size_t count, std::size_t repetitions) {
  const Starts starts = starts_of(apogee_km, range_km, count);
  const std::vector<double> betas(count, 5000.0);
  std::vector<BatchArc> ends(count);
  std::vector<BatchTransition> transitions(count);
  struct Kind {
    const char* name;
    bool drag, transition;
    std::vector<double> seconds_each{};
  };
  std::array<Kind, 4> kinds{{{"vacuum", false, false},
                             {"vacuum, transition", false, true},
                             {"drag", true, false},
                             {"drag, transition with beta", true, true}}};
  const auto run = [&](const Kind& kind) {
    BatchOptions options{.longest_s = longest_s, .tolerance_m = tolerance};
    if (kind.drag) options.beta_kg_m2 = betas;
    propagate_to_ground(starts, options, ends, kind.transition ? std::span(transitions) : std::span<BatchTransition>{});
  };
  for (std::size_t k = 0; k < repetitions; ++k) {
    for (Kind& kind : kinds) {
      const double begin = seconds_now();
      run(kind);
      kind.seconds_each.push_back((seconds_now() - begin) / static_cast<double>(count));
    }
  }
  std::printf("the same flights by the best instructions, beta 5000 kg/m2 where there is drag\n");
  for (const Kind& kind : kinds) {
    std::printf("  %-28s %8.3f us a flight, %5.2f x vacuum", kind.name, 1e6 * median(kind.seconds_each),
                median_ratio(kind.seconds_each, kinds[0].seconds_each));
    if (kind.transition) {
      std::printf(", %5.2f x without transition",
                  median_ratio(kind.seconds_each, kinds[kind.drag ? 2 : 0].seconds_each));
    }
    std::printf("\n");
  }
}

}  // namespace
}  // namespace tocsin::motion

int main(int argc, char** argv) {
  std::size_t arcs = 2048;
  std::size_t repetitions = 7;
  for (int i = 1; i + 1 < argc; i += 2) {
    const auto number = static_cast<std::size_t>(std::strtoul(argv[i + 1], nullptr, 10));
    (std::strcmp(argv[i], "--arcs") == 0 ? arcs : repetitions) = std::max<std::size_t>(1, number);
  }
  using namespace tocsin::motion;
  compare_extras(970.0, 4500.0, compare(970.0, 4500.0, arcs, repetitions), arcs, repetitions);
  compare_extras(6000.0, 1000.0, compare(6000.0, 1000.0, arcs, repetitions), arcs, repetitions);
  return 0;
}
