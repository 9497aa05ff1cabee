// Forces on unpowered bodies and the height above the ellipsoid in vector lanes, one body a lane; compiled once for
// each kind of instructions.

#if defined(TOCSIN_MOTION_ARC_LANE_FORCES) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_ARC_LANE_FORCES
#undef TOCSIN_MOTION_ARC_LANE_FORCES
#else
#define TOCSIN_MOTION_ARC_LANE_FORCES
#endif

#include <cstddef>
#include <utility>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "tocsin/earth/density_table.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/earth/gravity_field.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;
using M = hn::Mask<D>;

HWY_INLINE V set(double value) {
  return hn::Set(D{}, value);
}

/// Place and velocity, or their rates.
struct Motion6 {
  V y[6];
};

HWY_INLINE Motion6 choose(M mask, const Motion6& yes, const Motion6& no) {
  Motion6 out;
  for (std::size_t i = 0; i < 6; ++i) out.y[i] = hn::IfThenElse(mask, yes.y[i], no.y[i]);
  return out;
}

/// What moves the bodies beside the zonal field.
struct Forces {
  const earth::GravityField* field = nullptr;  ///< instead of the zonal one
  const double* air_rows = nullptr;            ///< of an earth::DensityTable; null: no drag
  V half_per_beta;                             ///< 1 / (2 beta) of each body, m²/kg
};

/// Sums of earth/zonal.hpp in lanes: code for one kind of instructions must not be shared with another.
struct Zonal {
  V radial, axial, zz, zr, rr;
};
template <bool kGradient>
HWY_INLINE Zonal zonal_sums(V a_over_r, V s) {
  const V zero = hn::Zero(D{});
  Zonal sum{zero, zero, zero, zero, zero};
  V p_before = set(1.0);  // P_{n-1}
  V p = s;                // P_n
  V slope = set(1.0);     // P'_n
  V bend = zero;          // P''_n
  V power = a_over_r;
  for (int n = 1; n <= earth::kMaxZonalDegree; ++n) {
    const double d = n;
    const V slope_next = hn::MulAdd(set(d + 1.0), p, hn::Mul(s, slope));
    const V bend_next = kGradient ? hn::MulAdd(set(d + 2.0), slope, hn::Mul(s, bend)) : zero;
    if (n >= 2) {
      const V c = hn::Mul(set(earth::kZonal[static_cast<std::size_t>(n)]), power);
      sum.radial = hn::MulAdd(c, slope_next, sum.radial);
      sum.axial = hn::MulAdd(c, slope, sum.axial);
      if constexpr (kGradient) {
        sum.zz = hn::MulAdd(c, bend, sum.zz);
        sum.zr = hn::MulAdd(c, bend_next, sum.zr);
        sum.rr = hn::MulAdd(c, hn::MulAdd(set(d + 3.0), slope_next, hn::Mul(s, bend_next)), sum.rr);
      }
    }
    const V p_next = hn::MulSub(hn::Mul(set((2.0 * d + 1.0) / (d + 1.0)), s), p, hn::Mul(set(d / (d + 1.0)), p_before));
    p_before = p;
    p = p_next;
    slope = slope_next;
    bend = bend_next;
    power = hn::Mul(power, a_over_r);
  }
  return sum;
}

/// Height above the ellipsoid and its normal there, by one round of Bowring's formula (earth/meridian.hpp).
struct Height {
  V m;
  V sine, cosine;  ///< of the latitude
  V axis_m;        ///< distance from the axis
};
HWY_INLINE Height height_of(V x, V y, V z) {
  constexpr double second = earth::kEccentricitySquared / (1.0 - earth::kEccentricitySquared);
  const V p2 = hn::MulAdd(x, x, hn::Mul(y, y));
  const V p = hn::Sqrt(p2);
  const V inverse_r = hn::Div(set(1.0), hn::Sqrt(hn::MulAdd(z, z, p2)));
  const V num = hn::Mul(hn::Mul(set(1.0 - earth::kFlattening), z),
                        hn::MulAdd(set(second * earth::kPolarRadiusM), inverse_r, set(1.0)));
  const V u = hn::Div(set(1.0), hn::Sqrt(hn::MulAdd(num, num, hn::Mul(p, p))));
  const V sin_u = hn::Mul(num, u);
  const V cos_u = hn::Mul(p, u);
  const V cubed_s = hn::Mul(sin_u, hn::Mul(sin_u, sin_u));
  const V cubed_c = hn::Mul(cos_u, hn::Mul(cos_u, cos_u));
  const V up = hn::MulAdd(set(second * earth::kPolarRadiusM), cubed_s, z);
  const V out = hn::NegMulAdd(set(earth::kEccentricitySquared * earth::kEquatorialRadiusM), cubed_c, p);
  const V n = hn::Div(set(1.0), hn::Sqrt(hn::MulAdd(out, out, hn::Mul(up, up))));
  const V sine = hn::Mul(up, n);
  const V cosine = hn::Mul(out, n);
  const V inner = hn::Sqrt(hn::NegMulAdd(set(earth::kEccentricitySquared), hn::Mul(sine, sine), set(1.0)));
  const V m = hn::NegMulAdd(set(earth::kEquatorialRadiusM), inner, hn::MulAdd(p, cosine, hn::Mul(z, sine)));
  return {m, sine, cosine, p};
}
HWY_INLINE Height height_of(const Motion6& s) {
  return height_of(s.y[0], s.y[1], s.y[2]);
}
HWY_INLINE V climb_of(const Height& h, const Motion6& s) {
  const V outwards = hn::Div(hn::MulAdd(s.y[0], s.y[3], hn::Mul(s.y[1], s.y[4])), hn::Max(h.axis_m, set(1e-3)));
  return hn::MulAdd(h.cosine, outwards, hn::Mul(h.sine, s.y[5]));
}

/// Deceleration over velocity, 1/s, and the logarithmic slope of the density, 1/m: both 0 above the table.
struct DragRate {
  V per_s, log_slope;
};
HWY_INLINE DragRate drag_rate(const Forces& forces, V height_m, V speed_mps) {
  const D d;
  const hn::RebindToSigned<D> di;
  const V km = hn::Mul(height_m, set(1e-3));
  // Also of what is not a number a row comes out.
  const V base = hn::IfThenElse(hn::Ge(km, hn::Zero(d)), hn::Min(hn::Floor(km), set(earth::DensityTable::kTopKm - 1.0)),
                                set(-1.0));
  const V x = hn::Sub(km, hn::Max(base, hn::Zero(d)));
  const auto at = hn::ShiftLeft<2>(hn::ConvertTo(di, hn::Add(base, set(1.0))));
  const V c0 = hn::GatherIndex(d, forces.air_rows, at);
  const V c1 = hn::GatherIndex(d, forces.air_rows + 1, at);
  const V c2 = hn::GatherIndex(d, forces.air_rows + 2, at);
  const V c3 = hn::GatherIndex(d, forces.air_rows + 3, at);
  const V log_density = hn::MulAdd(x, hn::MulAdd(x, hn::MulAdd(x, c3, c2), c1), c0);
  const V slope = hn::MulAdd(x, hn::MulAdd(x, hn::Mul(set(3.0), c3), hn::Add(c2, c2)), c1);
  const M in_air = hn::Le(height_m, set(1e3 * earth::DensityTable::kTopKm));
  // Far below the ground, where a step may try its luck, the air stays a number.
  const V density = hn::Exp(d, hn::Min(log_density, set(300.0)));
  return {hn::IfThenElseZero(in_air, hn::Mul(hn::Mul(density, forces.half_per_beta), speed_mps)),
          hn::IfThenElseZero(in_air, hn::Mul(slope, set(1e-3)))};
}
HWY_INLINE V speed_of(const Motion6& s) {
  return hn::Sqrt(hn::MulAdd(s.y[3], s.y[3], hn::MulAdd(s.y[4], s.y[4], hn::Mul(s.y[5], s.y[5]))));
}

struct Acceleration {
  V x, y, z;
};

/// Zonal gravity to J6.
HWY_INLINE Acceleration zonal_gravity(V x, V y, V z) {
  const V r2 = hn::MulAdd(x, x, hn::MulAdd(y, y, hn::Mul(z, z)));
  const V inverse_r = hn::Div(set(1.0), hn::Sqrt(r2));
  const Zonal sums = zonal_sums<false>(hn::Mul(set(earth::kEquatorialRadiusM), inverse_r), hn::Mul(z, inverse_r));
  const V strength = hn::Mul(set(earth::kGravitationalParameter), hn::Mul(inverse_r, inverse_r));
  const V along = hn::Mul(hn::Mul(strength, inverse_r), hn::Sub(sums.radial, set(1.0)));
  return {hn::Mul(along, x), hn::Mul(along, y), hn::NegMulAdd(strength, sums.axial, hn::Mul(along, z))};
}

/// Gravity of a field, by its terms as in earth/gravity_field.cpp.
static HWY_NOINLINE Acceleration field_gravity(const earth::GravityField& field, V rx, V ry, V rz) {
  const double radius = field.constants().radius_m;
  const V inverse_r2 = hn::Div(set(1.0), hn::MulAdd(rx, rx, hn::MulAdd(ry, ry, hn::Mul(rz, rz))));
  const V scaled = hn::Mul(set(radius), inverse_r2);
  const V rho = hn::Mul(set(radius), scaled);
  const V x = hn::Mul(scaled, rx);
  const V y = hn::Mul(scaled, ry);
  const V z = hn::Mul(scaled, rz);
  V sector_v = hn::Mul(set(radius), hn::Sqrt(inverse_r2));
  V sector_w = hn::Zero(D{});
  Acceleration a{hn::Zero(D{}), hn::Zero(D{}), hn::Zero(D{})};
  const int degree = field.degree() + 1;
  const earth::GravityField::Term* term = field.terms().data();
  for (int m = 0; m <= degree; ++m) {
    V v = sector_v;
    V w = sector_w;
    V v_before = hn::Zero(D{});
    V w_before = hn::Zero(D{});
    for (int n = m; n <= degree; ++n, ++term) {
      if (n > m) {
        const V along = hn::Mul(set(term->along), z);
        const V back = hn::Mul(set(term->back), rho);
        const V v_next = hn::MulSub(along, v, hn::Mul(back, v_before));
        const V w_next = hn::MulSub(along, w, hn::Mul(back, w_before));
        v_before = v;
        w_before = w;
        v = v_next;
        w = w_next;
      }
      a.x = hn::MulAdd(set(term->x_v), v, hn::MulAdd(set(term->x_w), w, a.x));
      a.y = hn::MulAdd(set(term->y_v), v, hn::MulAdd(set(term->y_w), w, a.y));
      a.z = hn::MulAdd(set(term->z_v), v, hn::MulAdd(set(term->z_w), w, a.z));
    }
    const V f = set(2.0 * m + 1.0);
    const V next_v = hn::Mul(f, hn::MulSub(x, sector_v, hn::Mul(y, sector_w)));
    sector_w = hn::Mul(f, hn::MulAdd(x, sector_w, hn::Mul(y, sector_v)));
    sector_v = next_v;
  }
  const V strength = set(field.constants().mu_m3_s2 / (radius * radius));
  return {hn::Mul(strength, a.x), hn::Mul(strength, a.y), hn::Mul(strength, a.z)};
}

/// Gravity, Coriolis and centrifugal acceleration, and drag.
template <bool kDrag>
HWY_INLINE Motion6 derivative(const Forces& forces, const Motion6& s) {
  const V x = s.y[0];
  const V y = s.y[1];
  const V z = s.y[2];
  const Acceleration g =
      HWY_LIKELY(forces.field == nullptr) ? zonal_gravity(x, y, z) : field_gravity(*forces.field, x, y, z);
  constexpr double w = earth::kRotationRateRadS;
  Motion6 out;
  for (std::size_t i = 0; i < 3; ++i) out.y[i] = s.y[i + 3];
  out.y[3] = hn::MulAdd(set(w * w), x, hn::MulAdd(set(2.0 * w), s.y[4], g.x));
  out.y[4] = hn::MulAdd(set(w * w), y, hn::MulAdd(set(-2.0 * w), s.y[3], g.y));
  out.y[5] = g.z;
  if constexpr (kDrag) {
    const DragRate rate = drag_rate(forces, height_of(s).m, speed_of(s));
    for (std::size_t i = 3; i < 6; ++i) out.y[i] = hn::NegMulAdd(rate.per_s, s.y[i], out.y[i]);
  }
  return out;
}

/// Derivatives of the acceleration: by rows by place (1/s²) and by velocity (1/s), and by ln(beta) (m/s²).
struct Partials {
  V by_place[9];
  V by_velocity[9];  ///< without drag only [1] and [3], of Coriolis' force, are set
  V by_log_beta[3];  ///< set only with drag
};
template <bool kDrag>
HWY_INLINE void partials(const Forces& forces, const Motion6& s, Partials& out) {
  const V x = s.y[0];
  const V y = s.y[1];
  const V z = s.y[2];
  const V r2 = hn::MulAdd(x, x, hn::MulAdd(y, y, hn::Mul(z, z)));
  const V inverse_r = hn::Div(set(1.0), hn::Sqrt(r2));
  const V u[3] = {hn::Mul(x, inverse_r), hn::Mul(y, inverse_r), hn::Mul(z, inverse_r)};
  const Zonal sums = zonal_sums<true>(hn::Mul(set(earth::kEquatorialRadiusM), inverse_r), u[2]);
  const V mu_r3 = hn::Mul(hn::Mul(set(earth::kGravitationalParameter), inverse_r), hn::Mul(inverse_r, inverse_r));
  constexpr double w = earth::kRotationRateRadS;
  const V identity = hn::Mul(mu_r3, hn::Sub(sums.radial, set(1.0)));
  const V rr = hn::Mul(mu_r3, hn::Sub(set(3.0), sums.rr));
  const V zr = hn::Mul(mu_r3, sums.zr);
  const V xy = hn::Mul(rr, hn::Mul(u[0], u[1]));
  const V rz = hn::MulAdd(rr, u[2], zr);
  out.by_place[0] = hn::MulAdd(rr, hn::Mul(u[0], u[0]), hn::Add(identity, set(w * w)));
  out.by_place[1] = out.by_place[3] = xy;
  out.by_place[2] = out.by_place[6] = hn::Mul(rz, u[0]);
  out.by_place[4] = hn::MulAdd(rr, hn::Mul(u[1], u[1]), hn::Add(identity, set(w * w)));
  out.by_place[5] = out.by_place[7] = hn::Mul(rz, u[1]);
  out.by_place[8] = hn::NegMulAdd(mu_r3, sums.zz, hn::MulAdd(hn::Add(rz, zr), u[2], identity));
  out.by_velocity[1] = set(2.0 * w);
  out.by_velocity[3] = set(-2.0 * w);
  if constexpr (kDrag) {
    const Height h = height_of(s);
    const V speed = speed_of(s);
    const DragRate rate = drag_rate(forces, h.m, speed);
    const V inverse_axis = hn::Div(h.cosine, hn::Max(h.axis_m, set(1e-3)));
    const V normal[3] = {hn::Mul(inverse_axis, x), hn::Mul(inverse_axis, y), h.sine};
    const V slope = hn::Mul(rate.per_s, rate.log_slope);
    const V along = hn::Div(rate.per_s, hn::Max(hn::Mul(speed, speed), set(1e-12)));
    for (std::size_t i = 0; i < 3; ++i) {
      const V v = s.y[i + 3];
      const V v_slope = hn::Mul(v, slope);
      const V v_along = hn::Mul(v, along);
      for (std::size_t k = 0; k < 3; ++k) {
        const std::size_t at = 3 * i + k;
        out.by_place[at] = hn::NegMulAdd(v_slope, normal[k], out.by_place[at]);
        const V dragged = hn::Mul(v_along, s.y[k + 3]);
        const V before = at == 1 || at == 3 ? out.by_velocity[at] : (i == k ? hn::Neg(rate.per_s) : hn::Zero(D{}));
        out.by_velocity[at] = hn::Sub(before, dragged);
      }
      out.by_log_beta[i] = hn::Mul(rate.per_s, v);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
