#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "tocsin/message/record.hpp"
#include "tocsin/sim/simulation.hpp"

namespace tocsin::app {

/// Records of a simulation, made on a second thread when asked for. The order is the simulation's own, so the number of
/// threads changes nothing but the time it takes.
class RecordQueue {
 public:
  RecordQueue(sim::Simulation& simulation, bool second_thread);
  ~RecordQueue();
  RecordQueue(const RecordQueue&) = delete;
  RecordQueue& operator=(const RecordQueue&) = delete;

  /// The next record; nothing at the end.
  [[nodiscard]] std::optional<message::Record> next();

 private:
  void produce();

  sim::Simulation& simulation_;
  std::vector<message::Record> batch_;  ///< taken from the queue, handed out from the back
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<message::Record>> batches_;
  bool done_ = false;
  bool stop_ = false;
  std::thread producer_;
};

}  // namespace tocsin::app
