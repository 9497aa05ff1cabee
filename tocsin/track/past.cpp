#include "tocsin/track/past.hpp"

namespace tocsin::track {

Place first_place() {
  // the farthest time that a saved state may name
  return {Instant::from_tai_ns(1 - (std::int64_t{1} << 62U)), 0, {}, 0};
}

Past::Past() : newest(first_place()) {
  Leg& leg = legs.emplace_back();
  leg.begins = first_place();
  leg.memory.emplace();
}

}  // namespace tocsin::track
