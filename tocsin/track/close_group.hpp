#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/track/measurement.hpp"
#include "tocsin/track/mode_state.hpp"

namespace tocsin::track {

/// What is known of a vector of six: a product of Gaussian factors, exp(gᵀx − ½xᵀJx).
struct Information {
  StateMatrix<6> j{};
  StateVector<6> g{};

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("j", self.j, "J, by rows");
    v.field("g", self.g, "g");
  }
};

/// One plot near a group, as it was measured.
struct GroupPlot : Measured {
  double log_gain = 0.0;  ///< ln of p_D / ((1 − p_D) · clutter density)

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sequence", self.sequence, "of the plot");
    v.field("time", self.time, "measured");
    v.field("size", self.size, "numbers measured");
    v.field("value", self.value, "measured");
    v.field("variance", self.variance, "of the value");
    v.field("snr_db", self.snr_db, "of the echo");
    v.field("log_gain", self.log_gain, "against clutter");
  }
};

/// Whether a plot is seen by the sight of another, or by a sight: those of one time and accuracy are.
template <class Seen>
bool is_seen_with(const GroupPlot& plot, const Seen& other) {
  return other.time == plot.time && other.size == plot.size && other.variance == plot.variance;
}

/// How a plot depends on the offset of an object from the group's reference, divided by its standard deviations:
/// y = A·δ + noise of unit variance. Plots of one time and accuracy share A.
struct GroupSight {
  Instant time;
  int size = 0;
  std::array<double, 4> variance{};
  StateVector<6> reference{};  ///< at `time`
  std::array<double, 24> a{};  ///< size × 6
  StateMatrix<6> aa{};         ///< AᵀA
  std::size_t first = 0;       ///< its plots in the order of the look: [first, end)
  std::size_t end = 0;
};
struct PlotTerms {
  std::size_t sight = 0;
  std::array<double, 4> y{};
  StateVector<6> ay{};  ///< Aᵀy
  double yy = 0.0;      ///< yᵀy
  double gain = 0.0;    ///< log_gain and the normaliser of the density
};

/// One look of one radar at a group.
struct GroupLook {
  std::string source;
  std::int64_t number = 0;
  Instant time;
  StateVector<6> reference{};   ///< the group's reference at `time`
  StateMatrix<6> transition{};  ///< its derivative by the reference at the epoch
  double log_missed = 0.0;      ///< ln of the probability that an object in view is not seen
  std::vector<GroupPlot> plots;
  /// Made from the fields above when needed; not part of a saved state.
  std::vector<GroupSight> sights;
  std::vector<PlotTerms> terms;
  std::vector<std::size_t> order;  ///< places of the plots by sight, and by range in each

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("source", self.source, "radar");
    v.field("number", self.number, "of the look");
    v.field("time", self.time, "of the reference");
    v.field("reference", self.reference, "Itrf");
    v.field("transition", self.transition, "from the epoch");
    v.field("log_missed", self.log_missed, "ln of the probability of a miss");
    v.field("plots", self.plots, "near the group");
  }
};

/// What a look has of a member: the number of its plot, or one of these.
inline constexpr std::int64_t kMissed = -1;  ///< in view and not seen
inline constexpr std::int64_t kAbsent = -2;  ///< not in view, or not known yet

/// One object of a group.
struct GroupMember {
  std::int64_t track = 0;           ///< number of the track file; 0 while the group gathers
  Information prior;                ///< of the offset from the reference at the epoch, from what was before it
  bool is_fresh = true;             ///< nothing was before it
  std::vector<std::int64_t> slots;  ///< by look: place of its plot in the look, kMissed or kAbsent

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("track", self.track, "number of the track file");
    v.field("prior", self.prior, "of the offset at the epoch");
    v.field("is_fresh", self.is_fresh, "nothing was before it");
    v.field("slots", self.slots, "plot of each look");
  }
};

/// What a look says of a member, its plots by their probabilities: exp(pullᵀu − ½uᵀΛu) of u, where the member's path
/// puts a plot of one of the look's sights (u = A·δ).
struct PlotShare {
  std::int64_t sight = -1;             ///< place of the sight in the look; −1: nothing is said
  std::array<double, 16> precision{};  ///< Λ, of the first size × size numbers by rows
  std::array<double, 4> pull{};

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("sight", self.sight, "of the look");
    v.field("precision", self.precision, "by rows");
    v.field("pull", self.pull, "precision times place");
  }
};

/// What is told of a member: plots count by their probabilities here, not as they were decided.
struct SharedMember {
  Information prior;              ///< as the member's, by such plots
  Information total;              ///< with all shares
  std::vector<PlotShare> shares;  ///< by look

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("prior", self.prior, "of the offset at the epoch");
    v.field("total", self.total, "with all shares");
    v.field("shares", self.shares, "what each look says");
  }
};

/// Objects that fly so close together that one plot may be of several of them. What the newest looks saw is kept, and
/// which plot is of which object is decided again as more is seen. Over the seconds of the window the members fall
/// freely and their offsets from a common reference stay linear: one set of derivatives serves all of them, and an
/// offset at the epoch tells all plots of a member.
struct CloseGroup {
  std::int64_t number = 0;
  bool gathers = false;  ///< its objects are not told apart yet
  Instant epoch;
  StateVector<6> reference{};    ///< at the epoch
  std::vector<GroupLook> looks;  ///< ascending in time
  std::vector<GroupMember> members;
  std::vector<SharedMember> shared;  ///< by member; those that came after it was made last have none yet
  std::int64_t looks_seen = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("number", self.number, "of the group");
    v.field("gathers", self.gathers, "objects are not told apart yet");
    v.field("epoch", self.epoch, "of the offsets");
    v.field("reference", self.reference, "at the epoch, Itrf");
    v.field("looks", self.looks, "newest");
    v.field("members", self.members, "objects");
    v.field("shared", self.shared, "what is told of them");
    v.field("looks_seen", self.looks_seen, "in all");
  }
};

/// Time of the newest look.
[[nodiscard]] inline Instant newest_time(const CloseGroup& group) {
  return group.looks.empty() ? group.epoch : group.looks.back().time;
}

}  // namespace tocsin::track
