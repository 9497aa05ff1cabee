#include "tocsin/track/numbers.hpp"

#include <gtest/gtest.h>

namespace tocsin::track::test {
namespace {

TEST(Numbers, AreFoundWhicheverAreMissing) {
  Numbers numbers;
  for (const std::int64_t id : {3, 4, 5, 9, 10, 17, 40, 41}) numbers.set({id, 100 + id, false});
  for (std::int64_t id = 0; id <= 45; ++id) {
    const auto at = numbers.from(id);
    EXPECT_TRUE(at == numbers.given.end() || at->id >= id) << id;
    EXPECT_TRUE(at == numbers.given.begin() || (at - 1)->id < id) << id;
  }
  EXPECT_EQ(numbers.from(42), numbers.given.end());
  EXPECT_EQ(numbers.of(17).told, 117);
}

}  // namespace
}  // namespace tocsin::track::test
