#pragma once

#include <string>
#include <vector>

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Sentences for people: why this level, who saw it, who should have and did not, what is missing for the next level,
/// what it is at what odds (prior and evidence apart), how well launch and impact are known, and what happened to the
/// event itself.
[[nodiscard]] std::vector<std::string> explain(const EventState& event, const Options& options);

}  // namespace tocsin::event
