#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/formats/tdm.hpp"
#include "tocsin/message/record.hpp"

namespace tocsin::app {

// Measurements as CCSDS Tracking Data Messages and back. The conventions, and what they cost, are in
// docs/reference/formats.md, "Tracking data".

/// The plots and bearings of a run: one segment a sensor, and further ones where a sensor measured two objects at one
/// time. Radars: AZEL, RANGE (half the round trip), DOPPLER_INSTANTANEOUS and the RCS that the signal-to-noise ratio
/// means, tagged with the time of receipt of the echo. Infrared: RADEC in ICRF from the satellite. Measurements of
/// sensors that the world does not have are left out. CREATION_DATE is the end of the run.
[[nodiscard]] formats::Tdm measurements_tdm(const std::vector<message::Record>& records, const Centre& centre,
                                            const RunIdentity& identity, const earth::Orientation& orientation);

/// How a message of others is to be understood.
struct TdmReading {
  std::string world_text;
  std::string world_source;
  std::optional<message::RecordStatus> status;  ///< of messages that do not state theirs; none: test
  bool range_is_round_trip = false;             ///< RANGE of two-way paths is the whole way, not half of it
  earth::Orientation orientation;
};

struct TdmRecords {
  std::vector<message::Record> records;
  std::vector<Error> refused;  ///< by message, segment and keyword; the rest goes on
  std::size_t refused_count = 0;
};

/// Records of the pipeline from the observations of sensors that the world has: a participant's name is the sensor's
/// id. AZEL with RANGE becomes plots, RADEC bearings, each with the errors that the world states. Measurements within a
/// millisecond share a look, which says that the sensor looked there (a radar's beam), or nothing about where else it
/// looked (infrared): a message has no looks, so nothing follows from what a sensor did not see. Sequence numbers go on
/// from `last_sequence` of each sensor. Errors: the world cannot be read; the message states another status than
/// `status`.
[[nodiscard]] Result<TdmRecords> records_of(const formats::NdmReading<formats::Tdm>& read, const std::string& source,
                                            const TdmReading& how, std::map<std::string, std::int64_t>& last_sequence);

}  // namespace tocsin::app
