#pragma once

#include <cstddef>
#include <functional>

namespace tocsin {

/// Runs independent pieces of work. Stages take one from their caller and start no threads themselves; what they write
/// per piece goes to places of its own, so the number of threads changes no output.
class Executor {
 public:
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  virtual ~Executor() = default;

  /// Calls `body` once with each of 0 … count - 1, in any order and at the same time, and returns when all are done.
  /// If some throw, one of the exceptions comes out, and pieces not yet begun may stay undone.
  virtual void run(std::size_t count, const std::function<void(std::size_t)>& body) = 0;
};

/// Everything on the calling thread, in order.
class SerialExecutor final : public Executor {
 public:
  void run(std::size_t count, const std::function<void(std::size_t)>& body) override;
};

/// On several threads, of which the caller's is one.
class ThreadExecutor final : public Executor {
 public:
  /// `threads` at least 1.
  explicit ThreadExecutor(std::size_t threads);
  void run(std::size_t count, const std::function<void(std::size_t)>& body) override;

 private:
  std::size_t threads_;
};

}  // namespace tocsin
