#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tocsin/base/assignment.hpp"
#include "tocsin/base/vec.hpp"

namespace tocsin::score {

/// Objects and tracks of one moment, paired so that the sum of squared distances, each at most the cut-off's, is the
/// least; pairs at or beyond the cut-off are none.
struct Match {
  std::vector<Pairing> pairs;    ///< row: object, column: track; by object
  double localisation_m2 = 0.0;  ///< sum of the pairs' squared distances
  std::size_t objects = 0;
  std::size_t tracks = 0;

  [[nodiscard]] std::size_t missed() const { return objects - pairs.size(); }
  [[nodiscard]] std::size_t false_tracks() const { return tracks - pairs.size(); }
};

/// Distances beyond the cut-off all cost the same, so only near pairs are looked at and clusters are solved one by one:
/// the optimum is that of the full matrix.
[[nodiscard]] Match match(std::span<const Vec3> objects_m, std::span<const Vec3> tracks_m, double cutoff_m);

/// Generalised optimal sub-pattern assignment of order 2 with alpha 2, metres: a miss or a false track costs c/√2.
/// Rahmathullah, García-Fernández & Svensson, Generalized optimal sub-pattern assignment metric, FUSION 2017.
[[nodiscard]] double gospa_m(const Match& match, double cutoff_m);

/// Optimal sub-pattern assignment of order 2, metres; 0 for two empty sets.
/// Schuhmacher, Vo & Vo, IEEE Trans. Signal Process. 56 (2008).
[[nodiscard]] double ospa_m(const Match& match, double cutoff_m);

}  // namespace tocsin::score
