#pragma once

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/known_satellites.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Whether what is in the sky anyway explains an event, as of `now`. The Moon: nearly all of its plots may be the
/// Moon's, and the newest are. A satellite of `satellites` (may be nullptr): every track of it that is known well
/// enough agrees with a prediction, and none thrusts; asked every few seconds. Nothing explains what infrared has seen.
/// An explanation is taken back when plots leave the Moon, or the tracks the prediction.
void recognise(EventState& event, const Evidence& evidence, const KnownSatellites* satellites, CataloguePlaces& places,
               Instant now, const KnownOptions& options);

/// A sentence that says what it is; empty when nothing explains it.
[[nodiscard]] std::string recognised_as(const Recognition& known);

}  // namespace tocsin::event
