#include "tocsin/formats/tdm.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"

// Any bytes are read or refused as a Tracking Data Message, and what was read is written and read again: the same
// observations in both notations.

namespace {

using namespace tocsin;

void check(const formats::NdmReading<formats::Tdm>& read) {
  TOCSIN_REQUIRE(read.refused.size() <= read.refused_count && read.warnings.size() <= read.warning_count,
                 "all findings are counted");
  for (const Error& e : read.refused) {
    TOCSIN_REQUIRE(e.line > 0 && !e.field.empty() && !e.expected.empty(), "a refusal names its place and field");
  }
  for (const formats::Tdm& message : read.messages) {
    for (const formats::TdmSegment& segment : message.segments) {
      for (const formats::TdmObservation& o : segment.observations)
        TOCSIN_REQUIRE(std::isfinite(o.value), "an observation is a number");
    }
  }
}

void check_round_trip(const formats::Tdm& message, formats::NdmNotation notation) {
  const Result<std::string> text = formats::write_tdm(message, notation);
  if (!text) return;
  const auto again = formats::read_tdm(*text, "again");
  TOCSIN_REQUIRE(again && again->messages.size() == 1, "what was written is read");
  TOCSIN_REQUIRE(again->messages[0].segments.size() == message.segments.size(), "as many segments");
  for (std::size_t i = 0; i < message.segments.size(); ++i) {
    const auto& before = message.segments[i].observations;
    const auto& after = again->messages[0].segments[i].observations;
    TOCSIN_REQUIRE(before.size() == after.size(), "as many observations");
    for (std::size_t k = 0; k < before.size(); ++k) {
      TOCSIN_REQUIRE(
          before[k].data == after[k].data && before[k].value == after[k].value && before[k].digits == after[k].digits,
          "the same observations");
      // Before 1972 UTC ran at another rate than TAI: its nanoseconds do not always come back.
      const std::int64_t off_ns = (after[k].time - before[k].time).nanoseconds();
      TOCSIN_REQUIRE(off_ns >= -2 && off_ns <= 2, "the same times");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = formats::read_tdm(text, "fuzz", {.max_errors = 20});
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
