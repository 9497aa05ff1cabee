#pragma once

#include <optional>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::score {

/// A radar's measurement of a body.
struct SeenPlot {
  Instant time;
  const sense::Radar* radar = nullptr;
  message::Plot plot;
};

/// What a centre believes of the air's hold on a body.
struct BoundOptions {
  double beta_kg_m2 = 5000.0;    ///< m/(Cd·A) of the mean arc
  double sigma_log_beta = 0.42;  ///< standard deviation of its logarithm
  /// Plots from below this height are left out: they speak of drag as much as of the arc.
  double air_height_m = 80e3;
};

/// What no unbiased estimate from these plots can beat, one standard deviation of distance (root of the trace).
struct ArcBound {
  double impact_m = 0.0;
  std::optional<double> apogee_m;  ///< nothing for a body that falls already
};

/// Fisher information that the plots of a coasting body carry about its arc: the Cramér–Rao bound of its impact for a
/// centre that knows the laws of motion, sensors without bias and which plot is whose, but no more than a range of
/// ballistic coefficients. Detections are those that were made, with the standard deviations that were stated. Bearings
/// of the boost are not counted: an estimate that uses them may be better than this.
/// Van Trees, Detection, Estimation, and Modulation Theory, part I, section 2.4.
class ArcInformation {
 public:
  /// `state` is the truth at `coast`, when nothing burns any more; plots from before are left out. Errors: the arc
  /// cannot be propagated to a plot.
  [[nodiscard]] static Result<ArcInformation> of(Instant coast, const State<Itrf>& state, std::vector<SeenPlot> plots,
                                                 const BoundOptions& options);

  /// Bound from the plots up to `until`; nothing when they do not determine an arc, or it does not come down.
  [[nodiscard]] std::optional<ArcBound> bound(Instant until) const;

 private:
  struct Plotted {
    Instant time;
    DynamicMatrix information;  ///< 6 by 6, of this plot, of the state at `coast_`
  };

  Instant coast_;
  State<Itrf> state_;
  BoundOptions options_;
  std::vector<Plotted> plots_;  ///< ascending in time
};

}  // namespace tocsin::score
