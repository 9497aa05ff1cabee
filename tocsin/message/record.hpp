#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "tocsin/message/control.hpp"
#include "tocsin/message/header.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/message/measurement.hpp"

namespace tocsin::message {

using Payload = std::variant<Configuration, Epoch, Tick, Look, Bearing, Plot, Detection, FrameRef, Health, Tasking,
                             Notification, Decision, Tracklet, Dispatch>;

/// One input of the centre, as the journal keeps it.
struct Record {
  Header header;
  Payload payload;
};

/// Version of the wire format of all records and products; raised when a field changes its meaning.
inline constexpr int kWireVersion = 1;

/// Wire name of the payload: configuration, epoch, tick, look, bearing, plot, detection, frame_ref, health, tasking,
/// notification, decision, tracklet, dispatch.
[[nodiscard]] std::string_view type_name(const Payload& payload);

}  // namespace tocsin::message
