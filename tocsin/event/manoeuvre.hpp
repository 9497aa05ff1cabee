#pragma once

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::event {

/// Tests the newest plots of the leading object for forces across its velocity, once it falls through air.
void watch_departure(EventState& event, const Evidence& evidence, const sense::Sensors& sensors,
                     const ManoeuvreOptions& options);

/// The region that the event states: that of the unpowered arc while the body is hardly one that steers, what it may
/// reach otherwise, or nothing where that is too wide. Needs the posterior.
void state_region(EventState& event, const Options& options);

/// Where the arc of a state comes into the air: the state itself when it is there.
[[nodiscard]] std::optional<State<Itrf>> entry_of(const State<Itrf>& state, Instant time, const ArcOptions& options);

/// Whether the evidence for lift is such (30 to 1) that a climb in air needs no thrust.
[[nodiscard]] bool lift_is_believed(const EventState& event);

}  // namespace tocsin::event
