#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/motion/boost.hpp"

#include "sky.hpp"

namespace tocsin::event::test {

/// Kinds of ascent that the calibration of the launch fit is tested on.
enum class AscentKind { launcher, solid, liquid_missile };

/// An ascent of invented figures, drawn from ranges of textbook (Sutton & Biblarz, Rocket Propulsion Elements, 9th ed.,
/// tables of engines and stages) and flown by the simulator's dynamics, which the estimator's template does not share:
/// thrust that varies over the burn in steps, drag against the Mach number, a kick that swings into a gravity turn.
/// Draws that do not fly like an ascent (lie down, fall back) are drawn anew.
[[nodiscard]] motion::Flight draw_ascent(AscentKind kind, Instant lift_off, Random& random);

/// Bearings of a drawn ascent by every infrared sensor of the sky, as `watch` makes them.
[[nodiscard]] std::vector<Sighting> watch(const Sky& sky, const motion::Flight& flight, const Watch& how,
                                          Random& random);

}  // namespace tocsin::event::test
