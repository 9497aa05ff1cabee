#include "tocsin/base/json.hpp"

#include <cstddef>
#include <cstdint>

#include "tocsin/base/require.hpp"

/// Whatever is accepted is written and read back to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto json = tocsin::parse_json(text, "fuzz");
  if (!json) {
    TOCSIN_REQUIRE(!json.error().to_string().empty() && json.error().line > 0 && json.error().column > 0,
                   "an error names its place");
    return 0;
  }
  const std::string dumped = json->dump();
  const auto back = tocsin::parse_json(dumped, "fuzz");
  TOCSIN_REQUIRE(back.has_value(), "what was written is JSON");
  TOCSIN_REQUIRE(back->dump() == dumped, "writing and reading keeps every byte");
  const auto indented = tocsin::parse_json(json->dump(2), "fuzz");
  TOCSIN_REQUIRE(indented.has_value() && indented->dump() == dumped, "line breaks change nothing");
  return 0;
}
