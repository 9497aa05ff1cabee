#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tocsin/base/result.hpp"

namespace tocsin::formats {

// EUROCONTROL ASTERIX: radar plots as category 048 (EUROCONTROL-SPEC-0149-4, edition 1.31, with the Extended Range
// Report of its appendix A, edition 1.10 and later) and system tracks as category 062 (EUROCONTROL-SPEC-0149-9,
// edition 1.20). Structures hold SI units; writing rounds to the unit of the least significant bit of each field.

/// Item 010: where a report comes from.
struct DataSource {
  std::uint8_t area = 0;    ///< SAC
  std::uint8_t system = 0;  ///< SIC

  friend bool operator==(const DataSource&, const DataSource&) = default;
};

/// What detected the target (I048/020 TYP).
enum class TargetReportType : std::uint8_t {
  no_detection,
  primary,
  secondary,
  secondary_and_primary,
  mode_s_all_call,
  mode_s_roll_call,
  mode_s_all_call_and_primary,
  mode_s_roll_call_and_primary,
};

/// The parts of I048/020 that are read and written.
struct TargetDescriptor {
  TargetReportType type = TargetReportType::primary;
  bool simulated = false;
  bool test = false;

  friend bool operator==(const TargetDescriptor&, const TargetDescriptor&) = default;
};

/// I048/040, beyond 256 NM with the Extended Range Report: slant range to 65535 NM in steps of 1/256 NM, azimuth
/// clockwise from north in steps of 360/2^16 degrees.
struct PolarPosition {
  double range_m = 0.0;
  double azimuth_rad = 0.0;

  friend bool operator==(const PolarPosition&, const PolarPosition&) = default;
};

/// I048/120 CAL: -512 to 511 m/s in steps of 1 m/s, positive when moving away.
struct DopplerSpeed {
  double mps = 0.0;
  bool doubtful = false;

  friend bool operator==(const DopplerSpeed&, const DopplerSpeed&) = default;
};

/// A record of category 048: what one radar measured of one target.
struct MonoradarReport {
  DataSource source;                           ///< I048/010
  double time_of_day_s = 0.0;                  ///< I048/140: since midnight UTC, below 86400, steps of 1/128 s
  std::optional<TargetDescriptor> descriptor;  ///< I048/020
  std::optional<PolarPosition> position;       ///< I048/040; beyond 256 NM it needs a descriptor
  std::optional<double> height_m;              ///< I048/110: above mean sea level, -204800 to 204775 ft, steps of 25 ft
  std::optional<DopplerSpeed> doppler;         ///< I048/120

  friend bool operator==(const MonoradarReport&, const MonoradarReport&) = default;
};

/// I062/080 SRC: where the geometric altitude comes from.
enum class HeightSource : std::uint8_t {
  none,
  satellite_navigation,
  radar_3d,
  triangulation,
  coverage,
  speed_table,
  default_height,
  multilateration,
};

/// The parts of I062/080 that are read and written.
struct TrackStatus {
  bool single_sensor = false;    ///< MON
  bool geometric_height = true;  ///< MRH: more reliable than the barometric one
  HeightSource height_source = HeightSource::none;
  bool tentative = false;  ///< CNF
  bool simulated = false;  ///< SIM
  bool last = false;       ///< TSE: last message of the track
  bool first = false;      ///< TSB: first message of the track
  bool coasting = false;   ///< CST

  friend bool operator==(const TrackStatus&, const TrackStatus&) = default;
};

struct Wgs84Place {
  double lat_rad = 0.0;
  double lon_rad = 0.0;

  friend bool operator==(const Wgs84Place&, const Wgs84Place&) = default;
};

/// In the plane of the item.
struct PlaneVector {
  double x = 0.0;  ///< to the east
  double y = 0.0;  ///< to the north

  friend bool operator==(const PlaneVector&, const PlaneVector&) = default;
};

/// Limits of I062/130: -1500 and 150000 ft.
inline constexpr double kMinTrackHeight_m = -1500.0 * 0.3048;
inline constexpr double kMaxTrackHeight_m = 150000.0 * 0.3048;

/// I062/500: standard deviations. The largest value of a field stands for itself and all above, except of `covariance`.
struct TrackAccuracy {
  std::optional<PlaneVector> position_m;    ///< APC, steps of 0.5 m
  std::optional<double> covariance_m;       ///< COV: signed square root of the covariance of x and y, steps of 0.5 m
  std::optional<Wgs84Place> wgs84_rad;      ///< APW, steps of 180/2^25 degrees
  std::optional<double> height_m;           ///< AGA, to 255 steps of 6.25 ft
  std::optional<PlaneVector> velocity_mps;  ///< ATV, to 255 steps of 0.25 m/s
  std::optional<double> climb_mps;          ///< ARC, to 255 steps of 6.25 ft/min

  friend bool operator==(const TrackAccuracy&, const TrackAccuracy&) = default;
};

/// I062/290: to 255 steps of 0.25 s; the largest value stands for itself and all above.
struct TrackAges {
  std::optional<double> track_s;    ///< TRK: since the track began
  std::optional<double> primary_s;  ///< PSR: since the last primary detection used

  friend bool operator==(const TrackAges&, const TrackAges&) = default;
};

/// A record of category 062: one system track at one time.
struct SystemTrack {
  DataSource source;                      ///< I062/010
  std::uint16_t number = 0;               ///< I062/040
  double time_of_day_s = 0.0;             ///< I062/070: since midnight UTC, below 86401 (leap second), steps of 1/128 s
  TrackStatus status;                     ///< I062/080
  std::optional<Wgs84Place> place;        ///< I062/105: steps of 180/2^25 degrees
  std::optional<PlaneVector> position_m;  ///< I062/100: in the system's plane, 24 bits of 0.5 m
  std::optional<PlaneVector> velocity_mps;  ///< I062/185: north at the target is y; -8192 to 8191.75 in steps of 0.25
  std::optional<double> height_m;           ///< I062/130: above the ellipsoid, -1500 to 150000 ft in steps of 6.25 ft
  std::optional<double> climb_mps;          ///< I062/220: 16 bits of 6.25 ft/min
  std::optional<TrackAges> ages;            ///< I062/290
  std::optional<TrackAccuracy> accuracy;    ///< I062/500

  friend bool operator==(const SystemTrack&, const SystemTrack&) = default;
};

using AsterixRecord = std::variant<MonoradarReport, SystemTrack>;

/// What could not be written, by the item that cannot hold it.
struct AsterixLosses {
  std::map<std::string, std::int64_t> items;    ///< left out of records that were written
  std::map<std::string, std::int64_t> records;  ///< whole records, because the item is one that every record needs
};

/// Bytes of one record; empty if an item that every record needs cannot hold its value. Items that cannot hold their
/// value (or are not finite) are left out; both are counted. Nothing wraps.
[[nodiscard]] std::string asterix_record(const AsterixRecord& record, AsterixLosses& losses);

/// Category of a record: 48 or 62.
[[nodiscard]] std::uint8_t asterix_category(const AsterixRecord& record);

/// Category, length and records of one category. Precondition: 1 to 65532 bytes of records.
[[nodiscard]] std::string asterix_block(std::uint8_t category, std::string_view records);

struct AsterixReadOptions {
  std::size_t max_errors = 100;  ///< kept; all are counted
};

/// What was found in ASTERIX bytes.
struct AsterixSummary {
  std::int64_t blocks = 0;
  std::int64_t reports = 0;                          ///< good records of category 048
  std::int64_t tracks = 0;                           ///< good records of category 062
  std::map<int, std::int64_t> other_blocks;          ///< blocks of categories that are not read, passed over
  std::map<std::string, std::int64_t> passed_items;  ///< items of good records that are not interpreted
  std::vector<Error> refused;  ///< by record of the source, item, value; block and byte in the message
  std::size_t refused_count = 0;
};

/// Reads data blocks one after the other and gives each good record to `use`. A record whose values are refused costs
/// only itself; one whose end cannot be found costs the rest of its block; a block whose length is impossible ends the
/// reading.
[[nodiscard]] AsterixSummary read_asterix(std::string_view bytes, const std::string& source,
                                          const std::function<void(const AsterixRecord&)>& use,
                                          const AsterixReadOptions& options = {});

/// Whether bytes are data blocks to the last byte and begin with category 048 or 062.
[[nodiscard]] bool looks_like_asterix(std::string_view bytes);

}  // namespace tocsin::formats
