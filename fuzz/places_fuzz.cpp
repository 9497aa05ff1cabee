#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"
#include "tocsin/formats/areas.hpp"

// Any bytes are read or refused by name; what is read is on the map.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tocsin;
  const auto read = formats::read_places({reinterpret_cast<const char*>(data), size}, "fuzz", {.max_errors = 3});
  if (!read) {
    TOCSIN_REQUIRE(!read.error().expected.empty(), "a refusal says what was expected");
    return 0;
  }
  TOCSIN_REQUIRE(read->refused.size() <= 3 && read->refused.size() <= read->refused_count, "refusals are bounded");
  for (const Error& e : read->refused)
    TOCSIN_REQUIRE(e.line > 1 && e.column > 0 && !e.field.empty(), "a refusal names its place");
  for (const message::Place& place : read->places) {
    TOCSIN_REQUIRE(!place.name.empty() && place.population >= 0, "a place has a name");
    TOCSIN_REQUIRE(std::abs(place.lat_deg) <= 90.0 && std::abs(place.lon_deg) <= 180.0, "a place is on the map");
  }
  return 0;
}
