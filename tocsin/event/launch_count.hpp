#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/summary.hpp"

namespace tocsin::event {

/// Probability that an event is a launch which no other event stands for: that its object exists (the best of its
/// tracks), that it is a rocket (its classes), and that it rose by itself. What infrared saw rise did; of what radar
/// alone found while `others_before` (an older event is remembered whose stage it may be) that is not known.
/// 0 once the event is merged into another one.
[[nodiscard]] double own_launch_probability(const EventState& event, bool others_before,
                                            const LaunchCountOptions& options);

/// Of its tracks that joined by their arcs: the probabilities that they are launches of their own.
[[nodiscard]] std::optional<std::vector<double>> other_launch_probabilities(const EventState& event);

/// Distribution of the number of independent things that happen with these probabilities (Poisson-binomial, by
/// convolution). Precondition: each from 0 to 1.
[[nodiscard]] message::LaunchCount count_of(const std::vector<double>& probabilities);

/// Number of launches behind the newest revisions of a run's events, ended ones too, by id. What joined
/// another event by its arc counts with the probability that it is a launch of its own. That two events are one launch
/// has none: it is settled by merging them.
[[nodiscard]] message::LaunchCount count_launches(const std::map<std::string, message::Event>& events);

}  // namespace tocsin::event
