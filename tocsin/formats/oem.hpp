#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/formats/ndm.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

// Orbit Ephemeris Message, CCSDS 502.0-B-3: states of objects at many times, with their covariances.
// (`EphemerisWriter` writes states of element sets object by object, without holding them.)

struct OemState {
  Instant time;
  std::array<double, 6> value{};                      ///< km, km/s in REF_FRAME
  std::optional<std::array<double, 3>> acceleration;  ///< km/s²
  friend bool operator==(const OemState&, const OemState&) = default;
};

/// Covariance of position and velocity: lower triangle by rows, km², km²/s, km²/s².
struct OemCovariance {
  static constexpr std::size_t kSize = 21;
  std::vector<std::string> comments;
  Instant time;
  std::string frame;  ///< COV_REF_FRAME; empty: that of the states
  std::array<double, kSize> value{};
  friend bool operator==(const OemCovariance&, const OemCovariance&) = default;
};

struct OemSegment {
  std::vector<std::string> comments;
  /// OBJECT_NAME, OBJECT_ID, CENTER_NAME, REF_FRAME, TIME_SYSTEM … (502.0-B-3, table 5-3); also keywords that the
  /// standard does not know, as given.
  std::vector<NdmField> metadata;
  std::vector<std::string> data_comments;
  std::vector<OemState> states;
  std::vector<OemCovariance> covariances;

  /// Value of a keyword of the metadata; empty where it is not given.
  [[nodiscard]] std::string_view value(std::string_view keyword) const { return value_of(metadata, keyword); }
  friend bool operator==(const OemSegment&, const OemSegment&) = default;
};

struct Oem {
  std::string version = "3.0";
  NdmHeader header;
  std::vector<OemSegment> segments;
  friend bool operator==(const Oem&, const Oem&) = default;
};

/// Reads Orbit Ephemeris Messages, version 1.0 to 3.0, in key-value notation (any number one after the other) or XML
/// (root `oem`, or `ndm` with any number), told apart by how the text begins. A bad state or covariance is refused and
/// the rest goes on; so is a state not later than the one before. A segment whose metadata cannot be believed is
/// refused with its states. Time systems are UTC, TAI, GPS and TT.
/// Errors: the text is too large, or no OEM.
[[nodiscard]] Result<NdmReading<Oem>> read_oem(std::string_view text, std::string_view source,
                                               const NdmOptions& options = {});

/// A message of version 3.0. XML is valid against NDM/XML 4.0. What is written reads back to the same bits; but
/// key-value notation has one line of printable ASCII for a value and 254 characters for a comment.
/// Errors: no segment, a segment without states, a keyword that is missing or a value that it does not take.
[[nodiscard]] Result<std::string> write_oem(const Oem& message, NdmNotation notation);

/// The tracks in space that are worth drawing (series.hpp), each a segment in Itrf with the covariance of every state.
/// The states are the estimates as they were reported, not an orbit through all of them. Tracks of which only a
/// direction is known have no states and are left out. CREATION_DATE is the end of the run.
[[nodiscard]] Oem tracks_oem(const Products& products);

}  // namespace tocsin::formats
