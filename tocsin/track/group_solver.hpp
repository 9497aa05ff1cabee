#pragma once

#include <optional>
#include <span>
#include <vector>

#include "tocsin/base/assignment.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/close_group.hpp"
#include "tocsin/track/group_outlook.hpp"
#include "tocsin/track/information.hpp"
#include "tocsin/track/measurement.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// Gate of a group, squared and normalised: 1e-5 of plots of three numbers lie outside.
inline constexpr double kGroupGate = 25.0;

/// A plot of a group's look as it was measured.
[[nodiscard]] Measurement measurement_of(const GroupLook& look, const GroupPlot& plot, const sense::Radar& radar);

/// How a plot fits a member.
struct GroupFit {
  double gain = 0.0;     ///< ln of how much more probable the plot is than clutter and a miss together
  double squared = 0.0;  ///< innovation, normalised by its covariance
};

/// Decides for the looks of a group's window which plot is of which member.
///
/// The measure of a decision is the probability of all plots of the window (a member's is that of a Kalman filter, with
/// its offset integrated out) under the rule that one look gives one plot to a member and one member to a plot. It is
/// raised step by step, never lowered:
///  - a look is assigned again, given all other looks (the best one-to-one assignment);
///  - two members exchange all that came after some look;
///  - the newest looks alone start a new decision, that grows backwards in time and is then linked to the members.
/// Local search over a window in place of a tree of hypotheses (multi-frame assignment: Poore & Robertson,
/// Computational Optimization and Applications 8, 1997); docs/adr/0018 says what was measured.
class GroupSolver {
 public:
  /// Keeps references.
  GroupSolver(CloseGroup& group, const sense::Sensors& sensors, const Options& options);
  [[nodiscard]] CloseGroup& group() const { return group_; }

  /// Adds a look, its plots not assigned; returns its place. Members of `absent` (by place) are not in view.
  std::size_t add_look(GroupLook look, const std::vector<char>& absent);
  /// Best assignment of one look given all others; returns the number of members for which it changed.
  std::size_t assign(std::size_t look);
  /// Assigns the newest `count` looks again, the newest first.
  void sweep(std::size_t count);
  /// Exchanges of all that came after a look, best first, as long as they gain. Returns their number.
  std::size_t exchange_tails();
  /// A decision from the newest looks backwards, taken over where it gains.
  bool decide_afresh();
  /// Whether some member's plots lie farther from its path than their errors explain, by so many standard deviations.
  [[nodiscard]] bool is_strained(double sigmas) const;
  /// Decisions drawn by their probabilities (Metropolis' rule at twice the temperature, each look given all others, and
  /// exchanges of what came after a look) and searched again from there, taken over where it gains. After Oh, Russell &
  /// Sastry, IEEE Transactions on Automatic Control 54, 2009.
  bool draw_afresh(Random& random);

  /// A member whose first plot this is, with the group's prior.
  void add_member(std::int64_t track, std::size_t look, std::size_t plot);
  /// What is known of a fresh member: it flies near the reference.
  [[nodiscard]] Information fresh() const;
  void remove_member(std::size_t member);

  /// Drops looks before the place `first`: they become part of what the members know. The epoch moves there, the
  /// reference to the middle of the members.
  void move_epoch(std::size_t first);
  /// The reference to where the members are, the epoch stays.
  void recentre();

  /// Moves the reference to where most plots of each look are: one step of Gauss–Newton.
  void fit_reference();
  /// Whether the plots of two members could be exchanged somewhere in the window.
  [[nodiscard]] bool are_close(std::size_t a, std::size_t b) const;

  /// ln of how much more probable a member's plots are than clutter and misses.
  [[nodiscard]] double log_gain(std::size_t member) const;
  /// Of a plot, given what all other looks say of the member; nothing outside the gate.
  [[nodiscard]] std::optional<GroupFit> fit(std::size_t member, std::size_t look, std::size_t plot) const;
  /// From now on estimates take each look for what its plots say of a member by their probabilities (its share), in
  /// place of the plot it was given: where neighbours cannot be told apart, a decision pushes them apart and claims to
  /// know more than is known. The newest `count` looks, and one that came late, are shared out again, each given what
  /// all others say; nothing of it comes back to the decisions. Until the group changes.
  void share_out(std::size_t count);
  /// The same of all looks, but for those in which every member surely has what was decided.
  void share_out_unsettled();
  /// Members whose shares are far from the path that was decided start again from its plots: decisions see what shares
  /// look by look do not, that two members were exchanged. Whether there were any: then all looks want sharing out.
  bool follow_decisions();
  /// Estimate at the time of the newest look or later.
  [[nodiscard]] CoastState estimate(std::size_t member, Instant t) const;
  /// Reference at the time of the newest look or later.
  [[nodiscard]] StateVector<6> reference(Instant t) const;

 private:
  struct Belief {
    Information total;
    Moments moments;
    std::int64_t stamp = 0;  ///< of this state, as no other has it
  };
  /// How the plots of a look fit the members. What all other looks say of a member decides that: a row is right as long
  /// as the member's belief has this stamp.
  struct Fits {
    std::vector<std::int64_t> of;  ///< stamps by member
    std::vector<double> gain;      ///< members × plots; −∞: outside the gate
    bool is_assigned = false;
  };
  /// Sums along the looks: prior and the first n looks.
  struct Sum {
    Information known;
    double fixed = 0.0;     ///< gains of the plots, less ½yᵀy
    double integral = 0.0;  ///< log_integral of `known`, of the whole only
  };
  void linearise(GroupLook& look) const;
  /// References and transitions of all looks anew, and what is made from them.
  void rebuild();
  void sum_up(std::size_t member);
  /// Prior and all plots of a member, one after the other.
  [[nodiscard]] Information summed(std::size_t member) const;
  /// AᵀA of all looks together; nothing where a look has plots of several times, or looks differ in accuracy.
  const std::optional<StateMatrix<6>>& all_seen();
  /// Of a slot; nullptr where it has no plot.
  [[nodiscard]] const PlotTerms* plot_of(std::int64_t slot, std::size_t look) const;
  void add_plot(Information& to, std::int64_t slot, std::size_t look, double sign = 1.0) const;
  void settle(std::size_t member);
  /// Total without the member's plot in a look.
  [[nodiscard]] Moments without(std::size_t member, std::size_t look) const;
  /// What the rest of a member's plots predicts for those of a sight of a look. `rest`: what is known without its plot
  /// in this look, made when it is needed.
  template <std::size_t M>
  [[nodiscard]] Outlook<M> ahead(std::size_t member, std::size_t look, std::size_t sight,
                                 std::optional<Moments>& rest) const;
  /// What the rest of a member's plots predicts for the range of one.
  struct RangeAhead {
    double range_m = 0.0;
    double variance_m2 = 0.0;
  };
  /// Visits those of one sight; `range`: as it was found, nothing where it was not.
  template <std::size_t M, class Ahead, class Visit>
  static void visit_sight(const GroupLook& look, std::size_t sight, const Ahead& ahead,
                          std::optional<RangeAhead>& range, Visit&& visit);
  /// Visits the plots of a look that fit a member: visit(place of the plot, fit). What is predicted for a sight is
  /// ahead.template operator()<M>(sight), an Outlook<M>.
  template <class Ahead, class Visit>
  static void visit_fits(const GroupLook& look, const Ahead& ahead, Visit&& visit);
  /// Brings the fits of a look up to date.
  void refresh(std::size_t look);
  /// What a look says of each member, its plots shared out by their probabilities given all other looks' decisions.
  [[nodiscard]] std::vector<PlotShare> shares(std::size_t look);
  /// The same given all other looks' shares; becomes the look's.
  void share_again(std::size_t look);
  /// One member's: its pairs, and their probabilities.
  template <class Ahead>
  [[nodiscard]] PlotShare share(std::size_t look, std::span<const Pairing> pairs, std::span<const double> probabilities,
                                const Ahead& ahead) const;
  /// Adds what it says; takes it away with a `sign` of −1.
  void add_share(Information& to, const PlotShare& share, std::size_t look, double sign = 1.0) const;
  /// What the other looks' shares predict for the plots of a sight.
  template <std::size_t M>
  [[nodiscard]] Outlook<M> ahead_of_shares(std::size_t member, std::size_t look, std::size_t sight,
                                           std::optional<Moments>& rest) const;
  /// Whether every member has the plot that it was given, or none, for sure.
  [[nodiscard]] bool is_settled(std::size_t look) const;
  /// Sums of a member's shares anew; a member of whom they make no sense starts from its prior.
  void sum_up_shares(std::size_t member);
  /// Puts it in the place of the one that was.
  void set_share(std::size_t member, std::size_t look, const PlotShare& share);
  /// Makes what is told of all members from their shares, those that have none yet from their decisions.
  void tell_shares();
  /// A member's shares as its plots were decided.
  void follow_decision(std::size_t member);
  [[nodiscard]] bool is_far_from_decision(std::size_t member) const;
  [[nodiscard]] std::vector<Sum> sums(const GroupMember& member) const;
  /// Exchanges all that two members have from a look on.
  void exchange(std::size_t a, std::size_t b, std::size_t look);
  /// Nearly the same as exchange_gain for much less work, where both have about as many plots. `head_a`, `head_b`: sums
  /// up to the look.
  [[nodiscard]] double nearly_exchange_gain(std::size_t a, std::size_t b, const Sum& head_a, const Sum& head_b) const;
  /// What it gains that two members exchange all that came from a look on.
  [[nodiscard]] static double exchange_gain(const std::vector<Sum>& a, const std::vector<Sum>& b, std::size_t look);
  struct Decision {
    std::vector<GroupMember> members;
    std::vector<Belief> beliefs;
    std::vector<double> gains;
    std::vector<Fits> fits;  ///< right for these beliefs, and worth to be kept while others are tried
  };
  [[nodiscard]] Decision decision() const;
  /// log_gain of all members.
  [[nodiscard]] std::vector<double> gains() const;
  /// Back to an older decision, but for members that have gained more than `margin` since, together with those whose
  /// plots they have taken: what the others have is then theirs in both. Whether there are such.
  bool take_back(const Decision& old, double margin);
  /// Draws the plots of a look, given all other looks.
  void draw(std::size_t look, Random& random);
  /// Draws exchanges of all that came after a look.
  void draw_exchanges(Random& random);
  void give(std::size_t member, std::size_t look, std::int64_t slot);
  [[nodiscard]] StateVector<6> middle() const;
  /// Moves the reference at the epoch; offsets become smaller by as much.
  void shift(const StateVector<6>& offset);
  [[nodiscard]] Moved<6> reference_at(Instant t) const;
  /// Which of the new members goes on with which of the old: place of the new by place of the old.
  [[nodiscard]] std::vector<std::size_t> link(const std::vector<GroupMember>& old) const;

  CloseGroup& group_;
  const sense::Sensors& sensors_;
  const Options& options_;
  std::vector<Belief> beliefs_;       ///< by member
  std::vector<Moments> told_;         ///< by member, of share_out(); empty: the beliefs are
  std::optional<std::size_t> added_;  ///< place of the look that came last
  std::int64_t stamps_ = 0;           ///< given so far
  std::vector<Fits> fits_;            ///< by look
  DenseAssignment assignment_;
  std::optional<StateMatrix<6>> all_seen_;
  bool is_all_seen_known_ = false;
};

}  // namespace tocsin::track
