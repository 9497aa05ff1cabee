#pragma once

#include <cstdint>

#include "bench/anchor_data.hpp"

namespace tocsin::bench {

/// Objects that fall side by side, 25 km from each other, before two radars that look once a second in turn and see 0.9
/// of them, with five false plots a look. The sky of the reference data: a point mass that does not turn.
[[nodiscard]] AnchorData separate_scene(std::size_t objects, int frames, std::uint64_t seed);

}  // namespace tocsin::bench
