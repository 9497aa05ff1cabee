#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/summary.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::message {

/// `{"version":1,"type":"bearing","header":{…},"bearing":{…}}`
[[nodiscard]] Json to_json(const Record& record);
/// Errors: unknown version or type, unknown, missing or impossible field, by name.
[[nodiscard]] Result<Record> record_from_json(const Json& json);

/// Payload and header apart, as the journal stores them (compact JSON text).
[[nodiscard]] std::string payload_text(const Payload& payload);
[[nodiscard]] std::string header_text(const Header& header);
[[nodiscard]] Result<Record> record_from_texts(std::string_view type, std::string_view header,
                                               std::string_view payload);

[[nodiscard]] Json to_json(const Track& track);
[[nodiscard]] Json to_json(const Assignment& assignment);
[[nodiscard]] Json to_json(const Event& event);
[[nodiscard]] Json to_json(const Warning& warning);
[[nodiscard]] Json to_json(const Alarm& alarm);
[[nodiscard]] Json to_json(const Summary& summary);
[[nodiscard]] Json to_json(const Manifest& manifest);
[[nodiscard]] Result<Track> track_from_json(const Json& json);
[[nodiscard]] Result<Event> event_from_json(const Json& json);
[[nodiscard]] Result<Warning> warning_from_json(const Json& json);
[[nodiscard]] Result<Summary> summary_from_json(const Json& json);
[[nodiscard]] Result<Manifest> manifest_from_json(const Json& json);

/// JSON Schema (draft 2020-12) of a record or product by wire name; an error lists the names.
[[nodiscard]] Result<Json> schema(std::string_view name);
/// Names that `schema` knows, in the order of the documentation.
[[nodiscard]] const std::vector<std::string>& schema_names();

}  // namespace tocsin::message
