#pragma once

#include "tocsin/track/imm.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::track {

/// Where a plot was measured, freed of coupling and refraction as far as they are known.
[[nodiscard]] Position<Itrf> plot_position(const Measurement& plot);

/// Estimate from one plot (`place`: its plot_position): its place, its range rate along the beam, a wide prior of the
/// velocity across.
[[nodiscard]] Imm imm_from_plot(const Measurement& plot, const Position<Itrf>& place, const Options& options);

/// What `imm_from_plot` says of the place, and of the velocity without its errors.
struct PlotStart {
  State<Itrf> state;
  Covariance<3> covariance;  ///< of the place
};
[[nodiscard]] PlotStart plot_start(const Measurement& plot, const Position<Itrf>& place, const Options& options);

/// Whether an object of interest may stand where the plot says, `place`.
[[nodiscard]] bool is_plausible(const Measurement& plot, const Position<Itrf>& place, const Options& options);

}  // namespace tocsin::track
