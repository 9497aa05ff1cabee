#include "tocsin/sim/sky_script.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tocsin/formats/element_sets.hpp"

namespace tocsin::sim {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{64} << 20U;
constexpr std::size_t kMaxSatellites = 50'000;  // all that is catalogued, and half as much again

}  // namespace

Result<SkyScript> read_sky(ConfigTable& root, const FileSource& files) {
  SkyScript sky;
  TOCSIN_TRY(std::optional<ConfigTable> table, root.optional_table("sky"));
  if (!table) return sky;
  TOCSIN_TRY(sky.moon, table->boolean_or("moon", sky.moon));
  TOCSIN_TRY(sky.rcs_m2, table->number_or("rcs_m2", sky.rcs_m2, 1e-6, 1e6));
  if (table->has("satellites")) {
    TOCSIN_TRY(const NamedFile file, read_named_file(*table, "satellites", files, kMaxBytes));
    TOCSIN_TRY(formats::ElementSets read, formats::read_element_sets(file.text, file.path));
    if (!read.refused.empty()) return fail(read.refused.front());
    if (read.sets.empty() || read.sets.size() > kMaxSatellites) {
      return fail(table->error_at("satellites", std::to_string(read.sets.size()) + " element sets",
                                  "1 to " + std::to_string(kMaxSatellites)));
    }
    std::set<std::int32_t> numbers;
    for (const motion::ElementSet& set : read.sets) {
      if (numbers.insert(set.catalogue_number).second) continue;
      return fail(table->error_at("satellites", "satellite " + std::to_string(set.catalogue_number) + " twice",
                                  "one element set of each satellite"));
    }
    sky.satellites = std::move(read.sets);
  }
  if (Status known = table->finish(); !known) return fail(known.error());
  return sky;
}

}  // namespace tocsin::sim
