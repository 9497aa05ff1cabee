#include "tocsin/earth/density_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tocsin::earth {

namespace {

// Hermite's cubics through values and slopes.
template <class Air>
std::vector<DensityTable::Row> rows_of(const Air& air) {
  const auto at_km = [&](int km) {
    const Density d = air(1e3 * km);
    return std::array{std::log(d.kg_m3), 1e3 * d.log_slope_per_m};
  };
  auto [y0, s0] = at_km(0);
  std::vector<DensityTable::Row> rows{{y0, s0, 0.0, 0.0}};
  rows.reserve(std::size_t{DensityTable::kTopKm} + 1);
  for (int km = 1; km <= DensityTable::kTopKm; ++km) {
    const auto [y1, s1] = at_km(km);
    rows.push_back({y0, s0, 3.0 * (y1 - y0) - 2.0 * s0 - s1, 2.0 * (y0 - y1) + s0 + s1});
    y0 = y1;
    s0 = s1;
  }
  return rows;
}

}  // namespace

DensityTable::DensityTable(const DensityCorrection& air)
    : rows_(rows_of([&](double height_m) { return air.density(height_m); })) {}

const DensityTable& DensityTable::standard() {
  static const DensityTable table(rows_of([](double height_m) { return earth::density(height_m); }));
  return table;
}

Density DensityTable::density(double height_m) const {
  const double km = 1e-3 * height_m;
  const double base = std::clamp(std::floor(km), -1.0, kTopKm - 1.0);
  const Row& r = rows_[static_cast<std::size_t>(base + 1.0)];
  const double x = km - std::max(base, 0.0);
  return {std::exp(r[0] + x * (r[1] + x * (r[2] + x * r[3]))), 1e-3 * (r[1] + x * (2.0 * r[2] + x * 3.0 * r[3]))};
}

}  // namespace tocsin::earth
