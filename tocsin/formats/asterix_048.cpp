// Category 048: monoradar target reports.

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
constexpr std::size_t k140 = 2;
constexpr std::size_t k020 = 3;
constexpr std::size_t k040 = 4;
constexpr std::size_t k110 = 19;
constexpr std::size_t k120 = 20;
constexpr std::size_t kExpansion = 28;

constexpr double kRangeStep_m = kNauticalMile_m / 256.0;
constexpr std::int64_t kRangeSteps = 65536;           // of I048/040: 256 NM
constexpr std::int64_t kMaxRangeSteps = 65535 * 256;  // of the Extended Range Report: 65535 NM
constexpr std::int64_t kCircleSteps = 65536;
constexpr double kHeightStep_m = 25.0 * kFoot_m;
constexpr std::int64_t kMaxHeightSteps = (std::int64_t{1} << 13U) - 1;  // 14 bits
constexpr std::int64_t kMaxSpeedSteps = (std::int64_t{1} << 9U) - 1;    // 10 bits

// I048/020, octet by octet.
constexpr unsigned kSimulated = 0x10;
constexpr unsigned kTest = 0x80;
constexpr unsigned kExtendedRange = 0x40;

// Items of the Reserved Expansion Field: one octet without extension.
constexpr unsigned kErrBit = 0x08;
constexpr std::size_t kErrIndex = 4;

struct RangeSteps {
  std::int64_t range = 0;
  std::int64_t azimuth = 0;
};

std::optional<RangeSteps> position_steps(const MonoradarReport& report) {
  if (!report.position) return std::nullopt;
  const auto range = steps_of(report.position->range_m, kRangeStep_m, 0, kMaxRangeSteps);
  const auto azimuth = circle_steps_of(report.position->azimuth_rad, kCircleSteps);
  // Only I048/020 can say that the range stands in the Extended Range Report.
  if (!range || !azimuth || (*range >= kRangeSteps && !report.descriptor)) return std::nullopt;
  return RangeSteps{*range, *azimuth};
}

std::string descriptor_bytes(const TargetDescriptor& descriptor, bool extended_range) {
  const unsigned second = (descriptor.test ? kTest : 0U) | (extended_range ? kExtendedRange : 0U);
  const unsigned first = (static_cast<unsigned>(descriptor.type) << 5U) | (descriptor.simulated ? kSimulated : 0U);
  std::string out(1, static_cast<char>(first | (second != 0 ? 1U : 0U)));
  if (second != 0) out += static_cast<char>(second);
  return out;
}

TargetDescriptor read_descriptor(std::string_view bytes) {
  return {.type = static_cast<TargetReportType>(octet(bytes, 0) >> 5U),
          .simulated = (octet(bytes, 0) & kSimulated) != 0,
          .test = bytes.size() > 1 && (octet(bytes, 1) & kTest) != 0};
}

/// The Extended Range Report in steps of 1/256 NM.
Result<std::int64_t> read_extended_range(std::string_view field) {
  if (field.size() < 2 || (octet(field, 1) & kErrBit) == 0)
    return fail_field("I048/RE", "no Extended Range Report", "one, as I048/020 ERR says");
  std::size_t at = 2;
  for (std::size_t i = 0; i <= kErrIndex; ++i) {
    if ((octet(field, 1) & (0x80U >> i)) == 0) continue;
    Result<std::size_t> length = item_length(expansion_048()[i], field.substr(at));
    if (!length) return fail(std::move(length).error().under("I048/RE"));
    if (i == kErrIndex) break;
    at += *length;
  }
  const std::int64_t steps = unsigned_big_endian(field.substr(at, 3));
  if (steps < kRangeSteps || steps > kMaxRangeSteps)
    return fail_field("I048/RE ERR", shortest(static_cast<double>(steps) / 256.0) + " NM", "256 to 65535 NM");
  return steps;
}

/// I048/040 or, where I048/020 says so, the range of the Extended Range Report.
Result<std::optional<PolarPosition>> read_position(std::string_view descriptor, std::string_view polar,
                                                   std::string_view expansion) {
  const bool is_extended = descriptor.size() > 1 && (octet(descriptor, 1) & kExtendedRange) != 0;
  if (polar.empty()) {
    if (is_extended) return fail_field("I048/040", "no item", "one beside the Extended Range Report");
    return std::optional<PolarPosition>();
  }
  std::int64_t range = unsigned_big_endian(polar.substr(0, 2));
  if (is_extended) {
    TOCSIN_TRY(range, read_extended_range(expansion));
  }
  constexpr double kAzimuthStep_rad = 2.0 * kPi / static_cast<double>(kCircleSteps);
  return std::optional(
      PolarPosition{.range_m = static_cast<double>(range) * kRangeStep_m,
                    .azimuth_rad = static_cast<double>(unsigned_big_endian(polar.substr(2))) * kAzimuthStep_rad});
}

DopplerSpeed read_doppler(std::string_view bytes) {
  return DopplerSpeed{.mps = static_cast<double>(signed_big_endian(bytes, 10)),
                      .doubtful = (octet(bytes, 0) & 0x80U) != 0};
}

}  // namespace

bool is_read_048(std::size_t index) {
  constexpr std::array read{k010, k140, k020, k040, k110, k120, kExpansion};
  return std::find(read.begin(), read.end(), index + 1) != read.end();
}

std::string encode_048(const MonoradarReport& report, AsterixLosses& losses) {
  const auto time = time_of_day_steps(report.time_of_day_s, kDay_s);
  if (!time) {
    ++losses.records["I048/140"];
    return {};
  }
  const auto lose = [&](const char* item) { ++losses.items[item]; };
  const std::optional<RangeSteps> position = position_steps(report);
  if (report.position && !position) lose("I048/040");
  const bool extended_range = position && position->range >= kRangeSteps;

  ItemWriter record;
  const auto add = [&](std::size_t number, std::int64_t value, std::size_t size) {
    std::string bytes;
    put_big_endian(value, size, bytes);
    record.add(number, bytes);
  };
  add(k010, report.source.area * 256 + report.source.system, 2);
  add(k140, *time, 3);
  if (report.descriptor) record.add(k020, descriptor_bytes(*report.descriptor, extended_range));
  if (position) {
    const std::int64_t range = extended_range ? kRangeSteps - 1 : position->range;
    add(k040, range * kCircleSteps + position->azimuth, 4);
  }
  if (report.height_m) {
    const auto height = steps_of(*report.height_m, kHeightStep_m, -kMaxHeightSteps - 1, kMaxHeightSteps);
    height ? add(k110, *height & 0x3fff, 2) : lose("I048/110");
  }
  if (report.doppler) {
    constexpr std::int64_t kCalculated = 0x800000;
    constexpr std::int64_t kDoubtful = 0x8000;
    const auto speed = steps_of(report.doppler->mps, 1.0, -kMaxSpeedSteps - 1, kMaxSpeedSteps);
    speed ? add(k120, kCalculated | (report.doppler->doubtful ? kDoubtful : 0) | (*speed & 0x3ff), 3)
          : lose("I048/120");
  }
  if (extended_range) {
    constexpr std::int64_t kLength = 5;
    add(kExpansion, (kLength << 32) | (std::int64_t{kErrBit} << 24) | position->range, 5);
  }
  return record.take();
}

Result<MonoradarReport> decode_048(const SplitItems& items) {
  std::array<std::string_view, kExpansion + 1> found{};
  for (const ItemBytes& item : items.items) found[item.index + 1] = item.bytes;
  if (found[k010].empty()) return fail_field("I048/010", "no item", "one in every record");
  if (found[k140].empty()) return fail_field("I048/140", "no item", "one in every record");

  MonoradarReport report;
  report.source = {static_cast<std::uint8_t>(found[k010][0]), static_cast<std::uint8_t>(found[k010][1])};
  report.time_of_day_s = static_cast<double>(unsigned_big_endian(found[k140])) * kTimeStep_s;
  if (report.time_of_day_s >= kDay_s)
    return fail_field("I048/140", shortest(report.time_of_day_s) + " s", "below 86400 s");
  if (!found[k020].empty()) report.descriptor = read_descriptor(found[k020]);
  TOCSIN_TRY(report.position, read_position(found[k020], found[k040], found[kExpansion]));
  if (!found[k110].empty()) report.height_m = static_cast<double>(signed_big_endian(found[k110], 14)) * kHeightStep_m;
  // I048/120 CAL is the first of two parts.
  if (!found[k120].empty() && (octet(found[k120], 0) & 0x80U) != 0)
    report.doppler = read_doppler(found[k120].substr(1, 2));
  return report;
}

}  // namespace tocsin::formats
