#pragma once

#include <optional>
#include <span>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::event {

/// What the plots of one radar say of forces across the velocity of a body in the air.
struct LiftFit {
  Instant time;               ///< of the newest plot
  double window_s = 0.0;      ///< from the oldest to the newest plot
  double lift_to_drag = 0.0;  ///< estimate; meaningful when the test is significant
  double lift_m2_kg = 0.0;    ///< lift coefficient times area over mass, of the estimate
  double chi_squared = 0.0;   ///< of no lift at all, two degrees of freedom
  double log_odds = 0.0;      ///< ln of the evidence for lift over that for none (Bayes factor)
  double misfit = 0.0;        ///< mean squared residual of the fit with lift; about 1 when it explains the plots
  [[nodiscard]] bool departs(const ManoeuvreOptions& options) const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "newest plot");
    v.field("window_s", self.window_s, "of the plots");
    v.field("lift_to_drag", self.lift_to_drag, "estimate");
    v.field("lift_m2_kg", self.lift_m2_kg, "estimate");
    v.field("chi_squared", self.chi_squared, "of no lift");
    v.field("log_odds", self.log_odds, "for lift");
    v.field("misfit", self.misfit, "of the fit");
  }
};

/// Fits place, velocity, drag and lift of a body to plots of one radar, and tests whether the lift is zero. Drag is
/// free: whatever its ballistic coefficient, a body without lift has no force across its velocity. One radar at a time:
/// its biases are nearly the same in all plots of a window, those of two radars would look like a turn. Gauss–Newton
/// with numeric derivatives; the innovation test of the arc, with the size of the forces estimated from the same plots
/// (generalised likelihood ratio: Willsky and Jones, IEEE Trans. Automatic Control 21, 1976).
/// `start`: a state near the first plot's time. Plots ascending in time.
/// Nothing when there are too few plots, the fit does not converge, or it does not explain them.
[[nodiscard]] std::optional<LiftFit> fit_lift(const sense::Radar& radar, std::span<const Echo> plots,
                                              const State<Itrf>& start, Instant start_time,
                                              const ManoeuvreOptions& options);

}  // namespace tocsin::event
