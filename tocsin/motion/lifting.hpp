#pragma once

#include <optional>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/arc.hpp"

namespace tocsin::motion {

/// What a payload does with lift once it falls back into the air.
enum class ManoeuvreKind {
  none,    ///< stays ballistic
  pullup,  ///< full lift upwards until it climbs, then ballistic again
  glide,   ///< lift that levels the flight out, then the equilibrium glide to the ground
};

/// Lift of a payload, bank-free (in the vertical plane of the velocity), at a constant lift-to-drag ratio: lift is
/// lift_to_drag times the drag of the payload's own ballistic coefficient. Generic, of no particular vehicle: slender
/// lifting bodies reach 1 to 3 at hypersonic speed (Vinh, Busemann and Culp, Hypersonic and Planetary Entry Flight
/// Mechanics, 1980, chapters 5 and 6).
struct Manoeuvre {
  ManoeuvreKind kind = ManoeuvreKind::none;
  double lift_to_drag = 2.0;
  /// Lift works from where the falling payload passes this height, or from its apogee if that is lower, m.
  double below_m = 50e3;
  /// A pull-up ends when the velocity points this far above the horizon.
  double pull_up_to_rad = 0.1;
};

/// The path of a lifting payload.
struct LiftingFlight {
  Arc arc;  ///< from the given moment to the ground, or to the limit
  /// When lift first exceeds a tenth of the weight: before that no sensor could tell it from a ballistic flight.
  std::optional<Instant> began;
};

/// Flies a payload from `from` to the ground, ballistic down to where its lift begins, with drag throughout. A glide
/// turns the flight path level with a time constant of 10 s as long as its lift is large enough for it; then full lift
/// carries it down the equilibrium glide of Eggers (NACA RM A55L10, 1955).
/// Errors: not positive or not finite parameters, state not finite, too many steps.
[[nodiscard]] Result<LiftingFlight> fly_lifting(const State<Itrf>& state, Instant from, Instant limit,
                                                double beta_kg_m2, const Manoeuvre& manoeuvre, double tolerance_m);

}  // namespace tocsin::motion
