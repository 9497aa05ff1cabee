#include "tocsin/base/executor.hpp"

#include <atomic>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Executor, EveryPieceIsDoneOnce) {
  for (const std::size_t threads : {1U, 2U, 5U}) {
    ThreadExecutor executor(threads);
    for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
      std::vector<int> done(count, 0);
      executor.run(count, [&](std::size_t i) { ++done[i]; });
      EXPECT_EQ(done, std::vector<int>(count, 1));
    }
  }
}

TEST(Executor, OneThreadGoesInOrder) {
  SerialExecutor executor;
  std::vector<std::size_t> order;
  executor.run(4, [&](std::size_t i) { order.push_back(i); });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(Executor, ExceptionsComeOutAndEndTheWork) {
  ThreadExecutor executor(3);
  std::atomic<int> begun{0};
  const auto work = [&](std::size_t i) {
    ++begun;
    if (i == 5) throw std::runtime_error("piece 5");
  };
  EXPECT_THROW(executor.run(1000000, work), std::runtime_error);
  EXPECT_LT(begun, 1000000);
}

TEST(Executor, NeedsAThread) {
  EXPECT_DEATH(ThreadExecutor(0), "an executor needs a thread");
}

}  // namespace
}  // namespace tocsin
