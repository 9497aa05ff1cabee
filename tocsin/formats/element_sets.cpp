#include "tocsin/formats/element_sets.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/omm_record.hpp"

namespace tocsin::formats {
namespace {

Result<ElementSets> read_as_tle(std::string_view text, std::string_view source, const ElementOptions& options) {
  TleOptions how;
  how.checksum = options.checksum;
  how.max_bytes = options.max_bytes;
  how.max_errors = options.max_errors;
  TOCSIN_TRY(TleSets read, read_tle(text, source, how));
  return ElementSets{.format = ElementFormat::tle,
                     .sets = std::move(read.sets),
                     .refused = std::move(read.refused),
                     .warnings = std::move(read.warnings),
                     .refused_count = read.refused_count,
                     .warning_count = read.warning_count};
}

}  // namespace

std::string_view name_of(ElementFormat format) {
  switch (format) {
    case ElementFormat::tle:
      return "tle";
    case ElementFormat::omm_kvn:
      return "omm";
    case ElementFormat::omm_xml:
      return "omm-xml";
    case ElementFormat::omm_json:
      return "omm-json";
    case ElementFormat::omm_csv:
      return "omm-csv";
  }
  return "tle";
}

ElementFormat element_format(std::string_view text) {
  text = without_byte_order_mark(text);
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return ElementFormat::tle;
  const std::string_view line = text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
  if (line.front() == '{' || line.front() == '[') return ElementFormat::omm_json;
  if (line.front() == '<') return ElementFormat::omm_xml;
  if (line.starts_with("CCSDS_OMM_VERS")) return ElementFormat::omm_kvn;
  const bool is_table = line.find(',') != std::string_view::npos && line.find("EPOCH") != std::string_view::npos;
  return is_table ? ElementFormat::omm_csv : ElementFormat::tle;
}

Result<ElementSets> read_element_sets(std::string_view text, std::string_view source, const ElementOptions& options) {
  const std::string name(source);
  if (text.size() > options.max_bytes) {
    return fail(Error{.source = name,
                      .field = "size",
                      .value = std::to_string(text.size()) + " bytes",
                      .expected = "at most " + std::to_string(options.max_bytes) + " bytes"});
  }
  switch (element_format(text)) {
    case ElementFormat::omm_kvn:
      return omm::read_kvn(without_byte_order_mark(text), name, options);
    case ElementFormat::omm_xml:
      return omm::read_xml(without_byte_order_mark(text), name, options);
    case ElementFormat::omm_json:
      return omm::read_json(without_byte_order_mark(text), name, options);
    case ElementFormat::omm_csv:
      return omm::read_csv(without_byte_order_mark(text), name, options);
    case ElementFormat::tle:
      break;
  }
  return read_as_tle(text, source, options);
}

}  // namespace tocsin::formats
