#include "tocsin/formats/gravity_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/base/require.hpp"

// Any bytes are read or refused by name; what is read is a field or is refused as one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tocsin;
  const auto file = formats::read_gravity_file({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!file) {
    TOCSIN_REQUIRE(file.error().line > 0 && !file.error().field.empty(), "a refusal names its line and field");
    return 0;
  }
  const auto field = earth::GravityField::from(file->coefficients, 20, file->constants);
  TOCSIN_REQUIRE(!field || is_finite(field->acceleration({{5e6, -3e6, 4e6}})), "a field pulls by a number");
  return 0;
}
