#include "tocsin/app/report_axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tocsin::app::report {
namespace {

std::vector<double> multiples(const Axis& axis, double step) {
  std::vector<double> ticks;
  const double first = std::ceil(axis.low / step - 1e-9);
  for (int i = 0; i < 200; ++i) {
    const double value = (first + i) * step;
    if (value > axis.high + 1e-9 * step) break;
    ticks.push_back(value);
  }
  return ticks;
}

}  // namespace

double Axis::at(double value) const {
  const double share = logarithmic
                           ? (std::log(std::max(value, 1e-12)) - std::log(low)) / (std::log(high) - std::log(low))
                           : (value - low) / (high - low);
  return from_px + std::clamp(share, -10.0, 10.0) * (to_px - from_px);
}

std::vector<double> round_ticks(const Axis& axis, int most) {
  const double least = (axis.high - axis.low) / std::max(1, most);
  double step = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-9))));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (factor * step >= least * (1.0 - 1e-9)) return multiples(axis, factor * step);
  }
  return multiples(axis, 10.0 * step);
}

std::vector<double> decades(const Axis& axis) {
  std::vector<double> ticks;
  for (int e = -9; e <= 9; ++e) {
    const double value = std::pow(10.0, e);
    if (value >= axis.low * (1.0 - 1e-9) && value <= axis.high * (1.0 + 1e-9)) ticks.push_back(value);
  }
  return ticks;
}

std::vector<double> time_ticks(const Axis& axis, int most) {
  constexpr std::array<double, 14> kSteps{1.0,   2.0,   5.0,    10.0,   30.0,   60.0,    120.0,
                                          300.0, 600.0, 1200.0, 1800.0, 3600.0, 10800.0, 21600.0};
  const double least = (axis.high - axis.low) / std::max(1, most);
  for (const double step : kSteps) {
    if (step >= least) return multiples(axis, step);
  }
  return multiples(axis, 86400.0 * std::ceil(least / 86400.0));
}

}  // namespace tocsin::app::report
