// From mean elements to position and velocity in vector lanes (Spacetrack Report No. 3, section 6), for near-Earth and
// deep-space orbits alike; compiled once for each kind of instructions.

#if defined(TOCSIN_MOTION_SGP4_LANE_ORBIT) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_SGP4_LANE_ORBIT
#undef TOCSIN_MOTION_SGP4_LANE_ORBIT
#else
#define TOCSIN_MOTION_SGP4_LANE_ORBIT
#endif

#include <hwy/highway.h>

#include "tocsin/motion/lane_math-inl.hpp"
#include "tocsin/motion/sgp4_lanes.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion::sgp4 {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;
using DI = hn::RebindToSigned<D>;

/// Below this eccentricity Kepler's equation is solved by a series, right to the fifth power, and one Newton step with
/// a slope right to the square: 0.04^9 is below 3e-13.
constexpr double kSmallEccentricity = 0.04;

/// Beyond these the scalar code answers, because rounding would show or near-Earth theory is at its end.
struct Limits {
  double arc;  ///< angle (rad) times distance (km): a unit in the last place of the angle is 0.1 mm (deep space: 1 mm)
  double sum;  ///< of the coordinates, km
};
constexpr Limits kNearLimits{2e9, 1.5e5};
constexpr Limits kDeepLimits{1e10, 1e30};
/// So does it below this semilatus rectum (Earth radii), where the short-period terms are no longer small angles, if
/// the orbit is not flagged as decayed,
constexpr double kSmallestSemilatus = 0.3;
/// and where they are anything at all,
constexpr double kVanishingSemilatus = 1e-3;
/// where the orbit is so lean that its place hangs on the last bits of what precedes,
constexpr double kLargestEccentricity = 0.9;
/// and at times that it refuses.
constexpr double kLargestMinutes = 1e8;
/// Error of a lane that the scalar code shall answer,
constexpr double kAskScalar = 255.0;
/// and of one whose short-period terms are no small angles.
constexpr double kAskWide = 254.0;

/// Constants of the satellites of one vector.
struct Columns {
  D d;
  const double* values;
  HWY_INLINE V operator()(std::size_t c) const { return hn::Load(d, values + c * kGroup); }
};

/// Inclination and what the short-period terms take of it.
struct InclinationTerms {
  V sin, cos;
  V sin2;
  V radius;  ///< 1.5 (3 cos² - 1)
  V along;   ///< -0.25 (7 cos² - 1)
  V node;    ///< 1.5 cos
  V tilt;    ///< 1.5 sin cos
};

HWY_INLINE InclinationTerms inclination_terms(D d, V sin, V cos) {
  const V c2 = hn::Mul(cos, cos);
  const V node = hn::Mul(hn::Set(d, 1.5), cos);
  return {sin,
          cos,
          hn::NegMulAdd(cos, cos, hn::Set(d, 1.0)),
          hn::MulSub(hn::Set(d, 4.5), c2, hn::Set(d, 1.5)),
          hn::MulAdd(hn::Set(d, -1.75), c2, hn::Set(d, 0.25)),
          node,
          hn::Mul(node, sin)};
}

/// Elements at one time: secular, drag and, in deep space, lunar and solar terms are in. The inclination may be
/// negative: the formulas hold, and describe the orbit that has its node on the other side.
struct Elements {
  V minutes;
  V mean_eccentricity;  ///< before Sun and Moon and before its lower bound: what error 1 is about
  V eccentricity;
  V root;       ///< square root of the semi-major axis, with the sign that drag may give it
  V longitude;  ///< mean anomaly, perigee and node together
  V node, perigee;
  InclinationTerms i;
  V aycof, xlcof;
};

struct Motion {
  V x, y, z, vx, vy, vz;
  V error;  ///< number of Sgp4Error
};

/// The orbit in its plane, with the long-period terms.
struct Plane {
  V a, inverse_a;
  V axn, ayn;
  V u;  ///< mean argument of latitude
  SinCos<V> at_u, at_node;
};

HWY_INLINE Plane plane_elements(D d, const Elements& m) {
  const V one = hn::Set(d, 1.0);
  const V e = m.eccentricity;
  const SinCos<V> at_perigee = wrapped_sincos(d, m.perigee);
  Plane p{};
  p.at_node = wrapped_sincos(d, m.node);
  p.a = hn::Mul(m.root, m.root);
  const V one_minus_e2 = hn::NegMulAdd(e, e, one);
  const V inverse_p = hn::Div(one, hn::Mul(p.a, one_minus_e2));
  p.inverse_a = hn::Mul(inverse_p, one_minus_e2);
  p.axn = hn::Mul(e, at_perigee.cos);
  p.ayn = hn::MulAdd(inverse_p, m.aycof, hn::Mul(e, at_perigee.sin));
  p.u = hn::MulAdd(hn::Mul(inverse_p, m.xlcof), p.axn, hn::Sub(wrapped(d, m.longitude), m.node));
  p.at_u = wrapped_sincos(d, p.u);
  return p;
}

/// Sine and cosine of the eccentric anomaly plus perigee, for small eccentricities. With E = u + x: x = s cos x + c sin
/// x.
HWY_INLINE SinCos<V> solve_kepler_small(D d, SinCos<V> u, V axn, V ayn) {
  const V one = hn::Set(d, 1.0);
  const V s = hn::MulSub(axn, u.sin, hn::Mul(ayn, u.cos));
  const V c = hn::MulAdd(axn, u.cos, hn::Mul(ayn, u.sin));
  const V r = hn::Div(one, hn::Sub(one, c));
  const V x0 = hn::Mul(s, r);
  const V half_x2 = hn::Mul(hn::Set(d, 0.5), hn::Mul(x0, x0));
  const V cubic = hn::Mul(hn::Mul(c, half_x2), hn::Mul(x0, hn::Set(d, 1.0 / 3.0)));
  const V x1 = hn::Mul(hn::Sub(hn::NegMulAdd(s, half_x2, s), cubic), r);
  const SinCos<V> t = small_sincos(d, x1);
  const V residual = hn::NegMulAdd(c, t.sin, hn::NegMulAdd(s, t.cos, x1));
  // 1 / g' to first order around r: the residual is below 1e-7 already.
  const V slope_rest = hn::MulAdd(s, t.sin, hn::Mul(c, hn::Sub(one, t.cos)));
  const V step = hn::Mul(hn::Mul(residual, r), hn::NegMulAdd(r, slope_rest, one));
  const SinCos<V> turned = turn(u, t);
  return {hn::NegMulAdd(step, turned.cos, turned.sin), hn::MulAdd(step, turned.sin, turned.cos)};
}

/// The same for any eccentricity, by steps of fourth order (Danby 1988, section 6.6) from u ± 0.85 e, or for small ones
/// from the second term of the series, within e³. Lanes that do not settle come back as NaN.
static HWY_NOINLINE SinCos<V> solve_kepler_any(D d, V u, SinCos<V> at_u, V axn, V ayn) {
  const V one = hn::Set(d, 1.0);
  const V half = hn::Set(d, 0.5);
  const V e_sin_u = hn::MulSub(axn, at_u.sin, hn::Mul(ayn, at_u.cos));
  const V e_cos_u = hn::MulAdd(axn, at_u.cos, hn::Mul(ayn, at_u.sin));
  const V e = hn::Sqrt(hn::MulAdd(axn, axn, hn::Mul(ayn, ayn)));
  V x = hn::Add(u, hn::IfThenElse(hn::Lt(e, hn::Set(d, 0.2)), hn::MulAdd(e_sin_u, e_cos_u, e_sin_u),
                                  hn::CopySign(hn::Mul(hn::Set(d, 0.85), e), e_sin_u)));
  SinCos<V> out{hn::NaN(d), hn::NaN(d)};
  auto open = hn::Eq(u, u);
  for (int i = 0; i < 8 && !hn::AllFalse(d, open); ++i) {
    const SinCos<V> now = sincos(d, x);
    const V f2 = hn::MulSub(axn, now.sin, hn::Mul(ayn, now.cos));
    const V f3 = hn::MulAdd(axn, now.cos, hn::Mul(ayn, now.sin));
    const V f = hn::Sub(hn::Sub(x, u), f2);
    const V f1 = hn::Sub(one, f3);
    const V step2 = hn::Div(hn::Mul(f, f1), hn::NegMulAdd(hn::Mul(half, f), f2, hn::Mul(f1, f1)));
    const V bend = hn::MulAdd(hn::Mul(hn::Set(d, 1.0 / 6.0), hn::Mul(step2, step2)), f3, f1);
    const V step = hn::Div(f, hn::NegMulAdd(hn::Mul(half, step2), f2, bend));
    x = hn::Sub(x, step);
    // A lane keeps what it had when it settled, however long its neighbours take. What a step of this size leaves is
    // below 1e-13.
    const auto settled = hn::And(open, hn::Lt(hn::Abs(step), hn::Set(d, 1e-3)));
    out = choose(settled, turned_a_little(d, now, hn::Neg(step)), out);
    open = hn::AndNot(settled, open);
  }
  return out;
}

/// By the series in lanes of small eccentricity.
HWY_INLINE SinCos<V> solve_kepler(D d, const Plane& p) {
  const V el2 = hn::MulAdd(p.axn, p.axn, hn::Mul(p.ayn, p.ayn));
  const auto is_small = hn::Lt(el2, hn::Set(d, kSmallEccentricity * kSmallEccentricity));
  if (HWY_LIKELY(hn::AllTrue(d, is_small))) return solve_kepler_small(d, p.at_u, p.axn, p.ayn);
  const SinCos<V> any = solve_kepler_any(d, wrapped(d, p.u), p.at_u, p.axn, p.ayn);
  if (hn::AllFalse(d, is_small)) return any;
  return choose(is_small, solve_kepler_small(d, p.at_u, p.axn, p.ayn), any);
}

/// Place and rate in the plane before the short-period terms.
struct Osculating {
  V distance, per_p, beta;
  V radial_rate, transverse_rate;
  V sin_2u, cos_2u;
  SinCos<V> lat;  ///< argument of latitude
  V p;            ///< semilatus rectum
};

HWY_INLINE Osculating osculating(D d, const Elements& m, const Plane& p, SinCos<V> ecc) {
  const V one = hn::Set(d, 1.0);
  const V el2 = hn::MulAdd(p.axn, p.axn, hn::Mul(p.ayn, p.ayn));
  const V e_cos = hn::MulAdd(p.axn, ecc.cos, hn::Mul(p.ayn, ecc.sin));
  const V e_sin = hn::MulSub(p.axn, ecc.sin, hn::Mul(p.ayn, ecc.cos));
  const V beta2 = hn::Sub(one, el2);
  Osculating o{};
  o.beta = hn::Sqrt(beta2);
  o.p = hn::Mul(p.a, beta2);
  o.distance = hn::Mul(p.a, hn::Sub(one, e_cos));
  // One division for three reciprocals.
  const V one_plus_beta = hn::Add(one, o.beta);
  const V inverse_all = hn::Div(one, hn::Mul(o.distance, hn::Mul(one_plus_beta, o.p)));
  const V inverse_distance = hn::Mul(inverse_all, hn::Mul(one_plus_beta, o.p));
  const V inverse_beta = hn::Mul(inverse_all, hn::Mul(o.distance, o.p));
  o.per_p = hn::Mul(inverse_all, hn::Mul(o.distance, one_plus_beta));
  const V rate = hn::Mul(hn::Abs(m.root), inverse_distance);
  o.radial_rate = hn::Mul(rate, e_sin);
  o.transverse_rate = hn::Mul(rate, o.beta);
  const V f = hn::Mul(e_sin, inverse_beta);
  const V a_over_r = hn::Mul(p.a, inverse_distance);
  o.lat = {hn::Mul(a_over_r, hn::NegMulAdd(p.axn, f, hn::Sub(ecc.sin, p.ayn))),
           hn::Mul(a_over_r, hn::MulAdd(p.ayn, f, hn::Sub(ecc.cos, p.axn)))};
  o.sin_2u = hn::Mul(hn::Add(o.lat.cos, o.lat.cos), o.lat.sin);
  o.cos_2u = hn::NegMulAdd(hn::Add(o.lat.sin, o.lat.sin), o.lat.sin, one);
  return o;
}

/// Short-period terms of J2, which as angles are small unless kWide, and the turn into TEME. `radius` comes back in
/// Earth radii.
template <bool kWide>
HWY_INLINE Motion to_teme(D d, const EarthModel& earth, const Elements& m, const Plane& p, const Osculating& o,
                          V& radius) {
  const auto constant = [&](double v) HWY_ATTR { return hn::Set(d, v); };
  const V k1 = hn::Mul(constant(0.5 * earth.j2), o.per_p);
  const V k2 = hn::Mul(k1, o.per_p);
  const V sin2_cos = hn::Mul(m.i.sin2, o.cos_2u);
  radius = hn::MulAdd(o.distance, hn::NegMulAdd(k2, hn::Mul(o.beta, m.i.radius), constant(1.0)),
                      hn::Mul(hn::Mul(constant(0.5), k1), sin2_cos));
  const V k2_sin = hn::Mul(k2, o.sin_2u);
  const V du = hn::Mul(k2_sin, m.i.along);
  const V dnode = hn::Mul(k2_sin, m.i.node);
  const V di = hn::Mul(hn::Mul(k2, o.cos_2u), m.i.tilt);
  const V n_k1 = hn::Mul(hn::Mul(hn::Mul(p.inverse_a, p.inverse_a), hn::Abs(m.root)), k1);  // motion over ke, times k1
  const V radial_rate = hn::NegMulAdd(n_k1, hn::Mul(m.i.sin2, o.sin_2u), o.radial_rate);
  const V transverse_rate = hn::MulAdd(n_k1, hn::Add(sin2_cos, m.i.radius), o.transverse_rate);

  const auto turned = [&](const SinCos<V>& a, V by)
                          HWY_ATTR { return kWide ? turn(a, sincos(d, by)) : turned_a_little(d, a, by); };
  const SinCos<V> su = turned(o.lat, du);
  const SinCos<V> sn = turned(p.at_node, dnode);
  const SinCos<V> si = turned(SinCos<V>{m.i.sin, m.i.cos}, di);
  const V across_x = hn::Neg(hn::Mul(sn.sin, si.cos));
  const V across_y = hn::Mul(sn.cos, si.cos);
  const V ux = hn::MulAdd(su.sin, across_x, hn::Mul(su.cos, sn.cos));
  const V uy = hn::MulAdd(su.sin, across_y, hn::Mul(su.cos, sn.sin));
  const V uz = hn::Mul(su.sin, si.sin);
  const V wx = hn::MulSub(su.cos, across_x, hn::Mul(su.sin, sn.cos));
  const V wy = hn::MulSub(su.cos, across_y, hn::Mul(su.sin, sn.sin));
  const V wz = hn::Mul(su.cos, si.sin);
  const V r_km = hn::Mul(radius, constant(earth.radius_km));
  const V km_s = constant(earth.radius_km * earth.ke_per_min / 60.0);
  const V rr = hn::Mul(km_s, radial_rate);
  const V tr = hn::Mul(km_s, transverse_rate);
  return {hn::Mul(r_km, ux),
          hn::Mul(r_km, uy),
          hn::Mul(r_km, uz),
          hn::MulAdd(rr, ux, hn::Mul(tr, wx)),
          hn::MulAdd(rr, uy, hn::Mul(tr, wy)),
          hn::MulAdd(rr, uz, hn::Mul(tr, wz)),
          hn::Zero(d)};
}

/// Sets the errors, in the order in which the scalar code meets them, and takes the numbers away that go with them.
/// Returns whether there was nothing to say. kWide says how the short-period terms were taken.
template <bool kWide>
HWY_INLINE bool flag(D d, const Limits& limits, const Elements& m, const Osculating& o, V radius, Motion& out) {
  const auto constant = [&](double v) HWY_ATTR { return hn::Set(d, v); };
  const auto outside = [&](V v, double low, double high)
                           HWY_ATTR { return hn::Not(hn::And(hn::Ge(v, constant(low)), hn::Lt(v, constant(high)))); };
  const auto bad_mean = outside(m.mean_eccentricity, -0.001, 1.0);
  const auto bad_e = hn::Not(hn::And(hn::Ge(m.eccentricity, hn::Zero(d)), hn::Le(m.eccentricity, constant(1.0))));
  const auto low = hn::Lt(radius, constant(1.0));
  const V angles = hn::Add(constant(1.0), hn::Add(hn::Abs(m.longitude), hn::Add(hn::Abs(m.node), hn::Abs(m.perigee))));
  const V numbers = hn::Add(hn::Add(hn::Abs(out.x), hn::Abs(out.y)), hn::Add(hn::Abs(out.z), hn::Abs(out.vx)));
  const auto is_near =
      hn::And(hn::And(hn::Lt(hn::Mul(angles, numbers), constant(limits.arc)), hn::Lt(numbers, constant(limits.sum))),
              hn::Lt(m.eccentricity, constant(kLargestEccentricity)));
  const auto has_small_angles = hn::Gt(o.p, constant(kSmallestSemilatus));
  const auto trouble = hn::Or(hn::Or(low, hn::Not(hn::And(is_near, has_small_angles))), hn::Or(bad_e, bad_mean));
  if (HWY_LIKELY(hn::AllFalse(d, trouble))) return true;
  const auto has_large_angles = hn::AndNot(has_small_angles, hn::And(low, hn::Gt(o.p, constant(kVanishingSemilatus))));
  const auto unsure = hn::Not(hn::And(is_near, kWide ? hn::Or(has_small_angles, has_large_angles) : has_small_angles));
  const auto number = [&](Sgp4Error e) HWY_ATTR { return constant(static_cast<double>(e)); };
  out.error = hn::IfThenElse(low, number(Sgp4Error::Decayed), out.error);
  out.error = hn::IfThenElse(unsure, constant(kAskScalar), out.error);
  if constexpr (!kWide) out.error = hn::IfThenElse(hn::And(is_near, has_large_angles), constant(kAskWide), out.error);
  out.error =
      hn::IfThenElse(hn::Lt(o.p, constant(-kVanishingSemilatus)), number(Sgp4Error::SemilatusRectum), out.error);
  out.error = hn::IfThenElse(bad_e, number(Sgp4Error::PerturbedEccentricity), out.error);
  out.error = hn::IfThenElse(bad_mean, number(Sgp4Error::MeanEccentricity), out.error);
  const auto unknown =
      hn::Not(hn::And(hn::Le(hn::Abs(m.minutes), constant(kLargestMinutes)),
                      hn::And(hn::Eq(m.root, m.root), hn::Eq(m.mean_eccentricity, m.mean_eccentricity))));
  out.error = hn::IfThenElse(unknown, constant(kAskScalar), out.error);
  const auto none = hn::And(hn::Ne(out.error, hn::Zero(d)), hn::Ne(out.error, number(Sgp4Error::Decayed)));
  const V nan = hn::NaN(d);
  for (V* v : {&out.x, &out.y, &out.z, &out.vx, &out.vy, &out.vz}) *v = hn::IfThenElse(none, nan, *v);
  return false;
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
