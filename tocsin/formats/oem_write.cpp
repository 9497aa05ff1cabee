#include <cmath>

#include "tocsin/formats/oem_builder.hpp"

namespace tocsin::formats {
namespace {

using ndm::TimeScale;

/// Values of a state, with the acceleration where there is one.
std::vector<double> values_of(const OemState& state) {
  std::vector<double> out(state.value.begin(), state.value.end());
  if (state.acceleration) out.insert(out.end(), state.acceleration->begin(), state.acceleration->end());
  return out;
}

void comment(std::string_view text, NdmNotation notation, std::string& out) {
  if (notation == NdmNotation::kvn) return ndm::kvn_comment(text, out);
  ndm::xml_element("COMMENT", text, out);
  out += '\n';
}

void xml_value(std::string_view name, double value, std::string& out) {
  out.append("<").append(name).append(" units=\"").append(ndm::oem_unit(name)).append("\">");
  out.append(ndm::number_text(value)).append("</").append(name).append(">");
}

void append(const OemState& state, TimeScale scale, NdmNotation notation, std::string& out) {
  const std::string time = ndm::write_time(state.time, scale);
  const std::vector<double> values = values_of(state);
  if (notation == NdmNotation::kvn) {
    out += time;
    for (const double v : values) out += " " + ndm::number_text(v);
    out += '\n';
    return;
  }
  out += "<stateVector>";
  ndm::xml_element("EPOCH", time, out);
  for (std::size_t i = 0; i < values.size(); ++i) xml_value(ndm::oem_state_names()[i], values[i], out);
  out += "</stateVector>\n";
}

void append(const OemCovariance& covariance, TimeScale scale, NdmNotation notation, std::string& out) {
  const std::string time = ndm::write_time(covariance.time, scale);
  if (notation == NdmNotation::kvn) {
    for (const std::string& text : covariance.comments) ndm::kvn_comment(text, out);
    ndm::kvn_pair("EPOCH", time, out);
    if (!covariance.frame.empty()) ndm::kvn_pair("COV_REF_FRAME", covariance.frame, out);
    std::size_t at = 0;
    for (std::size_t row = 0; row < 6; ++row) {
      for (std::size_t column = 0; column <= row; ++column)
        out.append(column > 0 ? " " : "").append(ndm::number_text(covariance.value[at++]));
      out += '\n';
    }
    return;
  }
  out += "<covarianceMatrix>";
  for (const std::string& text : covariance.comments) ndm::xml_element("COMMENT", text, out);
  ndm::xml_element("EPOCH", time, out);
  if (!covariance.frame.empty()) ndm::xml_element("COV_REF_FRAME", covariance.frame, out);
  for (std::size_t i = 0; i < covariance.value.size(); ++i)
    xml_value(ndm::oem_covariance_names()[i], covariance.value[i], out);
  out += "</covarianceMatrix>\n";
}

template <class Values>
bool are_finite(const Values& values) {
  for (const double v : values) {
    if (!std::isfinite(v)) return false;
  }
  return true;
}

Status check_segment(const OemSegment& segment) {
  for (const ndm::Rule& rule : ndm::oem_metadata()) {
    if (ndm::is_required_in_oem(rule.keyword) && segment.value(rule.keyword).empty())
      return fail_field(std::string(rule.keyword), "none", "a value in every segment");
  }
  if (segment.states.empty()) return fail_field("states", "none", "at least one in each segment");
  for (std::size_t i = 0; i < segment.states.size(); ++i) {
    if (!are_finite(values_of(segment.states[i]))) return fail_field("states", "not finite", "finite numbers");
    if (i > 0 && segment.states[i].time <= segment.states[i - 1].time)
      return fail_field("EPOCH", format_utc(segment.states[i].time), "a time after that of the state before");
  }
  for (const OemCovariance& covariance : segment.covariances) {
    if (!are_finite(covariance.value)) return fail_field("covariance", "not finite", "finite numbers");
  }
  return {};
}

Status write_segment(const OemSegment& segment, NdmNotation notation, std::string& out) {
  const bool is_kvn = notation == NdmNotation::kvn;
  if (Status s = check_segment(segment); !s) return s;
  const std::optional<TimeScale> scale = ndm::scale_of(segment.value("TIME_SYSTEM"));
  if (!scale) return fail_field("TIME_SYSTEM", std::string(segment.value("TIME_SYSTEM")), ndm::kScales);
  out += is_kvn ? "\nMETA_START\n" : "<segment>\n<metadata>\n";
  if (Status s = ndm::write_fields(segment.comments, segment.metadata, ndm::oem_metadata(), *scale, notation, out); !s)
    return s;
  out += is_kvn ? "META_STOP\n\n" : "</metadata>\n<data>\n";
  for (const std::string& text : segment.data_comments) comment(text, notation, out);
  for (const OemState& state : segment.states) append(state, *scale, notation, out);
  if (is_kvn && !segment.covariances.empty()) out += "\nCOVARIANCE_START\n";
  for (const OemCovariance& covariance : segment.covariances) append(covariance, *scale, notation, out);
  if (is_kvn && !segment.covariances.empty()) out += "COVARIANCE_STOP\n";
  if (!is_kvn) out += "</data>\n</segment>\n";
  return {};
}

}  // namespace

Result<std::string> write_oem(const Oem& message, NdmNotation notation) {
  if (message.segments.empty()) return fail_field("segments", "none", "at least one");
  std::string out;
  ndm::write_header(message.header, "OEM", "3.0", notation, out);
  for (std::size_t i = 0; i < message.segments.size(); ++i) {
    if (Status s = write_segment(message.segments[i], notation, out); !s)
      return fail(s.error().under("segments." + std::to_string(i + 1)));
  }
  if (notation == NdmNotation::xml) out += "</body>\n</oem>\n";
  return out;
}

}  // namespace tocsin::formats
