#pragma once

#include <array>
#include <utility>
#include <vector>

#include "tocsin/earth/density_correction.hpp"

namespace tocsin::earth {

/// Logarithm of the density by height as one cubic a kilometre, from the ground to 1000 km, for kernels that look many
/// heights up at once. Row k + 1 holds between k and k + 1 km and takes the kilometres since k; row 0 holds below the
/// ground and takes the (negative) height. Values and slopes at whole kilometres are those of the air it is made from;
/// the standard atmosphere has its own knots there and is met everywhere to rounding.
class DensityTable {
 public:
  static constexpr int kTopKm = 1000;
  using Row = std::array<double, 4>;  ///< ln(kg/m³) = r[0] + x (r[1] + x (r[2] + x r[3])), x in km

  /// Of the standard atmosphere, made once.
  [[nodiscard]] static const DensityTable& standard();
  explicit DensityTable(const DensityCorrection& air);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// For comparison with the source. Precondition: below 1000 km.
  [[nodiscard]] Density density(double height_m) const;

 private:
  explicit DensityTable(std::vector<Row> rows) : rows_(std::move(rows)) {}
  std::vector<Row> rows_;
};

}  // namespace tocsin::earth
