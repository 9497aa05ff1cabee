#pragma once

#include "tocsin/track/existence.hpp"
#include "tocsin/track/track_file.hpp"

namespace tocsin::track {

/// Where a plot was measured, freed of coupling and refraction as far as they are known.
[[nodiscard]] Position<Itrf> plot_position(const Measurement& plot);

/// Estimate from one plot (`place`: its plot_position): its place, its range rate along the beam, a wide prior of the
/// velocity across.
[[nodiscard]] Imm imm_from_plot(const Measurement& plot, const Position<Itrf>& place, const Options& options);

/// Whether an object of interest may stand where the plot says, `place`.
[[nodiscard]] bool is_plausible(const Measurement& plot, const Position<Itrf>& place, const Options& options);

/// Track file of a first plot, at `place`. Precondition: `is_plausible`.
[[nodiscard]] TrackFile first_plot(const Measurement& plot, const Position<Itrf>& place, const LookView& look,
                                   std::int64_t number, const Options& options);

}  // namespace tocsin::track
