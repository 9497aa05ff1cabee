#pragma once

#include <string>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/message/summary.hpp"

namespace tocsin::app {

/// Newest revision of each event of an events.jsonl, by id, with its impacts: one for each time at which it was made.
/// Errors name file and line.
[[nodiscard]] Result<std::vector<message::EventSummary>> event_summaries(const std::string& path);

/// Newest state of each revision of each warning of a warnings.jsonl, by id and revision. Errors name file and line.
[[nodiscard]] Result<std::vector<message::WarningSummary>> warning_summaries(const std::string& path);

}  // namespace tocsin::app
