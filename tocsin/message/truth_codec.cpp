#include "tocsin/message/truth_codec.hpp"

#include "tocsin/base/describe_json.hpp"

namespace tocsin::message {

Json to_json(const TruthObject& object) {
  return json_of(object);
}
Json to_json(const TruthState& state) {
  return json_of(state);
}
Json to_json(const TruthOrigin& origin) {
  return json_of(origin);
}

Result<TruthObject> truth_object_from_json(const Json& json) {
  TruthObject object;
  if (Status s = read_json(json, object); !s) return fail(std::move(s).error());
  return object;
}

Result<TruthState> truth_state_from_json(const Json& json) {
  TruthState state;
  if (Status s = read_json(json, state); !s) return fail(std::move(s).error());
  return state;
}

Result<TruthOrigin> truth_origin_from_json(const Json& json) {
  TruthOrigin origin;
  if (Status s = read_json(json, origin); !s) return fail(std::move(s).error());
  return origin;
}

}  // namespace tocsin::message
