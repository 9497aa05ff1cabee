#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/formats/ndm.hpp"

namespace tocsin::formats {

// Tracking Data Message, CCSDS 503.0-B-2: what sensors measured. What its keywords mean to Tocsin is in
// docs/reference/formats.md.

/// Kinds of observations (503.0-B-2, table 3-5), in the order of the XML schema.
enum class TdmData : std::uint8_t {
  angle_1,                ///< deg: azimuth, right ascension or X, by ANGLE_TYPE
  angle_2,                ///< deg: elevation, declination or Y
  carrier_power,          ///< dBW
  clock_bias,             ///< s
  clock_drift,            ///< s/s
  doppler_count,          ///< cycles
  doppler_instantaneous,  ///< km/s: range rate, positive when receding
  doppler_integrated,     ///< km/s: mean range rate
  dor,                    ///< s
  mag,                    ///< visual magnitude
  pc_n0,                  ///< dBHz
  pr_n0,                  ///< dBHz
  pressure,               ///< hPa
  range,                  ///< km, s or range units, by RANGE_UNITS
  rcs,                    ///< m²
  receive_freq,           ///< Hz
  receive_freq_1,
  receive_freq_2,
  receive_freq_3,
  receive_freq_4,
  receive_freq_5,
  receive_phase_ct_1,  ///< cycles, kept as text
  receive_phase_ct_2,
  receive_phase_ct_3,
  receive_phase_ct_4,
  receive_phase_ct_5,
  rhumidity,        ///< %
  stec,             ///< TECU
  temperature,      ///< K
  transmit_freq_1,  ///< Hz
  transmit_freq_2,
  transmit_freq_3,
  transmit_freq_4,
  transmit_freq_5,
  transmit_freq_rate_1,  ///< Hz/s
  transmit_freq_rate_2,
  transmit_freq_rate_3,
  transmit_freq_rate_4,
  transmit_freq_rate_5,
  transmit_phase_ct_1,  ///< cycles, kept as text
  transmit_phase_ct_2,
  transmit_phase_ct_3,
  transmit_phase_ct_4,
  transmit_phase_ct_5,
  tropo_dry,   ///< m
  tropo_wet,   ///< m
  vlbi_delay,  ///< s
};

/// Keyword of the message, "ANGLE_1".
[[nodiscard]] std::string_view name_of(TdmData data);

/// One tracking data record.
struct TdmObservation {
  TdmData data = TdmData::range;
  Instant time;
  double value = 0.0;
  std::string digits;  ///< of phase counts all of them, which may be more than a double holds; otherwise empty
  friend bool operator==(const TdmObservation&, const TdmObservation&) = default;
};

/// Metadata and the observations they hold for.
struct TdmSegment {
  std::vector<std::string> comments;
  /// TIME_SYSTEM, PARTICIPANT_1, PATH … (table 3-3); also keywords that the standard does not know, as given.
  std::vector<NdmField> metadata;
  std::vector<std::string> data_comments;
  std::vector<TdmObservation> observations;

  /// Value of a keyword of the metadata; empty where it is not given. Words have the standard's spelling (AZEL, km).
  [[nodiscard]] std::string_view value(std::string_view keyword) const { return value_of(metadata, keyword); }
  friend bool operator==(const TdmSegment&, const TdmSegment&) = default;
};

struct Tdm {
  std::string version = "2.0";
  NdmHeader header;
  std::vector<TdmSegment> segments;
  friend bool operator==(const Tdm&, const Tdm&) = default;
};

/// Reads Tracking Data Messages, version 1.0 or 2.0, in key-value notation (any number one after the other) or XML
/// (root `tdm`, or `ndm` with any number), told apart by how the text begins. A bad observation is refused and the rest
/// goes on; a segment whose metadata cannot be believed is refused with its observations; observations of one keyword
/// out of the order of time are kept with a warning. Time systems are UTC, TAI, GPS and TT. Errors: the text is too
/// large, or no TDM.
[[nodiscard]] Result<NdmReading<Tdm>> read_tdm(std::string_view text, std::string_view source,
                                               const NdmOptions& options = {});

/// A message of version 2.0. XML is valid against NDM/XML 4.0. What is written reads back the same; but key-value
/// notation has one line of printable ASCII for a value and 254 characters for a comment.
/// Errors: no segment or a segment without observations; a value that its keyword does not take; XML: a REFERENCE_FRAME
/// that its schema does not have.
[[nodiscard]] Result<std::string> write_tdm(const Tdm& message, NdmNotation notation);

}  // namespace tocsin::formats
