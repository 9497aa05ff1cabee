#pragma once

#include <optional>
#include <type_traits>

#include "tocsin/base/instant.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/mode_state.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// Two numbers, one for each model: detection probabilities, likelihoods.
struct ByMode {
  double boost = 0.0;
  double coast = 0.0;
};

/// Estimate of the boost model. Where there is none its numbers mean nothing, and are not copied: they are two thirds
/// of an Imm.
struct BoostEstimate : BoostState {
  bool exists = true;  ///< whether it is an estimate of now

  BoostEstimate() = default;
  BoostEstimate(const BoostEstimate& other) noexcept { *this = other; }
  BoostEstimate& operator=(const BoostEstimate& other) noexcept {
    exists = other.exists;
    if (exists) BoostState::operator=(other);
    return *this;
  }
  BoostEstimate& operator=(const BoostState& state) noexcept {
    BoostState::operator=(state);
    return *this;
  }
  ~BoostEstimate() = default;
};

/// Interacting multiple model estimate {boost, coast} at one time (Blom & Bar-Shalom, IEEE Trans. AC-33, 1988). The
/// models have different states: boost → coast drops the thrust, coast → boost takes a prior of a lit stage instead of
/// zero (against the bias that zeros make: Yuan, Bar-Shalom et al., IEEE Trans. AES-48, 2012).
///
/// Where thrust is next to impossible (below MotionOptions::negligible_boost) there is no boost estimate: what a stage
/// would do that lit since the last measurement is worked out when a measurement asks for it. A body that coasts costs
/// a third then.
struct Imm {
  BoostEstimate boost;  ///< first, so that what a coasting body has lies side by side
  Instant time;
  double boost_probability = 0.0;
  Instant checked;        ///< newest measurement that the coast model has explained
  Instant burning_since;  ///< first time at which thrust was believed; the hazard of burnout counts from here
  Instant burnt_out_at;   ///< newest time at which thrust was believed to be over
  bool has_burnt_out = false;
  CoastState coast;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "of the estimate");
    v.field("boost_probability", self.boost_probability, "of the boost model");
    // the same bytes whatever a missing estimate was before
    static const BoostState kNone;
    if constexpr (std::is_const_v<Self>) {
      v.field("boost", self.boost.exists ? static_cast<const BoostState&>(self.boost) : kNone, "boost model");
    } else {
      v.field("boost", static_cast<BoostState&>(self.boost), "boost model");
    }
    v.field("has_boost", self.boost.exists, "whether there is a boost estimate");
    v.field("checked", self.checked, "newest measurement explained");
    v.field("coast", self.coast, "coast model");
    v.field("burning_since", self.burning_since, "first belief in thrust");
    v.field("burnt_out_at", self.burnt_out_at, "last end of thrust");
    v.field("has_burnt_out", self.has_burnt_out, "whether thrust has ended");
  }
};

/// Moves the estimate to a later time; earlier times leave it as it is.
void advance(Imm& imm, Instant to, const MotionOptions& motion, const BurnOptions& burn);

/// Agreement of a measurement with the mixture, and the distance to the nearest model that is probable enough for
/// gating.
struct MixtureInnovation {
  int size = 0;
  double nearest_squared = 0.0;  ///< of the models that may open the gate
  double log_likelihood = 0.0;   ///< ln Σ μ·p·N: density of the measurement times its probability of detection
};

/// `detection`: probability that the object would be seen under each model. `coast_sight`: how the radar of a plot
/// would report the mean of the coast model, where that is known already. Nothing where no model can be measured.
[[nodiscard]] std::optional<MixtureInnovation> innovation(const Imm& imm, const Measurement& measurement,
                                                          const ByMode& detection, const Options& options,
                                                          const sense::ReportedJacobian* coast_sight = nullptr);

/// How a measurement agreed with both models.
struct Agreement {
  double normalised =
      0.0;  ///< squared innovation per degree of freedom, weighted by the probabilities after the update
  std::optional<Innovation> coast;  ///< of that model alone
};

/// Updates both models and their probabilities. Nothing, and no change, where it cannot be measured.
std::optional<Agreement> correct(Imm& imm, const Measurement& measurement, const ByMode& detection,
                                 const Options& options, const sense::ReportedJacobian* coast_sight = nullptr);

/// The nearest probability of thrust that a filter may have: at zero or one nothing could change it.
[[nodiscard]] double possible_boost(double probability);

/// Takes into account that a look did not see the object; returns the probability with which it should have.
double miss(double& boost_probability, const ByMode& detection);

/// Mean and covariance of position and velocity over both models.
[[nodiscard]] CoastState combined(const Imm& imm);
/// The same without a copy where the coast model is all that there is; else in `mixed`.
[[nodiscard]] const CoastState& combined(const Imm& imm, std::optional<CoastState>& mixed);
/// The estimate with its covariance widened by the second-order terms σ²/2R and σ_r σ_v/R that a Gaussian on a round
/// Earth leaves out: 30 m for a place known to 20 km, but 14 km for one known to 420 km.
[[nodiscard]] CoastState with_curvature(const CoastState& estimate);
/// Covariance of its place alone.
[[nodiscard]] Covariance<3> place_with_curvature(const CoastState& estimate);
[[nodiscard]] Covariance<3> place_with_curvature(const Position<Itrf>& place, const Covariance<3>& covariance);
/// The same at another time, with curvature; into the past by the equations of motion alone.
[[nodiscard]] CoastState estimate_at(const Imm& imm, Instant t, const MotionOptions& motion, const BurnOptions& burn);
[[nodiscard]] bool is_sound(const Imm& imm);

/// Sets the boost probability within the limits that keep both models alive.
void set_boost_probability(Imm& imm, double probability);
/// Starts a boost estimate where there must be one, and leaves it out where there need be none.
void settle_boost(Imm& imm, const MotionOptions& motion);

}  // namespace tocsin::track
