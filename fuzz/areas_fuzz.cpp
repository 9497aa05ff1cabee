#include "tocsin/formats/areas.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"
#include "tocsin/warn/regions.hpp"

// Any bytes are read or refused by name; what is read are closed rings on the map that can be asked for points.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tocsin;
  const auto read =
      formats::read_areas({reinterpret_cast<const char*>(data), size}, "fuzz", {.name_property = {}, .max_errors = 3});
  if (!read) {
    TOCSIN_REQUIRE(!read.error().to_string().empty(), "a refusal can be printed");
    return 0;
  }
  TOCSIN_REQUIRE(read->refused.size() <= 3 && read->refused.size() <= read->refused_count, "refusals are bounded");
  for (const Error& e : read->refused)
    TOCSIN_REQUIRE(e.line > 0 && !e.field.empty() && !e.expected.empty(), "a refusal names feature and member");
  for (const message::NamedArea& area : read->areas) {
    TOCSIN_REQUIRE(!area.name.empty() && !area.parts.empty(), "an area has a name and parts");
    for (const message::AreaPart& part : area.parts) {
      for (const auto& ring : part.rings_deg) {
        TOCSIN_REQUIRE(ring.size() >= 4 && ring.front() == ring.back(), "rings are closed");
        for (const auto& p : ring)
          TOCSIN_REQUIRE(std::abs(p[0]) <= 90.0 && std::abs(p[1]) <= 180.0, "rings are on the map");
      }
    }
  }
  const warn::Regions regions(read->areas, {});
  for (const double lat : {-89.0, 0.0, 15.0, 51.0}) static_cast<void>(regions.areas_at(lat, 11.0));
  return 0;
}
