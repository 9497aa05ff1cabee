#pragma once

#include <optional>

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Whether an event changed so that a person would notice: born, ended, level, class, tracks, first launch estimate,
/// burnout, impact moved by more than its sigma; or its last report is old and it lives.
[[nodiscard]] bool is_news(const EventState& event, Instant now, const Options& options);

/// The next revision of an event, with its explanation; remembers it as given out.
[[nodiscard]] message::Event publish(EventState& event, Instant now, const Options& options);

}  // namespace tocsin::event
