#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tocsin/track/existence.hpp"
#include "tocsin/track/gating.hpp"
#include "tocsin/track/track_list.hpp"

namespace tocsin::track {

/// A track as one look meets it.
struct Meeting {
  TrackFile* track = nullptr;
  int round = 0;           ///< of association, 0 to 3
  bool carried = false;    ///< whether there is an estimate at the end; if not, no measurement can be its
  bool taken = false;      ///< has its hit of this look
  bool is_member = false;  ///< of a group
  bool grouped = false;    ///< its group decides for this look
  ByMode expected;
  std::optional<sense::ReportedJacobian> sight;  ///< radar: how it would report the coast model of `at_end`
  Imm at_end;                                    ///< estimate at the end of the look, or later when the look is late
};

/// A measurement that lies in the window of a track.
struct Reached {
  std::size_t track = 0;        ///< place of the meeting
  std::size_t measurement = 0;  ///< its place in the look
  /// How they agree. Nothing of the member of a group, which decides otherwise, and where it cannot be measured.
  std::optional<MixtureInnovation> innovation;
};
/// In order of track and measurement.
using Reach = std::vector<Reached>;

/// The tracks that one look meets. What it holds means nothing after the look. It is kept so that the next look need
/// not ask for memory again, which of thousands of tracks is megabytes.
class Meetings {
 public:
  /// Room for so many; those before are forgotten.
  void start(std::size_t most);
  Meeting& add(TrackFile& track);
  [[nodiscard]] std::span<Meeting> all() { return {pool_.data(), count_}; }

  Reach reach;

 private:
  std::vector<Meeting> pool_;
  std::size_t count_ = 0;
};

/// One plot alone, most often a false one, is not carried to the next look when nothing lies where its object could
/// have come to, however fast: the look has missed it. How probable a measurement was there; nothing where the look
/// must be met as by any track. The object was at `mean` at `time`; `place`: covariance of the place.
[[nodiscard]] std::optional<ByMode> missed_at_once(const LookView& look, const StateVector<6>& mean,
                                                   const Covariance<3>& place, Instant time, double rcs_m2,
                                                   const SortedMeasurements& sorted, const Options& options);
/// Counts a look that missed an object although a measurement was so probable.
void count_miss(const ByMode& expected, double& boost_probability, double& log_odds, std::int64_t& misses);

/// Agreement of a measurement of the look with the track; `seen`: its probability of detection.
[[nodiscard]] std::optional<MixtureInnovation> innovation(const Meeting& met, const Measurement& measurement,
                                                          const ByMode& seen, const Options& options);

/// Carries the tracks that a look concerns to it, and finds which of its measurements may be whose.
void meet(const LookView& look, SortedMeasurements& sorted, TrackList& tracks, const Options& options, Meetings& out);

}  // namespace tocsin::track
