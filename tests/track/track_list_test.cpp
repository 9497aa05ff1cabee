#include "tocsin/track/track_list.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"

namespace tocsin::track::test {
namespace {

TrackFile numbered(std::int64_t number) {
  TrackFile out;
  out.number = number;
  out.sensors["RAD-1"].count = number;
  out.evidence.push_back({"RAD-1", number});
  return out;
}

TrackList list_of(std::int64_t count) {
  TrackList out;
  for (std::int64_t i = 1; i <= count; ++i) out.push_back(numbered(i));
  return out;
}

std::vector<std::int64_t> numbers_of(const TrackList& list) {
  std::vector<std::int64_t> out;
  for (const TrackFile& track : list) out.push_back(track.number);
  return out;
}

template <class T>
std::string saved(const T& value) {
  StateWriter out;
  put_state(out, value);
  return out.bytes();
}

TEST(TrackList, KeepsItsOrderAndItsTracksWhereTheyAreWhenOthersGo) {
  TrackList list = list_of(6);
  const TrackFile* const fifth = &list[4];
  list.remove_if([](const TrackFile& track) { return track.number % 2 == 0; });
  EXPECT_EQ(numbers_of(list), (std::vector<std::int64_t>{1, 3, 5}));
  EXPECT_EQ(&list[2], fifth);
  list.push_back(numbered(7));
  EXPECT_EQ(numbers_of(list), (std::vector<std::int64_t>{1, 3, 5, 7}));
}

TEST(TrackList, LeavesNothingOfATrackThatHasGoneToTheOneInItsPlace) {
  TrackList list = list_of(2);
  list[1].bearings.emplace_back();
  list[1].sensors["GEO-1"].count = 1;
  list.remove_if([](const TrackFile& track) { return track.number == 2; });
  list.push_back(numbered(3));
  EXPECT_EQ(saved(list[1]), saved(numbered(3)));
}

TEST(TrackList, IsCopiedWithItsTracks) {
  TrackList list = list_of(3);
  const TrackList copy = list;
  list[0].number = 10;
  list.remove_if([](const TrackFile& track) { return track.number == 2; });
  EXPECT_EQ(numbers_of(copy), (std::vector<std::int64_t>{1, 2, 3}));
  list = copy;
  EXPECT_EQ(numbers_of(list), numbers_of(copy));
}

TEST(TrackList, IsSavedAsAVector) {
  const TrackList list = list_of(3);
  const std::vector<TrackFile> same(list.begin(), list.end());
  EXPECT_EQ(saved(list), saved(same));
  TrackList read = list_of(1);
  const std::string bytes = saved(list);
  StateReader in(bytes);
  get_state(in, read);
  EXPECT_TRUE(in.ok() && in.at_end());
  EXPECT_EQ(saved(read), bytes);
}

}  // namespace
}  // namespace tocsin::track::test
