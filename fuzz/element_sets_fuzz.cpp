#include "tocsin/formats/element_sets.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/sgp4.hpp"

// Any bytes are read or refused as one of the forms of element sets; what was read gives finite states or an error, and
// every Orbit Mean-Elements Message that is written of it is read again.

namespace {

using namespace tocsin;

void check(const formats::ElementSets& read) {
  for (const Error& e : read.refused) {
    TOCSIN_REQUIRE(e.line > 0 && !e.field.empty() && !e.expected.empty(), "a refusal names its place and field");
  }
  for (const motion::ElementSet& set : read.sets) {
    const motion::Sgp4 orbit = motion::Sgp4::from(set);
    for (const double minutes : {0.0, 97.0, -1500.0}) {
      const motion::Sgp4State s = orbit.propagate(minutes);
      TOCSIN_REQUIRE(s.error != motion::Sgp4Error::None || (is_finite(s.position_km) && is_finite(s.velocity_km_s)),
                     "a state without error is finite");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = formats::read_element_sets(text, "fuzz", {.checksum = formats::TleChecksum::Ignore});
  if (!read) {
    TOCSIN_REQUIRE(!read.error().to_string().empty(), "an error can be printed");
    return 0;
  }
  check(*read);
  if (read->sets.empty() || read->sets.size() > 50) return 0;
  using enum formats::ElementFormat;
  for (const formats::ElementFormat format : {omm_kvn, omm_xml, omm_json, omm_csv}) {
    const auto written = formats::write_element_sets(read->sets, format, {});
    TOCSIN_REQUIRE(written.has_value(), "a message holds every set");
    const auto again = formats::read_element_sets(*written, "again");
    TOCSIN_REQUIRE(again && again->sets.size() == read->sets.size(), "what was written is read");
  }
  (void)formats::write_element_sets(read->sets, tle, {});
  return 0;
}
