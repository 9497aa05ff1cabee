// Steps of unpowered flights in vector lanes, with dense output and events; compiled once for each kind of
// instructions.

#if defined(TOCSIN_MOTION_ARC_LANE_STEP) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_ARC_LANE_STEP
#undef TOCSIN_MOTION_ARC_LANE_STEP
#else
#define TOCSIN_MOTION_ARC_LANE_STEP
#endif

#include "tocsin/motion/arc_lane_forces-inl.hpp"
#include "tocsin/motion/dormand_prince.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion {
namespace HWY_NAMESPACE {

namespace dp = dormand_prince;

/// Stages of a step of Dormand and Prince 8(5,3), each body with its own length.
template <bool kDrag>
class Step {
 public:
  Motion6 begin;
  V length;

  explicit Step(const Forces& forces) : forces_(forces) {}

  /// From a state and its rate.
  void start(const Motion6& y, const Motion6& rate) {
    begin = y;
    k_[0] = rate;
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
  [[nodiscard]] const Motion6& begin_rate() const { return k_[0]; }
  [[nodiscard]] const Motion6& end_rate() const { return k_[12]; }

  /// The rate at the end, once the step stands.
  void close() { k_[12] = derivative<kDrag>(forces_, end_); }

  /// Makes `at` possible, by three more stages. Precondition: closed.
  void make_dense() {
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
    k_[k] = derivative<kDrag>(forces_, combined<R>());
  }

  Forces forces_;
  Motion6 k_[16];
  Motion6 end_;
  Motion6 c_[7];
};

/// Part of the step where a function of the state is zero, of known values at the beginning and at the part `end`:
/// Illinois' rule on the dense output, in all lanes at once; only those with a change of sign mean something.
template <class Step, class F>
HWY_INLINE V root_in(const Step& step, V at_begin, V at_end, V end, const F& f) {
  V a = hn::Zero(D{});
  V b = end;
  V fa = at_begin;
  V fb = at_end;
  V s = b;
  for (int i = 0; i < 12; ++i) {
    s = hn::Sub(b, hn::Div(hn::Mul(fb, hn::Sub(b, a)), hn::Sub(fb, fa)));
    s = hn::Min(hn::Max(s, hn::Zero(D{})), end);
    const V fs = f(step.at(s));
    const M turns = hn::Lt(hn::Mul(fs, fb), hn::Zero(D{}));
    a = hn::IfThenElse(turns, b, a);
    fa = hn::IfThenElse(turns, fb, hn::Mul(set(0.5), fa));
    b = s;
    fb = fs;
  }
  return s;
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
