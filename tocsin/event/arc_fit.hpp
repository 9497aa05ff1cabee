#pragma once

#include <optional>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/track.hpp"

namespace tocsin::event {

/// State and covariance of a track; nothing when a number is not finite or a variance is not positive.
[[nodiscard]] std::optional<GaussianState<Itrf>> state_of(const message::Track& track);

/// Root of the sum of three variances: of the position (`from` = 0) or the velocity (3).
[[nodiscard]] double sigma_of(const Covariance<6>& p, int from);

/// Rate of the height above the ellipsoid, m/s.
[[nodiscard]] double climb_of(const State<Itrf>& state);

/// Figures of the osculating orbit with their spread, to first order.
struct OrbitFigures {
  double perigee_m = 0.0;
  double perigee_sigma_m = 0.0;
  double orbit_probability = 0.0;  ///< that the perigee is above the limit of the options
  double energy_m2_s2 = 0.0;
  double energy_sigma_m2_s2 = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("perigee_m", self.perigee_m, "height");
    v.field("perigee_sigma_m", self.perigee_sigma_m, "its sigma");
    v.field("orbit_probability", self.orbit_probability, "perigee above the limit");
    v.field("energy_m2_s2", self.energy_m2_s2, "specific");
    v.field("energy_sigma_m2_s2", self.energy_sigma_m2_s2, "its sigma");
  }
};
[[nodiscard]] OrbitFigures orbit_figures(const GaussianState<Itrf>& state, double orbit_perigee_m);

/// Highest point of an arc.
struct Top {
  Instant time;
  double height_m = 0.0;
  double sigma_m = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "of the highest point");
    v.field("height_m", self.height_m, "there");
    v.field("sigma_m", self.sigma_m, "its sigma");
  }
};

/// Ballistic coefficients m/(Cd·A) that the impact of an arc allows for, kg/m².
struct BetaRange {
  double low = 0.0;   ///< 5 % have less
  double mean = 0.0;  ///< of the mean arc: half have less
  double high = 0.0;  ///< 5 % have more

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("low", self.low, "5 %, kg/m2");
    v.field("mean", self.mean, "of the mean arc, kg/m2");
    v.field("high", self.high, "95 %, kg/m2");
  }
};

/// Where an unpowered arc leads.
struct ArcFit {
  OrbitFigures orbit;
  BetaRange beta;
  std::optional<message::ImpactEstimate>
      impact;  ///< nothing when it does not come down, or nobody could use the region
  std::optional<Top> top;
  std::optional<Vec3> ground_m;  ///< Itrf, where the mean arc meets the ground, however uncertain
  bool flat = false;             ///< it enters the air at a grazing angle and comes down nobody can say where

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("orbit", self.orbit, "figures");
    v.field("beta", self.beta, "ballistic coefficients");
    v.field("impact", self.impact, "where it comes down");
    v.field("top", self.top, "highest point");
    v.field("ground_m", self.ground_m, "end of the mean arc");
    v.field("flat", self.flat, "grazes the air");
  }
};

/// Impact and highest point of the arc that a coasting track is on. It is taken for a slender re-entry body with
/// `slender_probability`, for anything else that falls otherwise; the mean arc has the median ballistic coefficient,
/// and what is not known of it is in time and region. `known_top` from an earlier estimate lets a falling body's arc be
/// carried back to its top.
[[nodiscard]] ArcFit fit_arc(const message::Track& track, const GaussianState<Itrf>& state,
                             const std::optional<Top>& known_top, const ArcOptions& options,
                             double slender_probability = 1.0);

/// Launch of a body that only radars have seen: its arc carried back to the ground, moved up-range and widened by what
/// a powered ascent does differently. Nothing when it does not come from the ground, or the region is too wide.
[[nodiscard]] std::optional<message::LaunchEstimate> backward_launch(const GaussianState<Itrf>& state, Instant time,
                                                                     const ArcOptions& options);

}  // namespace tocsin::event
