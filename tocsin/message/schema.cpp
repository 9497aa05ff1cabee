#include "tocsin/base/describe_json.hpp"
#include "tocsin/message/codec.hpp"
#include "tocsin/message/payloads.hpp"
#include "tocsin/message/truth.hpp"

namespace tocsin::message {
namespace {

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

struct NamedSchema {
  std::string name;
  Json (*make)();
};

template <class T>
Json make() {
  return schema_of<T>();
}

const std::vector<NamedSchema>& schemas() {
  static const std::vector<NamedSchema> all{
      {"record", record_schema},           {"look", make<Look>},
      {"bearing", make<Bearing>},          {"plot", make<Plot>},
      {"detection", make<Detection>},      {"notification", make<Notification>},
      {"decision", make<Decision>},        {"track", make<Track>},
      {"assignment", make<Assignment>},    {"event", make<Event>},
      {"warning", make<Warning>},          {"alarm", make<Alarm>},
      {"summary", make<Summary>},          {"manifest", make<Manifest>},
      {"truth_object", make<TruthObject>}, {"truth_state", make<TruthState>},
      {"truth_origin", make<TruthOrigin>},
  };
  return all;
}

}  // namespace

const std::vector<std::string>& schema_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const NamedSchema& entry : schemas()) list.push_back(entry.name);
    return list;
  }();
  return names;
}

Result<Json> schema(std::string_view name) {
  for (const NamedSchema& entry : schemas()) {
    if (entry.name != name) continue;
    const Json body = entry.make();
    Json out = Json::object();
    out.add("$schema", "https://json-schema.org/draft/2020-12/schema").add("title", name);
    for (const auto& [key, value] : *body.if_object()) out.add(key, value);
    return out;
  }
  std::string names;
  for (const std::string& known : schema_names()) names += (names.empty() ? "" : ", ") + known;
  return fail_field("schema", printable(name), "one of " + names);
}

}  // namespace tocsin::message
