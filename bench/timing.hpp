#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace tocsin::bench {

/// Processor time of this thread: other work on the machine does not count.
inline double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Precondition: not empty.
inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Median of the ratios of times that were taken side by side. Precondition: as many of both, not empty.
inline double median_ratio(const std::vector<double>& above, const std::vector<double>& below) {
  std::vector<double> ratio;
  for (std::size_t i = 0; i < above.size(); ++i) ratio.push_back(above[i] / below[i]);
  return median(ratio);
}

}  // namespace tocsin::bench
