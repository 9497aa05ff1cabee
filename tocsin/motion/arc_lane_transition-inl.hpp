// Variational equations along a flight in vector lanes; compiled once for each kind of instructions.

#if defined(TOCSIN_MOTION_ARC_LANE_TRANSITION) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_ARC_LANE_TRANSITION
#undef TOCSIN_MOTION_ARC_LANE_TRANSITION
#else
#define TOCSIN_MOTION_ARC_LANE_TRANSITION
#endif

#include "tocsin/motion/arc_lane_step-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion {
namespace HWY_NAMESPACE {

/// Place and velocity inside a step by the polynomial of fifth degree through state and acceleration at its ends. Its
/// error, h⁶/46080 of the sixth derivative, is centimetres for the steps of a millimetre's tolerance and metres for
/// those of ten minutes: derivatives of forces do not see it.
class Quintic {
 public:
  template <class Step>
  HWY_INLINE explicit Quintic(const Step& step) : inverse_length_(hn::Div(set(1.0), step.length)) {
    const V h = step.length;
    const Motion6& a = step.begin;
    const Motion6& b = step.end();
    for (std::size_t i = 0; i < 3; ++i) {
      const V v0 = hn::Mul(h, a.y[i + 3]);
      const V half_a0 = hn::Mul(hn::Mul(set(0.5), hn::Mul(h, h)), step.begin_rate().y[i + 3]);
      const V half_a1 = hn::Mul(hn::Mul(set(0.5), hn::Mul(h, h)), step.end_rate().y[i + 3]);
      const V rise = hn::Sub(hn::Sub(b.y[i], a.y[i]), hn::Add(v0, half_a0));
      const V faster = hn::NegMulAdd(set(2.0), half_a0, hn::MulSub(h, b.y[i + 3], v0));
      const V bend = hn::Sub(half_a1, half_a0);
      c_[0][i] = a.y[i];
      c_[1][i] = v0;
      c_[2][i] = half_a0;
      c_[3][i] = hn::MulAdd(set(10.0), rise, hn::NegMulAdd(set(4.0), faster, bend));
      c_[4][i] = hn::MulAdd(set(-15.0), rise, hn::MulAdd(set(7.0), faster, hn::Mul(set(-2.0), bend)));
      c_[5][i] = hn::MulAdd(set(6.0), rise, hn::NegMulAdd(set(3.0), faster, bend));
    }
  }
  /// At a part s of the step.
  HWY_INLINE Motion6 at(V s) const {
    Motion6 out;
    for (std::size_t i = 0; i < 3; ++i) {
      V place = c_[5][i];
      V rate = hn::Mul(set(5.0), c_[5][i]);
      for (std::size_t k = 4; k > 0; --k) {
        place = hn::MulAdd(place, s, c_[k][i]);
        rate = hn::MulAdd(rate, s, hn::Mul(set(static_cast<double>(k)), c_[k][i]));
      }
      out.y[i] = hn::MulAdd(place, s, c_[0][i]);
      out.y[i + 3] = hn::Mul(rate, inverse_length_);
    }
    return out;
  }

 private:
  V inverse_length_;
  V c_[6][3];
};

/// Φ of every lane, by columns: 0 to 5 by the start's place and velocity, 6 (only with drag) by ln(beta).
template <bool kDrag>
class TransitionLanes {
 public:
  static constexpr std::size_t kColumns = kDrag ? 7 : 6;

  /// The unit matrix, at a state.
  HWY_NOINLINE void start(const Forces& forces, const Motion6& state) {
    forces_ = forces;
    for (std::size_t k = 0; k < kColumns; ++k) {
      for (std::size_t i = 0; i < 6; ++i) phi_[k][i] = set(i == k ? 1.0 : 0.0);
    }
    partials<kDrag>(forces_, state, at_[0]);
  }

  /// Over the part `part` of a step, in lanes where it is good. Butcher's method of sixth order in seven stages
  /// (Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, section II.5) at 0, 1/3, 1/2, 2/3 and 1: the
  /// path is known, so that the stages of one time share their matrix. In air, whose derivatives change faster than the
  /// path, in two goes.
  template <class Step>
  HWY_NOINLINE void follow(const Step& step, V part, M good) {
    constexpr std::size_t goes = kDrag ? 2 : 1;
    const Quintic path(step);
    const V go = hn::Mul(part, set(1.0 / goes));
    // Lanes that are not good keep what they have.
    const V h = hn::Mul(go, step.length);
    for (std::size_t i = 0; i < goes; ++i) {
      const V from = hn::Mul(go, set(static_cast<double>(i)));
      constexpr double at[4] = {1.0 / 3.0, 0.5, 2.0 / 3.0, 1.0};
      for (std::size_t k = 0; k < 4; ++k)
        partials<kDrag>(forces_, path.at(hn::MulAdd(go, set(at[k]), from)), at_[k + 1]);
      for (std::size_t k = 0; k < kColumns; ++k) column(h, good, k == 6, phi_[k]);
      keep(good);
    }
  }

  /// Row i of d state / d start, place first.
  HWY_INLINE const V& operator()(std::size_t row, std::size_t column) const { return phi_[column][row]; }

 private:
  using Column = V[6];

  HWY_INLINE void rate(const Partials& a, const Column& y, bool by_beta, Column& out) const {
    for (std::size_t i = 0; i < 3; ++i) {
      out[i] = y[i + 3];
      V sum = hn::MulAdd(a.by_place[3 * i], y[0],
                         hn::MulAdd(a.by_place[3 * i + 1], y[1], hn::Mul(a.by_place[3 * i + 2], y[2])));
      if constexpr (kDrag) {
        sum = hn::MulAdd(a.by_velocity[3 * i], y[3],
                         hn::MulAdd(a.by_velocity[3 * i + 1], y[4], hn::MulAdd(a.by_velocity[3 * i + 2], y[5], sum)));
        if (by_beta) sum = hn::Add(sum, a.by_log_beta[i]);
      } else {
        if (i == 0) sum = hn::MulAdd(a.by_velocity[1], y[4], sum);
        if (i == 1) sum = hn::MulAdd(a.by_velocity[3], y[3], sum);
      }
      out[i + 3] = sum;
    }
  }

  HWY_INLINE void column(V h, M good, bool by_beta, Column& phi) const {
    const V per_44 = hn::Mul(h, set(1.0 / 44.0));
    const V eighth = hn::Mul(h, set(0.125));
    Column k1, k2, k3, k4, k5, k6, k7, y;
    rate(at_[0], phi, by_beta, k1);
    const V third = hn::Mul(h, set(1.0 / 3.0));
    for (std::size_t i = 0; i < 6; ++i) y[i] = hn::MulAdd(third, k1[i], phi[i]);
    rate(at_[1], y, by_beta, k2);
    for (std::size_t i = 0; i < 6; ++i) y[i] = hn::MulAdd(hn::Add(third, third), k2[i], phi[i]);
    rate(at_[3], y, by_beta, k3);
    for (std::size_t i = 0; i < 6; ++i)
      y[i] = hn::MulAdd(hn::Mul(h, set(1.0 / 12.0)), hn::MulAdd(set(4.0), k2[i], hn::Sub(k1[i], k3[i])), phi[i]);
    rate(at_[1], y, by_beta, k4);
    for (std::size_t i = 0; i < 6; ++i) {
      // -1/16, 9/8, -3/16, -3/8
      const V sum = hn::MulAdd(set(9.0), k2[i],
                               hn::NegMulAdd(set(3.0), k4[i], hn::Mul(set(-0.5), hn::MulAdd(set(3.0), k3[i], k1[i]))));
      y[i] = hn::MulAdd(eighth, sum, phi[i]);
    }
    rate(at_[2], y, by_beta, k5);
    for (std::size_t i = 0; i < 6; ++i) {
      // 0, 9/8, -3/8, -3/4, 1/2
      const V sum = hn::MulAdd(set(9.0), k2[i],
                               hn::NegMulAdd(set(3.0), k3[i], hn::MulAdd(set(-6.0), k4[i], hn::Mul(set(4.0), k5[i]))));
      y[i] = hn::MulAdd(eighth, sum, phi[i]);
    }
    rate(at_[2], y, by_beta, k6);
    for (std::size_t i = 0; i < 6; ++i) {
      // 9/44, -9/11, 63/44, 18/11, 0, -16/11
      const V sum = hn::MulAdd(
          set(9.0), k1[i],
          hn::MulAdd(set(-36.0), k2[i],
                     hn::MulAdd(set(63.0), k3[i], hn::MulAdd(set(72.0), k4[i], hn::Mul(set(-64.0), k6[i])))));
      y[i] = hn::MulAdd(per_44, sum, phi[i]);
    }
    rate(at_[4], y, by_beta, k7);
    const V last = hn::Mul(h, set(1.0 / 120.0));
    for (std::size_t i = 0; i < 6; ++i) {
      // 11/120, 0, 27/40, 27/40, -4/15, -4/15, 11/120
      const V sum =
          hn::MulAdd(set(11.0), hn::Add(k1[i], k7[i]),
                     hn::MulAdd(set(81.0), hn::Add(k3[i], k4[i]), hn::Mul(set(-32.0), hn::Add(k5[i], k6[i]))));
      phi[i] = hn::IfThenElse(good, hn::MulAdd(last, sum, phi[i]), phi[i]);
    }
  }

  /// The matrix at the end is the one at the next beginning.
  HWY_INLINE void keep(M good) {
    const auto take = [&](V& to, V from) HWY_ATTR { to = hn::IfThenElse(good, from, to); };
    for (std::size_t i = 0; i < 9; ++i) take(at_[0].by_place[i], at_[4].by_place[i]);
    if constexpr (kDrag) {
      for (std::size_t i = 0; i < 9; ++i) take(at_[0].by_velocity[i], at_[4].by_velocity[i]);
      for (std::size_t i = 0; i < 3; ++i) take(at_[0].by_log_beta[i], at_[4].by_log_beta[i]);
    }
  }

  Forces forces_;
  Partials at_[5];
  V phi_[kColumns][6];
};

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
