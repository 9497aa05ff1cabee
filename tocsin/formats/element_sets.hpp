#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/formats/tle.hpp"
#include "tocsin/motion/element_set.hpp"

namespace tocsin::formats {

/// Forms in which general perturbations element sets are exchanged. OMM: Orbit Mean-Elements Message, CCSDS
/// 502.0-B-3, in key-value notation, XML (NDM/XML), and in JSON and CSV with the same keywords, as the public
/// catalogues have them.
enum class ElementFormat : std::uint8_t { tle, omm_kvn, omm_xml, omm_json, omm_csv };

/// Name for people and options: "tle", "omm", "omm-xml", "omm-json", "omm-csv".
[[nodiscard]] std::string_view name_of(ElementFormat format);

struct ElementSets {
  ElementFormat format = ElementFormat::tle;
  std::vector<motion::ElementSet> sets;  ///< in the order of the text, duplicates included
  std::vector<Error> refused;            ///< entries that were not read, in order
  std::vector<Error> warnings;           ///< entries read in spite of a doubt
  std::size_t refused_count = 0;         ///< all of them, also beyond `max_errors`
  std::size_t warning_count = 0;
};

struct ElementOptions {
  TleChecksum checksum = TleChecksum::Refuse;       ///< of two-line sets
  std::size_t max_bytes = std::size_t{256} << 20U;  ///< larger texts are refused
  std::size_t max_errors = 1000;                    ///< kept refusals and warnings, each
};

/// The form of a text by how it begins; `tle` where nothing says otherwise.
[[nodiscard]] ElementFormat element_format(std::string_view text);

/// Reads element sets of any form. A bad set is refused by line and column (in JSON by record), field and value, and
/// does not stop the rest; keywords that SGP4 does not need are passed over. Errors: the text is too large, or is not
/// of the form as which it begins.
[[nodiscard]] Result<ElementSets> read_element_sets(std::string_view text, std::string_view source,
                                                    const ElementOptions& options = {});

struct ElementHeader {
  Instant created;
  std::string originator = "TOCSIN";
};

/// Element sets as text. What was read from any form, with numbers of up to 15 digits, is written so that it reads back
/// the same. Errors: a set that the form cannot hold (a TLE ends at catalogue number 339999, at 8 decimals and at
/// two-digit years), named by record and field.
[[nodiscard]] Result<std::string> write_element_sets(std::span<const motion::ElementSet> sets, ElementFormat format,
                                                     const ElementHeader& header);

}  // namespace tocsin::formats
