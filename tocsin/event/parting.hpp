#pragma once

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Whether it has no thrust, as far as its tracker can tell.
[[nodiscard]] bool coasts(const message::Track& track);

/// Whether it was seen as heat, or is believed to thrust now: what burns has left its arc.
[[nodiscard]] bool is_powered(const message::Track& track, const Options& options);

/// Whether its arc is known well enough to say that it cannot have come from a path.
[[nodiscard]] bool is_known(const message::Track& track, const LifecycleOptions& options);

/// Whether it falls through air: drag has changed its arc, or soon does; carried back it leads elsewhere.
[[nodiscard]] bool falls_in_air(const message::Track& track, const ArcOptions& options);

/// Whether two bodies fly as parts of one vehicle do, minutes after they parted.
[[nodiscard]] bool fly_together(const message::Track& a, const message::Track& b);

/// First of the members before this one that joined by their arcs and beside which it flies as parts of one vehicle
/// do, or 0.
[[nodiscard]] std::int64_t companion_of(const Member& member, const EventState& event);

/// That a body is a launch of its own, by that probability before anything was seen of its arc and by how much likelier
/// its arc is of one than of a piece.
[[nodiscard]] double launch_probability(double before, double odds);

}  // namespace tocsin::event
