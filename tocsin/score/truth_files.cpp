#include "tocsin/score/truth_files.hpp"

#include <optional>

#include "tocsin/formats/jsonl.hpp"
#include "tocsin/message/truth_codec.hpp"

namespace tocsin::score {
namespace {

/// Gives each line of a file, read by `read`, to `take`.
template <class Read, class Take>
Status read_lines(const std::string& path, Read read, Take take) {
  Result<formats::JsonLinesReader> reader = formats::JsonLinesReader::open(path);
  if (!reader) return fail(reader.error());
  while (std::optional<formats::JsonLine> line = reader->next()) {
    if (!line->value) return fail(line->value.error());
    auto value = read(*line->value);
    if (!value) return fail(value.error().in(path).at_line(line->number));
    take(std::move(*value));
  }
  return {};
}

}  // namespace

Result<std::vector<message::TruthObject>> read_truth_objects(const std::string& path) {
  std::vector<message::TruthObject> objects;
  const Status read = read_lines(path, message::truth_object_from_json,
                                 [&](message::TruthObject object) { objects.push_back(std::move(object)); });
  if (!read) return fail(read.error());
  return objects;
}

Result<Origins> read_origins(const std::string& path) {
  Origins origins;
  const Status read = read_lines(path, message::truth_origin_from_json, [&](message::TruthOrigin origin) {
    if (!origin.body.empty()) origins[{origin.source, origin.sequence}] = origin.body;
  });
  if (!read) return fail(read.error());
  return origins;
}

Result<std::map<std::string, message::TruthState>> read_burnout_states(
    const std::string& path, const std::vector<message::TruthObject>& objects) {
  std::map<std::string, Instant> burnouts;
  for (const message::TruthObject& object : objects) {
    if (object.kind == "payload" && !object.burnouts.empty()) burnouts[object.id] = object.burnouts.back();
  }
  std::map<std::string, message::TruthState> states;
  const Status read = read_lines(path, message::truth_state_from_json, [&](message::TruthState state) {
    const auto burnout = burnouts.find(state.id);
    if (burnout == burnouts.end() || state.burning || state.time < burnout->second) return;
    states.try_emplace(state.id, std::move(state));
  });
  if (!read) return fail(read.error());
  return states;
}

}  // namespace tocsin::score
