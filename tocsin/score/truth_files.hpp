#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/message/truth.hpp"

namespace tocsin::score {

/// Reads truth/objects.jsonl. Errors name file, line and field.
[[nodiscard]] Result<std::vector<message::TruthObject>> read_truth_objects(const std::string& path);

/// Body that a measurement came from, by source and sequence number; clutter is not in it.
using Origins = std::map<std::pair<std::string, std::int64_t>, std::string>;
/// Reads truth/origins.jsonl. Errors as above.
[[nodiscard]] Result<Origins> read_origins(const std::string& path);

/// Reads from truth/states.jsonl the first state of each payload after its last burnout, by the payload's id. Errors as
/// above.
[[nodiscard]] Result<std::map<std::string, message::TruthState>> read_burnout_states(
    const std::string& path, const std::vector<message::TruthObject>& objects);

}  // namespace tocsin::score
