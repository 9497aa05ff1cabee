#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "tocsin/formats/omm_record.hpp"

namespace tocsin::formats::omm {
namespace {

/// Name of an element without its prefix.
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Children that are elements of a name, any prefix.
std::vector<pugi::xml_node> children(const pugi::xml_node& parent, std::string_view name) {
  std::vector<pugi::xml_node> out;
  for (const pugi::xml_node& child : parent.children()) {
    if (child.type() == pugi::node_element && local_name(child) == name) out.push_back(child);
  }
  return out;
}

/// Reads the messages of one document.
class Reader {
 public:
  Reader(std::string_view text, const std::string& source, const ElementOptions& o)
      : places_(text), source_(source), harvest_(ElementFormat::omm_xml, o) {}

  ElementSets read(const pugi::xml_node& root) {
    if (local_name(root) == "omm") {
      read_message(root);
    } else {
      for (const pugi::xml_node& message : children(root, "omm")) read_message(message);
    }
    return harvest_.done();
  }

 private:
  void read_message(const pugi::xml_node& message) {
    Record record(source_, place_of(message));
    for (const pugi::xml_node& body : children(message, "body")) {
      for (const pugi::xml_node& segment : children(body, "segment")) {
        for (const pugi::xml_node& part : segment.children()) {
          if (local_name(part) == "metadata") put_all(part, record);
          if (local_name(part) != "data") continue;
          for (const pugi::xml_node& block : part.children()) {
            if (local_name(block) == "meanElements" || local_name(block) == "tleParameters") put_all(block, record);
          }
        }
      }
    }
    harvest_.take(record.finish());
  }

  void put_all(const pugi::xml_node& block, Record& record) {
    for (const pugi::xml_node& child : block.children()) {
      if (child.type() != pugi::node_element) continue;
      std::string_view unit;
      for (const pugi::xml_attribute& a : child.attributes()) {
        if (std::string_view(a.name()) == "units") unit = a.value();
      }
      record.put(local_name(child), child.text().get(), unit, place_of(child));
    }
  }

  /// Nodes are visited in the order of the text.
  Place place_of(const pugi::xml_node& node) {
    return places_.at(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, node.offset_debug())));
  }

  PlaceFinder places_;
  std::string source_;
  Harvest harvest_;
};

}  // namespace

Result<ElementSets> read_xml(std::string_view text, const std::string& source, const ElementOptions& o) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  const auto refuse = [&](std::size_t offset, std::string value, const char* expected) {
    const Place place = PlaceFinder(text).at(offset);
    return fail(Error{.source = source,
                      .line = place.line,
                      .column = place.column,
                      .field = "xml",
                      .value = std::move(value),
                      .expected = expected});
  };
  if (!parsed) {
    return refuse(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, parsed.offset)), parsed.description(),
                  "well-formed XML");
  }
  const pugi::xml_node root = document.document_element();
  const std::string_view name = local_name(root);
  if (name != "omm" && name != "ndm") return refuse(0, std::string(name), "a document with the root omm or ndm");
  return Reader(text, source, o).read(root);
}

}  // namespace tocsin::formats::omm
