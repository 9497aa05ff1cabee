#include "tocsin/formats/xml.hpp"

#include <algorithm>

#include <pugixml.hpp>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"

namespace tocsin::formats {
namespace {

pugi::xml_node element_from(pugi::xml_node node) {
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  return node;
}

}  // namespace

std::string_view XmlElement::name() const {
  const std::string_view name = pugi::xml_node(node_).name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view XmlElement::text() const {
  return trimmed(pugi::xml_node(node_).child_value());
}

std::string_view XmlElement::attribute(std::string_view name) const {
  for (const pugi::xml_attribute& a : pugi::xml_node(node_).attributes()) {
    if (name == a.name()) return a.value();
  }
  return {};
}

std::size_t XmlElement::offset() const {
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, pugi::xml_node(node_).offset_debug()));
}

XmlElement XmlElement::first() const {
  return XmlElement(element_from(pugi::xml_node(node_).first_child()).internal_object());
}

XmlElement XmlElement::next() const {
  return XmlElement(element_from(pugi::xml_node(node_).next_sibling()).internal_object());
}

XmlElement XmlElement::child(std::string_view name) const {
  XmlElement e = first();
  while (e && e.name() != name) e = e.next();
  return e;
}

XmlDocument::XmlDocument() : document_(std::make_unique<pugi::xml_document>()) {}
XmlDocument::~XmlDocument() = default;
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;

Result<XmlDocument> XmlDocument::parse(std::string_view text, const std::string& source) {
  XmlDocument out;
  const pugi::xml_parse_result parsed =
      out.document_->load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (parsed) return out;
  const Place place = PlaceFinder(text).at(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, parsed.offset)));
  return fail(Error{.source = source,
                    .line = place.line,
                    .column = place.column,
                    .field = "xml",
                    .value = parsed.description(),
                    .expected = "well-formed XML"});
}

XmlElement XmlDocument::root() const {
  return XmlElement(element_from(document_->document_element()).internal_object());
}

}  // namespace tocsin::formats
