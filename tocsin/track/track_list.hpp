#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/track/track_file.hpp"

namespace tocsin::track {

/// Track files in ascending order of their numbers. Each stays where it is when others go: most that go are first
/// plots that were false, hundreds of others would move with each look, and the place of one that has gone is taken by
/// the next.
class TrackList {
  using Kept = std::unique_ptr<TrackFile>;

  template <class Pointer, class Value>
  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = TrackFile;
    using difference_type = std::ptrdiff_t;
    using pointer = Value*;
    using reference = Value&;
    Iterator() = default;
    explicit Iterator(Pointer at) : at_(at) {}
    reference operator*() const { return **at_; }
    pointer operator->() const { return at_->get(); }
    reference operator[](difference_type n) const { return *at_[n]; }
    Iterator& operator++() { return ++at_, *this; }
    Iterator operator++(int) { return Iterator(at_++); }
    Iterator& operator--() { return --at_, *this; }
    Iterator operator--(int) { return Iterator(at_--); }
    Iterator& operator+=(difference_type n) { return at_ += n, *this; }
    Iterator& operator-=(difference_type n) { return at_ -= n, *this; }
    friend Iterator operator+(Iterator a, difference_type n) { return a += n; }
    friend Iterator operator-(Iterator a, difference_type n) { return a -= n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) { return a.at_ - b.at_; }
    friend auto operator<=>(const Iterator&, const Iterator&) = default;

   private:
    Pointer at_ = nullptr;
  };

 public:
  using value_type = TrackFile;

  using iterator = Iterator<Kept*, TrackFile>;
  using const_iterator = Iterator<const Kept*, const TrackFile>;

  TrackList() = default;
  TrackList(const TrackList& other) {
    all_.reserve(other.size());
    for (const TrackFile& track : other) all_.push_back(std::make_unique<TrackFile>(track));
  }
  TrackList(TrackList&&) noexcept = default;
  TrackList& operator=(TrackList other) noexcept {
    all_.swap(other.all_);
    free_.swap(other.free_);
    return *this;
  }
  ~TrackList() = default;

  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] TrackFile& operator[](std::size_t i) { return *all_[i]; }
  [[nodiscard]] const TrackFile& operator[](std::size_t i) const { return *all_[i]; }
  [[nodiscard]] iterator begin() { return iterator(all_.data()); }
  [[nodiscard]] iterator end() { return iterator(all_.data() + all_.size()); }
  [[nodiscard]] const_iterator begin() const { return const_iterator(all_.data()); }
  [[nodiscard]] const_iterator end() const { return const_iterator(all_.data() + all_.size()); }

  void push_back(TrackFile&& track) {
    if (free_.empty()) {
      all_.push_back(std::make_unique<TrackFile>(std::move(track)));
      return;
    }
    all_.push_back(std::move(free_.back()));
    free_.pop_back();
    *all_.back() = std::move(track);
  }
  /// Puts a track where its number belongs: its place is mostly near the end.
  void insert(TrackFile&& track) {
    const std::int64_t number = track.number;
    push_back(std::move(track));
    auto at = all_.end() - 1;
    while (at != all_.begin() && (*(at - 1))->number > number) --at;
    std::rotate(at, all_.end() - 1, all_.end());
  }
  /// Removes those of which `goes` says true.
  template <class Predicate>
  void remove_if(const Predicate& goes) {
    std::size_t kept = 0;
    for (Kept& each : all_) {
      if (goes(std::as_const(*each))) {
        if (each->hits() > 1) *each = TrackFile{};  // what a long track has gathered is not kept with its place
        free_.push_back(std::move(each));
      } else if (Kept& at = all_[kept++]; &at != &each) {
        at = std::move(each);
      }
    }
    all_.resize(kept);
  }

  void clear() { all_.clear(); }

 private:
  std::vector<Kept> all_;
  std::vector<Kept> free_;  ///< whose tracks have gone
};

}  // namespace tocsin::track

namespace tocsin {
/// In a saved state it is a vector.
template <>
inline constexpr bool is_vector<track::TrackList> = true;
}  // namespace tocsin
