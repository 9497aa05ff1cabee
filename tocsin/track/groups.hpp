#pragma once

#include <optional>
#include <vector>

#include "tocsin/track/association.hpp"
#include "tocsin/track/group_solver.hpp"

namespace tocsin::track {

/// A member of a group as a look meets it, and what the look has of it.
struct MemberSight {
  std::int64_t track = 0;  ///< number of the track file
  std::int64_t group = 0;
  double expected = 0.0;  ///< probability that the look sees it
  Window window;
  std::optional<std::size_t> plot;
  double log_likelihood = 0.0;  ///< ln(p_D · density), if there is a plot
  double innovation = 0.0;      ///< normalised, per number measured
};

/// A track that a plot of the look may be of.
struct Contender {
  TrackFile* track = nullptr;
  Imm at_end;  ///< estimate at the end of the look
  ByMode expected;
  Window window;
};

/// Tracks of which one plot may be either become a group, or join the group of the other, before the look is used.
/// `reached`: for each plot the places of those whose window holds it.
void join_contenders(const LookView& look, const std::vector<Arrived>& arrived,
                     const std::vector<std::vector<std::size_t>>& reached, std::vector<Contender>& contenders,
                     Work& work);

/// Groups take those plots of a radar's look that are theirs: `used` by plot, `members` in any order. Returns the
/// numbers of the groups that the look concerned.
[[nodiscard]] std::vector<std::int64_t> feed_groups(const LookView& look, const std::vector<Arrived>& arrived,
                                                    std::vector<MemberSight>& members, std::vector<char>& used,
                                                    Work& work);

/// After all tracks of the look have their plots: members get their estimates, plots that are left over near a group
/// start members, groups that have gathered enough tell their objects apart, members that fly alone leave, and plots
/// close together that nothing explains start a group. Makes tracks.
void settle_groups(const LookView& look, const std::vector<Arrived>& arrived,
                   const std::vector<std::int64_t>& concerned, std::vector<char>& used, Work& work);

}  // namespace tocsin::track
