#include "tocsin/event/reach.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::event {
namespace {

constexpr double kGravity = 9.8;
constexpr double kSinkMps =
    250.0;  // terminal speed of a slender body in dense air, which has no more energy to glide with
constexpr double kNearlyOrbital = 0.9;  // of the squared circular speed: beyond, the formulas run away

}  // namespace

std::optional<Reach> reach_of(const State<Itrf>& state, const ManoeuvreOptions& options) {
  Reach out;
  out.below = earth::to_geodetic(state.position);
  const double height = std::max(0.0, out.below.height_m);
  const Vec3 v = earth::enu_from_itrf(out.below).m * state.velocity.mps;
  out.heading_rad = wrap_two_pi(std::atan2(v.x, v.y));
  out.below.height_m = 0.0;
  const double radius = norm(state.position.m);
  const double energy = (dot(v, v) + 2.0 * kGravity * height) / (kGravity * radius);
  if (!(energy < kNearlyOrbital)) return std::nullopt;
  const double lift = options.max_lift_to_drag;
  out.ahead_m = 0.5 * radius * lift * std::log(1.0 / (1.0 - energy));
  out.aside_m = std::min(0.5 * out.ahead_m, kPi * kPi / 48.0 * lift * lift * energy * radius);
  const double speed = std::sqrt(energy);
  out.longest_s =
      0.5 * std::sqrt(radius / kGravity) * lift * std::log((1.0 + speed) / (1.0 - speed)) + height / kSinkMps;
  return out;
}

std::optional<message::ImpactEstimate> reach_region(const State<Itrf>& state, double sigma_m, Instant time,
                                                    const ManoeuvreOptions& options) {
  const auto reach = reach_of(state, options);
  if (!reach) return std::nullopt;
  const Geodetic centre = earth::direct(reach->below, reach->heading_rad, 0.5 * reach->ahead_m);
  const double along_m = 0.5 * reach->ahead_m + 2.0 * sigma_m;
  if (along_m > options.max_semi_major_m) return std::nullopt;
  message::ImpactEstimate out;
  // Anything from a dive at once to the longest glide, as likely one as the other.
  out.time = time + seconds(0.5 * reach->longest_s);
  out.time_sigma_s = reach->longest_s / std::sqrt(12.0);
  out.lat_deg = centre.lat_rad / kRadiansPerDegree;
  out.lon_deg = wrap_180(centre.lon_rad / kRadiansPerDegree);
  out.ellipse90.semi_major_km = along_m * 1e-3;
  out.ellipse90.semi_minor_km = std::min(along_m, reach->aside_m + 2.0 * sigma_m) * 1e-3;
  out.ellipse90.azimuth_deg = wrap_360(reach->heading_rad / kRadiansPerDegree);
  return out;
}

std::optional<message::ImpactEstimate> widened(const message::ImpactEstimate& ballistic, const State<Itrf>& state,
                                               const ManoeuvreOptions& options) {
  const auto reach = reach_of(state, options);
  if (!reach) return std::nullopt;
  const Geodetic centre{ballistic.lat_deg * kRadiansPerDegree, ballistic.lon_deg * kRadiansPerDegree, 0.0};
  const double flown_m = earth::inverse(reach->below, centre).distance_m;
  const double beyond_m = std::max(flown_m, reach->ahead_m - flown_m);
  message::ImpactEstimate out = ballistic;
  out.ellipse90.semi_major_km += beyond_m * 1e-3;
  out.ellipse90.semi_minor_km =
      std::min(out.ellipse90.semi_major_km, ballistic.ellipse90.semi_minor_km + reach->aside_m * 1e-3);
  out.ellipse90.azimuth_deg = wrap_360(reach->heading_rad / kRadiansPerDegree);
  out.time_sigma_s = std::hypot(out.time_sigma_s, reach->longest_s / std::sqrt(12.0));
  if (out.ellipse90.semi_major_km > options.max_semi_major_m * 1e-3) return std::nullopt;
  return out;
}

}  // namespace tocsin::event
