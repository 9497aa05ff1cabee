// Compiled once for each kind of vector instructions; the best that the processor has is chosen at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tocsin/motion/sgp4_lanes.cpp"
#include <hwy/foreach_target.h>  // includes this file again
// After foreach_target.
#include <algorithm>
#include <cmath>

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

/// Below this eccentricity Kepler's equation is solved by a series and one Newton step: 0.03^5 squared is below 1e-14.
constexpr double kSmallEccentricity = 0.03;

/// Angles above this are left to the scalar code: their last bits would be more than 0.1 mm.
constexpr double kLargestAngle = 1e5;
/// So are orbits that drag has changed by so much that their numbers are differences of large terms,
constexpr double kLargestShrinking = 0.1;
/// numbers that tell of an orbit that drag has blown up, and times far away.
constexpr double kLargestNumber = 5e4;
constexpr double kLargestMinutes = 1e8;
constexpr double kAskScalar = 255.0;

struct Motion {
  V x, y, z, vx, vy, vz;
  V error;  ///< number of Sgp4Error
};

/// Eccentric anomaly plus argument of perigee from the mean one, u, whose sine and cosine are known.
HWY_INLINE SinCos<V> solve_kepler_small(D d, SinCos<V> u, V axn, V ayn) {
  // With E = u + x: x = s cos x + c sin x.
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
  // 1 / g' to first order around r: the residual is below 1e-8 already.
  const V slope_rest = hn::MulAdd(s, t.sin, hn::Mul(c, hn::Sub(one, t.cos)));
  const V step = hn::Mul(hn::Mul(residual, r), hn::NegMulAdd(r, slope_rest, one));
  const SinCos<V> turned = turn(u, t);
  return {hn::NegMulAdd(step, turned.cos, turned.sin), hn::MulAdd(step, turned.sin, turned.cos)};
}

/// The same for any eccentricity, by the Newton steps of the scalar code.
HWY_NOINLINE SinCos<V> solve_kepler_any(D d, V u, V axn, V ayn) {
  const V one = hn::Set(d, 1.0);
  const V largest = hn::Set(d, 0.95);
  const V tolerance = hn::Set(d, 1e-12);
  V x = u;
  SinCos<V> out = sincos(d, x);
  auto open = hn::Eq(x, x);
  for (int i = 0; i < 10; ++i) {
    const SinCos<V> now = sincos(d, x);
    out.sin = hn::IfThenElse(open, now.sin, out.sin);
    out.cos = hn::IfThenElse(open, now.cos, out.cos);
    const V slope = hn::NegMulAdd(now.sin, ayn, hn::NegMulAdd(now.cos, axn, one));
    const V numerator = hn::Sub(hn::MulAdd(axn, now.sin, hn::NegMulAdd(ayn, now.cos, u)), x);
    V step = hn::Div(numerator, slope);
    const auto goes_on = hn::Gt(hn::Abs(step), tolerance);
    step = hn::Min(hn::Max(step, hn::Neg(largest)), largest);
    x = hn::IfThenElse(open, hn::Add(x, step), x);
    open = hn::And(open, goes_on);
    if (hn::AllFalse(d, open)) break;
  }
  return out;
}

/// Elements after secular rates and drag.
struct Mean {
  V t;
  V anomaly, perigee, node;
  SinCos<V> at_anomaly;
  V root;          ///< square root of the semi-major axis, with the sign of the drag's factor
  V eccentricity;  ///< before its lower bound
  V added;         ///< of drag to the mean longitude
  V shrunk;        ///< change of the root of the semi-major axis by drag, relative
};

template <bool kFull, class Get>
HWY_INLINE Mean mean_elements(D d, V t, const Get& get) {
  const V one = hn::Set(d, 1.0);
  const V t2 = hn::Mul(t, t);
  // Rounded as in the scalar code: these angles are large, and their last bits are metres after years.
  const V anomaly0 = hn::Add(get(kAnomaly), hn::Mul(get(kAnomalyDot), t));
  const V perigee0 = hn::Add(get(kPerigee), hn::Mul(get(kPerigeeDot), t));
  Mean m{};
  m.t = t;
  m.node = hn::Add(hn::Add(get(kNode), hn::Mul(get(kNodeDot), t)), hn::Mul(get(kNodeDrag), t2));
  m.anomaly = anomaly0;
  m.perigee = perigee0;
  m.at_anomaly = sincos(d, anomaly0);
  V axis_factor = hn::NegMulAdd(get(kC1), t, one);
  V loss = hn::Mul(get(kBstarC4), t);
  V gain = hn::Mul(get(kT2cof), t2);
  if constexpr (kFull) {
    const V base = hn::MulAdd(get(kEta), m.at_anomaly.cos, one);
    const V cubed = hn::Mul(base, hn::Mul(base, base));
    const V shift = hn::MulAdd(get(kPerigeeDrag), t, hn::Mul(get(kAnomalyDrag), hn::Sub(cubed, get(kAnomalyCubed))));
    m.anomaly = hn::Add(anomaly0, shift);
    m.perigee = hn::Sub(perigee0, shift);
    m.at_anomaly = turned_by(d, m.at_anomaly, m.anomaly, shift);
    const V t3 = hn::Mul(t2, t);
    const V t4 = hn::Mul(t3, t);
    axis_factor = hn::Sub(axis_factor, hn::MulAdd(get(kD2), t2, hn::MulAdd(get(kD3), t3, hn::Mul(get(kD4), t4))));
    loss = hn::MulAdd(get(kBstarC5), hn::Sub(m.at_anomaly.sin, get(kSinAnomaly)), loss);
    gain = hn::Add(gain, hn::MulAdd(get(kT3cof), t3, hn::Mul(t4, hn::MulAdd(t, get(kT5cof), get(kT4cof)))));
  }
  m.root = hn::Mul(get(kAxisRoot), axis_factor);
  m.shrunk = hn::Sub(axis_factor, one);
  m.eccentricity = hn::Sub(get(kEccentricity), loss);
  m.added = hn::Mul(get(kMotion), gain);
  return m;
}

/// The orbit in its plane, with the long-period terms.
struct Plane {
  V a, inverse_a;
  V axn, ayn;
  V u;  ///< mean argument of latitude
  SinCos<V> at_u, at_node;
};

template <class Get>
HWY_INLINE Plane plane_elements(D d, const Mean& m, const Get& get) {
  const V one = hn::Set(d, 1.0);
  const V e = hn::Max(m.eccentricity, hn::Set(d, 1e-6));
  const SinCos<V> at_perigee = sincos(d, m.perigee);
  Plane p{};
  p.at_node = sincos(d, m.node);
  p.a = hn::Mul(m.root, m.root);
  const V one_minus_e2 = hn::NegMulAdd(e, e, one);
  const V inverse_p = hn::Div(one, hn::Mul(p.a, one_minus_e2));
  p.inverse_a = hn::Mul(inverse_p, one_minus_e2);
  p.axn = hn::Mul(e, at_perigee.cos);
  p.ayn = hn::MulAdd(inverse_p, get(kAycof), hn::Mul(e, at_perigee.sin));
  const V added = hn::MulAdd(hn::Mul(inverse_p, get(kXlcof)), p.axn, m.added);
  p.u = hn::Add(hn::Add(m.anomaly, m.perigee), added);
  p.at_u = turned_by(d, turn(m.at_anomaly, at_perigee), p.u, added);
  return p;
}

HWY_INLINE SinCos<V> solve_kepler(D d, const Plane& p) {
  const V el2 = hn::MulAdd(p.axn, p.axn, hn::Mul(p.ayn, p.ayn));
  return hn::AllTrue(d, hn::Lt(el2, hn::Set(d, kSmallEccentricity * kSmallEccentricity)))
             ? solve_kepler_small(d, p.at_u, p.axn, p.ayn)
             : solve_kepler_any(d, reduced(d, p.u), p.axn, p.ayn);
}

/// Place and rate in the plane before the short-period terms.
struct Osculating {
  V distance, per_p, beta;
  V radial_rate, transverse_rate;
  V sin_2u, cos_2u;
  SinCos<V> lat;  ///< argument of latitude
  V p;            ///< semilatus rectum
};

HWY_INLINE Osculating osculating(D d, const Mean& m, const Plane& p, SinCos<V> ecc) {
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

/// Short-period terms of J2 and the turn into TEME. `radius` comes back in Earth radii.
template <class Get>
HWY_INLINE Motion to_teme(D d, const EarthModel& earth, const Mean& m, const Plane& p, const Osculating& o,
                          const Get& get, V& radius) {
  const auto constant = [&](double v) HWY_ATTR { return hn::Set(d, v); };
  const V one = constant(1.0);
  const V cos_i = get(kCosI);
  const V sin_i = get(kSinI);
  const V c2 = hn::Mul(cos_i, cos_i);
  const V s2 = hn::Sub(one, c2);
  const V con41 = hn::MulSub(constant(3.0), c2, one);
  const V k1 = hn::Mul(constant(0.5 * earth.j2), o.per_p);
  const V k2 = hn::Mul(k1, o.per_p);
  radius = hn::MulAdd(o.distance, hn::NegMulAdd(hn::Mul(constant(1.5), k2), hn::Mul(o.beta, con41), one),
                      hn::Mul(hn::Mul(constant(0.5), k1), hn::Mul(s2, o.cos_2u)));
  const V k2_sin = hn::Mul(k2, o.sin_2u);
  const V du = hn::Mul(hn::Mul(constant(-0.25), k2_sin), hn::MulSub(constant(7.0), c2, one));
  const V dnode = hn::Mul(hn::Mul(constant(1.5), k2_sin), cos_i);
  const V di = hn::Mul(hn::Mul(constant(1.5), k2), hn::Mul(hn::Mul(cos_i, sin_i), o.cos_2u));
  const V n_k1 = hn::Mul(hn::Mul(hn::Mul(p.inverse_a, p.inverse_a), hn::Abs(m.root)), k1);  // motion over ke, times k1
  const V radial_rate = hn::NegMulAdd(n_k1, hn::Mul(s2, o.sin_2u), o.radial_rate);
  const V transverse_rate =
      hn::MulAdd(n_k1, hn::MulAdd(s2, o.cos_2u, hn::Mul(constant(1.5), con41)), o.transverse_rate);

  const SinCos<V> su = turned_a_little(d, o.lat, du);
  const SinCos<V> sn = turned_a_little(d, p.at_node, dnode);
  const SinCos<V> si = turned_a_little(d, SinCos<V>{sin_i, cos_i}, di);
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
/// Returns whether there was nothing to say.
HWY_INLINE bool flag(D d, const Mean& m, const Plane& p, const Osculating& o, V radius, Motion& out) {
  const auto constant = [&](double v) HWY_ATTR { return hn::Set(d, v); };
  const auto bad_e = hn::Not(hn::And(hn::Ge(m.eccentricity, constant(-0.001)), hn::Lt(m.eccentricity, constant(1.0))));
  const auto low = hn::Lt(radius, constant(1.0));
  const auto bad_p = hn::Lt(o.p, hn::Zero(d));
  const auto exact = hn::Not(hn::And(hn::Le(hn::Add(hn::Abs(p.u), hn::Abs(m.node)), constant(kLargestAngle)),
                                     hn::Le(hn::Abs(m.shrunk), constant(kLargestShrinking))));
  const auto large = hn::Not(
      hn::Lt(hn::Add(hn::Abs(hn::Add(out.x, out.y)), hn::Abs(hn::Add(out.z, out.vx))), constant(kLargestNumber)));
  const auto trouble = hn::Or(hn::Or(hn::Or(low, bad_p), hn::Or(large, bad_e)), exact);
  if (HWY_LIKELY(hn::AllFalse(d, trouble))) return true;
  const auto number = [&](Sgp4Error e) HWY_ATTR { return constant(static_cast<double>(e)); };
  out.error = hn::IfThenElse(low, number(Sgp4Error::Decayed), out.error);
  out.error = hn::IfThenElse(bad_p, number(Sgp4Error::SemilatusRectum), out.error);
  out.error = hn::IfThenElse(hn::Or(exact, large), constant(kAskScalar), out.error);
  out.error = hn::IfThenElse(bad_e, number(Sgp4Error::MeanEccentricity), out.error);
  const auto unknown = hn::Not(hn::Le(hn::Abs(m.t), constant(kLargestMinutes)));
  out.error = hn::IfThenElse(hn::Or(hn::Ne(m.eccentricity, m.eccentricity), unknown), constant(kAskScalar), out.error);
  const auto none = hn::And(hn::Ne(out.error, hn::Zero(d)), hn::Ne(out.error, number(Sgp4Error::Decayed)));
  const V nan = hn::NaN(d);
  for (V* v : {&out.x, &out.y, &out.z, &out.vx, &out.vy, &out.vz}) *v = hn::IfThenElse(none, nan, *v);
  return false;
}

/// Constants of the satellites from `lane` on in a group.
struct Columns {
  D d;
  const double* values;
  HWY_INLINE V operator()(NearColumn c) const { return hn::Load(d, values + c * kGroup); }
};

/// Minutes from the epochs to a time.
HWY_INLINE V minutes_since(D d, const std::int64_t* epoch_ns, std::int64_t time_ns) {
  const DI di;
  const auto ns = hn::Sub(hn::Set(di, time_ns), hn::Load(di, epoch_ns));
  return hn::Mul(hn::ConvertTo(d, ns), hn::Set(d, 1.0 / 60e9));
}

/// States of the group's satellites from `lane` on, two vectors at a time: what one waits for, the other one fills.
/// Returns whether all have a state.
template <bool kFull>
HWY_INLINE bool two_vectors(const NearTable& table, std::size_t group, std::size_t lane, std::int64_t time_ns,
                            double (*HWY_RESTRICT numbers)[kGroup]) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* values = table.values.data() + group * kColumns * kGroup + lane;
  const std::int64_t* epochs = table.epoch_ns.data() + group * kGroup + lane;
  const Columns get0{d, values};
  const Columns get1{d, values + lanes};
  const Mean m0 = mean_elements<kFull>(d, minutes_since(d, epochs, time_ns), get0);
  const Mean m1 = mean_elements<kFull>(d, minutes_since(d, epochs + lanes, time_ns), get1);
  const Plane p0 = plane_elements(d, m0, get0);
  const Plane p1 = plane_elements(d, m1, get1);
  const SinCos<V> e0 = solve_kepler(d, p0);
  const SinCos<V> e1 = solve_kepler(d, p1);
  const Osculating o0 = osculating(d, m0, p0, e0);
  const Osculating o1 = osculating(d, m1, p1, e1);
  V radius0 = hn::Zero(d);
  V radius1 = hn::Zero(d);
  Motion s0 = to_teme(d, table.earth, m0, p0, o0, get0, radius0);
  Motion s1 = to_teme(d, table.earth, m1, p1, o1, get1, radius1);
  const bool good0 = flag(d, m0, p0, o0, radius0, s0);
  const bool good1 = flag(d, m1, p1, o1, radius1, s1);
  const auto store = [&](const Motion& s, std::size_t at) HWY_ATTR {
    hn::Store(s.x, d, numbers[0] + at);
    hn::Store(s.y, d, numbers[1] + at);
    hn::Store(s.z, d, numbers[2] + at);
    hn::Store(s.vx, d, numbers[3] + at);
    hn::Store(s.vy, d, numbers[4] + at);
    hn::Store(s.vz, d, numbers[5] + at);
    hn::Store(s.error, d, numbers[6] + at);
  };
  store(s0, lane);
  store(s1, lane + lanes);
  return good0 && good1;
}

template <bool kFull>
HWY_INLINE void propagate_groups(const NearTable& table, std::size_t first, std::size_t last,
                                 std::span<const std::int64_t> times_ns, const StateGrid& out) {
  const D d;
  HWY_ALIGN double numbers[7][kGroup];
  for (std::size_t g = first; g < last; ++g) {
    const std::uint32_t* who = table.index.data() + g * kGroup;
    const bool is_full = who[kGroup - 1] != NearTable::kNobody;
    for (std::size_t k = 0; k < times_ns.size(); ++k) {
      bool good = is_full;
      for (std::size_t lane = 0; lane < kGroup; lane += 2 * hn::Lanes(d)) {
        good &= two_vectors<kFull>(table, g, lane, times_ns[k], numbers);
      }
      if (HWY_LIKELY(good)) {
        for (std::size_t lane = 0; lane < kGroup; ++lane) {
          const std::size_t place = who[lane] * out.by_satellite + k * out.by_time;
          double* six = out.states + 6 * place;
          for (std::size_t i = 0; i < 6; ++i) six[i] = numbers[i][lane];
          out.errors[place] = 0;
        }
        continue;
      }
      for (std::size_t lane = 0; lane < kGroup; ++lane) {
        if (who[lane] == NearTable::kNobody) continue;
        const std::size_t place = who[lane] * out.by_satellite + k * out.by_time;
        if (numbers[6][lane] == kAskScalar) {
          scalar_state(table.orbits[who[lane]], times_ns[k], out.states + 6 * place, out.errors[place]);
          continue;
        }
        for (std::size_t i = 0; i < 6; ++i) out.states[6 * place + i] = numbers[i][lane];
        out.errors[place] = static_cast<std::uint8_t>(numbers[6][lane]);
      }
    }
  }
}

void PropagateNear(const NearTable& table, std::size_t first, std::size_t last, std::span<const std::int64_t> times_ns,
                   const StateGrid& out) {
  table.full_drag ? propagate_groups<true>(table, first, last, times_ns, out)
                  : propagate_groups<false>(table, first, last, times_ns, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocsin::motion::sgp4 {

void scalar_state(const Sgp4& orbit, std::int64_t time_ns, double* six, std::uint8_t& error) {
  const Sgp4State s = orbit.propagate(seconds_between(orbit.epoch(), Instant::from_tai_ns(time_ns)) / 60.0);
  const double numbers[6] = {s.position_km.x,   s.position_km.y,   s.position_km.z,
                             s.velocity_km_s.x, s.velocity_km_s.y, s.velocity_km_s.z};
  std::copy(std::begin(numbers), std::end(numbers), six);
  error = static_cast<std::uint8_t>(s.error);
}

namespace {
HWY_EXPORT(PropagateNear);
}  // namespace

void propagate_near(const NearTable& table, std::size_t first, std::size_t last, std::span<const std::int64_t> times_ns,
                    const StateGrid& out) {
  HWY_DYNAMIC_DISPATCH(PropagateNear)(table, first, last, times_ns, out);
}

std::vector<std::int64_t> lane_targets() {
  hwy::SetSupportedTargetsForTest(0);
  return hwy::SupportedAndGeneratedTargets();
}

const char* lane_target_name(std::int64_t target) {
  return hwy::TargetName(target);
}

void force_lane_target(std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

NearTable near_table(std::span<const Sgp4> orbits, std::span<const std::uint32_t> index, bool full_drag) {
  NearTable out;
  out.full_drag = full_drag;
  out.orbits = orbits.data();
  const std::size_t padded = (index.size() + kGroup - 1) / kGroup * kGroup;
  out.values.resize(padded * kColumns);
  out.epoch_ns.resize(padded);
  out.index.resize(padded, NearTable::kNobody);
  for (std::size_t s = 0; s < padded; ++s) {
    const std::uint32_t who = index[std::min(s, index.size() - 1)];
    if (s < index.size()) out.index[s] = who;
    const Sgp4& o = orbits[who];
    out.earth = o.earth();
    out.epoch_ns[s] = o.epoch().tai_ns();
    const MeanElements& m = o.mean_elements();
    const NearEarthTerms& n = o.near_earth();
    double* column = out.values.data() + s / kGroup * kColumns * kGroup + s % kGroup;
    const auto set = [&](NearColumn c, double v) { column[c * kGroup] = v; };
    set(kAnomaly, m.anomaly_rad);
    set(kAnomalyDot, n.mean_anomaly_dot);
    set(kPerigee, m.perigee_rad);
    set(kPerigeeDot, n.perigee_dot);
    set(kNode, m.node_rad);
    set(kNodeDot, n.node_dot);
    set(kNodeDrag, n.node_drag);
    set(kEccentricity, m.eccentricity);
    set(kMotion, m.motion_rad_min);
    set(kAxisRoot, std::cbrt(o.earth().ke_per_min / m.motion_rad_min));
    set(kCosI, std::cos(m.inclination_rad));
    set(kSinI, std::sin(m.inclination_rad));
    set(kAycof, n.long_period.aycof);
    set(kXlcof, n.long_period.xlcof);
    set(kC1, n.c1);
    set(kBstarC4, n.bstar * n.c4);
    set(kT2cof, n.t2cof);
    set(kEta, n.eta);
    set(kPerigeeDrag, n.perigee_drag);
    set(kAnomalyDrag, n.anomaly_drag);
    set(kAnomalyCubed, n.anomaly_cubed_at_epoch);
    set(kSinAnomaly, n.sin_anomaly_at_epoch);
    set(kBstarC5, n.bstar * n.c5);
    set(kD2, n.d2);
    set(kD3, n.d3);
    set(kD4, n.d4);
    set(kT3cof, n.t3cof);
    set(kT4cof, n.t4cof);
    set(kT5cof, n.t5cof);
  }
  return out;
}

}  // namespace tocsin::motion::sgp4
#endif
