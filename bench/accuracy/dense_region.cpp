#include "bench/accuracy/dense_region.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::bench {
namespace {

constexpr std::size_t kCells = 160;  // along each axis

/// An axis of the grid.
struct Axis {
  double begin_m = 0.0;
  double cell_m = 1.0;

  [[nodiscard]] double middle(std::size_t i) const { return begin_m + (static_cast<double>(i) + 0.5) * cell_m; }
  /// Cells from the one that holds `low_m` to behind the one that holds `high_m`.
  [[nodiscard]] std::pair<std::size_t, std::size_t> cells(double low_m, double high_m) const {
    const auto cell = [&](double x) {
      return static_cast<std::size_t>(std::clamp((x - begin_m) / cell_m, 0.0, static_cast<double>(kCells)));
    };
    return {cell(low_m), std::min(kCells, cell(high_m) + 1)};
  }
};

/// An axis over what holds nearly everything.
Axis axis_over(std::vector<double> values, double spread_m) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  const double low = at(0.002);
  const double high = at(0.998);
  const double margin = 0.25 * (high - low) + 4.0 * spread_m;
  return {low - margin, (high - low + 2.0 * margin) / kCells};
}

void add(std::vector<double>& grid, const PlaceComponent& c, const Axis& east, const Axis& north) {
  // a component may be narrower than a cell: it is then as wide as that
  const double ve = c.var_east_m2 + east.cell_m * east.cell_m / 12.0;
  const double vn = c.var_north_m2 + north.cell_m * north.cell_m / 12.0;
  const double det = ve * vn - c.cov_m2 * c.cov_m2;
  const double scale = 1.0 / std::sqrt(det);
  const auto [i0, i1] = east.cells(c.east_m - 4.0 * std::sqrt(ve), c.east_m + 4.0 * std::sqrt(ve));
  const auto [j0, j1] = north.cells(c.north_m - 4.0 * std::sqrt(vn), c.north_m + 4.0 * std::sqrt(vn));
  for (std::size_t i = i0; i < i1; ++i) {
    const double x = east.middle(i) - c.east_m;
    for (std::size_t j = j0; j < j1; ++j) {
      const double y = north.middle(j) - c.north_m;
      const double q = (vn * x * x - 2.0 * c.cov_m2 * x * y + ve * y * y) / det;
      if (q < 16.0) grid[i * kCells + j] += scale * std::exp(-0.5 * q);
    }
  }
}

}  // namespace

DenseRegion dense_region(std::span<const std::vector<PlaceComponent>> parts, double probability, const Geodetic& origin,
                         const Geodetic& place) {
  std::vector<double> easts;
  std::vector<double> norths;
  double east_spread = 0.0;
  double north_spread = 0.0;
  for (const std::vector<PlaceComponent>& part : parts) {
    for (const PlaceComponent& c : part) {
      easts.push_back(c.east_m);
      norths.push_back(c.north_m);
      east_spread = std::max(east_spread, std::sqrt(c.var_east_m2));
      north_spread = std::max(north_spread, std::sqrt(c.var_north_m2));
    }
  }
  if (easts.empty()) return {};
  const Axis east = axis_over(std::move(easts), east_spread);
  const Axis north = axis_over(std::move(norths), north_spread);
  std::vector<double> grid(kCells * kCells, 0.0);
  for (const std::vector<PlaceComponent>& part : parts) {
    for (const PlaceComponent& c : part) add(grid, c, east, north);
  }
  std::vector<double> sorted = grid;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double all = 0.0;
  for (const double v : sorted) all += v;
  double inside = 0.0;
  std::size_t count = 0;
  while (count < sorted.size() && inside < probability * all) inside += sorted[count++];
  DenseRegion out;
  out.area_km2 = 1e-6 * static_cast<double>(count) * east.cell_m * north.cell_m;
  const earth::GeodesicLine line = earth::inverse(origin, place);
  const double x = (line.distance_m * std::sin(line.azimuth_start_rad) - east.begin_m) / east.cell_m;
  const double y = (line.distance_m * std::cos(line.azimuth_start_rad) - north.begin_m) / north.cell_m;
  if (x >= 0.0 && y >= 0.0 && x < kCells && y < kCells) {
    const double there = grid[static_cast<std::size_t>(x) * kCells + static_cast<std::size_t>(y)];
    out.holds = count > 0 && there >= sorted[count - 1];
  }
  return out;
}

}  // namespace tocsin::bench
