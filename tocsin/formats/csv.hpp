#pragma once

#include <string>
#include <string_view>

#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

// Tables by RFC 4180: CRLF line ends, quoted where needed, units in the column names, empty = not known. Text that a
// spreadsheet would take for a formula (leading = + - @) gets an apostrophe in front.

/// A text as one cell, quoted and made harmless where needed.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// One row for each report of each track.
[[nodiscard]] std::string tracks_csv(const Products& products);
/// One row for each event (its newest revision).
[[nodiscard]] std::string events_csv(const Products& products);
/// One row for each change of state of each warning.
[[nodiscard]] std::string warnings_csv(const Products& products);

}  // namespace tocsin::formats
