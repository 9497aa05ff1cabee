#pragma once

#include <vector>

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/known_satellites.hpp"
#include "tocsin/event/levels.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::event {

/// Bearings of the object that an event is about, ascending in time.
[[nodiscard]] std::vector<Sighting> own_sightings(const EventState& event, const Evidence& evidence);

/// Keeps the leading track unless another one is clearly faster or it ended: payload before stages.
void choose_leader(EventState& event, Instant now, const ArcOptions& options);

/// Brings everything that is believed of an event up to `now`: extremes, path, arc, launch, class, level, products.
/// `satellites`: that the centre knows, or nullptr.
void assess(EventState& event, const Evidence& evidence, const sense::Sensors& sensors,
            const KnownSatellites* satellites, CataloguePlaces& places, Instant now, const Options& options);

}  // namespace tocsin::event
