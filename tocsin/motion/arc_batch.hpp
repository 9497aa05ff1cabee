#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/density_table.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::motion {

/// How the flight of one of many bodies ended.
enum class BatchEnd : std::uint8_t {
  ground,  ///< fell through the height asked for
  time,    ///< was still above it at the end
  failed,  ///< start not finite or deep below the ground, or too many steps
};

/// End of one flight and its highest point on the way.
struct BatchArc {
  BatchEnd end = BatchEnd::failed;
  double time_s = 0.0;  ///< from the start
  State<Itrf> state;
  double apogee_time_s = 0.0;
  double apogee_height_m = 0.0;  ///< NaN where the body never turned downwards on the way
  /// First rise over the horizon of `BatchOptions::site` and first setting after the start; NaN where there is none.
  double rise_time_s = 0.0;
  double set_time_s = 0.0;
};

/// How the end of a flight depends on its start.
struct BatchTransition {
  Transition by_start{};                ///< d state / d start at the time of the end, by rows, place first
  std::array<double, 6> by_log_beta{};  ///< d state / d ln(beta) at that time; zero without drag
};

struct BatchOptions {
  double longest_s = 20000.0;
  double ground_height_m = 0.0;
  /// As in `PropagationOptions`.
  double tolerance_m = 1e-3;
  double max_step_s = 600.0;
  int max_steps = 20000;
  /// m/(Cd·A) of each body, kg/m²; a body whose number is not positive fails. Empty: no drag.
  std::span<const double> beta_kg_m2 = {};
  /// A site in whose sky bodies rise and set, geometric; null: none. Has to live as long as the call. A rise and a
  /// setting within one step (at most `max_step_s`) are not seen.
  const earth::SiteFrame* site = nullptr;
  double site_elevation_rad = 0.0;
  /// A field of higher degree instead of the zonal one, but for transitions, as in `Ballistic`; null: none. Has to live
  /// as long as the call.
  const earth::GravityField* field = nullptr;
  /// Air for the drag; null: the standard atmosphere. Has to live as long as the call.
  const earth::DensityTable* air = nullptr;
};

/// Unpowered flights (gravity in the rotating frame and drag, as `Ballistic`) from their starts to the ground, by
/// vector instructions; each body has steps of its own. Bits depend on the kind of instructions, not on the neighbours.
/// With `transitions` also their variational equations, by a method of sixth order along each step: at the tolerance of
/// a millimetre within 1e-5 of each column (with drag 3e-4 in place and 1e-3 in velocity, of which a braked fall leaves
/// little). Precondition: as many ends, betas if any and transitions if any as starts.
void propagate_to_ground(std::span<const State<Itrf>> starts, const BatchOptions& options, std::span<BatchArc> ends,
                         std::span<BatchTransition> transitions = {});

}  // namespace tocsin::motion
