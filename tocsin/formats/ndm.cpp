#include "tocsin/formats/ndm.hpp"

#include <algorithm>
#include <array>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/ndm_text.hpp"
#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats {
namespace {

constexpr std::array<std::pair<std::string_view, NdmKind>, 3> kRoots{
    {{"omm", NdmKind::omm}, {"oem", NdmKind::oem}, {"tdm", NdmKind::tdm}}};

/// Local name of the tag that begins at `text`, behind its `<`.
std::string_view tag_name(std::string_view text) {
  const std::string_view name = text.substr(0, std::min(text.find_first_of(" \t\r\n/>"), text.size()));
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The first message that an XML text names: its root, or a child of a combined message.
NdmKind xml_kind(std::string_view text) {
  constexpr std::size_t kMostTags = 1000;
  bool is_root = true;
  for (std::size_t tags = 0; tags < kMostTags; ++tags) {
    const std::size_t begin = text.find('<');
    if (begin == std::string_view::npos) return NdmKind::none;
    text.remove_prefix(begin + 1);
    if (text.starts_with("!--")) {
      text.remove_prefix(std::min(text.find("-->"), text.size()));
      continue;
    }
    if (text.starts_with('?') || text.starts_with('!') || text.starts_with('/')) continue;
    const std::string_view name = tag_name(text);
    for (const auto& [root, kind] : kRoots) {
      if (name == root) return kind;
    }
    if (is_root && name != "ndm") return NdmKind::none;
    is_root = false;
  }
  return NdmKind::none;
}

}  // namespace

NdmForm ndm_form(std::string_view text) {
  text = without_byte_order_mark(text);
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  if (text.front() == '<') return {xml_kind(text), NdmNotation::xml};
  if (text.starts_with("CCSDS_OMM_VERS")) return {NdmKind::omm, NdmNotation::kvn};
  if (text.starts_with("CCSDS_OEM_VERS")) return {NdmKind::oem, NdmNotation::kvn};
  if (text.starts_with("CCSDS_TDM_VERS")) return {NdmKind::tdm, NdmNotation::kvn};
  return {};
}

std::string_view value_of(const std::vector<NdmField>& fields, std::string_view keyword) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const NdmField& field) { return field.keyword == keyword; });
  return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

std::string status_comment(const NdmStatus& status) {
  return "Status: " + std::string(name_of(status.status)) + (status.simulated ? ", simulated" : "");
}

std::optional<NdmStatus> stated_status(const NdmHeader& header) {
  using enum message::RecordStatus;
  for (const std::string& comment : header.comments) {
    for (const message::RecordStatus status : {actual, exercise, test}) {
      for (const bool simulated : {false, true}) {
        if (trimmed(comment) == status_comment({status, simulated})) return NdmStatus{status, simulated};
      }
    }
  }
  return std::nullopt;
}

namespace ndm {

void Findings::refuse(std::string_view field, std::string_view value, std::string expected, Place place) {
  ++refused_count_;
  if (refused_.size() < limit_) refused_.push_back(error(field, value, std::move(expected), place));
}

void Findings::warn(std::string_view field, std::string_view value, std::string expected, Place place) {
  ++warning_count_;
  if (warnings_.size() < limit_) warnings_.push_back(error(field, value, std::move(expected), place));
}

Error Findings::error(std::string_view field, std::string_view value, std::string expected, Place place) const {
  return {.source = source_,
          .line = place.line,
          .column = place.column,
          .field = field.empty() ? "keyword" : printable(field),
          .value = printable(value),
          .expected = std::move(expected)};
}

bool HeaderReader::put(std::string_view keyword, std::string_view value, Place place, Findings& findings) {
  if (keyword == "COMMENT") {
    header_.comments.emplace_back(value);
  } else if (keyword == "CREATION_DATE") {
    const std::optional<Instant> time = read_time(value, TimeScale::utc);
    if (!time) findings.refuse(keyword, value, kTime, place);
    header_.created = time.value_or(Instant());
    has_created_ = true;
  } else if (keyword == "ORIGINATOR") {
    header_.originator = value;
  } else if (keyword == "MESSAGE_ID") {
    header_.message_id = value;
  } else if (keyword == "CLASSIFICATION" && has_classification_) {
    header_.classification = value;
  } else {
    return false;
  }
  return true;
}

NdmHeader HeaderReader::finish(Place place, Findings& findings) {
  if (!has_created_) findings.refuse("CREATION_DATE", "none", kTime, place);
  if (header_.originator.empty()) findings.refuse("ORIGINATOR", "none", "who made the message", place);
  return std::move(header_);
}

std::optional<KvnLine> KvnLines::next() {
  while (const std::optional<Line> line = lines_.next()) {
    last_ = line->number;
    const std::string_view content = trimmed(line->text);
    if (content.empty()) continue;
    const auto place = [&](std::string_view part) {
      return Place{line->number, static_cast<std::int64_t>(part.data() - line->text.data()) + 1};
    };
    KvnLine out;
    out.place = out.value_place = place(content);
    if (content == "COMMENT" || content.starts_with("COMMENT ") || content.starts_with("COMMENT\t")) {
      out.is_comment = true;
      out.keyword = content.substr(0, 7);
      out.value = content.substr(std::min<std::size_t>(8, content.size()));
      return out;
    }
    const std::size_t equals = content.find('=');
    out.has_value = equals != std::string_view::npos;
    out.keyword = trimmed(content.substr(0, equals));
    if (out.has_value) out.value = trimmed(content.substr(equals + 1));
    if (!out.value.empty()) out.value_place = place(out.value);
    return out;
  }
  return std::nullopt;
}

namespace {

/// Printable ASCII without spaces at the end.
std::string kvn_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= ' ' && c <= '~' ? c : (c == '\n' || c == '\r' || c == '\t' ? ' ' : '?');
  out.resize(out.find_last_not_of(' ') + 1);
  return out;
}

}  // namespace

std::string kvn_value(std::string_view text) {
  return std::string(trimmed(kvn_line(text)));
}

void kvn_comment(std::string_view text, std::string& out) {
  constexpr std::size_t kMost = 254 - 8;
  do {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = kvn_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.size() > kMost) {
      const std::size_t space = line.rfind(' ', kMost);
      const std::size_t part = space == std::string::npos || space == 0 ? kMost : space;
      out += "COMMENT " + line.substr(0, part) + "\n";
      line.erase(0, part == kMost ? part : part + 1);
    }
    out += line.empty() ? "COMMENT\n" : "COMMENT " + line + "\n";
  } while (!text.empty());
}

void kvn_pair(std::string_view keyword, std::string_view value, std::string& out) {
  out.append(keyword).append(" = ").append(kvn_value(value)).append("\n");
}

void xml_element(std::string_view name, std::string_view text, std::string& out) {
  constexpr std::size_t kMost = 100'000;
  out.append("<").append(name).append(">").append(xml_escaped(plain_text(text, kMost)));
  out.append("</").append(name).append(">");
}

void write_header(const NdmHeader& header, std::string_view kind, std::string_view version, NdmNotation notation,
                  std::string& out) {
  const std::string created = write_time(header.created, TimeScale::utc);
  const std::array<std::pair<std::string_view, std::string_view>, 4> pairs{
      {{"CLASSIFICATION", header.classification},
       {"CREATION_DATE", created},
       {"ORIGINATOR", header.originator.empty() ? std::string_view("UNKNOWN") : header.originator},
       {"MESSAGE_ID", header.message_id}}};
  if (notation == NdmNotation::kvn) {
    kvn_pair("CCSDS_" + std::string(kind) + "_VERS", version, out);
    for (const std::string& comment : header.comments) kvn_comment(comment, out);
    for (const auto& [keyword, value] : pairs) {
      if (!kvn_value(value).empty()) kvn_pair(keyword, value, out);
    }
    return;
  }
  const std::string root = kind == "TDM" ? "tdm" : "oem";
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root +
         " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
         "xsi:noNamespaceSchemaLocation=\"https://sanaregistry.org/files/ndmxml_unqualified/"
         "ndmxml-4.0.0-master-4.0.xsd\" id=\"CCSDS_" +
         std::string(kind) + "_VERS\" version=\"" + std::string(version) + "\">\n<header>\n";
  for (const std::string& comment : header.comments) {
    xml_element("COMMENT", comment, out);
    out += '\n';
  }
  for (const auto& [keyword, value] : pairs) {
    if (value.empty()) continue;
    xml_element(keyword, value, out);
    out += '\n';
  }
  out += "</header>\n<body>\n";
}

Status write_fields(const std::vector<std::string>& comments, const std::vector<NdmField>& fields,
                    std::span<const Rule> rules, TimeScale scale, NdmNotation notation, std::string& out) {
  const bool is_kvn = notation == NdmNotation::kvn;
  const auto comment = [&](std::string_view text) {
    if (is_kvn) return kvn_comment(text, out);
    xml_element("COMMENT", text, out);
    out += '\n';
  };
  for (const std::string& text : comments) comment(text);
  for (const NdmField& field : fields) {
    if (!is_kvn && find_rule(rules, field.keyword) == nullptr) comment(field.keyword + " = " + field.value);
  }
  for (const Rule& rule : rules) {
    const std::string_view value = value_of(fields, rule.keyword);
    if (value.empty()) continue;
    const std::optional<std::string> good = accepted(rule, value, scale);
    if (!good) return fail_field(std::string(rule.keyword), std::string(value), expected(rule));
    if (is_kvn) {
      kvn_pair(rule.keyword, *good, out);
    } else {
      xml_element(rule.keyword, *good, out);
      out += '\n';
    }
  }
  for (const NdmField& field : fields) {
    if (is_kvn && find_rule(rules, field.keyword) == nullptr) kvn_pair(field.keyword, field.value, out);
  }
  return {};
}

Status check_size(std::string_view text, std::string_view source, const NdmOptions& options) {
  if (text.size() <= options.max_bytes) return {};
  return fail(Error{.source = std::string(source),
                    .field = "size",
                    .value = std::to_string(text.size()) + " bytes",
                    .expected = "at most " + std::to_string(options.max_bytes) + " bytes"});
}

}  // namespace ndm
}  // namespace tocsin::formats
