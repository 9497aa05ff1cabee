#pragma once

#include <optional>
#include <string>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::motion {

/// Where a ballistic body goes.
enum class Fate {
  impact,  ///< meets the ground
  orbit,   ///< perigee above the limit: stays up for at least a revolution
  grazes,  ///< perigee in the air but not in the ground, and not caught by the modelled drag: comes down, nobody can
           ///< say where
  escape,  ///< faster than the parabolic speed
};

struct ImpactOptions {
  Ballistic forces;
  /// Height above the ellipsoid at which the flight counts as ended.
  double ground_height_m = 0.0;
  /// Impact to a few metres: well inside any covariance a tracker has, and three times faster than a millimetre.
  double tolerance_m = 0.5;
  /// Osculating perigee from which a body is said to orbit: below, one revolution does not survive the air.
  double orbit_perigee_m = 100e3;
  /// Standard deviation of ln(beta), taken into the covariance when drag is modelled: beta is seldom known better than
  /// within 30 %.
  double sigma_log_beta = 0.0;
  /// A body that has not come down by then is not predicted: it grazes or orbits.
  double max_flight_s = 20000.0;
};

struct Apogee {
  Instant time;
  double height_m = 0.0;
  double height_sigma_m = 0.0;
};

/// Predicted end of a ballistic flight. All fields but `fate` and `apogee` are meaningful only for `Fate::impact`.
struct Impact {
  Fate fate = Fate::impact;
  Geodetic ground;
  Instant time;
  State<Itrf> state;  ///< at impact
  double time_sigma_s = 0.0;
  Covariance<3> covariance;      ///< east m, north m of the ground point, time s
  std::optional<Apogee> apogee;  ///< nothing when the body already descends, or escapes

  [[nodiscard]] double var_east_m2() const { return covariance(0, 0); }
  [[nodiscard]] double var_north_m2() const { return covariance(1, 1); }
  [[nodiscard]] double cov_east_north_m2() const { return covariance(0, 1); }
};

/// Ground point where a ballistic arc meets the ellipsoid, with its covariance: J P Jᵀ with J = Φ_r − v (nᵀΦ_r)/(nᵀv).
/// Errors: state or covariance not finite, or the body below the ground height and not rising.
/// Montenbruck & Gill, Satellite Orbits, section 7.2; Vallado, Fundamentals of Astrodynamics, 4th ed., section 8.6.
[[nodiscard]] Result<Impact> predict_impact(const GaussianState<Itrf>& state, Instant t,
                                            const ImpactOptions& options = {});

/// Osculating two-body figures of a state, for screening before any propagation.
struct OsculatingOrbit {
  double energy_m2_s2 = 0.0;      ///< negative: bound
  double perigee_height_m = 0.0;  ///< over the equatorial radius
  double apogee_height_m = 0.0;   ///< over the equatorial radius; infinite when unbound
  double period_s = 0.0;          ///< infinite when unbound
  double eccentricity = 0.0;
  double inclination_rad = 0.0;
};
[[nodiscard]] OsculatingOrbit osculating_orbit(const State<Itrf>& state);

}  // namespace tocsin::motion
