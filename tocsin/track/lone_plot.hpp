#pragma once

#include <array>
#include <cstdint>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/track/measurement.hpp"

namespace tocsin::track {

struct LookView;
struct Memory;
struct Options;
struct TrackFile;
class SortedMeasurements;

/// A plot that no track explains, while looks and ticks only miss its object: most such plots are false. It stands for
/// the track file that starts from it (`track_file_of`), and for each look and tick comes to the same as that; it takes
/// a sixth of the memory and less time.
struct LonePlot : Measured {
  std::int64_t number = 0;  ///< of the track file
  std::int64_t look = 0;    ///< number of the look that brought it
  const sense::Radar* radar = nullptr;
  State<Itrf> state;               ///< of the track's estimate
  Covariance<3> place_covariance;  ///< m², with the curvature of the Earth
  double sigma_m = 0.0;            ///< root of the sum of the variances of its place, without curvature
  double shown_rcs_m2 = 0.0;
  double log_odds = 0.0;  ///< of existence
  double boost_probability = 0.0;
  std::int64_t misses = 0;
};

/// Precondition: `is_plausible` at `place`.
[[nodiscard]] LonePlot lone_plot(const Measurement& plot, const Position<Itrf>& place, const LookView& look,
                                 std::int64_t number, const Options& options);

/// Whether looks and ticks can do with it what they would do with the track file. Where they could not (thrust believed
/// at once, an object that may have come down, options by which one plot says enough, numbers that no filter can take)
/// it is no lone plot. What may end a track file of one plot (`reason_to_end`) is here or in `keep_up_lone_plots`.
[[nodiscard]] bool may_be_alone(const LonePlot& lone, const Options& options);

/// The track file that it stands for.
[[nodiscard]] TrackFile track_file_of(const LonePlot& lone, const Options& options);

/// Those that a look only misses count the miss; the others become track files, for the look to meet. `sorted`: the
/// measurements of the look.
void pass_lone_plots(const LookView& look, const SortedMeasurements& sorted, Memory& memory, const Options& options);

/// At a tick: drops those farther than this from its time, either way. Precondition: `memory.now`.
void drop_lone_plots(Memory& memory, double unseen_s);

/// At a tick: drops those that were unseen for too long or are improbable by now, makes track files of those that must
/// be carried to the present. Precondition: `memory.now`.
void keep_up_lone_plots(Memory& memory, const Options& options);

/// Makes track files of all.
void to_track_files(Memory& memory, const Options& options);

}  // namespace tocsin::track
