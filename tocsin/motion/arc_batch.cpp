// Compiled once for each kind of vector instructions; the best that the processor has is chosen at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tocsin/motion/arc_batch.cpp"
#include <hwy/foreach_target.h>  // includes this file again
// After foreach_target.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <hwy/highway.h>

#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/arc_batch.hpp"
#include "tocsin/motion/dormand_prince.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
namespace dp = dormand_prince;

using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;
using M = hn::Mask<D>;

/// Place and velocity of one body a lane.
struct Motion6 {
  V y[6];
};

HWY_INLINE V set(double value) {
  return hn::Set(D{}, value);
}

/// Zonal gravity to J6 by the sums of earth/zonal.hpp, Coriolis and centrifugal acceleration.
HWY_INLINE Motion6 derivative(const Motion6& s) {
  const V x = s.y[0];
  const V y = s.y[1];
  const V z = s.y[2];
  const V r2 = hn::MulAdd(x, x, hn::MulAdd(y, y, hn::Mul(z, z)));
  const V inverse_r = hn::Div(set(1.0), hn::Sqrt(r2));
  const V sine = hn::Mul(z, inverse_r);
  const V a_over_r = hn::Mul(set(earth::kEquatorialRadiusM), inverse_r);
  V radial = hn::Zero(D{});
  V axial = hn::Zero(D{});
  V p_before = set(1.0);  // P_{n-1}
  V p = sine;             // P_n
  V slope = set(1.0);     // P'_n
  V power = a_over_r;
  for (int n = 1; n <= earth::kMaxZonalDegree; ++n) {
    const double d = n;
    const V slope_next = hn::MulAdd(set(d + 1.0), p, hn::Mul(sine, slope));
    if (n >= 2) {
      const V c = hn::Mul(set(earth::kZonal[static_cast<std::size_t>(n)]), power);
      radial = hn::MulAdd(c, slope_next, radial);
      axial = hn::MulAdd(c, slope, axial);
    }
    const V p_next =
        hn::MulSub(hn::Mul(set((2.0 * d + 1.0) / (d + 1.0)), sine), p, hn::Mul(set(d / (d + 1.0)), p_before));
    p_before = p;
    p = p_next;
    slope = slope_next;
    power = hn::Mul(power, a_over_r);
  }
  const V strength = hn::Mul(set(earth::kGravitationalParameter), hn::Mul(inverse_r, inverse_r));
  const V along = hn::Mul(hn::Mul(strength, inverse_r), hn::Sub(radial, set(1.0)));
  constexpr double w = earth::kRotationRateRadS;
  Motion6 out;
  for (std::size_t i = 0; i < 3; ++i) out.y[i] = s.y[i + 3];
  out.y[3] = hn::MulAdd(hn::Add(along, set(w * w)), x, hn::Mul(set(2.0 * w), s.y[4]));
  out.y[4] = hn::MulAdd(hn::Add(along, set(w * w)), y, hn::Mul(set(-2.0 * w), s.y[3]));
  out.y[5] = hn::NegMulAdd(strength, axial, hn::Mul(along, z));
  return out;
}

/// Height above the ellipsoid and its rate, by one round of Bowring's formula (earth/meridian.hpp).
struct Height {
  V m, mps;
};
HWY_INLINE Height height_of(const Motion6& s) {
  const V x = s.y[0];
  const V y = s.y[1];
  const V z = s.y[2];
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
  const V outwards = hn::Div(hn::MulAdd(x, s.y[3], hn::Mul(y, s.y[4])), hn::Max(p, set(1e-3)));
  return {m, hn::MulAdd(cosine, outwards, hn::Mul(sine, s.y[5]))};
}

/// Stages of a step of Dormand and Prince 8(5,3), each body with its own length.
class Step {
 public:
  Motion6 begin;
  V length;

  void start(const Motion6& y) {
    begin = y;
    k_[0] = derivative(y);
  }

  /// All stages from `begin`; the error in units of the tolerance comes back.
  V attempt(V h, double tolerance_m) {
    length = h;
    stage<dp::kA2>(1);
    stage<dp::kA3>(2);
    stage<dp::kA4>(3);
    stage<dp::kA5>(4);
    stage<dp::kA6>(5);
    stage<dp::kA7>(6);
    stage<dp::kA8>(7);
    stage<dp::kA9>(8);
    stage<dp::kA10>(9);
    stage<dp::kA11>(10);
    stage<dp::kA12>(11);
    end_ = combined<dp::kB>();
    V five = hn::Zero(D{});
    V three = hn::Zero(D{});
    for (std::size_t i = 0; i < 6; ++i) {
      const V per = set(1.0 / (i < 3 ? tolerance_m : 1e-3 * tolerance_m));
      const V e5 = hn::Mul(sum<dp::kError5>(i), per);
      const V e3 = hn::Mul(sum<dp::kError3>(i), per);
      five = hn::MulAdd(e5, e5, five);
      three = hn::MulAdd(e3, e3, three);
    }
    const V deno = hn::MulAdd(set(0.01), three, five);
    return hn::IfThenElse(hn::Gt(deno, hn::Zero(D{})),
                          hn::Div(hn::Mul(hn::Abs(h), five), hn::Sqrt(hn::Mul(deno, set(6.0)))), deno);
  }
  [[nodiscard]] const Motion6& end() const { return end_; }

  /// Makes `at` possible: the derivative at the end and three more stages.
  void make_dense() {
    k_[12] = derivative(end_);
    stage<dp::kA14>(13);
    stage<dp::kA15>(14);
    stage<dp::kA16>(15);
    for (std::size_t i = 0; i < 6; ++i) {
      const V rise = hn::Sub(end_.y[i], begin.y[i]);
      const V first = hn::MulSub(length, k_[0].y[i], rise);
      c_[0].y[i] = rise;
      c_[1].y[i] = first;
      c_[2].y[i] = hn::Sub(hn::NegMulAdd(length, k_[12].y[i], rise), first);
      c_[3].y[i] = hn::Mul(length, sum<dp::kD4>(i));
      c_[4].y[i] = hn::Mul(length, sum<dp::kD5>(i));
      c_[5].y[i] = hn::Mul(length, sum<dp::kD6>(i));
      c_[6].y[i] = hn::Mul(length, sum<dp::kD7>(i));
    }
  }
  /// State at a part s of the step.
  [[nodiscard]] Motion6 at(V s) const {
    const V r = hn::Sub(set(1.0), s);
    Motion6 out;
    for (std::size_t i = 0; i < 6; ++i) {
      V sum = hn::MulAdd(s, c_[6].y[i], c_[5].y[i]);
      sum = hn::MulAdd(r, sum, c_[4].y[i]);
      sum = hn::MulAdd(s, sum, c_[3].y[i]);
      sum = hn::MulAdd(r, sum, c_[2].y[i]);
      sum = hn::MulAdd(s, sum, c_[1].y[i]);
      sum = hn::MulAdd(r, sum, c_[0].y[i]);
      out.y[i] = hn::MulAdd(s, sum, begin.y[i]);
    }
    return out;
  }

 private:
  template <const auto& R, std::size_t... J>
  HWY_INLINE V sum_of(std::size_t i, std::index_sequence<J...> /*terms*/) const {
    V out = hn::Mul(set(R.weight[0]), k_[R.stage[0]].y[i]);
    ((out = J == 0 ? out : hn::MulAdd(set(R.weight[J]), k_[R.stage[J]].y[i], out)), ...);
    return out;
  }
  template <const auto& R>
  HWY_INLINE V sum(std::size_t i) const {
    return sum_of<R>(i, std::make_index_sequence<R.stage.size()>{});
  }
  template <const auto& R>
  HWY_INLINE Motion6 combined() const {
    Motion6 out;
    for (std::size_t i = 0; i < 6; ++i) out.y[i] = hn::MulAdd(length, sum<R>(i), begin.y[i]);
    return out;
  }
  template <const auto& R>
  HWY_INLINE void stage(std::size_t k) {
    k_[k] = derivative(combined<R>());
  }

  Motion6 k_[16];
  Motion6 end_;
  Motion6 c_[7];
};

HWY_INLINE Motion6 choose(M mask, const Motion6& yes, const Motion6& no) {
  Motion6 out;
  for (std::size_t i = 0; i < 6; ++i) out.y[i] = hn::IfThenElse(mask, yes.y[i], no.y[i]);
  return out;
}

/// Part of the step where a function of the state, of known values at its ends, is zero: Illinois' rule on the dense
/// output, in all lanes at once; only those with a change of sign mean something.
template <class F>
HWY_INLINE V root_in(const Step& step, V at_begin, V at_end, const F& f) {
  V a = hn::Zero(D{});
  V b = set(1.0);
  V fa = at_begin;
  V fb = at_end;
  V s = b;
  for (int i = 0; i < 12; ++i) {
    s = hn::Sub(b, hn::Div(hn::Mul(fb, hn::Sub(b, a)), hn::Sub(fb, fa)));
    s = hn::Min(hn::Max(s, hn::Zero(D{})), set(1.0));
    const V fs = f(step.at(s));
    const M turns = hn::Lt(hn::Mul(fs, fb), hn::Zero(D{}));
    a = hn::IfThenElse(turns, b, a);
    fa = hn::IfThenElse(turns, fb, hn::Mul(set(0.5), fa));
    b = s;
    fb = fs;
  }
  return s;
}

void flights_in_lanes(std::span<const State<Itrf>> starts, const BatchOptions& o, std::span<BatchArc> ends) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN double numbers[9][hn::MaxLanes(d)];
  for (std::size_t first = 0; first < starts.size(); first += lanes) {
    const std::size_t count = std::min(lanes, starts.size() - first);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const State<Itrf>& s = starts[first + std::min(lane, count - 1)];
      for (int i = 0; i < 3; ++i) {
        numbers[i][lane] = s.position.m[i];
        numbers[i + 3][lane] = s.velocity.mps[i];
      }
    }
    Motion6 y;
    for (std::size_t i = 0; i < 6; ++i) y.y[i] = hn::Load(d, numbers[i]);
    Step step;
    step.start(y);
    Height height = height_of(y);
    V t = hn::Zero(d);
    V apogee_t = hn::Zero(d);
    V apogee_m = hn::NaN(d);
    V end_code = set(static_cast<double>(BatchEnd::failed));
    // Two bodies alone would allow steps of a fifth of a radian; the eighth root of the tolerance scales them.
    const V r2 = hn::MulAdd(y.y[0], y.y[0], hn::MulAdd(y.y[1], y.y[1], hn::Mul(y.y[2], y.y[2])));
    const V r = hn::Sqrt(r2);
    V next = hn::Mul(set(0.24 * std::pow(o.tolerance_m / 1e-3, 0.125)),
                     hn::Sqrt(hn::Div(hn::Mul(r, r2), set(earth::kGravitationalParameter))));
    const V longest = set(o.longest_s);
    const V ground = set(o.ground_height_m);
    M open = hn::And(hn::Lt(hn::Abs(height.m), set(1e12)), hn::Gt(r, set(5.0e6)));
    M refused = hn::Lt(r, hn::Zero(d));
    for (int i = 0; i < o.max_steps && !hn::AllFalse(d, open); ++i) {
      const V rest = hn::Sub(longest, t);
      V h = hn::Min(next, set(o.max_step_s));
      const M near_end = hn::Gt(hn::Add(h, h), rest);
      h = hn::IfThenElse(near_end, hn::IfThenElse(hn::Gt(h, hn::Mul(set(0.999), rest)), rest, hn::Mul(set(0.5), rest)),
                         h);
      const V error = step.attempt(h, o.tolerance_m);
      const M good = hn::And(open, hn::Le(error, set(1.0)));
      // 0.9 error^(-1/8), within what a step may grow and shrink.
      const V eighth = hn::Sqrt(hn::Sqrt(hn::Sqrt(hn::Max(error, set(1e-12)))));
      const V factor = hn::Div(set(0.9), eighth);
      const V grown = hn::Mul(h, hn::Min(factor, hn::IfThenElse(refused, set(1.0), set(6.0))));
      const M is_finite = hn::Lt(error, set(1e300));
      const V shrunk = hn::Mul(h, hn::IfThenElse(is_finite, hn::Max(factor, set(1.0 / 3.0)), set(0.1)));
      next = hn::IfThenElse(good, hn::IfThenElse(hn::Lt(h, next), hn::Max(grown, next), grown), shrunk);
      refused = hn::AndNot(good, open);

      const Height after = height_of(step.end());
      const M tops = hn::And(good, hn::And(hn::Gt(height.mps, hn::Zero(d)), hn::Le(after.mps, hn::Zero(d))));
      const M lands = hn::And(good, hn::And(hn::Ge(height.m, ground), hn::Lt(after.m, ground)));
      Motion6 reached = step.end();
      V reached_t = hn::IfThenElse(hn::Eq(h, rest), longest, hn::Add(t, h));
      if (!hn::AllFalse(d, hn::Or(tops, lands))) {
        step.make_dense();
        if (!hn::AllFalse(d, tops)) {
          const V s = root_in(step, height.mps, after.mps, [](const Motion6& m) HWY_ATTR { return height_of(m).mps; });
          const V top = height_of(step.at(s)).m;
          // The highest of several.
          const M higher = hn::And(tops, hn::Not(hn::Lt(top, apogee_m)));
          apogee_m = hn::IfThenElse(higher, top, apogee_m);
          apogee_t = hn::IfThenElse(higher, hn::MulAdd(s, h, t), apogee_t);
        }
        if (!hn::AllFalse(d, lands)) {
          const V s = root_in(step, hn::Sub(height.m, ground), hn::Sub(after.m, ground),
                              [&](const Motion6& m) HWY_ATTR { return hn::Sub(height_of(m).m, ground); });
          reached = choose(lands, step.at(s), reached);
          reached_t = hn::IfThenElse(lands, hn::MulAdd(s, h, t), reached_t);
        }
      }
      y = choose(good, reached, y);
      t = hn::IfThenElse(good, reached_t, t);
      height.m = hn::IfThenElse(good, after.m, height.m);
      height.mps = hn::IfThenElse(good, after.mps, height.mps);
      const M timed_out = hn::AndNot(lands, hn::And(good, hn::Ge(t, longest)));
      end_code = hn::IfThenElse(lands, set(static_cast<double>(BatchEnd::ground)), end_code);
      end_code = hn::IfThenElse(timed_out, set(static_cast<double>(BatchEnd::time)), end_code);
      open = hn::AndNot(hn::Or(lands, timed_out), open);
      step.start(y);
    }
    for (std::size_t i = 0; i < 6; ++i) hn::Store(y.y[i], d, numbers[i]);
    hn::Store(t, d, numbers[6]);
    hn::Store(apogee_t, d, numbers[7]);
    hn::Store(apogee_m, d, numbers[8]);
    HWY_ALIGN double codes[hn::MaxLanes(d)];
    hn::Store(end_code, d, codes);
    for (std::size_t lane = 0; lane < count; ++lane) {
      BatchArc& out = ends[first + lane];
      out.end = static_cast<BatchEnd>(codes[lane]);
      out.time_s = numbers[6][lane];
      out.state = {{{numbers[0][lane], numbers[1][lane], numbers[2][lane]}},
                   {{numbers[3][lane], numbers[4][lane], numbers[5][lane]}}};
      out.apogee_time_s = numbers[7][lane];
      out.apogee_height_m = numbers[8][lane];
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocsin::motion {
namespace {
HWY_EXPORT(flights_in_lanes);
}  // namespace

void propagate_to_ground(std::span<const State<Itrf>> starts, const BatchOptions& options, std::span<BatchArc> ends) {
  TOCSIN_REQUIRE(starts.size() == ends.size(), "an end for every start");
  HWY_DYNAMIC_DISPATCH(flights_in_lanes)(starts, options, ends);
}

}  // namespace tocsin::motion
#endif
