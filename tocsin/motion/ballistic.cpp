#include "tocsin/motion/ballistic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tocsin/base/text.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"
#include "tocsin/motion/impact.hpp"

namespace tocsin::motion {
namespace {

using Flight6 = Integrator<6, 6, BallisticMotion>;

StepLimits limits_of(const PropagationOptions& options) {
  return {.max_step = options.max_step_s, .first_step = 0.0, .max_steps = options.max_steps};
}

// Goes on step by step until `end_s` or until the body falls through the stopping height; `each` sees every step and,
// at the stop, where in the step that is.
template <class Each>
Status follow(Flight6& flight, double end_s, double stop_height_m, Each&& each) {
  double before = height_m(flight.y().data());
  while (flight.t() != end_s) {
    if (Status made = flight.step(end_s); !made) return made;
    const double after = height_m(flight.y().data());
    if (before >= stop_height_m && after < stop_height_m) {
      const DenseStep<6> dense = flight.dense();
      const auto above = [&](double t) { return height_m(dense.at(t).data()) - stop_height_m; };
      const double t =
          root_between(above, dense.begin, before - stop_height_m, dense.end(), after - stop_height_m, 1e-9);
      each(flight, t, true);
      return {};
    }
    each(flight, flight.t(), false);
    before = after;
  }
  return {};
}

double stop_height(const PropagationOptions& options) {
  return options.stop_at_height_m.value_or(kLowestHeightM);
}

}  // namespace

Status check_start(const State<Itrf>& state, const Ballistic& forces) {
  if (!is_finite(state.position.m) || !is_finite(state.velocity.mps)) return fail("state: not finite");
  if (forces.beta_kg_m2 && !(*forces.beta_kg_m2 > 0.0 && std::isfinite(*forces.beta_kg_m2))) {
    return fail_field("beta_kg_m2", shortest(*forces.beta_kg_m2), "a positive number of kg/m²");
  }
  if (norm(state.position.m) < earth::kPolarRadiusM + 2.0 * kLowestHeightM) return fail("state: deep below the ground");
  return {};
}

Result<Arc> propagate(const State<Itrf>& state, Instant t0, Instant t1, const PropagationOptions& options) {
  if (Status good = check_start(state, options.forces); !good) return tl::unexpected(std::move(good).error());
  const double end_s = seconds_between(t0, t1);
  Flight6 flight(BallisticMotion(options.forces), 0.0, vector_of(state), tolerance_of(options.tolerance_m),
                 limits_of(options));
  std::vector<ArcStep> steps;
  double reached_s = 0.0;
  if (end_s == 0.0) {  // an arc of no length still has its state
    ArcStep only{.begin_s = 0.0, .length_s = 1.0};
    only.c[0] = vector_of(state);
    steps.push_back(only);
  }
  const Status followed = follow(flight, end_s, stop_height(options), [&](Flight6& at, double t, bool) {
    const DenseStep<6> dense = at.dense();
    steps.push_back({dense.begin, dense.length, dense.c});
    reached_s = t;
  });
  if (!followed) return tl::unexpected(followed.error());
  if (end_s < 0.0) std::reverse(steps.begin(), steps.end());
  return Arc(t0, std::move(steps), std::min(0.0, reached_s), std::max(0.0, reached_s));
}

Result<State<Itrf>> propagate_state(const State<Itrf>& state, Instant t0, Instant t1,
                                    const PropagationOptions& options) {
  if (Status good = check_start(state, options.forces); !good) return tl::unexpected(std::move(good).error());
  Flight6 flight(BallisticMotion(options.forces), 0.0, vector_of(state), tolerance_of(options.tolerance_m),
                 limits_of(options));
  State<Itrf> reached = state;
  const Status followed = follow(
      flight, seconds_between(t0, t1), stop_height(options),
      [&](Flight6& at, double t, bool stopped) { reached = stopped ? state_of(at.restep(t)) : state_of(at.y()); });
  if (!followed) return tl::unexpected(followed.error());
  return reached;
}

namespace {

template <std::size_t Columns>
Result<PropagatedState> propagate_matrix(const State<Itrf>& state, double end_s, const PropagationOptions& options) {
  using Motion = VariationalMotion<Columns>;
  Integrator<Motion::kSize, 6, Motion> flight(Motion{BallisticMotion(options.forces)}, 0.0, Motion::start(state),
                                              tolerance_of(options.tolerance_m), limits_of(options));
  while (flight.t() != end_s) {
    if (Status made = flight.step(end_s); !made) return tl::unexpected(std::move(made).error());
    if (height_m(flight.y().data()) < kLowestHeightM) return fail("propagation: the body is deep below the ground");
  }
  PropagatedState out;
  out.state = state_of(flight.y());
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t k = 0; k < 6; ++k) out.transition[i * 6 + k] = flight.y()[6 + i * Columns + k];
    if constexpr (Columns > 6) out.by_log_beta[i] = flight.y()[6 + i * Columns + 6];
  }
  return out;
}

}  // namespace

Result<PropagatedState> propagate_with_transition(const State<Itrf>& state, Instant t0, Instant t1,
                                                  const PropagationOptions& options) {
  if (Status good = check_start(state, options.forces); !good) return tl::unexpected(std::move(good).error());
  const double end_s = seconds_between(t0, t1);
  return options.forces.beta_kg_m2 ? propagate_matrix<7>(state, end_s, options)
                                   : propagate_matrix<6>(state, end_s, options);
}

Covariance<6> transported(const Covariance<6>& covariance, const Transition& transition) {
  Covariance<6> half;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      double sum = 0.0;
      for (int k = 0; k < 6; ++k) sum += transition[static_cast<std::size_t>(i * 6 + k)] * covariance(k, j);
      half(i, j) = sum;
    }
  }
  Covariance<6> out;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = 0.0;
      for (int k = 0; k < 6; ++k) sum += half(i, k) * transition[static_cast<std::size_t>(j * 6 + k)];
      out(i, j) = sum;
      out(j, i) = sum;
    }
  }
  return out;
}

Vec3 ballistic_acceleration(const State<Itrf>& state, const Ballistic& forces) {
  return BallisticMotion(forces).acceleration(state.position.m, state.velocity.mps);
}

BallisticDerivative ballistic_derivative(const State<Itrf>& state, const Ballistic& forces) {
  return BallisticMotion(forces).derivative(state.position.m, state.velocity.mps);
}

namespace {

constexpr double kLongestFlightS = 10.0 * 86400.0;

// One revolution, or as long as an unbound or very high body is worth following.
double one_revolution_s(const State<Itrf>& state) {
  const double period = osculating_orbit(state).period_s;
  return std::min(1.05 * period, kLongestFlightS);
}

}  // namespace

Result<ArcPoint> find_apogee(const State<Itrf>& state, Instant t, const PropagationOptions& options) {
  if (Status good = check_start(state, options.forces); !good) return tl::unexpected(std::move(good).error());
  Flight6 flight(BallisticMotion(options.forces), 0.0, vector_of(state), tolerance_of(options.tolerance_m),
                 limits_of(options));
  double before = climb_mps(flight.y().data());
  if (before <= 0.0) return fail("apogee: the body already descends");
  const double end_s = one_revolution_s(state);
  while (flight.t() != end_s) {
    if (Status made = flight.step(end_s); !made) return tl::unexpected(std::move(made).error());
    const double after = climb_mps(flight.y().data());
    if (after <= 0.0) {
      const DenseStep<6> dense = flight.dense();
      const double top_s = root_between([&](double s) { return climb_mps(dense.at(s).data()); }, dense.begin, before,
                                        dense.end(), after, 1e-9);
      const StateVector<6> y = flight.restep(top_s);
      return ArcPoint{t + seconds(top_s), state_of(y), height_m(y.data())};
    }
    before = after;
  }
  return fail("apogee: the body does not turn back");
}

Result<ArcPoint> descend_to_height(const State<Itrf>& state, Instant t, double height,
                                   const PropagationOptions& options) {
  if (Status good = check_start(state, options.forces); !good) return tl::unexpected(std::move(good).error());
  Flight6 flight(BallisticMotion(options.forces), 0.0, vector_of(state), tolerance_of(options.tolerance_m),
                 limits_of(options));
  std::optional<ArcPoint> found;
  const Status followed = follow(flight, one_revolution_s(state), height, [&](Flight6& at, double s, bool stopped) {
    if (!stopped) return;
    const State<Itrf> reached = state_of(at.restep(s));
    found = ArcPoint{t + seconds(s), reached, earth::height_and_normal(reached.position.m).height_m};
  });
  if (!followed) return tl::unexpected(followed.error());
  if (!found) return fail("the body does not fall through " + shortest(height) + " m within one revolution");
  return *found;
}

}  // namespace tocsin::motion
