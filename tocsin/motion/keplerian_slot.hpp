#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::motion {

/// A station in geostationary orbit; the satellite stands still over its longitude.
struct GeostationarySlot {
  double lon_rad = 0.0;
  friend bool operator==(const GeostationarySlot&, const GeostationarySlot&) = default;
};

/// A half-day (Molniya) or one-day (Tundra) orbit whose ground track repeats every day: apogees stand over fixed
/// longitudes.
struct RepeatingSlot {
  double semi_major_m = 26562e3;  ///< nominal: adjusted by a few kilometres so that J2 drift of node and anomaly
                                  ///< repeats the track exactly
  double eccentricity = 0.7;
  double inclination_rad = 63.4 * 0.017453292519943295;
  double perigee_rad = 270.0 * 0.017453292519943295;  ///< argument of perigee
  double apogee_lon_rad = 0.0;  ///< of one of the apogees; a half-day orbit has the other opposite
  double phase_rad = 0.0;       ///< mean anomaly by which the satellite is ahead of one that is at its apogee over
                                ///< `apogee_lon_rad` at the slot epoch
  friend bool operator==(const RepeatingSlot&, const RepeatingSlot&) = default;
};

/// Generic satellite on a slot: two-body motion with the secular J2 drift of its node, a pure function of time. Real
/// satellites are kept on such a track by small manoeuvres; the short-period terms left out are a few kilometres.
class KeplerianSlot {
 public:
  explicit KeplerianSlot(const GeostationarySlot& slot);
  /// Errors: eccentricity outside [0, 0.9], perigee below 150 km, period not within 2 % of a half or a whole sidereal
  /// day, not finite.
  [[nodiscard]] static Result<KeplerianSlot> repeating(const RepeatingSlot& slot);

  [[nodiscard]] State<Itrf> state_at(Instant t) const;
  [[nodiscard]] double period_s() const { return period_s_; }
  [[nodiscard]] double semi_major_m() const { return semi_major_m_; }

 private:
  KeplerianSlot() = default;
  bool stationary_ = false;
  double semi_major_m_ = 0.0;
  double period_s_ = 0.0;
  double eccentricity_ = 0.0;
  double inclination_rad_ = 0.0;
  double perigee_rad_ = 0.0;
  double lon_node_epoch_rad_ = 0.0;  ///< longitude of the ascending node from Greenwich at the slot epoch (J2000.0 TAI)
  double lon_node_rate_rad_s_ = 0.0;  ///< node drift minus Earth rotation
  double mean_anomaly_epoch_rad_ = 0.0;
  double mean_anomaly_rate_rad_s_ = 0.0;
};

}  // namespace tocsin::motion
