// Compiled once for each kind of vector instructions; the best that the processor has is chosen at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tocsin/motion/sgp4_lanes.cpp"
#include <hwy/foreach_target.h>  // includes this file again
// After foreach_target.
#include <algorithm>
#include <array>
#include <type_traits>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "tocsin/motion/lane_transpose-inl.hpp"
#include "tocsin/motion/sgp4_lane_deep-inl.hpp"
#include "tocsin/motion/sgp4_lane_near-inl.hpp"
#include "tocsin/motion/sgp4_lanes.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion::sgp4 {
namespace HWY_NAMESPACE {

/// What one group has: six numbers and an error of each lane.
using Numbers = double[7][kGroup];

/// Minutes from the epochs to the times, rounded as in the scalar code.
HWY_INLINE V minutes_since(D d, hn::Vec<DI> epoch_ns, hn::Vec<DI> time_ns) {
  const V ns = hn::ConvertTo(d, hn::Sub(time_ns, epoch_ns));
  return divided(d, hn::Mul(ns, hn::Set(d, 1e-9)), 60.0);
}

HWY_INLINE void store(D d, const Motion& s, std::size_t at, Numbers& out) {
  hn::Store(s.x, d, out[0] + at);
  hn::Store(s.y, d, out[1] + at);
  hn::Store(s.z, d, out[2] + at);
  hn::Store(s.vx, d, out[3] + at);
  hn::Store(s.vy, d, out[4] + at);
  hn::Store(s.vz, d, out[5] + at);
  hn::Store(s.error, d, out[6] + at);
}

/// From elements to numbers for two vectors, from `lane` on: what one waits for, the other one fills. Returns whether
/// all have a state.
template <bool kWide>
HWY_INLINE bool finish(const EarthModel& earth, const Limits& limits, const Elements& m0, const Elements& m1,
                       std::size_t lane, Numbers& out) {
  const D d;
  const Plane p0 = plane_elements(d, m0);
  const Plane p1 = plane_elements(d, m1);
  const SinCos<V> e0 = solve_kepler(d, p0);
  const SinCos<V> e1 = solve_kepler(d, p1);
  const Osculating o0 = osculating(d, m0, p0, e0);
  const Osculating o1 = osculating(d, m1, p1, e1);
  V radius0 = hn::Zero(d);
  V radius1 = hn::Zero(d);
  Motion s0 = to_teme<kWide>(d, earth, m0, p0, o0, radius0);
  Motion s1 = to_teme<kWide>(d, earth, m1, p1, o1, radius1);
  const bool good0 = flag<kWide>(d, limits, m0, o0, radius0, s0);
  const bool good1 = flag<kWide>(d, limits, m1, o1, radius1, s1);
  store(d, s0, lane, out);
  store(d, s1, lane + hn::Lanes(d), out);
  return good0 && good1;
}

/// The same as one copy for all but the most frequent theory: inlined into each it takes compilers minutes.
template <bool kWide>
HWY_NOINLINE bool finish_apart(const EarthModel& earth, const Limits& limits, const Elements& m0, const Elements& m1,
                               std::size_t lane, Numbers& out) {
  return finish<kWide>(earth, limits, m0, m1, lane, out);
}

enum class Way : std::uint8_t { Inlined, Apart, Wide };

/// One time for all lanes of a group.
struct OneTime {
  std::int64_t ns;
  HWY_INLINE hn::Vec<DI> operator()(std::size_t /*lane*/) const { return hn::Set(DI{}, ns); }
};
/// Its own time for each lane of a group.
struct EachItsTime {
  const std::int64_t* ns;
  HWY_INLINE hn::Vec<DI> operator()(std::size_t lane) const { return hn::Load(DI{}, ns + lane); }
};

/// States of all lanes of a group at the times of `time_of`, which are asked for by the first lane of a vector. Returns
/// whether all have a state.
template <class Theory, Way kWay, class Times>
HWY_INLINE bool group_states(const LaneTable& table, const double* values, const std::int64_t* epochs, Times time_of,
                             typename Theory::Memory& memory, Numbers& out) {
  const D d;
  const DI di;
  bool good = true;
  for (std::size_t lane = 0; lane < kGroup; lane += 2 * hn::Lanes(d)) {
    const std::size_t next = lane + hn::Lanes(d);
    const V t0 = minutes_since(d, hn::Load(di, epochs + lane), time_of(lane));
    const V t1 = minutes_since(d, hn::Load(di, epochs + next), time_of(next));
    const Elements m0 = Theory::elements(d, t0, Columns{d, values + lane}, table, memory, lane);
    const Elements m1 = Theory::elements(d, t1, Columns{d, values + next}, table, memory, next);
    if constexpr (kWay == Way::Inlined) {
      good &= finish<false>(table.earth, Theory::kLimits, m0, m1, lane, out);
    } else {
      good &= finish_apart<kWay == Way::Wide>(table.earth, Theory::kLimits, m0, m1, lane, out);
    }
  }
  if constexpr (requires { memory.started; }) memory.started = true;
  return good;
}

/// Answers the lanes of a group that ask for large angles, near the Earth; in deep space they are left to the scalar
/// code.
template <class Theory, class Times>
HWY_NOINLINE void widen(const LaneTable& table, const double* values, const std::int64_t* epochs, Times time_of,
                        Numbers& numbers) {
  if constexpr (std::is_empty_v<typename Theory::Memory>) {
    const auto asks = [&](std::size_t lane) { return numbers[6][lane] == kAskWide; };
    bool any = false;
    for (std::size_t lane = 0; lane < kGroup; ++lane) any |= asks(lane);
    if (!any) return;
    HWY_ALIGN Numbers wide;
    typename Theory::Memory memory;
    (void)group_states<Theory, Way::Wide>(table, values, epochs, time_of, memory, wide);
    for (std::size_t lane = 0; lane < kGroup; ++lane) {
      if (!asks(lane)) continue;
      for (std::size_t i = 0; i < 7; ++i) numbers[i][lane] = wide[i][lane];
    }
  }
}

/// Copies one lane to where the caller wants it, or asks the scalar code.
inline void deliver(const Numbers& numbers, std::size_t lane, const Sgp4& orbit, std::int64_t time_ns,
                    const StateGrid& out, std::size_t place) {
  double* six = out.states + 6 * place;
  if (numbers[6][lane] >= kAskWide) {
    scalar_state(orbit, time_ns, six, out.errors[place]);
    return;
  }
  for (std::size_t i = 0; i < 6; ++i) six[i] = numbers[i][lane];
  out.errors[place] = static_cast<Sgp4Error>(numbers[6][lane]);
}

/// Moments whose numbers fill whole cache lines of a satellite's row.
constexpr std::size_t kTimesOfLines = 4;

/// Copies a group of which all have a state at kTimesOfLines moments, which lie side by side, from moment `time` on.
HWY_INLINE void deliver_lines(const Numbers (&numbers)[kTimesOfLines], const std::uint32_t* who, std::size_t time,
                              const StateGrid& out) {
  const D d;
  constexpr std::size_t lanes = hn::MaxLanes(D{});
  for (std::size_t lane = 0; lane < kGroup; lane += lanes) {
    double* to[lanes];
    for (std::size_t i = 0; i < lanes; ++i) to[i] = out.states + 6 * (who[lane + i] * out.by_satellite + time);
    for (std::size_t c = 0; c < 6 * kTimesOfLines; c += lanes) {
      V rows[lanes];
      for (std::size_t i = 0; i < lanes; ++i) rows[i] = hn::Load(d, numbers[(c + i) / 6][(c + i) % 6] + lane);
      transpose(d, rows);
      for (std::size_t i = 0; i < lanes; ++i) {
        if (out.past_caches) {
          hn::Stream(rows[i], d, to[i] + c);
        } else {
          hn::StoreU(rows[i], d, to[i] + c);
        }
      }
    }
  }
  for (std::size_t lane = 0; lane < kGroup; ++lane)
    std::fill_n(out.errors + who[lane] * out.by_satellite + time, kTimesOfLines, Sgp4Error::None);
}

/// Copies a group of which all have a state at one moment.
HWY_INLINE void deliver_states(const Numbers& numbers, const std::uint32_t* who, std::size_t time,
                               const StateGrid& out) {
  for (std::size_t lane = 0; lane < kGroup; ++lane) {
    const std::size_t place = who[lane] * out.by_satellite + time * out.by_time;
    for (std::size_t i = 0; i < 6; ++i) out.states[6 * place + i] = numbers[i][lane];
    out.errors[place] = Sgp4Error::None;
  }
}

template <class Theory>
HWY_INLINE void groups(const LaneTable& table, std::size_t first, std::size_t last, std::span<const Sgp4> orbits,
                       std::span<const std::int64_t> times_ns, const StateGrid& out) {
  constexpr Way way = std::is_same_v<Theory, NearTheory<true>> ? Way::Inlined : Way::Apart;
  HWY_ALIGN Numbers numbers[kTimesOfLines];
  for (std::size_t g = first; g < last; ++g) {
    const std::uint32_t* who = table.index.data() + g * kGroup;
    const double* values = table.values.data() + g * table.columns * kGroup;
    const std::int64_t* epochs = table.epoch_ns.data() + g * kGroup;
    const bool is_full = who[kGroup - 1] != LaneTable::kNobody;
    typename Theory::Memory memory;
    for (std::size_t k = 0; k < times_ns.size(); k += kTimesOfLines) {
      const std::size_t count = std::min(kTimesOfLines, times_ns.size() - k);
      bool good = is_full;
      for (std::size_t j = 0; j < count; ++j) {
        good &= group_states<Theory, way>(table, values, epochs, OneTime{times_ns[k + j]}, memory, numbers[j]);
      }
      if (HWY_LIKELY(good)) {
        if (count == kTimesOfLines && out.by_time == 1) {
          deliver_lines(numbers, who, k, out);
        } else {
          for (std::size_t j = 0; j < count; ++j) deliver_states(numbers[j], who, k + j, out);
        }
        continue;
      }
      for (std::size_t j = 0; j < count; ++j) {
        widen<Theory>(table, values, epochs, OneTime{times_ns[k + j]}, numbers[j]);
        for (std::size_t lane = 0; lane < kGroup; ++lane) {
          if (who[lane] == LaneTable::kNobody) continue;
          deliver(numbers[j], lane, orbits[who[lane]], times_ns[k + j], out,
                  who[lane] * out.by_satellite + (k + j) * out.by_time);
        }
      }
    }
  }
}

/// One satellite, which fills a group of the table, with its times in the lanes.
template <class Theory>
HWY_INLINE void epochs(const LaneTable& table, const Sgp4& orbit, std::span<const std::int64_t> times_ns,
                       const StateGrid& out) {
  HWY_ALIGN Numbers numbers;
  HWY_ALIGN std::int64_t block[kGroup];
  typename Theory::Memory memory;
  for (std::size_t k = 0; k < times_ns.size(); k += kGroup) {
    const std::size_t count = std::min(kGroup, times_ns.size() - k);
    for (std::size_t lane = 0; lane < kGroup; ++lane) block[lane] = times_ns[k + std::min(lane, count - 1)];
    const EachItsTime times{block};
    if (!group_states<Theory, Way::Apart>(table, table.values.data(), table.epoch_ns.data(), times, memory, numbers))
      widen<Theory>(table, table.values.data(), table.epoch_ns.data(), times, numbers);
    for (std::size_t lane = 0; lane < count; ++lane) {
      deliver(numbers, lane, orbit, block[lane], out, (k + lane) * out.by_time);
    }
  }
}

/// Calls `run.operator()<Theory>()` with the table's theory.
template <class Run>
HWY_INLINE void with_theory(LaneTheory theory, const Run& run) {
  switch (theory) {
    case LaneTheory::NearFullDrag:
      return run(NearTheory<true>{});
    case LaneTheory::NearSimpleDrag:
      return run(NearTheory<false>{});
    case LaneTheory::Deep:
      return run(DeepTheory<LaneTheory::Deep>{});
    case LaneTheory::DeepOneDay:
      return run(DeepTheory<LaneTheory::DeepOneDay>{});
    case LaneTheory::DeepHalfDay:
      return run(DeepTheory<LaneTheory::DeepHalfDay>{});
  }
}

void groups_in_lanes(const LaneTable& table, std::size_t first, std::size_t last, std::span<const Sgp4> orbits,
                     std::span<const std::int64_t> times_ns, const StateGrid& out) {
  with_theory(table.theory,
              [&](auto theory) HWY_ATTR { groups<decltype(theory)>(table, first, last, orbits, times_ns, out); });
  if (out.past_caches) hwy::FlushStream();
}

void epochs_in_lanes(const LaneTable& table, const Sgp4& orbit, std::span<const std::int64_t> times_ns,
                     const StateGrid& out) {
  with_theory(table.theory, [&](auto theory) HWY_ATTR { epochs<decltype(theory)>(table, orbit, times_ns, out); });
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocsin::motion::sgp4 {

void scalar_state(const Sgp4& orbit, std::int64_t time_ns, double* six, Sgp4Error& error) {
  const Sgp4State s = orbit.propagate(seconds_between(orbit.epoch(), Instant::from_tai_ns(time_ns)) / 60.0);
  const double numbers[6] = {s.position_km.x,   s.position_km.y,   s.position_km.z,
                             s.velocity_km_s.x, s.velocity_km_s.y, s.velocity_km_s.z};
  std::copy(std::begin(numbers), std::end(numbers), six);
  error = s.error;
}

namespace {
HWY_EXPORT(groups_in_lanes);
HWY_EXPORT(epochs_in_lanes);
}  // namespace

void propagate_groups(const LaneTable& table, std::size_t first, std::size_t last, std::span<const Sgp4> orbits,
                      std::span<const std::int64_t> times_ns, const StateGrid& out) {
  HWY_DYNAMIC_DISPATCH(groups_in_lanes)(table, first, last, orbits, times_ns, out);
}

void propagate_epochs(const Sgp4& orbit, std::span<const std::int64_t> times_ns, const StateGrid& out) {
  const std::array<std::uint32_t, kGroup> same{};
  const LaneTable table = lane_table({&orbit, 1}, same, lane_theory(orbit));
  HWY_DYNAMIC_DISPATCH(epochs_in_lanes)(table, orbit, times_ns, out);
}

}  // namespace tocsin::motion::sgp4
#endif
