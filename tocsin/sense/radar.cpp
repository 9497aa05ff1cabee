#include "tocsin/sense/radar.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/detection_statistics.hpp"

namespace tocsin::sense {
namespace {

double sector_width(const Radar& radar) {
  const double width = wrap_two_pi(radar.azimuth_end_rad - radar.azimuth_start_rad);
  return width > 0.0 ? width : 2.0 * kPi;
}

double power_ratio(double decibels) {
  return std::pow(10.0, 0.1 * decibels);
}

/// Swerling 1 with one pulse has a closed form, and its own branch: it is what most worlds say, and asked for most.
bool is_simple(const Radar& radar) {
  return radar.pulses == 1 && radar.swerling == 1;
}

/// What was worked out once, if the radar is still the one that it was worked out for.
const RadarSignal* worked_out(const Radar& radar) {
  if (!radar.signal) return nullptr;
  const RadarSignal& s = *radar.signal;
  const bool is_same = s.swerling == radar.swerling && s.pulses == radar.pulses &&
                       s.threshold_snr_db == radar.threshold_snr_db &&
                       s.detection_probability_rcs1 == radar.detection_probability_rcs1;
  return is_same ? &s : nullptr;
}

/// Threshold of the sum of a dwell's pulses.
double sum_threshold(const Radar& radar) {
  if (const RadarSignal* known = worked_out(radar)) return known->sum_threshold;
  return detection_threshold(std::exp(-power_ratio(radar.threshold_snr_db)), radar.pulses);
}

/// Power ratio of 1 m² at range_rcs1: Pd = exp(−T / (1 + S)) solved for S.
double reference_snr(const Radar& radar) {
  if (const RadarSignal* known = worked_out(radar)) return known->reference_snr;
  if (!is_simple(radar)) {
    return radar.pulses * snr_for_detection(swerling_from_number(radar.swerling), radar.detection_probability_rcs1,
                                            sum_threshold(radar), radar.pulses);
  }
  return threshold_snr(radar) / -std::log(radar.detection_probability_rcs1) - 1.0;
}

}  // namespace

RadarView radar_view(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity) {
  const earth::SiteFrame site = site_frame(radar);
  const earth::LookAngles look = site.look_angles(target);
  const Vec3 line = unit(target.m - site.origin().m);
  return {look.range_m, look.azimuth_rad, look.elevation_rad, dot(line, velocity.mps)};
}

Position<Itrf> radar_position(const Radar& radar, double range_m, double azimuth_rad, double elevation_rad) {
  return site_frame(radar).place_at({azimuth_rad, elevation_rad, range_m});
}

RadarJacobian radar_jacobian(const Radar& radar, const Position<Itrf>& target, const Velocity<Itrf>& velocity) {
  const earth::SiteFrame site = site_frame(radar);
  const Vec3 d = target.m - site.origin().m;
  const double range = norm(d);
  TOCSIN_REQUIRE(range > 0.0, "a radar does not look at itself");
  const Vec3 line = d / range;
  const Mat3& enu = site.enu_from_itrf().m;
  const Vec3 local = enu * d;
  const double ground2 = local.x * local.x + local.y * local.y;
  TOCSIN_REQUIRE(ground2 > 0.0, "azimuth has no derivative at the zenith");
  const double ground = std::sqrt(ground2);

  RadarJacobian out;
  const double rate = dot(line, velocity.mps);
  out.view = {range, wrap_two_pi(std::atan2(local.x, local.y)), std::atan2(local.z, ground), rate};
  out.d_range = line;
  out.d_azimuth = transposed(enu) * Vec3{local.y / ground2, -local.x / ground2, 0.0};
  const double range2 = range * range;
  out.d_elevation = transposed(enu) * Vec3{-local.x * local.z / (range2 * ground),
                                           -local.y * local.z / (range2 * ground), ground / range2};
  out.d_range_rate = (velocity.mps - rate * line) / range;
  out.d_range_rate_velocity = line;
  return out;
}

bool covers(const Radar& radar, double azimuth_rad, double elevation_rad) {
  return elevation_rad >= radar.elevation_min_rad && elevation_rad <= radar.elevation_max_rad &&
         in_sector(azimuth_rad, radar.azimuth_start_rad, radar.azimuth_end_rad);
}

bool inside(const message::Field& field, double azimuth_rad, double elevation_rad) {
  return elevation_rad >= field.vertical_rad[0] && elevation_rad <= field.vertical_rad[1] &&
         in_sector(azimuth_rad, field.horizontal_rad[0], field.horizontal_rad[1]);
}

double threshold_snr(const Radar& radar) {
  if (const RadarSignal* known = worked_out(radar)) return known->threshold_snr;
  if (radar.pulses > 1) return sum_threshold(radar) - (radar.pulses - 1);
  return power_ratio(radar.threshold_snr_db);
}

RadarSignal signal_of(const Radar& radar) {
  Radar plain = radar;
  plain.signal.reset();
  return {radar.swerling,       radar.pulses,         radar.threshold_snr_db, radar.detection_probability_rcs1,
          sum_threshold(plain), threshold_snr(plain), reference_snr(plain)};
}

double instrumented_range_m(const Radar& radar) {
  return radar.range_max_m > 0.0 ? radar.range_max_m : 1.5 * radar.range_rcs1_m;
}

double mean_snr(const Radar& radar, double range_m, double rcs_m2) {
  if (range_m > instrumented_range_m(radar)) return 0.0;
  const double ratio = radar.range_rcs1_m / std::max(range_m, 1.0);
  return reference_snr(radar) * rcs_m2 * ratio * ratio * ratio * ratio;
}

double detection_probability(const Radar& radar, double range_m, double rcs_m2) {
  if (range_m > instrumented_range_m(radar)) return 0.0;
  const double snr = mean_snr(radar, range_m, rcs_m2);
  if (!is_simple(radar)) {
    return detection_probability(swerling_from_number(radar.swerling), snr / radar.pulses, sum_threshold(radar),
                                 radar.pulses);
  }
  return std::exp(-threshold_snr(radar) / (1.0 + snr));
}

PlotSigma plot_sigma(const Radar& radar, double snr, double elevation_rad) {
  const double reference = power_ratio(radar.reference_snr_db);
  const double factor = snr < reference ? std::sqrt(reference / std::max(snr, 1e-3)) : 1.0;
  const double cosine = std::max(std::cos(elevation_rad), 1e-9);
  return {radar.range_sigma_m * factor, std::min(radar.azimuth_sigma_rad * factor / cosine, kPi),
          radar.elevation_sigma_rad * factor, radar.range_rate_sigma_mps * factor};
}

message::Field fence_field(const Radar& radar, int part) {
  const double share = sector_width(radar) / radar.fence_parts;
  // the first and last limits exactly as stated: equal ones mean the full circle
  const double from = part == 0 ? radar.azimuth_start_rad : wrap_two_pi(radar.azimuth_start_rad + share * part);
  const double to =
      part + 1 == radar.fence_parts ? radar.azimuth_end_rad : wrap_two_pi(radar.azimuth_start_rad + share * (part + 1));
  const double top = std::min(radar.fence_elevation_rad + radar.fence_height_rad, radar.elevation_max_rad);
  return {{from, to}, {radar.fence_elevation_rad, top}};
}

message::Field dwell_field(const Radar& radar, double azimuth_rad, double elevation_rad) {
  const double half = 0.5 * radar.beam_rad;
  const double low = std::max(elevation_rad - half, -0.5 * kPi);
  const double high = std::min(elevation_rad + half, 0.5 * kPi);
  const double cosine = std::cos(std::min(std::abs(elevation_rad) + half, 0.5 * kPi));
  const double half_azimuth = half < kPi * cosine ? half / cosine : kPi;
  if (half_azimuth >= kPi) return {{0.0, 0.0}, {low, high}};  // over the zenith: every azimuth
  return {{wrap_two_pi(azimuth_rad - half_azimuth), wrap_two_pi(azimuth_rad + half_azimuth)}, {low, high}};
}

double fence_look_length_s(const Radar& radar) {
  return radar.fence_revisit_s / radar.fence_parts;
}

double max_delay_s(const Radar& radar) {
  return fence_look_length_s(radar) + radar.latency_s;
}

}  // namespace tocsin::sense
