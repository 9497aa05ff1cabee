#pragma once

#include <string>
#include <vector>

#include "tocsin/message/event.hpp"
#include "tocsin/message/header.hpp"
#include "tocsin/warn/picture.hpp"
#include "tocsin/warn/policy.hpp"

namespace tocsin::warn {

/// The texts of one revision. Plain words for people who have never seen the program: what, from where, to where, when,
/// how sure.
struct Wording {
  std::string headline;     ///< one line of at most 160 characters, as CAP recommends
  std::string description;  ///< a paragraph
  std::vector<std::string>
      explanation;  ///< who saw it, what is missing, alternatives and their odds, why it was proposed
};

/// Texts of an alert or update. `event` is the leading event; `news` says what changed since the revision before.
[[nodiscard]] Wording alert_wording(const message::Event& event, const Picture& picture, const Policy& policy,
                                    message::RecordStatus status, const std::vector<std::string>& news);

/// Texts of a cancellation of warning `id`; `why` is a sentence.
[[nodiscard]] Wording cancel_wording(const message::Event& event, const std::string& id, const std::string& why,
                                     message::RecordStatus status);

/// Why a warning is held to be void: it does not exist, it is something else, the evidence fell.
[[nodiscard]] std::string why_dissolved(const message::Event& event, const Policy& policy);

/// The class in words ("ballistic flight").
[[nodiscard]] std::string words_for(message::EventClass event_class);

/// "97 %", "over 99 %", "under 1 %".
[[nodiscard]] std::string percent(double probability);

}  // namespace tocsin::warn
