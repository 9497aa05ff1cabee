#pragma once

#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// 2022-10-03 22:22:00 UTC plus so many seconds.
[[nodiscard]] Instant at_second(double s);

/// A run with two satellites, two radars, a track in space and one that has only a direction, a clutter track, an event
/// that comes down across the antimeridian, and a warning that was proposed, released, updated and cancelled.
[[nodiscard]] Products sample();

/// A warning of the sample, by revision, in a state.
[[nodiscard]] message::Warning warning_of(std::int64_t revision, message::WarningType type, message::WarningState state,
                                          double proposed_s, std::optional<double> released_s);

}  // namespace tocsin::formats
