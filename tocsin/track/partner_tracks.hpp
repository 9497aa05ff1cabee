#pragma once

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/track/close_group.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/mode_state.hpp"
#include "tocsin/track/options.hpp"

// Tracks of coasting objects that a partner sends, made part of what the centre knows. (fusion.hpp is about the
// centre's own tracks of one object.)
namespace tocsin::track {

/// What a partner's tracker knows of an object: Itrf, position m and velocity m/s, with the covariance of its filter.
struct PartnerReport {
  Instant time;
  Gaussian<6> estimate;
};

/// What a partner's sensors added between two of its reports, as one measurement of the state at the newer one
/// (tracklet, equivalent measurement). Its errors are independent of the older report. In directions in which nothing
/// was measured it says nothing, so it is kept as information about the difference from a reference state.
struct EquivalentMeasurement {
  Instant time;
  StateVector<6> reference{};
  Information known;
};

/// Longest time between two reports of one track that is bridged by the coast model, s: after that the newer one stands
/// on its own.
inline constexpr double kLongestBetweenReports_s = 600.0;

/// Information decorrelation (inverse Kalman filter): the newer report's information less that of the older one,
/// carried to its time with the process noise of the coast model. Exact where the partner measures once between two
/// reports, or its object is not disturbed; else the noise between its measurements and the report is counted as known.
/// What the older report carried would know better than the newer one, because the partner assumes more noise, counts
/// as nothing. Errors: a covariance that is not finite and positive definite; times not ascending, or more than
/// `kLongestBetweenReports_s` apart; a newer report that knows some direction less than half as well as the older one
/// carried: the partner has started its track again, or means another object.
/// Drummond, Track fusion with feedback, SPIE 2759 (1996); Chong, Mori, Barker & Chang, Architectures and algorithms
/// for track association and fusion, IEEE AES Magazine 15 (2000), 5.
[[nodiscard]] Result<EquivalentMeasurement> equivalent_measurement(const PartnerReport& before,
                                                                   const PartnerReport& now,
                                                                   const MotionOptions& options);
/// All that a first report says.
[[nodiscard]] Result<EquivalentMeasurement> equivalent_measurement(const PartnerReport& first);

/// What the centre knows at the measurement's time, and the measurement. Nothing of the measurement may be in the
/// estimate before. Errors: a covariance that is not finite and positive definite.
[[nodiscard]] Result<Gaussian<6>> fuse(const Gaussian<6>& estimate, const EquivalentMeasurement& measurement);

/// How a measurement agrees with an estimate before it is fused. `size` is the number of directions in which it says
/// something; whitened by the symmetric root in coordinates in which the estimate's covariance is the identity, so that
/// successive ones can be compared (Consistency): biases of the partner's sensors or the centre's own are in no
/// innovation of either, but in these. Errors: as those of fuse().
[[nodiscard]] Result<Innovation> innovation(const Gaussian<6>& estimate, const EquivalentMeasurement& measurement);

/// What covariance intersection makes as small as it can.
enum class Smallest {
  determinant,     ///< of the covariance: no units to weigh
  position_trace,  ///< of its position part
};

struct Intersection {
  Gaussian<6> estimate;
  double weight = 0.5;  ///< of the first of both
  double factor = 1.0;  ///< by which both covariances were too small for how far they lie apart; it is in the estimate
};

/// Estimate from two of the same time whose common errors are not known: P⁻¹ = ωA⁻¹ + (1−ω)B⁻¹, whose covariance is
/// large enough whatever is common, if both are. Where they lie farther apart than both covariances allow, both are
/// taken larger by the same factor. Both measures are convex in ω: golden sections to 1e-6 find the smallest; 0.5 where
/// no weight is better. Julier & Uhlmann, A non-divergent estimation algorithm in the presence of unknown correlations,
/// Proc. American Control Conference (1997), 2369. Errors: a covariance that is not finite and positive definite.
[[nodiscard]] Result<Intersection> intersect(const Gaussian<6>& a, const Gaussian<6>& b,
                                             Smallest what = Smallest::determinant);

}  // namespace tocsin::track
