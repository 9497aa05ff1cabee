#pragma once

// Only sim and score may include this file.

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/truth.hpp"

namespace tocsin::message {

[[nodiscard]] Json to_json(const TruthObject& object);
[[nodiscard]] Json to_json(const TruthState& state);
[[nodiscard]] Json to_json(const TruthOrigin& origin);
[[nodiscard]] Result<TruthObject> truth_object_from_json(const Json& json);
[[nodiscard]] Result<TruthState> truth_state_from_json(const Json& json);
[[nodiscard]] Result<TruthOrigin> truth_origin_from_json(const Json& json);

}  // namespace tocsin::message
