#pragma once

#include <cstdint>

#include "bench/anchor_data.hpp"

namespace tocsin::bench {

inline constexpr double kFalse = 5.0;  ///< false plots a look

/// Objects that fall side by side, 25 km from each other, before two radars that look once a second in turn and see 0.9
/// of them, frames half a second apart. The sky of the reference data: a point mass that does not turn.
[[nodiscard]] formats::AnchorReference objects_apart(std::size_t objects, int frames, std::uint64_t seed,
                                                     double false_plots = kFalse);
/// Objects a sigma of 1.5 km about one that pass each other in the middle of the data, at some 30 m/s; where and how
/// fast it flies is drawn as for the reference data.
[[nodiscard]] formats::AnchorReference objects_crossing(std::size_t objects, int frames, std::uint64_t seed);

/// Records of a scene. Its world can be used.
[[nodiscard]] AnchorData records_of(const formats::AnchorReference& scene);
/// Records of objects apart.
[[nodiscard]] AnchorData separate_scene(std::size_t objects, int frames, std::uint64_t seed);

}  // namespace tocsin::bench
