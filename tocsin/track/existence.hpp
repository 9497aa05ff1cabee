#pragma once

#include <array>
#include <optional>

#include "tocsin/message/look.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/measurement.hpp"
#include "tocsin/track/options.hpp"
#include "tocsin/track/track_file.hpp"

namespace tocsin::track {

/// One look of one sensor, with what all tracks need of it. Without a field (recordings without looks) it sees nothing
/// that a miss could be counted for.
struct LookView {
  std::string source;
  std::int64_t number = 0;  ///< sequence of the look
  Instant begin;
  Instant end;
  message::Field field;
  bool has_field = false;
  double cloud_top_m = 0.0;
  bool is_dwell = false;  ///< confirm or track dwell of a radar
  const sense::InfraredSensor* infrared = nullptr;
  const sense::Radar* radar = nullptr;
  sense::NadirFrame frame;  ///< infrared: of the satellite at the end
  [[nodiscard]] bool is_radar() const { return radar != nullptr; }
};

/// A look that sees an object less probably than this says nothing about it.
inline constexpr double kNegligibleSight = 1e-3;

/// Expected false measurements per unit of measurement space (rad² for bearings; m·rad², times m/s with range rate).
[[nodiscard]] double clutter_density(const LookView& look, int measured_size, const Options& options);
/// Prior odds of a first hit being an object: expected new objects against expected false measurements of the look.
[[nodiscard]] double prior_log_odds(const LookView& look, const Options& options);

/// An estimate as a radar would report it.
struct RadarSight {
  sense::ReportedJacobian reported;
  std::array<double, 3> sigma{};  ///< of its range, azimuth and elevation
};
/// `place`: covariance of the estimate's place. Nothing where the radar cannot measure.
[[nodiscard]] std::optional<RadarSight> sight_of(const sense::Radar& radar, const StateVector<6>& mean,
                                                 const Covariance<3>& place);

/// Probability that the look sees the object of a track, under each model. `estimate`: where it is in the look.
/// Infrared: field, view, cloud, and the plume's recent intensity against the sensor's noise, of unknown depth in the
/// trough; radar: field, sector, and the cross-section that its plots showed.
[[nodiscard]] ByMode detection_probability(const LookView& look, const TrackFile& track, const CoastState& estimate,
                                           const Options& options);
/// The same of a radar, where the estimate in its coordinates is known already (nothing: it cannot be measured).
[[nodiscard]] ByMode detection_probability(const LookView& look, const TrackFile& track,
                                           const std::optional<RadarSight>& sight, const Options& options);
/// The same of an object with this cross-section.
[[nodiscard]] ByMode detection_probability(const LookView& look, double rcs_m2, const std::optional<RadarSight>& sight,
                                           const Options& options);
/// The same for a measurement that was made: never so small that a hit would count against the model of a sensor.
[[nodiscard]] ByMode hit_probability(const ByMode& expected, const LookView& look, const Options& options);

/// Radar cross-section that the plots of a track show, m².
[[nodiscard]] double estimated_rcs_m2(const TrackFile& track, const Options& options);
/// The same where the sum of what so many plots show is known.
[[nodiscard]] double estimated_rcs_m2(double sum_m2, std::int64_t plots, const Options& options);
/// Cross-section that one plot shows, in a direction of this share of the power on boresight: exponential statistics
/// (Swerling 1) exceed the threshold by their own mean; of the others a strong echo is unbiased, a weak one too large.
[[nodiscard]] double shown_rcs_m2(const sense::Radar& radar, double range_m, double snr_db, double gain = 1.0);
/// The same of a plot, in the direction in which it was measured.
[[nodiscard]] double shown_rcs_m2(const Measurement& plot);

/// Belief after a hit, a Bernoulli filter's update as log odds (Ristic et al., IEEE Trans. SP-61, 2013):
/// `log_likelihood` = ln(p_D · density of the measurement).
void hit(TrackFile& track, double log_likelihood, double clutter, const ExistenceOptions& options);
/// Belief after a look that should have seen the object with probability `expected` and did not.
void miss(double& log_odds, double expected);

[[nodiscard]] double existence_probability(const TrackFile& track);

/// Remembers where the track is now as the place against which it must move.
void drop_anchor(TrackFile& track);
/// Whether the track has moved: against noise and by a length that no fire or flare moves.
[[nodiscard]] bool has_moved(const TrackFile& track, const InfraredStartOptions& options);
/// Whether a tentative track is confirmed by now.
[[nodiscard]] bool deserves_confirmation(const TrackFile& track, const Options& options);
/// Why a track is to be given up at `now`, or an empty string. The longest revisit of its sensors counts.
[[nodiscard]] std::string reason_to_end(const TrackFile& track, Instant now, const sense::Sensors& sensors,
                                        const Options& options);

}  // namespace tocsin::track
