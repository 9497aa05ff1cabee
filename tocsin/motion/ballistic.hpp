#pragma once

#include <array>
#include <memory>
#include <optional>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/earth/density_correction.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/earth/gravity_field.hpp"
#include "tocsin/motion/arc.hpp"

namespace tocsin::motion {

/// Unpowered flight in the rotating Earth frame: zonal gravity, Coriolis and centrifugal force, drag against air at
/// rest with the Earth.
struct Ballistic {
  /// m/(Cd·A). Without it there is no drag. Slender re-entry bodies 5000 and more, tanks and spent stages 100 to 1000.
  std::optional<double> beta_kg_m2 = {};
  /// 6 costs 20 % more than 2 and moves impacts by 18 to 73 m.
  int zonal_degree = earth::kMaxZonalDegree;
  /// A field of higher degree instead of the zonal one. Variational equations keep the zonal gradient, which is within
  /// 1e-5 of it.
  std::shared_ptr<const earth::GravityField> field = {};
  /// Measured or forecast air instead of the standard one.
  std::shared_ptr<const earth::DensityCorrection> air = {};
};

struct PropagationOptions {
  Ballistic forces;
  /// Error allowed in one step, metres; velocity is allowed a thousandth of it per second. An arc of an hour ends
  /// within about ten times this.
  double tolerance_m = 1e-3;
  /// Steps are not longer than this, so that events inside a step are not missed.
  double max_step_s = 600.0;
  /// More steps mean a runaway (a body that grinds through dense air below the ground).
  int max_steps = 20000;
  /// Ends the arc where the body falls through this height; nothing: it may go on through the Earth's surface down to
  /// 100 km below.
  std::optional<double> stop_at_height_m = {};
};

/// Path from `t0` to `t1` (backwards if `t1` < `t0`), shorter if `stop_at_height_m` is reached first.
/// Errors: state not finite or below -100 km, beta not positive, too many steps.
[[nodiscard]] Result<Arc> propagate(const State<Itrf>& state, Instant t0, Instant t1,
                                    const PropagationOptions& options = {});

/// 6 by 6 by rows: d state(t1) / d state(t0), position first.
using Transition = std::array<double, 36>;

struct PropagatedState {
  State<Itrf> state;
  Transition transition{};
  /// d state(t1) / d ln(beta); zero without drag.
  std::array<double, 6> by_log_beta{};
};

/// End state with its variational equations Φ̇ = AΦ (Montenbruck & Gill, Satellite Orbits, section 7.2). Forwards or
/// backwards.
[[nodiscard]] Result<PropagatedState> propagate_with_transition(const State<Itrf>& state, Instant t0, Instant t1,
                                                                const PropagationOptions& options = {});

/// End state only, without storing the path: the cheapest form.
[[nodiscard]] Result<State<Itrf>> propagate_state(const State<Itrf>& state, Instant t0, Instant t1,
                                                  const PropagationOptions& options = {});

/// Φ P Φᵀ.
[[nodiscard]] Covariance<6> transported(const Covariance<6>& covariance, const Transition& transition);

/// Acceleration in the rotating frame, and its derivatives by place and velocity (for filters with their own
/// integrator).
struct BallisticDerivative {
  Vec3 acceleration_mps2;
  Mat3 by_position_s2;
  Mat3 by_velocity_s;
  Vec3 by_log_beta_mps2;
};
[[nodiscard]] Vec3 ballistic_acceleration(const State<Itrf>& state, const Ballistic& forces);
[[nodiscard]] BallisticDerivative ballistic_derivative(const State<Itrf>& state, const Ballistic& forces);

/// Highest point of the flight from here on. Errors: it already descends, or never turns (escape).
[[nodiscard]] Result<ArcPoint> find_apogee(const State<Itrf>& state, Instant t, const PropagationOptions& options = {});

/// First moment at which the body falls through a height. Errors: it never does within one revolution, or starts below
/// and never rises above.
[[nodiscard]] Result<ArcPoint> descend_to_height(const State<Itrf>& state, Instant t, double height_m,
                                                 const PropagationOptions& options = {});

}  // namespace tocsin::motion
