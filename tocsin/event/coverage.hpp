#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/event/event_state.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/sense/sensors.hpp"

namespace tocsin::event {

/// A look that waits for the tick at which its hits are known.
struct PendingLook {
  std::string sensor;
  std::int64_t number = 0;
  Instant time;
  message::Look look;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sensor", self.sensor, "id");
    v.field("number", self.number, "sequence of the look");
    v.field("time", self.time, "measured");
    v.field("look", self.look, "the look");
  }
};

/// The look of a record, if it is one that says something about what was not seen: scans, stares and fences. Dwells on
/// one object are the business of the tracker that they serve.
[[nodiscard]] std::optional<PendingLook> pending_look(const message::Record& record);

/// Whether the look should have seen the object: inside the field, above the horizon, above cloud and under thrust
/// (infrared), or strong enough for a radar at 1 m² with a probability above one half.
[[nodiscard]] bool should_have_seen(const PendingLook& look, const message::Track& track,
                                    const sense::Sensors& sensors);

/// Adds the looks without a hit to the event's account. Of one-satellite tracks the place along the ray is too vague to
/// say that others should have seen it, but for their own sensors.
void count_missed(EventState& event, const std::vector<PendingLook>& looks, const Evidence& evidence,
                  const sense::Sensors& sensors);

}  // namespace tocsin::event
