#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tocsin/app/pipeline.hpp"

namespace {

constexpr std::string_view kWorld = R"(
name = "fuzz"
[[satellite]]
id = "GEO"
orbit = "geostationary"
lon_deg = 100
[[radar]]
id = "R"
band = "UHF"
frequency_mhz = 435
lat_deg = 30
lon_deg = 100
azimuth_deg = [0, 360]
elevation_deg = [3, 85]
range_rcs1_km = 3500
range_sigma_m = 60
azimuth_sigma_deg = 0.1
elevation_sigma_deg = 0.1
range_rate_sigma_mps = 5
fence_revisit_s = 5
beam_deg = 2.2
)";

const tocsin::app::Centre& centre() {
  static const tocsin::app::Centre made = [] {
    auto centre = tocsin::app::make_centre(kWorld, "fuzz", tocsin::Instant());
    if (!centre) std::abort();
    return *centre;
  }();
  return made;
}

}  // namespace

/// Saved states of a pipeline from any bytes: no crash, no large allocation, and what was loaded is saved and loaded
/// again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tocsin::app::Pipeline pipeline(centre());
  if (!pipeline.load(bytes)) return 0;
  const std::string saved = pipeline.save();
  tocsin::app::Pipeline second(centre());
  if (!second.load(saved) || second.save() != saved) __builtin_trap();
  return 0;
}
