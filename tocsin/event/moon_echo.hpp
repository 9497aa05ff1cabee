#pragma once

#include <cstdint>
#include <optional>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::event {

// The Moon is beyond every instrumented range, but a radar that does not know to which of its pulses an echo belongs
// reports it near. What gives it away is its direction, that it hardly comes nearer, and that the reported range keeps
// to its distance less a constant.

/// Of a plot that may be the Moon's echo, how much nearer it is reported than the Moon is, metres; nothing of others:
/// another direction (the Moon's radius, the stated errors, what air and alignment may turn), or, where it is measured,
/// another range rate. A body that only passes before the Moon has another one.
[[nodiscard]] std::optional<double> moon_offset_m(const sense::Radar& radar, const message::Plot& plot, Instant t);

/// Plots of a track, and how many of them may be the Moon's.
struct MoonTally {
  std::int64_t plots = 0;
  std::int64_t moon = 0;
  std::int64_t others_in_a_row = 0;  ///< newest plots that are not the Moon's
  std::optional<double> offset_m;    ///< of the first that may be

  /// `offset_m`: as of `moon_offset_m`.
  void count(const std::optional<double>& offset_m, double range_sigma_m);

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("plots", self.plots, "of the track");
    v.field("moon", self.moon, "that may be the Moon's");
    v.field("others_in_a_row", self.others_in_a_row, "newest that are not");
    v.field("offset_m", self.offset_m, "of the Moon's distance");
  }
};

}  // namespace tocsin::event
