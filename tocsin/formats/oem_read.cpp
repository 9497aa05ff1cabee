#include <algorithm>
#include <string>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/oem_builder.hpp"
#include "tocsin/formats/xml.hpp"

namespace tocsin::formats {
namespace {

using ndm::KvnLine;
using ndm::OemBuilder;

enum class Section : std::uint8_t { header, metadata, data, covariance };

class KvnReader {
 public:
  KvnReader(std::string source, const NdmOptions& options) : builder_(std::move(source), options) {}

  NdmReading<Oem> read(std::string_view text) {
    ndm::KvnLines lines(text);
    while (const std::optional<KvnLine> line = lines.next()) take(*line);
    close(lines.end());
    return builder_.done(NdmNotation::kvn);
  }

 private:
  void take(const KvnLine& line) {
    if (line.keyword == "CCSDS_OEM_VERS") {
      close(line.place);
      builder_.begin_message(line.value, line.value_place);
      section_ = Section::header;
      is_open_ = true;
      return;
    }
    if (!is_open_) return builder_.refuse(line.keyword, line.value, "CCSDS_OEM_VERS = … first", line.place);
    if (line.keyword == "META_START") {
      end_segment(line.place);
      builder_.begin_segment(line.place);
      section_ = Section::metadata;
      return;
    }
    switch (section_) {
      case Section::header:
        return builder_.header(line.keyword, line.value, line.value_place);
      case Section::metadata:
        if (line.keyword != "META_STOP") return builder_.metadata(line.keyword, line.value, line.value_place);
        builder_.end_metadata(line.place);
        section_ = Section::data;
        return;
      case Section::data:
        return data(line);
      case Section::covariance:
        return covariance(line);
    }
  }

  void data(const KvnLine& line) {
    if (line.is_comment) return builder_.data_comment(line.value);
    if (line.keyword == "COVARIANCE_START") {
      section_ = Section::covariance;
      return;
    }
    const Words<11> words(line.keyword);
    if (line.has_value || (words.count != 7 && words.count != 10))
      return builder_.refuse("state", line.keyword, "time, X, Y, Z, X_DOT, Y_DOT, Z_DOT and perhaps the acceleration",
                             line.place);
    builder_.state(words.word[0], std::span(words.word).subspan(1, words.count - 1), line.place);
  }

  void covariance(const KvnLine& line) {
    if (line.is_comment) return builder_.covariance_comment(line.value);
    if (line.keyword == "COVARIANCE_STOP") {
      builder_.end_covariance(line.place);
      section_ = Section::data;
      return;
    }
    if (line.has_value) return builder_.covariance_field(line.keyword, line.value, line.value_place);
    const Words<8> words(line.keyword);
    builder_.covariance_values(std::span(words.word).first(words.count), line.place);
  }

  void end_segment(Place place) {
    if (section_ == Section::header) return;
    if (section_ == Section::metadata) builder_.refuse("META_STOP", "none", "the end of the metadata", place);
    if (section_ == Section::covariance)
      builder_.refuse("COVARIANCE_STOP", "none", "the end of the covariances: the text is cut off", place);
    if (section_ != Section::metadata) builder_.end_segment(place);
  }

  void close(Place place) {
    if (!is_open_) return;
    builder_.end_header(place);
    if (section_ == Section::header) builder_.refuse("META_START", "none", "at least one segment", place);
    end_segment(place);
    is_open_ = false;
  }

  OemBuilder builder_;
  Section section_ = Section::header;
  bool is_open_ = false;
};

class XmlReader final : public ndm::XmlMessages<OemBuilder> {
 public:
  using XmlMessages::XmlMessages;

 private:
  void segment(const XmlElement& element) override {
    const Place at = place(element);
    builder_.begin_segment(at);
    const XmlElement metadata = element.child("metadata");
    for (XmlElement e = metadata.first(); e; e = e.next()) builder_.metadata(e.name(), e.text(), place(e));
    builder_.end_metadata(at);
    const XmlElement data = element.child("data");
    for (XmlElement e = data.first(); e; e = e.next()) {
      if (e.name() == "COMMENT") {
        builder_.data_comment(e.text());
      } else if (e.name() == "stateVector") {
        state(e);
      } else if (e.name() == "covarianceMatrix") {
        covariance(e);
      } else {
        builder_.refuse(e.name(), e.text(), "stateVector or covarianceMatrix", place(e));
      }
    }
    builder_.end_segment(at);
  }

  /// False, and refused, when the unit is not the standard's.
  bool has_unit(const XmlElement& e) {
    const std::string_view unit = e.attribute("units");
    if (unit.empty() || unit == ndm::oem_unit(e.name())) return true;
    builder_.refuse(e.name(), unit, std::string(ndm::oem_unit(e.name())), place(e));
    return false;
  }

  void state(const XmlElement& element) {
    const Place at = place(element);
    const std::span<const std::string_view> names = ndm::oem_state_names();
    std::array<std::string_view, 9> values;
    std::size_t count = 0;
    const XmlElement time = element.first();
    for (XmlElement e = time ? time.next() : XmlElement(); e; e = e.next()) {
      if (count == names.size() || e.name() != names[count])
        return builder_.refuse(e.name(), e.text(), count < names.size() ? std::string(names[count]) : "nothing more",
                               at);
      if (!has_unit(e)) return;
      values[count++] = e.text();
    }
    if (time.name() != "EPOCH" || (count != 6 && count != 9))
      return builder_.refuse("stateVector", time.name(), "EPOCH and X to Z_DOT, perhaps with X_DDOT to Z_DDOT", at);
    builder_.state(time.text(), std::span(values).first(count), at);
  }

  void covariance(const XmlElement& element) {
    const Place at = place(element);
    const std::span<const std::string_view> names = ndm::oem_covariance_names();
    std::size_t count = 0;
    for (XmlElement e = element.first(); e; e = e.next()) {
      if (e.name() == "COMMENT") {
        builder_.covariance_comment(e.text());
      } else if (e.name() == "EPOCH" || e.name() == "COV_REF_FRAME") {
        builder_.covariance_field(e.name(), e.text(), at);
      } else if (count == names.size() || e.name() != names[count]) {
        builder_.refuse(e.name(), e.text(), count < names.size() ? std::string(names[count]) : "nothing more", at);
        builder_.drop_covariance();
        break;
      } else {
        if (!has_unit(e)) builder_.drop_covariance();
        const std::string_view value = e.text();
        builder_.covariance_values(std::span(&value, 1), at);
        ++count;
      }
    }
    builder_.end_covariance(at);
  }
};

}  // namespace

Result<NdmReading<Oem>> read_oem(std::string_view text, std::string_view source, const NdmOptions& options) {
  const std::string name(source);
  if (Status s = ndm::check_size(text, source, options); !s) return fail(s.error());
  const NdmForm form = ndm_form(text);
  text = without_byte_order_mark(text);
  if (form.kind != NdmKind::oem) {
    return fail(Error{.source = name,
                      .line = 1,
                      .field = "form",
                      .value = printable(text.substr(0, 80)),
                      .expected = "CCSDS_OEM_VERS = … first, or XML with the root oem"});
  }
  if (form.notation == NdmNotation::kvn) return KvnReader(name, options).read(text);
  TOCSIN_TRY(const XmlDocument document, XmlDocument::parse(text, name));
  return XmlReader(text, name, options).read(document.root(), "oem");
}

}  // namespace tocsin::formats
