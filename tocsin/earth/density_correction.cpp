#include "tocsin/earth/density_correction.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace tocsin::earth {

Result<DensityCorrection> DensityCorrection::from(std::span<const Row> rows) {
  if (rows.empty()) return fail_field("rows", "0", "at least one height");
  DensityCorrection out;
  for (const Row& row : rows) {
    const auto refuse = [&](const char* field, double value, const char* expected) {
      return fail(fail_field(field, std::to_string(value), expected)
                      .value()
                      .at_record(static_cast<std::int64_t>(out.nodes_.size()) + 1));
    };
    if (!(std::abs(row.height_m) < 1e7)) return refuse("height_m", row.height_m, "metres up to 1e7");
    if (!out.nodes_.empty() && row.height_m <= out.nodes_.back().height_m)
      return refuse("height_m", row.height_m, "heights in ascending order");
    if (!(row.ratio >= 0.01 && row.ratio <= 100.0)) return refuse("ratio", row.ratio, "0.01 to 100");
    out.nodes_.push_back({row.height_m, std::log(row.ratio), 0.0});
  }
  // Second derivatives of the natural spline with level ends (slope 0, so that what lies outside joins smoothly): Press
  // et al., Numerical Recipes, section 3.3.
  const std::size_t n = out.nodes_.size();
  if (n == 1) return out;
  std::vector<double> u(n, 0.0);
  const auto gap = [&](std::size_t i) { return out.nodes_[i + 1].height_m - out.nodes_[i].height_m; };
  const auto slope = [&](std::size_t i) { return (out.nodes_[i + 1].log_ratio - out.nodes_[i].log_ratio) / gap(i); };
  out.nodes_[0].second_m2 = -0.5;
  u[0] = 3.0 / gap(0) * slope(0);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double sig = gap(i - 1) / (gap(i - 1) + gap(i));
    const double p = sig * out.nodes_[i - 1].second_m2 + 2.0;
    out.nodes_[i].second_m2 = (sig - 1.0) / p;
    u[i] = (6.0 * (slope(i) - slope(i - 1)) / (gap(i - 1) + gap(i)) - sig * u[i - 1]) / p;
  }
  const double un = -3.0 / gap(n - 2) * slope(n - 2);
  out.nodes_[n - 1].second_m2 = (un - 0.5 * u[n - 2]) / (0.5 * out.nodes_[n - 2].second_m2 + 1.0);
  for (std::size_t k = n - 1; k-- > 0;)
    out.nodes_[k].second_m2 = out.nodes_[k].second_m2 * out.nodes_[k + 1].second_m2 + u[k];
  return out;
}

Density DensityCorrection::density(double height_m) const {
  Density out = earth::density(height_m);
  double log_ratio = nodes_.front().log_ratio;
  if (height_m >= nodes_.back().height_m) {
    log_ratio = nodes_.back().log_ratio;
  } else if (height_m > nodes_.front().height_m) {
    const auto above = std::upper_bound(nodes_.begin(), nodes_.end(), height_m,
                                        [](double h, const Node& node) { return h < node.height_m; });
    const Node& b = *above;
    const Node& a = *(above - 1);
    const double h = b.height_m - a.height_m;
    const double p = (b.height_m - height_m) / h;
    const double q = 1.0 - p;
    log_ratio = p * a.log_ratio + q * b.log_ratio +
                ((p * p * p - p) * a.second_m2 + (q * q * q - q) * b.second_m2) * h * h / 6.0;
    out.log_slope_per_m += (b.log_ratio - a.log_ratio) / h -
                           ((3.0 * p * p - 1.0) * a.second_m2 - (3.0 * q * q - 1.0) * b.second_m2) * h / 6.0;
  }
  out.kg_m3 *= std::exp(log_ratio);
  return out;
}

}  // namespace tocsin::earth
