#pragma once

#include "tocsin/base/describe.hpp"
#include "tocsin/base/instant.hpp"

namespace tocsin::track {

/// How long radars have seen an object: from its first to its newest plot, without the times when none saw it.
class RadarContact {
 public:
  /// Plots farther apart than this are two contacts: well above the revisit of a search, far below a passage.
  static constexpr double kLost_s = 30.0;

  void see(Instant plot);
  /// The contact of two tracks that are one object.
  void join(const RadarContact& other);

  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] Instant first() const { return first_; }
  /// Seconds, 0 without a plot or with one.
  [[nodiscard]] double seconds() const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("any", self.any_, "whether there was a plot");
    v.field("first", self.first_, "first plot");
    v.field("last", self.last_, "newest plot");
    v.field("gap_s", self.gap_s_, "between contacts");
  }

 private:
  bool any_ = false;
  Instant first_;
  Instant last_;
  double gap_s_ = 0.0;
};

}  // namespace tocsin::track
