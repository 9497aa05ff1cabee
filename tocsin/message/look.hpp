#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"

namespace tocsin::message {

/// Part of a sensor's view. Infrared: tangent angles east and north of the nadir direction (see sense/pointing.hpp);
/// radar: azimuth clockwise from north (the sector may cross north, low > high) and elevation.
struct Field {
  std::array<double, 2> horizontal_rad{};
  std::array<double, 2> vertical_rad{};

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("horizontal_rad", self.horizontal_rad, "limits east of nadir (infrared) or in azimuth (radar)",
            Range{-6.2832, 6.2832});
    v.field("vertical_rad", self.vertical_rad, "limits north of nadir (infrared) or in elevation (radar)",
            Range{-1.5708, 1.5708});
  }
};

/// Sensor S looked at field F from `begin` to `measured` (header), also when it found nothing. A look follows the
/// bearings or plots it contains, which name it by its sequence number.
struct Look {
  Instant begin;
  Field field;
  double detection_probability = 1.0;  ///< for the reference target of the sensor, as the sensor states it
  double threshold_snr = 0.0;          ///< amplitude ratio for infrared, power ratio for radar
  double cloud_top_m = 0.0;  ///< infrared: below this height nothing can be seen, as the sensor states it; 0 = clear
  std::int64_t hits = 0;
  std::string mode;  ///< scan, stare, fence, confirm, track

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("begin", self.begin, "UTC at which the look began; it ended at the record's measured time");
    v.field("field", self.field, "what was looked at");
    v.field("detection_probability", self.detection_probability, "for the sensor's reference target", Range{0, 1});
    v.field("threshold_snr", self.threshold_snr,
            "detection threshold: amplitude ratio (infrared) or power ratio (radar)", Range{0, 1e6});
    v.field("cloud_top_m", self.cloud_top_m, "height below which nothing can be seen; 0 when clear", Range{0, 30000});
    v.field("hits", self.hits, "number of bearings or plots that belong to this look", Range{0, 1e6});
    v.field("mode", self.mode, "scan, stare, fence, confirm or track");
  }
};

}  // namespace tocsin::message
