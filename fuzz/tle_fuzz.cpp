#include "tocsin/formats/tle.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/sgp4.hpp"

// Any bytes are read or refused, and whatever was read gives finite states or an error when it is propagated.

namespace {

void check_states(const tocsin::motion::ElementSet& set) {
  const tocsin::motion::Sgp4 orbit = tocsin::motion::Sgp4::from(set);
  for (const double minutes : {0.0, 97.0, -1500.0}) {
    const tocsin::motion::Sgp4State s = orbit.propagate(minutes);
    if (s.error == tocsin::motion::Sgp4Error::None) {
      TOCSIN_REQUIRE(is_finite(s.position_km) && is_finite(s.velocity_km_s), "a state without error is finite");
    }
  }
}

void check(const tocsin::formats::TleSets& read, const tocsin::formats::TleOptions& options) {
  TOCSIN_REQUIRE(read.sets.size() == read.lines.size(), "one line number for each set");
  TOCSIN_REQUIRE(read.spans.size() == (options.read_spans ? read.sets.size() : 0), "one span for each set, or none");
  TOCSIN_REQUIRE(read.refused.size() <= options.max_errors && read.refused.size() <= read.refused_count,
                 "refusals are bounded");
  for (const tocsin::Error& e : read.refused) {
    TOCSIN_REQUIRE(e.line > 0 && e.column > 0 && !e.field.empty() && !e.expected.empty(),
                   "a refusal names its place and field");
    TOCSIN_REQUIRE(!e.to_string().empty(), "a refusal can be printed");
  }
  for (const tocsin::motion::ElementSet& set : read.sets) {
    TOCSIN_REQUIRE(set.catalogue_number >= 0 && set.catalogue_number <= 339999, "Alpha-5 ends at Z9999");
    TOCSIN_REQUIRE(set.designator().size() <= 8, "a designator has eight columns");
    TOCSIN_REQUIRE(set.eccentricity >= 0.0 && set.eccentricity < 1.0, "an eccentricity has an implied decimal point");
    check_states(set);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Ignoring the checksum lets mutations reach the fields.
  for (const auto& options :
       {tocsin::formats::TleOptions{.checksum = tocsin::formats::TleChecksum::Ignore},
        tocsin::formats::TleOptions{
            .checksum = tocsin::formats::TleChecksum::Warn, .read_spans = true, .max_errors = 4}}) {
    const tocsin::Result<tocsin::formats::TleSets> read = tocsin::formats::read_tle(text, "fuzz", options);
    if (read) check(*read, options);
  }
  return 0;
}
