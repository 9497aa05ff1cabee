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

/// Brings everything that is believed of an event up to `now`: extremes, path, arc, launch, class, level, products.
/// `satellites`: that the centre knows, or nullptr.
void assess(EventState& event, const Evidence& evidence, const sense::Sensors& sensors,
            const KnownSatellites* satellites, CataloguePlaces& places, Instant now, const Options& options);

}  // namespace tocsin::event
