#pragma once

#include <cstddef>
#include <string>

#include "tocsin/formats/anchor_data.hpp"
#include "tocsin/message/track.hpp"

#include "bench/anchor_data.hpp"

namespace tocsin::bench {

/// Titles of a tracker's output, and the row of one track after a frame, SI units, each with its end of line
/// (docs/reference/track-anchor.md).
[[nodiscard]] std::string tracks_titles();
[[nodiscard]] std::string tracks_row(const AnchorFrame& frame, const message::Track& track);

/// Confirmed tracks of the tracker after each frame of the data.
[[nodiscard]] formats::AnchorTracks tracked(const AnchorData& data);

/// The same of one filter an object that is told which plot is its own: an iterated extended Kalman filter with the
/// forces of the data. It starts from the truth with errors of 2 km and 200 m/s an axis, and says nothing in the first
/// eight frames. Precondition: `data` are the records of `reference`.
[[nodiscard]] formats::AnchorTracks told_association(const AnchorData& data, const formats::AnchorReference& reference,
                                                     std::uint64_t seed);

}  // namespace tocsin::bench
