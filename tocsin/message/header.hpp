#pragma once

#include <cstdint>
#include <string>

#include "tocsin/base/describe.hpp"

namespace tocsin::message {

/// Born with the record and never changed; streams of different status never meet.
enum class RecordStatus { actual, exercise, test };

/// How the source's clock was known when it stamped the measurement.
enum class TimeQuality { synchronised, holdover, unknown };

/// Where a record comes from and when; the journal adds its own time and number.
struct Header {
  std::string source;         ///< id of the sensor, feed, person or program
  std::int64_t sequence = 0;  ///< counts up by one per source
  RecordStatus status = RecordStatus::test;
  bool simulated = false;
  Instant measured;  ///< when it happened
  Instant received;  ///< when it reached the centre
  TimeQuality time_quality = TimeQuality::synchronised;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("source", self.source, "id of the sensor, feed, person or program that made the record");
    v.field("sequence", self.sequence, "counts up by one for each record of the source", Range{0, 9e15});
    v.field("status", self.status, "actual, exercise or test; born with the record");
    v.field("simulated", self.simulated, "made by the simulator");
    v.field("measured", self.measured, "UTC at which it happened");
    v.field("received", self.received, "UTC at which it reached the centre");
    v.field("time_quality", self.time_quality, "state of the source's clock");
  }
};

}  // namespace tocsin::message

template <>
struct tocsin::EnumNames<tocsin::message::RecordStatus> {
  using E = tocsin::message::RecordStatus;
  static constexpr std::array kNames{std::pair{E::actual, std::string_view("actual")},
                                     std::pair{E::exercise, std::string_view("exercise")},
                                     std::pair{E::test, std::string_view("test")}};
};

template <>
struct tocsin::EnumNames<tocsin::message::TimeQuality> {
  using E = tocsin::message::TimeQuality;
  static constexpr std::array kNames{std::pair{E::synchronised, std::string_view("synchronised")},
                                     std::pair{E::holdover, std::string_view("holdover")},
                                     std::pair{E::unknown, std::string_view("unknown")}};
};
