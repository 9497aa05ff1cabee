#pragma once

// Constants that SGP4 derives once per element set, as plain doubles: the scalar propagator reads them here, and a
// batch propagator can lay them out by lanes. Units are those of the theory: Earth radii, minutes, radians. Signs and
// grouping follow Spacetrack Report No. 3 and AIAA 2006-6753; each member names the symbol used there.

namespace tocsin::motion::sgp4 {

/// Gravity field in the units of the theory.
struct EarthModel {
  double radius_km = 0.0;
  double ke_per_min = 0.0;  ///< sqrt(mu), Earth radii^1.5 per minute
  double j2 = 0.0;
  double j3 = 0.0;
  double j4 = 0.0;
};

/// Mean elements at one moment; motion in rad/min, angles in radians.
struct MeanElements {
  double eccentricity = 0.0;
  double inclination_rad = 0.0;
  double node_rad = 0.0;
  double perigee_rad = 0.0;
  double anomaly_rad = 0.0;
  double motion_rad_min = 0.0;  ///< Brouwer
};

/// Long-period terms of the odd zonal harmonic; constant near the Earth, redone at each time in deep space.
struct LongPeriodTerms {
  double aycof = 0.0;
  double xlcof = 0.0;
};

/// Secular rates of the zonal harmonics and drag.
struct NearEarthTerms {
  double bstar = 0.0;
  bool simplified_drag = true;    ///< isimp: perigee below 220 km, or deep space
  double mean_anomaly_dot = 0.0;  ///< mdot
  double perigee_dot = 0.0;       ///< argpdot
  double node_dot = 0.0;          ///< nodedot
  double node_drag = 0.0;         ///< nodecf
  double eta = 0.0;
  double c1 = 0.0;
  double c4 = 0.0;
  double c5 = 0.0;
  double d2 = 0.0;
  double d3 = 0.0;
  double d4 = 0.0;
  double perigee_drag = 0.0;            ///< omgcof
  double anomaly_drag = 0.0;            ///< xmcof
  double anomaly_cubed_at_epoch = 0.0;  ///< delmo = (1 + eta cos M0)^3
  double sin_anomaly_at_epoch = 0.0;    ///< sinmao
  double t2cof = 0.0;
  double t3cof = 0.0;
  double t4cof = 0.0;
  double t5cof = 0.0;
  LongPeriodTerms long_period;
};

/// Periodic perturbations by the Sun or the Moon: amplitudes on F2, F3 and sin f, and the body's mean anomaly.
struct ThirdBodyPeriodics {
  double anomaly_at_epoch_rad = 0.0;  ///< zmos, zmol
  double anomaly_rate_rad_min = 0.0;  ///< zns, znl
  double eccentricity = 0.0;          ///< zes, zel
  double e2 = 0.0, e3 = 0.0;
  double i2 = 0.0, i3 = 0.0;
  double l2 = 0.0, l3 = 0.0, l4 = 0.0;
  double gh2 = 0.0, gh3 = 0.0, gh4 = 0.0;
  double h2 = 0.0, h3 = 0.0;
};

/// Secular rates by Sun and Moon together, per minute.
struct ThirdBodyRates {
  double eccentricity = 0.0;     ///< dedt
  double inclination_rad = 0.0;  ///< didt
  double node_rad = 0.0;         ///< dnodt
  double perigee_rad = 0.0;      ///< domdt
  double anomaly_rad = 0.0;      ///< dmdt
};

enum class Resonance { None, OneDay, HalfDay };

/// Resonance of the tesseral harmonics with the Earth's rotation.
struct ResonanceTerms {
  Resonance kind = Resonance::None;
  double sidereal_at_epoch_rad = 0.0;                                      ///< gsto
  double longitude_at_epoch_rad = 0.0;                                     ///< xlamo
  double longitude_rate = 0.0;                                             ///< xfact
  double del1 = 0.0, del2 = 0.0, del3 = 0.0;                               ///< one day
  double d2201 = 0.0, d2211 = 0.0, d3210 = 0.0, d3222 = 0.0, d4410 = 0.0;  ///< half day
  double d4422 = 0.0, d5220 = 0.0, d5232 = 0.0, d5421 = 0.0, d5433 = 0.0;
};

/// Where the integration of a resonance stands: going on from here gives the same bits as starting at the epoch.
struct ResonanceMemory {
  bool started = false;
  double minutes = 0.0;
  double longitude_rad = 0.0;
  double motion_rad_min = 0.0;
};

/// What SDP4 adds to SGP4 for periods of 225 minutes and more.
struct DeepSpaceTerms {
  ThirdBodyPeriodics sun;
  ThirdBodyPeriodics moon;
  ThirdBodyRates rates;
  ResonanceTerms resonance;
};

}  // namespace tocsin::motion::sgp4
