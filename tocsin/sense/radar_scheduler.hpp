#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/control.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/radar_filter.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

struct RadarSchedulerOptions {
  /// A hit that no own track explains is looked at again while the object has hardly moved.
  double confirm_delay_s = 0.1;
  /// New tracks are visited more often, until their velocity is known.
  double initiation_interval_s = 0.5;
  double initiation_s = 10.0;
  /// A visit comes earlier when the predicted direction gets less certain than this share of the beam.
  double sigma_share_of_beam = 0.25;
  double min_interval_s = 0.1;
  /// Dwells without an echo in a row after which a track is given up.
  int max_missed = 5;
  /// Visits in a row with an older track at the same place after which the younger of the two is given up.
  int max_shadowed = 5;
  /// Squared Mahalanobis distance of range, azimuth, elevation and range rate: 99.9 % of 4 degrees of freedom.
  double gate = 18.5;
  RadarFilterModel model;
};

/// Plans the dwells of one phased array from its own echoes: the fence at fixed times, a confirm dwell after a fence
/// hit that no own track explains, then track dwells, with a small filter of its own (position, velocity and
/// acceleration besides gravity, Itrf). A stage in itself: a pure function of what it was shown. A live radar's own
/// scheduler stands in its place; replay never runs it.
class RadarScheduler {
 public:
  RadarScheduler(Radar radar, Instant begin, const RadarSchedulerOptions& options = {});

  /// Time of the next dwell.
  [[nodiscard]] Instant next_at() const;
  /// The next dwell in order of time; it leaves the schedule. A fence tasking stands for one whole sweep.
  [[nodiscard]] message::Tasking next();
  /// An echo of the fence, at the moment the beam passed.
  void see_fence(Instant t, const message::Plot& plot);
  /// Echoes of a confirm or track dwell at its time, none if it found nothing. Every dwell that `next` gave is shown
  /// once.
  void see_dwell(const message::Tasking& dwell, const std::vector<message::Plot>& plots);

  [[nodiscard]] std::size_t track_count() const { return tracks_.size(); }

  [[nodiscard]] std::string save() const;
  /// Errors: not the bytes that `save` gave.
  [[nodiscard]] Status load(std::string_view state);

 private:
  struct Track {
    std::int64_t number = 0;
    Instant born;
    Instant due;
    bool asked = false;  ///< a dwell was given out and its result has not come yet
    int missed = 0;
    int shadowed = 0;  ///< visits in a row at which an older track stood at the same place
    RadarFilter filter;
  };
  struct Suspect {
    std::int64_t number = 0;
    Instant due;
    bool asked = false;
    RadarFilter filter;
  };

  [[nodiscard]] message::Tasking fence_sweep();
  [[nodiscard]] message::Tasking dwell_at(message::DwellMode mode, std::int64_t number, Instant at,
                                          const RadarFilter& filter) const;
  [[nodiscard]] bool explained(Instant t, const message::Plot& plot) const;
  void suspect(Instant t, const message::Plot& plot);
  [[nodiscard]] std::optional<std::size_t> nearest(const RadarFilter& filter,
                                                   const std::vector<message::Plot>& plots) const;
  [[nodiscard]] std::optional<std::size_t> see_confirm(const message::Tasking& dwell,
                                                       const std::vector<message::Plot>& plots);
  [[nodiscard]] std::optional<std::size_t> see_track(const message::Tasking& dwell,
                                                     const std::vector<message::Plot>& plots);
  [[nodiscard]] bool is_shadow(const Track& track) const;
  [[nodiscard]] bool goes_on(Track& track) const;

  Radar radar_;
  RadarSchedulerOptions options_;
  Instant next_fence_;
  std::int64_t next_number_ = 1;
  std::vector<Track> tracks_;      ///< ascending by number
  std::vector<Suspect> suspects_;  ///< ascending by number
};

}  // namespace tocsin::sense
