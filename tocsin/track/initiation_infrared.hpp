#pragma once

#include <optional>
#include <vector>

#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/existence.hpp"
#include "tocsin/track/track_file.hpp"

namespace tocsin::track {

/// Estimate from one bearing: `place` on its ray with a standard deviation of `along_ray_sigma_m`, and the prior of
/// velocity and thrust of an ascent.
[[nodiscard]] Imm imm_from_bearing(const Measurement& bearing, const Position<Itrf>& place, double along_ray_sigma_m,
                                   const Options& options);

/// Track file of a first sight by one satellite, at the prior height on its ray. Rays beyond the limb start at their
/// point nearest to the Earth.
[[nodiscard]] TrackFile first_sight(const Measurement& bearing, const message::Bearing& raw, const LookView& look,
                                    std::int64_t number, const Options& options);

/// Height above the ellipsoid at which rays cross if what they show stands still.
struct HeightIfStill {
  double height_m = 0.0;
  double sigma_m = 1e9;
};

/// Start of a full track from the candidates of two satellites.
struct PairStart {
  Imm imm;
  double log_likelihood = 0.0;  ///< of all bearings after the first
  double gain = 0.0;            ///< over two separate objects
  double innovation = 0.0;      ///< mean normalised squared innovation per degree of freedom
  HeightIfStill if_still;
};

/// Whether two candidates of different satellites are one object: χ² gate of the miss distance of their rays at a
/// common time, height of the crossing, then the filter run through the bearings of both, in order of time, from the
/// crossing. Nothing where they are not, or too few bearings say so.
[[nodiscard]] std::optional<PairStart> try_pair(const TrackFile& a, const TrackFile& b, const sense::Sensors& sensors,
                                                const Options& options);

}  // namespace tocsin::track
