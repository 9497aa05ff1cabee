#include "bench/accuracy/study.hpp"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "tocsin/base/executor.hpp"

namespace tocsin::bench {

void for_each_run(int runs, const std::function<void(std::size_t)>& body) {
  ThreadExecutor executor(std::max(1U, std::thread::hardware_concurrency()));
  executor.run(static_cast<std::size_t>(std::max(0, runs)), body);
}

void progress(const char* target, const std::string& what) {
  std::fprintf(stderr, "%s %s\n", target, what.c_str());
  std::fflush(stderr);
}

}  // namespace tocsin::bench
