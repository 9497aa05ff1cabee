#pragma once

#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/earth/gravity_field.hpp"

namespace tocsin::formats {

struct GravityFile {
  earth::GravityField::Constants constants;  ///< of the file, or those of EGM2008 where it has none
  std::vector<earth::HarmonicCoefficient> coefficients;
};

/// Reads fully normalised coefficients of a gravity field up to degree `max_degree` (higher ones are passed over):
/// ICGEM
/// `.gfc` (header to `end_of_head`, rows `gfc n m C S …`) or plain columns `n m C S …`. Exponents may be E or D.
/// Errors: line, column, field and value; time-variable terms; other norms; more than 256 MiB; no row. Source:
/// Barthelmes & Förste, The ICGEM-format (GFZ, 2011).
[[nodiscard]] Result<GravityFile> read_gravity_file(std::string_view text, std::string_view source,
                                                    int max_degree = earth::GravityField::kMaxDegree);

}  // namespace tocsin::formats
