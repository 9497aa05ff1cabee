#include <string>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/tdm_builder.hpp"
#include "tocsin/formats/xml.hpp"

namespace tocsin::formats {
namespace {

using ndm::KvnLine;
using ndm::TdmBuilder;

constexpr const char* kRecord = "KEYWORD = time value";

/// Where a line of key-value notation stands.
enum class Section : std::uint8_t { header, metadata, between, data, body };

class KvnReader {
 public:
  KvnReader(std::string source, const NdmOptions& options) : builder_(std::move(source), options) {}

  NdmReading<Tdm> read(std::string_view text) {
    ndm::KvnLines lines(text);
    while (const std::optional<KvnLine> line = lines.next()) take(*line);
    close(lines.end());
    return builder_.done(NdmNotation::kvn);
  }

 private:
  void take(const KvnLine& line) {
    if (line.keyword == "CCSDS_TDM_VERS") {
      close(line.place);
      builder_.begin_message(line.value, line.value_place);
      section_ = Section::header;
      is_open_ = true;
      return;
    }
    if (!is_open_) return builder_.refuse(line.keyword, line.value, "CCSDS_TDM_VERS = … first", line.place);
    if (line.keyword == "META_START") {
      if (section_ == Section::metadata || section_ == Section::data)
        end_segment("META_STOP and DATA_STOP", line.place);
      if (section_ == Section::between) builder_.refuse("META_START", "", "DATA_START", line.place);
      builder_.begin_segment(line.place);
      section_ = Section::metadata;
      return;
    }
    switch (section_) {
      case Section::header:
        return builder_.header(line.keyword, line.value, line.value_place);
      case Section::metadata:
        return metadata(line);
      case Section::between:
        if (line.is_comment) return builder_.data_comment(line.value);
        if (line.keyword == "DATA_START") {
          section_ = Section::data;
        } else {
          builder_.refuse(line.keyword, line.value, "DATA_START", line.place);
        }
        return;
      case Section::data:
        return data(line);
      case Section::body:
        if (!line.is_comment) builder_.refuse(line.keyword, line.value, "META_START", line.place);
    }
  }

  void metadata(const KvnLine& line) {
    if (line.keyword == "META_STOP") {
      (void)builder_.end_metadata(line.place);
      section_ = Section::between;
    } else if (line.keyword == "DATA_START") {
      builder_.refuse("DATA_START", "", "META_STOP", line.place);
      (void)builder_.end_metadata(line.place);
      section_ = Section::data;
    } else {
      builder_.metadata(line.keyword, line.value, line.value_place);
    }
  }

  void data(const KvnLine& line) {
    if (line.is_comment) return builder_.data_comment(line.value);
    if (line.keyword == "DATA_STOP") {
      builder_.end_segment();
      section_ = Section::body;
      return;
    }
    const Words<3> words(line.value);
    if (!line.has_value || words.count != 2) return builder_.refuse(line.keyword, line.value, kRecord, line.place);
    builder_.observation(line.keyword, words.word[0], words.word[1], line.value_place);
  }

  void end_segment(const char* expected, Place place) {
    builder_.refuse(section_ == Section::data ? "DATA_STOP" : "META_STOP", "none", expected, place);
    if (section_ == Section::data) builder_.end_segment();
    section_ = Section::body;
  }

  /// The end of a message: what is open is closed, and said.
  void close(Place place) {
    if (!is_open_) return;
    builder_.end_header(place);
    if (section_ == Section::header) builder_.refuse("META_START", "none", "at least one segment", place);
    if (section_ == Section::between) builder_.refuse("DATA_START", "none", "the data of the segment", place);
    if (section_ == Section::metadata || section_ == Section::data)
      end_segment("the end of the segment: the text is cut off", place);
    is_open_ = false;
  }

  TdmBuilder builder_;
  Section section_ = Section::header;
  bool is_open_ = false;
};

class XmlReader final : public ndm::XmlMessages<TdmBuilder> {
 public:
  using XmlMessages::XmlMessages;

 private:
  void segment(const XmlElement& element) override {
    const Place at = place(element);
    builder_.begin_segment(at);
    const XmlElement metadata = element.child("metadata");
    const XmlElement data = element.child("data");
    for (XmlElement e = metadata.first(); e; e = e.next()) builder_.metadata(e.name(), e.text(), place(e));
    if (builder_.end_metadata(at)) {
      if (!data.first()) builder_.refuse("data", "none", "at least one observation", at);
      for (XmlElement e = data.first(); e; e = e.next()) {
        if (e.name() == "COMMENT") {
          builder_.data_comment(e.text());
        } else if (e.name() == "observation") {
          observation(e);
        } else {
          builder_.refuse(e.name(), e.text(), "observation", place(e));
        }
      }
    }
    builder_.end_segment();
  }

  void observation(const XmlElement& element) {
    const XmlElement time = element.first();
    const XmlElement value = time ? time.next() : XmlElement();
    if (time.name() != "EPOCH" || !value || value.next())
      return builder_.refuse("observation", time.name(), "EPOCH and one keyword", place(element));
    builder_.observation(value.name(), time.text(), value.text(), place(element));
  }
};

}  // namespace

Result<NdmReading<Tdm>> read_tdm(std::string_view text, std::string_view source, const NdmOptions& options) {
  const std::string name(source);
  if (Status s = ndm::check_size(text, source, options); !s) return fail(s.error());
  const NdmForm form = ndm_form(text);
  text = without_byte_order_mark(text);
  if (form.kind != NdmKind::tdm) {
    return fail(Error{.source = name,
                      .line = 1,
                      .field = "form",
                      .value = printable(text.substr(0, 80)),
                      .expected = "CCSDS_TDM_VERS = … first, or XML with the root tdm"});
  }
  if (form.notation == NdmNotation::kvn) return KvnReader(name, options).read(text);
  TOCSIN_TRY(const XmlDocument document, XmlDocument::parse(text, name));
  return XmlReader(text, name, options).read(document.root(), "tdm");
}

}  // namespace tocsin::formats
