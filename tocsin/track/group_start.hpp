#pragma once

#include <vector>

#include "tocsin/track/association.hpp"
#include "tocsin/track/group_solver.hpp"

namespace tocsin::track {

/// A look at a group's neighbourhood, with no plots yet. `probability`: with which it sees an object there.
[[nodiscard]] GroupLook empty_look(const LookView& look, double probability);
[[nodiscard]] GroupPlot group_plot(const Measurement& m, const LookView& look, double probability,
                                   const Options& options);
/// Probability that a look sees an object at the group's reference, of a cross-section that is not known yet.
[[nodiscard]] double sees_reference(const LookView& look, const GroupSolver& solver, const Options& options);

/// The estimate of a member becomes that of its track.
void write_back(TrackFile& track, const CoastState& estimate, Instant t);
/// Track file of a member that has none, with all plots that it has so far.
void make_track(CloseGroup& group, GroupSolver& solver, std::size_t member, const LookView& look, Work& work);
/// Objects of a group that has gathered looks, told apart.
void tell_apart(GroupSolver& solver, const LookView& look, Work& work);
/// Plots close together that nothing explains start groups.
void start_groups(const LookView& look, const std::vector<Arrived>& arrived, std::vector<char>& used, Work& work);

}  // namespace tocsin::track
