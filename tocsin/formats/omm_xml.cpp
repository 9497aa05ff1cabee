#include <string>
#include <utility>

#include "tocsin/formats/omm_record.hpp"
#include "tocsin/formats/xml.hpp"

namespace tocsin::formats::omm {
namespace {

/// Reads the messages of one document.
class Reader {
 public:
  Reader(std::string_view text, const std::string& source, const ElementOptions& o)
      : places_(text), source_(source), harvest_(ElementFormat::omm_xml, o) {}

  ElementSets read(const XmlElement& root) {
    if (root.name() == "omm") {
      read_message(root);
    } else {
      for (XmlElement e = root.first(); e; e = e.next()) {
        if (e.name() == "omm") read_message(e);
      }
    }
    return harvest_.done();
  }

 private:
  void read_message(const XmlElement& message) {
    Record record(source_, places_.at(message.offset()));
    for (XmlElement body = message.first(); body; body = body.next()) {
      if (body.name() != "body") continue;
      for (XmlElement segment = body.first(); segment; segment = segment.next()) {
        if (segment.name() == "segment") read_segment(segment, record);
      }
    }
    harvest_.take(record.finish());
  }

  void read_segment(const XmlElement& segment, Record& record) {
    for (XmlElement part = segment.first(); part; part = part.next()) {
      if (part.name() == "metadata") put_all(part, record);
      if (part.name() != "data") continue;
      for (XmlElement block = part.first(); block; block = block.next()) {
        if (block.name() == "meanElements" || block.name() == "tleParameters") put_all(block, record);
      }
    }
  }

  void put_all(const XmlElement& block, Record& record) {
    for (XmlElement e = block.first(); e; e = e.next()) {
      record.put(e.name(), e.text(), e.attribute("units"), places_.at(e.offset()));
    }
  }

  PlaceFinder places_;
  std::string source_;
  Harvest harvest_;
};

}  // namespace

Result<ElementSets> read_xml(std::string_view text, const std::string& source, const ElementOptions& o) {
  TOCSIN_TRY(const XmlDocument document, XmlDocument::parse(text, source));
  const std::string_view name = document.root().name();
  if (name != "omm" && name != "ndm") {
    return fail(Error{.source = source,
                      .line = 1,
                      .column = 1,
                      .field = "xml",
                      .value = printable(name),
                      .expected = "a document with the root omm or ndm"});
  }
  return Reader(text, source, o).read(document.root());
}

}  // namespace tocsin::formats::omm
