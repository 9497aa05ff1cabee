#include "tocsin/app/summing_up.hpp"

#include <cstdint>
#include <map>
#include <utility>

#include "tocsin/app/run_lines.hpp"
#include "tocsin/message/codec.hpp"

namespace tocsin::app {
namespace {

template <class Key, class T>
std::vector<T> values_of(std::map<Key, T> map) {
  std::vector<T> out;
  for (auto& [key, value] : map) out.push_back(std::move(value));
  return out;
}

}  // namespace

Result<std::vector<message::EventSummary>> event_summaries(const std::string& path) {
  std::map<std::string, message::EventSummary> newest;
  const Status read = each_line<message::Event>(path, message::event_from_json, [&](message::Event event) {
    message::EventSummary& entry = newest[event.id];
    std::vector<message::ImpactEstimate>& history = entry.impact_history;
    if (event.impact && (history.empty() || history.back().made_at != event.impact->made_at))
      history.push_back(*event.impact);
    static_cast<message::Event&>(entry) = std::move(event);
  });
  if (!read) return fail(read.error());
  return values_of(std::move(newest));
}

Result<std::vector<message::WarningSummary>> warning_summaries(const std::string& path) {
  std::map<std::pair<std::string, std::int64_t>, message::WarningSummary> newest;
  const Status read = each_line<message::Warning>(path, message::warning_from_json, [&](message::Warning warning) {
    message::WarningSummary& entry = newest[{warning.id, warning.revision}];
    entry = {.id = std::move(warning.id),
             .event = std::move(warning.event),
             .revision = warning.revision,
             .type = warning.type,
             .state = warning.state,
             .by = std::move(warning.by),
             .level = warning.level,
             .time = warning.time,
             .released_time = warning.released_time};
  });
  if (!read) return fail(read.error());
  return values_of(std::move(newest));
}

}  // namespace tocsin::app
