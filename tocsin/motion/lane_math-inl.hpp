// Sines and cosines for vector kernels, compiled once for each kind of instructions: include after hwy/highway.h, in
// files that use hwy/foreach_target.h.

#if defined(TOCSIN_MOTION_LANE_MATH) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_LANE_MATH
#undef TOCSIN_MOTION_LANE_MATH
#else
#define TOCSIN_MOTION_LANE_MATH
#endif

#include <array>
#include <cstddef>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion::sgp4 {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class V>
struct SinCos {
  V sin, cos;
};

/// Sine and cosine of a + b.
template <class V>
HWY_INLINE SinCos<V> turn(SinCos<V> a, SinCos<V> b) {
  return {hn::MulAdd(a.sin, b.cos, hn::Mul(a.cos, b.sin)), hn::NegMulAdd(a.sin, b.sin, hn::Mul(a.cos, b.cos))};
}

/// |x| up to 0.01: the next terms are below 1e-12.
template <class D, class V = hn::Vec<D>>
HWY_INLINE SinCos<V> tiny_sincos(D d, V x) {
  const V x2 = hn::Mul(x, x);
  const V c = hn::MulAdd(x2, hn::Set(d, 1.0 / 24.0), hn::Set(d, -0.5));
  return {hn::MulAdd(hn::Mul(x, x2), hn::Set(d, -1.0 / 6.0), x), hn::MulAdd(x2, c, hn::Set(d, 1.0))};
}

/// The angle turned by x, |x| up to 0.01.
template <class D, class V = hn::Vec<D>>
HWY_INLINE SinCos<V> turned_a_little(D d, SinCos<V> a, V x) {
  return turn(a, tiny_sincos(d, x));
}

/// |x| up to 0.05: the next terms are below 1e-15.
template <class D, class V = hn::Vec<D>>
HWY_INLINE SinCos<V> small_sincos(D d, V x) {
  const V x2 = hn::Mul(x, x);
  V s = hn::MulAdd(x2, hn::Set(d, -1.0 / 5040.0), hn::Set(d, 1.0 / 120.0));
  s = hn::MulAdd(x2, s, hn::Set(d, -1.0 / 6.0));
  V c = hn::MulAdd(x2, hn::Set(d, -1.0 / 720.0), hn::Set(d, 1.0 / 24.0));
  c = hn::MulAdd(x2, c, hn::Set(d, -0.5));
  return {hn::MulAdd(hn::Mul(x, x2), s, x), hn::MulAdd(x2, c, hn::Set(d, 1.0))};
}

/// |r| up to an eighth of a turn, behind `quadrant` quarter turns (an integer in the lowest bits): minimax polynomials
/// whose first coefficients are kept. The cosine is right to rounding; so is the sine with kFull (fdlibm, Sun
/// Microsystems, 1993: k_sin.c), without it, at one term less, within 2.2e-15.
template <bool kFull, class D, class V = hn::Vec<D>, class U = hn::Vec<hn::RebindToUnsigned<D>>>
HWY_INLINE SinCos<V> quarter_sincos(D d, V r, U quadrant) {
  const hn::RebindToUnsigned<D> du;
  const V z = hn::Mul(r, r);
  constexpr std::array full{1.58969099521155010221e-10,  -2.50507602534068634195e-08, 2.75573137070700676789e-06,
                            -1.98412698298579493134e-04, 8.33333333332248946124e-03,  -1.66666666666666324348e-01};
  constexpr std::array fewer{-2.4745407467325774e-08, 2.755509816243118e-06, -0.0001984126236230374,
                             0.008333333321916709, -0.1666666666660601};
  const auto sum = [&](const auto& terms) HWY_ATTR {
    V out = hn::Set(d, terms[0]);
    for (std::size_t i = 1; i < terms.size(); ++i) out = hn::MulAdd(z, out, hn::Set(d, terms[i]));
    return out;
  };
  V s = kFull ? sum(full) : sum(fewer);
  s = hn::MulAdd(hn::Mul(r, z), s, r);
  V c = hn::MulAdd(z, hn::Set(d, 2.0647678956649576e-09), hn::Set(d, -2.7555566228086506e-07));
  c = hn::MulAdd(z, c, hn::Set(d, 2.4801580966775205e-05));
  c = hn::MulAdd(z, c, hn::Set(d, -0.0013888888878263383));
  c = hn::MulAdd(z, c, hn::Set(d, 0.041666666666602174));
  c = hn::MulAdd(z, hn::MulSub(z, c, hn::Set(d, 0.5)), hn::Set(d, 1.0));
  const auto one = hn::Set(du, 1);
  const auto two = hn::Set(du, 2);
  const auto odd = hn::RebindMask(d, hn::Eq(hn::And(quadrant, one), one));
  const V sin_sign = hn::BitCast(d, hn::ShiftLeft<62>(hn::And(quadrant, two)));
  const V cos_sign = hn::BitCast(d, hn::ShiftLeft<62>(hn::And(hn::Add(quadrant, one), two)));
  return {hn::Xor(hn::IfThenElse(odd, c, s), sin_sign), hn::Xor(hn::IfThenElse(odd, s, c), cos_sign)};
}

/// Sine and cosine to one unit in the last place for |x| up to 1e8 (beyond, of a number that is near x).
template <class D, class V = hn::Vec<D>>
HWY_INLINE SinCos<V> sincos(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  // Adding it leaves the integer in the lowest bits.
  const V magic = hn::Set(d, 6755399441055744.0);
  const V shifted = hn::MulAdd(x, hn::Set(d, 0.6366197723675814), magic);
  const V k = hn::Sub(shifted, magic);
  V r = hn::NegMulAdd(k, hn::Set(d, 1.5707963267948966), x);
  r = hn::NegMulAdd(k, hn::Set(d, 6.123233995736766e-17), r);
  return quarter_sincos<true>(d, r, hn::BitCast(du, shifted));
}

/// x - k y for whole k below 2^20, rounded once at most: y is `high` + `low`, of which `high` has 23 zero bits at its
/// end.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V less_multiple(D d, V x, V k, double high, double low) {
#if HWY_NATIVE_FMA
  return hn::NegMulAdd(k, hn::Set(d, high + low), x);
#else
  return hn::Sub(hn::Sub(x, hn::Mul(k, hn::Set(d, high))), hn::Mul(k, hn::Set(d, low)));
#endif
}

/// Sine and cosine of fmod(x, 2 pi), 2 pi being the nearest double: what scalar code computes that wraps its angles.
template <class D, class V = hn::Vec<D>>
HWY_INLINE SinCos<V> wrapped_sincos(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  const V magic = hn::Set(d, 6755399441055744.0);
  const V shifted = hn::MulAdd(x, hn::Set(d, 0.6366197723675814), magic);
  const V k = hn::Sub(shifted, magic);
  const V rest = less_multiple(d, x, k, 1.570796325802803, 9.920935184482005e-10);
  return quarter_sincos<false>(d, rest, hn::BitCast(du, shifted));
}

/// fmod(x, 2 pi) give or take one turn.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V wrapped(D d, V x) {
  const V turns = hn::Round(hn::Mul(x, hn::Set(d, 0.15915494309189535)));
  return less_multiple(d, x, turns, 6.283185303211212, 3.968374073792802e-09);
}

/// atan2(y, x); NaN at the origin.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V polar_angle(D d, V y, V x) {
  const V ax = hn::Abs(x);
  const V ay = hn::Abs(y);
  V angle = hn::Atan(d, hn::Div(hn::Min(ax, ay), hn::Max(ax, ay)));
  angle = hn::IfThenElse(hn::Gt(ay, ax), hn::Sub(hn::Set(d, 1.5707963267948966), angle), angle);
  angle = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Sub(hn::Set(d, 3.141592653589793), angle), angle);
  return hn::CopySign(angle, y);
}

/// Of two pairs, by lane.
template <class M, class V>
HWY_INLINE SinCos<V> choose(M mask, const SinCos<V>& yes, const SinCos<V>& no) {
  return {hn::IfThenElse(mask, yes.sin, no.sin), hn::IfThenElse(mask, yes.cos, no.cos)};
}

/// Sine and cosine of `sum` = a + b, where those of a are known: by series in lanes where b is small.
template <class D, class V = hn::Vec<D>>
HWY_INLINE SinCos<V> turned_by(D d, SinCos<V> a, V sum, V b) {
  const auto is_small = hn::Lt(hn::Abs(b), hn::Set(d, 0.05));
  const SinCos<V> by_series = turn(a, small_sincos(d, b));
  if (HWY_LIKELY(hn::AllTrue(d, is_small))) return by_series;
  return choose(is_small, by_series, sincos(d, sum));
}

/// Numerator over a constant to the last place: the product with its reciprocal, corrected once.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V divided(D d, V numerator, double by) {
#if HWY_NATIVE_FMA
  const V inverse = hn::Set(d, 1.0 / by);
  const V q = hn::Mul(numerator, inverse);
  return hn::MulAdd(hn::NegMulAdd(q, hn::Set(d, by), numerator), inverse, q);
#else
  return hn::Div(numerator, hn::Set(d, by));
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
