#include <algorithm>
#include <cmath>

#include "tocsin/formats/tdm_builder.hpp"

namespace tocsin::formats {
namespace {

using ndm::TimeScale;

/// What the XML schema asks for beyond the standard's tables.
Status check_for_xml(const TdmSegment& segment) {
  if (segment.value("PARTICIPANT_1").empty()) return fail_field("PARTICIPANT_1", "none", "a participant 1 in XML");
  if (!segment.value("PATH").empty() && !(segment.value("PATH_1").empty() && segment.value("PATH_2").empty()))
    return fail_field("PATH", std::string(segment.value("PATH")), "PATH, or PATH_1 and PATH_2, in XML");
  const std::string_view frame = segment.value("REFERENCE_FRAME");
  const auto known = ndm::tdm_xml_frames();
  if (frame.empty() || std::find(known.begin(), known.end(), frame) != known.end()) return {};
  std::string expected;
  for (const std::string_view name : known) expected += (expected.empty() ? "" : ", ") + std::string(name);
  return fail_field("REFERENCE_FRAME", std::string(frame), expected + " in XML");
}

void append(const TdmObservation& o, TimeScale scale, NdmNotation notation, std::string& out) {
  const std::string time = ndm::write_time(o.time, scale);
  const std::string value = o.digits.empty() ? ndm::number_text(o.value) : o.digits;
  if (notation == NdmNotation::kvn) {
    ndm::kvn_pair(name_of(o.data), time + " " + value, out);
    return;
  }
  out += "<observation>";
  ndm::xml_element("EPOCH", time, out);
  ndm::xml_element(name_of(o.data), value, out);
  out += "</observation>\n";
}

Status write_segment(const TdmSegment& segment, NdmNotation notation, std::string& out) {
  const bool is_kvn = notation == NdmNotation::kvn;
  const std::optional<TimeScale> scale = ndm::scale_of(segment.value("TIME_SYSTEM"));
  if (!scale) return fail_field("TIME_SYSTEM", std::string(segment.value("TIME_SYSTEM")), ndm::kScales);
  if (segment.observations.empty()) return fail_field("observations", "none", "at least one in each segment");
  if (Status s = is_kvn ? Status() : check_for_xml(segment); !s) return s;
  out += is_kvn ? "\nMETA_START\n" : "<segment>\n<metadata>\n";
  if (Status s =
          ndm::write_fields(segment.comments, segment.metadata, ndm::tdm_metadata(), TimeScale::utc, notation, out);
      !s)
    return s;
  out += is_kvn ? "META_STOP\nDATA_START\n" : "</metadata>\n<data>\n";
  for (const std::string& comment : segment.data_comments) {
    if (is_kvn) {
      ndm::kvn_comment(comment, out);
    } else {
      ndm::xml_element("COMMENT", comment, out);
      out += '\n';
    }
  }
  for (const TdmObservation& o : segment.observations) {
    const std::string_view problem =
        std::isfinite(o.value) ? ndm::value_problem(o.data, o.value) : std::string_view("a finite number");
    if (!problem.empty())
      return fail_field(std::string(name_of(o.data)), ndm::number_text(o.value), std::string(problem));
    append(o, *scale, notation, out);
  }
  out += is_kvn ? "DATA_STOP\n" : "</data>\n</segment>\n";
  return {};
}

}  // namespace

Result<std::string> write_tdm(const Tdm& message, NdmNotation notation) {
  if (message.segments.empty()) return fail_field("segments", "none", "at least one");
  std::string out;
  ndm::write_header(message.header, "TDM", "2.0", notation, out);
  for (std::size_t i = 0; i < message.segments.size(); ++i) {
    if (Status s = write_segment(message.segments[i], notation, out); !s)
      return fail(s.error().under("segments." + std::to_string(i + 1)));
  }
  if (notation == NdmNotation::xml) out += "</body>\n</tdm>\n";
  return out;
}

}  // namespace tocsin::formats
