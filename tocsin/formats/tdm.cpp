#include "tocsin/formats/tdm.hpp"

#include <algorithm>
#include <array>

#include "tocsin/formats/tdm_builder.hpp"

namespace tocsin::formats {
namespace {

using ndm::Rule;
using ndm::ValueKind;

enum class Takes : std::uint8_t { any, angle, positive, non_negative, percent, phase };

struct Kind {
  std::string_view keyword;
  Takes takes = Takes::any;
};

constexpr std::array<Kind, static_cast<std::size_t>(TdmData::vlbi_delay) + 1> kKinds{{
    {"ANGLE_1", Takes::angle},
    {"ANGLE_2", Takes::angle},
    {"CARRIER_POWER"},
    {"CLOCK_BIAS"},
    {"CLOCK_DRIFT"},
    {"DOPPLER_COUNT"},
    {"DOPPLER_INSTANTANEOUS"},
    {"DOPPLER_INTEGRATED"},
    {"DOR"},
    {"MAG"},
    {"PC_N0"},
    {"PR_N0"},
    {"PRESSURE"},
    {"RANGE"},
    {"RCS", Takes::positive},
    {"RECEIVE_FREQ"},
    {"RECEIVE_FREQ_1"},
    {"RECEIVE_FREQ_2"},
    {"RECEIVE_FREQ_3"},
    {"RECEIVE_FREQ_4"},
    {"RECEIVE_FREQ_5"},
    {"RECEIVE_PHASE_CT_1", Takes::phase},
    {"RECEIVE_PHASE_CT_2", Takes::phase},
    {"RECEIVE_PHASE_CT_3", Takes::phase},
    {"RECEIVE_PHASE_CT_4", Takes::phase},
    {"RECEIVE_PHASE_CT_5", Takes::phase},
    {"RHUMIDITY", Takes::percent},
    {"STEC"},
    {"TEMPERATURE", Takes::non_negative},
    {"TRANSMIT_FREQ_1", Takes::positive},
    {"TRANSMIT_FREQ_2", Takes::positive},
    {"TRANSMIT_FREQ_3", Takes::positive},
    {"TRANSMIT_FREQ_4", Takes::positive},
    {"TRANSMIT_FREQ_5", Takes::positive},
    {"TRANSMIT_FREQ_RATE_1"},
    {"TRANSMIT_FREQ_RATE_2"},
    {"TRANSMIT_FREQ_RATE_3"},
    {"TRANSMIT_FREQ_RATE_4"},
    {"TRANSMIT_FREQ_RATE_5"},
    {"TRANSMIT_PHASE_CT_1", Takes::phase},
    {"TRANSMIT_PHASE_CT_2", Takes::phase},
    {"TRANSMIT_PHASE_CT_3", Takes::phase},
    {"TRANSMIT_PHASE_CT_4", Takes::phase},
    {"TRANSMIT_PHASE_CT_5", Takes::phase},
    {"TROPO_DRY", Takes::non_negative},
    {"TROPO_WET", Takes::non_negative},
    {"VLBI_DELAY"},
}};

constexpr std::array<std::string_view, 2> kModes{"SEQUENTIAL", "SINGLE_DIFF"};
constexpr std::array<std::string_view, 2> kTimetagRefs{"TRANSMIT", "RECEIVE"};
constexpr std::array<std::string_view, 3> kIntegrationRefs{"START", "MIDDLE", "END"};
constexpr std::array<std::string_view, 3> kRangeModes{"COHERENT", "CONSTANT", "ONE_WAY"};
constexpr std::array<std::string_view, 3> kRangeUnits{"km", "s", "RU"};
constexpr std::array<std::string_view, 4> kAngleTypes{"AZEL", "RADEC", "XEYN", "XSYE"};
constexpr std::array<std::string_view, 2> kYesNo{"YES", "NO"};
constexpr std::array<std::string_view, 3> kQualities{"RAW", "VALIDATED", "DEGRADED"};
constexpr std::array<std::string_view, 6> kXmlFrames{"EME2000", "ICRF", "ITRF2000", "ITRF-93", "ITRF-97", "TOD"};

constexpr std::array kMetadata{
    Rule{"TRACK_ID"},
    Rule{"DATA_TYPES"},
    Rule{"TIME_SYSTEM"},
    Rule{"START_TIME", ValueKind::time},
    Rule{"STOP_TIME", ValueKind::time},
    Rule{"PARTICIPANT_1"},
    Rule{"PARTICIPANT_2"},
    Rule{"PARTICIPANT_3"},
    Rule{"PARTICIPANT_4"},
    Rule{"PARTICIPANT_5"},
    Rule{"MODE", ValueKind::word, kModes},
    Rule{"PATH", ValueKind::path},
    Rule{"PATH_1", ValueKind::path},
    Rule{"PATH_2", ValueKind::path},
    Rule{"EPHEMERIS_NAME_1"},
    Rule{"EPHEMERIS_NAME_2"},
    Rule{"EPHEMERIS_NAME_3"},
    Rule{"EPHEMERIS_NAME_4"},
    Rule{"EPHEMERIS_NAME_5"},
    Rule{"TRANSMIT_BAND"},
    Rule{"RECEIVE_BAND"},
    Rule{"TURNAROUND_NUMERATOR", ValueKind::integer},
    Rule{"TURNAROUND_DENOMINATOR", ValueKind::integer},
    Rule{"TIMETAG_REF", ValueKind::word, kTimetagRefs},
    Rule{"INTEGRATION_INTERVAL", ValueKind::positive},
    Rule{"INTEGRATION_REF", ValueKind::word, kIntegrationRefs},
    Rule{"FREQ_OFFSET", ValueKind::number},
    Rule{"RANGE_MODE", ValueKind::word, kRangeModes},
    Rule{"RANGE_MODULUS", ValueKind::non_negative},
    Rule{"RANGE_UNITS", ValueKind::word, kRangeUnits},
    Rule{"ANGLE_TYPE", ValueKind::word, kAngleTypes},
    Rule{"REFERENCE_FRAME"},
    Rule{"INTERPOLATION"},
    Rule{"INTERPOLATION_DEGREE", ValueKind::positive_integer},
    Rule{"DOPPLER_COUNT_BIAS", ValueKind::positive},
    Rule{"DOPPLER_COUNT_SCALE", ValueKind::positive_integer},
    Rule{"DOPPLER_COUNT_ROLLOVER", ValueKind::word, kYesNo},
    Rule{"TRANSMIT_DELAY_1", ValueKind::non_negative},
    Rule{"TRANSMIT_DELAY_2", ValueKind::non_negative},
    Rule{"TRANSMIT_DELAY_3", ValueKind::non_negative},
    Rule{"TRANSMIT_DELAY_4", ValueKind::non_negative},
    Rule{"TRANSMIT_DELAY_5", ValueKind::non_negative},
    Rule{"RECEIVE_DELAY_1", ValueKind::non_negative},
    Rule{"RECEIVE_DELAY_2", ValueKind::non_negative},
    Rule{"RECEIVE_DELAY_3", ValueKind::non_negative},
    Rule{"RECEIVE_DELAY_4", ValueKind::non_negative},
    Rule{"RECEIVE_DELAY_5", ValueKind::non_negative},
    Rule{"DATA_QUALITY", ValueKind::word, kQualities},
    Rule{"CORRECTION_ANGLE_1", ValueKind::number},
    Rule{"CORRECTION_ANGLE_2", ValueKind::number},
    Rule{"CORRECTION_DOPPLER", ValueKind::number},
    Rule{"CORRECTION_MAG", ValueKind::number},
    Rule{"CORRECTION_RANGE", ValueKind::number},
    Rule{"CORRECTION_RCS", ValueKind::number},
    Rule{"CORRECTION_RECEIVE", ValueKind::number},
    Rule{"CORRECTION_TRANSMIT", ValueKind::number},
    Rule{"CORRECTION_ABERRATION_YEARLY", ValueKind::number},
    Rule{"CORRECTION_ABERRATION_DIURNAL", ValueKind::number},
    Rule{"CORRECTIONS_APPLIED", ValueKind::word, kYesNo},
};

}  // namespace

std::string_view name_of(TdmData data) {
  return kKinds[static_cast<std::size_t>(data)].keyword;
}

namespace ndm {

std::span<const Rule> tdm_metadata() {
  return kMetadata;
}

std::span<const std::string_view> tdm_xml_frames() {
  return kXmlFrames;
}

std::optional<TdmData> tdm_data(std::string_view keyword) {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.keyword == keyword; });
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<TdmData>(found - kKinds.begin());
}

bool is_phase_count(TdmData data) {
  return kKinds[static_cast<std::size_t>(data)].takes == Takes::phase;
}

std::string_view value_problem(TdmData data, double value) {
  switch (kKinds[static_cast<std::size_t>(data)].takes) {
    case Takes::angle:
      return value >= -180.0 && value < 360.0 ? "" : "degrees from -180 to below 360";
    case Takes::positive:
      return value > 0.0 ? "" : "a number above 0";
    case Takes::non_negative:
      return value >= 0.0 ? "" : "a number from 0";
    case Takes::percent:
      return value >= 0.0 && value <= 100.0 ? "" : "per cent from 0 to 100";
    case Takes::any:
    case Takes::phase:
      break;
  }
  return "";
}

}  // namespace ndm
}  // namespace tocsin::formats
