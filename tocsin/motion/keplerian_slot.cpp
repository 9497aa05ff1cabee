#include "tocsin/motion/keplerian_slot.hpp"

#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::motion {
namespace {

using earth::kGravitationalParameter;
using earth::kRotationRateRadS;
constexpr double kJ2 = earth::kZonal[2];
constexpr double kSiderealDayS = 2.0 * kPi / kRotationRateRadS;

// Secular rates by J2 (Vallado, Fundamentals of Astrodynamics, 4th ed., section 9.6).
struct SecularRates {
  double node = 0.0;
  double perigee = 0.0;
  double anomaly = 0.0;
};

SecularRates secular_rates(double a, double e, double i) {
  const double n = std::sqrt(kGravitationalParameter / (a * a * a));
  const double p = a * (1.0 - e * e) / earth::kEquatorialRadiusM;
  const double k = 1.5 * kJ2 * n / (p * p);
  const double s2 = std::sin(i) * std::sin(i);
  return {-k * std::cos(i), k * (2.0 - 2.5 * s2), n + k * std::sqrt(1.0 - e * e) * (1.0 - 1.5 * s2)};
}

// Kepler's equation by Newton's method from Vallado's start; converges for every e < 1 within a few rounds.
double eccentric_anomaly(double mean, double e) {
  const double m = wrap_pi(mean);
  double big = m + (m < 0.0 ? -e : e);
  for (int round = 0; round < 30; ++round) {
    const double step = (m - big + e * std::sin(big)) / (1.0 - e * std::cos(big));
    big += step;
    if (std::abs(step) < 1e-15) break;
  }
  return big;
}

}  // namespace

KeplerianSlot::KeplerianSlot(const GeostationarySlot& slot) : stationary_(true), period_s_(kSiderealDayS) {
  // Where gravity with J2 balances the centrifugal force over the equator: about half a kilometre above Kepler's
  // radius.
  double r = std::cbrt(kGravitationalParameter / (kRotationRateRadS * kRotationRateRadS));
  for (int round = 0; round < 5; ++round) {
    const double q = earth::kEquatorialRadiusM / r;
    r = std::cbrt(kGravitationalParameter * (1.0 + 1.5 * kJ2 * q * q) / (kRotationRateRadS * kRotationRateRadS));
  }
  semi_major_m_ = r;
  lon_node_epoch_rad_ = slot.lon_rad;
}

Result<KeplerianSlot> KeplerianSlot::repeating(const RepeatingSlot& slot) {
  const double e = slot.eccentricity;
  if (!(e >= 0.0 && e <= 0.9)) return fail_field("eccentricity", shortest(e), "0 to 0.9");
  if (!std::isfinite(slot.inclination_rad + slot.perigee_rad + slot.apogee_lon_rad + slot.phase_rad)) {
    return fail("slot: an angle is not finite");
  }
  const double a = slot.semi_major_m;
  if (!(a > 6.5e6 && a < 1e8)) return fail_field("semi_major_m", shortest(a), "6.5e6 to 1e8");
  if (a * (1.0 - e) - earth::kEquatorialRadiusM < 150e3) {
    return fail_field("eccentricity", shortest(e), "a perigee at least 150 km above the ground");
  }
  const double revolutions_a_day = kSiderealDayS / (2.0 * kPi * std::sqrt(a * a * a / kGravitationalParameter));
  const double whole = std::round(revolutions_a_day);
  if ((whole != 1.0 && whole != 2.0) || std::abs(revolutions_a_day / whole - 1.0) > 0.02) {
    return fail_field("semi_major_m", shortest(a), "a period within 2 % of a half or a whole sidereal day");
  }

  KeplerianSlot out;
  out.eccentricity_ = e;
  out.inclination_rad_ = slot.inclination_rad;
  out.perigee_rad_ = wrap_two_pi(slot.perigee_rad);
  // The track repeats when `whole` revolutions from node to node take one turn of the Earth under the drifting plane:
  // anomaly rate + perigee rate = whole · (Earth rate − node rate). The perigee itself is held: at the critical
  // inclination it hardly moves, and real satellites keep it there.
  double axis = a;
  SecularRates rates;
  for (int round = 0; round < 30; ++round) {
    rates = secular_rates(axis, e, slot.inclination_rad);
    const double wanted = whole * (kRotationRateRadS - rates.node);
    axis *= std::cbrt((rates.anomaly / wanted) * (rates.anomaly / wanted));
  }
  out.semi_major_m_ = axis;
  out.mean_anomaly_rate_rad_s_ = whole * (kRotationRateRadS - rates.node);
  out.lon_node_rate_rad_s_ = rates.node - kRotationRateRadS;
  out.period_s_ = 2.0 * kPi / out.mean_anomaly_rate_rad_s_;

  // At apogee the argument of latitude is perigee + 180°; the longitude of the node puts it over the wanted meridian.
  // The phase moves the satellite along its orbit and the node back, so that all satellites of a slot fly the same
  // track.
  const double u = out.perigee_rad_ + kPi;
  const double apogee_from_node = std::atan2(std::sin(u) * std::cos(slot.inclination_rad), std::cos(u));
  out.mean_anomaly_epoch_rad_ = kPi + slot.phase_rad;
  out.lon_node_epoch_rad_ =
      slot.apogee_lon_rad - apogee_from_node + slot.phase_rad * out.lon_node_rate_rad_s_ / out.mean_anomaly_rate_rad_s_;
  return out;
}

State<Itrf> KeplerianSlot::state_at(Instant t) const {
  if (stationary_) {
    return {{{semi_major_m_ * std::cos(lon_node_epoch_rad_), semi_major_m_ * std::sin(lon_node_epoch_rad_), 0.0}}, {}};
  }
  // Whole repeats of the track are taken off first: a century of seconds keeps its digits.
  const double repeat_s = 2.0 * kPi / -lon_node_rate_rad_s_;
  const double since_s = std::remainder(seconds_between(Instant{}, t), repeat_s);
  const double big = eccentric_anomaly(mean_anomaly_epoch_rad_ + mean_anomaly_rate_rad_s_ * since_s, eccentricity_);
  const double node = lon_node_epoch_rad_ + lon_node_rate_rad_s_ * since_s;

  const double c = std::cos(big);
  const double s = std::sin(big);
  const double b = std::sqrt(1.0 - eccentricity_ * eccentricity_);
  const double rate = mean_anomaly_rate_rad_s_ / (1.0 - eccentricity_ * c);
  const Vec3 r = semi_major_m_ * Vec3{c - eccentricity_, b * s, 0.0};
  const Vec3 v = semi_major_m_ * rate * Vec3{-s, b * c, 0.0};

  const double cw = std::cos(perigee_rad_);
  const double sw = std::sin(perigee_rad_);
  const double ci = std::cos(inclination_rad_);
  const double si = std::sin(inclination_rad_);
  const double cn = std::cos(node);
  const double sn = std::sin(node);
  const Vec3 p{cn * cw - sn * ci * sw, sn * cw + cn * ci * sw, si * sw};
  const Vec3 q{-cn * sw - sn * ci * cw, -sn * sw + cn * ci * cw, si * cw};
  const Vec3 place = r.x * p + r.y * q;
  // The node's own turn in Itrf carries the whole orbit with it: the velocity is the exact derivative of the place.
  return {{place}, {v.x * p + v.y * q + cross(Vec3{0.0, 0.0, lon_node_rate_rad_s_}, place)}};
}

}  // namespace tocsin::motion
