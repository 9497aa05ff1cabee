#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/accuracy/table.hpp"

namespace tocsin::bench {

/// Hits among trials.
struct Share {
  int hits = 0;
  int trials = 0;

  void add(bool hit) {
    hits += hit ? 1 : 0;
    ++trials;
  }
  [[nodiscard]] double value() const { return trials > 0 ? static_cast<double>(hits) / trials : 0.0; }
};

/// Interval of confidence of a share; Wilson, J. Am. Stat. Assoc. 22 (1927). `z` 2.576: 99 %.
[[nodiscard]] std::pair<double, double> wilson(const Share& share, double z = 2.5758);

/// Fewer trials than these say nothing: the row is printed as too small, and not judged.
inline constexpr int kFewestTrials = 150;

/// Root of the mean square.
[[nodiscard]] double rms(const std::vector<double>& values);
[[nodiscard]] double quantile(std::vector<double> values, double share);

/// How often a region held the truth against how often it was said to. Passes when the 99 % interval of the count holds
/// the stated share.
[[nodiscard]] Row calibration_row(const std::string& target, const std::string& world, const std::string& quantity,
                                  const Share& counted, double stated);
/// Passes when the counted share is at least `least`: with a few hundred runs an interval would forgive too much.
[[nodiscard]] Row least_row(const std::string& target, const std::string& world, const std::string& quantity,
                            const Share& counted, double least);
/// Passes when the root mean square of the errors is at most `most` times that of the paired bounds; without it the row
/// is there to be read.
[[nodiscard]] Row ratio_row(const std::string& target, const std::string& world, const std::string& quantity,
                            const std::vector<double>& errors, const std::vector<double>& bounds,
                            std::optional<double> most);

}  // namespace tocsin::bench
