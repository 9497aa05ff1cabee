#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tocsin/formats/asterix.hpp"
#include "tocsin/formats/pcap.hpp"
#include "tocsin/formats/products.hpp"
#include "tocsin/message/record.hpp"

namespace tocsin::formats {

// What of a run goes out in the binary formats of surveillance, as datagrams: an ASTERIX data block or a PDU each.

inline constexpr std::uint16_t kAsterixPort = 8600;
inline constexpr std::uint16_t kDisPort = 3000;

/// ASTERIX addresses of a centre and its radars: SAC 0 (local), SIC 1 for the centre, from 2 on for the radars of the
/// world by id. Errors: more than 254 radars.
[[nodiscard]] Result<std::map<std::string, DataSource>> asterix_sources(const Products& products);
inline constexpr DataSource kCentreSource{.area = 0, .system = 1};

struct AsterixDatagrams {
  std::vector<Datagram> datagrams;
  std::int64_t records = 0;      ///< written
  std::int64_t other_plots = 0;  ///< left out: plots of a source that is no radar of the world
  std::int64_t directions = 0;   ///< left out: track reports without a position in space
  AsterixLosses losses;
};

/// Plots as category 048, a datagram for each radar and time of receipt (more when it is full). Bits: SIM for simulated
/// records, TST for records that are not actual. The elevation has no item; the height has one, but above mean sea
/// level, which needs a geoid.
[[nodiscard]] AsterixDatagrams asterix_plots(std::span<const message::Record> records,
                                             const std::map<std::string, DataSource>& sources);

/// All reports of all tracks that have a position in space, as category 062 in order of output. SIM is set for all that
/// is not both measured and actual: the category has no bit for tests and exercises.
[[nodiscard]] AsterixDatagrams asterix_tracks(const Products& products);

/// One track report; `first` and `last` of the track as a receiver sees it. Precondition: a number from 0 to 65535.
[[nodiscard]] SystemTrack system_track(const message::Track& track, const Products& products, bool first, bool last);
/// One plot of a radar.
[[nodiscard]] MonoradarReport monoradar_report(const message::Header& header, const message::Plot& plot,
                                               DataSource source);

struct DisDatagrams {
  std::vector<Datagram> datagrams;  ///< in order of time, then track
  std::int64_t entities = 0;
  std::int64_t numbers = 0;  ///< left out: tracks whose number is no entity number
};

/// Tracks of events and tracks that were ever confirmed, from their first position in space, as entities of site 1,
/// application 1 with the number of the track. The last report of a track that ended says so.
[[nodiscard]] DisDatagrams dis_entities(const Products& products);

}  // namespace tocsin::formats
