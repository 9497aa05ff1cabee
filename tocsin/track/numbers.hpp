#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/message/track.hpp"
#include "tocsin/track/evidence_list.hpp"

namespace tocsin::track {

/// What a track is called outside. Within, tracks are numbered as they would be had every record come in order: late
/// records change that numbering, and nobody outside may notice.
struct Number {
  std::int64_t id = 0;    ///< within
  std::int64_t told = 0;  ///< outside
  bool ended = false;     ///< told as ended: it is not used again

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "within");
    v.field("told", self.told, "outside");
    v.field("ended", self.ended, "told as ended");
  }
};

/// All numbers that are still of use.
struct Numbers {
  std::vector<Number> given;  ///< ascending by id
  std::int64_t next_id = 1;   ///< below it every track has been given a number
  std::int64_t next_told = 1;

  /// Gives numbers to all tracks below `end`, in order.
  void give_until(std::int64_t end);
  /// Number of a track; a track that has none is given one.
  [[nodiscard]] Number& of(std::int64_t id);
  void set(const Number& number);
  /// Place of the first number from `id` on.
  [[nodiscard]] std::vector<Number>::iterator from(std::int64_t id);
  /// Takes the numbers of all tracks from one on back.
  [[nodiscard]] std::vector<Number> take_from(std::int64_t id);
  /// Another number for a track whose own was told as ended.
  void renew(Number& number) { number = {number.id, next_told++, false}; }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("given", self.given, "by track");
    v.field("next_id", self.next_id, "below it every track has a number");
    v.field("next_told", self.next_told, "number");
  }
};

/// Measurements that stand behind a number.
struct Claim {
  std::int64_t number = 0;
  std::vector<Evidence> evidence;
};

/// Pairs (places in `before` and `after`) that stand for the same object: more than half of the measurements of one of
/// them are the other's too. Each is in one pair at most; those that share most come first, then the lower numbers.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> match_claims(const std::vector<Claim>& before,
                                                                            const std::vector<Claim>& after);

}  // namespace tocsin::track
