#include "tocsin/formats/oem.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"

// Any bytes are read or refused as an Orbit Ephemeris Message, and what was read is written and read again: the same
// states and covariances in both notations.

namespace {

using namespace tocsin;

void check(const formats::NdmReading<formats::Oem>& read) {
  for (const Error& e : read.refused) {
    TOCSIN_REQUIRE(e.line > 0 && !e.field.empty() && !e.expected.empty(), "a refusal names its place and field");
  }
  for (const formats::Oem& message : read.messages) {
    for (const formats::OemSegment& segment : message.segments) {
      TOCSIN_REQUIRE(!segment.states.empty(), "a segment has states");
      for (std::size_t i = 1; i < segment.states.size(); ++i)
        TOCSIN_REQUIRE(segment.states[i - 1].time < segment.states[i].time, "states ascend in time");
    }
  }
}

void check_round_trip(const formats::Oem& message, formats::NdmNotation notation) {
  const Result<std::string> text = formats::write_oem(message, notation);
  if (!text) return;
  const auto again = formats::read_oem(*text, "again");
  TOCSIN_REQUIRE(again && again->messages.size() == 1, "what was written is read");
  TOCSIN_REQUIRE(again->messages[0].segments.size() == message.segments.size(), "as many segments");
  for (std::size_t i = 0; i < message.segments.size(); ++i) {
    const formats::OemSegment& before = message.segments[i];
    const formats::OemSegment& after = again->messages[0].segments[i];
    // States that are nanoseconds apart before 1972, when UTC ran at another rate, may come to the same time.
    if (after.states.size() != before.states.size()) {
      TOCSIN_REQUIRE(before.states.front().time.tai_ns() < -883'612'800'000'000'000, "as many states");
      continue;
    }
    for (std::size_t k = 0; k < before.states.size(); ++k)
      TOCSIN_REQUIRE(before.states[k].value == after.states[k].value, "the same states");
    TOCSIN_REQUIRE(before.covariances.size() == after.covariances.size(), "as many covariances");
    for (std::size_t k = 0; k < before.covariances.size(); ++k)
      TOCSIN_REQUIRE(before.covariances[k].value == after.covariances[k].value, "the same covariances");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = formats::read_oem(text, "fuzz", {.max_errors = 20});
  if (!read) {
    TOCSIN_REQUIRE(!read.error().to_string().empty(), "an error can be printed");
    return 0;
  }
  check(*read);
  if (read->messages.empty() || size > 20'000) return 0;
  check_round_trip(read->messages.front(), formats::NdmNotation::kvn);
  check_round_trip(read->messages.front(), formats::NdmNotation::xml);
  return 0;
}
