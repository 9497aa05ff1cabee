#include <cmath>
#include <numbers>

#include "tocsin/motion/sgp4_theory.hpp"

// Lunar and solar perturbations (Spacetrack Report No. 3, section 10; AIAA 2006-6753, appendix A).

namespace tocsin::motion::sgp4 {
namespace {

constexpr double sun_strength = 2.9864797e-6;
constexpr double moon_strength = 4.7968065e-7;
// Near-equatorial orbits: the node's drift by Sun and Moon is left out within 3 degrees of 0 and 180.
constexpr double equatorial_rad = 5.2359877e-2;

struct SinCos {
  double sin, cos;
};

SinCos sin_cos(double angle) {
  return {std::sin(angle), std::cos(angle)};
}

/// A perturbing body at the epoch: its orbit relative to the satellite's node, and its strength.
struct ThirdBody {
  SinCos perigee;      // of the body
  SinCos inclination;  // to the equator
  SinCos node;         // satellite's node minus the body's
  double strength = 0.0;
  double eccentricity = 0.0;
  double rate_rad_min = 0.0;
  double anomaly_rad = 0.0;
};

ThirdBody sun_at(double day_1900, const SinCos& satellite_node) {
  return {.perigee = {-0.98088458, 0.1945905},
          .inclination = {0.39785416, 0.91744867},
          .node = satellite_node,
          .strength = sun_strength,
          .eccentricity = sun_eccentricity,
          .rate_rad_min = sun_rate_rad_min,
          .anomaly_rad = std::fmod(6.2565837 + 0.017201977 * day_1900, two_pi)};
}

ThirdBody moon_at(double day_1900, const SinCos& satellite_node) {
  const double ecliptic_node = std::fmod(4.5236020 - 9.2422029e-4 * day_1900, two_pi);
  const SinCos n = sin_cos(ecliptic_node);
  const double cos_i = 0.91375164 - 0.03568096 * n.cos;
  const double sin_i = std::sqrt(1.0 - cos_i * cos_i);
  const double sin_node = 0.089683511 * n.sin / sin_i;
  const double cos_node = std::sqrt(1.0 - sin_node * sin_node);
  const double longitude = 5.8351514 + 0.0019443680 * day_1900;
  const double turn = std::atan2(0.39785416 * n.sin / sin_i, cos_node * n.cos + 0.91744867 * sin_node * n.sin);
  return {.perigee = sin_cos(longitude + turn - ecliptic_node),
          .inclination = {sin_i, cos_i},
          .node = {satellite_node.sin * cos_node - satellite_node.cos * sin_node,
                   cos_node * satellite_node.cos + sin_node * satellite_node.sin},
          .strength = moon_strength,
          .eccentricity = moon_eccentricity,
          .rate_rad_min = moon_rate_rad_min,
          .anomaly_rad = std::fmod(4.7199672 + 0.22997150 * day_1900 - longitude, two_pi)};
}

/// The satellite's orbit as the third-body terms need it.
struct Satellite {
  double e, e_2, root;  // root = sqrt(1 - e^2)
  double motion;
  SinCos inclination, perigee;
  bool equatorial;
};

/// Z and S of the report for one body.
struct Coupling {
  double z1, z2, z3, z11, z12, z13, z21, z22, z23, z31, z32, z33;
  double s1, s2, s3, s4, s5, s6, s7;
};

Coupling coupling_of(const ThirdBody& body, const Satellite& sat) {
  const SinCos& g = body.perigee;
  const SinCos& i = body.inclination;
  const SinCos& h = body.node;
  // Direction cosines of the body's apsidal axes in the satellite's nodal frame (a1..a10), then by its inclination.
  const double a1 = g.cos * h.cos + g.sin * i.cos * h.sin;
  const double a3 = -g.sin * h.cos + g.cos * i.cos * h.sin;
  const double a7 = -g.cos * h.sin + g.sin * i.cos * h.cos;
  const double a8 = g.sin * i.sin;
  const double a9 = g.sin * h.sin + g.cos * i.cos * h.cos;
  const double a10 = g.cos * i.sin;
  const double a2 = sat.inclination.cos * a7 + sat.inclination.sin * a8;
  const double a4 = sat.inclination.cos * a9 + sat.inclination.sin * a10;
  const double a5 = -sat.inclination.sin * a7 + sat.inclination.cos * a8;
  const double a6 = -sat.inclination.sin * a9 + sat.inclination.cos * a10;

  // The same, turned to the satellite's perigee.
  const SinCos& w = sat.perigee;
  const double x1 = a1 * w.cos + a2 * w.sin;
  const double x2 = a3 * w.cos + a4 * w.sin;
  const double x3 = -a1 * w.sin + a2 * w.cos;
  const double x4 = -a3 * w.sin + a4 * w.cos;
  const double x5 = a5 * w.sin;
  const double x6 = a6 * w.sin;
  const double x7 = a5 * w.cos;
  const double x8 = a6 * w.cos;

  const double e_2 = sat.e_2;
  const double one_minus = 1.0 - e_2;
  Coupling c{};
  c.z31 = 12.0 * x1 * x1 - 3.0 * x3 * x3;
  c.z32 = 24.0 * x1 * x2 - 6.0 * x3 * x4;
  c.z33 = 12.0 * x2 * x2 - 3.0 * x4 * x4;
  c.z1 = 2.0 * (3.0 * (a1 * a1 + a2 * a2) + c.z31 * e_2) + one_minus * c.z31;
  c.z2 = 2.0 * (6.0 * (a1 * a3 + a2 * a4) + c.z32 * e_2) + one_minus * c.z32;
  c.z3 = 2.0 * (3.0 * (a3 * a3 + a4 * a4) + c.z33 * e_2) + one_minus * c.z33;
  c.z11 = -6.0 * a1 * a5 + e_2 * (-24.0 * x1 * x7 - 6.0 * x3 * x5);
  c.z12 = -6.0 * (a1 * a6 + a3 * a5) + e_2 * (-24.0 * (x2 * x7 + x1 * x8) - 6.0 * (x3 * x6 + x4 * x5));
  c.z13 = -6.0 * a3 * a6 + e_2 * (-24.0 * x2 * x8 - 6.0 * x4 * x6);
  c.z21 = 6.0 * a2 * a5 + e_2 * (24.0 * x1 * x5 - 6.0 * x3 * x7);
  c.z22 = 6.0 * (a4 * a5 + a2 * a6) + e_2 * (24.0 * (x2 * x5 + x1 * x6) - 6.0 * (x4 * x7 + x3 * x8));
  c.z23 = 6.0 * a4 * a6 + e_2 * (24.0 * x2 * x6 - 6.0 * x4 * x8);

  c.s3 = body.strength / sat.motion;
  c.s2 = -0.5 * c.s3 / sat.root;
  c.s4 = c.s3 * sat.root;
  c.s1 = -15.0 * sat.e * c.s4;
  c.s5 = x1 * x3 + x2 * x4;
  c.s6 = x2 * x3 + x1 * x4;
  c.s7 = x2 * x4 - x1 * x3;
  return c;
}

ThirdBodyPeriodics periodics_of(const ThirdBody& body, const Satellite& sat, const Coupling& c) {
  ThirdBodyPeriodics p;
  p.anomaly_at_epoch_rad = body.anomaly_rad;
  p.anomaly_rate_rad_min = body.rate_rad_min;
  p.eccentricity = body.eccentricity;
  p.e2 = 2.0 * c.s1 * c.s6;
  p.e3 = 2.0 * c.s1 * c.s7;
  p.i2 = 2.0 * c.s2 * c.z12;
  p.i3 = 2.0 * c.s2 * (c.z13 - c.z11);
  p.l2 = -2.0 * c.s3 * c.z2;
  p.l3 = -2.0 * c.s3 * (c.z3 - c.z1);
  p.l4 = -2.0 * c.s3 * (-21.0 - 9.0 * sat.e_2) * body.eccentricity;
  p.gh2 = 2.0 * c.s4 * c.z32;
  p.gh3 = 2.0 * c.s4 * (c.z33 - c.z31);
  p.gh4 = -18.0 * c.s4 * body.eccentricity;
  p.h2 = -2.0 * c.s2 * c.z22;
  p.h3 = -2.0 * c.s2 * (c.z23 - c.z21);
  return p;
}

void add_rates(const ThirdBody& body, const Satellite& sat, const Coupling& c, ThirdBodyRates& rates) {
  const double n = body.rate_rad_min;
  rates.eccentricity += c.s1 * n * c.s5;
  rates.inclination_rad += c.s2 * n * (c.z11 + c.z13);
  rates.anomaly_rad += -n * c.s3 * (c.z1 + c.z3 - 14.0 - 6.0 * sat.e_2);
  rates.perigee_rad += c.s4 * n * (c.z31 + c.z33 - 6.0);
  if (sat.equatorial) return;
  const double node = -n * c.s2 * (c.z21 + c.z23) / sat.inclination.sin;
  rates.node_rad += node;
  rates.perigee_rad -= sat.inclination.cos * node;
}

/// Periodic changes at one time; `h` still carries the factor sin i.
struct PeriodicShift {
  double e = 0.0, i = 0.0, l = 0.0, gh = 0.0, h = 0.0;
};

void add_shift(const ThirdBodyPeriodics& p, double minutes, PeriodicShift& shift) {
  const double mean = p.anomaly_at_epoch_rad + p.anomaly_rate_rad_min * minutes;
  const double f = mean + 2.0 * p.eccentricity * std::sin(mean);
  const double sin_f = std::sin(f);
  const double f2 = 0.5 * sin_f * sin_f - 0.25;
  const double f3 = -0.5 * sin_f * std::cos(f);
  shift.e += p.e2 * f2 + p.e3 * f3;
  shift.i += p.i2 * f2 + p.i3 * f3;
  shift.l += p.l2 * f2 + p.l3 * f3 + p.l4 * sin_f;
  shift.gh += p.gh2 * f2 + p.gh3 * f3 + p.gh4 * sin_f;
  shift.h += p.h2 * f2 + p.h3 * f3;
}

/// Lyddane's change of variables keeps the node's shift finite where sin i is small.
void add_by_lyddane(const PeriodicShift& shift, Sgp4Mode mode, MeanElements& now) {
  const SinCos i = sin_cos(now.inclination_rad);
  const SinCos n = sin_cos(now.node_rad);
  const double alpha = i.sin * n.sin + shift.h * n.cos + shift.i * i.cos * n.sin;
  const double beta = i.sin * n.cos - shift.h * n.sin + shift.i * i.cos * n.cos;
  const auto operational = [mode](double node) { return node < 0.0 && mode == Sgp4Mode::Afspc ? node + two_pi : node; };

  const double node_before = operational(std::fmod(now.node_rad, two_pi));
  const double longitude =
      now.anomaly_rad + now.perigee_rad + i.cos * node_before + shift.l + shift.gh - shift.i * node_before * i.sin;
  double node = operational(std::atan2(alpha, beta));
  if (std::abs(node_before - node) > std::numbers::pi) node += node < node_before ? two_pi : -two_pi;
  now.node_rad = node;
  now.anomaly_rad += shift.l;
  now.perigee_rad = longitude - now.anomaly_rad - i.cos * node;
}

}  // namespace

double sidereal_time(double days_1950, Sgp4Mode mode) {
  double angle = 0.0;
  if (mode == Sgp4Mode::Afspc) {
    const double days_1970 = days_1950 - 7305.0;
    const double whole = std::floor(days_1970 + 1.0e-8);
    constexpr double rate_rad_day = 1.72027916940703639e-2;
    angle = std::fmod(1.7321343856509374 + rate_rad_day * whole + (rate_rad_day + two_pi) * (days_1970 - whole) +
                          days_1970 * days_1970 * 5.07551419432269442e-15,
                      two_pi);
  } else {
    // Aoki et al. (1982), UT1 taken as UTC; seconds of time to radians.
    constexpr double days_from_1950_to_j2000 = 18263.5;
    const double t = (days_1950 - days_from_1950_to_j2000) / 36525.0;
    const double seconds =
        -6.2e-6 * t * t * t + 0.093104 * t * t + (876600.0 * 3600.0 + 8640184.812866) * t + 67310.54841;
    angle = std::fmod(seconds * (std::numbers::pi / 180.0) / 240.0, two_pi);
  }
  return angle < 0.0 ? angle + two_pi : angle;
}

DeepSpaceTerms deep_space_terms(const EarthModel& earth, const MeanElements& mean, const NearEarthTerms& near_earth,
                                double days_1950, Sgp4Mode mode) {
  const double day_1900 = days_1950 + 18261.5;
  const double e_2 = mean.eccentricity * mean.eccentricity;
  const Satellite sat{
      .e = mean.eccentricity,
      .e_2 = e_2,
      .root = std::sqrt(1.0 - e_2),
      .motion = mean.motion_rad_min,
      .inclination = sin_cos(mean.inclination_rad),
      .perigee = sin_cos(mean.perigee_rad),
      .equatorial = mean.inclination_rad < equatorial_rad || mean.inclination_rad > std::numbers::pi - equatorial_rad};
  const SinCos node = sin_cos(mean.node_rad);
  const ThirdBody sun = sun_at(day_1900, node);
  const ThirdBody moon = moon_at(day_1900, node);
  const Coupling by_sun = coupling_of(sun, sat);
  const Coupling by_moon = coupling_of(moon, sat);

  DeepSpaceTerms terms;
  terms.sun = periodics_of(sun, sat, by_sun);
  terms.moon = periodics_of(moon, sat, by_moon);
  add_rates(sun, sat, by_sun, terms.rates);
  add_rates(moon, sat, by_moon, terms.rates);
  terms.resonance = resonance_terms(earth, mean, near_earth, terms.rates, sidereal_time(days_1950, mode));
  return terms;
}

void add_deep_space_secular(const DeepSpaceTerms& terms, const MeanElements& at_epoch, double perigee_dot,
                            double minutes, MeanElements& now, ResonanceMemory& memory) {
  now.eccentricity += terms.rates.eccentricity * minutes;
  now.inclination_rad += terms.rates.inclination_rad * minutes;
  now.perigee_rad += terms.rates.perigee_rad * minutes;
  now.node_rad += terms.rates.node_rad * minutes;
  now.anomaly_rad += terms.rates.anomaly_rad * minutes;
  if (terms.resonance.kind != Resonance::None)
    integrate_resonance(terms.resonance, at_epoch, perigee_dot, minutes, now, memory);
}

void add_third_body_periodics(const DeepSpaceTerms& terms, Sgp4Mode mode, double minutes, MeanElements& now) {
  PeriodicShift shift;
  add_shift(terms.sun, minutes, shift);
  add_shift(terms.moon, minutes, shift);
  now.eccentricity += shift.e;
  now.inclination_rad += shift.i;
  if (now.inclination_rad >= lyddane_below_rad) {
    const SinCos i = sin_cos(now.inclination_rad);
    const double node = shift.h / i.sin;
    now.perigee_rad += shift.gh - i.cos * node;
    now.node_rad += node;
    now.anomaly_rad += shift.l;
  } else {
    add_by_lyddane(shift, mode, now);
  }
  if (now.inclination_rad < 0.0) {
    now.inclination_rad = -now.inclination_rad;
    now.node_rad += std::numbers::pi;
    now.perigee_rad -= std::numbers::pi;
  }
}

}  // namespace tocsin::motion::sgp4
