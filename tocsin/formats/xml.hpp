#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "tocsin/base/result.hpp"

namespace pugi {
struct xml_node_struct;
class xml_document;
}  // namespace pugi

namespace tocsin::formats {

/// One element of an XmlDocument, valid as long as the document. Comments, processing instructions and loose text are
/// passed over. An empty one stands for "none" and has neither name nor children.
class XmlElement {
 public:
  XmlElement() = default;
  [[nodiscard]] explicit operator bool() const { return node_ != nullptr; }

  /// Without a namespace prefix.
  [[nodiscard]] std::string_view name() const;
  /// The text directly inside, without the spaces around it.
  [[nodiscard]] std::string_view text() const;
  /// Empty where there is no such attribute.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  /// Byte in the text at which the name stands; ascending in the order of a walk through the document.
  [[nodiscard]] std::size_t offset() const;

  /// First child and next sibling, both elements; empty when there is none.
  [[nodiscard]] XmlElement first() const;
  [[nodiscard]] XmlElement next() const;
  /// First child of this name.
  [[nodiscard]] XmlElement child(std::string_view name) const;

 private:
  friend class XmlDocument;
  explicit XmlElement(pugi::xml_node_struct* node) : node_(node) {}
  pugi::xml_node_struct* node_ = nullptr;
};

/// A document in memory, for readers. Entities other than XML's own five are not expanded, and nothing outside the text
/// is looked up.
class XmlDocument {
 public:
  /// Errors: not well-formed, by line and column.
  [[nodiscard]] static Result<XmlDocument> parse(std::string_view text, const std::string& source);
  ~XmlDocument();
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  XmlDocument(const XmlDocument&) = delete;
  XmlDocument& operator=(const XmlDocument&) = delete;

  [[nodiscard]] XmlElement root() const;

 private:
  XmlDocument();
  std::unique_ptr<pugi::xml_document> document_;
};

}  // namespace tocsin::formats
