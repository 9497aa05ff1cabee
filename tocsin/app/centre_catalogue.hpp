#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/app/region_files.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/event/known_satellites.hpp"

namespace tocsin::app {

/// The satellites that a centre knows.
struct CentreCatalogue {
  std::shared_ptr<const event::KnownSatellites> satellites;  ///< nullptr when the world names no catalogue
  std::vector<Error> refused;                                ///< element sets that cannot be used
  std::size_t refused_count = 0;
};

/// Reads the element sets that a world's `[catalogue]` names, whose text `files` holds. Single bad sets are refused and
/// do not stop the rest. Errors: no text; no usable set; more than 100,000.
[[nodiscard]] Result<CentreCatalogue> centre_catalogue(const event::KnownOptions& known, const std::string& source,
                                                       const RegionFiles& files);

}  // namespace tocsin::app
