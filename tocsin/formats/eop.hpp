#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/earth/orientation.hpp"

namespace tocsin::formats {

/// Forms in which Earth orientation parameters are published.
enum class EopForm : std::uint8_t {
  eop_all,      ///< CSSI/CelesTrak EOP-All 1.1: BEGIN OBSERVED … END OBSERVED, BEGIN PREDICTED …
  finals2000a,  ///< IERS Bulletin A, finals2000A.*: fixed columns, I observed, P predicted
  c04,          ///< IERS C04 of the 14 or 20 series: # comments and columns between spaces
};
[[nodiscard]] std::string_view name_of(EopForm form);

struct EopTable {
  EopForm form = EopForm::c04;
  std::vector<earth::OrientationRow> rows;  ///< ascending in time
  std::size_t observed = 0;                 ///< rows before the first predicted one
};

/// Whether a text begins like one of the forms.
[[nodiscard]] bool is_eop(std::string_view text);

/// Reads a whole file of Earth orientation parameters. Days without UT1 (the far end of Bulletin A) end the table. One
/// bad row refuses the file: a day that is missing would be interpolated over without notice. Errors: line, column or
/// field, value; rows out of order; fewer than two rows; more than 64 MiB. Sources: CSSI EOP format 1.1; IERS
/// readme.finals2000A; IERS C04 headers.
[[nodiscard]] Result<EopTable> read_eop(std::string_view text, std::string_view source);

}  // namespace tocsin::formats
