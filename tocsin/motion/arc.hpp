#pragma once

#include <array>
#include <optional>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/earth/horizon.hpp"

namespace tocsin::motion {

/// One integrator step with its dense output: Dormand–Prince 8(5,3), 7th-order interpolant (Hairer, Nørsett, Wanner,
/// section II.6).
struct ArcStep {
  double begin_s = 0.0;                      ///< from the epoch of the arc
  double length_s = 0.0;                     ///< negative in a backward arc
  std::array<std::array<double, 6>, 8> c{};  ///< interpolation coefficients of position and velocity

  /// State at `t_s` seconds after the epoch.
  [[nodiscard]] State<Itrf> at(double t_s) const;
  [[nodiscard]] double first_s() const { return length_s < 0.0 ? begin_s + length_s : begin_s; }
  [[nodiscard]] double last_s() const { return length_s < 0.0 ? begin_s : begin_s + length_s; }
};

/// A moment on an arc with the height that goes with it.
struct ArcPoint {
  Instant time;
  State<Itrf> state;
  double height_m = 0.0;
};

/// Path of a body over an interval of time that can be asked for its state at any moment, in Itrf.
/// Continuous in place and velocity; asking costs a binary search and one polynomial.
class Arc {
 public:
  Arc() = default;
  /// Steps ascending in time, without gaps; `begin_s` and `end_s` after the epoch may cut the first and last one short.
  /// Precondition: not empty.
  Arc(Instant epoch, std::vector<ArcStep> steps, double begin_s, double end_s);

  [[nodiscard]] bool empty() const { return steps_.empty(); }
  [[nodiscard]] Instant begin() const { return epoch_ + seconds(begin_s_); }
  [[nodiscard]] Instant end() const { return epoch_ + seconds(end_s_); }
  [[nodiscard]] bool covers(Instant t) const { return !empty() && begin() <= t && t <= end(); }

  /// State at `t`; outside the arc that of its nearest end. Precondition: not empty.
  [[nodiscard]] State<Itrf> state_at(Instant t) const;

  /// Highest point above the ellipsoid strictly inside the arc; nothing if the height is largest at an end.
  [[nodiscard]] std::optional<ArcPoint> apogee() const;
  /// First moment after `from` at which the body falls (or rises) through a height.
  [[nodiscard]] std::optional<ArcPoint> falls_through(double height_m, Instant from) const;
  [[nodiscard]] std::optional<ArcPoint> rises_through(double height_m, Instant from) const;

  /// First moment after `from` at which the body rises over (or sets under) an elevation in the sky of a site,
  /// geometric.
  [[nodiscard]] std::optional<ArcPoint> rises_over(const earth::SiteFrame& site, double elevation_rad,
                                                   Instant from) const;
  [[nodiscard]] std::optional<ArcPoint> sets_under(const earth::SiteFrame& site, double elevation_rad,
                                                   Instant from) const;

  /// Puts a later arc behind this one. Precondition: it begins where this one ends.
  void append(const Arc& later);

  [[nodiscard]] const std::vector<ArcStep>& steps() const { return steps_; }
  [[nodiscard]] Instant epoch() const { return epoch_; }

 private:
  [[nodiscard]] State<Itrf> at(double t_s) const;
  [[nodiscard]] ArcPoint point_at(double t_s) const;
  /// First moment after `from` at which a function of the time (seconds after the epoch) rises through zero.
  template <class G>
  [[nodiscard]] std::optional<ArcPoint> first_rise(Instant from, G&& g) const;
  [[nodiscard]] std::optional<ArcPoint> crosses(double height_m, Instant from, bool rising) const;
  [[nodiscard]] std::optional<ArcPoint> crosses(const earth::SiteFrame& site, double elevation_rad, Instant from,
                                                bool rising) const;

  Instant epoch_;
  double begin_s_ = 0.0;
  double end_s_ = 0.0;
  std::vector<ArcStep> steps_;
};

}  // namespace tocsin::motion
