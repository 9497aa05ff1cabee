#include "tocsin/event/moon_echo.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::event {
namespace {

constexpr double kMoonRadiusM = 1737.4e3;
constexpr double kSigmas = 4.0;
constexpr double kAlignmentRad = 0.1 * kRadiansPerDegree;  ///< radars are not aligned better than some hundredths
constexpr double kRateMps = 20.0;  ///< the Moon's libration and the Earth's rotation spread its echo by some m/s
constexpr double kOffsetM = 10e3;  ///< a body of 3 km/s leaves this in seconds; the Moon's relief is 10 km
constexpr double kRateStepS = 1.0;

Position<Itrf> moon_itrf(Instant t) {
  return earth::itrf_from_gcrf(t) * earth::moon_place(t);
}

/// Bending of a ray that leaves the air, at an apparent elevation: Bennett, Journal of Navigation 35 (1982). It may
/// have been corrected already, or not.
double bending_rad(double elevation_rad) {
  const double h_deg = std::max(0.0, elevation_rad / kRadiansPerDegree);
  return kRadiansPerDegree / 60.0 / std::tan((h_deg + 7.31 / (h_deg + 4.4)) * kRadiansPerDegree);
}

}  // namespace

std::optional<double> moon_offset_m(const sense::Radar& radar, const message::Plot& plot, Instant t) {
  const Position<Itrf> place = moon_itrf(t);
  sense::RadarView moon = sense::radar_view(radar, place, {});
  const double radius_rad = std::asin(kMoonRadiusM / moon.range_m) + kAlignmentRad;
  const double up = std::abs(plot.elevation_rad - moon.elevation_rad);
  if (up > radius_rad + bending_rad(plot.elevation_rad) + kSigmas * plot.elevation_sigma_rad) return std::nullopt;
  const double aside =
      std::abs(std::remainder(plot.azimuth_rad - moon.azimuth_rad, 2.0 * kPi)) * std::cos(moon.elevation_rad);
  if (aside > radius_rad + kSigmas * plot.azimuth_sigma_rad * std::cos(moon.elevation_rad)) return std::nullopt;
  if (plot.range_rate_mps) {
    const Vec3 velocity =
        (moon_itrf(t + seconds(kRateStepS)).m - moon_itrf(t - seconds(kRateStepS)).m) / (2.0 * kRateStepS);
    moon = sense::radar_view(radar, place, {velocity});
    if (std::abs(*plot.range_rate_mps - moon.range_rate_mps) > kRateMps + kSigmas * plot.range_rate_sigma_mps)
      return std::nullopt;
  }
  return moon.range_m - plot.range_m;
}

void MoonTally::count(const std::optional<double>& offset, double range_sigma_m) {
  ++plots;
  const bool keeps = offset && (!offset_m || std::abs(*offset - *offset_m) < kOffsetM + kSigmas * range_sigma_m);
  if (!keeps) {
    ++others_in_a_row;
    return;
  }
  ++moon;
  others_in_a_row = 0;
  if (!offset_m) offset_m = offset;
}

}  // namespace tocsin::event
