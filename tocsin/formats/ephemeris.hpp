#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/motion/element_set.hpp"
#include "tocsin/motion/sgp4.hpp"

namespace tocsin::formats {

enum class EphemerisFormat : std::uint8_t { csv, oem_kvn, oem_xml, binary };
enum class EphemerisFrame : std::uint8_t { teme, gcrf, itrf, geodetic };

/// One state of one object. With an error other than None the numbers are not looked at and never written.
struct EphemerisRow {
  Instant time;
  /// Kilometres and kilometres per second; in `geodetic` latitude and longitude in degrees, height in kilometres, then
  /// zeros.
  std::array<double, 6> value{};
  motion::Sgp4Error error = motion::Sgp4Error::None;
};

struct EphemerisHeader {
  EphemerisFrame frame = EphemerisFrame::teme;
  Instant created;
  std::string originator = "TOCSIN";
  // What the binary form says in front.
  Instant from;
  std::int64_t step_ns = 0;
  std::uint64_t times = 0;
  std::uint64_t objects = 0;
};

/// Ephemerides as text or bytes, object by object, so that any number of objects passes through bounded memory:
/// `begin`, then `object` for each, then `end`; each appends to `out`.
///
/// CSV: one line a state; a state that could not be given has empty numbers and its reason in the last column.
/// OEM: CCSDS 502.0-B-3, key-value notation or XML (NDM/XML 4.0 with OEM 3.0); states that could not be given end a
/// segment, and a comment says so. Geodetic places have no OEM. Binary: docs/reference/formats.md.
class EphemerisWriter {
 public:
  /// Precondition: not `geodetic` with an OEM.
  EphemerisWriter(EphemerisFormat format, EphemerisHeader header);

  void begin(std::string& out) const;
  void object(const motion::ElementSet& set, std::span<const EphemerisRow> rows, std::string& out) const;
  void end(std::string& out) const;

 private:
  void csv_object(const motion::ElementSet& set, std::span<const EphemerisRow> rows, std::string& out) const;
  void oem_object(const motion::ElementSet& set, std::span<const EphemerisRow> rows, std::string& out) const;
  void kvn_segment(const motion::ElementSet& set, std::span<const EphemerisRow> rows, std::string_view comment,
                   std::string& out) const;
  void xml_segment(const motion::ElementSet& set, std::span<const EphemerisRow> rows, std::string_view comment,
                   std::string& out) const;
  void binary_object(const motion::ElementSet& set, std::span<const EphemerisRow> rows, std::string& out) const;

  EphemerisFormat format_;
  EphemerisHeader header_;
};

/// International designator as CCSDS writes it, "1958-002B", from that of an element set, "58002B" (pivot year 1957);
/// the catalogue number where there is none.
[[nodiscard]] std::string object_id(const motion::ElementSet& set);

}  // namespace tocsin::formats
