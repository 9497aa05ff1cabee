#include "tocsin/formats/ephemeris.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/formats/csv.hpp"
#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats {
namespace {

using motion::Sgp4Error;

/// Shortest text that reads back to the same double.
void append(double value, std::string& out) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), end);
}

template <class T>
void append_bytes(T value, std::string& out) {
  static_assert(std::endian::native == std::endian::little);
  std::array<char, sizeof(T)> bytes{};
  std::memcpy(bytes.data(), &value, sizeof(T));
  out.append(bytes.data(), bytes.size());
}

std::string_view name_of(EphemerisFrame frame) {
  switch (frame) {
    case EphemerisFrame::teme:
      return "TEME";
    case EphemerisFrame::gcrf:
      return "GCRF";
    case EphemerisFrame::itrf:
      return "ITRF";
    case EphemerisFrame::geodetic:
      break;
  }
  return "WGS84";
}

/// UTC without the final Z, as most readers of these messages expect it.
std::string ccsds_time(Instant t) {
  std::string text = format_utc(t);
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

std::string object_name(const motion::ElementSet& set) {
  const std::string name = plain_text(set.name, 80);
  return name.empty() ? std::to_string(set.catalogue_number) : name;
}

constexpr std::array<std::string_view, 6> kXmlNames{"X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT"};

}  // namespace

std::string object_id(const motion::ElementSet& set) {
  const std::string_view d = set.designator();
  const auto digit = [&](std::size_t i) { return d[i] >= '0' && d[i] <= '9'; };
  const bool is_plain =
      std::all_of(d.begin(), d.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
  if (d.size() < 5 || !is_plain || !(digit(0) && digit(1) && digit(2) && digit(3) && digit(4))) {
    return std::to_string(set.catalogue_number);
  }
  constexpr int kPivot = 57;
  const int year = (d[0] - '0') * 10 + (d[1] - '0');
  return (year < kPivot ? "20" : "19") + std::string(d.substr(0, 2)) + "-" + std::string(d.substr(2));
}

EphemerisWriter::EphemerisWriter(EphemerisFormat format, EphemerisHeader header)
    : format_(format), header_(std::move(header)) {
  const bool is_oem = format == EphemerisFormat::oem_kvn || format == EphemerisFormat::oem_xml;
  TOCSIN_REQUIRE(!(is_oem && header_.frame == EphemerisFrame::geodetic), "an OEM has no geodetic places");
}

void EphemerisWriter::begin(std::string& out) const {
  switch (format_) {
    case EphemerisFormat::csv:
      out += header_.frame == EphemerisFrame::geodetic
                 ? "catalogue_number,name,time_utc,lat_deg,lon_deg,height_km,error\r\n"
                 : "catalogue_number,name,time_utc,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s,error\r\n";
      return;
    case EphemerisFormat::oem_kvn:
      out += "CCSDS_OEM_VERS = 3.0\nCREATION_DATE = " + format_utc_seconds(header_.created).substr(0, 19) +
             "\nORIGINATOR = " + header_.originator + "\n";
      return;
    case EphemerisFormat::oem_xml:
      out +=
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<oem xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
          "xsi:noNamespaceSchemaLocation=\"https://sanaregistry.org/files/ndmxml_unqualified/"
          "ndmxml-4.0.0-master-4.0.xsd\" id=\"CCSDS_OEM_VERS\" version=\"3.0\">\n"
          "<header><CREATION_DATE>" +
          format_utc_seconds(header_.created).substr(0, 19) + "</CREATION_DATE><ORIGINATOR>" +
          xml_escaped(header_.originator) + "</ORIGINATOR></header>\n<body>\n";
      return;
    case EphemerisFormat::binary:
      out += "TOCSINEP";
      append_bytes(std::uint32_t{1}, out);
      append_bytes(static_cast<std::uint32_t>(header_.frame), out);
      append_bytes(header_.from.tai_ns(), out);
      append_bytes(header_.step_ns, out);
      append_bytes(header_.times, out);
      append_bytes(header_.objects, out);
      return;
  }
}

void EphemerisWriter::object(const motion::ElementSet& set, std::span<const EphemerisRow> rows,
                             std::string& out) const {
  switch (format_) {
    case EphemerisFormat::csv:
      return csv_object(set, rows, out);
    case EphemerisFormat::binary:
      return binary_object(set, rows, out);
    case EphemerisFormat::oem_kvn:
    case EphemerisFormat::oem_xml:
      return oem_object(set, rows, out);
  }
}

void EphemerisWriter::end(std::string& out) const {
  if (format_ == EphemerisFormat::oem_xml) out += "</body>\n</oem>\n";
}

void EphemerisWriter::csv_object(const motion::ElementSet& set, std::span<const EphemerisRow> rows,
                                 std::string& out) const {
  const std::string lead = std::to_string(set.catalogue_number) + "," + csv_cell(plain_text(set.name, 80)) + ",";
  const std::size_t columns = header_.frame == EphemerisFrame::geodetic ? 3 : 6;
  for (const EphemerisRow& row : rows) {
    out += lead;
    out += format_utc(row.time);
    for (std::size_t i = 0; i < columns; ++i) {
      out += ',';
      if (row.error == Sgp4Error::None) append(row.value[i], out);
    }
    out += ',';
    if (row.error != Sgp4Error::None) out += csv_cell(describe(row.error));
    out += "\r\n";
  }
}

void EphemerisWriter::oem_object(const motion::ElementSet& set, std::span<const EphemerisRow> rows,
                                 std::string& out) const {
  // Runs of states that could be given, each a segment; the gap before one is named in it.
  std::string gap;
  std::size_t begin = 0;
  while (begin < rows.size()) {
    if (rows[begin].error != Sgp4Error::None) {
      std::size_t last = begin;
      while (last + 1 < rows.size() && rows[last + 1].error == rows[begin].error) ++last;
      gap = "No states from " + ccsds_time(rows[begin].time) + " to " + ccsds_time(rows[last].time) + ": " +
            std::string(describe(rows[begin].error));
      begin = last + 1;
      if (begin == rows.size() && format_ == EphemerisFormat::oem_kvn) {
        out += "\nCOMMENT " + std::to_string(set.catalogue_number) + ": " + gap + "\n";
      } else if (begin == rows.size()) {
        out += "<!-- " + std::to_string(set.catalogue_number) + ": " + gap + " -->\n";
      }
      continue;
    }
    std::size_t end = begin;
    while (end < rows.size() && rows[end].error == Sgp4Error::None) ++end;
    const auto run = rows.subspan(begin, end - begin);
    format_ == EphemerisFormat::oem_kvn ? kvn_segment(set, run, gap, out) : xml_segment(set, run, gap, out);
    gap.clear();
    begin = end;
  }
}

void EphemerisWriter::kvn_segment(const motion::ElementSet& set, std::span<const EphemerisRow> rows,
                                  std::string_view comment, std::string& out) const {
  out += "\nMETA_START\n";
  if (!comment.empty()) out += "COMMENT " + std::string(comment) + "\n";
  out += "OBJECT_NAME = " + object_name(set) + "\nOBJECT_ID = " + object_id(set) +
         "\nCENTER_NAME = EARTH\nREF_FRAME = " + std::string(name_of(header_.frame)) +
         "\nTIME_SYSTEM = UTC\nSTART_TIME = " + ccsds_time(rows.front().time) +
         "\nSTOP_TIME = " + ccsds_time(rows.back().time) + "\nMETA_STOP\n\n";
  for (const EphemerisRow& row : rows) {
    out += ccsds_time(row.time);
    for (const double v : row.value) {
      out += ' ';
      append(v, out);
    }
    out += '\n';
  }
}

void EphemerisWriter::xml_segment(const motion::ElementSet& set, std::span<const EphemerisRow> rows,
                                  std::string_view comment, std::string& out) const {
  out += "<segment><metadata>";
  if (!comment.empty()) out += "<COMMENT>" + xml_escaped(comment) + "</COMMENT>";
  out += "<OBJECT_NAME>" + xml_escaped(object_name(set)) + "</OBJECT_NAME><OBJECT_ID>" + xml_escaped(object_id(set)) +
         "</OBJECT_ID><CENTER_NAME>EARTH</CENTER_NAME><REF_FRAME>" + std::string(name_of(header_.frame)) +
         "</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM><START_TIME>" + ccsds_time(rows.front().time) +
         "</START_TIME><STOP_TIME>" + ccsds_time(rows.back().time) + "</STOP_TIME></metadata>\n<data>\n";
  for (const EphemerisRow& row : rows) {
    out += "<stateVector><EPOCH>" + ccsds_time(row.time) + "</EPOCH>";
    for (std::size_t i = 0; i < 6; ++i) {
      out.append("<").append(kXmlNames[i]).append(i < 3 ? " units=\"km\">" : " units=\"km/s\">");
      append(row.value[i], out);
      out.append("</").append(kXmlNames[i]).append(">");
    }
    out += "</stateVector>\n";
  }
  out += "</data></segment>\n";
}

void EphemerisWriter::binary_object(const motion::ElementSet& set, std::span<const EphemerisRow> rows,
                                    std::string& out) const {
  append_bytes(static_cast<std::int64_t>(set.catalogue_number), out);
  for (const EphemerisRow& row : rows) {
    for (const double v : row.value)
      append_bytes(row.error == Sgp4Error::None ? v : std::bit_cast<double>(0x7ff8000000000000ULL), out);
  }
  for (const EphemerisRow& row : rows) out += static_cast<char>(row.error);
}

}  // namespace tocsin::formats
