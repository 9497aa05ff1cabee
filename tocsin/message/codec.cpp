#include "tocsin/message/codec.hpp"

#include <utility>

#include "tocsin/base/describe_json.hpp"
#include "tocsin/message/payloads.hpp"

namespace tocsin::message {
namespace {

std::string names_of_payloads() {
  std::string names;
  for_each_payload(
      [&](const auto& payload) { names += (names.empty() ? "" : ", ") + std::string(PayloadName{}(payload)); });
  return names;
}

bool is_payload(std::string_view type) {
  bool found = false;
  for_each_payload([&](const auto& payload) { found = found || PayloadName{}(payload) == type; });
  return found;
}

Result<Payload> payload_from_json(std::string_view type, const Json& json) {
  std::optional<Result<Payload>> found;
  for_each_payload([&](auto payload) {
    if (PayloadName{}(payload) != type) return;
    if (Status s = read_json(json, payload); !s) {
      found = fail(std::move(s).error().under(std::string(type)));
    } else {
      found = Payload(std::move(payload));
    }
  });
  if (!found) return fail_field("type", std::string(type), "one of " + names_of_payloads());
  return std::move(*found);
}

template <class T>
Result<T> read_as(const Json& json) {
  T value{};
  if (Status s = read_json(json, value); !s) return fail(std::move(s).error());
  return value;
}

}  // namespace

std::string_view type_name(const Payload& payload) {
  return std::visit(PayloadName{}, payload);
}

Json to_json(const Record& record) {
  Json out = Json::object();
  out.add("version", kWireVersion).add("type", type_name(record.payload)).add("header", json_of(record.header));
  out.add(std::string(type_name(record.payload)),
          std::visit([](const auto& payload) { return json_of(payload); }, record.payload));
  return out;
}

Result<Record> record_from_json(const Json& json) {
  if (json.if_object() == nullptr) return fail_field("record", std::string(json.kind()), "an object");
  const Json* version = json.find("version");
  if (version == nullptr || version->if_integer() == nullptr || *version->if_integer() != kWireVersion) {
    return fail_field("version", version == nullptr ? "nothing" : version->dump(), std::to_string(kWireVersion));
  }
  const Json* type = json.find("type");
  if (type == nullptr || type->if_string() == nullptr)
    return fail_field("type", type == nullptr ? "nothing" : type->dump(), names_of_payloads());
  if (!is_payload(*type->if_string())) {
    return fail_field("type", printable(*type->if_string()), "one of " + names_of_payloads());
  }
  for (const auto& [key, value] : *json.if_object()) {
    if (key != "version" && key != "type" && key != "header" && key != *type->if_string()) {
      return fail_field(printable(key), "unknown field", "version, type, header and " + printable(*type->if_string()));
    }
  }
  const Json* header = json.find("header");
  if (header == nullptr) return fail_field("header", "nothing", "an object");
  Record record;
  if (Status s = read_json(*header, record.header); !s) return fail(std::move(s).error().under("header"));
  const Json* payload = json.find(*type->if_string());
  if (payload == nullptr) return fail_field(printable(*type->if_string()), "nothing", "the record's content");
  TOCSIN_TRY(record.payload, payload_from_json(*type->if_string(), *payload));
  return record;
}

std::string payload_text(const Payload& payload) {
  return std::visit([](const auto& value) { return json_of(value).dump(); }, payload);
}

std::string header_text(const Header& header) {
  return json_of(header).dump();
}

Result<Record> record_from_texts(std::string_view type, std::string_view header, std::string_view payload) {
  Record record;
  TOCSIN_TRY(const Json header_json, parse_json(header, "header"));
  if (Status s = read_json(header_json, record.header); !s) return fail(std::move(s).error().under("header"));
  TOCSIN_TRY(const Json payload_json, parse_json(payload, std::string(type)));
  TOCSIN_TRY(record.payload, payload_from_json(type, payload_json));
  return record;
}

Json to_json(const Track& track) {
  return json_of(track);
}
Json to_json(const Assignment& assignment) {
  return json_of(assignment);
}
Json to_json(const Event& event) {
  return json_of(event);
}
Json to_json(const Warning& warning) {
  return json_of(warning);
}
Json to_json(const Alarm& alarm) {
  return json_of(alarm);
}
Json to_json(const Summary& summary) {
  return json_of(summary);
}
Json to_json(const Manifest& manifest) {
  return json_of(manifest);
}
Result<Track> track_from_json(const Json& json) {
  return read_as<Track>(json);
}
Result<Event> event_from_json(const Json& json) {
  return read_as<Event>(json);
}
Result<Warning> warning_from_json(const Json& json) {
  return read_as<Warning>(json);
}
Result<Summary> summary_from_json(const Json& json) {
  return read_as<Summary>(json);
}
Result<Manifest> manifest_from_json(const Json& json) {
  return read_as<Manifest>(json);
}

}  // namespace tocsin::message
