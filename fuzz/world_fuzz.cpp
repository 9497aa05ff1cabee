#include "tocsin/sense/world.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/sensors.hpp"

/// Any text is a world or is refused; a world that was read has sensors that can be asked for everything.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto world = tocsin::sense::parse_world({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!world) {
    (void)world.error().to_string();
    return 0;
  }
  const tocsin::Instant t = tocsin::Instant::from_tai_ns(700'000'000'000'000'000);
  const auto sensors = tocsin::sense::Sensors::create(*world, t);
  if (!sensors) return 0;
  for (const auto& sensor : (*sensors)->world().infrared) {
    const auto state = (*sensors)->satellite_state(sensor, t);
    (void)tocsin::sense::scan_field(sensor, state.position, sensor.strips - 1);
  }
  return 0;
}
