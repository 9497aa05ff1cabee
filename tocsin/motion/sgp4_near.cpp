#include <cmath>

#include "tocsin/motion/sgp4_theory.hpp"

// Secular zonal and drag constants (Spacetrack Report No. 3, section 6; AIAA 2006-6753, appendix A).

namespace tocsin::motion::sgp4 {
namespace {

/// Fitted density profile: reference height and the fourth power of (q0 - s), in Earth radii.
struct DragProfile {
  double s = 0.0;
  double q0_minus_s_4 = 0.0;
};

double fourth_power(double x) {
  return (x * x) * (x * x);
}

/// s is lowered for low perigees, and q0 - s with it.
DragProfile drag_profile(const EarthModel& earth, double perigee_radius) {
  const double perigee_height_km = (perigee_radius - 1.0) * earth.radius_km;
  double s_km = 78.0;
  if (perigee_height_km < 98.0) {
    s_km = 20.0;
  } else if (perigee_height_km < 156.0) {
    s_km = perigee_height_km - 78.0;
  }
  return {s_km / earth.radius_km + 1.0, fourth_power((120.0 - s_km) / earth.radius_km)};
}

/// Functions of the epoch orbit that several terms share.
struct OrbitShape {
  double cos_i, sin_i, cos_i_2;
  double one_minus_e_2, sqrt_one_minus_e_2;
  double semi_major;  // Brouwer, Earth radii
};

OrbitShape shape_of(const EarthModel& earth, const MeanElements& mean) {
  OrbitShape s{};
  s.cos_i = std::cos(mean.inclination_rad);
  s.sin_i = std::sin(mean.inclination_rad);
  s.cos_i_2 = s.cos_i * s.cos_i;
  s.one_minus_e_2 = 1.0 - mean.eccentricity * mean.eccentricity;
  s.sqrt_one_minus_e_2 = std::sqrt(s.one_minus_e_2);
  const double root = std::cbrt(earth.ke_per_min / mean.motion_rad_min);
  s.semi_major = root * root;
  return s;
}

/// Rates of mean anomaly, perigee and node by J2, J2 squared and J4.
void set_zonal_rates(const EarthModel& earth, const MeanElements& mean, const OrbitShape& s, NearEarthTerms& terms) {
  const double n = mean.motion_rad_min;
  const double c2 = s.cos_i_2;
  const double c4 = c2 * c2;
  const double semilatus = s.semi_major * s.one_minus_e_2;
  const double per_p2 = 1.0 / (semilatus * semilatus);
  const double first = 1.5 * earth.j2 * per_p2 * n;
  const double second = 0.5 * first * earth.j2 * per_p2;
  const double fourth = -0.46875 * earth.j4 * per_p2 * per_p2 * n;

  terms.mean_anomaly_dot = n + 0.5 * first * s.sqrt_one_minus_e_2 * (3.0 * c2 - 1.0) +
                           0.0625 * second * s.sqrt_one_minus_e_2 * (13.0 - 78.0 * c2 + 137.0 * c4);
  terms.perigee_dot = -0.5 * first * (1.0 - 5.0 * c2) + 0.0625 * second * (7.0 - 114.0 * c2 + 395.0 * c4) +
                      fourth * (3.0 - 36.0 * c2 + 49.0 * c4);
  const double node_dot_j2 = -first * s.cos_i;
  terms.node_dot = node_dot_j2 + (0.5 * second * (4.0 - 19.0 * c2) + 2.0 * fourth * (3.0 - 7.0 * c2)) * s.cos_i;
  terms.node_drag = 3.5 * s.one_minus_e_2 * node_dot_j2 * terms.c1;
}

/// C1, C4, C5 and the drag on perigee and anomaly; returns xi = 1 / (a - s) and s, which the polynomial in time needs.
struct DragScale {
  double xi, s;
};

DragScale set_drag_terms(const EarthModel& earth, const MeanElements& mean, const OrbitShape& o,
                         NearEarthTerms& terms) {
  // Below this eccentricity the terms with 1/e are left out.
  constexpr double smallest_eccentricity = 1.0e-4;
  const double e = mean.eccentricity;
  const double n = mean.motion_rad_min;
  const double a = o.semi_major;
  const DragProfile profile = drag_profile(earth, a * (1.0 - e));
  const double xi = 1.0 / (a - profile.s);
  const double eta = a * e * xi;
  const double eta_2 = eta * eta;
  const double e_eta = e * eta;
  const double psi_2 = std::abs(1.0 - eta_2);
  const double scale = profile.q0_minus_s_4 * fourth_power(xi);
  const double scale_psi = scale / (psi_2 * psi_2 * psi_2 * std::sqrt(psi_2));
  const double zonal = 3.0 * o.cos_i_2 - 1.0;
  const double sin_i_2 = 1.0 - o.cos_i_2;
  const double j3_over_j2 = earth.j3 / earth.j2;

  const double c2 = scale_psi * n *
                    (a * (1.0 + 1.5 * eta_2 + e_eta * (4.0 + eta_2)) +
                     0.375 * earth.j2 * xi / psi_2 * zonal * (8.0 + 3.0 * eta_2 * (8.0 + eta_2)));
  const double c3 = e > smallest_eccentricity ? -2.0 * scale * xi * j3_over_j2 * n * o.sin_i / e : 0.0;
  const double c4_zonal = -3.0 * zonal * (1.0 - 2.0 * e_eta + eta_2 * (1.5 - 0.5 * e_eta)) +
                          0.75 * sin_i_2 * (2.0 * eta_2 - e_eta * (1.0 + eta_2)) * std::cos(2.0 * mean.perigee_rad);

  terms.eta = eta;
  terms.c1 = terms.bstar * c2;
  terms.c4 = 2.0 * n * scale_psi * a * o.one_minus_e_2 *
             (eta * (2.0 + 0.5 * eta_2) + e * (0.5 + 2.0 * eta_2) - earth.j2 * xi / (a * psi_2) * c4_zonal);
  terms.c5 = 2.0 * scale_psi * a * o.one_minus_e_2 * (1.0 + 2.75 * (eta_2 + e_eta) + e_eta * eta_2);
  terms.perigee_drag = terms.bstar * c3 * std::cos(mean.perigee_rad);
  terms.anomaly_drag = e > smallest_eccentricity ? -2.0 / 3.0 * scale * terms.bstar / e_eta : 0.0;
  const double one_plus = 1.0 + eta * std::cos(mean.anomaly_rad);
  terms.anomaly_cubed_at_epoch = one_plus * one_plus * one_plus;
  terms.sin_anomaly_at_epoch = std::sin(mean.anomaly_rad);
  terms.t2cof = 1.5 * terms.c1;
  return {xi, profile.s};
}

/// Higher powers of time in the drag, for perigees of 220 km and above.
void set_drag_polynomial(double a, const DragScale& drag, NearEarthTerms& terms) {
  const double c1 = terms.c1;
  const double c1_2 = c1 * c1;
  terms.d2 = 4.0 * a * drag.xi * c1_2;
  const double common = terms.d2 * drag.xi * c1 / 3.0;
  terms.d3 = (17.0 * a + drag.s) * common;
  terms.d4 = 0.5 * common * a * drag.xi * (221.0 * a + 31.0 * drag.s) * c1;
  terms.t3cof = terms.d2 + 2.0 * c1_2;
  terms.t4cof = 0.25 * (3.0 * terms.d3 + c1 * (12.0 * terms.d2 + 10.0 * c1_2));
  terms.t5cof =
      0.2 * (3.0 * terms.d4 + 12.0 * c1 * terms.d3 + 6.0 * terms.d2 * terms.d2 + 15.0 * c1_2 * (2.0 * terms.d2 + c1_2));
}

}  // namespace

EarthModel earth_model(Sgp4Gravity gravity) {
  struct Constants {
    double mu_km3_s2, radius_km, j2, j3, j4;
  };
  constexpr Constants wgs72{398600.8, 6378.135, 0.001082616, -0.00000253881, -0.00000165597};
  constexpr Constants wgs84{398600.5, 6378.137, 0.00108262998905, -0.00000253215306, -0.00000161098761};
  const Constants& c = gravity == Sgp4Gravity::Wgs84 ? wgs84 : wgs72;
  const double ke = 60.0 / std::sqrt(c.radius_km * c.radius_km * c.radius_km / c.mu_km3_s2);
  return {c.radius_km, ke, c.j2, c.j3, c.j4};
}

double brouwer_motion(const EarthModel& earth, double kozai_rad_min, double eccentricity, double inclination_rad) {
  const double cos_i = std::cos(inclination_rad);
  const double one_minus_e_2 = 1.0 - eccentricity * eccentricity;
  const double zonal = 0.75 * earth.j2 * (3.0 * cos_i * cos_i - 1.0) / (std::sqrt(one_minus_e_2) * one_minus_e_2);
  const double root = std::cbrt(earth.ke_per_min / kozai_rad_min);
  const double a1 = root * root;
  const double d1 = zonal / (a1 * a1);
  const double a0 = a1 * (1.0 - d1 * d1 - d1 * (1.0 / 3.0 + 134.0 * d1 * d1 / 81.0));
  return kozai_rad_min / (1.0 + zonal / (a0 * a0));
}

LongPeriodTerms long_period_terms(const EarthModel& earth, double inclination_rad) {
  // At an inclination of 180 degrees the divisor would vanish.
  constexpr double smallest_divisor = 1.5e-12;
  const double cos_i = std::cos(inclination_rad);
  const double sin_i = std::sin(inclination_rad);
  const double j3_over_j2 = earth.j3 / earth.j2;
  const double divisor = std::abs(1.0 + cos_i) > smallest_divisor ? 1.0 + cos_i : smallest_divisor;
  return {-0.5 * j3_over_j2 * sin_i, -0.25 * j3_over_j2 * sin_i * (3.0 + 5.0 * cos_i) / divisor};
}

NearEarthTerms near_earth_terms(const EarthModel& earth, const MeanElements& mean, double bstar, bool deep_space) {
  constexpr double simplified_below_km = 220.0;
  const OrbitShape shape = shape_of(earth, mean);
  const double perigee_radius = shape.semi_major * (1.0 - mean.eccentricity);
  NearEarthTerms terms;
  terms.bstar = bstar;
  terms.simplified_drag = deep_space || perigee_radius < simplified_below_km / earth.radius_km + 1.0;
  const DragScale drag = set_drag_terms(earth, mean, shape, terms);
  set_zonal_rates(earth, mean, shape, terms);
  if (!terms.simplified_drag) set_drag_polynomial(shape.semi_major, drag, terms);
  terms.long_period = long_period_terms(earth, mean.inclination_rad);
  return terms;
}

}  // namespace tocsin::motion::sgp4
