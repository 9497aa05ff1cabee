#include "bench/accuracy/launch_bound.hpp"

#include <array>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/message/heading.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::bench {
namespace {

enum Parameter : std::size_t {
  kLat,
  kLon,
  kTime,
  kHeading,
  kKick,
  kThrust,
  kVertical,  ///< seconds until the pitch-over, of the tilting, and of the swing to the velocity
  kKickDuration,
  kFollow,
  kExhaust,  ///< logarithms of exhaust speed at the same thrust, of the drag's area and of the nozzle's
  kDrag,
  kNozzle,
  kHeight
};

/// Each moves the vehicle by some 10 to 100 m: far above what the integrator leaves, and still straight.
constexpr std::array<double, 13> kStep{5e-6, 5e-6, 0.05, 1e-3, 1e-3, 1e-3, 0.02, 0.02, 0.02, 1e-3, 0.05, 0.05, 20.0};
/// Priors of the rest, after event::LaunchFitOptions; a tenth of a microunit is knowing it.
constexpr std::array<double, 13> kRest{0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.6, 4.0, 5.0, 0.08, 0.6, 0.4, 300.0};
constexpr double kKnown = 1e-7;

/// The flight with one parameter moved.
motion::Flight moved(const motion::Flight& flight, std::size_t parameter, double by) {
  motion::Vehicle vehicle = flight.vehicle();
  motion::LaunchPlan plan = flight.plan();
  switch (parameter) {
    case kLat:
      plan.site.lat_rad += by;
      break;
    case kLon:
      plan.site.lon_rad += by;
      break;
    case kTime:
      plan.time = plan.time + seconds(by);
      break;
    case kHeading:
      plan.steering.azimuth_rad += by;
      break;
    case kKick:
      plan.steering.kick_rad += by;
      break;
    case kVertical:
      plan.steering.vertical_until_s += by;
      break;
    case kKickDuration:
      plan.steering.kick_duration_s += by;
      break;
    case kFollow:
      plan.steering.follow_s += by;
      break;
    case kExhaust:
      for (motion::Stage& stage : vehicle.stages) stage.isp_vacuum_s *= std::exp(by);
      break;
    case kDrag:
      for (motion::Stage& stage : vehicle.stages) stage.area_m2 *= std::exp(by);
      break;
    case kNozzle:
      for (motion::Stage& stage : vehicle.stages) stage.exit_area_m2 *= std::exp(by);
      break;
    case kHeight:
      plan.site.height_m += by;
      break;
    default:  // as an exhaust speed: the mass burnt stays
      for (motion::Stage& stage : vehicle.stages) {
        stage.thrust_vacuum_n *= 1.0 + by;
        stage.isp_vacuum_s *= 1.0 + by;
        stage.exit_area_m2 *= 1.0 + by;
      }
  }
  motion::FlightOptions options;
  options.fly_spent_stages = false;
  options.max_flight_s = 400.0;
  options.tolerance_m = 1e-4;
  const Result<motion::Flight> out = motion::fly(vehicle, plan, options);
  TOCSIN_REQUIRE(out.has_value(), "a flight that is nearly the same flies, too");
  return *out;
}

}  // namespace

double heading_of(const motion::Flight& flight) {
  const Instant then = flight.launch_time() + seconds(message::kHeadingAfterS);
  return earth::inverse(flight.plan().site, earth::to_geodetic(flight.state_at(then).position)).azimuth_start_rad;
}

LaunchInformation::LaunchInformation(const motion::Flight& flight, const std::vector<event::Sighting>& sightings)
    : information_(kSize, kSize), by_heading_(kSize) {
  std::vector<std::vector<double>> rows(2 * sightings.size(), std::vector<double>(kSize));
  for (std::size_t j = 0; j < kSize; ++j) {
    const motion::Flight above = moved(flight, j, kStep[j]);
    const motion::Flight below = moved(flight, j, -kStep[j]);
    for (std::size_t i = 0; i < sightings.size(); ++i) {
      const event::Sighting& s = sightings[i];
      const sense::NadirFrame frame = sense::nadir_frame({s.satellite_m});
      const auto a = sense::tangent_angles(frame, above.state_at(s.time).position);
      const auto b = sense::tangent_angles(frame, below.state_at(s.time).position);
      rows[2 * i][j] = (a.east_rad - b.east_rad) / (2.0 * kStep[j] * s.sigma_rad);
      rows[2 * i + 1][j] = (a.north_rad - b.north_rad) / (2.0 * kStep[j] * s.sigma_rad);
    }
    by_heading_[j] = wrap_pi(heading_of(above) - heading_of(below)) / (2.0 * kStep[j]);
  }
  for (const std::vector<double>& row : rows) {
    for (std::size_t i = 0; i < kSize; ++i) {
      for (std::size_t j = 0; j < kSize; ++j) information_(i, j) += row[i] * row[j];
    }
  }
  Geodetic site = flight.plan().site;
  const Vec3 here = earth::to_itrf(site).m;
  constexpr double kSmall = 1e-6;
  metres_per_lat_ = norm(earth::to_itrf({site.lat_rad + kSmall, site.lon_rad, site.height_m}).m - here) / kSmall;
  metres_per_lon_ = norm(earth::to_itrf({site.lat_rad, site.lon_rad + kSmall, site.height_m}).m - here) / kSmall;
}

LaunchBound LaunchInformation::bound(const VehiclePrior& prior) const {
  DynamicMatrix information = information_;
  information(kKick, kKick) += 1.0 / (prior.kick_rad * prior.kick_rad);
  information(kThrust, kThrust) += 1.0 / (prior.thrust_share * prior.thrust_share);
  for (std::size_t i = kVertical; i < kSize; ++i) {
    const double sigma = prior.rest_known ? kKnown : kRest[i];
    information(i, i) += 1.0 / (sigma * sigma);
  }
  const std::optional<DynamicMatrix> p = invert_spd(information);
  TOCSIN_REQUIRE(p.has_value(), "the bearings determine a launch");
  LaunchBound out;
  out.place_m = std::sqrt(metres_per_lat_ * metres_per_lat_ * (*p)(kLat, kLat) +
                          metres_per_lon_ * metres_per_lon_ * (*p)(kLon, kLon));
  out.time_s = std::sqrt((*p)(kTime, kTime));
  double var = 0.0;
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = 0; j < kSize; ++j) var += by_heading_[i] * (*p)(i, j) * by_heading_[j];
  }
  out.heading_rad = std::sqrt(var);
  return out;
}

}  // namespace tocsin::bench
