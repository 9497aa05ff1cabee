#pragma once

#include <span>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/earth/atmosphere.hpp"

namespace tocsin::earth {

/// Measured or forecast air over the standard atmosphere, by height: what a weather analysis or a model of the upper
/// atmosphere gives. The logarithm of the ratio is a natural cubic spline between the rows, so that integrators see no
/// corner; outside them the nearest row holds.
class DensityCorrection {
 public:
  struct Row {
    double height_m = 0.0;
    double ratio = 1.0;  ///< true density over that of `density`
  };

  /// Errors: no row, heights not ascending, a ratio not in 0.01 … 100.
  [[nodiscard]] static Result<DensityCorrection> from(std::span<const Row> rows);

  /// The density of the standard atmosphere, corrected.
  [[nodiscard]] Density density(double height_m) const;

 private:
  struct Node {
    double height_m = 0.0;
    double log_ratio = 0.0;
    double second_m2 = 0.0;  ///< second derivative of the logarithm
  };
  std::vector<Node> nodes_;
};

}  // namespace tocsin::earth
