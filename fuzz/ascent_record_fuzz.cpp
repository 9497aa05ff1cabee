#include "tocsin/formats/ascent_record.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/vehicles.hpp"

// Three texts, divided by zero bytes, are a record or are refused by file; what is read is flown or refused by name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tocsin;
  std::array<std::string_view, 3> texts;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (std::string_view& text : texts) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto record = formats::read_ascent_record({texts[0], texts[1], texts[2]}, "fuzz");
  if (!record) {
    TOCSIN_REQUIRE(!record.error().source.empty(), "a refusal names its file");
    return 0;
  }
  const auto flight =
      motion::fly_record(*record, motion::generic_launcher(), {0.5, -1.4, 0.0}, 1.5, Instant{}, {.after_s = 60.0});
  TOCSIN_REQUIRE(flight || !flight.error().to_string().empty(), "a refusal says why");
  return 0;
}
