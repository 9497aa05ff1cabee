#pragma once

#include <string>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/score/run_score.hpp"

namespace tocsin::app {

/// What the radars of a simulated run measured of each payload after its last burnout, by launch: from its journal and
/// its truth. Nothing of a run whose folder has no origins and states. Errors: those of the files.
[[nodiscard]] Result<score::PayloadArcs> payload_arcs(const std::string& folder,
                                                      const std::vector<message::TruthObject>& objects);

}  // namespace tocsin::app
