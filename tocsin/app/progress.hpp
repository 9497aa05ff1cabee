#pragma once

#include <string>

namespace tocsin::app {

/// One line on stderr that is rewritten while long work goes on; silent when stderr is not a terminal.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `share` from 0 to 1; `detail` stands behind the bar. Drawn at most ten times a second.
  void show(double share, const std::string& detail);

 private:
  std::string what_;
  bool terminal_ = false;
  double last_drawn_s_ = -1.0;
};

/// Seconds of a monotonic clock, for progress and timing alone.
[[nodiscard]] double wall_clock_s();

}  // namespace tocsin::app
