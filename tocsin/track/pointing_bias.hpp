#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// How far an infrared sensor's bearings are wrong at a moment: measured minus true angles, east and north, rad, with
/// their covariance, rad².
struct PointingOffset {
  Instant time;
  std::array<double, 2> angles_rad{};
  Covariance<2> covariance;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "measured");
    v.field("angles_rad", self.angles_rad, "measured minus true, east and north");
    v.field("covariance", self.covariance, "of the angles");
  }
};

/// Offset shown by an attitude measured against the stars, the same error about each axis.
[[nodiscard]] PointingOffset offset_by_stars(Instant t, const sense::TangentAngles& offset, double sigma_rad);

/// Offset shown by an object whose place is known: `predicted` with its covariance (rad²) as it would be seen without
/// error, and its bearing. An error of the prediction that lasts (an old element set) is the same in bearing after
/// bearing of one object, which the filter does not know: such references may not come more often than the errors
/// change.
[[nodiscard]] PointingOffset offset_by_object(Instant t, const message::Bearing& measured,
                                              const sense::TangentAngles& predicted,
                                              const Covariance<2>& predicted_covariance);

/// What became of a reference.
enum class ReferenceUse {
  used,
  refused,    ///< too far from what is expected, and kept in mind; or of the time before the pointing moved
  restarted,  ///< one more that agrees on another pointing: the estimate starts again from these
};

/// Kalman filters of one sensor's offset, a random walk in both angles (Bar-Shalom, Li & Kirubarajan, Estimation with
/// Applications to Tracking and Navigation, sections 5.2 and 11.6.2): one for each prior and each size of the
/// references' errors, weighed by how well they foretold the references (a static bank, section 11.6.2; Magill, IEEE
/// Trans. Automatic Control 10 (1965), 434). The estimate is that of the mixture: references that lie farther from each
/// other than they state make it less sure.
///
/// A reference more than `gate_sigmas` from what is expected is refused. If the next ones are refused, too, and agree
/// with each other, the pointing itself has moved: once they are more than the references that made the estimate, or
/// `restart_references`, the estimate is dropped and made of them alone, so that its covariance says no more than they
/// do.
class PointingBias {
 public:
  [[nodiscard]] ReferenceUse take(const PointingOffset& reference, const PointingOptions& options);

  /// Estimate at a moment. Before the newest reference as uncertain as so long after it: what the newest ones say of an
  /// earlier moment is not less. From before the pointing moved only the prior. Nothing before the first reference.
  [[nodiscard]] std::optional<PointingOffset> at(Instant t, const PointingOptions& options) const;

  /// Distance of a reference from what is expected, in sigmas: the root of the normalised squared innovation.
  [[nodiscard]] double distance_sigmas(const PointingOffset& reference, const PointingOptions& options) const;

  /// Time of the newest reference.
  [[nodiscard]] Instant newest() const {
    return doubtful_ > 0 ? std::max(cases_[0].time, other_.time) : cases_[0].time;
  }
  /// Whether a state that was read can be worked with.
  [[nodiscard]] bool is_sound(const PointingOptions& options) const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("references", self.references_, "that made the estimate, counted up to a bound");
    v.field("cases", self.cases_, "estimates at the newest reference: usual prior, wide one, both with larger errors");
    v.field("log_weights", self.log_weights_, "of these, the largest 0");
    v.field("doubtful", self.doubtful_, "refused references that agree with each other");
    v.field("other", self.other_, "estimate from those alone");
    v.field("other_since", self.other_since_, "the oldest of those");
    v.field("moved_at", self.moved_at_, "since when the estimate holds, where it was started again");
  }

 private:
  static constexpr std::size_t kCases = 4;
  using Cases = std::array<PointingOffset, kCases>;

  /// What is known before any reference.
  void begin(Instant t, const PointingOptions& options);
  /// Of all cases, carried to a moment.
  [[nodiscard]] PointingOffset mixed(Instant t, const PointingOptions& options) const;
  [[nodiscard]] PointingOffset expected(Instant t, const PointingOptions& options) const;
  void use(const PointingOffset& reference, const PointingOptions& options);

  std::int64_t references_ = 0;
  Cases cases_;
  std::array<double, kCases> log_weights_{};
  std::int64_t doubtful_ = 0;
  PointingOffset other_;
  Instant other_since_;
  std::optional<Instant> moved_at_;
};

/// A bearing without the estimated offset. Its variance is raised by that of the estimate (the larger axis), a
/// consider parameter of each bearing on its own: that the error of the estimate is the same in successive bearings is
/// neglected, so n of them with variance σ² and an estimate with variance B are taken to know a place to (σ² + B)/n,
/// while it is σ²/n + B. Small where B ≪ σ²/n: with references of 5 µrad every 10 s B is 1.2² µrad². Offsets are
/// subtracted from both angles anywhere in the view; a turn of the sensor changes them by up to 2 % more or less at the
/// limb.
[[nodiscard]] message::Bearing without_offset(const message::Bearing& bearing, const PointingOffset& offset);

}  // namespace tocsin::track
