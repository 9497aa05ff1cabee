#include "tocsin/formats/eop.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"

// Any bytes are read or refused by name; what is read is a table that Earth orientation takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tocsin;
  const auto table = formats::read_eop({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!table) {
    TOCSIN_REQUIRE(!table.error().field.empty() && !table.error().expected.empty(), "a refusal names field and reason");
    return 0;
  }
  TOCSIN_REQUIRE(table->observed <= table->rows.size(), "observed rows come first");
  TOCSIN_REQUIRE(earth::Orientation::from_table(table->rows).has_value(), "a table that was read can be used");
  return 0;
}
