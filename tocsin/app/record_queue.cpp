#include "tocsin/app/record_queue.hpp"

#include <algorithm>

namespace tocsin::app {
namespace {

// Batches keep the lock out of the per-record cost; the bound keeps memory flat when the pipeline is the slower side.
constexpr std::size_t kBatch = 256;
constexpr std::size_t kMaxBatches = 64;

std::vector<message::Record> make_batch(sim::Simulation& simulation) {
  std::vector<message::Record> batch;
  batch.reserve(kBatch);
  while (batch.size() < kBatch) {
    std::optional<message::Record> record = simulation.next();
    if (!record) break;
    batch.push_back(std::move(*record));
  }
  return batch;
}

}  // namespace

RecordQueue::RecordQueue(sim::Simulation& simulation, bool second_thread) : simulation_(simulation) {
  if (second_thread) producer_ = std::thread([this] { produce(); });
}

RecordQueue::~RecordQueue() {
  if (!producer_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  producer_.join();
}

void RecordQueue::produce() {
  for (bool last = false; !last;) {
    std::vector<message::Record> batch = make_batch(simulation_);
    last = batch.size() < kBatch;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stop_ || batches_.size() < kMaxBatches; });
    if (stop_) return;
    if (!batch.empty()) batches_.push_back(std::move(batch));
    done_ = last;
    lock.unlock();
    changed_.notify_all();
  }
}

std::optional<message::Record> RecordQueue::next() {
  if (batch_.empty()) {
    if (producer_.joinable()) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return done_ || !batches_.empty(); });
      if (!batches_.empty()) {
        batch_ = std::move(batches_.front());
        batches_.pop_front();
      }
      lock.unlock();
      changed_.notify_all();
    } else {
      batch_ = make_batch(simulation_);
    }
    std::reverse(batch_.begin(), batch_.end());
  }
  if (batch_.empty()) return std::nullopt;
  message::Record record = std::move(batch_.back());
  batch_.pop_back();
  return record;
}

}  // namespace tocsin::app
