#pragma once

#include <array>

#include "tocsin/base/instant.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::sense {

/// How a scheduler's own filter expects an unknown object to move.
struct RadarFilterModel {
  double speed_sigma_mps = 4000.0;        ///< each axis, before the first range rates
  double acceleration_sigma_mps2 = 20.0;  ///< besides gravity, each axis: a booster's thrust
  double acceleration_time_s = 20.0;      ///< correlation time of that acceleration
};

/// Position, velocity and acceleration besides gravity with their covariance (9 by 9, by rows), Itrf, SI units: enough
/// to point a beam a few seconds ahead, whether an engine works or not. Singer, IEEE Trans. AES-6 (1970), around a
/// gravity model.
struct RadarFilter {
  Instant t;
  std::array<double, 9> x{};
  std::array<double, 81> p{};

  friend bool operator==(const RadarFilter&, const RadarFilter&) = default;
};

/// Filter after one plot at `t`.
[[nodiscard]] RadarFilter start_filter(const Radar& radar, const RadarFilterModel& model, Instant t,
                                       const message::Plot& plot);
/// Moves the filter forward to `t`; nothing happens when `t` is not later.
void predict(RadarFilter& filter, const RadarFilterModel& model, Instant t);
[[nodiscard]] RadarFilter predicted(RadarFilter filter, const RadarFilterModel& model, Instant t);
/// Squared Mahalanobis distance of a plot from the filter, which stands at the plot's time.
[[nodiscard]] double squared_distance(const Radar& radar, const RadarFilter& filter, const message::Plot& plot);
/// Squared Mahalanobis distance of two filters at the same time in range, azimuth, elevation and range rate.
[[nodiscard]] double squared_distance(const Radar& radar, const RadarFilter& a, const RadarFilter& b);
/// Extended Kalman update, Joseph form.
void update(const Radar& radar, RadarFilter& filter, const message::Plot& plot);

/// Where the filter expects the object.
[[nodiscard]] RadarView expected_view(const Radar& radar, const RadarFilter& filter);
/// Standard deviation of the expected direction (both angles together), radians.
[[nodiscard]] double direction_sigma(const Radar& radar, const RadarFilter& filter);

}  // namespace tocsin::sense
