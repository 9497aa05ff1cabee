#include "bench/accuracy/shares.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::bench {
namespace {

std::string percent(double share, int decimals = 1) {
  return fixed(100.0 * share, decimals) + " %";
}

/// Figures of a count with its interval.
std::string counted_text(const Share& counted) {
  const auto [low, high] = wilson(counted);
  return percent(counted.value()) + " (" + fixed(100.0 * low, 1) + " to " + fixed(100.0 * high, 1) + ")";
}

}  // namespace

std::pair<double, double> wilson(const Share& share, double z) {
  if (share.trials == 0) return {0.0, 1.0};
  const double n = share.trials;
  const double p = share.value();
  const double centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
  const double half = z / (1.0 + z * z / n) * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
  return {centre - half, centre + half};
}

double rms(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double v : values) sum += v * v;
  return values.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(values.size()));
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

Row calibration_row(const std::string& target, const std::string& world, const std::string& quantity,
                    const Share& counted, double stated) {
  const auto [low, high] = wilson(counted);
  Row row{.target = target, .world = world, .quantity = quantity, .runs = counted.trials};
  row.reached = counted_text(counted);
  row.bound = percent(stated, 0);
  row.pass = "99 % interval holds the stated";
  row.judged = counted.trials >= kFewestTrials;
  if (!row.judged) row.pass = "too small";
  row.passed = low <= stated && stated <= high;
  return row;
}

Row least_row(const std::string& target, const std::string& world, const std::string& quantity, const Share& counted,
              double least) {
  Row row{.target = target, .world = world, .quantity = quantity, .runs = counted.trials};
  row.reached = counted_text(counted);
  row.bound = percent(least, 0);
  row.pass = "at least";
  row.judged = counted.trials >= kFewestTrials;
  if (!row.judged) row.pass = "too small";
  row.passed = counted.value() >= least;
  return row;
}

Row ratio_row(const std::string& target, const std::string& world, const std::string& quantity,
              const std::vector<double>& errors, const std::vector<double>& bounds, std::optional<double> most) {
  TOCSIN_REQUIRE(errors.size() == bounds.size(), "each error has its bound");
  const double reached = rms(errors);
  const double bound = rms(bounds);
  Row row{.target = target, .world = world, .quantity = quantity, .runs = static_cast<int>(errors.size())};
  row.reached = fixed(reached, 3);
  row.bound = fixed(bound, 3);
  row.ratio = bound > 0.0 ? fixed(reached / bound, 3) : "–";
  if (!most) return row;
  row.pass = "at most " + fixed(*most, 2) + " × bound";
  row.judged = errors.size() >= static_cast<std::size_t>(kFewestTrials);
  if (!row.judged) row.pass = "too small";
  row.passed = reached <= *most * bound;
  return row;
}

}  // namespace tocsin::bench
