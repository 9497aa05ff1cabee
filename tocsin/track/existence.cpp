#include "tocsin/track/existence.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/track/dynamics.hpp"

namespace tocsin::track {
namespace {

constexpr double kSmallestHit = 0.05;

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x * std::sqrt(0.5));
}

/// Probability that a Gaussian value lies between two limits.
double between(double mean, double sigma, double low, double high) {
  if (!(sigma > 0.0)) return mean >= low && mean <= high ? 1.0 : 0.0;
  constexpr double kCertain = 9.0;  // what lies farther out is lost in the rounding of 1
  if (high - mean >= kCertain * sigma && mean - low >= kCertain * sigma) return 1.0;
  return std::max(0.0, normal_cdf((high - mean) / sigma) - normal_cdf((low - mean) / sigma));
}

/// Probability that a plume of this mean intensity crosses the threshold; in the trough averaged over factors from
/// `trough_factor` to 1, equally likely in their logarithm.
double plume_probability(const sense::InfraredSensor& sensor, double snr, double height_m, const BurnOptions& burn) {
  if (height_m < burn.trough_low_m || height_m > burn.trough_high_m) return sense::detection_probability(sensor, snr);
  constexpr int kPoints = 5;
  double sum = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    sum += sense::detection_probability(sensor, snr * std::pow(burn.trough_factor, (i + 0.5) / kPoints));
  }
  return sum / kPoints;
}

ByMode infrared_probability(const LookView& look, const TrackFile& track, const CoastState& estimate,
                            const Options& options) {
  const Position<Itrf> place = state_of<6>(estimate.mean).position;
  if (!(dot(place.m - look.frame.origin.m, look.frame.down.u) > 1.0)) return {};
  const sense::InfraredView seen = sense::view(*look.infrared, look.frame.origin, place);
  if (!seen.visible) return {};
  const sense::TangentAnglesJacobian angles = sense::tangent_angles_jacobian(look.frame, place);
  const double inside = between(angles.angles.east_rad, std::sqrt(variance_along(estimate, angles.d_east)),
                                look.field.horizontal_rad[0], look.field.horizontal_rad[1]) *
                        between(angles.angles.north_rad, std::sqrt(variance_along(estimate, angles.d_north)),
                                look.field.vertical_rad[0], look.field.vertical_rad[1]);
  if (inside < 1e-3) return {};
  const double height = earth::height_above_ellipsoid_m(place);
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(place)).u;
  const double above_cloud = look.cloud_top_m > 0.0
                                 ? between(height, std::sqrt(variance_along(estimate, up)), look.cloud_top_m, HUGE_VAL)
                                 : 1.0;
  // A track that infrared has not seen yet may be of any brightness: an even chance.
  double plume = 0.5;
  if (track.infrared_hits > 0) {
    const double snr = std::exp(track.log_intensity) / sense::noise_equivalent_intensity(*look.infrared, seen.range_m);
    plume = plume_probability(*look.infrared, snr, height, options.burn);
  }
  const double boost = std::min(plume, options.gate.max_detection_probability) * inside * above_cloud;
  return {boost, boost * options.burn.coast_visibility};
}

ByMode radar_probability(const LookView& look, double rcs_m2, const RadarSight& sight, const Options& options) {
  const sense::Radar& radar = *look.radar;
  const sense::RadarView& seen = sight.reported.rows.view;
  if (!sense::covers(radar, seen.azimuth_rad, seen.elevation_rad)) return {};
  const double width = wrap_two_pi(look.field.horizontal_rad[1] - look.field.horizontal_rad[0]);
  double inside = between(seen.elevation_rad, sight.sigma[2], look.field.vertical_rad[0], look.field.vertical_rad[1]);
  if (width > 0.0) {  // equal limits: the full circle
    const double centre = look.field.horizontal_rad[0] + 0.5 * width;
    inside *= between(wrap_pi(seen.azimuth_rad - centre), sight.sigma[1], -0.5 * width, 0.5 * width);
  }
  if (inside < 1e-3) return {};
  const double gain = sense::pattern_gain(radar, seen.azimuth_rad, seen.elevation_rad);
  const double seen_there = sense::detection_probability(radar, sight.reported.true_range_m, gain * rcs_m2);
  const double p = std::min(seen_there, options.gate.max_radar_detection_probability) * inside;
  return {p, p};
}

double field_width(const message::Field& field, bool is_radar) {
  const double width = field.horizontal_rad[1] - field.horizontal_rad[0];
  if (!is_radar) return std::max(width, 1e-6);
  const double sector = wrap_two_pi(width);
  return sector > 0.0 ? sector : 2.0 * kPi;
}

double false_measurements(const LookView& look) {
  if (!look.is_radar()) return look.infrared->false_per_look;
  return look.is_dwell ? look.radar->false_per_dwell : look.radar->false_per_look;
}

/// Expectations of zero would make any hit certain.
constexpr double kLeastFalse = 1e-6;

/// Longest revisit of the sensors that have seen the track.
double revisit_s(const TrackFile& track, const sense::Sensors& sensors) {
  double out = 0.0;
  for (const auto& [name, hits] : track.sensors) {
    const sense::InfraredSensor* infrared = track.infrared_hits > 0 ? sensors.infrared(name) : nullptr;
    if (infrared != nullptr) {
      out = std::max(out, infrared->revisit_s);
    } else if (const sense::Radar* radar = sensors.radar(name)) {
      out = std::max(out, radar->fence_revisit_s);
    }
  }
  return out;
}

}  // namespace

double clutter_density(const LookView& look, int measured_size, const Options& options) {
  const double expected = std::max(false_measurements(look), kLeastFalse);
  message::Field field = look.field;
  if (!look.has_field) {
    // Without a look the field is the whole view of the sensor.
    field = look.is_radar() ? message::Field{{look.radar->azimuth_start_rad, look.radar->azimuth_end_rad},
                                             {look.radar->elevation_min_rad, look.radar->elevation_max_rad}}
                            : sense::scan_field(*look.infrared, look.frame.origin, 0);
  }
  const double height = std::max(field.vertical_rad[1] - field.vertical_rad[0], 1e-6);
  double volume = field_width(field, look.is_radar()) * height;
  if (measured_size >= 3) volume *= sense::instrumented_range_m(*look.radar);
  if (measured_size == 4) volume *= 2.0 * options.gate.max_range_rate_mps;
  return expected / volume;
}

double prior_log_odds(const LookView& look, const Options& options) {
  const double births = look.is_radar() ? options.radar.births_per_look : options.infrared.births_per_look;
  return std::log(births / std::max(false_measurements(look), kLeastFalse));
}

ByMode detection_probability(const LookView& look, const TrackFile& track, const CoastState& estimate,
                             const Options& options) {
  if (!look.has_field) return {};
  if (!look.is_radar()) return infrared_probability(look, track, estimate, options);
  return detection_probability(look, track, sight_of(*look.radar, estimate.mean, place_covariance(estimate)), options);
}

ByMode detection_probability(const LookView& look, const TrackFile& track, const std::optional<RadarSight>& sight,
                             const Options& options) {
  return detection_probability(look, estimated_rcs_m2(track, options), sight, options);
}

ByMode detection_probability(const LookView& look, double rcs_m2, const std::optional<RadarSight>& sight,
                             const Options& options) {
  return look.has_field && sight ? radar_probability(look, rcs_m2, *sight, options) : ByMode{};
}

std::optional<RadarSight> sight_of(const sense::Radar& radar, const StateVector<6>& mean, const Covariance<3>& place) {
  const std::optional<sense::ReportedJacobian> reported = radar_sight(radar, state_of<6>(mean));
  if (!reported) return std::nullopt;
  const sense::RadarJacobian& rows = reported->rows;
  std::optional<RadarSight> out(std::in_place);
  out->reported = *reported;
  out->sigma = {std::sqrt(variance_along(place, rows.d_range)), std::sqrt(variance_along(place, rows.d_azimuth)),
                std::sqrt(variance_along(place, rows.d_elevation))};
  return out;
}

ByMode hit_probability(const ByMode& expected, const LookView& look, const Options& options) {
  if (look.is_radar()) {
    const double p = std::max(expected.boost, kSmallestHit);
    return {p, p};
  }
  const double boost = std::max(expected.boost, kSmallestHit);
  return {boost, boost * options.burn.coast_visibility};
}

double estimated_rcs_m2(const TrackFile& track, const Options& options) {
  return estimated_rcs_m2(track.rcs_sum_m2, track.radar_hits, options);
}

double estimated_rcs_m2(double sum_m2, std::int64_t plots, const Options& options) {
  const double weight = options.radar.rcs_weight;
  return (weight * options.radar.rcs_m2 + sum_m2) / (weight + static_cast<double>(plots));
}

double shown_rcs_m2(const Measurement& plot) {
  const sense::Radar& radar = *plot.radar;
  const sense::GeometricPlace place = sense::geometric_place(
      radar, plot.value[0], plot.value[2], plot.size == 4 ? std::optional(plot.value[3]) : std::nullopt);
  return shown_rcs_m2(radar, place.range_m, plot.snr_db, sense::pattern_gain(radar, plot.value[1], plot.value[2]));
}

double shown_rcs_m2(const sense::Radar& radar, double range_m, double snr_db, double gain) {
  const double of_one = sense::mean_snr(radar, range_m, gain);
  // Swerling 1 exceeds the threshold by its own mean; others are seen near it, and the mean is 1 + S without one
  const double less = radar.swerling == 1 ? sense::threshold_snr(radar) : 1.0;
  const double above = std::pow(10.0, 0.1 * snr_db) - less;
  if (!(of_one > 0.0)) return 0.0;
  return std::clamp(above / of_one, 0.0, 1e4);
}

void hit(TrackFile& track, double log_likelihood, double clutter, const ExistenceOptions& options) {
  track.log_odds = std::min(track.log_odds + log_likelihood - std::log(clutter), options.max_log_odds);
}

void miss(double& log_odds, double expected) {
  log_odds += std::log1p(-std::min(expected, 0.999));
}

double existence_probability(const TrackFile& track) {
  return 1.0 / (1.0 + std::exp(-track.log_odds));
}

void drop_anchor(TrackFile& track) {
  std::optional<CoastState> mixed;
  const CoastState& estimate = combined(track.imm, mixed);
  track.anchor_m = state_of<6>(estimate.mean).position.m;
  track.anchor_covariance = place_covariance(estimate);
}

bool has_moved(const TrackFile& track, const InfraredStartOptions& options) {
  std::optional<CoastState> mixed;
  const CoastState& now = combined(track.imm, mixed);
  const Vec3 place = state_of<6>(now.mean).position.m;
  if (norm(place - track.anchor_m) < options.moved_m) return false;
  return place_distance(place, place_covariance(now), track.anchor_m, track.anchor_covariance) >
         options.moved_sigmas * options.moved_sigmas;
}

bool deserves_confirmation(const TrackFile& track, const Options& options) {
  if (track.log_odds < options.existence.confirm_log_odds) return false;
  if (track.radar_hits >= options.radar.confirm_hits) return true;
  const int needed = track.is_single() ? options.infrared.confirm_hits_single : options.infrared.confirm_hits_pair;
  return track.infrared_hits + track.radar_hits >= needed && track.infrared_hits > 0 &&
         has_moved(track, options.infrared);
}

// A reason that could end a track file of one plot concerns lone plots as well: see may_be_alone.
std::string reason_to_end(const TrackFile& track, Instant now, const sense::Sensors& sensors, const Options& options) {
  const double unseen_s = seconds_between(track.last_hit, now);
  if (track.log_odds < options.existence.delete_log_odds) return "looks that should have seen it did not";
  if (!track.is_confirmed()) {
    const double patience = track.radar_hits > 0 ? options.radar.patience_s : 0.0;
    const double infrared =
        track.infrared_hits > 0 ? options.infrared.patience_revisits * revisit_s(track, sensors) : 0.0;
    if (unseen_s > std::max(patience, infrared)) return "not seen again";
    if (track.hits() >= options.existence.innovation_hits && track.innovation > options.existence.max_innovation) {
      return "its measurements contradict each other";
    }
  }
  std::optional<CoastState> mixed;
  const CoastState& estimate = combined(track.imm, mixed);
  const State<Itrf> state = state_of<6>(estimate.mean);
  double variance = 0.0;
  for (int i = 0; i < 3; ++i) variance += estimate.covariance(i, i);
  if (std::sqrt(variance) > options.existence.max_position_sigma_m) return "its place is no longer known";
  const bool descends = dot(state.velocity.mps, state.position.m) < 0.0;
  if (!descends || is_surely_above(state.position, 0.0)) return {};
  const double height = earth::height_above_ellipsoid_m(state.position);
  // A fire or a vehicle on the ramp stands at height 0 within its error and is seen: only what is unseen has landed.
  const Vec3 up = unit(state.position.m);
  if (height < -3.0 * std::sqrt(variance_along(estimate, up)) && unseen_s > revisit_s(track, sensors)) {
    return "it has come down";
  }
  if (height < 0.0 && unseen_s > std::max(30.0, 2.0 * revisit_s(track, sensors))) return "it has come down";
  return {};
}

}  // namespace tocsin::track
