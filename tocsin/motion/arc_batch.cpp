// Compiled once for each kind of vector instructions; the best that the processor has is chosen at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tocsin/motion/arc_batch.cpp"
#include <hwy/foreach_target.h>  // includes this file again
// After foreach_target.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>

#include <hwy/highway.h>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/arc_batch.hpp"
#include "tocsin/motion/arc_lane_transition-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion {
namespace HWY_NAMESPACE {

struct NoTransition {};

/// Bodies of one vector on their way to the ground.
template <bool kDrag, bool kTransition>
class Flights {
 public:
  HWY_INLINE Flights(const Forces& forces, const Motion6& start, M usable, const BatchOptions& options)
      : o_(options), sine_elevation_(std::sin(options.site_elevation_rad)), step_(forces), y_(start) {
    const D d;
    const Height h = height_of(y_);
    height_m_ = h.m;
    climb_ = climb_of(h, y_);
    t_ = hn::Zero(d);
    apogee_t_ = hn::Zero(d);
    apogee_m_ = hn::NaN(d);
    over_ = o_.site == nullptr ? hn::Zero(d) : over_horizon(y_);
    rise_t_ = hn::NaN(d);
    set_t_ = hn::NaN(d);
    end_ = set(static_cast<double>(BatchEnd::failed));
    // Two bodies alone would allow steps of a fifth of a radian; the eighth root of the tolerance scales them.
    const V r2 = hn::MulAdd(y_.y[0], y_.y[0], hn::MulAdd(y_.y[1], y_.y[1], hn::Mul(y_.y[2], y_.y[2])));
    const V r = hn::Sqrt(r2);
    next_ = hn::Mul(set(0.24 * std::pow(o_.tolerance_m / 1e-3, 0.125)),
                    hn::Sqrt(hn::Div(hn::Mul(r, r2), set(earth::kGravitationalParameter))));
    if constexpr (kDrag) {
      // A first step across many scale heights can miss the air: its stages lie beyond.
      const V in_air = hn::Div(set(1e4), hn::Max(hn::Abs(climb_), set(100.0)));
      next_ = hn::IfThenElse(hn::Lt(height_m_, set(2e5)), hn::Min(next_, in_air), next_);
    }
    open_ = hn::And(usable, hn::And(hn::Lt(hn::Abs(height_m_), set(1e12)), hn::Gt(r, set(5.0e6))));
    refused_ = hn::Lt(r, hn::Zero(d));
    step_.start(y_, derivative<kDrag>(forces, y_));
    if constexpr (kTransition) phi_.start(forces, y_);
  }

  HWY_INLINE void run() {
    for (int i = 0; i < o_.max_steps && !hn::AllFalse(D{}, open_); ++i) go();
  }

  /// Writes the lanes below `count`.
  HWY_INLINE void store(std::size_t count, BatchArc* ends, BatchTransition* transitions) const {
    const D d;
    HWY_ALIGN double numbers[12][hn::MaxLanes(d)];
    for (std::size_t i = 0; i < 6; ++i) hn::Store(y_.y[i], d, numbers[i]);
    hn::Store(t_, d, numbers[6]);
    hn::Store(apogee_t_, d, numbers[7]);
    hn::Store(apogee_m_, d, numbers[8]);
    hn::Store(rise_t_, d, numbers[9]);
    hn::Store(set_t_, d, numbers[10]);
    hn::Store(end_, d, numbers[11]);
    for (std::size_t lane = 0; lane < count; ++lane) {
      BatchArc& out = ends[lane];
      out.end = static_cast<BatchEnd>(numbers[11][lane]);
      out.time_s = numbers[6][lane];
      out.state = {{{numbers[0][lane], numbers[1][lane], numbers[2][lane]}},
                   {{numbers[3][lane], numbers[4][lane], numbers[5][lane]}}};
      out.apogee_time_s = numbers[7][lane];
      out.apogee_height_m = numbers[8][lane];
      out.rise_time_s = numbers[9][lane];
      out.set_time_s = numbers[10][lane];
    }
    if constexpr (kTransition) {
      HWY_ALIGN double row[hn::MaxLanes(d)];
      for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t k = 0; k < phi_.kColumns; ++k) {
          hn::Store(phi_(i, k), d, row);
          for (std::size_t lane = 0; lane < count; ++lane)
            (k < 6 ? transitions[lane].by_start[6 * i + k] : transitions[lane].by_log_beta[i]) = row[lane];
        }
        if constexpr (!kDrag) {
          for (std::size_t lane = 0; lane < count; ++lane) transitions[lane].by_log_beta[i] = 0.0;
        }
      }
    }
  }

 private:
  /// Tries a step in all lanes and goes it where it is good enough.
  HWY_INLINE void go() {
    const D d;
    const V zero = hn::Zero(d);
    const V longest = set(o_.longest_s);
    const V rest = hn::Sub(longest, t_);
    V h = hn::Min(next_, set(o_.max_step_s));
    const M near_end = hn::Gt(hn::Add(h, h), rest);
    h = hn::IfThenElse(near_end, hn::IfThenElse(hn::Gt(h, hn::Mul(set(0.999), rest)), rest, hn::Mul(set(0.5), rest)),
                       h);
    const V error = step_.attempt(h, o_.tolerance_m);
    const M good = hn::And(open_, hn::Le(error, set(1.0)));
    plan(h, error, good);
    if (hn::AllFalse(d, good)) return;
    step_.close();

    const Height now = height_of(step_.end());
    const V climb = climb_of(now, step_.end());
    const V ground = set(o_.ground_height_m);
    const M tops = hn::And(good, hn::And(hn::Gt(climb_, zero), hn::Le(climb, zero)));
    const M lands = hn::And(good, hn::And(hn::Ge(height_m_, ground), hn::Lt(now.m, ground)));
    Motion6 reached = step_.end();
    V reached_t = hn::IfThenElse(hn::Eq(h, rest), longest, hn::Add(t_, h));
    V part = set(1.0);
    const bool any_lands = !hn::AllFalse(d, lands);
    const bool any_tops = !hn::AllFalse(d, tops);
    if (any_lands || any_tops) step_.make_dense();
    if (any_tops) top(h, climb, tops);
    if (any_lands) {
      const V s = root_in(step_, hn::Sub(height_m_, ground), hn::Sub(now.m, ground), set(1.0),
                          [&](const Motion6& m) HWY_ATTR { return hn::Sub(height_of(m).m, ground); });
      part = hn::IfThenElse(lands, s, part);
      reached = choose(lands, step_.at(s), reached);
      reached_t = hn::IfThenElse(lands, hn::MulAdd(s, h, t_), reached_t);
    }
    if (o_.site != nullptr) look_at_horizon(h, reached, part, good, any_lands || any_tops);
    if constexpr (kTransition) phi_.follow(step_, part, good);
    y_ = choose(good, reached, y_);
    t_ = hn::IfThenElse(good, reached_t, t_);
    height_m_ = hn::IfThenElse(good, now.m, height_m_);
    climb_ = hn::IfThenElse(good, climb, climb_);
    const M timed_out = hn::AndNot(lands, hn::And(good, hn::Ge(t_, longest)));
    end_ = hn::IfThenElse(lands, set(static_cast<double>(BatchEnd::ground)), end_);
    end_ = hn::IfThenElse(timed_out, set(static_cast<double>(BatchEnd::time)), end_);
    open_ = hn::AndNot(hn::Or(lands, timed_out), open_);
    step_.start(y_, choose(good, step_.end_rate(), step_.begin_rate()));
  }

  /// Length of the next step: 0.9 error^(-1/8) of this one, within what a step may grow and shrink.
  HWY_INLINE void plan(V h, V error, M good) {
    const V eighth = hn::Sqrt(hn::Sqrt(hn::Sqrt(hn::Max(error, set(1e-12)))));
    const V factor = hn::Div(set(0.9), eighth);
    const V grown = hn::Mul(h, hn::Min(factor, hn::IfThenElse(refused_, set(1.0), set(6.0))));
    const M is_finite = hn::Lt(error, set(1e300));
    const V shrunk = hn::Mul(h, hn::IfThenElse(is_finite, hn::Max(factor, set(1.0 / 3.0)), set(0.1)));
    next_ = hn::IfThenElse(good, hn::IfThenElse(hn::Lt(h, next_), hn::Max(grown, next_), grown), shrunk);
    refused_ = hn::AndNot(good, open_);
  }

  /// The highest of several tops.
  HWY_INLINE void top(V h, V climb, M tops) {
    const V s =
        root_in(step_, climb_, climb, set(1.0), [](const Motion6& m) HWY_ATTR { return climb_of(height_of(m), m); });
    const V top_m = height_of(step_.at(s)).m;
    const M higher = hn::And(tops, hn::Not(hn::Lt(top_m, apogee_m_)));
    apogee_m_ = hn::IfThenElse(higher, top_m, apogee_m_);
    apogee_t_ = hn::IfThenElse(higher, hn::MulAdd(s, h, t_), apogee_t_);
  }

  /// Positive over the elevation asked for, in metres.
  HWY_INLINE V over_horizon(const Motion6& s) const {
    const Vec3& origin = o_.site->origin().m;
    const Vec3& up = o_.site->enu_from_itrf().m.rows[2];
    const V x = hn::Sub(s.y[0], set(origin.x));
    const V y = hn::Sub(s.y[1], set(origin.y));
    const V z = hn::Sub(s.y[2], set(origin.z));
    const V range = hn::Sqrt(hn::MulAdd(x, x, hn::MulAdd(y, y, hn::Mul(z, z))));
    const V height = hn::MulAdd(set(up.x), x, hn::MulAdd(set(up.y), y, hn::Mul(set(up.z), z)));
    return hn::NegMulAdd(set(sine_elevation_), range, height);
  }

  /// Notes the first rise and setting up to where the bodies got to, a part of the step.
  HWY_INLINE void look_at_horizon(V h, const Motion6& reached, V part, M good, bool is_dense) {
    const D d;
    const V zero = hn::Zero(d);
    const V over = over_horizon(reached);
    const M rises = hn::And(good, hn::And(hn::Lt(over_, zero), hn::Ge(over, zero)));
    const M sets = hn::And(good, hn::And(hn::Ge(over_, zero), hn::Lt(over, zero)));
    if (!hn::AllFalse(d, hn::Or(rises, sets))) {
      if (!is_dense) step_.make_dense();
      const V s = root_in(step_, over_, over, part, [&](const Motion6& m) HWY_ATTR { return over_horizon(m); });
      const V t = hn::MulAdd(s, h, t_);
      rise_t_ = hn::IfThenElse(hn::And(rises, hn::IsNaN(rise_t_)), t, rise_t_);
      set_t_ = hn::IfThenElse(hn::And(sets, hn::IsNaN(set_t_)), t, set_t_);
    }
    over_ = hn::IfThenElse(good, over, over_);
  }

  const BatchOptions& o_;
  double sine_elevation_;
  Step<kDrag> step_;
  Motion6 y_;
  V height_m_, climb_, t_, next_, apogee_t_, apogee_m_, end_, over_, rise_t_, set_t_;
  M open_, refused_;
  std::conditional_t<kTransition, TransitionLanes<kDrag>, NoTransition> phi_;
};

template <bool kDrag, bool kTransition>
HWY_NOINLINE void fly(std::span<const State<Itrf>> starts, const BatchOptions& o, const double* air_rows,
                      std::span<BatchArc> ends, std::span<BatchTransition> transitions) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN double numbers[7][hn::MaxLanes(d)];
  for (std::size_t first = 0; first < starts.size(); first += lanes) {
    const std::size_t count = std::min(lanes, starts.size() - first);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t body = first + std::min(lane, count - 1);
      const State<Itrf>& s = starts[body];
      for (int i = 0; i < 3; ++i) {
        numbers[i][lane] = s.position.m[i];
        numbers[i + 3][lane] = s.velocity.mps[i];
      }
      numbers[6][lane] = kDrag ? o.beta_kg_m2[body] : 1.0;
    }
    Motion6 start;
    for (std::size_t i = 0; i < 6; ++i) start.y[i] = hn::Load(d, numbers[i]);
    const V beta = hn::Load(d, numbers[6]);
    const Forces forces{o.field, air_rows, hn::Div(set(0.5), beta)};
    Flights<kDrag, kTransition> flights(forces, start, hn::Gt(beta, hn::Zero(d)), o);
    flights.run();
    flights.store(count, ends.data() + first, kTransition ? transitions.data() + first : nullptr);
  }
}

void flights_in_lanes(std::span<const State<Itrf>> starts, const BatchOptions& o, const double* air_rows,
                      std::span<BatchArc> ends, std::span<BatchTransition> transitions) {
  const auto chosen = air_rows != nullptr ? (transitions.empty() ? fly<true, false> : fly<true, true>)
                                          : (transitions.empty() ? fly<false, false> : fly<false, true>);
  chosen(starts, o, air_rows, ends, transitions);
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocsin::motion {
namespace {
HWY_EXPORT(flights_in_lanes);
}  // namespace

void propagate_to_ground(std::span<const State<Itrf>> starts, const BatchOptions& options, std::span<BatchArc> ends,
                         std::span<BatchTransition> transitions) {
  TOCSIN_REQUIRE(starts.size() == ends.size(), "an end for every start");
  TOCSIN_REQUIRE(transitions.empty() || transitions.size() == starts.size(), "a transition for every start, or none");
  TOCSIN_REQUIRE(options.beta_kg_m2.empty() || options.beta_kg_m2.size() == starts.size(),
                 "beta of every body, or none");
  const earth::DensityTable* air = nullptr;
  if (!options.beta_kg_m2.empty()) air = options.air != nullptr ? options.air : &earth::DensityTable::standard();
  HWY_DYNAMIC_DISPATCH(flights_in_lanes)
  (starts, options, air != nullptr ? air->rows().front().data() : nullptr, ends, transitions);
}

}  // namespace tocsin::motion
#endif
