#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/warn/exposure.hpp"

namespace tocsin::app {

/// A file of areas, places or element sets by its text, as it enters the journal.
struct RegionFile {
  std::string name;  ///< as the world names it
  std::string text;
};

/// The files that a world's tables `[exposure]` and `[catalogue]` name.
struct RegionFiles {
  std::optional<RegionFile> areas;
  std::optional<RegionFile> places;
  std::optional<RegionFile> catalogue;
};

/// Reads the files that a world names, relative to it. Errors: a file that cannot be read or is too large.
[[nodiscard]] Result<RegionFiles> read_region_files(std::string_view world_text, const std::string& world_path);

/// Whom a centre warns by name.
struct CentreRegions {
  std::shared_ptr<const warn::Regions> regions;
  warn::ExposureOptions options;
  std::vector<Error> refused;  ///< features and rows that cannot be used
  std::size_t refused_count = 0;
};

/// Reads `[exposure]` and the files it names; without a file of areas these are the countries that come with the
/// program. Errors: a file that the world names and `files` does not hold, or cannot be read; a language that messages
/// are not written in.
[[nodiscard]] Result<CentreRegions> centre_regions(std::string_view world_text, const std::string& source,
                                                   const RegionFiles& files);

}  // namespace tocsin::app
