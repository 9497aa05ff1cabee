#include "tocsin/sim/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Any text is a scenario or is refused; files that it names are not there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto root = tocsin::parse_config({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!root) return 0;
  const auto scenario =
      tocsin::sim::read_scenario(*root, [](const std::string& path, std::uint64_t) -> tocsin::Result<std::string> {
        return tocsin::fail(tocsin::Error{.source = path, .message = "there is no such file"});
      });
  if (!scenario) {
    (void)scenario.error().to_string();
    return 0;
  }
  tocsin::sense::World world;
  world.radars.push_back({});
  world.radars.back().id = "R";
  (void)tocsin::sim::check_scenario(*scenario, world);
  return 0;
}
