#include "tocsin/app/record_queue.hpp"

#include <gtest/gtest.h>

#include "tocsin/message/codec.hpp"

namespace tocsin::app {
namespace {

/// Gives `count` ticks and nothing else.
class Ticks final : public sim::Simulation {
 public:
  explicit Ticks(std::int64_t count) : count_(count) {}
  Instant begin() const override { return {}; }
  Instant end() const override { return {}; }
  std::optional<message::Record> next() override {
    if (given_ == count_) return std::nullopt;
    const Instant t = Instant::from_tai_ns(++given_ * 1'000'000'000);
    return message::Record{{.source = "clock", .sequence = given_, .measured = t, .received = t}, message::Tick{t}};
  }
  std::vector<message::TruthOrigin> take_origins() override { return {}; }
  const std::vector<message::TruthObject>& objects() const override { return objects_; }
  Status each_state(double, const std::function<Status(const message::TruthState&)>&) const override { return {}; }

 private:
  std::int64_t count_;
  std::int64_t given_ = 0;
  std::vector<message::TruthObject> objects_;
};

class Queue : public testing::TestWithParam<bool> {};

TEST_P(Queue, GivesEveryRecordOnceInOrder) {
  for (const std::int64_t count : {0, 1, 255, 256, 257, 512, 20'000, 50'000}) {
    Ticks ticks(count);
    RecordQueue queue(ticks, GetParam());
    for (std::int64_t n = 1; n <= count; ++n) {
      const std::optional<message::Record> record = queue.next();
      ASSERT_TRUE(record) << n << " of " << count;
      ASSERT_EQ(record->header.sequence, n);
    }
    EXPECT_FALSE(queue.next());
    EXPECT_FALSE(queue.next()) << "the end stays the end";
  }
}

TEST_P(Queue, CanBeLeftBeforeTheEnd) {
  for (const int taken : {0, 1, 300}) {
    Ticks ticks(1'000'000);
    RecordQueue queue(ticks, GetParam());
    for (int n = 0; n < taken; ++n) ASSERT_TRUE(queue.next());
  }
}

INSTANTIATE_TEST_SUITE_P(Threads, Queue, testing::Values(false, true),
                         [](const auto& param) { return param.param ? "two" : "one"; });

}  // namespace
}  // namespace tocsin::app
