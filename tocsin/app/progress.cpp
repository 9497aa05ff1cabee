#include "tocsin/app/progress.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include <unistd.h>

#include "tocsin/base/text.hpp"

namespace tocsin::app {

Progress::Progress(std::string what) : what_(std::move(what)), terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (terminal_ && last_drawn_s_ >= 0.0) std::fputs("\r\033[K", stderr);
}

void Progress::show(double share, const std::string& detail) {
  if (!terminal_) return;
  const double now_s = wall_clock_s();
  if (last_drawn_s_ >= 0.0 && now_s - last_drawn_s_ < 0.1) return;
  last_drawn_s_ = now_s;
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(std::clamp(share, 0.0, 1.0) * kWidth);
  const std::string bar =
      std::string(static_cast<std::size_t>(filled), '#') + std::string(static_cast<std::size_t>(kWidth - filled), '.');
  const std::string line = "\r\033[K" + what_ + " [" + bar + "] " + fixed(100.0 * share, 0) + " % " + detail;
  std::fputs(line.c_str(), stderr);
}

double wall_clock_s() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

}  // namespace tocsin::app
