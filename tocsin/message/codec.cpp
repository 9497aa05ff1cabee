#include "tocsin/message/codec.hpp"

#include <utility>

#include "tocsin/base/describe_json.hpp"

namespace tocsin::message {
namespace {

struct PayloadName {
  std::string_view operator()(const Configuration&) const { return "configuration"; }
  std::string_view operator()(const Epoch&) const { return "epoch"; }
  std::string_view operator()(const Tick&) const { return "tick"; }
  std::string_view operator()(const Look&) const { return "look"; }
  std::string_view operator()(const Bearing&) const { return "bearing"; }
  std::string_view operator()(const Plot&) const { return "plot"; }
  std::string_view operator()(const Detection&) const { return "detection"; }
  std::string_view operator()(const FrameRef&) const { return "frame_ref"; }
  std::string_view operator()(const Health&) const { return "health"; }
  std::string_view operator()(const Tasking&) const { return "tasking"; }
  std::string_view operator()(const Notification&) const { return "notification"; }
  std::string_view operator()(const Decision&) const { return "decision"; }
  std::string_view operator()(const Tracklet&) const { return "tracklet"; }
  std::string_view operator()(const Dispatch&) const { return "dispatch"; }
};

/// Calls `use` with a default-made payload of each type in turn.
template <class Use, std::size_t... I>
void for_each_payload(Use&& use, std::index_sequence<I...>) {
  (use(std::variant_alternative_t<I, Payload>{}), ...);
}

template <class Use>
void for_each_payload(Use&& use) {
  for_each_payload(std::forward<Use>(use), std::make_index_sequence<std::variant_size_v<Payload>>{});
}

std::string names_of_payloads() {
  std::string names;
  for_each_payload([&](const auto& payload) { names += (names.empty() ? "" : ", ") + std::string(PayloadName{}(payload)); });
  return names;
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

Json record_schema() {
  Json kinds = Json::array();
  for_each_payload([&](const auto& payload) {
    using T = std::remove_cvref_t<decltype(payload)>;
    const std::string name(PayloadName{}(payload));
    Json properties = Json::object();
    properties.add("version", Json::object().add("const", kWireVersion));
    properties.add("type", Json::object().add("const", name));
    properties.add("header", schema_of<Header>());
    properties.add(name, schema_of<T>());
    Json kind = Json::object();
    kind.add("type", "object").add("properties", std::move(properties));
    kind.add("required", Json::array().push("version").push("type").push("header").push(Json(name)));
    kind.add("additionalProperties", false);
    kinds.push(std::move(kind));
  });
  return Json::object().add("oneOf", std::move(kinds));
}

}  // namespace

std::string_view type_name(const Payload& payload) { return std::visit(PayloadName{}, payload); }

Json to_json(const Record& record) {
  Json out = Json::object();
  out.add("version", kWireVersion).add("type", type_name(record.payload)).add("header", json_of(record.header));
  out.add(std::string(type_name(record.payload)), std::visit([](const auto& payload) { return json_of(payload); }, record.payload));
  return out;
}

Result<Record> record_from_json(const Json& json) {
  if (json.if_object() == nullptr) return fail_field("record", std::string(json.kind()), "an object");
  const Json* version = json.find("version");
  if (version == nullptr || version->if_integer() == nullptr || *version->if_integer() != kWireVersion) {
    return fail_field("version", version == nullptr ? "nothing" : version->dump(), std::to_string(kWireVersion));
  }
  const Json* type = json.find("type");
  if (type == nullptr || type->if_string() == nullptr) return fail_field("type", type == nullptr ? "nothing" : type->dump(), names_of_payloads());
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

std::string header_text(const Header& header) { return json_of(header).dump(); }

Result<Record> record_from_texts(std::string_view type, std::string_view header, std::string_view payload) {
  Record record;
  TOCSIN_TRY(const Json header_json, parse_json(header, "header"));
  if (Status s = read_json(header_json, record.header); !s) return fail(std::move(s).error().under("header"));
  TOCSIN_TRY(const Json payload_json, parse_json(payload, std::string(type)));
  TOCSIN_TRY(record.payload, payload_from_json(type, payload_json));
  return record;
}

Json to_json(const Track& track) { return json_of(track); }
Json to_json(const Assignment& assignment) { return json_of(assignment); }
Json to_json(const Event& event) { return json_of(event); }
Json to_json(const Warning& warning) { return json_of(warning); }
Json to_json(const Alarm& alarm) { return json_of(alarm); }
Result<Track> track_from_json(const Json& json) { return read_as<Track>(json); }
Result<Event> event_from_json(const Json& json) { return read_as<Event>(json); }
Result<Warning> warning_from_json(const Json& json) { return read_as<Warning>(json); }

const std::vector<std::string>& schema_names() {
  static const std::vector<std::string> names{"record", "look",    "bearing", "plot",  "detection", "notification", "decision",
                                              "track",  "assignment", "event", "warning", "alarm"};
  return names;
}

Result<Json> schema(std::string_view name) {
  Json body;
  if (name == "record") body = record_schema();
  if (name == "look") body = schema_of<Look>();
  if (name == "bearing") body = schema_of<Bearing>();
  if (name == "plot") body = schema_of<Plot>();
  if (name == "detection") body = schema_of<Detection>();
  if (name == "notification") body = schema_of<Notification>();
  if (name == "decision") body = schema_of<Decision>();
  if (name == "track") body = schema_of<Track>();
  if (name == "assignment") body = schema_of<Assignment>();
  if (name == "event") body = schema_of<Event>();
  if (name == "warning") body = schema_of<Warning>();
  if (name == "alarm") body = schema_of<Alarm>();
  if (body.is_null()) {
    std::string names;
    for (const std::string& known : schema_names()) names += (names.empty() ? "" : ", ") + known;
    return fail_field("schema", printable(name), "one of " + names);
  }
  Json out = Json::object();
  out.add("$schema", "https://json-schema.org/draft/2020-12/schema").add("title", name);
  for (const auto& [key, value] : *body.if_object()) out.add(key, value);
  return out;
}

}  // namespace tocsin::message
