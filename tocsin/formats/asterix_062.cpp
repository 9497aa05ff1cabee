// Category 062: system track data.

#include <algorithm>
#include <array>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/asterix_items.hpp"
#include "tocsin/formats/big_endian.hpp"

namespace tocsin::formats {
namespace {

// Field reference numbers.
constexpr std::size_t k010 = 1;
constexpr std::size_t k070 = 4;
constexpr std::size_t k105 = 5;
constexpr std::size_t k100 = 6;
constexpr std::size_t k185 = 7;
constexpr std::size_t k040 = 12;
constexpr std::size_t k080 = 13;
constexpr std::size_t k290 = 14;
constexpr std::size_t k130 = 18;
constexpr std::size_t k220 = 20;
constexpr std::size_t k500 = 27;

constexpr double kDayWithLeapSecond_s = 86401.0;
constexpr std::int64_t kHalfTurn = std::int64_t{1} << 25U;
constexpr double kAngleStep_rad = kPi / static_cast<double>(kHalfTurn);
constexpr double kPositionStep_m = 0.5;
constexpr double kSpeedStep_mps = 0.25;
constexpr double kHeightStep_m = 6.25 * kFoot_m;
constexpr std::int64_t kMinHeightSteps = -240;   // -1500 ft
constexpr std::int64_t kMaxHeightSteps = 24000;  // 150000 ft
constexpr double kClimbStep_mps = 6.25 * kFoot_m / 60.0;
constexpr double kAgeStep_s = 0.25;
constexpr std::int64_t kOctetMax = 255;
constexpr std::int64_t kShortMax = 65535;
constexpr std::int64_t kSignedShortMax = 32767;
constexpr std::int64_t kSigned24Max = 8388607;

/// Puts items into a record, or counts those that cannot be said.
class Items {
 public:
  Items(std::string prefix, AsterixLosses& losses) : prefix_(std::move(prefix)), losses_(losses) {}

  void number(std::size_t frn, const char* name, std::optional<std::int64_t> steps, std::size_t size) {
    if (!steps) return lose(name);
    std::string bytes;
    put_big_endian(*steps, size, bytes);
    writer_.add(frn, bytes);
  }
  void pair(std::size_t frn, const char* name, std::optional<std::int64_t> x, std::optional<std::int64_t> y,
            std::size_t size) {
    if (!x || !y) return lose(name);
    std::string bytes;
    put_big_endian(*x, size, bytes);
    put_big_endian(*y, size, bytes);
    writer_.add(frn, bytes);
  }
  void bytes(std::size_t frn, const std::string& bytes) {
    if (!bytes.empty()) writer_.add(frn, bytes);
  }
  [[nodiscard]] std::string take() const { return writer_.take(); }

 private:
  void lose(const char* name) { ++losses_.items[prefix_ + name]; }

  std::string prefix_;
  AsterixLosses& losses_;
  ItemWriter writer_;
};

std::string status_bytes(const TrackStatus& s) {
  std::array<unsigned, 4> octets{(s.single_sensor ? 0x80U : 0U) | (s.geometric_height ? 0x20U : 0U) |
                                     (static_cast<unsigned>(s.height_source) << 2U) | (s.tentative ? 0x02U : 0U),
                                 (s.simulated ? 0x80U : 0U) | (s.last ? 0x40U : 0U) | (s.first ? 0x20U : 0U), 0U,
                                 s.coasting ? 0x80U : 0U};
  std::size_t size = octets.size();
  while (size > 1 && octets[size - 1] == 0) --size;
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(octets[i] | (i + 1 < size ? 1U : 0U));
  return out;
}

TrackStatus read_status(std::string_view bytes) {
  const auto bit = [&](std::size_t i, unsigned mask) { return i < bytes.size() && (octet(bytes, i) & mask) != 0; };
  return {.single_sensor = bit(0, 0x80),
          .geometric_height = bit(0, 0x20),
          .height_source = static_cast<HeightSource>((octet(bytes, 0) >> 2U) & 7U),
          .tentative = bit(0, 0x02),
          .simulated = bit(1, 0x80),
          .last = bit(1, 0x40),
          .first = bit(1, 0x20),
          .coasting = bit(3, 0x80)};
}

std::string age_bytes(const TrackAges& ages, AsterixLosses& losses) {
  Items items("I062/290 ", losses);
  if (ages.track_s) items.number(1, "TRK", capped_steps_of(*ages.track_s, kAgeStep_s, kOctetMax), 1);
  if (ages.primary_s) items.number(2, "PSR", capped_steps_of(*ages.primary_s, kAgeStep_s, kOctetMax), 1);
  return items.take();
}

Result<std::optional<TrackAges>> read_ages(std::string_view bytes) {
  TOCSIN_TRY(const SplitItems parts, split_items(asterix_profile(62)[k290 - 1].parts, bytes));
  TrackAges ages;
  for (const ItemBytes& part : parts.items) {
    const double age = static_cast<double>(unsigned_big_endian(part.bytes)) * kAgeStep_s;
    if (part.index == 0) ages.track_s = age;
    if (part.index == 1) ages.primary_s = age;
  }
  if (ages == TrackAges{}) return std::optional<TrackAges>();
  return std::optional(ages);
}

std::string accuracy_bytes(const TrackAccuracy& a, AsterixLosses& losses) {
  Items items("I062/500 ", losses);
  if (a.position_m) {
    items.pair(1, "APC", capped_steps_of(a.position_m->x, kPositionStep_m, kShortMax),
               capped_steps_of(a.position_m->y, kPositionStep_m, kShortMax), 2);
  }
  if (a.covariance_m) {
    items.number(2, "COV", steps_of(*a.covariance_m, kPositionStep_m, -kSignedShortMax - 1, kSignedShortMax), 2);
  }
  if (a.wgs84_rad) {
    items.pair(3, "APW", capped_steps_of(a.wgs84_rad->lat_rad, kAngleStep_rad, kShortMax),
               capped_steps_of(a.wgs84_rad->lon_rad, kAngleStep_rad, kShortMax), 2);
  }
  if (a.height_m) items.number(4, "AGA", capped_steps_of(*a.height_m, kHeightStep_m, kOctetMax), 1);
  if (a.velocity_mps) {
    items.pair(6, "ATV", capped_steps_of(a.velocity_mps->x, kSpeedStep_mps, kOctetMax),
               capped_steps_of(a.velocity_mps->y, kSpeedStep_mps, kOctetMax), 1);
  }
  if (a.climb_mps) items.number(8, "ARC", capped_steps_of(*a.climb_mps, kClimbStep_mps, kOctetMax), 1);
  return items.take();
}

Result<std::optional<TrackAccuracy>> read_accuracy(std::string_view bytes) {
  TOCSIN_TRY(const SplitItems parts, split_items(asterix_profile(62)[k500 - 1].parts, bytes));
  TrackAccuracy a;
  for (const ItemBytes& part : parts.items) {
    const std::size_t half = part.bytes.size() / 2;
    const auto first = static_cast<double>(unsigned_big_endian(part.bytes.substr(0, half)));
    const auto second = static_cast<double>(unsigned_big_endian(part.bytes.substr(half)));
    const auto whole = static_cast<double>(unsigned_big_endian(part.bytes));
    switch (part.index + 1) {
      case 1:
        a.position_m = {first * kPositionStep_m, second * kPositionStep_m};
        break;
      case 2:
        a.covariance_m = static_cast<double>(signed_big_endian(part.bytes, 16)) * kPositionStep_m;
        break;
      case 3:
        a.wgs84_rad = {first * kAngleStep_rad, second * kAngleStep_rad};
        break;
      case 4:
        a.height_m = whole * kHeightStep_m;
        break;
      case 6:
        a.velocity_mps = {first * kSpeedStep_mps, second * kSpeedStep_mps};
        break;
      case 8:
        a.climb_mps = whole * kClimbStep_mps;
        break;
      default:
        break;
    }
  }
  if (a == TrackAccuracy{}) return std::optional<TrackAccuracy>();
  return std::optional(a);
}

Result<Wgs84Place> read_place(std::string_view bytes) {
  const std::int64_t lat = signed_big_endian(bytes.substr(0, 4), 32);
  const std::int64_t lon = signed_big_endian(bytes.substr(4), 32);
  constexpr double kStep_deg = 180.0 / static_cast<double>(kHalfTurn);
  if (lat < -kHalfTurn / 2 || lat > kHalfTurn / 2)
    return fail_field("I062/105 LAT", shortest(static_cast<double>(lat) * kStep_deg), "-90 to 90 degrees");
  if (lon < -kHalfTurn || lon >= kHalfTurn)
    return fail_field("I062/105 LON", shortest(static_cast<double>(lon) * kStep_deg), "-180 to below 180 degrees");
  return Wgs84Place{static_cast<double>(lat) * kAngleStep_rad, static_cast<double>(lon) * kAngleStep_rad};
}

/// Longitude from -180 to below 180 degrees.
std::optional<std::int64_t> longitude_steps(double lon_rad) {
  const auto steps = circle_steps_of(lon_rad, 2 * kHalfTurn);
  return steps && *steps >= kHalfTurn ? std::optional(*steps - 2 * kHalfTurn) : steps;
}

Result<double> read_time(std::string_view bytes) {
  const double time = static_cast<double>(unsigned_big_endian(bytes)) * kTimeStep_s;
  if (time >= kDayWithLeapSecond_s) return fail_field("I062/070", shortest(time) + " s", "below 86401 s");
  return time;
}

Result<double> read_height(std::string_view bytes) {
  const std::int64_t steps = signed_big_endian(bytes, 16);
  if (steps < kMinHeightSteps || steps > kMaxHeightSteps)
    return fail_field("I062/130", shortest(static_cast<double>(steps) * 6.25) + " ft", "-1500 to 150000 ft");
  return static_cast<double>(steps) * kHeightStep_m;
}

PlaneVector read_vector(std::string_view bytes, double step) {
  const std::size_t half = bytes.size() / 2;
  const int bits = static_cast<int>(half) * 8;
  return {static_cast<double>(signed_big_endian(bytes.substr(0, half), bits)) * step,
          static_cast<double>(signed_big_endian(bytes.substr(half), bits)) * step};
}

Status read_item(const ItemBytes& item, SystemTrack& track) {
  const std::string_view bytes = item.bytes;
  switch (item.index + 1) {
    case k010:
      track.source = {static_cast<std::uint8_t>(bytes[0]), static_cast<std::uint8_t>(bytes[1])};
      break;
    case k070: {
      TOCSIN_TRY(track.time_of_day_s, read_time(bytes));
      break;
    }
    case k105: {
      TOCSIN_TRY(track.place, read_place(bytes));
      break;
    }
    case k100:
      track.position_m = read_vector(bytes, kPositionStep_m);
      break;
    case k185:
      track.velocity_mps = read_vector(bytes, kSpeedStep_mps);
      break;
    case k040:
      track.number = static_cast<std::uint16_t>(unsigned_big_endian(bytes));
      break;
    case k080:
      track.status = read_status(bytes);
      break;
    case k290: {
      TOCSIN_TRY(track.ages, read_ages(bytes));
      break;
    }
    case k130: {
      TOCSIN_TRY(track.height_m, read_height(bytes));
      break;
    }
    case k220:
      track.climb_mps = static_cast<double>(signed_big_endian(bytes, 16)) * kClimbStep_mps;
      break;
    case k500: {
      TOCSIN_TRY(track.accuracy, read_accuracy(bytes));
      break;
    }
    default:
      break;
  }
  return {};
}

}  // namespace

bool is_read_062(std::size_t index) {
  constexpr std::array read{k010, k070, k105, k100, k185, k040, k080, k290, k130, k220, k500};
  return std::find(read.begin(), read.end(), index + 1) != read.end();
}

std::string encode_062(const SystemTrack& track, AsterixLosses& losses) {
  const auto time = time_of_day_steps(track.time_of_day_s, kDayWithLeapSecond_s);
  if (!time) {
    ++losses.records["I062/070"];
    return {};
  }
  Items items("I062/", losses);
  items.number(k010, "010", track.source.area * 256 + track.source.system, 2);
  items.number(k070, "070", time, 3);
  if (track.place) {
    items.pair(k105, "105", steps_of(track.place->lat_rad, kAngleStep_rad, -kHalfTurn / 2, kHalfTurn / 2),
               longitude_steps(track.place->lon_rad), 4);
  }
  if (track.position_m) {
    items.pair(k100, "100", steps_of(track.position_m->x, kPositionStep_m, -kSigned24Max - 1, kSigned24Max),
               steps_of(track.position_m->y, kPositionStep_m, -kSigned24Max - 1, kSigned24Max), 3);
  }
  if (track.velocity_mps) {
    items.pair(k185, "185", steps_of(track.velocity_mps->x, kSpeedStep_mps, -kSignedShortMax - 1, kSignedShortMax),
               steps_of(track.velocity_mps->y, kSpeedStep_mps, -kSignedShortMax - 1, kSignedShortMax), 2);
  }
  items.number(k040, "040", track.number, 2);
  items.bytes(k080, status_bytes(track.status));
  if (track.ages) items.bytes(k290, age_bytes(*track.ages, losses));
  if (track.height_m) {
    items.number(k130, "130", steps_of(*track.height_m, kHeightStep_m, kMinHeightSteps, kMaxHeightSteps), 2);
  }
  if (track.climb_mps) {
    items.number(k220, "220", steps_of(*track.climb_mps, kClimbStep_mps, -kSignedShortMax - 1, kSignedShortMax), 2);
  }
  if (track.accuracy) items.bytes(k500, accuracy_bytes(*track.accuracy, losses));
  return items.take();
}

Result<SystemTrack> decode_062(const SplitItems& items) {
  SystemTrack track;
  std::array<bool, 36> seen{};
  for (const ItemBytes& item : items.items) {
    seen[item.index + 1] = true;
    if (Status s = read_item(item, track); !s) return fail(std::move(s).error());
  }
  for (const std::size_t needed : {k010, k070, k040, k080}) {
    if (!seen[needed])
      return fail_field(std::string(asterix_profile(62)[needed - 1].name), "no item", "one in every record");
  }
  return track;
}

}  // namespace tocsin::formats
