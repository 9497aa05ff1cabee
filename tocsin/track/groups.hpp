#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tocsin/track/association.hpp"
#include "tocsin/track/group_solver.hpp"

namespace tocsin::track {

/// A member of a group as a look meets it, and what the look has of it.
struct MemberSight {
  std::int64_t track = 0;  ///< number of the track file
  std::int64_t group = 0;
  double expected = 0.0;               ///< probability that the look sees it
  std::vector<std::size_t> in_window;  ///< places of the plots that it can reach
  std::optional<std::size_t> plot;
  double log_likelihood = 0.0;  ///< ln(p_D · density), if there is a plot
  double innovation = 0.0;      ///< normalised, per number measured
};

/// Groups take those plots of a radar's look that are theirs: `used` by plot, `members` in any order. Returns the
/// groups that the look concerned; no group may come or go while that is used.
[[nodiscard]] std::vector<GroupSolver> feed_groups(const LookView& look, const std::vector<Arrived>& arrived,
                                                   std::vector<MemberSight>& members, std::vector<char>& used,
                                                   Work& work);

/// After all tracks of the look have their plots: members get their estimates, plots that are left over near a group
/// start members, groups that have gathered enough tell their objects apart, members that fly alone leave, and plots
/// close together that nothing explains start a group. Makes tracks.
void settle_groups(const LookView& look, const std::vector<Arrived>& arrived, std::vector<GroupSolver> concerned,
                   std::vector<char>& used, Work& work);

/// At a tick: groups that no radar looks at any more decide nothing, their tracks go on alone.
void drop_stale_groups(Work& work);

}  // namespace tocsin::track
