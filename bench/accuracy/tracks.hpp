#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/formats/anchor_data.hpp"
#include "tocsin/score/anchor_score.hpp"

#include "bench/accuracy/study.hpp"

namespace tocsin::bench {

/// What a tracker made of one scene, beside the truth and the best fit that is told which plot is whose.
struct TracksScore {
  score::AnchorScore score;
  std::int64_t never_near = 0;  ///< confirmed tracks that were never paired with an object
};
[[nodiscard]] TracksScore score_tracks(const formats::AnchorReference& reference, const formats::AnchorTracks& tracks);

/// Root mean square over the paired objects of all scenes of a figure that is one over those of each. Nothing where a
/// scene with pairs has none.
[[nodiscard]] std::optional<double> pooled(const std::vector<TracksScore>& scores,
                                           std::optional<double> score::AnchorScore::*figure);
/// The pairs, how many objects are not among them, and a mean of a figure that is one over them.
[[nodiscard]] std::int64_t pairs(const std::vector<TracksScore>& scores);
[[nodiscard]] std::int64_t sum(const std::vector<TracksScore>& scores, std::int64_t score::AnchorScore::*figure);
[[nodiscard]] double mean_nees(const std::vector<TracksScore>& scores);

/// What kind of sky a set of reference data has.
enum class SetKind { apart, cluttered, together };
struct ReferenceSet {
  std::string name;  ///< of its folder
  SetKind kind = SetKind::apart;
  formats::AnchorReference reference;
};
/// The sets of a kind below `Study::reference`, by name; without it, or where the folder holds none, the table gets a
/// note on why. A set is of objects together when two of them come within the cut-off of the score, and cluttered from
/// 20 false plots a look.
[[nodiscard]] std::vector<ReferenceSet> reference_sets(const Study& study, SetKind kind, Table& table);

}  // namespace tocsin::bench
